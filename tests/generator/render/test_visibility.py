"""What is left out, and in which order the rest is drawn, changes no sample."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panscape.render import render, renderer
from panscape.render.pack import pack
from panscape.render.raster import draw
from panscape.render.renderer import see
from panscape.render.survey import Maps, survey, tiles_of
from panscape.render.transform import to_camera
from panscape.render.view import NEAR, View
from panscape.render.workspace import Workspace
from panscape.scenes import Light, Placement
from panscape.seeds import rng_for

from solids import GREY, ball, box, camera, crowd, scene, square

NAMES = ("nearness", "visible", "fine_nearness", "fine_visible")


def room(drawn, packed):
    space = Workspace(drawn.camera.width, drawn.camera.height)
    space.reserve(packed.vertex_count, packed.triangle_count)
    for name in NAMES:
        getattr(space, name).fill(7)  # what an earlier picture left
    return space


def placed(packed, view, space):
    """Which placements may be seen; their vertices are put where the camera sees them."""
    seen = np.empty(len(packed.table), np.uint8)
    to_camera(
        packed.poses, packed.table, packed.bounds, packed.atlas.vertices, view.axes, view.eye, view.lens, view.size,
        NEAR, space.camera, space.screen, seen,
    )  # fmt: skip
    return seen


def plainly(drawn):
    """Every triangle of every placement, one after another, over the whole picture."""
    packed, view = pack(drawn), View.of(drawn.camera)
    space = room(drawn, packed)
    seen = placed(packed, view, space)
    for name in NAMES:
        getattr(space, name).fill(-1 if "visible" in name else 0)
    draw(
        packed.table, seen, packed.atlas.triangles, space.camera, space.screen, view.lens, NEAR, 0, len(packed.table),
        space.nearness, space.visible, space.fine_nearness, space.fine_visible,
    )  # fmt: skip
    return [getattr(space, name) for name in NAMES]


def as_always(drawn):
    packed = pack(drawn)
    space = room(drawn, packed)
    see(packed, View.of(drawn.camera), space)
    return [getattr(space, name) for name in NAMES]


def assert_same(found, wanted):
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("size", [(160, 120), (131, 77), (640, 40)], ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_a_crowd_looks_as_if_nothing_had_been_left_out(seed, size):
    rng = rng_for(seed, "crowd")
    yaw, pitch, roll = rng.uniform(-0.4, 0.4, 3)
    view = camera((0.0, 0.0, 1.5), yaw, pitch, roll, fov=rng.uniform(0.6, 2.0), width=size[0], height=size[1])
    drawn = scene(crowd(rng), view=view)

    assert_same(as_always(drawn), plainly(drawn))


def test_so_does_one_behind_a_wall_and_around_the_camera():
    wall = Placement(box(), (3.0, 0.0, -5.0), GREY, scale=(0.2, 6.0, 20.0))
    around = Placement(ball(), (0.0, 0.0, 1.5), GREY, scale=(30.0, 30.0, 30.0))
    drawn = scene([wall, around, *crowd(rng_for(9, "crowd"))])

    assert_same(as_always(drawn), plainly(drawn))


def test_a_surface_is_seen_from_behind():
    turned = Placement(square(), (6.0, 0.0, 1.5), GREY, rotation=np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]]))
    away = Placement(square(), (6.0, 2.0, 1.5), GREY, rotation=np.array([[0.0, 0, -1], [0, 1, 0], [1, 0, 0]]))

    visible = as_always(scene([turned, away], ground=False))[1]

    assert {0, 1, 2, 3} < set(np.unique(visible).tolist())


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_the_order_of_drawing_does_not_show(seed):
    rng = np.random.default_rng(seed)
    twice = crowd(rng, 12)  # equal things in equal places: all samples tie
    drawn = scene([*twice, *twice], view=camera(width=96, height=72))
    packed, view = pack(drawn), View.of(drawn.camera)
    space = room(drawn, packed)
    see(packed, view, space)
    wanted = [getattr(space, name).copy() for name in NAMES]
    seen, order = placed(packed, view, space), rng.permutation(len(packed.table))
    maps = Maps(*(getattr(space, name) for name in NAMES), space.tiles, tiles_of(space.nearness))

    survey(packed, order, seen, view.lens, NEAR, maps, space)

    assert_same([getattr(space, name) for name in NAMES], wanted)


@pytest.mark.parametrize("elevation", [0.25, 1.2])
def test_shadows_are_those_of_all_that_there_is(elevation, monkeypatch):
    high = Placement(box(), (-30.0, -40.0, 0.0), GREY, scale=(3.0, 20.0, 60.0))  # behind us, its shadow before us
    view = camera((0.0, 0.0, 2.0), pitch=-0.2, noise=0.0)
    drawn = scene([high, *crowd(rng_for(2, "crowd"))], view=view, light=Light(-2.2, elevation, 0.0))

    frugal = render(drawn, rng_for(0, "sensor")).image
    monkeypatch.setattr(renderer, "receive", lambda *args: args[-1].fill(-1e9))
    whole = render(drawn, rng_for(0, "sensor")).image

    np.testing.assert_array_equal(frugal, whole)
