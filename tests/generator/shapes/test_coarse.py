"""A coarse mesh is the fine one to within a cell, with the same slots and its feet on the ground."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from panscape.scenes import join
from panscape.shapes.coarse import coarse
from panscape.shapes.panels import CLOSED, boxes
from panscape.shapes.tree import tree_mesh


@pytest.mark.parametrize("cell", [0.05, 0.2, 0.5])
def test_no_vertex_moves_further_than_the_diagonal_of_a_cell(cell):
    fine = tree_mesh("linden", 0, 2)

    found = coarse(fine, cell)

    distance, _ = cKDTree(fine.vertices).query(found.vertices)
    assert distance.max() <= cell * np.sqrt(3.0)


@pytest.mark.parametrize("cell", [0.05, 0.2, 0.5])
def test_a_coarse_mesh_is_lighter_and_has_no_empty_triangle(cell):
    fine = tree_mesh("linden", 0, 1)

    found = coarse(fine, cell)

    a, b, c = found.triangles.T
    assert len(found.triangles) < len(fine.triangles)
    assert ((a != b) & (b != c) & (c != a)).all()
    assert len(np.unique(np.sort(found.triangles, axis=1), axis=0)) == len(found.triangles)
    assert found.slots == fine.slots


def test_a_box_of_whole_cells_stays_as_it_is():
    box = boxes([(0.0, 1.0, 0.0, 2.0, 0.0, 1.0)], "wall", CLOSED)

    found = coarse(box, 0.5)

    assert len(found.triangles) == 12
    np.testing.assert_array_equal(found.bounds, box.bounds)


def test_what_stands_on_the_ground_stays_there():
    leg = boxes([(0.0, 0.1, 0.0, 0.1, 0.0, 0.13), (0.0, 0.1, 0.0, 0.1, 0.13, 2.0)], "leg", CLOSED)

    assert coarse(leg, 0.4).bounds[0][2] == 0.0


def test_of_triangles_that_fall_together_the_upper_one_stays():
    layers = boxes([(0.0, 1.0, 0.0, 1.0, 0.0, 1.0)], "body", CLOSED)
    decal = boxes([(0.0, 1.001, 0.0, 1.0, 0.0, 1.0)], "decal", ("+x",))

    found = coarse(join([layers, decal]), 0.5)

    front = np.isclose(found.vertices[found.triangles][..., 0].min(axis=1), 1.0, atol=0.01)
    assert set(found.slot[front].tolist()) == {found.slots.index("decal")}


def test_slots_that_are_left_out_have_no_triangles_and_leave_the_rest_as_it_is():
    wall = boxes([(0.0, 1.0, 0.0, 1.0, 0.0, 1.0)], "wall", CLOSED)
    sign = boxes([(1.0, 1.01, 0.2, 0.8, 0.2, 0.8)], "sign", ("+x",))

    found = coarse(join([wall, sign]), 0.5, frozenset({"sign"}))

    assert set(found.slot.tolist()) == {0}
    np.testing.assert_array_equal(
        found.vertices[found.triangles], coarse(wall, 0.5).vertices[coarse(wall, 0.5).triangles]
    )
