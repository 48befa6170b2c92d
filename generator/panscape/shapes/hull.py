"""Skins of vehicles: a half outline seen from above, drawn up through heights, mirrored, with patches laid upon it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh, join
from panscape.shapes.solids import grid_triangles, moved, sheet
from panscape.shapes.surface import Floats, Ints, cross, snapped, surface


@dataclass(frozen=True, eq=False)
class Hull:
    """The left half of a skin; the right half is its mirror image.

    Attributes
    ----------
    points : (R, C, 3) float64, metres
        Rows from the bottom up, columns from the front's middle along the left side to the rear's middle.
    normals : (C, 2) float64
        Unit, level, outwards.
    """

    points: Floats
    normals: Floats

    def front(self, y: float) -> float:
        """The column, with fraction, that lies ``y`` to the left on the front."""
        middle = int(self.points[0, :, 1].argmax())
        return float(np.interp(y, self.points[self._girth, : middle + 1, 1], np.arange(middle + 1)))

    def rear(self, y: float) -> float:
        """The column, with fraction, that lies ``y`` to the left on the rear."""
        middle, last = int(self.points[0, :, 1].argmax()), self.points.shape[1] - 1
        return last - float(np.interp(y, self.points[self._girth, middle:, 1][::-1], np.arange(last + 1 - middle)))

    def side(self, x: float) -> float:
        """The column, with fraction, that lies at ``x``."""
        xs = self.points[self._girth, :, 0]
        return float(np.interp(-x, -xs, np.arange(len(xs))))

    @property
    def _girth(self) -> int:
        return self.points.shape[0] // 2

    def at(self, columns: npt.ArrayLike, heights: npt.ArrayLike, lift: float = 0.0) -> Floats:
        """Return (N, 3) points of the skin at columns with fractions and heights in metres, lifted off outwards."""
        u = np.asarray(columns, np.float64).ravel()
        z = np.broadcast_to(np.asarray(heights, np.float64).ravel(), u.shape)
        left = np.minimum(u.astype(np.int64), self.points.shape[1] - 2)
        part = (u - left)[:, None]
        lines = self.points[:, left] * (1.0 - part) + self.points[:, left + 1] * part
        below = ((lines[..., 2] <= z).sum(axis=0) - 1).clip(0, len(lines) - 2)
        each = np.arange(len(u))
        low, high = lines[below, each], lines[below + 1, each]
        share = ((z - low[:, 2]) / np.maximum(high[:, 2] - low[:, 2], 1e-9)).clip(0.0, 1.0)
        found = low + share[:, None] * (high - low)
        ways = self.normals[left] * (1.0 - part) + self.normals[left + 1] * part
        found[:, :2] += lift * ways
        return found

    def between(self, start: float, end: float) -> Floats:
        """Return the columns from ``start`` to ``end`` with every whole one between: there the skin bends."""
        whole = np.arange(np.floor(start) + 1, np.ceil(end))
        return np.concatenate([[start], whole, [end]])


def skin(hull: Hull, slots: npt.NDArray[np.str_] | str, crease_deg: float = 40.0) -> Mesh:
    """Return the mesh of both halves.

    Parameters
    ----------
    hull : Hull
    slots : str, or (R - 1, C - 1) of str
        The material of each quadrilateral; "" leaves it open.
    crease_deg : float
        Quadrilaterals of two materials are never smooth with each other.
    """
    grid = np.concatenate([_mirrored(hull.points[:, :0:-1]), hull.points], axis=1)[::-1]
    rows, columns = grid.shape[:2]
    triangles = grid_triangles(rows, columns)
    if isinstance(slots, str):
        return surface(grid.reshape(-1, 3), triangles, slots, crease_deg)
    of_quad = np.concatenate([slots[:, ::-1], slots], axis=1)[::-1].ravel()
    names = [name for name in dict.fromkeys(of_quad.tolist()) if name]
    return join(
        [surface(grid.reshape(-1, 3), triangles[np.repeat(of_quad == name, 2)], name, crease_deg) for name in names]
    )


def lid(hull: Hull, across: npt.ArrayLike, rise: npt.ArrayLike, slot: str, open_at: tuple[int, int] = (0, 0)) -> Mesh:
    """Return the surface that closes a hull from above.

    Parameters
    ----------
    hull : Hull
    across : (K,) float
        Shares of the half width at which it is drawn, from 1 at the edge to 0 in the middle.
    rise : (K,) or (K, C) float, metres
        Height above the edge there; 0 at the edge. Falls to 0 where front and rear cross the middle.
    slot : str
    open_at : (first, last) columns
        Between them all but the outermost strip is left out, for a cabin that stands there.
    """
    edge, shares = hull.points[-1], np.asarray(across, np.float64)
    heights = np.asarray(rise, np.float64)
    half = np.repeat(edge[None], len(shares), axis=0)
    half[..., 1] *= shares[:, None]
    # Where the edge runs across the middle, there is no room to rise.
    half[..., 2] += (heights if heights.ndim == 2 else heights[:, None]) * edge[:, 1] / edge[:, 1].max()
    grid = np.concatenate([half, _mirrored(half[-2::-1])])[:, ::-1]
    rows, columns = grid.shape[:2]
    row, column = np.divmod(np.arange((rows - 1) * (columns - 1)), columns - 1)
    column = columns - 2 - column
    inner = (row > 1) & (row < rows - 3) & (column >= open_at[0]) & (column < open_at[1])
    return surface(grid.reshape(-1, 3), grid_triangles(rows, columns)[np.repeat(~inner, 2)], slot, 50.0)


def patch(
    hull: Hull,
    columns: npt.ArrayLike,
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    slot: str,
    lift: float = 0.006,
    rows: int = 4,
) -> Mesh:
    """Return a thin sheet that lies on the skin, on both sides: a lamp, a grille, a window.

    Parameters
    ----------
    hull : Hull
    columns : (N,) float
        Increasing; ``Hull.between`` gives those where the skin bends.
    low, high : float or (N,) float, metres
        Heights of its edges.
    slot : str
    lift : float, metres
        How far off the skin, so that it is seen.
    rows : int
        Strips from low to high.
    """
    u = np.asarray(columns, np.float64)
    bottom, top = (np.broadcast_to(np.asarray(edge, np.float64), u.shape) for edge in (low, high))
    shares = np.linspace(1.0, 0.0, rows + 1)[:, None]
    heights = bottom + shares * (top - bottom)
    left = hull.at(np.tile(u, rows + 1), heights.ravel(), lift).reshape(rows + 1, len(u), 3)
    if abs(left[0, 0, 1]) < 1e-6:
        return sheet(np.concatenate([_mirrored(left[:, :0:-1]), left], axis=1), slot)
    if abs(left[0, -1, 1]) < 1e-6:
        return sheet(np.concatenate([left, _mirrored(left[:, -2::-1])], axis=1), slot)
    # Both halves at once: a second mesh and a join would add a third to the time.
    triangles = grid_triangles(rows + 1, len(u))
    points = np.concatenate([left.reshape(-1, 3), _mirrored(left[:, ::-1]).reshape(-1, 3)])
    return thin(points, np.concatenate([triangles, triangles + left.size // 3]), slot)


def decal(
    hull: Hull,
    outline: npt.ArrayLike,
    slot: str,
    lift: float = 0.006,
    rows: int = 1,
    sides: tuple[float, ...] = (1.0, -1.0),
) -> Mesh:
    """Return a thin shape that lies on the skin; it keeps to the skin's bends between the points of its outline.

    Parameters
    ----------
    hull : Hull
    outline : (N, 3) float
        Column, low edge and high edge in metres; columns increase.
    slot : str
    lift : float, metres
        How far off the skin, so that it is seen.
    rows : int
        Strips from low to high.
    sides : tuple of 1.0 (left) and -1.0 (right)

    Examples
    --------
    >>> plan, ways = rounded_plan(4.0, 2.0, (8.0, 8.0), (0.0, 0.5), (1.0, 0.0, -1.0))
    >>> wall = np.concatenate([np.repeat(plan[None], 2, 0), [[[0]] * 7, [[1]] * 7]], axis=2)
    >>> len(decal(Hull(wall, ways), [(2, 0.2, 0.4), (4, 0.2, 0.6)], "sign", sides=(1.0,)).triangles)
    4
    """
    u, low, high = np.asarray(outline, np.float64).T
    columns = np.union1d(u, np.arange(np.ceil(u[0]), np.floor(u[-1]) + 1))
    bottom, top = np.interp(columns, u, low), np.interp(columns, u, high)
    heights = bottom + np.linspace(1.0, 0.0, rows + 1)[:, None] * (top - bottom)
    left = hull.at(np.tile(columns, rows + 1), heights.ravel(), lift)
    triangles = grid_triangles(rows + 1, len(columns))
    faces = {1.0: (left, triangles), -1.0: (_mirrored(left), triangles[:, ::-1])}
    points = np.concatenate([faces[side][0] for side in sides])
    numbered = [faces[side][1] + k * len(left) for k, side in enumerate(sides)]
    return thin(points, np.concatenate(numbered), slot)


def seam(hull: Hull, columns: tuple[float, float], heights: npt.ArrayLike, slot: str, lift: float = 0.005) -> Mesh:
    """Return a strip up the skin of both sides, between two columns, with an edge at each of some rising heights."""
    levels = np.asarray(heights, np.float64)[::-1]
    left = hull.at(np.tile(columns, len(levels)), np.repeat(levels, 2), lift)
    triangles = grid_triangles(len(levels), 2)
    points = np.concatenate([left, _mirrored(left)])
    return thin(points, np.concatenate([triangles, triangles[:, ::-1] + len(left)]), slot)


def thin(points: Floats, triangles: Ints, slot: str) -> Mesh:
    """Return the smooth mesh of some triangles whose points are each there once; those without area are left out.

    As ``surface`` makes it, but for the search for points that are one: a car has a hundred such shapes.
    """
    places = snapped(points)
    a, b, c = (places[triangles[:, k]] for k in range(3))
    across = cross(b - a, c - a)
    kept = (across * across).sum(axis=1) > 1e-20
    faces, across = triangles[kept], across[kept]
    corners = faces.ravel()
    sums = np.stack([np.bincount(corners, np.repeat(across[:, k], 3), len(places)) for k in range(3)], axis=1)
    lengths = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
    normals = np.where(lengths > 1e-12, sums / np.maximum(lengths, 1e-12), np.array([0.0, 0.0, 1.0]))
    count = len(faces)
    return Mesh(
        places, faces.astype(np.int32), normals, np.zeros(count, np.bool_), np.zeros(count, np.int16),
        np.zeros(count, np.int32), (slot,),
    )  # fmt: skip


def both_sides(mesh: Mesh) -> Mesh:
    """Return a mesh and its mirror image on the other side of the middle, y = 0."""
    return join([mesh, moved(mesh, scale=(1.0, -1.0, 1.0))])


def rounded_plan(
    length: float, width: float, sharpness: tuple[float, float], faces: npt.ArrayLike, sides: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return a half outline seen from above, and its normals: two half superellipses, front and rear.

    Parameters
    ----------
    length, width : float, metres
    sharpness : (front, rear)
        Exponents; 2 is an ellipse, 6 a car, 20 nearly a rectangle.
    faces : (A,) float
        Shares of the half width at which front and rear have a column, from 0, increasing.
    sides : (B,) float, metres
        x of the columns between them, decreasing.

    Returns
    -------
    (2 A + B, 2) float64, (2 A + B, 2) float64

    Raises
    ------
    ValueError
        If the sides reach beyond the corners, so that the outline would run back.
    """
    shares, xs = np.asarray(faces, np.float64), np.asarray(sides, np.float64)
    a, b = 0.5 * length, 0.5 * width
    ends = [a * (1.0 - shares**e) ** (1.0 / e) for e in sharpness]
    x = np.concatenate([ends[0], xs, -ends[1][::-1]])
    power = np.where(x > 0.0, sharpness[0], sharpness[1])
    side_y = b * (1.0 - np.minimum(1.0, np.abs(xs) / a) ** power[len(shares) : len(shares) + len(xs)]) ** (
        1.0 / power[len(shares) : len(shares) + len(xs)]
    )
    if (np.diff(x) > 0.0).any():
        limits = f"{-ends[1][-1]:.3f} to {ends[0][-1]:.3f}"
        raise ValueError(f"outline: sides from {xs[-1]:.3f} to {xs[0]:.3f} m pass a corner; they fit in {limits} m")
    y = np.concatenate([b * shares, side_y, b * shares[::-1]])
    slope = np.stack([np.sign(x) * np.abs(x / a) ** (power - 1.0) / a, (y / b) ** (power - 1.0) / b], axis=1)
    return np.stack([x, y], axis=1), slope / np.sqrt((slope * slope).sum(axis=1, keepdims=True))


def _mirrored(points: Floats) -> Floats:
    return points * np.array([1.0, -1.0, 1.0])
