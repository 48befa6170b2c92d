"""Upright boxes by the hundred, each closed on all sides, so that what faces away need not be drawn."""

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
