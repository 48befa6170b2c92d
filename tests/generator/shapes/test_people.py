"""People stand on the ground, reach what they hold, and differ from draw to draw."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.seeds import rng_for
from panscape.shapes.bicycle import BICYCLE_MODELS, CRANKS, bicycle_seat
from panscape.shapes.cycle import pedals
from panscape.shapes.figure import Build, figure, reaching
from panscape.shapes.gait import PHASES, Gait, step_pose
from panscape.shapes.person import (
    CELLS,
    CHARACTERS,
    CHILD,
    GAITS,
    MAN,
    PERSON_SIZES,
    SITTING,
    STANDING,
    person,
    person_mesh,
    walker,
)
from panscape.shapes.rider import RIDING_SIZES, riding_bicycle, riding_motorcycle
from panscape.shapes.wardrobe import person_materials

POSES = (
    STANDING | SITTING | {f"{name} at {k}": step_pose(gait, k / 8) for name, gait in GAITS.items() for k in range(8)}
)


@pytest.mark.parametrize("activity", ["walking", "standing", "sitting"])
def test_people_stand_on_the_ground_within_the_room_in_the_table(activity):
    size = PERSON_SIZES[activity]
    for index in range(25):
        (placement,) = person(rng_for(2, "person", index), (1.0, 2.0, 0.13), 0.3, activity).placements
        low, high = (np.array(placement.scale) * corner for corner in placement.mesh.bounds)

        assert low[2] == 0.0
        assert max(-low[0], high[0]) <= 0.5 * size.length
        assert max(-low[1], high[1]) <= 0.5 * size.width
        assert 0.7 < high[2] <= size.height


@pytest.mark.parametrize("pose", STANDING | SITTING)
def test_both_feet_are_on_the_ground_in_every_pose(pose):
    mesh = person_mesh(0, pose)
    shoes = vertices_of(mesh, "shoes")

    for side in (1.0, -1.0):
        assert shoes[side * shoes[:, 1] > 0.0, 2].min() < 0.06
    assert mesh.vertices[:, 2].min() == 0.0


@pytest.mark.parametrize("gait", GAITS)
def test_a_walker_has_the_same_triangles_at_every_phase_and_every_detail(gait):
    for character in (0, 16, 20):
        for detail in range(len(CELLS)):
            first = walker(character, gait, 0.0, detail)
            for step in range(1, PHASES, 5):
                mesh = walker(character, gait, step / PHASES, detail)

                np.testing.assert_array_equal(mesh.triangles, first.triangles)
                np.testing.assert_array_equal(mesh.slot, first.slot)
                assert np.abs(mesh.vertices - first.vertices).max() > 0.02


def test_half_a_cycle_later_left_and_right_have_changed_places():
    body = figure(MAN, step_pose(Gait(), 0.2))
    later = figure(MAN, step_pose(Gait(), 0.7))

    for joints in ("ankles", "knees", "wrists", "elbows"):
        left, right = getattr(body, joints)
        np.testing.assert_allclose(left * (1, -1, 1), getattr(later, joints)[1], atol=1e-9)
        np.testing.assert_allclose(right * (1, -1, 1), getattr(later, joints)[0], atol=1e-9)


@pytest.mark.parametrize("gait", GAITS.values(), ids=list(GAITS))
def test_a_flat_foot_stays_where_it_is_while_the_body_advances(gait):
    phases = np.linspace(0.09, 0.34, 12)

    places = [step_pose(gait, phase).ankles[0][0] + gait.stride * phase for phase in phases]

    np.testing.assert_allclose(places, places[0], atol=1e-9)
    assert {step_pose(gait, phase).ankles[0][2] for phase in phases} == {0.044}


@pytest.mark.parametrize("gait", GAITS.values(), ids=list(GAITS))
def test_steps_are_smooth(gait):
    ankles = np.array([step_pose(gait, phase).ankles[0] for phase in np.arange(241) / 240])

    assert np.abs(np.diff(ankles, axis=0)).max() < 0.025


def test_who_walks_comes_on_as_fast_as_their_feet():
    made = person(rng_for(6, "walk"), (1.0, 2.0, 0.1), 0.5, "walking")

    before, after = made.motion(0.0), made.motion(0.7)

    gone = np.subtract(after.placements[0].position, before.placements[0].position)
    assert 0.2 < np.sqrt((gone**2).sum()) < 1.6
    assert gone[1] / gone[0] == pytest.approx(np.tan(0.5))
    assert gone[2] == 0.0
    np.testing.assert_array_equal(after.placements[0].mesh.triangles, before.placements[0].mesh.triangles)
    assert made.placements[0].mesh is before.placements[0].mesh


def test_who_stands_stays():
    assert person(rng_for(6, "stand"), (1.0, 2.0, 0.1), 0.5, "standing").motion is None


@pytest.mark.parametrize(("detail", "most"), [(0, 3100), (1, 2200), (2, 1200), (3, 450)])
def test_a_body_has_fewer_triangles_from_afar(detail, most):
    sizes = [len(person_mesh(character, "upright", detail).triangles) for character in range(len(CHARACTERS))]

    assert max(sizes) <= most
    assert np.median(sizes) <= (2600, 1700, 900, 250)[detail]


def test_a_pose_moves_no_point_of_a_rigid_part_against_another():
    rest, seated = person_mesh(0, "upright"), person_mesh(0, "sitting")

    for slot in ("hair", "shoes"):
        before, after = vertices_of(rest, slot), vertices_of(seated, slot)
        side = before[:, 1] > 0.0
        for part in (side, ~side):
            spans = [np.sqrt(((points[part] - points[part][0]) ** 2).sum(axis=1)) for points in (before, after)]
            np.testing.assert_allclose(*spans, atol=1e-5)


@pytest.mark.parametrize("pose", POSES)
def test_limbs_keep_their_lengths_in_every_pose(pose):
    found, upright = figure(MAN, POSES[pose]), figure(MAN, POSES["upright"])

    for first, second in (("hips", "knees"), ("knees", "ankles"), ("shoulders", "elbows"), ("elbows", "wrists")):
        for side in range(2):
            assert length(found, first, second, side) == pytest.approx(length(upright, first, second, side), rel=0.01)


@given(
    st.sampled_from([MAN, CHILD]), st.tuples(*[st.floats(-0.15, 0.15)] * 2, st.floats(0.0, 0.5)), st.floats(-0.3, 0.9)
)
def test_hands_and_feet_reach_what_is_within_reach(build: Build, ankle, lean):
    h = build.height
    pelvis = np.array([0.0, 0.0, 0.5 * h])
    targets = [np.array(ankle) * h * (1, 0, 0.5) + (0, side * 0.05 * h, 0.05 * h) for side in (1, -1)]
    near = reaching(build, pelvis, lean, targets, [pelvis, pelvis]).shoulders
    wrists = [shoulder + np.array([0.15, 0.0, -0.1]) * h for shoulder in near]

    found = reaching(build, pelvis, lean, targets, wrists)

    for side in range(2):
        np.testing.assert_allclose(found.ankles[side], targets[side], atol=0.012 * h)
        np.testing.assert_allclose(found.wrists[side], wrists[side], atol=1e-6)


def test_a_hand_reaches_no_further_than_the_arm_is_long():
    far = [np.array([9.0, 0.0, 1.0])] * 2

    found = reaching(MAN, np.array([0.0, 0.0, 0.9]), 0.0, [np.array([0.0, 0.0, 0.1])] * 2, far)

    assert length(found, "shoulders", "wrists", 0) < 0.34 * MAN.height


def test_equal_seeds_make_equal_people_and_others_differ():
    def look(index):
        (placement,) = person(rng_for(4, "person", index), (0, 0, 0), 0.0).placements
        return id(placement.mesh), placement.scale, tuple(placement.materials.items())

    looks = [look(index) for index in range(30)]

    assert look(0) == looks[0]
    assert len(set(looks)) == 30
    assert len({mesh for mesh, _, _ in looks}) > 10


@pytest.mark.parametrize("character", range(len(CHARACTERS)))
def test_every_character_is_dressed_from_head_to_foot(character):
    mesh = person_mesh(character, "upright")

    assert {"skin", "top", "shoes"} <= set(mesh.slots) <= set(person_materials(rng_for(1, "wardrobe")))
    assert abs(vertices_of(mesh, "skin")[:, 0]).max() < 0.6


def test_children_are_smaller_and_their_heads_larger_in_proportion():
    heights = [person_mesh(k, "upright").bounds[1][2] for k, (build, _) in enumerate(CHARACTERS) if build is CHILD]

    assert max(heights) < 1.4
    assert CHILD.head > 1.2 * MAN.head


@pytest.mark.parametrize(("ride", "machine"), [(riding_bicycle, "bicycle"), (riding_motorcycle, "motorcycle")])
def test_a_rider_and_the_machine_are_two_things_in_one_place(ride, machine):
    size = RIDING_SIZES[machine]
    for index in range(12):
        rider, below = ride(rng_for(3, machine, index), (4.0, 5.0, 0.0), 1.0)
        corners = np.array([place.mesh.bounds for thing in (rider, below) for place in thing.placements])

        assert (rider.category, below.category) == ("rider", machine)
        assert rider.placements[0].position == below.placements[0].position == (4.0, 5.0, 0.0)
        assert below.placements[0].mesh.vertices[:, 2].min() == 0.0
        assert rider.placements[0].mesh.vertices[:, 2].min() > 0.02
        assert np.abs(corners[..., 0]).max() <= 0.5 * size.length
        assert np.abs(corners[..., 1]).max() <= 0.5 * size.width
        assert corners[..., 2].max() <= size.height


@pytest.mark.parametrize("model", BICYCLE_MODELS)
@pytest.mark.parametrize("turn", CRANKS)
def test_the_pedals_are_opposite_each_other(model, turn):
    seat = bicycle_seat(model)

    left, right = pedals(seat, turn, 0.11)

    np.testing.assert_allclose(0.5 * (left + right), seat.crank, atol=1e-12)
    assert np.sqrt(((left - right)[[0, 2]] ** 2).sum()) == pytest.approx(2 * seat.arm)


def length(body, first, second, side):
    way = getattr(body, first)[side] - getattr(body, second)[side]
    return float(np.sqrt(way @ way))


def vertices_of(mesh, slot):
    return mesh.vertices[np.unique(mesh.triangles[mesh.slot == mesh.slots.index(slot)])]
