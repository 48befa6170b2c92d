"""Solids are closed, the right way round, as large as they should be, and shaded as asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.shapes.solids import box, extrude, lathe, loft, moved, pipe, quad, rotation, sheet, sphere, tube

QUARTER = 0.5 * np.pi * np.arange(25) / 24
ARC = np.stack([np.sin(QUARTER), np.zeros(25), np.cos(QUARTER)], axis=1)
CLOSED = {
    "box": (box(0, 1, 0, 2, 0, 3, "a"), 6.0),
    "sphere": (sphere((1, 2, 3), (1, 2, 3), "a", sides=64, rows=48), 8 * np.pi),
    "tube": (tube((0, 0, 0), (3, 4, 0), 0.5, sides=64, slot="a"), 1.25 * np.pi),
    "cone": (tube((0, 0, 0), (0, 0, 3), 1.0, 0.5, sides=64, slot="a"), 1.75 * np.pi),
    "ring": (lathe([(1, 0), (2, 0), (2, 1), (1, 1)], 64, "a", closed=True), 3 * np.pi),
    "concave prism": (extrude([(0, 0), (2, 0), (2, 2), (1, 0.5), (0, 2)], 2, "a"), 5.0),
    "mirrored": (moved(box(0, 1, 0, 2, 0, 3, "a"), (5, 5, 5), rotation("y", 1.0), (-1, 1, 2)), 12.0),
    "bend": (pipe(ARC, 0.1, 48, "a"), 0.005 * np.pi**2),
}


@pytest.mark.parametrize("name", CLOSED)
def test_solids_are_closed_and_hold_their_volume(name):
    mesh, volume = CLOSED[name]

    assert slow_volume(mesh) == pytest.approx(volume, rel=0.01)
    assert every_edge_has_two_sides(mesh)


@pytest.mark.parametrize("name", CLOSED)
def test_normals_are_unit_and_lean_outwards(name):
    mesh, _ = CLOSED[name]
    a, b, c = (mesh.vertices[mesh.triangles[:, k]] for k in range(3))
    facing = np.cross(b - a, c - a)[:, None]

    assert np.allclose((mesh.normals**2).sum(axis=1), 1.0)
    assert ((facing * mesh.normals[mesh.triangles]).sum(axis=-1) > 0.0).all()


def test_a_lathe_is_round_at_the_side_and_creased_at_its_caps():
    mesh = lathe([(1, 0), (1, 2)], 24, "a")

    assert mesh.part.max() + 1 == 3
    assert set(np.abs(mesh.normals[:, 2]).round(6)) == {0.0, 1.0}


def test_a_flat_box_has_one_part_for_each_face():
    mesh = box(0, 1, 0, 1, 0, 1, "a")

    assert mesh.flat.all()
    assert np.bincount(mesh.part).tolist() == [2] * 6


def test_a_sphere_is_one_smooth_part_whose_normals_point_from_its_middle():
    mesh = sphere((0, 0, 0), 1.0, "a", sides=32, rows=24)

    assert mesh.part.max() == 0
    assert (np.sum(mesh.normals * mesh.vertices, axis=1) > 0.99).all()


def test_a_sheet_and_a_quad_face_the_side_they_say():
    down_then_right = np.array([[(0, 1, 0), (1, 1, 0)], [(0, 0, 0), (1, 0, 0)]])

    assert np.allclose(sheet(down_then_right, "a").normals, (0, 0, 1))
    assert np.allclose(quad([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], "a").normals, (0, 0, 1))


def test_a_crossing_polygon_is_refused():
    with pytest.raises(ValueError, match="cross"):
        extrude([(0, 0), (4, 0), (0, 3), (4, 3), (2, -1)], 1.0, "a")


def test_triangles_without_area_are_left_out():
    mesh = loft([[(0, 0, 0)] * 8, ring_at(1.0), ring_at(2.0)], "a")

    assert len(mesh.triangles) == 8 + 16 + 8
    assert every_edge_has_two_sides(mesh)


@given(st.lists(st.floats(0.3, 2.0), min_size=5, max_size=14), st.booleans())
def test_a_prism_over_any_star_holds_area_times_height(radii, backwards):
    turns = 2 * np.pi * np.arange(len(radii)) / len(radii)
    outline = np.array(radii)[:, None] * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    x, y = outline.T
    area = 0.5 * abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())

    mesh = extrude(outline[::-1] if backwards else outline, 0.5, "a")

    assert slow_volume(mesh) == pytest.approx(0.5 * area, rel=1e-4)
    assert every_edge_has_two_sides(mesh)


@given(st.sampled_from("xyz"), st.floats(-7, 7), st.tuples(*[st.floats(-5, 5)] * 3))
def test_moving_turns_a_mesh_as_the_matrix_says(axis, angle, offset):
    mesh = box(0, 1, 0, 2, 0, 3, "a")

    found = moved(mesh, offset, rotation(axis, angle))

    wanted = np.array([rotation(axis, angle) @ vertex + offset for vertex in mesh.vertices])
    np.testing.assert_allclose(found.vertices, wanted, atol=1e-6)


def ring_at(z):
    turns = 2 * np.pi * np.arange(8) / 8
    return np.stack([np.cos(turns), np.sin(turns), np.full(8, z)], axis=1)


def slow_volume(mesh):
    return sum(np.dot(a, np.cross(b, c)) / 6 for a, b, c in mesh.vertices[mesh.triangles])


def every_edge_has_two_sides(mesh):
    """Each edge is walked once in each sense, so there is no hole and no triangle is turned over."""
    places = [tuple(place) for place in np.rint(mesh.vertices * 1e5).astype(int)]
    edges = sorted((places[t[k]], places[t[k - 2]]) for t in mesh.triangles for k in range(3))
    return edges == sorted((b, a) for a, b in edges)
