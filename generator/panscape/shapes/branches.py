"""Wood: boughs as closed tapering bars, twigs as single slivers."""

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh
from panscape.shapes.surface import cross, snapped

Floats = npt.NDArray[np.float64]


def bars(starts: Floats, ends: Floats, thick: Floats, thin: Floats, sides: int) -> Mesh:
    """Return one closed, tapering bar for each pair of points; slot bark, one part.

    Parameters
    ----------
    starts, ends : (N, 3) float64, metres
    thick, thin : (N,) float64, metres
        Radius at the start and at the end.
    sides : int
        3 or more.
    """
    count = len(starts)
    ahead = _unit(ends - starts)
    helper = np.where(np.abs(ahead[:, 2:]) < 0.9, np.array([[0.0, 0.0, 1.0]]), np.array([[1.0, 0.0, 0.0]]))
    first = _unit(cross(helper, ahead))
    second = cross(ahead, first)
    turns = 2.0 * np.pi * np.arange(sides) / sides
    outward = np.cos(turns)[:, None] * first[:, None] + np.sin(turns)[:, None] * second[:, None]
    low = starts[:, None] + thick[:, None, None] * outward
    high = ends[:, None] + thin[:, None, None] * outward
    k = np.arange(sides)
    after = (k + 1) % sides
    walls = np.concatenate(
        [np.stack([k, after, after + sides], axis=1), np.stack([k, after + sides, k + sides], axis=1)]
    )
    fan = np.stack([np.zeros(sides - 2, np.int64), k[1:-1], k[2:]], axis=1)
    faces = np.concatenate([walls, fan[:, ::-1], fan + sides])
    triangles = (2 * sides * np.arange(count)[:, None, None] + faces).reshape(-1, 3)
    return _wood(np.concatenate([low, high], axis=1), np.concatenate([outward, outward], axis=1), triangles)


def slivers(starts: Floats, ends: Floats, width: float, rng: np.random.Generator) -> Mesh:
    """Return one long triangle for each pair of points, ``width`` metres wide at its start; slot bark, one part."""
    count = len(starts)
    ahead = _unit(ends - starts)
    across = _unit(np.cross(ahead, rng.normal(size=(count, 3))))
    corners = np.stack([starts - 0.5 * width * across, starts + 0.5 * width * across, ends], axis=1)
    normals = np.repeat(cross(ahead, across)[:, None], 3, axis=1)
    return _wood(corners, normals, np.arange(3 * count).reshape(-1, 3))


def _wood(points: Floats, normals: Floats, triangles: npt.NDArray[np.int64]) -> Mesh:
    faces = len(triangles)
    return Mesh(
        snapped(points.reshape(-1, 3)),
        triangles.astype(np.int32),
        normals.reshape(-1, 3),
        np.zeros(faces, np.bool_),
        np.zeros(faces, np.int16),
        np.zeros(faces, np.int32),
        ("bark",),
    )


def _unit(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)), 1e-9)
