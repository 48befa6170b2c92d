"""Tubes through rings of points, whose triangles depend on nothing but how many points there are."""

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh
from panscape.shapes.solids import grid_triangles
from panscape.shapes.surface import Floats, cross, snapped

Slots = npt.NDArray[np.object_]


def ringed(rings: npt.ArrayLike, slots: Slots | str, caps: tuple[bool, bool] = (True, True)) -> Mesh:
    """Return the smooth skin over closed rings.

    Unlike ``solids.loft`` it neither welds nor leaves anything out, so a body has the same triangles in every pose.

    Parameters
    ----------
    rings : (R, N, 3) float, metres
        Each counter-clockwise seen from where the next one lies.
    slots : str, or (R - 1, N) of str
        The material of the quadrilaterals between two rings; a cap has that of its ring's first.
    caps : (bool, bool)
        Close the start and the end with a fan about the ring's middle.

    Returns
    -------
    Mesh
        R N vertices and one for each cap; one part.
    """
    grid = np.asarray(rings, np.float64)
    count, sides = grid.shape[:2]
    of_quad = np.full((count - 1, sides), slots, dtype=object) if isinstance(slots, str) else slots
    names = tuple(dict.fromkeys(of_quad.ravel().tolist()))
    number = {name: k for k, name in enumerate(names)}
    codes = np.array([number[name] for name in of_quad.ravel().tolist()], np.int16)
    around = np.concatenate([np.arange(sides), [0]])
    index = (np.arange(count)[:, None] * sides + around).ravel()
    triangles, slot = [index[grid_triangles(count, sides + 1)][:, ::-1]], [np.repeat(codes, 2)]
    tangents = np.roll(grid, -1, axis=1) - np.roll(grid, 1, axis=1)
    normals = [cross(tangents.reshape(-1, 3), np.gradient(grid, axis=0).reshape(-1, 3))]
    points = [grid.reshape(-1, 3)]
    here, there = around[:-1], around[1:]
    total = count * sides
    for end, wanted in ((0, caps[0]), (count - 1, caps[1])):
        if not wanted:
            continue
        first, other = (there, here) if end == 0 else (here, there)
        triangles.append(np.stack([np.full(sides, total), end * sides + first, end * sides + other], axis=1))
        slot.append(np.full(sides, codes[0 if end == 0 else -sides], np.int16))
        middle = grid[end].mean(axis=0)
        points.append(middle[None])
        inner = grid[min(max(end, 1), count - 2)].mean(axis=0)
        normals.append((middle - inner)[None])
        total += 1
    faces = np.concatenate(triangles).astype(np.int32)
    return Mesh(
        snapped(np.concatenate(points)),
        faces,
        unit(np.concatenate(normals)),
        np.zeros(len(faces), np.bool_),
        np.concatenate(slot),
        np.zeros(len(faces), np.int32),
        names,
    )


def unit(vectors: Floats) -> Floats:
    """Return the vectors at length 1; up where they have none."""
    lengths = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    return np.where(lengths > 1e-12, vectors / np.maximum(lengths, 1e-12), np.array([0.0, 0.0, 1.0]))


def ellipses(
    middles: Floats, ahead: Floats, left: Floats, depth: Floats, breadth: Floats, sides: int, square: float = 0.85
) -> Floats:
    """Return (R, sides, 3) rings about middles, the first point of each ahead; ``square`` 1 is an ellipse, 0 a box."""
    turns = 2.0 * np.pi * np.arange(sides) / sides
    c, s = np.cos(turns), np.sin(turns)
    c, s = np.sign(c) * np.abs(c) ** square, np.sign(s) * np.abs(s) ** square
    return middles[:, None] + (depth[:, None] * c)[..., None] * ahead + (breadth[:, None] * s)[..., None] * left
