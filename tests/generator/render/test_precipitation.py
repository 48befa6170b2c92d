"""Drops are where they are: hidden by what is nearer, as long as they fall, as many as the rain brings."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import integrate

from panscape.render import render
from panscape.render.precipitation import CLOSEST, precipitate, rain, snow
from panscape.scenes import Lens, Weather
from panscape.seeds import rng_for

from solids import camera, crowd, scene

SKY = np.ones(3)


def falling(distance=0.0, seed=0, view=None, rain=0.0, snow=0.0, **lens):
    """What falls before a black wall, or before nothing."""
    view = replace(view or camera(width=320, height=240), lens=Lens(**lens))
    nearness = np.full((240, 320), 1.0 / distance if distance else 0.0, np.float32)
    black = np.zeros((240, 320, 3), np.float32)
    axis = np.array([view.focal, 160.0, 120.0])
    weather = Weather(rain=rain, snow=snow)
    return precipitate(black, nearness, view, axis, weather, SKY, rng_for(seed, "fall"))


@pytest.mark.parametrize("rate", [2.0, 10.0, 50.0])
def test_the_drops_bring_as_much_water_as_the_rain_is_said_to_bring(rate):
    fall = rain(rate)

    water = fall.density * np.mean(np.pi / 6 * fall.diameters**3 * fall.speeds) * 3600 * 1000  # mm/h

    # The same integral over the distribution itself, drops below 0.8 mm left out; they are a part of the rain.
    steep = 4.1 * rate**-0.21
    expected, _ = integrate.quad(
        lambda d: 8000 * np.exp(-steep * d) * np.pi / 6 * (1e-3 * d) ** 3 * (9.65 - 10.3 * np.exp(-0.6 * d)), 0.8, 6.0
    )
    assert water == pytest.approx(expected * 3600 * 1000, rel=0.15)
    assert 0.5 * rate < water < 1.3 * rate


def test_a_drop_of_two_millimetres_falls_as_fast_as_gunn_and_kinzer_measured():
    fall = rain(50.0)

    speed = np.interp(0.002, fall.diameters, fall.speeds)

    assert speed == pytest.approx(6.49, rel=0.02)  # m/s, Gunn and Kinzer 1949, table 2


def test_flakes_are_larger_and_slower_than_drops():
    assert snow(3.0).diameters.mean() > rain(3.0).diameters.mean()
    assert snow(3.0).speeds.max() < 2.0 < rain(3.0).speeds.min()


def test_without_rain_and_snow_the_picture_is_the_same_one():
    picture = np.zeros((4, 4, 3), np.float32)

    out = precipitate(picture, picture[..., 0], camera(), np.ones(3), Weather(), SKY, rng_for(0, "fall"))

    assert out is picture


@pytest.mark.parametrize("what", ["rain", "snow"])
def test_more_falls_when_it_falls_harder(what):
    light, hard = (falling(**{what: rate}).mean() for rate in (1.0, 8.0))

    assert 0.0 < 1.3 * light < hard


def test_a_wall_hides_what_falls_behind_it():
    near, far, open_air = (falling(distance, snow=4.0).mean() for distance in (1.5, 4.0, 0.0))

    assert 0.0 < near < far < open_air
    assert not falling(0.9 * CLOSEST, snow=4.0).any()


def test_a_longer_shutter_draws_longer_and_fainter_streaks():
    short, long = (falling(1.5, rain=2.0, shutter=shutter)[..., 0] for shutter in (0.004, 0.02))

    assert short.max() > long.max()
    assert (long > 0.001).sum() > 2 * (short > 0.001).sum()


def test_streaks_stand_upright_and_the_camera_s_motion_slants_them():
    def lean(velocity):
        view = replace(camera(width=320, height=240), velocity=velocity)
        out = np.mean([falling(rain=8.0, seed=s, view=view, shutter=0.01)[..., 0] ** 2 for s in range(4)], axis=0)
        down, across = np.gradient(out)
        return (down * across).sum() / (across * across).sum()

    assert abs(lean((0.0, 0.0, 0.0))) < 0.4
    assert lean((0.0, 12.0, 0.0)) * lean((0.0, -12.0, 0.0)) < -0.04


def test_near_drops_are_out_of_focus():
    sharp, blurred = (falling(1.0, rain=30.0, aperture=aperture, focus=8.0)[..., 0] for aperture in (0.0, 0.02))

    assert blurred.max() < sharp.max()
    assert (blurred > 0).sum() > 2 * (sharp > 0).sum()


def test_the_same_draw_gives_the_same_drops_and_another_gives_others():
    first, again, other = (falling(seed=seed, rain=5.0, snow=2.0) for seed in (0, 0, 1))

    np.testing.assert_array_equal(first, again)
    assert (first != other).mean() > 0.05


def test_drops_splash_on_the_ground_and_not_on_walls():
    y = np.arange(240)[:, None] + 0.5
    view = camera(width=320, height=240)
    ground = np.maximum(0, (y - 120) / (1.5 * view.focal)) * np.ones((1, 320))
    axis = np.array([view.focal, 160.0, 120.0])
    black = np.zeros((240, 320, 3), np.float32)

    def rained(nearness):
        return precipitate(black, nearness.astype(np.float32), view, axis, Weather(rain=20.0), SKY, rng_for(0, "fall"))[
            170:
        ].mean()

    # A wall as far as the ground is there, row by row, hides as many of the drops in the air.
    wall = np.where(y > 120, ground[170:].mean(), 0.0) * np.ones((1, 320))
    assert rained(ground) > 1.1 * rained(wall)


def test_neither_lens_nor_sensor_nor_what_falls_touches_the_truth():
    clear = scene(crowd(rng_for(0, "crowd")))
    lens = Lens(aperture=0.05, focus=3.0, shutter=0.05, vignette=0.6, chromatic=0.005, glare=0.3)
    rough = replace(
        camera(noise=0.1, read_noise=0.05, exposure=3.0, white_balance=3000.0), lens=lens, velocity=(9.0, 2.0, 0.0)
    )
    stormy = replace(clear, camera=rough, weather=Weather(rain=30.0, snow=5.0, wet=1.0))

    plain = render(clear, rng_for(0, "s"))

    for mode in ("color", "mono", "thermal"):
        harsh = render(replace(stormy, camera=replace(rough, sensor=replace(rough.sensor, mode=mode))), rng_for(1, "s"))
        assert harsh.ids.tobytes() == plain.ids.tobytes()
        assert harsh.depth.tobytes() == plain.depth.tobytes()
        assert (harsh.image != plain.image).mean() > 0.9
