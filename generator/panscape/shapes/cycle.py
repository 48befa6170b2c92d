"""What bicycles and motorcycles share: upright wheels, bars of tubes, and where a rider sits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from panscape.scenes import Mesh
from panscape.shapes.solids import lathe, moved, pipe, rotation, tube
from panscape.shapes.surface import Floats, surface

Place = tuple[float, float, float]


@dataclass(frozen=True)
class Seat:
    """Where a rider touches the machine, metres in its frame, left side; the right is its mirror image.

    Attributes
    ----------
    saddle : (x, y, z)
        Where the rider sits.
    grip : (x, y, z)
    crank : (x, y, z)
        Axis of the pedals; on a motorcycle the left foot peg.
    arm : float
        Length of the pedal cranks; 0 where the feet rest on pegs.
    lean : float, radians
        Of the rider's trunk, forwards.
    """

    saddle: Place
    grip: Place
    crank: Place
    arm: float
    lean: float


def pedals(seat: Seat, turn: float, breadth: float) -> tuple[Floats, Floats]:
    """Return where the left and right foot rest, with the left crank turned by ``turn`` from straight ahead, down."""
    aside = np.array([0.0, breadth, 0.0])
    left, right = np.array(seat.crank) + aside, np.array(seat.crank) - aside
    way = seat.arm * np.array([np.cos(turn), 0.0, -np.sin(turn)])
    return left + way, right - way


def upright_wheel(radius: float, tyre: float, spokes: int, sides: int = 28) -> list[Mesh]:
    """Return a wheel about the y axis: round tyre, narrow rim, hub and thin spokes.

    Slots are ``tyre``, ``rim`` and ``chrome``.

    Parameters
    ----------
    radius : float, metres
        To the outside of the tyre; the lowest vertex lies exactly so far below the axle.
    tyre : float, metres
        Thickness of the tyre.
    spokes : int
    sides : int
        A multiple of four, so that a corner of the tyre touches the ground.
    """
    half = 0.5 * tyre
    turns = 2.0 * np.pi * np.arange(6) / 6
    ring = [
        (radius - half + half * float(c), half * float(s)) for c, s in zip(np.cos(turns), np.sin(turns), strict=True)
    ]
    inner = radius - tyre
    rim = [
        (inner - 0.012, -0.35 * half),
        (inner + 0.006, -0.6 * half),
        (inner + 0.006, 0.6 * half),
        (inner - 0.012, 0.35 * half),
    ]
    parts = [lathe(ring, sides, "tyre", 180.0, closed=True), lathe(rim, sides, "rim", 180.0, closed=True)]
    parts.append(tube((0, 0, -1.6 * half - 0.012), (0, 0, 1.6 * half + 0.012), 0.022, sides=8, slot="chrome"))
    if spokes:
        parts.append(_spokes(spokes, inner - 0.005, half))
    return [moved(part, rotation=rotation("x", -0.5 * np.pi)) for part in parts]


def _spokes(count: int, reach: float, half: float) -> Mesh:
    """Thin three-sided spokes, in one mesh, as one by one they would take most of a bicycle's time."""
    number = np.arange(count)
    turn, other = 2.0 * np.pi * number / count, np.where(number % 2, -1.0, 1.0)
    crossed = turn + 0.2 * other
    hub = np.stack([0.02 * np.cos(crossed), 0.02 * np.sin(crossed), other * half], axis=1)
    rim = np.stack([reach * np.cos(turn), reach * np.sin(turn), np.zeros(count)], axis=1)
    aside = np.stack([-np.sin(turn), np.cos(turn), np.zeros(count)], axis=1)
    corners = [0.0018 * (np.cos(a) * aside + np.sin(a) * np.array([0.0, 0.0, 1.0])) for a in (0.5, 2.6, 4.7)]
    points = np.stack([end + corner for end in (hub, rim) for corner in corners], axis=1)
    walls = np.array([(k, 3 + k, 3 + (k + 1) % 3, k, 3 + (k + 1) % 3, (k + 1) % 3) for k in range(3)]).reshape(-1, 3)
    return surface(points.reshape(-1, 3), (6 * number[:, None, None] + walls).reshape(-1, 3), "chrome", 180.0)


def mudguard(radius: float, start_deg: float, end_deg: float, breadth: float, slot: str) -> Mesh:
    """Return an arc over a wheel about the y axis; degrees turn from ahead over the top to behind."""
    turns = np.radians(np.linspace(start_deg, end_deg, 9))
    line = radius * np.stack([np.cos(turns), np.zeros(9), np.sin(turns)], axis=1)
    sizes = np.tile([0.006, 0.5 * breadth], (9, 1))
    return pipe(line, sizes, 6, slot, broad=(0.0, 1.0, 0.0), crease_deg=180.0)


def bars(lines: Sequence[tuple[Sequence[Place], float]], slot: str, sides: int = 7) -> list[Mesh]:
    """Return one tube for each line of points, with its radius in metres."""
    return [pipe(np.array(line), radius, sides, slot, crease_deg=180.0) for line, radius in lines]
