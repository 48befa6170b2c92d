"""The camera's axes are those that a person expects of yaw, pitch and roll."""

from math import pi, radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.scenes import Camera, Lens, Sensor

angles = st.floats(-1.5, 1.5)
SENSOR = Sensor()


def camera(yaw=0.0, pitch=0.0, roll=0.0, fov=1.0):
    return Camera((0.0, 0.0, 1.5), yaw, pitch, roll, fov, 640, 480, SENSOR)


@given(angles, angles, angles)
def test_axes_are_orthonormal_and_right_handed(yaw, pitch, roll):
    axes = camera(yaw, pitch, roll).axes

    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1.0)


def test_a_level_camera_looks_along_x_with_y_to_its_left():
    right, down, forward = camera().axes

    np.testing.assert_allclose(forward, [1, 0, 0])
    np.testing.assert_allclose(right, [0, -1, 0])
    np.testing.assert_allclose(down, [0, 0, -1])


def test_yaw_turns_left_and_pitch_looks_up():
    np.testing.assert_allclose(camera(yaw=pi / 2).axes[2], [0, 1, 0], atol=1e-12)
    np.testing.assert_allclose(camera(pitch=pi / 2).axes[2], [0, 0, 1], atol=1e-12)


def test_positive_roll_turns_the_camera_clockwise():
    # A camera rolled clockwise has its right side lower: its right axis points partly down.
    right = camera(roll=0.3).axes[0]

    assert right[2] < 0


def test_focal_length_is_that_of_the_field_of_view():
    assert camera(fov=radians(90)).focal == pytest.approx(320)


@pytest.mark.parametrize("fov", [0.0, -1.0, 3.2])
def test_an_impossible_field_of_view_is_refused(fov):
    with pytest.raises(ValueError, match="fov"):
        camera(fov=fov)


@pytest.mark.parametrize(
    "wrong", [{"noise": -0.1}, {"noise": 0.3}, {"read_noise": 1.0}, {"exposure": 0.0}, {"white_balance": 900.0}]
)
def test_an_impossible_sensor_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Sensor(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"k1": 1.0}, {"aperture": -0.1}, {"focus": 0.0}, {"vignette": 2.0}, {"shutter": 9.0}]
)
def test_an_impossible_lens_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Lens(**wrong)
