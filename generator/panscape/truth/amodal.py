"""The whole shape of each thing: what the camera would see of it if nothing stood before it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pycocotools import mask as coco_mask

from panscape.frames import Rle
from panscape.render import Rendering
from panscape.render.lens import FINE, nearest
from panscape.render.transform import to_camera
from panscape.render.view import NEAR, View
from panscape.scenes import Camera, Scene
from panscape.truth.covering import cover


@dataclass(frozen=True, eq=False)
class Wholes:
    """The whole shapes of N things, inside the picture; M segment ids.

    Attributes
    ----------
    areas : (N,) int64, pixels
    boxes : (N, 4) int64, x, y, width, height
    truncated : (N,) bool, True if the shape reaches the picture's edge and goes on beyond it
    covering : (N, M + 1) int64, pixels of the shape that belong to another segment, by its id
    rles : tuple of Rle, one for each thing
    """

    areas: npt.NDArray[np.int64]
    boxes: npt.NDArray[np.int64]
    truncated: npt.NDArray[np.bool_]
    covering: npt.NDArray[np.int64]
    rles: tuple[Rle, ...]


def wholes_of(scene: Scene, rendering: Rendering, wanted: npt.NDArray[np.bool_]) -> Wholes:
    """Return the whole shapes of things, each drawn by itself with the raster that drew the picture.

    Parameters
    ----------
    scene : Scene
    rendering : Rendering
    wanted : (N,) bool
        Of which things; those of the others are left empty.
    """
    packed, view = rendering.packed, View.of(scene.camera)
    frame = _plain(view) if rendering.where is None else _bent(view, scene.camera, rendering.where)
    count = len(scene.things)
    last = np.cumsum([0, *(len(thing.placements) for thing in scene.things)])
    rows = int(last[-1])
    vertices = int(packed.table[rows, 4]) if rows < len(packed.table) else packed.vertex_count
    camera, screen = np.empty((vertices, 3)), np.empty((vertices, 3))
    seen = np.empty(rows, np.uint8)
    to_camera(
        packed.poses[:rows], packed.table[:rows], packed.bounds[:rows], packed.atlas.vertices, view.axes, view.eye,
        frame.lens, frame.size, NEAR, camera, screen, seen,
    )  # fmt: skip
    height, width = rendering.ids.shape
    areas, boxes = np.zeros(count, np.int64), np.zeros((count, 4), np.int64)
    truncated = np.zeros(count, np.bool_)
    covering = np.zeros((count, len(rendering.category_ids) + 1), np.int64)
    runs = np.empty(height * width + 2, np.int64)
    nearness = np.zeros((int(frame.size[1]), int(frame.size[0])), np.float32)
    rles: list[Rle] = []
    for k in range(count):
        if not wanted[k]:
            rles.append({})
            continue
        used = cover(
            k + 1, packed.table, seen, last[k], last[k + 1], packed.atlas.triangles, camera, screen, frame.lens, NEAR,
            frame.pick, frame.outside, rendering.ids, nearness, areas, boxes, truncated, covering, runs,
        )  # fmt: skip
        rles.append(_compressed(runs[:used].tolist(), height, width))
    return Wholes(areas, boxes, truncated, covering, tuple(rles))


@dataclass(frozen=True, eq=False)
class _Frame:
    """The map that things are drawn into, and which of its samples each pixel takes; see covering.cover."""

    lens: npt.NDArray[np.float64]
    size: npt.NDArray[np.float64]
    pick: npt.NDArray[np.int64]
    outside: npt.NDArray[np.bool_]


def _plain(view: View) -> _Frame:
    return _Frame(view.lens, view.size, np.empty((0, 0), np.int64), np.empty((0, 0), np.bool_))


def _bent(view: View, camera: Camera, where: npt.NDArray[np.float64]) -> _Frame:
    """The samples that ids are taken from: what is visible of a thing is then part of its whole shape, always."""
    width, height = (FINE * int(side) for side in view.size)
    pick = nearest(np.arange(height * width).reshape(height, width), where)
    y, x = ((np.indices((height, width)) + 0.5) / FINE - view.lens[2:0:-1, None, None]) / view.lens[0]
    square = x * x + y * y
    stretch = view.lens[0] * (1.0 + square * (camera.lens.k1 + square * camera.lens.k2))
    outside = (np.abs(x * stretch) > 0.5 * camera.width) | (np.abs(y * stretch) > 0.5 * camera.height)
    return _Frame(FINE * view.lens, FINE * view.size, pick, outside)


def _compressed(runs: list[int], height: int, width: int) -> Rle:
    """The COCO form of run lengths, by columns, the first of them outside the shape."""
    rle = coco_mask.frPyObjects({"size": [height, width], "counts": runs}, height, width)
    return {"size": [height, width], "counts": rle["counts"].decode("ascii")}
