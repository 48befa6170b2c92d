"""Heads: skull and face, hair, hats and helmets, beards and glasses."""

from functools import cache

import numpy as np

from panscape.scenes import Mesh, join
from panscape.shapes.figure import SIDES, Figure
from panscape.shapes.rings import ellipses, ringed
from panscape.shapes.solids import box, lathe, moved, pipe, sheet, sphere

# Height, half breadth, half depth, middle ahead: shares of the head's height.
_HEAD = np.array([
    (0.00, 0.09, 0.10, 0.17), (0.05, 0.19, 0.22, 0.12), (0.18, 0.265, 0.31, 0.075), (0.38, 0.310, 0.385, 0.03),
    (0.58, 0.330, 0.420, 0.005), (0.76, 0.318, 0.405, -0.01), (0.90, 0.235, 0.300, -0.02), (0.98, 0.10, 0.13, -0.02),
    (1.00, 0.02, 0.02, -0.02),
])  # fmt: skip
# How low the hair reaches, by degrees from the face: shares of the head's height.
_HAIRLINES = {
    "short": ((0, 50, 68, 100, 180), (0.84, 0.80, 0.50, 0.36, 0.16)),
    "long": ((0, 45, 62, 95, 180), (0.84, 0.80, 0.20, -0.35, -0.62)),
    "bun": ((0, 50, 70, 100, 180), (0.84, 0.78, 0.52, 0.40, 0.22)),
    "tail": ((0, 50, 70, 100, 180), (0.84, 0.78, 0.52, 0.40, 0.22)),
    "full": ((0, 45, 65, 100, 180), (0.84, 0.76, 0.44, 0.26, 0.06)),
    "bob": ((0, 45, 60, 95, 180), (0.80, 0.76, 0.22, 0.02, -0.02)),
    "hat": ((0, 180), (0.70, 0.64)),
    "hood": ((0, 55, 75, 180), (0.86, 0.70, -0.02, -0.10)),
    "headscarf": ((0, 50, 72, 180), (0.82, 0.66, -0.02, -0.16)),
    "cap": ((0, 180), (0.68, 0.58)),
    "beanie": ((0, 180), (0.70, 0.48)),
    "helmet": ((0, 60, 180), (0.70, 0.48, 0.30)),
}


_COVERS = {"cap": "hat", "beanie": "hat", "helmet": "hat", "hat": "hat", "hood": "top", "headscarf": "scarf"}
_THICK = {"helmet": 0.13, "beanie": 0.075, "cap": 0.06, "hat": 0.09, "long": 0.07, "full": 0.10, "bob": 0.09,
          "hood": 0.11,
          "headscarf": 0.07}  # fmt: skip


def head(figure: Figure, hair: str, face: str) -> Mesh:
    """Return a head on a figure's neck; ``hair`` and ``face`` as in ``body.Outfit``."""
    build = figure.build
    base = figure.neck + 0.018 * build.height * figure.head[2]
    return moved(_head_at_origin(build.head * build.height, hair, face), base, figure.head.T)


@cache
def _head_at_origin(size: float, hair: str, face: str) -> Mesh:
    up, breadth, depth, ahead = _HEAD.T * size
    middles = np.column_stack([ahead, np.zeros(len(up)), up])
    skull = ringed(ellipses(middles, np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), depth, breadth, 12), "skin")
    nose = sphere((0.42 * size, 0, 0.42 * size), (0.06 * size, 0.045 * size, 0.09 * size), "skin", 6, 4)
    parts = [skull, nose, *_face(size), *_on_face(size, face)]
    if hair in _HAIRLINES:
        parts.append(_hair(size, hair, _COVERS.get(hair, "hair")))
    if hair in ("cap", "beanie", "hat"):
        parts.append(_hair(size, "short", "hair"))
    return join([*parts, *_extras(size, hair)])


def _face(size: float) -> list[Mesh]:
    """Ears, eyes, brows and mouth: a few triangles each, so that a face close by is not blank."""
    parts = [sphere((0.385 * size, 0, 0.235 * size), (0.02 * size, 0.085 * size, 0.018 * size), "lips", 5, 2)]
    for side in SIDES:
        for x, y, z, radii, slot in (
            (0.0, 0.325, 0.46, (0.06, 0.03, 0.10), "skin"),
            (0.370, 0.135, 0.515, (0.02, 0.048, 0.026), "trim"),
            (0.374, 0.140, 0.600, (0.02, 0.075, 0.014), "hair"),
        ):
            parts.append(
                sphere(
                    (x * size, side * y * size, z * size), np.array(radii) * size, slot, 5, 3 if slot == "skin" else 2
                )
            )
    return parts


def _on_face(size: float, face: str) -> list[Mesh]:
    if face == "beard":
        return [
            sphere((0.24 * size, 0, 0.13 * size), (0.18 * size, 0.225 * size, 0.15 * size), "hair", 10, 5),
            sphere((0.385 * size, 0, 0.295 * size), (0.03 * size, 0.11 * size, 0.022 * size), "hair", 6, 3),
        ]
    if face in ("glasses", "sunglasses"):
        tall, wide = (0.075, 0.115) if face == "sunglasses" else (0.018, 0.085)
        rims = [sphere((0.395 * size, y * size, 0.52 * size), (0.02 * size, wide * size, tall * size), "trim", 8, 4)
                for y in (0.125, -0.125)]  # fmt: skip
        arms = [box(0.0, 0.39 * size, y * size - 0.002, y * size + 0.002, 0.52 * size, 0.545 * size, "trim")
                for y in (0.335, -0.335)]  # fmt: skip
        return [*rims, *arms]
    return []


def _extras(size: float, hair: str) -> list[Mesh]:
    if hair == "bun":
        return [sphere((-0.46 * size, 0, 0.74 * size), 0.17 * size, "hair", 10, 6)]
    if hair == "tail":
        line = np.array([(-0.40, 0, 0.72), (-0.56, 0, 0.60), (-0.58, 0, 0.25), (-0.50, 0, -0.15)]) * size
        return [pipe(line, np.array([0.07, 0.11, 0.10, 0.03]) * size, 8, "hair", crease_deg=180.0)]
    if hair == "hat":
        brim = [(0.30, 0.70), (0.62, 0.66), (0.64, 0.69), (0.36, 0.76)]
        return [
            moved(lathe([(r * size, z * size) for r, z in brim], 14, "hat", 30.0, caps=False), scale=(1.08, 0.95, 1.0))
        ]
    if hair == "cap":
        turns = np.linspace(-1.0, 1.0, 7)
        inner = np.stack([0.36 * size * np.cos(turns), 0.34 * size * np.sin(turns), np.full(7, 0.70 * size)], axis=1)
        outer = np.stack(
            [0.72 * size * np.cos(0.8 * turns), 0.36 * size * np.sin(turns), np.full(7, 0.66 * size)], axis=1
        )
        under = np.array([0.0, 0.0, -0.03 * size])
        return [sheet([inner, outer], "hat"), sheet([outer + under, inner + under], "hat")]
    return []


def _hair(size: float, style: str, slot: str) -> Mesh:
    thick = _THICK.get(style, 0.05)
    turns = 2.0 * np.pi * np.arange(14) / 14
    degrees, lows = _HAIRLINES[style]
    low = np.interp(np.degrees(np.minimum(turns, 2.0 * np.pi - turns)), degrees, lows)
    rows = np.array([0.0, 0.0, 0.25, 0.5, 0.74, 0.91, 1.0])[:, None]
    heights = low + rows * (1.0 - low)
    held = np.maximum(heights, 0.42)  # hair that falls below the ears hangs straight
    grown = np.full((len(rows), 1), thick)
    grown[0] = -0.03
    breadth = np.interp(held, _HEAD[:, 0], _HEAD[:, 1]) + grown
    depth = np.interp(held, _HEAD[:, 0], _HEAD[:, 2]) + grown
    ahead = np.interp(held, _HEAD[:, 0], _HEAD[:, 3])
    rings = np.empty((len(rows), 14, 3))
    rings[..., 0] = ahead + depth * np.cos(turns)
    rings[..., 1] = breadth * np.sin(turns)
    rings[..., 2] = heights + np.interp(heights, (0.8, 1.0), (0.0, thick))
    return ringed(size * rings, slot)
