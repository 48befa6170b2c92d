"""How much of a thing lies beyond the picture's edge."""

from math import ceil, floor

import numpy as np

from panscape.render import Rendering
from panscape.render.raster import draw
from panscape.render.transform import to_camera
from panscape.render.view import NEAR, View
from panscape.scenes import Scene

MARGIN = 8192  # pixels around the picture that a whole shape may reach into
MOST_SAMPLES = 2**24


def truncated_fraction(scene: Scene, rendering: Rendering, k: int) -> float | None:
    """Return the share of the whole shape of thing ``k``, from 0, that a larger picture would show beyond this one.

    Parameters
    ----------
    scene : Scene
    rendering : Rendering
        Of that scene.
    k : int

    Returns
    -------
    float or None
        In [0, 1], a count of pixels. None where there is no such number: some of the thing is beside or behind the
        camera, or the lens bends.
    """
    if rendering.where is not None:
        return None
    packed, view = rendering.packed, View.of(scene.camera)
    first = sum(len(thing.placements) for thing in scene.things[:k])
    last = first + len(scene.things[k].placements)
    table = packed.table[first:last].copy()
    table[:, 4] -= table[0, 4]
    vertices = int(np.sum(table[:, 1] - table[:, 0]))
    points, screen, seen = np.empty((vertices, 3)), np.empty((vertices, 3)), np.empty(len(table), np.uint8)
    lens, size = view.lens + np.array([0, MARGIN, MARGIN]), view.size + 2 * MARGIN
    to_camera(
        packed.poses[first:last], table, packed.bounds[first:last], packed.atlas.vertices, view.axes, view.eye, lens,
        size, NEAR, points, screen, seen,
    )  # fmt: skip
    if not seen.all() or points[:, 2].min() < NEAR:
        return None
    left, top = (floor(low) for low in screen[:, :2].min(axis=0))
    right, bottom = (ceil(high) for high in screen[:, :2].max(axis=0))
    if (right - left) * (bottom - top) > MOST_SAMPLES:
        return None
    screen[:, :2] -= [left, top]
    shape = np.zeros((max(1, bottom - top), max(1, right - left)), np.float32)
    none = np.empty((0, 0), np.int32)
    draw(
        table, seen, packed.atlas.triangles, points, screen, lens, NEAR, 0, len(table), shape, none,
        np.empty((0, 0), np.float32), none,
    )  # fmt: skip
    whole = int(np.count_nonzero(shape))
    rows, columns = (
        slice(max(0, MARGIN - start), max(0, MARGIN + int(side) - start))
        for start, side in ((top, view.size[1]), (left, view.size[0]))
    )
    return round(1.0 - int(np.count_nonzero(shape[rows, columns])) / whole, 6) if whole else None
