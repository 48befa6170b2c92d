"""Snow lies on what faces the sky: not on walls, not under cover, hardly where wheels go, not on people."""

import numpy as np
import pytest

from panscape.render.tiles import layout as row
from panscape.render.tiles.layout import LANES, ROWS
from panscape.render.tiles.snow import lay_snow
from panscape.scenes import Texture

DARK = 0.1
OPEN_SKY = np.full((64, 64), -1e9, np.float32)
WINDOW = np.array([-20.0, 20.0, -20.0, 20.0])


def snowed(snow, normal=(0.0, 0.0, 1.0), texture=Texture.PLAIN, heights=OPEN_SKY, rough=0.8, z=0.0):
    """How white a dark surface of 256 points over some metres becomes: (256,), 0 as it was, 1 as snow."""
    t = np.zeros(ROWS * LANES, np.float32)
    lanes = t.reshape(ROWS, LANES)
    x, y = np.meshgrid(np.linspace(-6.0, 6.0, 16), np.linspace(-6.0, 6.0, 16))
    lanes[row.WX], lanes[row.WY], lanes[row.WZ] = x.ravel(), y.ravel(), z
    lanes[row.GX : row.GZ + 1] = np.reshape(normal, (3, 1))
    lanes[row.R : row.B + 1], lanes[row.ROUGH], lanes[row.FOOT] = DARK, rough, 0.02
    material = np.zeros(16, np.float32)
    material[0:3], material[6], material[8] = DARK, texture, rough

    lay_snow(t, LANES, material, np.float32(snow), WINDOW, heights)

    return (lanes[row.G] - DARK) / (0.84 - DARK)


def test_a_roof_turns_white_and_a_wall_does_not():
    assert snowed(1.0).mean() > 0.9
    assert snowed(1.0, (0.5, 0.0, 0.866)).mean() > 0.8
    assert (snowed(1.0, (1.0, 0.0, 0.0)) == 0.0).all()
    assert (snowed(1.0, (0.0, 0.0, -1.0)) == 0.0).all()


def test_level_ground_is_covered_as_much_as_is_said():
    shares = np.array([0.05, 0.2, 0.4, 0.6, 0.8, 1.0])

    covered = np.array([snowed(snow).mean() for snow in shares])

    assert (np.diff(covered) > 0).all()
    np.testing.assert_allclose(covered, shares, atol=0.2)


def test_the_ground_under_a_car_stays_bare():
    cover = np.full((64, 64), 0.5, np.float32)

    assert snowed(0.6, heights=cover).mean() < 0.1
    assert snowed(0.6, heights=cover, z=0.5).mean() == pytest.approx(snowed(0.6).mean(), abs=1e-6)


def test_wheels_drive_it_off_the_road_in_tracks():
    road = snowed(0.9, texture=Texture.ASPHALT).reshape(16, 16).mean(axis=1)

    assert road.min() < 0.45
    assert road.max() > 0.7
    assert snowed(0.9, texture=Texture.ASPHALT).mean() < snowed(0.9).mean() - 0.1


def test_clothes_shake_it_off_and_glass_lets_it_slide():
    assert (snowed(1.0, texture=Texture.CLOTH) == 0.0).all()
    assert snowed(0.6, rough=0.05).mean() < snowed(0.6, rough=0.8).mean()


def test_what_snow_covers_is_matt_and_sends_no_light():
    t = np.zeros(ROWS * LANES, np.float32)
    lanes = t.reshape(ROWS, LANES)
    lanes[row.GZ], lanes[row.EMIT], lanes[row.METAL], lanes[row.ROUGH], lanes[row.F0] = 1.0, 2.0, 1.0, 0.1, 0.6

    lay_snow(t, LANES, np.zeros(16, np.float32) + np.float32(0.5), np.float32(1.0), WINDOW, OPEN_SKY)

    assert lanes[row.EMIT].max() < 0.5
    assert lanes[row.METAL].max() < 0.3
    assert lanes[row.ROUGH].min() > 0.7
    assert lanes[row.F0].max() < 0.2
