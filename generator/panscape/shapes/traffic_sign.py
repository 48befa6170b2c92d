"""Traffic signs: boards of the usual shapes and colours on posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin

import numpy as np

from panscape.scenes import Material, Mesh, Placement, join
from panscape.shapes.pole import post_mesh, steel
from panscape.shapes.solids import extrude, moved

Outline = Sequence[tuple[float, float]]
_TURNED = np.array(
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
)  # what lay in (x, y) stands in (y, z), facing +x
LAYER = 0.003


@dataclass(frozen=True)
class Sign:
    """A board: its height in metres, and coloured outlines from the back to the front, in halves of that height."""

    size: float
    layers: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


def _round(radius: float, sides: int = 28, turn: float = 0.0) -> tuple[tuple[float, float], ...]:
    return tuple(
        (radius * cos(2 * pi * (k + turn) / sides), radius * sin(2 * pi * (k + turn) / sides)) for k in range(sides)
    )


def _rect(y0: float, y1: float, z0: float, z1: float) -> tuple[tuple[float, float], ...]:
    return ((y0, z0), (y1, z0), (y1, z1), (y0, z1))


def _turned(outline: Outline, angle: float) -> tuple[tuple[float, float], ...]:
    c, s = cos(angle), sin(angle)
    return tuple((c * y - s * z, s * y + c * z) for y, z in outline)


def _triangle(radius: float, up: bool = True) -> tuple[tuple[float, float], ...]:
    """A triangle with slightly blunted corners."""
    turn = 0.5 * pi if up else -0.5 * pi
    corners = [(cos(turn + 2 * pi * k / 3), sin(turn + 2 * pi * k / 3)) for k in range(3)]
    found = []
    for k in range(3):
        (y, z), before, after = corners[k], corners[k - 1], corners[(k + 1) % 3]
        for other in (before, after):
            found.append((radius * (0.93 * y + 0.07 * other[0]), radius * (0.93 * z + 0.07 * other[1])))
    return tuple(found)


_ARROW = ((-0.12, -0.6), (0.12, -0.6), (0.12, 0.1), (0.38, 0.1), (0.0, 0.62), (-0.38, 0.1), (-0.12, 0.1))
_FIGURE = (
    (-0.34, -0.42), (-0.22, -0.44), (-0.01, -0.1), (0.2, -0.44), (0.32, -0.4), (0.11, 0.02), (0.12, 0.18), (0.28, 0.02),
    (0.34, 0.09), (0.13, 0.34), (-0.08, 0.34), (-0.3, 0.12), (-0.24, 0.04), (-0.11, 0.16), (-0.12, -0.02),
)  # fmt: skip
_HEAD = tuple((0.02 + 0.1 * cos(2 * pi * k / 8), 0.47 + 0.1 * sin(2 * pi * k / 8)) for k in range(8))
_LETTER_P = ((-0.3, -0.6), (-0.08, -0.6), (-0.08, -0.1), (0.25, -0.05), (0.38, 0.25), (0.25, 0.55), (-0.3, 0.6))

SIGNS: Mapping[str, Sign] = {
    "no entry": Sign(0.62, (("red", _round(1.0)), ("white", _rect(-0.7, 0.7, -0.16, 0.16)))),
    "speed limit": Sign(
        0.62,
        (
            ("red", _round(1.0)),
            ("white", _round(0.78)),
            ("black", _rect(-0.42, -0.06, -0.38, 0.38)),
            ("black", _rect(0.06, 0.42, -0.38, 0.38)),
            ("white", _rect(0.16, 0.32, -0.24, 0.24)),
            ("white", _rect(-0.46, -0.2, -0.24, -0.06)),
            ("white", _rect(-0.46, -0.2, 0.08, 0.24)),
        ),
    ),
    "no stopping": Sign(
        0.6,
        (
            ("red", _round(1.0)),
            ("blue", _round(0.8)),
            ("red", _turned(_rect(-0.85, 0.85, -0.09, 0.09), 0.25 * pi)),
            ("red", _turned(_rect(-0.85, 0.85, -0.09, 0.09), -0.25 * pi)),
        ),
    ),
    "stop": Sign(
        0.75,
        (
            ("white", _round(1.0, 8, 0.5)),
            ("red", _round(0.93, 8, 0.5)),
            ("white", _rect(-0.66, -0.4, -0.22, 0.22)),
            ("white", _rect(-0.3, -0.04, -0.22, 0.22)),
            ("white", _rect(0.06, 0.32, -0.22, 0.22)),
            ("white", _rect(0.42, 0.68, -0.22, 0.22)),
        ),
    ),
    "warning": Sign(
        0.8,
        (
            ("red", _triangle(1.1)),
            ("white", _triangle(0.78)),
            ("black", _rect(-0.07, 0.07, -0.08, 0.36)),
            ("black", _rect(-0.07, 0.07, -0.26, -0.14)),
        ),
    ),
    "give way": Sign(0.8, (("red", _triangle(1.1, False)), ("white", _triangle(0.76, False)))),
    "mandatory": Sign(0.6, (("white", _round(1.0)), ("blue", _round(0.94)), ("white", _ARROW))),
    "mandatory right": Sign(
        0.6, (("white", _round(1.0)), ("blue", _round(0.94)), ("white", _turned(_ARROW, -0.5 * pi)))
    ),
    "priority": Sign(0.6, (("white", _round(1.05, 4)), ("yellow", _round(0.72, 4)))),
    "parking": Sign(
        0.6,
        (
            ("white", _rect(-1, 1, -1, 1)),
            ("blue", _rect(-0.93, 0.93, -0.93, 0.93)),
            ("white", _LETTER_P),
            ("blue", _rect(-0.06, 0.14, 0.08, 0.38)),
        ),
    ),
    "crossing": Sign(
        0.62, (("blue", _rect(-1, 1, -1, 1)), ("white", _triangle(0.95)), ("black", _FIGURE), ("black", _HEAD))
    ),
    "direction": Sign(
        0.7,
        (
            ("white", _rect(-2.2, 2.2, -1, 1)),
            ("deep", _rect(-2.12, 2.12, -0.92, 0.92)),
            ("white", _rect(-1.8, 0.6, 0.2, 0.55)),
            ("white", _rect(-1.8, 0.1, -0.5, -0.18)),
            ("white", _turned([(p + 0.02, q + 1.5) for p, q in _ARROW], -0.5 * pi)),
        ),
    ),
    "street name": Sign(
        0.26,
        (
            ("white", _rect(-3.2, 3.2, -1, 1)),
            ("deep", _rect(-3.1, 3.1, -0.86, 0.86)),
            ("white", _rect(-2.6, 1.4, -0.35, 0.4)),
            ("deep", _rect(-1.2, -0.9, -0.4, 0.45)),
            ("white", _rect(1.8, 2.6, -0.35, 0.4)),
        ),
    ),
}
FEET = {"street name": 2.5, "direction": 2.3}  # the board's lower edge; 2.1 m for the others


@cache
def sign_mesh(model: str) -> Mesh:
    """Return a board that faces +x, its middle on the origin; slots back and the colours that it has."""
    sign = SIGNS[model]
    half = 0.5 * sign.size
    outline = [(half * y, half * z) for y, z in sign.layers[0][1]]
    meshes = [moved(extrude(outline, 0.02, "back"), (0.0, 0.0, 0.0), _TURNED)]
    for k, (color, shape) in enumerate(sign.layers):
        points = [(half * y, half * z) for y, z in shape]
        meshes.append(moved(extrude(points, LAYER, color), (0.02 + k * LAYER - LAYER * 0.5, 0.0, 0.0), _TURNED))
    return join(meshes)


def traffic_sign(
    rng: np.random.Generator, position: tuple[float, float, float], yaw: float, models: Sequence[str]
) -> tuple[tuple[Placement, ...], tuple[Placement, ...]]:
    """Return a post with boards, one below the other: what is pole, and what is traffic sign.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the post's finish.
    position : (x, y, z), metres
    yaw : float, radians
        The way that the boards look.
    models : sequence of str
        Keys of ``SIGNS``, the lowest first.
    """
    low, boards = max(FEET.get(model, 2.1) for model in models), []
    for model in models:
        size = SIGNS[model].size
        x, y = position[0] + 0.045 * cos(yaw), position[1] + 0.045 * sin(yaw)
        place = (round(x, 6), round(y, 6), round(position[2] + low + 0.5 * size, 6))
        boards.append(Placement(sign_mesh(model), place, _COLORS, yaw))
        low += size + 0.04
    return (Placement(post_mesh(10 * round(10 * low)), position, steel(rng)),), tuple(boards)


_COLORS: Mapping[str, Material] = {
    "back": Material((0.30, 0.31, 0.32), roughness=0.5, f0=0.2, metal=0.3),
    "red": Material((0.42, 0.012, 0.018), roughness=0.4),
    "white": Material((0.78, 0.78, 0.76), roughness=0.4),
    "black": Material((0.012, 0.012, 0.012), roughness=0.5),
    "blue": Material((0.012, 0.085, 0.36), roughness=0.4),
    "deep": Material((0.012, 0.05, 0.22), roughness=0.4),
    "yellow": Material((0.72, 0.45, 0.015), roughness=0.4),
}
