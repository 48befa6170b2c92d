"""What drives keeps to its lane, round the bend as well; what was made coarse stays so on its way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streets import street

from panscape.scenes import Thing
from panscape.seeds import rng_for
from panscape.shapes.car import car
from panscape.worlds.street.course import on_course, restyled
from panscape.worlds.street.detail import eased
from panscape.worlds.street.view import View


@pytest.fixture(scope="module")
def built():
    """A street that bends."""
    return next(found for found in map(street, range(64)) if found.plan.spine.bends)


@given(st.floats(-5.0, 8.0), st.floats(1.0, 14.0))
def test_a_car_keeps_its_distance_from_the_middle_line(built, time, speed):
    plan = built.plan
    side = plan.own
    spot = plan.spine.spot(plan.spine.bend_at + 3.0, side.sign * side.lane_middles()[0])
    made = on_course(car(rng_for(1, "car"), (spot.x, spot.y, 0.0), spot.yaw, "saloon"), plan, side, speed)

    (placement,) = made.motion(time).placements

    along, left = plan.spine.locate(*placement.position[:2])
    gone = speed * time * (1.0 if plan.heads_out(side) else -1.0)
    assert along == pytest.approx(plan.spine.bend_at + 3.0 + gone, abs=1e-6)
    assert left == pytest.approx(side.sign * side.lane_middles()[0], abs=1e-6)
    assert placement.yaw == pytest.approx(plan.spine.spot(along, left).yaw, abs=1e-6)
    assert made.facts["speed"] == round(speed, 2)


def test_at_time_zero_everything_is_where_it_is(built):
    moving = [thing for thing in built.scene.things if thing.motion is not None]

    assert {thing.category for thing in moving} >= {"car", "person"}
    for thing in moving:
        for now, later in zip(thing.placements, thing.motion(0.0).placements, strict=True):
            np.testing.assert_allclose(later.position, now.position, atol=1e-9)
            assert later.mesh is now.mesh


def test_what_moves_keeps_its_triangles(built):
    for thing in built.scene.things:
        if thing.motion is not None:
            for now, later in zip(thing.placements, thing.motion(0.3).placements, strict=True):
                np.testing.assert_array_equal(later.mesh.triangles, now.mesh.triangles)


def test_parked_vehicles_stay(built):
    assert all(thing.motion is None for thing in built.scene.things if thing.facts.get("parked"))


def test_a_car_far_away_is_coarse_on_its_way_too(built):
    spot = built.plan.spine.spot(70.0, -2.0)
    fine = on_course(car(rng_for(1, "car"), (spot.x, spot.y, 0.0), 0.0, "suv"), built.plan, built.plan.own, 9.0)

    coarse: Thing = eased(fine, View(built.scene.camera, None), 1.0)

    assert len(coarse.motion(0.5).placements[0].mesh.triangles) < 0.5 * len(fine.placements[0].mesh.triangles)
    assert coarse.motion(0.5).placements[0].position == fine.motion(0.5).placements[0].position


def test_what_stays_is_restyled_without_motion():
    stays = car(rng_for(1, "car"), (0, 0, 0), 0.0, "suv", driven=False)

    assert restyled(stays, stays).motion is None
