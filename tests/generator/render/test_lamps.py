"""Lamps light what they face, by the inverse square, within their cone and reach; in mist they have halos."""

from dataclasses import replace
from math import atan2, cos, pi, radians, sqrt

import numpy as np
import pytest

from panscape.render.halo import halos
from panscape.render.lamps import lamp_table
from panscape.render.tiles import layout as row
from panscape.render.tiles.lamplight import lamps_on
from panscape.render.tiles.layout import LANES, ROWS
from panscape.scenes import Lamp, Light, Thing
from panscape.seeds import rng_for

from solids import GREY, Placement, box, camera, scene

NIGHT = Light(0.0, radians(-30.0))


def table(lamps, view=None, light=NIGHT):
    view = view or camera()
    drawn = replace(scene([], view=view, light=light), lamps=tuple(lamps))
    return lamp_table(drawn, view.axes, np.array(view.position), (view.width, view.height), view.focal)


def tile(points, normals, rough=0.8):
    """A tile of open, matt samples, seen from far above."""
    t = np.zeros(ROWS * LANES, np.float32)
    lanes = t.reshape(ROWS, LANES)
    count = len(points)
    lanes[row.WX : row.WZ + 1, :count] = np.transpose(points)
    for first in (row.GX, row.SX):
        lanes[first : first + 3, :count] = np.transpose(normals)
    lanes[row.DZ, :count] = -1.0
    lanes[row.OPEN, :count], lanes[row.ROUGH, :count] = 1.0, rough
    return t, lanes, count


def lit(points, normals, lamps, **options):
    t, lanes, count = tile(points, normals, **options)
    lamps_on(t, count, table(lamps, camera((0.0, 0.0, 500.0), pitch=-pi / 2)))
    return lanes[row.LAMP_R : row.LAMP_B + 1, :count].T, lanes[row.GLINT_R : row.GLINT_B + 1, :count].T


def test_light_falls_by_the_square_of_the_distance():
    distances = np.array([0.5, 1.0, 2.0, 5.0, 10.0, 15.0])
    points = [(x, 0.0, 0.0) for x in distances]

    light, _ = lit(points, [(-1.0, 0.0, 0.0)] * 6, [Lamp((0.0, 0.0, 0.0), (2.0, 1.0, 0.5), reach=50.0)])

    np.testing.assert_allclose(light[:, 0] * distances**2, 2.0, rtol=0.02)
    np.testing.assert_allclose(light[:, 2] / light[:, 0], 0.25, rtol=1e-5)


def slow_lamp(lamp, point, normal, rough, ray=(0.0, 0.0, -1.0)):
    """The light on a face and its glint before it, by the definitions, in float64."""
    way = np.array(lamp.position) - point
    distance = max(0.1, sqrt(way @ way))
    way = way / distance
    window = max(0.0, 1.0 - (distance / lamp.reach) ** 4) ** 2
    outer, inner = cos(lamp.cone), cos(lamp.cone * 2 / 3)
    part = min(1.0, max(0.0, (-(way @ np.array(lamp.direction)) - outer) / (inner - outer)))
    power = window * part * part * (3 - 2 * part) / distance**2
    cosine = way @ normal
    front = max(0.0, cosine) * min(1.0, max(0.0, 20.0 * cosine))
    half = way - np.array(ray)
    half = max(0.0, normal @ half / sqrt(half @ half))
    sharp, k, facing = max(0.003, rough * rough) ** 2, (rough + 1) ** 2 / 8, max(0.02, -(normal @ np.array(ray)))
    glint = 0.25 * sharp / ((half * half * (sharp - 1) + 1) ** 2 + 1e-9)
    glint /= (facing * (1 - k) + k) * (front * (1 - k) + k)
    return power * front, min(60.0, glint) * front * power


def test_lamps_light_as_the_slow_definition_says():
    rng = rng_for(0, "lamps")
    points = rng.uniform(-6, 6, (200, 3))
    normals = rng.normal(size=(200, 3))
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    down = np.array([0.3, -0.2, -0.9])
    lamps = [
        Lamp((1.0, 2.0, 3.0), (1.0, 1.0, 1.0), tuple(down / np.linalg.norm(down)), 1.1, 9.0),
        Lamp((-2.0, 0.0, -1.0), (0.5, 0.5, 0.5), (1.0, 0.0, 0.0), 0.7, 12.0),
    ]

    light, glint = lit(points, normals, lamps, rough=0.3)

    for k in range(200):
        expected = [slow_lamp(lamp, points[k], normals[k], 0.3) for lamp in lamps]
        assert light[k, 0] == pytest.approx(expected[0][0] + 0.5 * expected[1][0], rel=2e-3, abs=1e-6)
        assert glint[k, 0] == pytest.approx(expected[0][1] + 0.5 * expected[1][1], rel=2e-2, abs=1e-5)


def test_no_lamp_lights_what_looks_away_or_lies_beyond_its_reach_or_its_cone():
    lamp = Lamp((0.0, 0.0, 4.0), (9.0, 9.0, 9.0), (0.0, 0.0, -1.0), radians(45.0), 10.0)
    points = [(0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (4.5, 0.0, 0.0), (0.0, 0.0, -6.1)]
    normals = [(0.0, 0.0, 1.0), (0.0, 0.0, -1.0), (0.0, 0.0, 1.0), (0.0, 0.0, 1.0)]

    light, glint = lit(points, normals, [lamp])

    assert light[0, 0] > 0.4
    assert (light[1:] == 0.0).all()
    assert (glint[1:] == 0.0).all()


def test_a_high_lamp_does_not_shine_below_what_hides_the_sky():
    t, lanes, count = tile([(0.0, 0.0, 0.0)] * 2, [(0.0, 0.0, 1.0)] * 2)
    lanes[row.OPEN, 1] = 0.2

    lamps_on(t, count, table([Lamp((0.0, 0.0, 5.0), (1.0, 1.0, 1.0))], camera((0.0, 0.0, 500.0), pitch=-pi / 2)))

    assert lanes[row.LAMP_R, 1] == pytest.approx(0.2 * lanes[row.LAMP_R, 0], rel=1e-4)


def test_lamps_burn_at_night_and_those_that_always_burn_by_day_too():
    lamps = [Lamp((5.0, 0.0, 3.0), (1.0, 1.0, 1.0)), Lamp((5.0, 0.0, 2.0), (1.0, 1.0, 1.0), always=True)]

    assert len(table(lamps, light=Light(0.0, 0.7))) == 1
    assert len(table(lamps)) == 2
    half = table(lamps, light=Light(0.0, radians(1.5)))
    np.testing.assert_allclose(half[:, 3], [0.5, 1.0], rtol=1e-6)


def test_a_lamp_that_reaches_a_point_in_the_picture_is_kept():
    rng = rng_for(0, "culling")
    view = camera((1.0, -2.0, 1.5), yaw=0.6, pitch=-0.2, roll=0.3, fov=1.2)
    slope = np.array([0.5 * view.width, 0.5 * view.height]) / view.focal
    kept = 0
    for _ in range(400):
        depth = rng.uniform(0.1, 40.0)
        seen = np.append(rng.uniform(-1, 1, 2) * slope, 1.0) * depth @ view.axes + view.position
        reach = rng.uniform(1.0, 12.0)
        aside = rng.normal(size=3)
        spot = seen + aside / np.linalg.norm(aside) * reach * rng.uniform(0.0, 0.99)
        kept += len(table([Lamp(tuple(spot.tolist()), (1.0, 1.0, 1.0), reach=reach)], view))
    gone = table([Lamp((-20.0, 5.0, 1.0), (1.0, 1.0, 1.0), reach=10.0)], camera())

    assert kept == 400
    assert len(gone) == 0


def test_lamps_go_where_their_thing_goes():
    def stand(angle, x):
        return Placement(box(), (x, 0.0, 0.0), GREY, yaw=angle)

    lamp = Lamp((2.0, 0.3, 0.6), (1.0, 1.0, 1.0), (1.0, 0.0, 0.0), 0.4)
    thing = Thing("car", (stand(0.0, 1.0),), lamps=(lamp,), motion=lambda time: Thing("car", (stand(time, 1.0),)))

    (moved,) = replace(scene([]), things=(thing,)).at(pi / 2).at(pi / 2).things[0].lamps

    np.testing.assert_allclose(moved.position, (0.0, -0.3, 0.6), atol=1e-9)
    np.testing.assert_allclose(moved.direction, (-1.0, 0.0, 0.0), atol=1e-9)


def halo(lamp, extinction, nearness=0.0, view=None):
    view = view or camera((0.0, 0.0, 0.0), width=80, height=60)
    radiance = np.zeros((view.height, view.width, 3), np.float32)
    lens = np.array([view.focal, 0.5 * view.width, 0.5 * view.height])
    near = np.full((view.height, view.width), nearness, np.float32)
    halos(table([lamp], view), extinction, view.axes, np.array(view.position), lens, near, radiance)
    return radiance[..., 0], view


def test_a_halo_is_the_light_scattered_along_the_ray():
    lamp, extinction = Lamp((10.0, 0.0, 0.0), (4.0, 4.0, 4.0), reach=100.0), 0.01

    found, view = halo(lamp, extinction)

    for x in (45, 50, 60):
        u = (x + 0.5 - 40) / view.focal
        ray = np.array([1.0, -u, 0.5 / -view.focal]) / sqrt(1 + u * u + (0.5 / view.focal) ** 2)
        steps = np.arange(0.0, 50.0, 0.005) + 0.0025
        away = ((steps[:, None] * ray - lamp.position) ** 2).sum(axis=1)
        # A lamp of 4 sends 4 pi W / sr; a share of it, alike in all directions, comes our way.
        exact = (4.0 * pi * extinction / (4 * pi) / away * 0.005).sum()
        off = sqrt(away.min())
        edge = (1 - off * off / 81.0) ** 2
        assert found[30, x] == pytest.approx(exact * edge * np.exp(-extinction * 10.0), rel=0.05)


def test_a_wall_before_a_lamp_hides_most_of_its_halo_and_thin_air_has_next_to_none():
    lamp = Lamp((10.0, 0.0, 0.0), (4.0, 4.0, 4.0), reach=100.0)

    free, hidden, thin = (halo(lamp, *air)[0] for air in ((0.03,), (0.03, 1 / 8.0), (0.0003,)))

    assert hidden[30, 42] < 0.25 * free[30, 42]
    assert thin.max() < 0.02 * free.max()


def test_a_lamp_over_us_shines_in_its_cone_alone():
    lamp = Lamp((8.0, 0.0, 2.0), (4.0, 4.0, 4.0), (0.0, 0.0, -1.0), radians(60.0), 40.0)

    found, view = halo(lamp, 0.03)

    spot = 30 - view.focal * 2.0 / 8.0
    assert found[int(spot) + 8, 40] > 3.0 * found[int(spot) - 8, 40]
    assert atan2(2.0, 8.0) < view.fov
