"""The middle line is smooth, and what lies beside it keeps its distance."""

from math import atan2, cos, hypot, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.worlds.street.spine import BEND_ANGLE, Spine

radii = st.one_of(st.floats(60.0, 400.0), st.floats(-400.0, -60.0))


@given(radii, st.floats(0.0, 1.0), st.floats(-20.0, 20.0))
def test_a_step_along_a_parallel_is_as_long_as_its_stretch_and_goes_where_yaw_says(radius, share, left):
    spine, step = Spine(20.0, radius), 1e-4
    along = 20.0 + 0.001 + share * (BEND_ANGLE * abs(radius) - 1.0)
    here, there = spine.spot(along, left), spine.spot(along + step, left)

    dx, dy = there.x - here.x, there.y - here.y

    assert hypot(dx, dy) / step == pytest.approx(spine.stretch(along, left), rel=1e-4)
    turn = (atan2(dy, dx) - here.yaw + pi) % (2 * pi) - pi
    assert abs(turn) < 1e-4


@given(radii, st.floats(-30.0, 200.0), st.floats(-20.0, 20.0))
def test_left_is_at_a_right_angle_and_as_far_as_asked(radius, along, left):
    spine = Spine(20.0, radius)
    middle, beside = spine.spot(along), spine.spot(along, left)

    assert beside.x == pytest.approx(middle.x - left * sin(middle.yaw), abs=1e-6)
    assert beside.y == pytest.approx(middle.y + left * cos(middle.yaw), abs=1e-6)


def test_a_straight_spine_is_the_x_axis():
    spot = Spine().spot(123.0, -4.5)

    assert (spot.x, spot.y, spot.yaw) == (123.0, -4.5, 0.0)
