"""Skins follow their outline, patches lie just off them, lids close them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.scenes import join
from panscape.shapes.hull import Hull, both_sides, lid, patch, rounded_plan, skin
from panscape.shapes.solids import box
from panscape.shapes.wheel import wheel

FACES = (0.0, 0.4, 0.8, 0.95)
SIDES = np.linspace(1.6, -1.6, 9)


@pytest.fixture(scope="module")
def hull():
    """A box with rounded corners, 4 by 2 by 1 metres, whose sides lean in by 0.1."""
    plan, normals = rounded_plan(4.0, 2.0, (8.0, 8.0), FACES, SIDES)
    heights = np.linspace(0.0, 1.0, 5)
    points = np.empty((5, len(plan), 3))
    points[..., :2] = plan - 0.1 * heights[:, None, None] * normals
    points[..., 2] = heights[:, None]
    points[:, [0, -1], 1] = 0.0
    return Hull(points, normals)


@given(st.floats(6.5, 20.0), st.floats(6.5, 20.0))
def test_an_outline_lies_on_its_superellipse(front, rear):
    plan, normals = rounded_plan(4.0, 2.0, (front, rear), FACES, SIDES)

    power = np.where(plan[:, 0] > 0, front, rear)
    np.testing.assert_allclose(np.abs(plan[:, 0] / 2) ** power + np.abs(plan[:, 1]) ** power, 1.0, atol=1e-9)
    assert (np.diff(plan[:, 0]) < 1e-12).all()
    assert ((plan * normals).sum(axis=1) > 0.0).all()


def test_sides_that_reach_beyond_the_corners_are_refused():
    with pytest.raises(ValueError, match="corner"):
        rounded_plan(4.0, 2.0, (2.0, 2.0), FACES, SIDES)


def test_a_skin_is_symmetric_and_faces_outwards(hull):
    mesh = skin(hull, "paint")
    a, b, c = (mesh.vertices[mesh.triangles[:, k]] for k in range(3))

    outwards = (np.cross(b - a, c - a) * (a + b + c) * (1, 1, 0)).sum(axis=1)
    assert (outwards > 0.0).all()
    assert mesh.vertices[:, 1].min() == -mesh.vertices[:, 1].max()


def test_a_lid_closes_the_skin_and_faces_up(hull):
    mesh = lid(hull, (1.0, 0.9, 0.5, 0.0), (0.0, 0.02, 0.05, 0.06), "paint")
    a, b, c = (mesh.vertices[mesh.triangles[:, k]] for k in range(3))

    assert (np.cross(b - a, c - a)[:, 2] > 0.0).all()
    np.testing.assert_allclose(mesh.bounds[0][:2], skin_top(hull)[0], atol=1e-6)
    np.testing.assert_allclose(mesh.bounds[1][:2], skin_top(hull)[1], atol=1e-6)


def test_quads_without_a_slot_are_left_open(hull):
    slots = np.full((4, hull.points.shape[1] - 1), "paint", dtype=object)
    slots[0, :3] = ""
    slots[1] = "trim"

    mesh = skin(hull, slots)

    assert mesh.slots == ("paint", "trim")
    assert len(mesh.triangles) == len(skin(hull, "paint").triangles) - 2 * 2 * 3


@given(st.floats(0.0, 15.0), st.floats(0.0, 1.0))
def test_points_of_a_skin_lie_between_its_own(column, height):
    plan, normals = rounded_plan(4.0, 2.0, (8.0, 8.0), FACES, SIDES)
    points = np.repeat(np.column_stack([plan, np.zeros(len(plan))])[None], 3, axis=0)
    points[..., 2] = np.array([0.0, 0.4, 1.0])[:, None]
    upright = Hull(points, normals)

    (found,) = upright.at([column], [height])

    left = min(int(column), len(plan) - 2)
    wanted = plan[left] + (column - left) * (plan[left + 1] - plan[left])
    np.testing.assert_allclose(found, [*wanted, height], atol=1e-9)


def test_columns_are_found_by_where_they_lie(hull):
    assert hull.at([hull.side(0.3)], [0.5])[0, 0] == pytest.approx(0.3)
    assert hull.at([hull.front(0.5)], [0.5])[0, :2] == pytest.approx([1.95, 0.5], abs=0.05)
    assert hull.at([hull.rear(0.5)], [0.5])[0, :2] == pytest.approx([-1.95, 0.5], abs=0.05)


def test_a_patch_lies_off_the_skin_by_its_lift_on_both_sides(hull):
    columns = hull.between(hull.side(0.8), hull.side(-0.8))

    mesh = patch(hull, columns, 0.25, 0.75, "glass", lift=0.01)

    below = hull.at(np.repeat(columns, 2), np.tile([0.25, 0.75], len(columns)))
    assert mesh.bounds[1][1] == pytest.approx(below[:, 1].max() + 0.01, abs=1e-3)
    assert mesh.bounds[0][1] == pytest.approx(-mesh.bounds[1][1])
    assert (mesh.normals[:, 1] * mesh.vertices[:, 1] > 0.0).all()


@pytest.mark.parametrize("end", ["front", "rear"])
def test_a_patch_across_the_middle_is_one_sheet(hull, end):
    last = hull.points.shape[1] - 1.0
    columns = hull.between(0.0, hull.front(0.6)) if end == "front" else hull.between(hull.rear(0.6), last)

    mesh = patch(hull, columns, 0.2, 0.6, "grille")

    assert mesh.part.max() == 0
    assert (mesh.normals[:, 0] * (1 if end == "front" else -1) > 0.0).all()


def test_both_sides_mirrors_and_keeps_the_outside_outside():
    mesh = both_sides(box(0, 1, 0.5, 1, 0, 1, "a"))
    a, b, c = (mesh.vertices[mesh.triangles[:, k]] for k in range(3))

    assert (a * np.cross(b, c)).sum() / 6 == pytest.approx(1.0)
    assert len(join([mesh]).slots) == 1


@pytest.mark.parametrize("spokes", [0, 5, 10])
def test_a_wheel_reaches_down_by_its_radius_exactly(spokes):
    mesh = wheel(0.3125, 0.2, 0.2, spokes)

    assert mesh.bounds[0][2] == -0.3125
    assert mesh.bounds[1][1] >= 0.09


def skin_top(hull):
    left = hull.points[-1, :, :2]
    both = np.concatenate([left, left * (1, -1)])
    return both.min(axis=0), both.max(axis=0)
