"""Scenes are made of meshes that are whole and placements that are dressed."""

from dataclasses import replace
from math import pi, radians

import numpy as np
import pytest

from panscape.scenes import Light, Material, Mesh, Placement, Weather, join


def triangle(slot="body", offset=0.0):
    return Mesh(
        np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]]) + offset,
        np.array([[0, 1, 2]], np.int32),
        np.tile([0.0, 0, 1], (3, 1)),
        np.array([True]),
        np.array([0], np.int16),
        np.array([0], np.int32),
        (slot,),
    )


def test_join_keeps_geometry_and_shares_slots_of_one_name():
    whole = join([triangle("body"), triangle("glass", 5.0), triangle("body", 9.0)])

    assert whole.slots == ("body", "glass")
    assert whole.slot.tolist() == [0, 1, 0]
    assert whole.part.tolist() == [0, 1, 2]
    np.testing.assert_array_equal(whole.vertices[whole.triangles[1]], triangle(offset=5.0).vertices)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"triangles": np.array([[0, 1, 3]], np.int32)}, "names vertex 3 of 3"),
        ({"slot": np.array([1], np.int16)}, "names slot 1 of 1"),
        ({"normals": np.zeros((2, 3))}, "normals has shape"),
        ({"vertices": np.full((3, 3), np.nan)}, "not finite"),
    ],
)
def test_a_broken_mesh_is_refused(change, text):
    with pytest.raises(ValueError, match=text):
        replace(triangle(), **change)


def test_a_mesh_is_read_only():
    with pytest.raises(ValueError, match="read-only"):
        triangle().vertices[0, 0] = 1.0


def test_a_placement_without_a_material_is_refused():
    with pytest.raises(ValueError, match="no material for slot 'body'"):
        Placement(triangle(), (0.0, 0.0, 0.0), {})


def test_yaw_turns_left():
    placement = Placement(triangle(), (0.0, 0.0, 0.0), {"body": Material((0.5, 0.5, 0.5))}, yaw=pi / 2)

    np.testing.assert_allclose(placement.matrix @ [1, 0, 0], [0, 1, 0], atol=1e-12)


@pytest.mark.parametrize(
    "wrong", [{"color": (1.2, 0, 0)}, {"second": (0, -0.1, 0)}, {"roughness": 0.0}, {"scale": 0.0}]
)
def test_a_material_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Material(**{"color": (0.5, 0.5, 0.5), **wrong})


def test_the_sun_stands_where_azimuth_and_elevation_say():
    np.testing.assert_allclose(Light(radians(90), radians(1e-9)).direction, [0, 1, 0], atol=1e-9)
    np.testing.assert_allclose(Light(0.0, pi / 2).direction, [0, 0, 1], atol=1e-12)


@pytest.mark.parametrize("elevation", [-2.0, 2.0])
def test_a_sun_beyond_the_zenith_or_the_nadir_is_refused(elevation):
    with pytest.raises(ValueError, match="elevation"):
        Light(0.0, elevation)


@pytest.mark.parametrize("wrong", [{"visibility": 0.0}, {"wet": 1.5}])
def test_impossible_weather_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Weather(**wrong)
