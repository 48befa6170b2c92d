"""Boxes by the hundred and other flat-sided solids, closed on all sides, so that what faces away need not be drawn."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh

# Corners are numbered by their choice of low 0 or high 1: 4 x + 2 y + z. Faces: -x, +x, -y, +y, -z, +z.
_FACES = np.array([(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)])
_CHOICE = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)])


def blocks(bounds: npt.ArrayLike, slot: str) -> Mesh:
    """Return a mesh of upright boxes with all six sides; those sides that face one way are one part.

    Parameters
    ----------
    bounds : (N, 6) float, metres
        Low and high x, low and high y, low and high z of each.
    slot : str

    Returns
    -------
    Mesh
        8 N vertices, 12 N triangles, flat.
    """
    low_high = np.asarray(bounds, np.float64).reshape(-1, 3, 2)
    count = len(low_high)
    points = low_high[:, np.arange(3), _CHOICE]
    triangles = 8 * np.arange(count)[:, None, None] + _FACES[:, (0, 1, 2, 0, 2, 3)].reshape(-1, 3)
    outward = (2.0 * _CHOICE - 1.0) / np.sqrt(3.0)
    return Mesh(
        points.reshape(-1, 3),
        triangles.reshape(-1, 3).astype(np.int32),
        np.tile(outward, (count, 1)),
        np.ones(12 * count, np.bool_),
        np.zeros(12 * count, np.int16),
        np.tile(np.repeat(np.arange(6, dtype=np.int32), 2), count),
        (slot,),
    )


def polyhedron(points: npt.ArrayLike, faces: Sequence[tuple[str, Sequence[int]]]) -> Mesh:
    """Return a solid with flat faces; those of one slot that face one way are one part.

    Parameters
    ----------
    points : (N, 3) float, metres
    faces : sequence of (slot, corners)
        Corners are indices of points, counter-clockwise seen from outside; each face is convex.
    """
    corners = np.asarray(points, np.float64)
    slots = tuple(dict.fromkeys(slot for slot, _ in faces))
    triangles = [(ring[0], ring[k], ring[k + 1]) for _, ring in faces for k in range(1, len(ring) - 1)]
    slot = [slots.index(name) for name, ring in faces for _ in range(len(ring) - 2)]
    return flat_mesh(corners, np.array(triangles, np.int32), np.array(slot, np.int16), slots)


def flat_mesh(
    points: npt.NDArray[np.float64],
    triangles: npt.NDArray[np.int32],
    slot: npt.NDArray[np.int16],
    slots: tuple[str, ...],
) -> Mesh:
    """Return a mesh of flat triangles that may share corners; those of one slot that face one way are one part."""
    a, b, c = points[triangles].transpose(1, 0, 2)
    across = np.cross(b - a, c - a)
    facing = across / np.maximum(np.sqrt((across * across).sum(axis=1, keepdims=True)), 1e-12)
    keys = (np.rint(64.0 * facing).astype(np.int64) + 64) @ np.array([16641, 129, 1]) + (slot.astype(np.int64) << 32)
    _, part = np.unique(keys, return_inverse=True)
    normals = np.zeros_like(points)
    for corner in range(3):  # any will do, as every triangle is shaded with its own
        normals[triangles[:, corner]] = facing
    flat = np.ones(len(triangles), np.bool_)
    return Mesh(points, triangles, normals, flat, slot, part.reshape(-1).astype(np.int32), slots)
