"""Every layer can be looked at, and its picture says what the layer says."""

import numpy as np
import pytest

from panscape.dataset import LAYERS
from panscape.dataset.shades import shades
from panscape.errors import UsageError


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_has_a_picture(name):
    values = np.zeros(LAYERS[name].shape(4, 5), np.float32)

    picture = shades(name, values)

    assert (picture.shape, picture.dtype) == ((4, 5, 3), np.uint8)


def test_near_is_lighter_than_far_and_nothing_is_dark():
    near, far, nothing = shades("depth", np.array([[3.0, 60.0, 0.0]], np.float32))[0].astype(int).sum(axis=1)

    assert near > far > nothing


def test_the_hue_of_flow_is_its_direction_and_the_strength_its_length():
    flow = np.array([[[9, 0, 1], [-9, 0, 1], [0, 0, 1], [9, 0, 0], [0, 9, 1]]], np.float32)

    right, left, still, unknown, down = shades("flow_forward", flow)[0].tolist()

    assert right == [255, 0, 0]
    assert left == [0, 255, 255]
    assert still == [255, 255, 255]
    assert unknown == [0, 0, 0]
    assert down == [128, 255, 0]


def test_a_surface_that_faces_the_camera_is_blue():
    assert shades("normals", np.array([[[0, 0, -1], [1, 0, 0], [0, 0, 0]]], np.float32))[0].tolist() == [
        [128, 128, 255],
        [255, 128, 128],
        [0, 0, 0],
    ]


def test_whole_shares_are_white_and_what_is_in_no_box_is_black():
    assert shades("coverage", np.array([[1.0, 0.0]], np.float32))[0, :, 0].tolist() == [255, 0]
    assert shades("object_coords", np.array([[[np.nan] * 3, [1, 0, 1]]], np.float32))[0].tolist() == [
        [0, 0, 0],
        [255, 0, 255],
    ]


def test_an_unknown_layer_is_refused():
    with pytest.raises(UsageError, match="no file"):
        shades("smell", np.zeros((2, 2), np.float32))
