"""What people carry: bags of several kinds, umbrellas, a phone, a cup, a cane, a pram."""

import numpy as np

from panscape.scenes import Mesh, join
from panscape.shapes.figure import SIDES, Figure
from panscape.shapes.rings import ellipses, ringed
from panscape.shapes.skinning import CHEST, GROUND, HAND, HELD, Piece, rigid
from panscape.shapes.solids import box, lathe, moved, pipe, rotation, tube

PRAM_GRIP = (0.46, 0.20, 0.98)  # metres ahead of the hips, to the left, above the ground
_LEFT, _RIGHT = 0, 1


def carried(figure: Figure, bag: str, held: str, thick: bool) -> list[Piece]:
    """Return the pieces of a bag and of what is in the right hand; ``thick`` clothes push a bag outwards."""
    pieces = []
    if bag:
        depth = (0.068 * figure.build.girth + (0.016 if thick else 0.005)) * figure.build.height
        pieces += _BAGS[bag](figure, depth)
    if held:
        pieces += _HELD[held](figure)
    return pieces


def _backpack(figure: Figure, depth: float) -> list[Piece]:
    h, (ahead, left, up) = figure.build.height, figure.axes
    heights = np.array([0.055, 0.068, 0.10, 0.20, 0.265, 0.288])
    out = np.array([0.02, 0.050, 0.060, 0.053, 0.040, 0.015]) * h
    wide = np.array([0.05, 0.074, 0.080, 0.078, 0.066, 0.03]) * h
    middles = figure.pelvis + heights[:, None] * h * up - (depth + 0.034 * h) * ahead
    slots = np.full((5, 12), "bag", dtype=object)
    slots[1, 4:8] = "trim"  # the outer pocket's shadow
    parts = [ringed(ellipses(middles, ahead, left, out, wide, 12), slots)]
    for side in SIDES:
        strap = (
            (-0.04 * h, 0.285),
            (0.030 * h, 0.294),
            (depth + 0.002 * h, 0.24),
            (depth - 0.004 * h, 0.15),
            (0.0, 0.10),
        )
        line = [
            figure.pelvis + x * ahead + h * (side * (0.060 if z > 0.12 else 0.092) * left + z * up) for x, z in strap
        ]
        parts.append(pipe(np.array(line), 0.009 * h, 5, "bag", crease_deg=180.0))
    return [rigid(join(parts), CHEST)]


def _in_hand(figure: Figure, long: float, tall: float, wide: float, handle: float) -> list[Piece]:
    """A bag that hangs from the left hand: how long, tall and wide by halves, and the height of its handles."""
    grip = figure.wrists[_LEFT] - np.array([0.0, 0.0, 0.05 * figure.build.height])
    at = grip - np.array([0.0, 0.0, tall + handle])
    rings = np.array([(-tall, 0.94), (-0.9 * tall, 1.0), (0.8 * tall, 0.97), (tall, 0.90)])
    middles = at + rings[:, :1] * np.array([0.0, 0.0, 1.0])
    ends = (np.array([1.0, 0, 0]), np.array([0, 1.0, 0]))
    body = ringed(ellipses(middles, *ends, long * rings[:, 1], wide * rings[:, 1], 8, 0.4), "bag")
    line = np.array(
        [(-0.5 * long, 0, tall), (-0.3 * long, 0, tall + handle), (0.3 * long, 0, tall + handle), (0.5 * long, 0, tall)]
    )
    return [rigid(join([body, pipe(at + line, 0.008, 5, "bag", crease_deg=180.0)]), HELD[_LEFT])]


def _shoulder(figure: Figure, depth: float) -> list[Piece]:
    """A bag under the left arm, on a strap over the shoulder."""
    h, (ahead, left, up) = figure.build.height, figure.axes
    place = figure.pelvis + 0.135 * h * figure.build.hips * left + 0.06 * h * up - 0.02 * h * ahead
    rings = np.array([(-0.055, 0.9), (-0.045, 1.0), (0.045, 0.95), (0.06, 0.85)])
    middles = place + rings[:, :1] * h * up
    body = ringed(ellipses(middles, ahead, left, 0.085 * h * rings[:, 1], 0.024 * h * rings[:, 1], 8, 0.5), "bag")
    strap = [
        place + h * (x * ahead + y * left + z * up)
        for x, y, z in (
            (-0.07, 0, 0.05),
            (-0.045, -0.045, 0.19),
            (0.0, -0.066, 0.245),
            (0.05, -0.045, 0.19),
            (0.07, 0, 0.05),
        )
    ]
    return [rigid(join([body, pipe(np.array(strap), 0.006 * h, 5, "bag", crease_deg=180.0)]), CHEST)]


def _crossbody(figure: Figure, depth: float) -> list[Piece]:
    """A pouch on the right hip, its strap over the left shoulder."""
    h, (ahead, left, up) = figure.build.height, figure.axes
    place = figure.pelvis - 0.118 * h * figure.build.hips * left + 0.03 * h * up + 0.01 * h * ahead
    pouch = moved(box(-0.075, 0.075, -0.025, 0.03, -0.07, 0.05, "bag"), place)
    line = [figure.pelvis + x * ahead + h * (y * left + z * up)
            for x, y, z in ((0.0, -0.112, 0.06), (depth + 0.002, -0.06, 0.13), (depth + 0.006, 0.0, 0.20),
                            (0.6 * depth, 0.055, 0.275), (-0.2 * depth, 0.066, 0.297), (-0.9 * depth, 0.03, 0.24),
                            (-depth - 0.004, -0.05, 0.13), (-0.3 * depth, -0.112, 0.06))]  # fmt: skip
    return [rigid(join([pouch, pipe(np.array(line), 0.007 * h, 5, "bag", crease_deg=180.0)]), CHEST)]


def _phone(figure: Figure) -> list[Piece]:
    h = figure.build.height
    wrist, elbow = figure.wrists[_RIGHT], figure.elbows[_RIGHT]
    way = (wrist - elbow) / np.sqrt(((wrist - elbow) ** 2).sum())
    slab = box(-0.036, 0.036, -0.005, 0.005, -0.075, 0.075, "trim")
    return [rigid(moved(slab, wrist + h * (0.055 * way + 0.018 * figure.axes[1])), HAND[_RIGHT])]


def _cup(figure: Figure) -> list[Piece]:
    at = figure.wrists[_RIGHT] + np.array([0.055, 0.02, -0.05])
    cup = lathe([(0.028, -0.06), (0.038, 0.05), (0.041, 0.052), (0.036, 0.064)], 8, "cup")
    return [rigid(moved(cup, at), HELD[_RIGHT])]


def _umbrella(figure: Figure) -> list[Piece]:
    """Open, held upright: a shaft, and a canopy of eight ribs, closed below."""
    at = figure.wrists[_RIGHT] + np.array([0.05, 0.02, -0.02])
    top = 0.46 * figure.build.height
    canopy = lathe(
        [(0.01, top - 0.04), (0.30, top - 0.075), (0.52, top - 0.20), (0.53, top - 0.20), (0.42, top - 0.10),
         (0.24, top - 0.025),
         (0.01, top)], 8, "umbrella", 20.0)  # fmt: skip
    shaft = tube((0, 0, -0.08), (0, 0, top + 0.04), 0.008, sides=5, slot="metal")
    grip = tube((0, 0, -0.12), (0, 0, -0.02), 0.016, sides=6, slot="trim")
    return [rigid(moved(join([canopy, shaft, grip]), at), HELD[_RIGHT])]


def _closed_umbrella(figure: Figure) -> list[Piece]:
    at = figure.wrists[_RIGHT] + np.array([0.0, 0.0, -0.05 * figure.build.height])
    folds = lathe([(0.006, -0.66), (0.020, -0.60), (0.034, -0.22), (0.026, -0.10), (0.008, -0.08)], 7, "umbrella")
    grip = tube((0, 0, -0.10), (0, 0, 0.02), 0.011, sides=6, slot="trim")
    return [rigid(moved(join([folds, grip]), at, rotation("y", 0.12)), HELD[_RIGHT])]


def _cane(figure: Figure) -> list[Piece]:
    at = figure.wrists[_RIGHT] + np.array([0.02, 0.0, -0.05 * figure.build.height])
    reach = float(at[2]) - 0.012
    stick = tube((0.06, -0.02, -reach), (0, 0, 0), 0.011, sides=6, slot="cane")
    return [
        rigid(
            moved(join([stick, tube((-0.06, 0, 0.005), (0.06, 0, 0), 0.014, sides=6, slot="cane")]), at), HELD[_RIGHT]
        )
    ]


def _pram(figure: Figure) -> list[Piece]:
    """A pram on four wheels ahead, with its hood up; it stays on the ground."""
    x, y, z = PRAM_GRIP
    wheels = [
        moved(lathe([(0.09, -0.018), (0.115, -0.018), (0.115, 0.018), (0.09, 0.018), (0.02, 0.01)], 12, "trim"),
              (ahead, side, 0.115), rotation("x", 0.5 * np.pi))
        for ahead in (x + 0.22, x + 0.78) for side in (0.24, -0.24)
    ]  # fmt: skip
    tub = np.array([(0.10, 0.55), (0.34, 0.85), (0.5, 0.9), (0.86, 0.85), (0.98, 0.55)])
    middles = np.column_stack([x + tub[:, 0], np.zeros(5), np.full(5, 0.60) + 0.04 * np.abs(tub[:, 0] - 0.5)])
    turns = np.pi * np.arange(10) / 9 - np.pi
    rings = np.repeat(middles[:, None], 12, axis=1)
    rings[:, :10, 1] += 0.21 * np.cos(turns) * tub[:, 1:]
    rings[:, :10, 2] += 0.20 * np.sin(turns) * tub[:, 1:]
    rings[:, 10:, 1] += np.array([0.10, -0.10])
    rings[:, 10:, 2] += 0.02
    hood = lathe([(0.26, 0.0), (0.245, 0.10), (0.19, 0.19), (0.09, 0.245), (0.01, 0.26)], 12, "umbrella", 30.0)
    frame = [((x, y, z), (x + 0.18, y, 0.66), (x + 0.62, y, 0.42), (x + 0.78, y, 0.115)),
             ((x + 0.52, y, 0.62), (x + 0.22, y, 0.115))]  # fmt: skip
    bars = [
        pipe(np.array(line) * (1, side, 1), 0.011, 5, "metal", crease_deg=180.0) for line in frame for side in (1, -1)
    ]
    parts: list[Mesh] = [
        *wheels, *bars, ringed(rings, "umbrella"),
        moved(hood, (x + 0.30, 0.0, 0.64), rotation("y", -0.35), (1.1, 0.86, 1.15)),
        tube((x, -y, z), (x, y, z), 0.014, sides=6, slot="trim"),
    ]  # fmt: skip
    return [rigid(join(parts), GROUND)]


def pram_wrists(height: float) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Return where both wrists are, in metres from the ground below the hips, for hands that push a pram."""
    x, y, z = PRAM_GRIP
    return (x - 0.05 * height, y, z + 0.02), (x - 0.05 * height, -y, z + 0.02)


_BAGS = {
    "backpack": _backpack,
    "handbag": lambda figure, depth: _in_hand(figure, 0.15, 0.11, 0.05, 0.09),
    "briefcase": lambda figure, depth: _in_hand(figure, 0.21, 0.15, 0.045, 0.05),
    "shopping": lambda figure, depth: _in_hand(figure, 0.17, 0.19, 0.085, 0.13),
    "shoulder": _shoulder,
    "crossbody": _crossbody,
}
_HELD = {
    "phone": _phone,
    "cup": _cup,
    "umbrella": _umbrella,
    "closed umbrella": _closed_umbrella,
    "cane": _cane,
    "pram": _pram,
}
