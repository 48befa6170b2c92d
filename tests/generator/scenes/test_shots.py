"""A camera that is moved looks where it should."""

from dataclasses import replace
from math import pi, radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.scenes import Camera, Move, Shots

angles = st.floats(-3.0, 3.0)
cameras = st.builds(
    Camera,
    st.tuples(st.floats(-50, 50), st.floats(-50, 50), st.floats(1, 5)),
    angles,
    st.floats(-0.5, 0.4),
    st.floats(-0.2, 0.2),
    st.floats(0.5, 2.0),
    st.just(640),
    st.just(480),
)


def looked_at(camera, distance):
    return np.array(camera.position) + distance * camera.axes[2]


@given(cameras, angles, st.floats(-0.3, 0.8), st.floats(1.0, 40.0))
def test_an_orbit_keeps_the_point_looked_at_in_the_middle_and_as_far_away(camera, orbit, climb, distance):
    moved = Move(orbit=orbit, climb=climb, distance=distance).of(camera)

    np.testing.assert_allclose(looked_at(moved, distance), looked_at(camera, distance), atol=1e-4 * distance)


@given(cameras, st.floats(-1.0, 1.0))
def test_an_orbit_turns_left_as_seen_from_the_point(camera, orbit):
    level = replace(camera, pitch=0.0)

    moved = Move(orbit=orbit).of(level)

    before, after = (np.array(one.position[:2]) - looked_at(level, 12.0)[:2] for one in (level, moved))
    turned = np.arctan2(before[0] * after[1] - before[1] * after[0], before @ after)
    assert turned == pytest.approx(orbit, abs=1e-9)


@given(cameras, st.floats(0.0, 100.0))
def test_a_nadir_camera_looks_straight_down_from_above_its_place(camera, rise):
    moved = Move(nadir=True, rise=rise).of(camera)

    np.testing.assert_allclose(moved.axes[2], [0.0, 0.0, -1.0], atol=1e-5)
    assert moved.position == (*camera.position[:2], camera.position[2] + rise)
    np.testing.assert_allclose(-moved.axes[1], [np.cos(camera.yaw), np.sin(camera.yaw), 0.0], atol=1e-5)


def test_angles_are_added_and_the_field_of_view_replaced():
    camera = Camera((1.0, 2.0, 3.0), 0.1, 0.2, 0.3, 1.0, 640, 480)

    moved = Move(yaw=1.0, pitch=-0.5, roll=0.2, fov=radians(40)).of(camera)

    assert (moved.yaw, moved.pitch, moved.roll) == pytest.approx((1.1, -0.3, 0.5))
    assert moved.fov == radians(40)


def test_a_camera_that_has_no_room_comes_nearer():
    camera = Camera((0.0, 0.0, 1.5), 0.0, 0.0, 0.0, 1.0, 640, 480)
    aside = Move(orbit=0.5 * pi, distance=10.0)

    moved = aside.of(camera, room=lambda place: place[1] > -4.0)

    assert aside.of(camera).position == pytest.approx((10.0, -10.0, 1.5))
    assert -4.0 < moved.position[1] < -3.5
    np.testing.assert_allclose(moved.axes[2], [0.0, 1.0, 0.0], atol=1e-9)


def test_a_camera_without_any_room_stays():
    camera = Camera((0.0, 0.0, 1.5), 0.0, 0.0, 0.0, 1.0, 640, 480)

    assert Move(orbit=1.0).of(camera, room=lambda place: False).position == camera.position


def test_shots_of_the_worlds_own_camera_are_plain():
    assert Shots().plain
    assert Shots((Move(distance=5.0),)).plain
    assert not Shots((Move(), Move(yaw=0.1))).plain
    assert not Shots(moving=True).plain
