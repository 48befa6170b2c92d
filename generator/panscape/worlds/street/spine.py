"""The line along a street's middle: straight, then perhaps a bend; places are given along it and to its left."""

from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

BEND_ANGLE = pi / 3  # the surfaces of a bend are cut from one sector of this angle, so a bend turns no further


@dataclass(frozen=True)
class Spot:
    """A place and a direction on the ground: metres, and radians that turn left from +x."""

    x: float
    y: float
    yaw: float


@dataclass(frozen=True)
class Spine:
    """A street's middle line: along +x through the origin, then from ``bend_at`` on an arc.

    Attributes
    ----------
    bend_at : float, metres
        Where the arc begins; beyond the street's end if it is straight.
    radius : float, metres
        Of the arc; positive bends left, negative right, 0 not at all.
    """

    bend_at: float = 1e9
    radius: float = 0.0

    @property
    def bends(self) -> bool:
        return self.radius != 0.0

    def spot(self, along: float, left: float = 0.0) -> Spot:
        """Return the place ``along`` metres down the middle and ``left`` metres to its left; yaw looks down it."""
        if not self.bends or along <= self.bend_at:
            return Spot(along, left, 0.0)
        angle = (along - self.bend_at) / self.radius
        reach = self.radius - left
        return Spot(self.bend_at + reach * sin(angle), self.radius - reach * cos(angle), angle)

    def stretch(self, along: float, left: float) -> float:
        """Return how many metres one metre of the middle line is, ``left`` metres to its left."""
        return 1.0 if not self.bends or along <= self.bend_at else max(0.05, 1.0 - left / self.radius)

    def locate(self, x: float, y: float) -> tuple[float, float]:
        """Return how far along a place is, and how far left of the middle line: what :meth:`spot` undoes.

        Beyond a quarter turn behind the bend's beginning there is no street to measure from.
        """
        if not self.bends or x <= self.bend_at:
            return x, y
        turn = 1.0 if self.radius > 0.0 else -1.0
        across = turn * (self.radius - y)
        angle = atan2(x - self.bend_at, across)
        return self.bend_at + angle * abs(self.radius), turn * (abs(self.radius) - hypot(x - self.bend_at, across))
