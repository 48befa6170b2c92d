"""Iron in the ground: manholes, drains and the covers of what lies below sidewalks; flat, and faint from afar."""

from functools import cache
from math import cos, pi, sin

import numpy as np

from panscape.scenes import Material, Mesh, Texture, join
from panscape.shapes.panels import quads

CASTINGS = ("manhole", "ribbed manhole", "drain", "cover", "double cover")
CASTING_REACH = {"manhole": 0.36, "ribbed manhole": 0.36, "drain": 0.32, "cover": 0.36, "double cover": 0.5}


@cache
def casting_mesh(model: str) -> Mesh:
    """Return a lid that lies in the ground plane, its middle on the origin; slots among rim, iron, gap."""
    if model.endswith("manhole"):
        return _manhole(model == "ribbed manhole")
    if model == "drain":
        slots = [(-0.2 + 0.058 * k, -0.2 + 0.058 * k + 0.03, -0.13, 0.13) for k in range(7)]
        return join([_plates([(-0.25, 0.25, -0.18, 0.18)], 0.0, "iron"), _plates(slots, 0.002, "gap")])
    half = 0.48 if model == "double cover" else 0.3
    seams = [(-0.006, 0.006, -0.22, 0.22)] if model == "double cover" else []
    keys = [(x - 0.04, x + 0.04, y - 0.015, y + 0.015) for x in (-0.7 * half, 0.7 * half) for y in (-0.14, 0.14)]
    return join(
        [
            _plates([(-half, half, -0.25, 0.25)], 0.0, "rim"),
            _plates([(0.03 - half, half - 0.03, -0.22, 0.22)], 0.001, "iron"),
            _plates(seams + keys, 0.002, "gap"),
        ]
    )


def casting_dress(rng: np.random.Generator) -> dict[str, Material]:
    """Return materials for the slots rim, iron and gap: old iron, more or less polished by tyres."""
    return _DRESSES[int(rng.random() * len(_DRESSES))]


def _manhole(ribbed: bool) -> Mesh:
    """A ring of concrete about a lid; the lid has a rim and bars, or rows of studs."""
    parts = [_disc(0.36, 0.0, "rim"), _disc(0.30, 0.001, "iron")]
    if ribbed:
        bars = [(x - 0.016, x + 0.016, -0.9 * h, 0.9 * h) for x, h in _chords(0.27, 0.075)]
        return join([*parts, _plates(bars, 0.002, "gap")])
    studs = [
        (x - 0.022, x + 0.022, y - 0.022, y + 0.022)
        for x, h in _chords(0.25, 0.1)
        for y in np.arange(-0.2, 0.21, 0.1)
        if abs(y) < h
    ]
    return join([*parts, _plates(studs, 0.002, "gap")])


def _chords(radius: float, step: float) -> list[tuple[float, float]]:
    """Places across a disc and half the disc's width there."""
    count = int(radius / step)
    return [(k * step, float(np.sqrt(radius**2 - (k * step) ** 2))) for k in range(-count, count + 1)]


def _disc(radius: float, z: float, slot: str, sides: int = 14) -> Mesh:
    turns = [2.0 * pi * k / sides for k in range(sides)]
    rim = [(round(radius * cos(a), 6), round(radius * sin(a), 6), z) for a in turns]
    return quads([(rim[0], rim[k], rim[k + 1], rim[k + 2]) for k in range(1, sides - 2, 2)], slot)


def _plates(bounds: list[tuple[float, float, float, float]], z: float, slot: str) -> Mesh:
    corners = [((x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)) for x0, x1, y0, y1 in bounds]
    return quads(np.array(corners).reshape(-1, 4, 3), slot)


_GAP = Material((0.012, 0.012, 0.012), roughness=0.95)
_DRESSES = tuple(
    {
        "iron": Material(iron, tuple(1.5 * part for part in iron), Texture.NOISE, 6.0, 0.55, 0.1),  # type: ignore[arg-type]
        "rim": Material(rim, tuple(0.75 * part for part in rim), Texture.NOISE, 4.0, 0.85),  # type: ignore[arg-type]
        "gap": _GAP,
    }
    for iron, rim in (
        ((0.045, 0.043, 0.042), (0.16, 0.155, 0.15)),
        ((0.075, 0.065, 0.055), (0.10, 0.10, 0.10)),
        ((0.055, 0.05, 0.048), (0.06, 0.058, 0.056)),
    )
)
