"""Who stands where: a ledger of oriented footprints, none of which overlaps another."""

from collections import defaultdict
from math import cos, floor, sin, sqrt

CELL = 8.0  # metres; most footprints touch one or two cells of this size

# x, y, cosine and sine of yaw, half length, half width, radius of the circle about it
Rect = tuple[float, float, float, float, float, float, float]


class Claims:
    """The footprints of one scene; claiming is the only change, and it is refused where something stands."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Rect]] = defaultdict(list)

    def claim(self, x: float, y: float, yaw: float, length: float, width: float, clear: float = 0.0) -> bool:
        """Take a rectangle if it is free, and say whether it was.

        Parameters
        ----------
        x, y, yaw : float, metres and radians
            Its middle, and the direction of its length.
        length, width : float, metres
        clear : float, metres
            Kept free all around it, now; what is claimed later may come nearer.
        """
        if not self.is_free(x, y, yaw, length, width, clear):
            return False
        self.take(x, y, yaw, length, width)
        return True

    def take(self, x: float, y: float, yaw: float, length: float, width: float) -> None:
        """Take a rectangle whether it is free or not: for houses, which may touch each other."""
        rect = _rect(x, y, yaw, 0.5 * length, 0.5 * width)
        for cell in _cells(rect):
            self._cells[cell].append(rect)

    def is_free(self, x: float, y: float, yaw: float, length: float, width: float, clear: float = 0.0) -> bool:
        """Say whether a rectangle, with ``clear`` metres around it, overlaps nothing that was taken."""
        rect = _rect(x, y, yaw, 0.5 * length + clear, 0.5 * width + clear)
        found = self._cells.get
        for cell in _cells(rect):
            for other in found(cell, ()):
                if _overlap(rect, other):
                    return False
        return True


def _rect(x: float, y: float, yaw: float, half_length: float, half_width: float) -> Rect:
    reach = sqrt(half_length * half_length + half_width * half_width)
    return x, y, cos(yaw), sin(yaw), half_length, half_width, reach


def _cells(rect: Rect) -> list[tuple[int, int]]:
    x, y, c, s, length, width, _ = rect
    reach_x = abs(c) * length + abs(s) * width
    reach_y = abs(s) * length + abs(c) * width
    columns = range(floor((x - reach_x) / CELL), floor((x + reach_x) / CELL) + 1)
    rows = range(floor((y - reach_y) / CELL), floor((y + reach_y) / CELL) + 1)
    return [(column, row) for column in columns for row in rows]


def _overlap(a: Rect, b: Rect) -> bool:
    """Whether two rectangles overlap: by separating axes, after their circles."""
    dx, dy, reach = b[0] - a[0], b[1] - a[1], a[6] + b[6]
    if dx * dx + dy * dy >= reach * reach:
        return False
    return not (_apart(a, b, dx, dy) or _apart(b, a, dx, dy))


def _apart(a: Rect, b: Rect, dx: float, dy: float) -> bool:
    """Whether one of a's own axes separates the two."""
    c = abs(a[2] * b[2] + a[3] * b[3])
    s = abs(a[2] * b[3] - a[3] * b[2])
    along, across = abs(dx * a[2] + dy * a[3]), abs(dy * a[2] - dx * a[3])
    return along >= a[4] + b[4] * c + b[5] * s or across >= a[5] + b[4] * s + b[5] * c
