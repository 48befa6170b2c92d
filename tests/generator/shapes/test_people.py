"""People stand on the ground, reach what they hold, and differ from draw to draw."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.seeds import rng_for
from panscape.shapes.bicycle import BICYCLE_MODELS, CRANKS, bicycle_seat
from panscape.shapes.cycle import pedals
from panscape.shapes.figure import Build, figure, reaching
from panscape.shapes.person import (
    CHARACTERS,
    CHILD,
    MAN,
    PERSON_SIZES,
    STANDING,
    WALKING,
    person,
    person_materials,
    person_mesh,
)
from panscape.shapes.rider import RIDING_SIZES, riding_bicycle, riding_motorcycle

POSES = WALKING | STANDING


@pytest.mark.parametrize("activity", ["walking", "standing"])
def test_people_stand_on_the_ground_within_the_room_in_the_table(activity):
    size = PERSON_SIZES[activity]
    for index in range(25):
        (placement,) = person(rng_for(2, "person", index), (1.0, 2.0, 0.13), 0.3, activity).placements
        low, high = (np.array(placement.scale) * corner for corner in placement.mesh.bounds)

        assert low[2] == 0.0
        assert max(-low[0], high[0]) <= 0.5 * size.length
        assert max(-low[1], high[1]) <= 0.5 * size.width
        assert 1.0 < high[2] <= size.height


@pytest.mark.parametrize("pose", POSES)
def test_both_feet_are_near_the_ground_in_every_pose(pose):
    mesh = person_mesh(0, pose)
    shoes = mesh.vertices[np.unique(mesh.triangles[mesh.slot == mesh.slots.index("shoes")])]

    for side in (1.0, -1.0):
        assert shoes[side * shoes[:, 1] > 0.0, 2].min() < 0.25
    assert shoes[:, 2].min() == 0.0


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
    head = mesh.vertices[:, 2] > 0.95 * mesh.bounds[1][2]
    assert np.abs(mesh.vertices[head, 0]).max() < 0.3


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
