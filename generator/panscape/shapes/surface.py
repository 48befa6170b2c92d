"""Bare triangles to a mesh: normals that are smooth or creased, and the parts that they form."""

from math import cos, radians

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Vertices lie on a grid of 2**-20 m (a micrometre): sine and cosine differ in their last bit between CPUs, and
# without the grid that bit would reach the labels.
_GRID = 1048576.0


def surface(vertices: npt.ArrayLike, triangles: npt.ArrayLike, slot: str, crease_deg: float = 40.0) -> Mesh:
    """Return the mesh of some triangles; triangles without area are left out.

    Parameters
    ----------
    vertices : (V, 3) float, metres
        Those at one place count as one.
    triangles : (F, 3) int
        Counter-clockwise seen from outside.
    slot : str
        The material's name.
    crease_deg : float
        Neighbours that meet at less than this angle are shaded as one smooth surface. 0 makes every triangle
        flat, 180 everything smooth.

    Returns
    -------
    Mesh
        One part for each smooth surface, or, where flat, for each direction that triangles face.

    Examples
    --------
    >>> surface([(0, 0, 0), (1, 0, 0), (0, 1, 0)], [(0, 1, 2)], "paper").normals[0].tolist()
    [0.0, 0.0, 1.0]
    """
    points = snapped(np.asarray(vertices, np.float64).reshape(-1, 3))
    faces = np.asarray(triangles, np.int64).reshape(-1, 3)
    across = cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])
    lengths = np.sqrt((across * across).sum(axis=1))
    kept = lengths > 1e-10
    faces, across = faces[kept], across[kept]
    facing = across / lengths[kept, None]
    if crease_deg <= 0.0:
        points, faces = _used(points, faces)
        return _mesh(points, faces, _sums(faces, across, len(points)), True, _by_direction(facing), slot)
    places, corners = _welded(points, faces)
    if crease_deg >= 180.0:
        part = np.zeros(len(faces), np.int64)
        return _mesh(places, corners, _sums(corners, across, len(places)), False, part, slot)
    first, second = _neighbours(corners, facing, cos(radians(crease_deg)))
    sums: Floats = np.stack(
        [np.bincount(first, weights=across[second // 3, axis], minlength=3 * len(faces)) for axis in range(3)], axis=1
    )
    part = _connected(first // 3, second // 3, len(faces))
    normals = _unit(sums)
    direction = np.rint(127.0 * normals).astype(np.int64) + 127
    # One number for place, part and direction, as sorting rows costs ten times as much: 2**20, 2**18 and 2**24 of them.
    keys = (corners.ravel() << 42) + (np.repeat(part, 3) << 24) + (direction * (65536, 256, 1)).sum(axis=1)
    _, kinds, split = np.unique(keys, return_index=True, return_inverse=True)
    points, normals = places[corners.ravel()[kinds]], normals[kinds]
    return _mesh(points, split.reshape(-1, 3), normals, False, part, slot)


def snapped(points: Floats) -> Floats:
    """Return the points on the grid of a micrometre that every vertex lies on."""
    return np.rint(points * _GRID) / _GRID


def cross(a: Floats, b: Floats) -> Floats:
    """Return the (N, 3) cross products of two rows of vectors; np.cross takes five times as long on small ones."""
    return np.stack(
        [
            a[:, 1] * b[:, 2] - a[:, 2] * b[:, 1],
            a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2],
            a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0],
        ],
        axis=1,
    )


def _mesh(points: Floats, faces: Ints, normals: Floats, flat: bool, part: Ints, slot: str) -> Mesh:
    count = len(faces)
    return Mesh(
        points,
        faces.astype(np.int32),
        _unit(normals),
        np.full(count, flat),
        np.zeros(count, np.int16),
        part.astype(np.int32),
        (slot,),
    )


def _unit(vectors: Floats) -> Floats:
    """Unit vectors; up where two faces cancel each other."""
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.where(lengths > 1e-12, vectors / np.maximum(lengths, 1e-12), np.array([0.0, 0.0, 1.0]))


def _sums(corners: Ints, across: Floats, count: int) -> Floats:
    """Sum of the faces' area vectors at each of ``count`` vertices."""
    flat = corners.ravel()
    return np.stack([np.bincount(flat, np.repeat(across[:, axis], 3), count) for axis in range(3)], axis=1)


def _by_direction(facing: Floats) -> Ints:
    keys = np.rint(64.0 * facing).astype(np.int64) + 64
    _, part = np.unique((keys[:, 0] * 129 + keys[:, 1]) * 129 + keys[:, 2], return_inverse=True)
    return part.ravel()


def _used(points: Floats, faces: Ints) -> tuple[Floats, Ints]:
    """The points that faces use, and the faces over them."""
    kept = np.bincount(faces.ravel(), minlength=len(points)) > 0
    return (points, faces) if kept.all() else (points[kept], (np.cumsum(kept) - 1)[faces])


def _welded(points: Floats, faces: Ints) -> tuple[Floats, Ints]:
    """The places that faces use, each once, and the faces over them. Places closer than 0.01 mm are one."""
    points, faces = _used(points, faces)
    keys = np.rint(points * 1e5).astype(np.int64)
    order = np.lexsort(keys.T)
    new = np.ones(len(order), np.bool_)
    new[1:] = (keys[order[1:]] != keys[order[:-1]]).any(axis=1)
    place = np.empty(len(order), np.int64)
    place[order] = np.cumsum(new) - 1
    return points[order[new]], place[faces]


def _neighbours(corners: Ints, facing: Floats, least: float) -> tuple[Ints, Ints]:
    """Pairs of corners (3 face + k) that meet at one place, whose faces differ by less than the crease."""
    place = corners.ravel()
    order = np.argsort(place, kind="stable")
    sizes = np.bincount(place)
    start = np.cumsum(sizes) - sizes
    size = sizes[place[order]]
    first = np.repeat(order, size)
    within = np.arange(len(first)) - np.repeat(np.cumsum(size) - size, size)
    second = order[np.repeat(start[place[order]], size) + within]
    near = (facing[first // 3] * facing[second // 3]).sum(axis=1) >= least
    return first[near], second[near]


def _connected(first: Ints, second: Ints, count: int) -> Ints:
    """The component of each of ``count`` faces, numbered from 0 without gaps."""
    label = np.arange(count)
    while True:
        lower = label.copy()
        np.minimum.at(lower, first, label[second])
        lower = lower[lower]
        if np.array_equal(lower, label):
            break
        label = lower
    _, part = np.unique(label, return_inverse=True)
    return part.ravel()
