"""Light behaves as light does: low suns are warm, skies blue, covered ground dark, corners darker than plains."""

from math import radians

import numpy as np
import pytest

from panscape.render import render
from panscape.render.daylight import daylight
from panscape.render.occlusion import occlude, smooth
from panscape.scenes import Light, Placement, Weather
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
        raw, soft = np.empty_like(nearness), np.empty_like(nearness)
        occlude(nearness, 80.0, 0.9, raw)
        smooth(nearness, raw, soft)
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
