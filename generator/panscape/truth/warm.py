"""Compiling renderer and truth before the first picture, in two halves that two processes can do at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from math import radians
from pathlib import Path

import numpy as np

from panscape.categories import taxonomy
from panscape.render.daylight import DOME, LIGHT, VAULT, Daylight, daylight
from panscape.render.lamps import COLUMNS
from panscape.render.pack import pack
from panscape.render.renderer import (
    Rendering,
    Sight,
    cast_shadows,
    develop,
    identify,
    light_strip,
    look_down,
    occlude_sky,
    see,
)
from panscape.render.tiles.lighting import light_tiles
from panscape.render.tiles.tiles import Tiles, gather
from panscape.render.view import View
from panscape.render.workspace import Workspace
from panscape.scenes import Camera, Light, Material, Mesh, Placement, Scene, Sensor, Thing, Weather
from panscape.seeds import rng_for
from panscape.truth.covering import cover
from panscape.truth.truth import truth_of

HALVES = (0, 1)
DARKNESS = Daylight(
    np.zeros(LIGHT),
    np.zeros(DOME),
    np.zeros(VAULT),
    np.zeros(6, np.float32),
    np.zeros(VAULT[1:], np.float32),
    np.zeros((6, 3), np.float32),
)


def is_warm() -> bool:
    """Return whether both halves were compiled here before, as far as the files on disk tell."""
    last_of_each = (light_tiles, cover)
    places = ((Path(kernel.stats.cache_path or "."), kernel.py_func.__name__) for kernel in last_of_each)
    return all(any(folder.glob(f"*.{name}-*.nbi")) for folder, name in places)


def warm(half: int) -> None:
    """Compile one half of what a frame needs, or load it if that was done before: 0 is shading, 1 the rest.

    Compiled code is kept on disk beside the sources, or in NUMBA_CACHE_DIR. Once both halves are there, a process
    makes its first frame at once.

    Parameters
    ----------
    half : int
        Of ``HALVES``.

    """
    with _uncollected():
        _run(half)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector out: it takes a sixth of the time that compiling does, and frees little."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _run(half: int) -> None:
    """Draw one triangle, as far as the half goes."""
    scene = _smallest()
    packed, view = pack(scene), View.of(scene.camera)
    space = Workspace(scene.camera.width, scene.camera.height)
    space.reserve(packed.vertex_count, packed.triangle_count)
    if half == 0:
        # Of nothing, so that nothing else need be compiled.
        layers = np.zeros((0, 0, 3), np.float32), np.zeros((0, 0), np.float32)
        lamps = np.zeros((0, COLUMNS), np.float32)
        light_strip(
            _no_tiles(space), packed, view, DARKNESS, lamps, np.eye(3), np.ones((2, 4)), np.ones(4), space, *layers
        )
        space.nearness.fill(1.0)
        occlude_sky(view, space)
        space.radiance.fill(0.5)
        space.radiance[0, 0] = 1e3  # so bright that it glows
        blank = np.zeros(space.visible.shape, np.float32)
        seen = Sight(packed, view, space, blank.astype(np.uint32), blank, space.visible)
        develop(seen, scene, DARKNESS, np.ones((2, 4)), rng_for(0, "warm"))
        return
    see(packed, view, space)
    ids, depth = identify(packed, space)
    gather(0, scene.camera.height, packed, view, space)
    cast_shadows(packed, view, scene.light, space)
    look_down(packed, view, space)
    daylight(scene.light, scene.weather)
    image = np.zeros(space.radiance.shape, np.uint8)
    truth_of(scene, Rendering(image, ids, depth, packed.category_ids, packed, space.visible), {"amodal", "depth"})


def _no_tiles(space: Workspace) -> Tiles:
    dealt = space.room_for_tiles(1)
    return Tiles(0, dealt.material, dealt.filled, dealt.pixel, dealt.triangle, dealt.geometry)


def _smallest() -> Scene:
    """One triangle before a camera."""
    mesh = Mesh(
        np.array([[1.0, -1, -1], [1, 1, -1], [1, 0, 1]]),
        np.array([[0, 1, 2]], np.int32),
        np.tile([-1.0, 0, 0], (3, 1)),
        np.ones(1, np.bool_),
        np.zeros(1, np.int16),
        np.zeros(1, np.int32),
        ("body",),
    )
    placement = Placement(mesh, (0.0, 0.0, 0.0), {"body": Material((0.5, 0.5, 0.5))})
    camera = Camera((-2.0, 0.0, 0.0), 0.0, 0.0, 0.0, 1.0, 16, 16, Sensor())
    light = Light(0.0, radians(45.0))
    return Scene(taxonomy("cityscapes"), (Thing("car", (placement,)),), (), "sky", camera, light, Weather())
