"""Flat faces look outwards, and many in one mesh are what they would be one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from panscape.shapes.panels import CLOSED, boxes, fronts, quads, reveals, turned

lengths = st.floats(0.01, 5.0)
bounds = st.tuples(*[st.tuples(st.floats(-9.0, 9.0), lengths)] * 3)


def volume(mesh):
    a, b, c = (mesh.vertices[mesh.triangles[:, k]] for k in range(3))
    return float((a * np.cross(b, c)).sum()) / 6.0


@given(st.lists(bounds, min_size=1, max_size=5))
def test_closed_boxes_hold_the_sum_of_their_volumes(spans):
    rows = [[edge for low, length in box for edge in (low, low + length)] for box in spans]
    sizes = [np.prod([length for _, length in box]) for box in spans]

    mesh = boxes(rows, "wall", CLOSED)

    np.testing.assert_allclose(volume(mesh), sum(sizes), rtol=1e-6, atol=1e-9)


def test_faces_that_look_one_way_are_one_part_and_others_are_not():
    mesh = boxes([(0, 1, 0, 1, 0, 1), (5, 6, 0, 1, 0, 1)], "wall", CLOSED)

    assert len(set(mesh.part.tolist())) == 6
    for part in range(6):
        corners = mesh.triangles[mesh.part == part]
        assert len(np.unique(mesh.normals[corners.ravel()], axis=0)) == 1


def test_fronts_face_forward_and_keep_their_corners():
    mesh = fronts([(2.0, -1.0, 3.0, 0.5, 4.0)], "wall")

    np.testing.assert_array_equal(mesh.normals, np.tile([1.0, 0.0, 0.0], (4, 1)))
    np.testing.assert_array_equal(mesh.bounds, [[2.0, -1.0, 0.5], [2.0, 3.0, 4.0]])


def test_reveals_face_into_their_opening():
    mesh = reveals([(0.0, -1.0, 1.0, 1.0, 3.0)], 0.2, "trim")
    middle = np.array([-0.1, 0.0, 2.0])

    centers = mesh.vertices[mesh.triangles].mean(axis=1)
    facing = mesh.normals[mesh.triangles[:, 0]]

    assert ((middle - centers) * facing).sum(axis=1).min() > 0.0


@given(st.integers(-4, 7))
def test_a_turned_mesh_is_the_mesh_rotated_by_quarter_turns(quarters):
    mesh = quads([[(0, 0, 0), (2, 0, 1), (2, 3, 1), (0, 3, 0)]], "roof")
    angle = 0.5 * np.pi * quarters
    rotation = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])

    found = turned(mesh, quarters, (1.0, -2.0, 0.5))

    np.testing.assert_allclose(found.vertices, mesh.vertices @ rotation.T + [1.0, -2.0, 0.5], atol=1e-12)
    np.testing.assert_allclose(found.normals, mesh.normals @ rotation.T, atol=1e-12)
