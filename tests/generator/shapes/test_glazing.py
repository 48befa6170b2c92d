"""What is seen behind glass lies just off the pane, within its edges, on the sides that it is asked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.shapes.glazing import Pane, sitter
from panscape.shapes.hull import Hull, decal, rounded_plan, seam


@pytest.fixture(scope="module")
def hull():
    """A box with rounded corners, 4 by 2 by 1 metres, whose sides lean in by 0.3."""
    plan, normals = rounded_plan(4.0, 2.0, (8.0, 8.0), (0.0, 0.4, 0.8, 0.95), np.linspace(1.6, -1.6, 9))
    heights = np.linspace(0.0, 1.0, 5)
    points = np.empty((5, len(plan), 3))
    points[..., :2] = plan - 0.3 * heights[:, None, None] * normals
    points[..., 2] = heights[:, None]
    points[:, [0, -1], 1] = 0.0
    return Hull(points, normals)


@pytest.fixture(scope="module")
def pane(hull):
    edges = np.repeat([[0.3], [0.9]], hull.points.shape[1], axis=1)
    return Pane(hull, hull.side(1.0), hull.side(-1.0), edges, "aside")


def test_a_shape_is_where_it_is_said_to_be_however_the_pane_leans(pane):
    (mesh,) = pane.shows(((-0.4, 0.4, 0.8), (0.5, 0.4, 0.8)), "seats", 0.01)

    np.testing.assert_allclose(mesh.bounds[0][[0, 2]], [-0.4, 0.4], atol=0.01)
    np.testing.assert_allclose(mesh.bounds[1][[0, 2]], [0.5, 0.8], atol=0.01)
    assert mesh.bounds[0][1] == pytest.approx(-mesh.bounds[1][1])


@given(st.floats(-2.0, 1.5), st.floats(0.1, 2.0), st.floats(-0.5, 1.0), st.floats(0.1, 1.0))
def test_no_shape_leaves_its_pane(pane, start, length, low, tall):
    for mesh in pane.shows(((start, low, low + tall), (start + length, low, low + tall)), "seats", 0.0):
        corners = pane.hull.at([pane.first, pane.last, pane.first, pane.last], [0.3, 0.3, 0.9, 0.9])
        assert 0.3 - 1e-6 <= mesh.bounds[0][2] and mesh.bounds[1][2] <= 0.9 + 1e-6
        assert corners[:, 0].min() - 1e-6 <= mesh.bounds[0][0]
        assert mesh.bounds[1][0] <= corners[:, 0].max() + 1e-6


def test_a_shape_beside_its_pane_is_not_shown(pane):
    assert pane.shows(((1.4, 0.4, 0.8), (1.8, 0.4, 0.8)), "seats", 0.01) == []
    assert pane.shows(((0.0, 0.95, 1.4), (0.5, 0.95, 1.4)), "seats", 0.01) == []


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_a_shape_is_on_the_sides_that_are_asked_for_and_looks_outwards(pane, side):
    for mesh in sitter(pane.on(side), 0.1, 1.1, 0.2):
        assert (side * mesh.vertices[:, 1] > 0.5).all()
        a, b, c = (mesh.vertices[mesh.triangles[:, k]] for k in range(3))
        assert (side * np.cross(b - a, c - a)[:, 1] > 0.0).all()


def test_who_sits_there_has_a_head_above_their_shoulders(pane):
    parts = {mesh.slots[0]: mesh for mesh in sitter(pane, 0.1, 1.1, 0.2)}

    assert set(parts) == {"coat", "face", "hair"}
    assert parts["hair"].bounds[1][2] > parts["coat"].bounds[1][2]
    assert parts["coat"].bounds[1][0] - parts["coat"].bounds[0][0] > 0.35


def test_a_decal_keeps_to_the_skin_between_its_points(hull):
    mesh = decal(hull, [(5.3, 0.2, 0.4), (8.9, 0.2, 0.5)], "band", 0.01, 2, (1.0,))

    columns = np.unique(np.round(mesh.vertices[:, 0], 1))
    assert len(columns) == 5  # its two ends, and columns 6, 7 and 8
    assert mesh.bounds[1][2] == pytest.approx(0.5, abs=1e-5)


def test_a_seam_runs_up_both_sides_with_an_edge_at_each_height(hull):
    mesh = seam(hull, (7.0, 7.1), [0.1, 0.4, 0.9], "ink")

    assert len(mesh.triangles) == 2 * 2 * 2
    np.testing.assert_allclose(np.unique(np.round(mesh.vertices[:, 2], 4)), [0.1, 0.4, 0.9])
    assert mesh.bounds[0][1] == pytest.approx(-mesh.bounds[1][1])
