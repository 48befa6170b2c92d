"""Over some seconds of a street, nobody runs into anybody, and every thing stays the thing that it is."""

from math import hypot, inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.draws import Draw
from panscape.scenes import Move, Shots
from panscape.seeds import rng_for
from panscape.worlds.street import StreetParams, build
from panscape.worlds.street.driving import Driver, kept_apart
from panscape.worlds.street.motion import BRAKE, Run
from panscape.worlds.street.plan import ZEBRA, street_plan
from panscape.worlds.street.spine import Spot
from streets import footprint

BUSY = StreetParams(crossing=1.0, people=Draw.uniform(10, 30), traffic=Draw.uniform(3, 7), cyclists=Draw.uniform(2, 6))
SECONDS = 4.0
RIDERS = ({"rider", "bicycle"}, {"rider", "motorcycle"})


def built(index, params=BUSY):
    shots = Shots((Move(),), tuple(np.linspace(0.0, SECONDS, 5)), True)
    return build(params, rng_for(11, "scene", index), shots=shots)


@pytest.fixture(scope="module")
def scenes():
    return [built(index) for index in range(2)]


@pytest.fixture(scope="module")
def films(scenes):
    """The scenes at times from 0 to the end."""
    return [[scene.at(time) for time in np.linspace(0.0, SECONDS, 6)] for scene in scenes]


def near(one, other):
    a, b = (thing.placements[0].position for thing in (one, other))
    return hypot(a[0] - b[0], a[1] - b[1]) < 14.0


def test_nobody_runs_into_anything(films):
    for film in films:
        outlines = [[None] * len(now.things) for now in film]

        def overlap(time, k, n, film=film, outlines=outlines):
            for thing in (k, n):
                if outlines[time][thing] is None:
                    outlines[time][thing] = footprint(film[time].things[thing].placements)
            return outlines[time][k].intersection(outlines[time][n]).area

        for time, now in enumerate(film[1:], start=1):
            for k, one in enumerate(now.things):
                for n, other in enumerate(now.things):
                    if one.motion is None or n == k or {one.category, other.category} in RIDERS or not near(one, other):
                        continue
                    # Outlines are convex hulls: two that touch to begin with are not apart later.
                    assert overlap(time, k, n) <= overlap(0, k, n) + 1e-3


def test_who_drives_stops_where_people_cross(films):
    for index, film in enumerate(films):
        plan = street_plan(BUSY, rng_for(int(rng_for(11, "scene", index).integers(2**62)), "plan"))
        for now in film:
            for zebra in plan.zebras:
                there = [t for t in now.things if on_zebra(plan, zebra, t)]
                kinds = {t.category for t in there if not t.facts.get("parked")}
                assert not ("person" in kinds and kinds & {"car", "bus", "truck"})


def on_zebra(plan, zebra, thing):
    x, y, _ = thing.placements[0].position
    along, left = plan.spine.locate(x, y)
    kerb = plan.sides[0].parking_from if left > 0.0 else plan.sides[1].parking_from
    return abs(along - zebra) < 0.5 * ZEBRA and abs(left) < kerb


def test_things_keep_their_triangles_places_in_the_list_and_colours(films):
    for film in films:
        for now in film[1:]:
            assert [t.category for t in now.things] == [t.category for t in film[0].things]
            for before, after in zip(film[0].things, now.things, strict=True):
                for one, other in zip(before.placements, after.placements, strict=True):
                    np.testing.assert_array_equal(one.mesh.triangles, other.mesh.triangles)
                    assert one.materials == other.materials


def test_at_the_beginning_everything_is_where_it_is(scenes):
    for scene in scenes:
        for thing, then in zip(scene.things, scene.at(0.0).things, strict=True):
            for one, other in zip(thing.placements, then.placements, strict=True):
                assert one.position == other.position
                assert one.yaw == other.yaw


def test_people_on_a_sidewalk_walk_on_it_and_parked_cars_stay(films):
    walkers = [
        hypot(*np.subtract(film[-1].things[k].placements[0].position[:2], thing.placements[0].position[:2]))
        for film in films
        for k, thing in enumerate(film[0].things)
        if thing.facts.get("activity") == "walking"
    ]

    assert np.median(walkers) > 1.0
    assert max(walkers) < 2.5 * SECONDS
    assert all(t.motion is None for film in films for t in film[0].things if t.facts.get("parked"))


def test_a_camera_goes_as_fast_as_it_says():
    found = 0
    for index in range(6):
        path = built(index, StreetParams(length=Draw.fixed(150))).path
        if path is not None:
            before, now, after = (np.array(path(time).position) for time in (1.999, 2.0, 2.001))
            np.testing.assert_allclose(path(2.0).velocity, (after - before) / 0.002, atol=0.02)
            assert now[2] == before[2]
            found += 1
    assert found > 1


@given(st.floats(0.1, 20), st.one_of(st.floats(0, 200), st.just(inf)), st.floats(0, 30))
def test_a_run_is_what_braking_step_by_step_gives(speed, room, time):
    run, gone, steps = Run(speed, room), 0.0, 4000
    for _ in range(steps):
        left = max(0.0, room - gone)
        gone += min(speed, np.sqrt(2.0 * BRAKE * left)) * time / steps

    assert run.gone(time) == pytest.approx(gone, abs=0.02 * (1.0 + speed * time / 100.0))
    assert run.gone(time) <= room + 1e-9


drivers = st.lists(
    st.tuples(st.floats(0, 150), st.floats(-3, 3), st.floats(1, 6), st.floats(0, 15), st.floats(0, 160)), max_size=8
)


@given(drivers, st.floats(0, 40))
def test_whoever_shares_a_strip_is_never_run_into(drawn, time):
    free = []
    for at, middle, half, speed, last in sorted(drawn):
        if not free or at - half > free[-1].at + free[-1].half:
            way = _straight(at)
            free.append(Driver((), 1.0, at, middle - 0.9, middle + 0.9, half, speed, last, way))

    courses = {id(driver): course for driver, course in kept_apart(free)}

    for behind in free:
        for ahead in free:
            meets = behind.low < ahead.high and ahead.low < behind.high
            if behind.at < ahead.at and meets:
                gap = courses[id(ahead)].at(time).x - ahead.half - courses[id(behind)].at(time).x - behind.half
                assert gap > -1e-6


def _straight(at):
    return lambda gone: Spot(at + gone, 0.0, 0.0)
