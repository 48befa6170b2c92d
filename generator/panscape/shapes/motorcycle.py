"""Motorcycles: a roadster with its engine in the open, and a scooter; parked on their stand or ridden."""

from functools import cache

import numpy as np

from panscape.scenes import Material, Mesh, Placement, Thing, join
from panscape.shapes.body import lowest_at_ground
from panscape.shapes.cycle import Seat, bars, mudguard, upright_wheel
from panscape.shapes.finishes import painted, vehicle_materials
from panscape.shapes.hull import both_sides
from panscape.shapes.size import Size
from panscape.shapes.solids import box, loft, moved, pipe, rotation, sphere, tube
from panscape.shapes.surface import Floats

MOTORCYCLE_MODELS = {"roadster": Size(2.20, 1.12, 1.33), "scooter": Size(1.95, 1.04, 1.33)}
# Panels: rings by x, half breadth, low and high edge, metres, from front to rear.
_ROADSTER_SHELLS = (
    ("paint", (
        (0.34, 0.04, 0.74, 0.86), (0.28, 0.11, 0.70, 0.96), (0.12, 0.145, 0.70, 1.00), (-0.02, 0.12, 0.70, 0.94),
        (-0.12, 0.07, 0.72, 0.84),
    )),
    ("seat", (
        (-0.04, 0.08, 0.70, 0.83), (-0.18, 0.13, 0.70, 0.80), (-0.36, 0.14, 0.71, 0.81), (-0.60, 0.11, 0.76, 0.88),
        (-0.80, 0.07, 0.82, 0.91),
    )),
    ("paint", (
        (-0.10, 0.10, 0.60, 0.72), (-0.45, 0.10, 0.66, 0.76), (-0.84, 0.06, 0.78, 0.84),
    )),
    ("engine", (
        (0.24, 0.10, 0.34, 0.54), (0.10, 0.16, 0.28, 0.56), (-0.12, 0.16, 0.28, 0.54), (-0.26, 0.10, 0.32, 0.48),
    )),
)  # fmt: skip
_SCOOTER_SHELLS = (
    ("paint", (
        (-0.02, 0.13, 0.28, 0.60), (-0.14, 0.17, 0.28, 0.70), (-0.40, 0.20, 0.34, 0.73), (-0.70, 0.17, 0.42, 0.74),
        (-0.90, 0.08, 0.54, 0.72),
    )),
    ("seat", (
        (-0.06, 0.10, 0.66, 0.75), (-0.22, 0.15, 0.68, 0.79), (-0.48, 0.16, 0.70, 0.80), (-0.80, 0.12, 0.72, 0.84),
        (-0.88, 0.06, 0.74, 0.80),
    )),
    ("trim", (
        (0.40, 0.16, 0.20, 0.27), (0.10, 0.19, 0.20, 0.27), (-0.10, 0.17, 0.20, 0.32),
    )),
    ("paint", (
        (0.52, 0.05, 0.98, 1.05), (0.46, 0.13, 0.95, 1.09), (0.36, 0.13, 0.96, 1.09), (0.30, 0.06, 0.99, 1.06),
    )),
    ("engine", (
        (-0.25, 0.10, 0.20, 0.40), (-0.55, 0.11, 0.18, 0.40), (-0.70, 0.08, 0.22, 0.34),
    )),
)  # fmt: skip
_SEATS = {
    "roadster": Seat((-0.22, 0.0, 0.79), (0.34, 0.36, 1.05), (-0.14, 0.17, 0.33), 0.0, 0.26),
    "scooter": Seat((-0.28, 0.0, 0.78), (0.34, 0.32, 1.06), (0.16, 0.11, 0.27), 0.0, 0.05),
}


def motorcycle(
    rng: np.random.Generator, position: tuple[float, float, float], yaw: float, model: str | None = None
) -> Thing:
    """Return a parked motorcycle, leaning on its stand.

    Parameters
    ----------
    rng : numpy.random.Generator
    position : (x, y, z) metres
        Of the ground below its middle.
    yaw : float, radians
    model : str or None
        A key of ``MOTORCYCLE_MODELS``; None draws one.

    Raises
    ------
    KeyError
        If there is no such model.
    """
    if model is None:
        model = "roadster" if rng.random() < 0.55 else "scooter"
    placement = Placement(motorcycle_mesh(model, parked=True), position, motorcycle_materials(rng), yaw)
    return Thing("motorcycle", (placement,), {"model": model, "parked": True})


def motorcycle_materials(rng: np.random.Generator) -> dict[str, Material]:
    """Return a paint and all that a motorcycle has beside it, slot by slot."""
    return vehicle_materials(rng) | {
        "paint": painted(rng),
        "seat": Material((0.018, 0.017, 0.017), roughness=0.55),
        "engine": Material((0.16, 0.16, 0.165), roughness=0.4, f0=0.3, metal=0.4),
        "amber": Material((0.70, 0.28, 0.02), roughness=0.2),
    }


def motorcycle_seat(model: str) -> Seat:
    """Return where a rider sits on a model."""
    return _SEATS[model]


@cache
def motorcycle_mesh(model: str, parked: bool) -> Mesh:
    """Return the mesh of a model, a key of ``MOTORCYCLE_MODELS``; parked ones lean by 7 degrees."""
    parts = {"roadster": _roadster, "scooter": _scooter}[model]()
    if parked:
        parts += bars([(((-0.05, 0.10, 0.30), (-0.12, 0.24, 0.06)), 0.012)], "trim")
    mesh = join(parts)
    return lowest_at_ground(moved(mesh, rotation=rotation("x", -np.radians(7.0)))) if parked else mesh


def _shell(rows: tuple[tuple[float, float, float, float], ...], slot: str) -> Mesh:
    """A body panel: rings at x, of a half breadth, between two heights."""
    turns = 2.0 * np.pi * np.arange(12) / 12
    c, s = np.cos(turns), np.sin(turns)
    c, s = np.sign(c) * np.abs(c) ** 0.7, np.sign(s) * np.abs(s) ** 0.7
    rings: Floats = np.empty((len(rows), 12, 3))
    for ring, (x, half, low, high) in zip(rings, rows, strict=True):
        ring[:, 0], ring[:, 1], ring[:, 2] = x, half * c, 0.5 * (low + high) + 0.5 * (high - low) * s
    return loft(rings, slot, 50.0)


def _roadster() -> list[Mesh]:
    rear, front = (-0.72, 0.0, 0.31), (0.72, 0.0, 0.31)
    parts = [moved(part, rear) for part in upright_wheel(0.31, 0.13, 0)]
    parts += [moved(part, front) for part in upright_wheel(0.31, 0.105, 0)]
    for axle in (rear, front):
        for k in range(5):
            way = np.array([np.cos(0.4 * np.pi * k), 0.0, np.sin(0.4 * np.pi * k)])
            parts.append(pipe(np.array(axle) + np.array([way * 0.03, way * 0.20]), 0.018, 6, "rim", crease_deg=180.0))
        parts.append(tube((axle[0], 0.062, axle[2]), (axle[0], 0.068, axle[2]), 0.12, sides=16, slot="chrome"))
    parts += [_shell(rows, slot) for slot, rows in _ROADSTER_SHELLS]
    parts += [
        moved(mudguard(0.335, 25.0, 150.0, 0.12, "paint"), front),
        moved(mudguard(0.345, 60.0, 170.0, 0.15, "trim"), rear),
        sphere((0.56, 0.0, 0.88), (0.09, 0.10, 0.10), "trim", 12, 8),
        moved(sphere((0.0, 0.0, 0.0), (0.03, 0.088, 0.088), "headlight", 12, 6), (0.635, 0.0, 0.88)),
        box(-0.90, -0.87, -0.06, 0.06, 0.80, 0.85, "taillight"),
        box(-0.96, -0.95, -0.10, 0.10, 0.50, 0.64, "plate"),
        box(-0.965, -0.955, -0.07, 0.07, 0.54, 0.60, "ink"),
    ]  # fmt: skip
    for z in (0.57, 0.61, 0.65):
        parts.append(box(-0.02, 0.20, -0.12, 0.12, z, z + 0.018, "engine"))
    parts += bars(
        [
            (((0.34, 0.0, 0.88), (0.10, 0.0, 0.76), (-0.12, 0.0, 0.66)), 0.035),
            (((0.36, 0.0, 0.86), (0.28, 0.0, 0.40)), 0.028),
        ],
        "trim",
    )
    parts += [both_sides(part) for part in bars([
        (((0.36, 0.085, 0.95), (0.72, 0.085, 0.31)), 0.026),
        (((-0.20, 0.085, 0.40), (-0.72, 0.085, 0.31)), 0.028),
        (((-0.14, 0.06, 0.33), (-0.14, 0.21, 0.33)), 0.014),
        (((-0.56, 0.11, 0.36), (-0.50, 0.10, 0.72)), 0.022),
    ], "trim")]  # fmt: skip
    parts += bars([(((0.22, -0.10, 0.46), (0.26, -0.13, 0.30), (0.05, -0.15, 0.21), (-0.30, -0.17, 0.26)), 0.025),
                   (((-0.28, -0.17, 0.26), (-0.86, -0.19, 0.42)), 0.050)], "chrome", 10)  # fmt: skip
    return [*parts, *_controls(0.36, 0.97, (0.34, 0.36, 1.05)), *_blinkers(0.55, -0.84, 0.84, 0.80)]


def _scooter() -> list[Mesh]:
    rear, front = (-0.60, 0.0, 0.25), (0.66, 0.0, 0.25)
    parts = []
    for axle in (rear, front):
        parts += [moved(part, axle) for part in upright_wheel(0.25, 0.115, 0)]
        parts.append(tube((axle[0], -0.05, axle[2]), (axle[0], 0.05, axle[2]), 0.125, sides=16, slot="rim"))
    parts += [_shell(rows, slot) for slot, rows in _SCOOTER_SHELLS]
    parts += [
        pipe(np.array([(0.36, 0.0, 0.22), (0.40, 0.0, 0.40), (0.45, 0.0, 0.70), (0.42, 0.0, 0.96)]),
             np.array([(0.035, 0.17), (0.05, 0.21), (0.055, 0.20), (0.04, 0.13)]), 12, "paint", broad=(0.0, 1.0, 0.0)),
        moved(mudguard(0.285, 20.0, 165.0, 0.15, "paint"), front),
        moved(sphere((0.0, 0.0, 0.0), (0.03, 0.075, 0.055), "headlight", 12, 6), (0.505, 0.0, 1.02)),
        sphere((0.53, 0.0, 0.64), (0.02, 0.05, 0.03), "chrome", 8, 4),
        box(-0.93, -0.90, -0.07, 0.07, 0.62, 0.70, "taillight"),
        box(-0.90, -0.89, -0.10, 0.10, 0.42, 0.56, "plate"),
        box(-0.905, -0.895, -0.07, 0.07, 0.46, 0.52, "ink"),
    ]  # fmt: skip
    parts += bars([(((-0.40, -0.16, 0.24), (-0.86, -0.17, 0.30)), 0.050)], "chrome", 10)
    parts += [both_sides(part) for part in bars([(((0.50, 0.075, 0.46), (0.66, 0.075, 0.25)), 0.024)], "trim")]
    return [*parts, *_controls(0.40, 1.02, (0.34, 0.32, 1.06)), *_blinkers(0.47, -0.86, 0.80, 0.66)]


def _controls(x: float, z: float, grip: tuple[float, float, float]) -> list[Mesh]:
    """Handlebar, grips, levers and mirrors."""
    gx, gy, gz = grip
    bar = [(x, 0.0, z), (x + 0.01, 0.12, gz), (gx + 0.03, gy - 0.10, gz), (gx - 0.02, gy + 0.04, gz)]
    handle = [(gx + 0.03, gy - 0.10, gz), (gx - 0.025, gy + 0.05, gz)]
    lever = [(gx + 0.08, gy - 0.08, gz), (gx + 0.05, gy + 0.04, gz - 0.01)]
    arm = [(gx + 0.04, gy - 0.12, gz), (gx + 0.06, gy - 0.08, gz + 0.16)]
    lines = [(bar, 0.013), (handle, 0.019), (lever, 0.006), (arm, 0.006)]
    mirror = sphere((gx + 0.05, gy - 0.05, gz + 0.18), (0.02, 0.065, 0.045), "trim", 8, 6)
    return [both_sides(part) for part in [*bars(lines, "trim", 6), mirror]]


def _blinkers(front: float, rear: float, high: float, low: float) -> list[Mesh]:
    places = ((front, 0.17, high), (rear, 0.15, low))
    return [both_sides(sphere(place, (0.025, 0.035, 0.022), "amber", 6, 4)) for place in places]
