"""Streets obey the rules of real ones: nothing overlaps, wheels are on the road, feet on what they stand on."""

from math import degrees, pi

import numpy as np
import pytest
from shapely import MultiPoint, Point, STRtree

from panscape.categories import taxonomy
from panscape.recipe import load_recipe
from panscape.scenes import VOID
from panscape.seeds import rng_for
from panscape.shapes.bush import VARIANTS, hedge_mesh
from panscape.worlds.street import StreetParams, build
from streets import footprint, in_junction, lies, points_of, side_at, street

COUNT = 64
VEHICLES = ("car", "truck", "bus", "motorcycle", "bicycle")


@pytest.fixture(scope="module")
def streets():
    return [street(index) for index in range(COUNT)]


def outlines(built, categories):
    return [
        (footprint([placement]), stuff.category)
        for stuff in built.scene.stuff
        if stuff.category in categories
        for placement in stuff.placements
    ]


def trunks(built):
    """Trunks of trees and feet of poles: what stands on the ground, not what hangs over it."""
    slots = {"bark", "steel", "wood"}
    for stuff in built.scene.stuff:
        for placement in stuff.placements if stuff.category in ("vegetation", "pole") else ():
            if slots & set(placement.mesh.slots):
                yield placement.position[:2], stuff.category


def rides(one, other):
    """Whether a rider and what is ridden are the two; they share their place."""
    pair = {one.category, other.category}
    same = np.hypot(*np.subtract(one.placements[0].position[:2], other.placements[0].position[:2])) < 0.5
    return same and "rider" in pair and bool(pair & {"bicycle", "motorcycle"})


def test_no_thing_overlaps_another(streets):
    for built in streets:
        things = built.scene.things
        shapes = [footprint(thing.placements) for thing in things]
        tree = STRtree(shapes)
        for k, shape in enumerate(shapes):
            for other in tree.query(shape):
                if other <= k or rides(things[k], things[other]):
                    continue
                overlap = shape.intersection(shapes[other]).area
                assert overlap < 1e-6, (things[k].category, things[other].category, overlap)


def test_no_thing_stands_in_a_building_a_fence_or_a_wall(streets):
    for built in streets:
        solid = [shape for shape, _ in outlines(built, ("fence", "wall"))]
        # Balconies and awnings hang over the sidewalk: a building is where its walls meet the ground.
        for stuff in built.scene.stuff:
            for placement in stuff.placements if stuff.category == "building" else ():
                points = points_of(placement)
                walls = points[points[:, 2] < points[:, 2].min() + 0.01, :2]
                solid.append(MultiPoint(walls).convex_hull)
        tree = STRtree(solid)
        for thing in built.scene.things:
            shape = footprint(thing.placements)
            for k in tree.query(shape):
                assert shape.intersection(solid[k]).area < 1e-6, thing.category


def test_no_thing_stands_on_a_tree_or_a_pole(streets):
    for built in streets:
        shapes = STRtree([footprint(thing.placements) for thing in built.scene.things])
        for (x, y), category in trunks(built):
            assert not len(shapes.query(Point(x, y), predicate="intersects")), category


def test_wheels_stand_on_the_road_or_on_the_sidewalk_exactly(streets):
    for built in streets:
        step = built.plan.step
        for thing in built.scene.things:
            low = min(points_of(p)[:, 2].min() for p in thing.placements)
            if thing.category in ("car", "truck", "bus", "motorcycle"):
                assert low == pytest.approx(0.0, abs=2e-6), thing.category
            elif thing.category == "bicycle":
                assert min(abs(low), abs(low - step)) < 2e-6
                assert (abs(low - step) < 2e-6) == bool(thing.facts.get("parked"))


def test_feet_are_as_high_as_what_they_stand_on(streets):
    seen = set()
    for built in streets:
        for thing in built.scene.things:
            if thing.category != "person":
                continue
            x, y, _ = thing.placements[0].position
            along, left = lies(built.plan, x, y)
            side = side_at(built.plan, left)
            low = points_of(thing.placements[0])[:, 2].min()
            on_road = abs(left) < side.kerb or (side.park is False and in_junction(built.plan, x, y))
            ground = 0.0 if on_road else built.plan.step + (0.02 if abs(left) > side.lot else 0.0)
            seen.add(round(ground, 2))
            assert low == pytest.approx(ground, abs=2e-6), (along, left)
    assert 0.0 in seen and len(seen) > 2


def test_nobody_stands_on_a_kerb_edge(streets):
    for built in streets:
        for thing in built.scene.things:
            if thing.category == "person":
                x, y, _ = thing.placements[0].position
                _, left = lies(built.plan, x, y)
                assert abs(abs(left) - side_at(built.plan, left).kerb) > 0.3


def test_vehicles_are_in_lanes_and_bays_and_aligned_with_them(streets):
    for built in streets:
        for thing in built.scene.things:
            if thing.category not in ("car", "truck", "bus"):
                continue
            x, y, _ = thing.placements[0].position
            along, left = lies(built.plan, x, y)
            side, yaw = side_at(built.plan, left), thing.placements[0].yaw
            if abs(left) < side.kerb:
                turn = (yaw - built.plan.spine.spot(along).yaw + pi / 2) % pi - pi / 2
                assert abs(degrees(turn)) < 4.0
                way = (yaw - built.plan.spine.spot(along).yaw + pi / 2) % (2 * pi) < pi
                assert way == built.plan.heads_out(side)
                half = 0.5 * np.ptp(points_of(thing.placements[0]) @ [-np.sin(yaw), np.cos(yaw), 0.0])
                assert side.median - 0.35 < abs(left) - half and abs(left) + half < side.kerb + 0.35
            else:
                assert in_junction(built.plan, x, y)
                assert abs(degrees((yaw + pi) % pi - pi / 2)) < 5.0


def test_no_tree_and_no_pole_stands_in_the_road(streets):
    found = 0
    for built in streets:
        for (x, y), category in trunks(built):
            _, left = lies(built.plan, x, y)
            side = side_at(built.plan, left)
            in_median = abs(left) < side.median - 0.3
            assert in_median or abs(left) > side.kerb + 0.25, category
            assert abs(left) < side.lot or not in_junction(built.plan, x, y, -0.1) or abs(left) > side.line + 12.0
            found += 1
    assert found > 20 * COUNT


def test_hedges_keep_out_of_the_sidewalk(streets):
    hedges = {hedge_mesh(variant, detail) for variant in range(VARIANTS) for detail in range(3)}
    found = 0
    for built in streets:
        for stuff in built.scene.stuff:
            for placement in stuff.placements if stuff.category == "vegetation" else ():
                if placement.mesh in hedges:
                    _, left = lies(built.plan, *placement.position[:2])
                    assert abs(left) > side_at(built.plan, left).lot + 0.4
                    found += 1
    assert found > COUNT


def test_nothing_comes_near_the_camera(streets):
    for built in streets:
        eye = np.array(built.scene.camera.position)
        for owner in (*built.scene.things, *built.scene.stuff):
            if owner.category in ("road", "sidewalk", "terrain"):
                continue
            for placement in owner.placements:
                if np.hypot(placement.position[0] - eye[0], placement.position[1] - eye[1]) < 25.0:
                    apart = points_of(placement) - eye
                    assert np.sqrt((apart * apart).sum(axis=1).min()) > 1.2, owner.category


def test_the_camera_stands_on_its_own_side_of_the_road_or_on_a_sidewalk(streets):
    for built in streets:
        left = built.scene.camera.position[1]
        side = side_at(built.plan, left)
        on_walk = side.walk_from < abs(left) < side.lot
        in_lane = side is built.plan.own and side.median < abs(left) < side.cycle_from
        assert on_walk or in_lane


def test_forty_pictures_hold_every_category_several_times(streets):
    counts = dict.fromkeys((category.name for category in taxonomy("cityscapes")), 0)
    for built in streets[:40]:
        there = {owner.category for owner in (*built.scene.things, *built.scene.stuff)} | {built.scene.background}
        for category in there - {VOID}:
            counts[category] += 1
    del counts["train"]

    assert min(counts.values()) >= 4, counts


def test_a_street_is_the_same_from_the_same_stream_and_another_from_another():
    one, again, other = (street(index).scene for index in (3, 3, 4))

    assert [p.position for t in one.things for p in t.placements] == [
        p.position for t in again.things for p in t.placements
    ]
    assert one.camera == again.camera and one.light == again.light
    assert one.camera != other.camera


@pytest.mark.parametrize("change", [{"traffic": 9, "parked": 1}, {"people": 40}, {"cyclists": 9}, {"bicycles": 15}])
def test_more_of_one_thing_moves_no_house_and_no_tree(change):
    plain = street(11).scene
    changed = street(11, StreetParams.model_validate(change)).scene

    for before, after in zip(plain.stuff, changed.stuff, strict=True):
        assert before.category == after.category
        assert [(p.position, p.yaw, p.scale) for p in before.placements] == [
            (p.position, p.yaw, p.scale) for p in after.placements
        ]


def test_a_season_is_drawn_by_its_weight_told_and_worn_by_the_trees():
    params = StreetParams.model_validate({"seasons": {"spring": 0, "summer": 0, "autumn": 1, "winter": 3}})

    seasons = [street(index, params).scene.facts["season"] for index in range(40)]
    winter = street(seasons.index("winter"), params).scene
    green = next(stuff for stuff in winter.stuff if stuff.category == "vegetation")

    assert set(seasons) == {"autumn", "winter"}
    assert 0.55 < seasons.count("winter") / 40 < 0.92
    assert any("leaf" not in placement.mesh.slots for placement in green.placements)


EXTREMES = {
    "empty": {"parked": 0, "traffic": 0, "cyclists": 0, "people": 0, "bicycles": 0, "trees": 0},
    "full": {"parked": 1, "traffic": 12, "cyclists": 12, "people": 60, "bicycles": 20, "trees": 1},
    "left hand": {"right_hand_traffic": False, "junction": 1, "signals": 1, "crossing": 1},
    "short": {"length": 40, "bend": 0, "junction": 1},
    "tight": {"bend": 1, "bend_radius": 60, "kinds": {"park_edge": 1, "high_street": 0, "residential": 0, "avenue": 0}},
    "long": {"length": 250, "bend": 1, "bend_radius": 1000},
}


@pytest.mark.parametrize("change", EXTREMES.values(), ids=EXTREMES)
def test_extreme_parameters_still_give_streets(change):
    params = StreetParams.model_validate(change)

    scenes = [build(params, rng_for(1, "scene", index)) for index in range(4)]

    for scene in scenes:
        assert {stuff.category for stuff in scene.stuff} >= {"road", "sidewalk", "terrain", "building"}
        assert (len(scene.things) == 0) == (change.get("people") == 0)


def test_the_recipe_spells_the_defaults_out():
    recipe = load_recipe("street")

    assert recipe.params == StreetParams()
    assert recipe.params.model_fields_set == set(StreetParams.model_fields)
