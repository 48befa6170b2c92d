"""A street is built for every camera that its pictures are taken with."""

from dataclasses import replace
from math import radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.draws import Draw
from panscape.render import look
from panscape.scenes import Camera, Move, Shots
from panscape.seeds import rng_for
from panscape.worlds.street import StreetParams, build
from panscape.worlds.street.spine import Spine
from panscape.worlds.street.view import Cone

ANGLES = (
    Move(yaw=radians(180)),
    Move(yaw=radians(80)),
    Move(yaw=radians(-80)),
    Move(orbit=radians(130), distance=11.0),
    Move(climb=radians(45), distance=14.0),
    Move(nadir=True, rise=25.0),
    Move(rise=4.4, pitch=radians(-35)),
    Move(rise=32.0, pitch=radians(-18), yaw=radians(30)),
)
cameras = st.builds(
    Camera,
    st.tuples(st.floats(-20, 20), st.floats(-8, 8), st.floats(1, 40)),
    st.floats(-3.2, 3.2),
    st.floats(-1.57, 0.4),
    st.floats(-0.3, 0.3),
    st.floats(0.5, 1.9),
    st.just(64),
    st.just(48),
)


@given(cameras, st.floats(0, 63), st.floats(0, 47))
def test_a_cone_sees_every_place_on_the_ground_that_a_pixel_shows(camera, x, y):
    ray = np.array([x - 31.5, y - 23.5, camera.focal]) @ camera.axes
    if ray[2] > -1e-3:
        return  # it meets no ground nearby
    place = np.array(camera.position) - camera.position[2] / ray[2] * ray

    assert Cone.of(camera).sees(place[0], place[1], 0.01)


def test_a_cone_that_looks_ahead_does_not_see_what_is_behind():
    cone = Cone.of(Camera((0.0, 0.0, 1.5), 0.0, 0.0, 0.0, 1.2, 64, 48))

    assert not cone.sees(-20.0, 0.0, 5.0)
    assert not cone.sees(10.0, 40.0, 5.0)


def test_a_cone_that_looks_down_does_not_see_far():
    cone = Cone.of(Camera((0.0, 0.0, 6.0), 0.0, -1.0, 0.0, 1.0, 64, 48))

    assert cone.sees(4.0, 0.0, 0.5)
    assert not cone.sees(40.0, 0.0, 5.0)


@given(st.floats(0, 100), st.floats(-20, 20), st.floats(70, 300), st.booleans())
def test_a_place_is_found_again_along_the_street(along, left, radius, right):
    spine = Spine(20.0, -radius if right else radius)
    spot = spine.spot(along, left)

    assert spine.locate(spot.x, spot.y) == pytest.approx((along, left), abs=1e-6)


@pytest.mark.parametrize("index", range(3))
def test_no_angle_shows_a_hole(index):
    scene = build(StreetParams(), rng_for(3, "scene", index), shots=Shots(ANGLES))
    for move in ANGLES:
        camera = move.of(scene.camera, scene.room)
        small = replace(camera, width=64, height=48)
        y, x = np.mgrid[0:48, 0:64]
        rays = np.stack([x - 31.5, y - 23.5, np.full(x.shape, small.focal)], -1) @ camera.axes
        below = rays[..., 2] < -0.03 * np.sqrt((rays * rays).sum(-1))

        seen = look(replace(scene, camera=small))

        assert (seen.depth[below] > 0.0).all(), move


def test_a_camera_behind_the_street_has_houses_people_and_cars_to_look_at():
    scene = build(
        StreetParams(people=Draw.fixed(40), traffic=Draw.fixed(5)), rng_for(3, "scene", 1), shots=Shots((ANGLES[0],))
    )

    behind = [thing.category for thing in scene.things if thing.placements[0].position[0] < -8.0]
    houses = [p for s in scene.stuff if s.category == "building" for p in s.placements if p.position[0] < -30.0]

    assert {"car", "person"} <= set(behind)
    assert len(houses) > 8


def test_a_camera_on_an_orbit_is_in_no_house():
    for index in range(6):
        shots = Shots(tuple(Move(orbit=radians(angle), distance=25.0) for angle in (60, 120, 180, 240, 300)))
        scene = build(StreetParams(), rng_for(3, "scene", index), shots=shots)
        houses = [p for s in scene.stuff if s.category == "building" for p in s.placements]
        for move in shots.moves:
            x, y, _ = move.of(scene.camera, scene.room).position
            for house in houses:
                low, high = house.mesh.bounds
                at = (np.array([x, y, 0.0]) - house.position) @ house.matrix / house.scale
                assert not (low[:2] < at[:2]).all() or not (at[:2] < high[:2]).all()
