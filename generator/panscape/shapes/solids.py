"""The solids that shapes are put together from: boxes, lathed and lofted bodies, tubes, prisms, sheets."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh
from panscape.shapes.surface import Floats, cross, snapped, surface

Point = Sequence[float] | Floats

_BOX_FACES = np.array([(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)])


def box(x0: float, x1: float, y0: float, y1: float, z0: float, z1: float, slot: str) -> Mesh:
    """Return a box between two corners, metres; flat, 12 triangles."""
    corners = np.array([(x, y, z) for z in (z0, z1) for y in (y0, y1) for x in (x0, x1)])
    triangles = _BOX_FACES[:, (0, 1, 2, 0, 2, 3)].reshape(-1, 3)
    return surface(corners, triangles, slot, 0.0)


def quad(corners: npt.ArrayLike, slot: str) -> Mesh:
    """Return a flat quadrilateral; ``corners`` is (4, 3) metres, counter-clockwise seen from outside."""
    return surface(corners, [(0, 1, 2), (0, 2, 3)], slot, 0.0)


def sheet(points: npt.ArrayLike, slot: str, crease_deg: float = 180.0) -> Mesh:
    """Return an open surface through a grid of points.

    Parameters
    ----------
    points : (R, C, 3) float, metres
        Outside is the side from which the rows run down and the columns to the right.
    slot : str
    crease_deg : float
        As in ``surface``.
    """
    grid = np.asarray(points, np.float64)
    rows, columns = grid.shape[:2]
    return surface(grid.reshape(-1, 3), grid_triangles(rows, columns), slot, crease_deg)


def grid_triangles(rows: int, columns: int) -> npt.NDArray[np.int64]:
    """Return the (F, 3) triangles of a grid of R x C vertices; outside as in ``sheet``."""
    a = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    below = a + columns
    return np.stack([a, below, below + 1, a, below + 1, a + 1], axis=1).reshape(-1, 3)


def loft(rings: npt.ArrayLike, slot: str, crease_deg: float = 40.0, caps: bool = True) -> Mesh:
    """Return the skin over closed rings.

    Parameters
    ----------
    rings : (R, N, 3) float, metres
        Each counter-clockwise seen from where the next one lies.
    slot : str
    crease_deg : float
    caps : bool
        Close both ends with fans about the end rings' middles, which must see the whole ring.
    """
    grid = np.asarray(rings, np.float64)
    count, sides = grid.shape[:2]
    around = np.concatenate([np.arange(sides), [0]])
    index = (np.arange(count)[:, None] * sides + around).ravel()
    triangles = [index[grid_triangles(count, sides + 1)][:, ::-1]]
    points = grid.reshape(-1, 3)
    if caps:
        points = np.concatenate([points, grid[[0, -1]].mean(axis=1)])
        here, there = around[:-1], around[1:]
        bottom, top, last = count * sides, count * sides + 1, (count - 1) * sides
        triangles.append(np.stack([np.full(sides, bottom), there, here], axis=1))
        triangles.append(np.stack([np.full(sides, top), last + here, last + there], axis=1))
    return surface(points, np.concatenate(triangles), slot, crease_deg)


def lathe(
    profile: Sequence[tuple[float, float]],
    sides: int,
    slot: str,
    crease_deg: float = 40.0,
    closed: bool = False,
    caps: bool = True,
) -> Mesh:
    """Return a body turned about the z axis.

    Parameters
    ----------
    profile : sequence of (radius, z), metres
        From the bottom to the top along the outside.
    sides : int
    slot : str
    crease_deg : float
    closed : bool
        The profile's end joins its start, and nothing lies on the axis.
    caps : bool
        Unless closed, both ends are capped.
    """
    turns = 2.0 * np.pi * np.arange(sides) / sides
    radius, z = np.array([*profile, *profile[:1]] if closed else profile, np.float64).T
    rings = np.empty((len(radius), sides, 3))
    rings[..., 0] = radius[:, None] * np.cos(turns)
    rings[..., 1] = radius[:, None] * np.sin(turns)
    rings[..., 2] = z[:, None]
    return loft(rings, slot, crease_deg, caps and not closed)


def sphere(center: Point, radii: Point | float, slot: str, sides: int = 12, rows: int = 8) -> Mesh:
    """Return an ellipsoid with its axes along x, y and z; ``radii`` in metres, one or three."""
    return moved(_ball(slot, sides, rows), center, scale=radii)


@cache
def _ball(slot: str, sides: int, rows: int) -> Mesh:
    heights = np.linspace(-0.5 * np.pi, 0.5 * np.pi, rows + 1)
    profile = list(zip(np.cos(heights).clip(1e-9).tolist(), np.sin(heights).tolist(), strict=True))
    return lathe(profile, sides, slot, 180.0)


def tube(
    start: Point, end: Point, radius: float, end_radius: float | None = None, sides: int = 8, slot: str = "tube"
) -> Mesh:
    """Return a straight tube or cone between two points, closed at both ends; metres."""
    return pipe(np.array([start, end]), [radius, radius if end_radius is None else end_radius], sides, slot)


def pipe(
    points: npt.ArrayLike,
    radii: npt.ArrayLike,
    sides: int,
    slot: str,
    broad: Point | None = None,
    crease_deg: float = 60.0,
) -> Mesh:
    """Return a bent tube along a line of points, closed at both ends.

    Parameters
    ----------
    points : (P, 3) float, metres
    radii : float, (P,) float or (P, 2) float, metres
        Two numbers make an ellipse: across ``broad`` first, along it second.
    sides : int
    slot : str
    broad : (x, y, z) or None
        Direction in which the second radius lies, anywhere but along the tube. None carries one along the bends.
    crease_deg : float
    """
    line, sizes = np.asarray(points, np.float64), np.asarray(radii, np.float64)
    across, along = sizes.T if sizes.ndim == 2 else (sizes, sizes)
    steps = np.diff(line, axis=0)
    steps /= np.sqrt((steps * steps).sum(axis=1, keepdims=True))
    ahead = np.concatenate([steps[:1], steps[:-1] + steps[1:], steps[-1:]])
    ahead /= np.sqrt((ahead * ahead).sum(axis=1, keepdims=True))
    first = _aside(ahead) if broad is None else cross(np.asarray(broad, np.float64)[None], ahead)
    first /= np.sqrt((first * first).sum(axis=1, keepdims=True))
    second = cross(ahead, first)
    turns = 2.0 * np.pi * (np.arange(sides) + 0.5) / sides
    rings = (
        line[:, None]
        + (np.cos(turns) * np.broadcast_to(across, len(line))[:, None])[..., None] * first[:, None]
        + (np.sin(turns) * np.broadcast_to(along, len(line))[:, None])[..., None] * second[:, None]
    )
    return loft(rings, slot, crease_deg)


def extrude(polygon: npt.ArrayLike, height: float, slot: str, crease_deg: float = 30.0) -> Mesh:
    """Return an upright prism from z = 0 to ``height`` over a simple polygon, which may be concave.

    Parameters
    ----------
    polygon : (N, 2) float, metres
        In either sense; it does not cross itself.
    height : float, metres
    slot : str
    crease_deg : float

    Raises
    ------
    ValueError
        If no ear is left to cut, which means that the polygon crosses itself.
    """
    outline = np.asarray(polygon, np.float64)
    x, y = outline.T
    if (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() < 0.0:
        outline = outline[::-1]
    count = len(outline)
    top = np.array(_ears(outline.tolist()))
    points = np.concatenate(
        [np.column_stack([outline, np.zeros(count)]), np.column_stack([outline, np.full(count, height)])]
    )
    here, there = np.arange(count), (np.arange(count) + 1) % count
    walls = np.stack([here, there, there + count, here, there + count, here + count], axis=1).reshape(-1, 3)
    return surface(points, np.concatenate([top[:, ::-1], top + count, walls]), slot, crease_deg)


def moved(
    mesh: Mesh,
    offset: Point = (0.0, 0.0, 0.0),
    rotation: npt.ArrayLike | None = None,
    scale: Point | float = 1.0,
) -> Mesh:
    """Return the mesh scaled along its axes, then rotated, then moved.

    Parameters
    ----------
    mesh : Mesh
    offset : (x, y, z) metres
    rotation : (3, 3) float or None
        Orthonormal; its columns are where the axes go.
    scale : float or (x, y, z)
        Negative numbers mirror; triangles are turned over so that outside stays outside.
    """
    factors = np.broadcast_to(np.asarray(scale, np.float64), 3)
    points, normals = mesh.vertices * factors, mesh.normals / factors
    if rotation is not None:
        columns = np.asarray(rotation, np.float64).T
        # Not a matrix product: BLAS rounds differently from one CPU to the next.
        points, normals = (
            v[:, :1] * columns[0] + v[:, 1:2] * columns[1] + v[:, 2:] * columns[2] for v in (points, normals)
        )
    normals = normals / np.sqrt((normals * normals).sum(axis=1, keepdims=True))
    triangles = mesh.triangles if factors.prod() > 0.0 else mesh.triangles[:, ::-1]
    return Mesh(
        snapped(points + np.asarray(offset, np.float64)),
        np.ascontiguousarray(triangles),
        normals,
        mesh.flat,
        mesh.slot,
        mesh.part,
        mesh.slots,
    )


def rotation(axis: str, angle: float) -> Floats:
    """Return the (3, 3) rotation by ``angle`` radians about ``"x"``, ``"y"`` or ``"z"``, right-handed."""
    c, s = np.cos(angle), np.sin(angle)
    i, j = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.eye(3)
    matrix[i, i] = matrix[j, j] = c
    matrix[j, i], matrix[i, j] = s, -s
    return matrix


def _aside(ahead: Floats) -> Floats:
    """A direction across the line at each of its points, carried along without twisting."""
    start = np.eye(3)[np.abs(ahead[0]).argmin()]
    found = [cross(start[None], ahead[:1])[0]]
    for direction in ahead[1:]:
        found.append(found[-1] - (found[-1] * direction).sum() * direction)
    return np.array(found)


def _ears(points: list[list[float]]) -> list[tuple[int, int, int]]:
    """Triangles of a simple, counter-clockwise polygon, by cutting one ear after another."""
    left = list(range(len(points)))
    triangles = []
    while len(left) > 3:
        for at in range(len(left)):
            a, b, c = left[at - 1], left[at], left[(at + 1) % len(left)]
            if _turn(points[a], points[b], points[c]) > 0.0 and not any(
                _inside(points[p], points[a], points[b], points[c]) for p in left if p not in (a, b, c)
            ):
                break
        else:
            raise ValueError(f"extrude: no ear is left among {len(left)} corners; the outline must not cross itself")
        triangles.append((a, b, c))
        del left[at]
    if _turn(*(points[k] for k in left)) < 0.0:
        raise ValueError("extrude: the outline must not cross itself")
    return [*triangles, (left[0], left[1], left[2])]


def _turn(a: list[float], b: list[float], c: list[float]) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _inside(p: list[float], a: list[float], b: list[float], c: list[float]) -> bool:
    """Whether p lies in the triangle or on its rim, other than at one of its corners."""
    return p not in (a, b, c) and all(_turn(q, r, p) >= 0.0 for q, r in pairwise((a, b, c, a)))
