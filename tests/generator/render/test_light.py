"""Light behaves as light does, from noon to night: low suns are warm, twilights blue, shadows point away from it."""

from math import pi, radians

import numpy as np
import pytest

from panscape.render import look, picture, render
from panscape.render.daylight import daylight
from panscape.render.exposure import MOST, exposure, white_gains
from panscape.render.jit import kernel
from panscape.render.occlusion import occlude, smooth
from panscape.render.sky import sky
from panscape.scenes import Light, Material, Placement, Weather
from panscape.seeds import rng_for

from solids import GREY, box, camera, scene


def day(elevation=40.0, cloud=0.1, **weather):
    return daylight(Light(0.4, radians(elevation), cloud), Weather(**weather))


def test_the_sun_grows_warmer_and_weaker_as_it_sets():
    suns = np.array([day(elevation).light[3:6] for elevation in (80, 40, 20, 10, 5, 2)])

    assert (np.diff(suns[:, 0] / suns[:, 2]) > 0).all()
    assert (np.diff(suns, axis=0) < 0).all()


def test_a_clear_sky_is_blue_above_and_paler_at_the_horizon():
    vault = day(50.0).vault.mean(axis=1)

    assert vault[-1, 2] > 2 * vault[-1, 0]
    assert vault[2, 2] / vault[2, 0] < vault[-1, 2] / vault[-1, 0]


def test_an_overcast_or_misty_sky_has_no_sun():
    assert (day(cloud=1.0).light[3:6] == 0).all()
    assert (day(visibility=50.0).light[3:6] == 0).all()
    assert (day().light[3:6] > 0.5).all()


def test_visibility_is_where_contrast_has_fallen_to_a_twentieth():
    assert np.exp(-day(visibility=700.0).light[12] * 700.0) == pytest.approx(0.05, rel=0.01)


def test_a_plain_is_open_and_a_step_is_dark_at_its_foot():
    rows = np.arange(60)[:, None] + 0.0 * np.arange(80)
    plain = (0.2 + 0.002 * rows).astype(np.float32)  # 1 / metres: linear on the screen, as planes are
    step = plain.copy()
    step[:, 40:] += 0.02
    dark = {}
    for name, nearness in (("plain", plain), ("step", step)):
        coarse, raw, mean = np.empty((3, 30, 40), np.float32)
        soft = np.empty_like(nearness)
        occlude(nearness, 80.0, 0.9, coarse, raw)
        smooth(nearness, coarse, raw, mean, soft)
        dark[name] = soft

    np.testing.assert_allclose(dark["plain"][20:40, 20:60], 1.0, atol=0.02)
    assert dark["step"][20:40, 36:40].mean() < dark["step"][20:40, 20:24].mean() - 0.05


def test_under_a_cover_it_is_dark_on_a_grey_day_too():
    cover = Placement(box(), (8.0, 0.0, 0.4), GREY, scale=(3.0, 3.0, 1.0))
    grey, view = Light(0.0, 0.9, 1.0), camera((0.0, 0.0, 1.0), noise=0.0, vignette=0.0)

    rendering = render(scene([cover], light=grey, view=view), rng_for(0, "x"))

    column = rendering.image[:, 80].mean(-1)
    below = np.flatnonzero(rendering.ids[:, 80] == 1).max() + 2
    assert column[below] < 0.75 * column[-1]


def test_distant_things_fade_into_the_air():
    walls = [Placement(box(), (d, y, 0.0), GREY, scale=(1.0, 0.5 * d, d)) for d, y in ((10.0, -4.0), (90.0, 30.0))]
    view = camera(noise=0.0, vignette=0.0)

    def difference(visibility):
        drawn = scene(walls, view=view, light=Light(3.0, 0.7, 0.1), weather=Weather(visibility))
        rendering = render(drawn, rng_for(0, "x"))
        sky = rendering.image[rendering.ids == 4].mean(0)
        return [np.abs(rendering.image[rendering.ids == k].mean(0) - sky).mean() for k in (1, 2)]

    near_clear, far_clear = difference(20000.0)
    near_mist, far_mist = difference(120.0)
    assert far_mist < 0.4 * far_clear
    assert near_mist > far_mist
    assert near_clear > 10


ELEVATIONS = (60, 30, 12, 6, 3, 1, -1, -3, -5, -7, -10, -20)


def test_light_falls_from_noon_to_night_without_a_leap():
    ground = np.array([day(elevation, cloud=0.0).cube[5].mean() for elevation in ELEVATIONS])
    fine = np.array([day(elevation, cloud=0.0).cube[5].mean() for elevation in np.arange(-12.0, 6.0, 0.25)])

    assert (np.diff(ground) < 0).all()
    assert ground[-1] < 0.02 * ground[0]
    assert (np.abs(np.diff(np.log(fine))) < 0.25).all()


@kernel
def sky_towards(dx, dy, dz, light, dome):
    return sky(dx, dy, dz, light, dome)


def seen(light, dx, dy, dz):
    length = np.sqrt(dx * dx + dy * dy + dz * dz)
    return np.array(sky_towards(dx / length, dy / length, dz / length, light.light, light.dome))


def test_a_set_sun_leaves_a_red_glow_on_its_side_the_shadow_of_the_earth_on_the_other_and_blue_overhead():
    dusk = daylight(Light(0.0, radians(-3.0), 0.0), Weather())

    west, east, above = seen(dusk, 1, 0, 0.05), seen(dusk, -1, 0, 0.03), seen(dusk, 0.01, 0, 1)

    assert west.mean() > 5 * east.mean()
    assert west[0] > 2 * west[2]
    assert above[2] > 1.5 * above[0]
    assert seen(dusk, -1, 0, 0.15).mean() > 1.2 * east.mean()


def test_at_night_a_city_glows_and_few_stars_shine():
    night = daylight(Light(0.0, radians(-40.0), 0.0, moon=0.0), Weather())
    directions = rng_for(0, "stars").normal(size=(20000, 3)) * (1, 1, 1)
    directions[:, 2] = np.abs(directions[:, 2]) + 0.3

    radiance = np.array([seen(night, *direction).mean() for direction in directions])

    assert seen(night, 1, 0, 0.03).mean() > 2 * seen(night, 0.01, 0, 1).mean()
    assert 1e-5 < (radiance > 3 * np.median(radiance)).mean() < 3e-3
    assert (night.light[3:6] == 0).all()


def test_the_moon_stands_opposite_the_sun_and_is_as_bright_as_it_is_said_to_be():
    half, full = (daylight(Light(1.0, radians(-30.0), 0.0, moon=moon), Weather()) for moon in (0.5, 1.0))

    np.testing.assert_allclose(half.light[0:3], -Light(1.0, radians(-30.0)).direction, atol=1e-12)
    assert full.light[4] > half.light[4] > 0
    assert full.light[4] < 0.02


def test_rain_and_snow_dull_the_sun_and_thicken_the_air():
    dry, drizzle, rain, snow = (day(rain=r, snow=s) for r, s in ((0, 0), (1, 0), (10, 0), (0, 2)))

    assert dry.light[4] > drizzle.light[4] > rain.light[4] == snow.light[4] == 0
    assert dry.light[12] < drizzle.light[12] < rain.light[12] < snow.light[12]


def test_dust_browns_air_and_sun():
    clean, dusty = day(visibility=900.0), day(visibility=900.0, dust=1.0)

    assert dusty.light[3] / dusty.light[5] > 2 * clean.light[3] / clean.light[5]
    assert (dusty.air[:, 0] / dusty.air[:, 2] > 1.8 * clean.air[:, 0] / clean.air[:, 2]).all()


def radiance_of(drawn):
    sight = look(drawn)
    picture(sight, drawn, rng_for(0, "x"))
    return sight.space.radiance.copy(), sight.ids


def test_noon_is_brighter_than_dusk_and_dusk_than_night_before_the_meter_and_after_it():
    walls = [Placement(box(), (9.0, y, 0.0), GREY, scale=(1.0, 2.0, 2.0)) for y in (-3.0, 2.0)]
    lights = [Light(2.0, radians(elevation), 0.1) for elevation in (50.0, -3.0, -30.0)]

    before = [radiance_of(scene(walls, light=light))[0].mean() for light in lights]
    after = [render(scene(walls, light=light), rng_for(0, "x")).image.mean() for light in lights]

    assert before[0] > 4 * before[1] > 16 * before[2]
    assert after[0] > after[1] > after[2] > 4


@pytest.mark.parametrize("azimuth", [0.4, 2.0, 4.4])
@pytest.mark.parametrize("elevation", [35.0, -35.0])
def test_shadows_point_away_from_what_shines(azimuth, elevation):
    post = Placement(box(), (0.0, 0.0, 0.0), GREY, scale=(0.4, 0.4, 2.0))
    view = camera((0.0, 0.0, 14.0), pitch=-pi / 2, width=120, height=120, noise=0.0)
    light = Light(azimuth, radians(elevation), 0.0, lamps=0.0)

    radiance, ids = radiance_of(scene([post], view=view, light=light))

    floor = np.where(ids == 2, radiance.mean(axis=2), np.nan)
    rows, columns = np.nonzero(floor < 0.8 * np.nanmedian(floor))
    u, v = columns.mean() + 0.5 - 60, rows.mean() + 0.5 - 60
    shadow = u * view.axes[0] + v * view.axes[1]
    away = -light.source
    assert len(rows) > 20
    assert (shadow[:2] @ away[:2]) / np.hypot(*shadow[:2]) / np.hypot(*away[:2]) > 0.95


def test_fog_fades_contrast_as_koschmieder_says():
    visibility = 60.0
    distances = visibility * np.array([0.2, 0.4, 0.7, 1.0])
    black = {"body": Material((0.0, 0.0, 0.0), roughness=1.0, f0=0.0)}
    boxes = [
        Placement(box(), (d, y * d, 0.0), black, scale=(0.1, 0.12 * d, 0.5 * d))
        for d, y in zip(distances, (-0.3, -0.1, 0.1, 0.3), strict=True)
    ]
    view = camera((0.0, 0.0, 0.0), fov=1.0, width=200, height=120)

    radiance, ids = radiance_of(scene(boxes, False, view, Light(0.5, 0.6, 0.2), Weather(visibility)))

    sky_there = radiance[ids == 5].mean(axis=1)
    for k, distance in enumerate(distances, start=1):
        contrast = 1.0 - radiance[ids == k].mean() / np.median(sky_there)
        assert contrast == pytest.approx(0.05 ** (distance / visibility), abs=0.02)


@pytest.mark.parametrize(
    ("kelvin", "x", "y"),
    [(2000, 0.5267, 0.4133), (2856, 0.4476, 0.4074), (5000, 0.3451, 0.3516), (6500, 0.3135, 0.3237)],
)
def test_white_balance_makes_light_of_a_black_body_white(kelvin, x, y):
    # Chromaticities of black bodies: CIE 15:2004; the matrix: IEC 61966-2-1.
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    color = np.linalg.solve(to_xyz, np.array([x, y, 1 - x - y]) / y)

    white = color * white_gains(kelvin)

    part = slice(0, 2) if kelvin < 2200 else slice(0, 3)  # there the gain of blue is held back
    np.testing.assert_allclose(white[part] / white[1], 1.0, atol=0.04)


def test_the_meter_does_not_turn_night_into_day():
    near = np.ones((40, 40), np.float32)
    gains = [exposure(np.full((40, 40, 3), level, np.float32), near) for level in (0.12, 0.01, 1e-3, 1e-5)]

    assert (np.diff(gains) > 0).all()
    assert gains[-1] <= MOST
    assert gains[0] == pytest.approx(0.17 / 0.12, rel=0.01)
