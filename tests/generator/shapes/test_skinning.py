"""Bodies bend where bones say: nothing moves at rest, rigid parts stay rigid, rings keep their triangles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.shapes.body import Outfit, dressed
from panscape.shapes.figure import figure
from panscape.shapes.gait import Gait, step_pose
from panscape.shapes.person import MAN, REST
from panscape.shapes.rings import ellipses, ringed
from panscape.shapes.skinning import BONES, GROUND, HEAD, HELD, PELVIS, bending, posed, rigid, thinned
from panscape.shapes.solids import box, loft


@pytest.fixture(scope="module")
def body():
    return dressed(figure(MAN, REST), Outfit("coat", bag="briefcase", held="umbrella"))


def test_a_body_in_its_rest_pose_is_as_it_was_made(body):
    found = posed(body, body.rest)

    np.testing.assert_allclose(found.vertices, body.mesh.vertices, atol=2e-6)
    np.testing.assert_allclose(found.normals, body.mesh.normals, atol=1e-6)


def test_every_vertex_follows_its_bones_in_full(body):
    np.testing.assert_allclose(body.weights.sum(axis=1), 1.0)
    assert body.weights.min() >= 0.0


@given(st.floats(0.0, 0.999))
def test_what_follows_one_bone_is_not_bent(phase):
    body = dressed(figure(MAN, REST), Outfit())
    head = np.flatnonzero(body.weights[:, HEAD] == 1.0)[::7]

    moved = posed(body, figure(MAN, step_pose(Gait(), phase))).vertices[head]

    rest = body.mesh.vertices[head]
    for one, other in ((0, 1), (2, -1)):
        before = np.sqrt(((rest - rest[one]) ** 2).sum(axis=1))
        after = np.sqrt(((moved - moved[one]) ** 2).sum(axis=1))
        np.testing.assert_allclose(after, before, atol=1e-5, err_msg=str(other))


def test_what_hangs_from_a_hand_stays_upright(body):
    bag = np.flatnonzero(body.weights[:, HELD[0]] == 1.0)

    moved = posed(body, figure(MAN, step_pose(Gait(), 0.0))).vertices[bag]

    ways = moved - body.mesh.vertices[bag]
    np.testing.assert_allclose(ways, np.tile(ways[0], (len(ways), 1)), atol=2e-6)
    assert np.abs(ways[0]).max() > 0.02


def test_what_rolls_beside_is_not_moved_by_a_pose():
    body = dressed(figure(MAN, REST), Outfit(held="pram"))
    pram = body.weights[:, GROUND] == 1.0

    moved = posed(body, figure(MAN, step_pose(Gait(), 0.3)))

    np.testing.assert_array_equal(moved.vertices[pram], body.mesh.vertices[pram])


def test_a_thinned_body_keeps_limbs_apart_and_weights_whole(body):
    found = thinned(body, 0.2)

    assert len(found.mesh.triangles) < 0.25 * len(body.mesh.triangles)
    np.testing.assert_allclose(found.weights.sum(axis=1), 1.0)
    limbs = found.limb[found.mesh.triangles]
    assert (limbs == limbs[:, :1]).all()


def test_a_limb_follows_each_bone_beyond_its_joint_and_both_about_it():
    mesh = box(-0.1, 0.1, -0.1, 0.1, 0.0, 2.0, "skin")
    start, end = np.array([0.0, 0.0, 2.0]), np.array([0.0, 0.0, 0.0])

    found = bending(mesh, start, end, [1.0], [PELVIS, HEAD], 0.1)
    about = bending(mesh, start, end, [2.0], [PELVIS, HEAD], 0.1)

    top = mesh.vertices[:, 2] == 2.0
    assert (found.weights[top, PELVIS] == 1.0).all()
    assert (found.weights[~top, HEAD] == 1.0).all()
    np.testing.assert_allclose(about.weights[~top, HEAD], 0.5)
    assert rigid(mesh, HEAD).weights.shape == (len(mesh.vertices), BONES)


@given(st.integers(3, 9), st.integers(2, 6))
def test_rings_are_what_a_loft_is(sides, count):
    middles = np.column_stack([np.zeros(count), np.zeros(count), np.arange(count)])
    sizes = 1.0 + 0.2 * np.arange(count)
    rings = ellipses(middles, np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), sizes, 0.7 * sizes, sides, 1.0)

    found, wanted = ringed(rings, "skin"), loft(rings, "skin", 180.0)

    assert volume(found) == pytest.approx(volume(wanted), rel=1e-6)
    assert volume(found) > 0.0
    assert len(found.triangles) == 2 * sides * (count - 1) + 2 * sides


def test_each_quadrilateral_of_rings_has_its_slot():
    middles = np.column_stack([np.zeros(3), np.zeros(3), np.arange(3)])
    rings = ellipses(middles, np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), np.ones(3), np.ones(3), 4, 1.0)
    slots = np.array([["a", "b", "c", "d"], ["e", "e", "e", "e"]], dtype=object)

    mesh = ringed(rings, slots, (False, False))

    low = mesh.vertices[mesh.triangles].mean(axis=1)
    for k, name in enumerate("abcd"):
        turn = 0.5 * np.pi * (k + 0.5)
        facing = low[mesh.slot == mesh.slots.index(name)][:, :2].mean(axis=0)
        np.testing.assert_allclose(facing / np.sqrt((facing**2).sum()), [np.cos(turn), np.sin(turn)], atol=1e-6)
    assert (low[mesh.slot == mesh.slots.index("e"), 2] > 1.0).all()


def volume(mesh):
    a, b, c = (mesh.vertices[mesh.triangles[:, k]] for k in range(3))
    return float((a * np.cross(b, c)).sum()) / 6.0
