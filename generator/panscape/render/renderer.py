"""How a picture comes about, in order: this file is the renderer's table of contents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from panscape.render.daylight import Daylight, daylight
from panscape.render.exposure import exposure, white_gains
from panscape.render.focus import defocus
from panscape.render.glare import fringe, glow
from panscape.render.halo import THIN, halos
from panscape.render.identify import name, own
from panscape.render.lamps import lamp_table
from panscape.render.lens import name_bent, nearest, pinhole_size, resample, undistorted
from panscape.render.motion import smear
from panscape.render.occlusion import occlude, smooth
from panscape.render.pack import Packed, pack
from panscape.render.precipitation import precipitate
from panscape.render.sensor import photograph
from panscape.render.shadow import fit, receive
from panscape.render.survey import Maps, survey, take_in, tiles_of
from panscape.render.thermal import heat
from panscape.render.tiles.layout import LANES
from panscape.render.tiles.lighting import light_tiles
from panscape.render.tiles.pools import COLUMNS, reflect
from panscape.render.tiles.tiles import Tiles, gather
from panscape.render.transform import to_map
from panscape.render.view import NEAR, View
from panscape.render.workspace import Workspace, workspace
from panscape.scenes import Light, Scene

STRIP = 1_500_000  # pixels that are shaded together; their tiles take some 150 MB
SPLIT = 32.0  # metres up to which shadows come from the finer map
SILL = 0.03  # metres above the lowest ground seen within which nothing throws a shadow worth drawing
DEEPER = 0.5  # metres that a surface between those looked at may lie farther from the sun
OCCLUSION_RADIUS = 0.9  # metres
NOON = 1.2  # green of the sun's light, at noon


@dataclass(frozen=True, eq=False)
class Rendering:
    """A picture, and what each of its pixels is.

    Attributes
    ----------
    image : (H, W, 3) uint8, RGB
    ids : (H, W) uint32
        Of the surface that the ray through the pixel's centre meets first. Things are 1 to ``len(scene.things)``,
        in the scene's order; then one id for each stuff category that the scene has, in the taxonomy's order, the
        background among them.
    depth : (H, W) float32
        Metres along the optical axis; 0 where the ray meets nothing.
    category_ids : tuple of int
        One for each id from 1.
    packed : Packed
        The scene as it was drawn.
    triangles : (H, W) int32
        Number of the triangle, among the scene's, whose surface that is; -1 where there is none.
    where : (H, W, 2) float64 or None
        If the lens bends: where each pixel looks in the picture of a pinhole.
    layers : mapping of str to array
        What was asked for beside: ``"albedo"`` (H, W, 3) float32, linear; ``"radiance"`` (H, W, 3) float32, of the
        picture before lens and sensor; ``"shadow"`` (H, W) float32, share of the sun's direct light that is blocked.
        Each weighs the samples of a pixel as the picture does.
    """

    image: npt.NDArray[np.uint8]
    ids: npt.NDArray[np.uint32]
    depth: npt.NDArray[np.float32]
    category_ids: tuple[int, ...]
    packed: Packed
    triangles: npt.NDArray[np.int32]
    where: npt.NDArray[np.float64] | None = None
    layers: Mapping[str, npt.NDArray[np.float32]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Sight:
    """What a camera sees of a scene, whatever the light: as long as neither moves, it need be found but once.

    Its buffers belong to the thread that made it; the next :func:`look` of that thread writes over them.

    Attributes
    ----------
    packed : Packed
    view : View
    space : Workspace
    ids : (H, W) uint32; depth : (H, W) float32; triangles : (H, W) int32
        See :class:`Rendering`. Arrays of their own.
    where : (H, W, 2) float64 or None
        If the lens bends: where each pixel looks in the buffers of ``space``, which are those of a pinhole picture
        with a margin; see :func:`panscape.render.lens.undistorted`.
    tiles : Tiles or None
        All samples of the picture, unless it is so large that they are found strip by strip.
    """

    packed: Packed
    view: View
    space: Workspace
    ids: npt.NDArray[np.uint32]
    depth: npt.NDArray[np.float32]
    triangles: npt.NDArray[np.int32]
    where: npt.NDArray[np.float64] | None = None
    tiles: Tiles | None = None


def render(scene: Scene, rng: np.random.Generator, layers: Collection[str] = ()) -> Rendering:
    """Return the picture of a scene, and the exact segment and depth of each pixel.

    Parameters
    ----------
    scene : Scene
    rng : numpy.random.Generator
        Feeds the sensor's noise, and what falls from the sky, and nothing else.
    layers : collection of str
        What to keep beside; see :class:`Rendering`.

    Returns
    -------
    Rendering

    Raises
    ------
    KeyError
        If a category is not in the scene's taxonomy.
    """
    return picture(look(scene), scene, rng, layers)


def look(scene: Scene) -> Sight:
    """Find what each pixel of a scene shows."""
    packed = pack(scene)
    space = workspace(*pinhole_size(scene.camera), packed.vertex_count, packed.triangle_count)
    view = View.of(scene.camera)
    see(packed, view, space)
    ids, depth = identify(packed, space)
    occlude_sky(view, space)
    height, width = space.visible.shape
    tiles = gather(0, height, packed, view, space) if height * width <= STRIP else None
    if not scene.camera.lens.bends:
        return Sight(packed, view, space, ids, depth, space.visible.copy(), tiles=tiles)
    where = undistorted(scene.camera)
    return Sight(packed, view, space, *identify_bent(packed, view, space, where), where, tiles)


def labels(scene: Scene) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.float32]]:
    """Return the ids and the depth of :func:`render`, without the picture and in a tenth of the time.

    Examples
    --------
    >>> from panscape.pipeline import make_scene
    >>> from panscape.recipe import load_recipe
    >>> ids, depth = labels(make_scene(load_recipe("street"), seed=0, index=0))
    >>> ids.shape, ids.dtype, depth.dtype
    ((480, 640), dtype('uint32'), dtype('float32'))
    """
    packed, view = pack(scene), View.of(scene.camera)
    space = workspace(*pinhole_size(scene.camera), packed.vertex_count, packed.triangle_count)
    if scene.camera.lens.bends:
        see(packed, view, space)
        own(packed.table, space.owner)
        return identify_bent(packed, view, space, undistorted(scene.camera))[:2]
    take_in(packed, view, Maps.centres(space.nearness, space.visible), space)
    return identify(packed, space)


def picture(sight: Sight, scene: Scene, rng: np.random.Generator, layers: Collection[str] = ()) -> Rendering:
    """Return the picture of what was seen, in the light, the weather and with the sensor of ``scene``.

    Parameters
    ----------
    sight : Sight
        Of this thread's last :func:`look`.
    scene : Scene
        As the one looked at, but for ``light``, ``weather``, the camera's ``sensor`` and, its distortion apart, its
        ``lens``.
    rng : numpy.random.Generator
    layers : collection of str
        What to keep beside; see :class:`Rendering`.
    """
    packed, view, space = sight.packed, sight.view, sight.space
    day = daylight(scene.light, scene.weather)
    windows = cast_shadows(packed, view, scene.light, space) if day.sunny else np.zeros((2, 4))
    ground = look_down(packed, view, space)
    surfaces = shade(sight, scene, day, windows, ground, wanted=bool({"albedo", "shadow"} & set(layers)))
    every = {"radiance": space.radiance, **surfaces}
    kept = {name: unbent(every[name], sight) for name in layers}
    image = develop(sight, scene, day, windows, rng)
    return Rendering(image, sight.ids, sight.depth, packed.category_ids, packed, sight.triangles, sight.where, kept)


def unbent(array: npt.NDArray[np.float32], sight: Sight) -> npt.NDArray[np.float32]:
    """Return an array of the pinhole's picture, of its own, as the lens bends it."""
    if sight.where is None:
        return array.copy()
    return resample(array.reshape(*array.shape[:2], -1), sight.where).reshape(*sight.where.shape[:2], *array.shape[2:])


def see(packed: Packed, view: View, space: Workspace) -> None:
    """Find the triangle at each pixel's centre, and at its 2 x 2 samples."""
    maps = Maps(space.nearness, space.visible, space.fine_nearness, space.fine_visible, space.tiles, space.no_floor)
    take_in(packed, view, maps, space)


def identify(packed: Packed, space: Workspace) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.float32]]:
    """Return the segment and the depth of each pixel, in arrays of their own."""
    own(packed.table, space.owner)
    ids = np.empty(space.visible.shape, np.uint32)
    depth = np.empty(space.visible.shape, np.float32)
    name(space.visible, space.owner, packed.segment, np.uint32(packed.background), space.nearness, ids, depth)
    return ids, depth


def identify_bent(
    packed: Packed, view: View, space: Workspace, where: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.float32], npt.NDArray[np.int32]]:
    """Return the segment, the depth and the triangle of each pixel of a picture that the lens bends."""
    what = nearest(space.fine_visible, where)
    ids, depth = np.empty(what.shape, np.uint32), np.empty(what.shape, np.float32)
    name_bent(
        what, where, space.owner, packed.segment, np.uint32(packed.background), packed.table, packed.atlas.triangles,
        space.camera, view.lens, NEAR, ids, depth,
    )  # fmt: skip
    return ids, depth, what


def cast_shadows(packed: Packed, view: View, light: Light, space: Workspace) -> npt.NDArray[np.float64]:
    """Draw what the sun sees into the two maps; return the windows of the sun's plane that they cover."""
    axes, windows = sun_axes(light, view), np.empty((2, 4))
    lowest = fit(space.nearness, view.axes, view.eye, view.lens, axes, SPLIT, windows)
    for window, shadow in zip(windows, (space.near_map, space.far_map), strict=True):
        draw_map(packed, view, axes, window, lowest + SILL, shadow, space)
    return windows


def look_down(packed: Packed, view: View, space: Workspace) -> npt.NDArray[np.float64]:
    """Draw the heights of what is near, from straight above; return the window of the ground that they cover."""
    windows, upright = np.empty((2, 4)), np.eye(3)
    lowest = fit(space.nearness, view.axes, view.eye, view.lens, upright, SPLIT, windows)
    draw_map(packed, view, upright, windows[0], lowest + SILL, space.heights, space)
    return windows[0]


def draw_map(
    packed: Packed,
    view: View,
    axes: npt.NDArray[np.float64],
    window: npt.NDArray[np.float64],
    lowest: float,
    heights: npt.NDArray[np.float32],
    space: Workspace,
) -> None:
    """Draw how far towards the light what it meets first lies, for each place of a window; far below for nothing.

    What throws no shadow on what is seen may be missing.
    """
    seen, distances = np.empty(len(packed.table), np.uint8), np.empty(len(packed.table))
    to_map(
        packed.poses, packed.table, packed.bounds, packed.atlas.vertices, axes, window, len(heights), lowest,
        space.screen, seen, distances,
    )  # fmt: skip
    ground = tiles_of(heights)
    receive(
        space.nearness, view.axes, view.eye, view.lens, axes, window, len(heights), DEEPER, ground
    )  # fmt: skip
    survey(packed, np.argsort(distances, kind="stable"), seen, np.zeros(3), 0.0, Maps.of(heights, ground), space)


def sun_axes(light: Light, view: View) -> npt.NDArray[np.float64]:
    """Return (3, 3): along the view and across it, both across the light, and the direction to the sun."""
    sun = light.source
    forward = view.axes[2] - (view.axes[2] @ sun) * sun
    if forward @ forward < 1e-6:
        forward = view.axes[0] - (view.axes[0] @ sun) * sun
    forward /= np.sqrt(forward @ forward)
    return np.array([forward, np.cross(sun, forward), sun])


def occlude_sky(view: View, space: Workspace) -> None:
    coarse, rough, mean = space.coarse
    occlude(space.nearness, view.lens[0], OCCLUSION_RADIUS, coarse, rough)
    smooth(space.nearness, coarse, rough, mean, space.open_sky)


def shade(
    sight: Sight,
    scene: Scene,
    day: Daylight,
    windows: npt.NDArray[np.float64],
    ground: npt.NDArray[np.float64],
    wanted: bool,
) -> dict[str, npt.NDArray[np.float32]]:
    """Write the radiance of each pixel; return albedo and shadow, empty if they are not ``wanted``."""
    packed, view, space = sight.packed, sight.view, sight.space
    axes = sun_axes(scene.light, view)
    lamps = lamp_table(scene, view.axes, view.eye, (float(view.size[0]), float(view.size[1])), float(view.lens[0]))
    space.radiance.fill(0.0)
    shape = space.visible.shape if wanted else (0, 0)
    albedo, shadow = np.zeros((*shape, 3), np.float32), np.zeros(shape, np.float32)
    for top, bottom in strips(*space.visible.shape):
        tiles = sight.tiles or gather(top, bottom, packed, view, space)
        light_strip(tiles, packed, view, day, lamps, axes, windows, ground, space, albedo, shadow)
    if len(lamps) and day.light[12] > THIN:
        halos(lamps, day.light[12], view.axes, view.eye, view.lens, space.nearness, space.radiance)
    return {"albedo": albedo, "shadow": shadow}


def strips(height: int, width: int) -> list[tuple[int, int]]:
    """Return the rows that are shaded together: all, unless the picture is so large that its tiles would not fit."""
    rows = max(1, STRIP // width)
    return [(top, min(top + rows, height)) for top in range(0, height, rows)]


def light_strip(
    tiles: Tiles,
    packed: Packed,
    view: View,
    day: Daylight,
    lamps: npt.NDArray[np.float32],
    axes: npt.NDArray[np.float64],
    windows: npt.NDArray[np.float64],
    ground: npt.NDArray[np.float64],
    space: Workspace,
    albedo: npt.NDArray[np.float32],
    shadow: npt.NDArray[np.float32],
) -> None:
    """Add the light of some tiles to their pixels."""
    room = tiles.count * LANES if day.light[14] > 0.0 else 0
    wet_pixel, wet = np.empty(room, np.int32), np.empty((room, COLUMNS), np.float32)
    there = light_tiles(
        tiles.count, tiles.material, tiles.filled, tiles.pixel, tiles.triangle, tiles.geometry, packed.materials,
        space.owner, packed.poses, day.light, day.dome, day.vault, day.sun, day.air, day.cube, lamps, day.throws, axes,
        windows, space.near_map, space.far_map, ground, space.heights, space.open_sky, wet_pixel, wet, space.radiance,
        albedo, shadow,
    )  # fmt: skip
    reflect(there, wet_pixel, wet, view.axes, view.eye, view.lens, space.nearness, space.radiance)


def develop(
    sight: Sight, scene: Scene, day: Daylight, windows: npt.NDArray[np.float64], rng: np.random.Generator
) -> npt.NDArray[np.uint8]:
    """Return the picture that lens and sensor make of the radiance, or of the warmth of what is seen."""
    lens, sensor, space, view = scene.camera.lens, scene.camera.sensor, sight.space, sight.view
    key = int(rng.integers(1 << 30))
    if sensor.mode == "thermal":
        axes, strength = sun_axes(scene.light, view), float(day.light[4]) / NOON
        light = heat(scene, sight.packed, view.lens, day.light[0:3], strength, axes, windows, space)
        gains = sensor.exposure * np.ones(3)
    else:
        light = space.radiance
        white = white_gains(sensor.white_balance) if sensor.white_balance else day.light[29:32]
        gains = exposure(light, space.nearness) * sensor.exposure * white
    light = defocus(light, space.nearness, float(view.lens[0]), lens.aperture, lens.focus)
    light = smear(light, scene, sight.packed, view.lens, space, key)
    if sensor.mode != "thermal":
        light = precipitate(light, space.nearness, scene.camera, view.lens, scene.weather, day.cube[5], rng)
        light = glow(light, gains, lens.glare)
    if sight.where is not None:
        light = resample(light, sight.where)
    return photograph(fringe(light, lens.chromatic), gains, lens, sensor, key)
