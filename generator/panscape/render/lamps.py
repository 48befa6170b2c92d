"""The lamps of a scene as the kernels read them: those that are on, and that reach something in the picture."""

from collections.abc import Iterable
from math import cos, pi, sqrt

import numpy as np
import numpy.typing as npt

from panscape.scenes import Lamp, Scene

# Columns of the table of lamps, one row each.
# 0-2 position; 3-5 color times how far it is on; 6-8 direction; 9 cosine of its cone; 10 one over how far the cosine
# rises until it is bright; 11 reach; 12 one over its square; 13-15 unused.
COLUMNS = 16


def lamp_table(
    scene: Scene, axes: npt.NDArray[np.float64], eye: npt.NDArray[np.float64], size: tuple[float, float], focal: float
) -> npt.NDArray[np.float32]:
    """Return the lamps that are on and in reach of something that the camera can see.

    Parameters
    ----------
    scene : Scene
        Its own lamps, and those of its things.
    axes : (3, 3) float64; eye : (3,) float64
        Of the camera: right, down and forward in the world; where it is.
    size : width and height, focal : float; pixels

    Returns
    -------
    (L, 16) float32
        See ``COLUMNS``; L is 0 by day.
    """
    switched = scene.light.switched
    on = [(lamp, 1.0 if lamp.always else switched) for lamp in _all_of(scene) if lamp.always or switched > 0.0]
    if not on:
        return np.zeros((0, COLUMNS), np.float32)
    table = np.array([_row(lamp, share) for lamp, share in on])
    return table[_seen(table, axes, eye, size, focal)].astype(np.float32)


def _all_of(scene: Scene) -> Iterable[Lamp]:
    yield from scene.lamps
    for thing in scene.things:
        yield from thing.lamps


def _row(lamp: Lamp, share: float) -> list[float]:
    color = [share * part for part in lamp.color]
    outer, inner = (cos(lamp.cone), cos(lamp.cone * 2.0 / 3.0)) if lamp.cone < pi else (-3.0, -2.0)
    return [
        *lamp.position, *color, *lamp.direction, outer, 1.0 / (inner - outer), lamp.reach, 1.0 / lamp.reach**2,
        0.0, 0.0, 0.0,
    ]  # fmt: skip


def _seen(
    table: npt.NDArray[np.float64],
    axes: npt.NDArray[np.float64],
    eye: npt.NDArray[np.float64],
    size: tuple[float, float],
    focal: float,
) -> npt.NDArray[np.bool_]:
    """Whether the ball that each lamp reaches overlaps the pyramid of what is seen."""
    away, reach = table[:, 0:3] - eye, table[:, 11]
    right, down, ahead = (away[:, 0] * a[0] + away[:, 1] * a[1] + away[:, 2] * a[2] for a in axes)
    seen = ahead > -reach
    for aside, half in ((right, 0.5 * size[0]), (down, 0.5 * size[1])):
        # How far beyond the pyramid's side: its normal leans by the angle of view.
        slope = half / focal
        seen &= (np.abs(aside) - slope * ahead) / sqrt(1.0 + slope * slope) < reach
    return seen
