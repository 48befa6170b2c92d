"""The rings around a mask, and the mask inside rings: exact both ways."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.polygons.kernels import count_edges, fill_rings, thin_out, trace_rings

Mask = npt.NDArray[np.bool_] | npt.NDArray[np.uint8]
FARTHEST = 1 << 20  # px; the fill's integers stay far below 2**63


@dataclass(frozen=True, eq=False)
class Rings:
    """Closed rings, such as the outer rings and the holes of one segment.

    Attributes
    ----------
    points : (N, 2) float64
        x, y in pixels; pixel (y, x) is the square from (x, y) to (x + 1, y + 1).
    starts : (R + 1,) int64
        Ring r is ``points[starts[r]:starts[r + 1]]``; its last point joins its first.

    Raises
    ------
    ValueError
        If the starts do not divide the points, or a point is not finite or farther out than 2**20 px.
    """

    points: npt.NDArray[np.float64]
    starts: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        steps = np.diff(self.starts)
        if self.starts[0] != 0 or self.starts[-1] != len(self.points) or (steps < 1).any():
            raise ValueError(f"rings: starts {self.starts[:8]} do not divide {len(self.points)} points")
        if not (np.abs(self.points) < FARTHEST).all():
            raise ValueError(f"rings: a point is not finite or lies farther out than {FARTHEST} px")

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> npt.NDArray[np.float64]:
        """The points of one ring, (n, 2)."""
        return self.points[self.starts[number] : self.starts[number + 1]]

    @classmethod
    def of(cls, rings: Sequence[npt.ArrayLike]) -> "Rings":
        """Rings of a list of (n, 2) points each."""
        arrays = [np.asarray(ring, np.float64).reshape(-1, 2) for ring in rings]
        starts = np.cumsum([0, *(len(ring) for ring in arrays)]).astype(np.int64)
        return cls(np.concatenate(arrays) if arrays else np.empty((0, 2)), starts)


def outline(mask: Mask, *, every_step: bool = False) -> Rings:
    """Return the rings around a mask, on its pixels' edges; ``fill`` gives the mask back, pixel for pixel.

    Parameters
    ----------
    mask : (H, W) bool
    every_step : bool
        Keep the corner after every pixel edge, not only where the ring turns.

    Returns
    -------
    Rings
        Whole-numbered points. Outer rings run clockwise on the screen, holes against it; pixels that touch at a
        corner are one part, as a person sees them.

    Examples
    --------
    >>> outline(np.ones((2, 3), bool))[0].tolist()
    [[0.0, 0.0], [3.0, 0.0], [3.0, 2.0], [0.0, 2.0]]
    """
    padded = np.zeros((mask.shape[0] + 2, mask.shape[1] + 2), np.uint8)
    padded[1:-1, 1:-1] = mask
    rings = trace(padded)
    return rings if every_step else _turns(rings)


def trace(padded: npt.NDArray[np.uint8]) -> Rings:
    """Return the rings in unit steps around a mask of 0 and 1 that has a border of zeros, which counts as outside."""
    edges = count_edges(padded)
    points = np.empty((edges, 2), np.int32)
    starts = np.zeros(edges // 4 + 2, np.int64)
    count = trace_rings(padded, np.zeros_like(padded), points, starts)
    return Rings(points.astype(np.float64), starts[: count + 1])


def fill(rings: Rings, height: int, width: int) -> npt.NDArray[np.bool_]:
    """Return the pixels whose centre lies inside the rings by the even-odd rule, (height, width) bool.

    Vertices are rounded to 1/256 px and all else is integer arithmetic, so the mask is the same on every machine.
    A centre on an edge counts as right of it and below it: polygons that share an edge share no pixel.
    """
    toggles = np.zeros((height, width + 1), np.uint8)
    fill_rings(rings.points, rings.starts, 0, 0, toggles)
    return toggles[:, :width].view(np.bool_)


def area(rings: Rings) -> float:
    """Return the area inside, in square pixels: outer rings count positive, holes negative."""
    total = 0.0
    for number in range(len(rings)):
        x, y = rings[number].T
        total += 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))
    return total


def length(ring: npt.NDArray[np.float64]) -> float:
    """Return the length of one closed ring, in pixels."""
    return float(np.linalg.norm(np.roll(ring, -1, axis=0) - ring, axis=1).sum())


def resampled(ring: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    """Return ``count`` points at equal distances along a closed ring, from its first point on."""
    closed = np.concatenate([ring, ring[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    places = np.arange(count) * (along[-1] / count)
    return np.stack([np.interp(places, along, closed[:, 0]), np.interp(places, along, closed[:, 1])], axis=1)


def simplified(rings: Rings, tolerance_px: float) -> Rings:
    """Return the rings with the vertices that Douglas and Peucker keep: none left out lies farther off."""
    kept = []
    for number in range(len(rings)):
        ring = np.ascontiguousarray(rings[number])
        keep = np.zeros(len(ring), np.bool_)
        thin_out(ring, tolerance_px, keep, np.empty((len(ring) + 1, 2), np.int64))
        kept.append(ring[keep])
    return Rings.of(kept)


def _turns(rings: Rings) -> Rings:
    """The points at which a ring of unit steps changes its direction."""
    kept = []
    for number in range(len(rings)):
        ring = rings[number]
        ahead = np.roll(ring, -1, axis=0) - ring
        kept.append(ring[(ahead != np.roll(ahead, 1, axis=0)).any(axis=1)])
    return Rings.of(kept)
