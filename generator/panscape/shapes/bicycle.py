"""Bicycles: a city bicycle, a sports bicycle and a mountain bicycle; parked on their stand or ridden."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from panscape.scenes import Material, Mesh, Placement, Thing, join
from panscape.shapes.body import lowest_at_ground
from panscape.shapes.cycle import Place, Seat, bars, mudguard, pedals, upright_wheel
from panscape.shapes.finishes import paint, painted, vehicle_materials
from panscape.shapes.hull import both_sides
from panscape.shapes.size import Size
from panscape.shapes.solids import box, moved, pipe, rotation, sphere, tube
from panscape.shapes.surface import Floats

BICYCLE_MODELS = {
    "city": Size(1.88, 0.86, 1.20),
    "sports": Size(1.74, 0.64, 1.05),
    "mountain": Size(1.86, 0.94, 1.10),
}


@dataclass(frozen=True)
class _Frame:
    """Measures of a frame, metres; points are (x, z), the bottom bracket at x = 0."""

    wheel: float
    tyre: float
    rear: tuple[float, float]
    front: tuple[float, float]
    bracket: float
    saddle: tuple[float, float]
    head: tuple[tuple[float, float], tuple[float, float]]  # top and bottom of the steering tube
    grip: tuple[float, float, float]
    low: bool  # the top tube runs down, to step through
    lean: float


_FRAMES = {
    "city": _Frame(0.345, 0.040, (-0.47, 0.345), (0.63, 0.345), 0.29, (-0.23, 0.97), ((0.34, 0.93), (0.42, 0.70)),
                   (0.20, 0.29, 1.13), True, 0.20),
    "sports": _Frame(0.340, 0.028, (-0.42, 0.340), (0.58, 0.340), 0.28, (-0.19, 1.00), ((0.37, 0.90), (0.42, 0.73)),
                     (0.50, 0.21, 0.98), False, 0.78),
    "mountain": _Frame(0.350, 0.056, (-0.45, 0.350), (0.66, 0.350), 0.31, (-0.21, 0.94), ((0.38, 0.90), (0.43, 0.76)),
                       (0.36, 0.34, 1.02), False, 0.42),
}  # fmt: skip
_SHIFT = -0.09  # the wheels' middle lies so far ahead of the bottom bracket
CRANKS = (0.35, 1.9, 3.5)


def bicycle(
    rng: np.random.Generator, position: tuple[float, float, float], yaw: float, model: str | None = None
) -> Thing:
    """Return a parked bicycle, leaning on its stand.

    Parameters
    ----------
    rng : numpy.random.Generator
    position : (x, y, z) metres
        Of the ground below its middle.
    yaw : float, radians
    model : str or None
        A key of ``BICYCLE_MODELS``; None draws one.

    Raises
    ------
    KeyError
        If there is no such model.
    """
    if model is None:
        model = ("city", "sports", "mountain")[int(rng.choice(3, p=(0.5, 0.2, 0.3)))]
    mesh = bicycle_mesh(model, int(rng.integers(len(CRANKS))), parked=True)
    return Thing("bicycle", (Placement(mesh, position, bicycle_materials(rng), yaw),), {"model": model, "parked": True})


def bicycle_materials(rng: np.random.Generator) -> dict[str, Material]:
    """Return a paint and all that a bicycle has beside it, slot by slot."""
    leather = (0.10, 0.05, 0.025) if rng.random() < 0.3 else (0.015, 0.015, 0.016)
    lively = (float(rng.uniform(0.03, 0.6)), float(rng.uniform(0.03, 0.5)), float(rng.uniform(0.03, 0.5)))
    return vehicle_materials(rng) | {
        "paint": painted(rng) if rng.random() < 0.6 else paint(lively, 0.2),
        "seat": Material(leather, roughness=0.6),
        "basket": Material((0.26, 0.17, 0.085), (0.12, 0.075, 0.04), roughness=0.9),
        "rim": Material((0.40, 0.41, 0.42), roughness=0.3, f0=0.4, metal=0.5),
    }


def bicycle_seat(model: str) -> Seat:
    """Return where a rider sits on a model."""
    frame = _FRAMES[model]
    x, z = frame.saddle
    return Seat(
        (x + _SHIFT, 0.0, z), (frame.grip[0] + _SHIFT, *frame.grip[1:]), (_SHIFT, 0.0, frame.bracket), 0.17, frame.lean
    )


@cache
def bicycle_mesh(model: str, crank: int, parked: bool) -> Mesh:
    """Return the mesh of a model, its cranks turned as ``CRANKS[crank]`` says; parked ones lean by 5 degrees."""
    frame = _FRAMES[model]
    parts = [*_wheels(frame), *_tubes(frame), *_steering(frame, model), *_drive(frame, CRANKS[crank]), *_saddle(frame)]
    if model == "city":
        parts += _city_gear(frame)
    if parked:
        parts += bars([(((-0.12, 0.03, frame.bracket), (-0.20, 0.17, 0.05)), 0.009)], "trim")
    mesh = moved(join(parts), (_SHIFT, 0.0, 0.0))
    if not parked:
        return mesh
    return lowest_at_ground(moved(mesh, rotation=rotation("x", -np.radians(5.0))))


def _wheels(frame: _Frame) -> list[Mesh]:
    parts = upright_wheel(frame.wheel, frame.tyre, 18)
    return [moved(part, (x, 0.0, z)) for x, z in (frame.rear, frame.front) for part in parts]


def _tubes(frame: _Frame) -> list[Mesh]:
    bracket, seat = (0.0, 0.0, frame.bracket), (frame.saddle[0] * 0.80, 0.0, frame.saddle[1] * 0.80)
    (hx, hz), (bx, bz) = frame.head
    rear, high = (frame.rear[0], 0.055, frame.rear[1]), (hx + 0.01, 0.0, hz - 0.05)
    down = (bx - 0.01, 0.0, bz + 0.03)
    lines: list[tuple[Sequence[Place], float]] = [((bracket, seat), 0.017), (((hx, 0.0, hz), (bx, 0.0, bz)), 0.020)]
    if frame.low:
        bend = (0.14, 0.0, 0.40)
        lines += [
            ((bracket, bend, (bx - 0.02, 0.0, bz + 0.02)), 0.021),
            (((-0.09, 0.0, 0.52), (0.16, 0.0, 0.50), high), 0.016),
        ]
    else:
        lines += [((bracket, down), 0.021), ((seat, high), 0.017)]
    for side in (1.0, -1.0):
        end = (rear[0], side * rear[1], rear[2])
        lines += [(((-0.05, side * 0.03, frame.bracket), end), 0.010), ((seat, end), 0.008)]
        axle = (frame.front[0], side * 0.052, frame.front[1])
        crown = (bx + 0.02, side * 0.045, bz - 0.03)
        lines.append(
            ((crown, (0.5 * (crown[0] + axle[0]) - 0.01, side * 0.05, 0.5 * (crown[2] + axle[2])), axle), 0.011)
        )
    lines.append((((bx + 0.02, 0.05, bz - 0.03), (bx + 0.02, -0.05, bz - 0.03)), 0.016))
    return bars(lines, "paint")


def _steering(frame: _Frame, model: str) -> list[Mesh]:
    (hx, hz), (x, y, z) = frame.head[0], frame.grip
    stem = (hx - 0.02 if model == "city" else hx + 0.08, 0.0, max(hz + 0.04, z - 0.06))
    parts = bars([(((hx, 0.0, hz - 0.02), (hx, 0.0, hz + 0.04), stem), 0.014)], "chrome")
    if model == "sports":
        drop = [
            (stem[0], 0.02, stem[2]),
            (stem[0], y - 0.02, stem[2]),
            (x + 0.02, y, z),
            (x + 0.03, y, z - 0.09),
            (x - 0.09, y, z - 0.14),
        ]
        return [*parts, *(both_sides(part) for part in bars([(drop, 0.013)], "trim"))]
    bar = [
        (stem[0], 0.0, stem[2]),
        (stem[0] + 0.03, 0.5 * y, z - 0.01),
        (x + 0.05, y - 0.07, z),
        (x - 0.06, y + 0.02, z),
    ]
    grip = [(x + 0.05, y - 0.07, z), (x - 0.07, y + 0.02, z)]
    parts += [both_sides(part) for part in bars([(bar, 0.011)], "chrome")]
    return [*parts, *(both_sides(part) for part in bars([(grip, 0.017)], "trim"))]


def _drive(frame: _Frame, turn: float) -> list[Mesh]:
    """Chainring on the right, chain, cranks and pedals."""
    z, rear = frame.bracket, frame.rear
    ring = tube((0.0, -0.045, z), (0.0, -0.038, z), 0.088, sides=20, slot="trim")
    small = tube((rear[0], -0.045, rear[1]), (rear[0], -0.036, rear[1]), 0.042, sides=12, slot="trim")
    chain = [((0.0, -0.042, z + s * 0.086), (rear[0], -0.042, rear[1] + s * 0.04)) for s in (1.0, -1.0)]
    parts = [ring, small, *bars([(line, 0.005) for line in chain], "trim", 4)]
    parts.append(tube((0.0, -0.065, z), (0.0, 0.065, z), 0.020, sides=8, slot="chrome"))
    seat = Seat((0, 0, 0), (0, 0, 0), (0.0, 0.0, z), 0.17, 0.0)
    for foot, y in zip(pedals(seat, turn, 0.12), (0.068, -0.068), strict=True):
        parts += bars([(((0.0, y, z), (float(foot[0]), y, float(foot[2]))), 0.010)], "chrome", 6)
        parts.append(moved(box(-0.045, 0.045, -0.045, 0.045, -0.012, 0.012, "trim"), foot))
    return parts


def _saddle(frame: _Frame) -> list[Mesh]:
    x, z = frame.saddle
    along = np.array([(-0.13, -0.03), (-0.11, -0.028), (-0.03, -0.03), (0.12, -0.033), (0.14, -0.04)])
    line = np.column_stack([x + along[:, 0], np.zeros(5), z + along[:, 1]])
    half: Floats = np.array([(0.03, 0.02), (0.032, 0.075), (0.03, 0.06), (0.022, 0.02), (0.008, 0.008)])
    seat = pipe(line, half, 10, "seat", broad=(0.0, 1.0, 0.0), crease_deg=180.0)
    low = (0.80 * x, 0.0, 0.80 * z)
    return [seat, *bars([((low, (0.96 * x, 0.0, z - 0.03)), 0.013)], "chrome")]


def _city_gear(frame: _Frame) -> list[Mesh]:
    """Mudguards, carrier, basket and lamps."""
    rear, front = (frame.rear[0], 0.0, frame.rear[1]), (frame.front[0], 0.0, frame.front[1])
    top = frame.rear[1] + frame.wheel + 0.05
    parts = [
        moved(mudguard(frame.wheel + 0.022, 40.0, 215.0, 0.055, "paint"), rear),
        moved(mudguard(frame.wheel + 0.022, 20.0, 150.0, 0.055, "paint"), front),
        sphere((frame.head[1][0] + 0.10, 0.0, frame.head[1][1] + 0.12), 0.038, "headlight", 8, 6),
        box(rear[0] - 0.33, rear[0] - 0.295, -0.025, 0.025, rear[2] + 0.21, rear[2] + 0.26, "taillight"),
    ]
    for y in (-0.06, 0.0, 0.06):
        parts += bars([(((rear[0] - 0.22, y, top), (rear[0] + 0.20, y, top)), 0.006)], "trim", 5)
    for side in (0.06, -0.06):
        parts += bars([(((rear[0] - 0.12, side, top), rear), 0.006)], "trim", 5)
    x, z = frame.head[0][0] + 0.19, frame.head[0][1] + 0.02
    for side in (0.08, -0.08):
        parts += bars([(((x + 0.06, side, z - 0.12), (front[0], 0.7 * side, front[2])), 0.006)], "chrome", 5)
    for x0, x1, y0, y1, z0, z1 in (
        (-0.13, 0.13, -0.18, 0.18, -0.13, -0.12),
        (-0.13, -0.12, -0.18, 0.18, -0.13, 0.10), (0.12, 0.13, -0.18, 0.18, -0.13, 0.10),
        (-0.13, 0.13, -0.18, -0.17, -0.13, 0.10), (-0.13, 0.13, 0.17, 0.18, -0.13, 0.10),
    ):  # fmt: skip
        parts.append(box(x + x0, x + x1, y0, y1, z + z0, z + z1, "basket"))
    return parts
