"""Only what bounds a solid is called closed, and no more than its back is then left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.render.closed import closed_faces
from panscape.scenes import join

from solids import ball, box, mesh, square


def sphere():
    """A closed ball: that of the other tests has a hole at either pole."""
    around = ball(12)
    rings = len(around.vertices) // 12
    lid = [(0, k + 1, k) for k in range(1, 11)]
    last = 12 * (rings - 1)
    top = [(last, last + k, last + k + 1) for k in range(1, 11)]
    return mesh(around.vertices, [*around.triangles.tolist(), *lid, *top])


def moved(made, by):
    return mesh(made.vertices + by, made.triangles)


@pytest.mark.parametrize("made", [box(), sphere()], ids=["box", "sphere"])
def test_solids_are_closed(made):
    assert closed_faces(made).all()


@pytest.mark.parametrize("made", [square(), ball()], ids=["square", "ball with holes"])
def test_surfaces_with_a_rim_are_not(made):
    assert not closed_faces(made).any()


def test_nor_is_a_solid_inside_out():
    inside_out = mesh(box().vertices, box().triangles[:, ::-1])

    assert not closed_faces(inside_out).any()


def test_a_piece_is_told_from_the_others():
    made = join([square(), moved(box(), (3.0, 0.0, 0.0)), square()])

    np.testing.assert_array_equal(closed_faces(made), [False] * 2 + [True] * 12 + [False] * 2)


def test_vertices_in_one_place_are_one():
    corners = box().vertices[box().triangles]
    split = mesh(corners.reshape(-1, 3), np.arange(36).reshape(-1, 3))

    assert closed_faces(split).all()


@given(st.sampled_from(["turn", "drop", "double"]), st.integers(0, 11))
def test_one_wrong_triangle_opens_a_solid(how, which):
    triangles = box().triangles.copy()
    if how == "turn":
        triangles[which] = triangles[which, ::-1]
    elif how == "drop":
        triangles = np.delete(triangles, which, axis=0)
    else:
        triangles = np.concatenate([triangles, triangles[which : which + 1]])

    assert not closed_faces(mesh(box().vertices, triangles)).any()


def test_a_mesh_of_nothing_has_nothing_closed():
    assert closed_faces(mesh(np.empty((0, 3)), np.empty((0, 3), np.int32))).shape == (0,)
