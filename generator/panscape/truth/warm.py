"""Compiling renderer and truth before the first picture, in two halves that two processes can do at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from math import radians
from pathlib import Path

import numpy as np
import numpy.typing as npt

from panscape.categories import taxonomy
from panscape.render.daylight import Daylight, daylight
from panscape.render.lamps import COLUMNS
from panscape.render.pack import Packed, pack
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
from panscape.render.tiles import pools
from panscape.render.tiles.falling import bend, fall
from panscape.render.tiles.ground import soak
from panscape.render.tiles.heaven import heaven
from panscape.render.tiles.lamplight import lamps_on
from panscape.render.tiles.layout import LANES, ROWS
from panscape.render.tiles.lighting import light_tiles
from panscape.render.tiles.paint.paint import paint
from panscape.render.tiles.pools import note
from panscape.render.tiles.shining import mirror, shine, veil
from panscape.render.tiles.snow import lay_snow
from panscape.render.tiles.tiles import Tiles, gather
from panscape.render.view import View
from panscape.render.workspace import Workspace
from panscape.scenes import Camera, Light, Material, Mesh, Placement, Scene, Sensor, Thing, Weather
from panscape.seeds import rng_for
from panscape.truth.covering import cover
from panscape.truth.truth import truth_of

HALVES = (0, 1)


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
        _shade(scene, packed, view, space)
        return
    # First of all, so that it is on disk when the other half comes to it.
    paint(np.zeros(ROWS * LANES, np.float32), np.int32(0), packed.materials[0], np.float32(0.0))
    see(packed, view, space)
    ids, depth = identify(packed, space)
    gather(0, scene.camera.height, packed, view, space)
    cast_shadows(packed, view, scene.light, space)
    look_down(packed, view, space)
    image = np.zeros(space.radiance.shape, np.uint8)
    truth_of(scene, Rendering(image, ids, depth, packed.category_ids, packed, space.visible), {"amodal", "depth"})


def _shade(scene: Scene, packed: Packed, view: View, space: Workspace) -> None:
    """Light no tiles: compile every stage but ``paint``, and then what calls them all."""
    day = daylight(scene.light, scene.weather)
    space.nearness.fill(1.0)
    occlude_sky(view, space)
    space.radiance.fill(0.5)
    space.radiance[0, 0] = 1e3  # so bright that it glows
    blank = np.zeros(space.visible.shape, np.float32)
    windows, window = np.ones((2, 4)), np.ones(4)
    seen = Sight(packed, view, space, blank.astype(np.uint32), blank, space.visible)
    develop(seen, scene, day, windows, rng_for(0, "warm"))
    tiles, lamps = _no_tiles(space), np.zeros((0, COLUMNS), np.float32)
    _stages(tiles, packed, day, lamps, windows, window, space)
    layers = np.zeros((0, 0, 3), np.float32), np.zeros((0, 0), np.float32)
    light_strip(tiles, packed, view, day, lamps, np.eye(3), windows, window, space, *layers)


def _stages(
    tiles: Tiles,
    packed: Packed,
    day: Daylight,
    lamps: npt.NDArray[np.float32],
    windows: npt.NDArray[np.float64],
    window: npt.NDArray[np.float64],
    space: Workspace,
) -> None:
    """Call what ``light_tiles`` calls, with arguments of the same types, for no lanes."""
    t, none, one = np.zeros(ROWS * LANES, np.float32), np.int32(0), np.float32(1.0)
    heaven(t, none, day.light, day.dome)
    lay_snow(t, none, packed.materials[0], one, window, space.heights)
    soak(t, none, one)
    bend(t, none, 0, tiles.triangle, space.owner, packed.poses)
    maps = windows, space.near_map, space.far_map, window, space.heights, space.open_sky
    fall(t, none, 0, tiles.pixel, day.throws, day.light[32], np.eye(3), *maps)
    lamps_on(t, none, lamps)
    mirror(t, none, day.light, day.vault, day.cube)
    shine(t, none, day.sun, day.cube)
    veil(t, none, one, day.sun, day.air)
    note(t, none, 0, tiles.pixel, np.zeros(0, np.int32), np.zeros((0, pools.COLUMNS), np.float32), 0)


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
