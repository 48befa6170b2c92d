"""Flat faces by the hundred: walls, panes, sills and bars that share one mesh."""

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh

Floats = npt.NDArray[np.float64]

# The corners of a box's faces as (x, y, z) choices of low 0 or high 1, counter-clockwise seen from outside.
_FACES = {
    "+x": ((1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 0, 1)),
    "-x": ((0, 1, 0), (0, 0, 0), (0, 0, 1), (0, 1, 1)),
    "+y": ((1, 1, 0), (0, 1, 0), (0, 1, 1), (1, 1, 1)),
    "-y": ((0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)),
    "+z": ((0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)),
    "-z": ((0, 1, 0), (1, 1, 0), (1, 0, 0), (0, 0, 0)),
}
SHOWN = ("+x", "-x", "+y", "-y", "+z")
CLOSED = (*SHOWN, "-z")


def quads(corners: npt.ArrayLike, slot: str) -> Mesh:
    """Return a mesh of flat quadrilaterals; those that face one way are one part.

    Parameters
    ----------
    corners : (N, 4, 3) float, metres
        Counter-clockwise seen from outside.
    slot : str

    Returns
    -------
    Mesh
        4 N vertices, 2 N triangles.
    """
    points = np.asarray(corners, np.float64).reshape(-1, 4, 3)
    count = len(points)
    (ax, ay, az), (bx, by, bz) = (points[:, 2] - points[:, 0]).T, (points[:, 3] - points[:, 1]).T
    across = np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=1)
    normals = across / np.maximum(np.sqrt((across * across).sum(axis=1, keepdims=True)), 1e-12)
    first = 4 * np.arange(count, dtype=np.int32)[:, None]
    triangles = first[:, :, None] + np.array([[[0, 1, 2], [0, 2, 3]]], np.int32)
    # One number for a direction: sorting rows would cost five times as much.
    directions = (np.rint(64.0 * normals).astype(np.int64) + 64) @ np.array([16641, 129, 1])
    _, facing = np.unique(directions, return_inverse=True)
    return Mesh(
        points.reshape(-1, 3),
        triangles.reshape(-1, 3),
        np.repeat(normals, 4, axis=0),
        np.ones(2 * count, np.bool_),
        np.zeros(2 * count, np.int16),
        np.repeat(facing.reshape(-1).astype(np.int32), 2),
        (slot,),
    )


def boxes(bounds: npt.ArrayLike, slot: str, faces: tuple[str, ...] = SHOWN) -> Mesh:
    """Return a mesh of upright boxes.

    Parameters
    ----------
    bounds : (N, 6) float, metres
        Low and high x, low and high y, low and high z of each.
    slot : str
    faces : tuple of "+x", "-x", "+y", "-y", "+z", "-z"
        Which faces each has; by default all but the underside.
    """
    low_high = np.asarray(bounds, np.float64).reshape(-1, 3, 2)
    choice = np.array([_FACES[face] for face in faces])
    corners = low_high[:, np.arange(3), choice]
    return quads(corners.reshape(-1, 4, 3), slot)


def fronts(rects: npt.ArrayLike, slot: str) -> Mesh:
    """Return upright rectangles that face +x.

    Parameters
    ----------
    rects : (N, 5) float, metres
        x of the plane, low and high y, low and high z of each.
    slot : str
    """
    x, y0, y1, z0, z1 = np.asarray(rects, np.float64).reshape(-1, 5).T
    corners = np.stack(
        [np.stack(corner, axis=-1) for corner in ((x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1))], 1
    )
    return quads(corners, slot)


def reveals(rects: npt.ArrayLike, depth: float, slot: str) -> Mesh:
    """Return the four inner faces of openings in walls that face +x.

    Parameters
    ----------
    rects : (N, 5) float, metres
        As for ``fronts``: the opening, in the wall's plane.
    depth : float, metres
        How far behind the wall the opening ends.
    slot : str
    """
    x, y0, y1, z0, z1 = np.asarray(rects, np.float64).reshape(-1, 5).T
    back = x - depth
    faces = (
        ((x, y0, z0), (x, y1, z0), (back, y1, z0), (back, y0, z0)),
        ((x, y1, z1), (x, y0, z1), (back, y0, z1), (back, y1, z1)),
        ((back, y0, z0), (back, y0, z1), (x, y0, z1), (x, y0, z0)),
        ((x, y1, z0), (x, y1, z1), (back, y1, z1), (back, y1, z0)),
    )
    corners = np.stack([np.stack([np.stack(corner, axis=-1) for corner in face], 1) for face in faces], 1)
    return quads(corners.reshape(-1, 4, 3), slot)


def turned(mesh: Mesh, quarters: int, offset: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Mesh:
    """Return the mesh turned left by quarter turns about z, then moved; exact, as no sine is taken."""
    cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarters % 4]
    rotation = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]], np.float64)
    return Mesh(
        mesh.vertices @ rotation + np.array(offset),
        mesh.triangles,
        mesh.normals @ rotation,
        mesh.flat,
        mesh.slot,
        mesh.part,
        mesh.slots,
    )
