"""What one sees behind a vehicle's glass: seats, wheel, people, the far side's windows.

The renderer draws no glass that lets light through, and the truth wants none: a pane belongs to its car. So what is
behind it lies upon it, as thin shapes that keep the pane's own shine: sky and houses mirror in a seat as in the glass
beside it, as they do where a seat is seen through glass.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from panscape.scenes import Mesh
from panscape.shapes.hull import Hull, thin
from panscape.shapes.solids import grid_triangles
from panscape.shapes.surface import Floats

Outline = Sequence[tuple[float, float, float]]
LIGHT, SEAT, BODY, HEAD, NEAR = 0.004, 0.007, 0.010, 0.013, 0.016  # lifts of what covers what
# A disc, as shares of its radius: where, low, high.
_DISC: Outline = ((-1.0, -0.4, 0.4), (-0.72, -0.8, 0.72), (0.0, -1.0, 1.0), (0.72, -0.8, 0.72), (1.0, -0.4, 0.4))
_BOTTOM = -9.0  # down to the pane's lower edge


@dataclass(frozen=True, eq=False)
class Pane:
    """One window of a hull.

    Attributes
    ----------
    hull : Hull
    first, last : float
        Its columns.
    edges : (2, C) float64, metres
        Heights of its lower and upper edge at every column of the hull.
    faces : "ahead", "aside" or "behind"
        Places in it are metres left of the middle, or, aside, metres ahead of the hull's origin.
    sides : tuple of 1.0 (left) and -1.0 (right)
    lift : float, metres
        Of the pane itself off the hull.
    rows : int
        Strips that a tall shape is made of: 1 where the pane is flat.
    """

    hull: Hull
    first: float
    last: float
    edges: Floats
    faces: str
    sides: tuple[float, ...] = (1.0, -1.0)
    lift: float = 0.0
    rows: int = 2

    def on(self, *sides: float) -> "Pane":
        """Return the pane on some of the sides only."""
        return replace(self, sides=sides)

    def shows(self, outline: Outline, slot: str, lift: float, rows: int = 0) -> list[Mesh]:
        """Return what of a shape lies within the pane; the shape is given by place, low and high, in metres."""
        axis, sign = (0, -1.0) if self.faces == "aside" else (1, 1.0 if self.faces == "ahead" else -1.0)
        way, low, high = np.array(sorted((sign * place, low, high) for place, low, high in outline)).T
        # Where the hull bends, the shape must bend with it, or the hull would stand out through it.
        whole = np.arange(np.ceil(self.first), np.floor(self.last) + 1)
        level = 0.5 * (np.clip(low, *self._span) + np.clip(high, *self._span)).mean()
        bends = sign * self.hull.at(whole, level)[:, axis]
        ways = np.union1d(way, bends[(bends > way[0]) & (bends < way[-1])])
        bottom, top = np.interp(ways, way, low), np.interp(ways, way, high)
        heights = bottom + np.linspace(1.0, 0.0, (rows or self.rows) + 1)[:, None] * (top - bottom)
        across = np.broadcast_to(ways, heights.shape)
        numbers = np.arange(self.edges.shape[1])
        columns = self._columns(across, np.clip(heights, *self._span), axis, sign)
        heights = np.clip(heights, *(np.interp(columns, numbers, edge) for edge in self.edges))
        if np.ptp(columns) < 1e-3 or (heights[0] - heights[-1]).max() < 0.02:
            return []
        left = self.hull.at(columns.ravel(), heights.ravel(), self.lift + lift)
        triangles = grid_triangles(*heights.shape)
        turned = {1.0: (left, triangles), -1.0: (left * np.array([1.0, -1.0, 1.0]), triangles[:, ::-1])}
        points = np.concatenate([turned[side][0] for side in self.sides])
        faces = np.concatenate([turned[side][1] + k * len(left) for k, side in enumerate(self.sides)])
        return [thin(points, faces, slot)]

    @property
    def _span(self) -> tuple[float, float]:
        return float(self.edges[0].min()), float(self.edges[1].max())

    def _columns(self, ways: Floats, heights: Floats, axis: int, sign: float) -> Floats:
        """The columns at which the hull lies at given places and heights, none beyond the pane's."""
        numbers = np.arange(int(self.first), int(np.ceil(self.last)) + 1)
        flat, way = heights.ravel(), ways.ravel()
        places = self.hull.at(np.tile(numbers, len(flat)), np.repeat(flat, len(numbers)))[:, axis]
        lines = sign * places.reshape(len(flat), -1)
        left = ((lines[:, 1:-1] <= way[:, None]).sum(axis=1), np.arange(len(flat)))
        start, end = lines[left[1], left[0]], lines[left[1], left[0] + 1]
        found = numbers[0] + left[0] + (way - start) / np.maximum(end - start, 1e-9)
        return np.clip(found, self.first, self.last).reshape(heights.shape)


def daylight(pane: Pane, start: float, end: float, low: float, high: float, slot: str = "beyond") -> list[Mesh]:
    """Return the light that falls through from a window on the far side, between two places and heights."""
    return pane.shows(((start, low, high), (end, low, high)), slot, LIGHT)


def seat_from_aside(pane: Pane, back: float, roof: float, rest: bool = True) -> list[Mesh]:
    """Return a seat that looks ahead: ``back`` is where it leans, metres, ``roof`` the height of the roof."""
    top = roof - 0.40
    frame: Outline = ((back - 0.07, _BOTTOM, top - 0.05), (back, _BOTTOM, top), (back + 0.10, _BOTTOM, top - 0.10),
                      (back + 0.17, _BOTTOM, top - 0.40))  # fmt: skip
    shown = pane.shows(frame, "seats", SEAT)
    if rest:
        shown += pane.shows(_round(back - 0.01, roof - 0.315, 0.055, 0.10), "seats", SEAT)
    return shown


def seats_from_ahead(pane: Pane, middle: float, roof: float, half: float = 0.24) -> list[Mesh]:
    """Return a seat with its head rest, seen from before or behind."""
    top = roof - 0.40
    frame: Outline = ((middle - half, _BOTTOM, top - 0.07), (middle - 0.8 * half, _BOTTOM, top),
                      (middle + 0.8 * half, _BOTTOM, top), (middle + half, _BOTTOM, top - 0.07))  # fmt: skip
    rest: Outline = ((middle - 0.13, roof - 0.38, roof - 0.24), (middle - 0.10, roof - 0.40, roof - 0.21),
                     (middle + 0.10, roof - 0.40, roof - 0.21), (middle + 0.13, roof - 0.38, roof - 0.24))  # fmt: skip
    return pane.shows(frame, "seats", SEAT) + pane.shows(rest, "seats", SEAT)


def sitter(pane: Pane, middle: float, roof: float, half: float, coat: str = "coat", face: str = "face") -> list[Mesh]:
    """Return somebody who sits there: shoulders of a breadth of two halves, head, hair; ``roof`` as for a seat.

    From behind the ``face`` is hair.
    """
    top = roof - 0.43
    trunk: Outline = ((middle - half, _BOTTOM, top - 0.10), (middle - 0.75 * half, _BOTTOM, top - 0.02),
                      (middle - 0.3 * half, _BOTTOM, top + 0.03), (middle + 0.3 * half, _BOTTOM, top + 0.03),
                      (middle + 0.75 * half, _BOTTOM, top - 0.02), (middle + half, _BOTTOM, top - 0.10))  # fmt: skip
    neck: Outline = ((middle - 0.045, top - 0.02, top + 0.1), (middle + 0.045, top - 0.02, top + 0.1))
    crown = [(x, max(low, roof - 0.222), high + 0.012) for x, low, high in _round(middle, roof - 0.275, 0.078, 0.115)]
    return [
        *pane.shows(trunk, coat, BODY),
        *pane.shows(neck, face, BODY, 1),
        *pane.shows(_round(middle, roof - 0.28, 0.07, 0.11), face, HEAD),
        *pane.shows(crown, "hair", NEAR),
    ]


def steering_wheel(pane: Pane, middle: float, height: float, half: float) -> list[Mesh]:
    """Return the upper arc of a steering wheel; from aside it is a narrow one."""
    ring = [(middle + half * x, height + 0.15 * (high - 0.20), height + 0.15 * high) for x, _, high in _DISC]
    return pane.shows(ring, "dash", NEAR, 1)


def _round(middle: float, height: float, half: float, tall: float) -> list[tuple[float, float, float]]:
    return [(middle + half * x, height + tall * low, height + tall * high) for x, low, high in _DISC]
