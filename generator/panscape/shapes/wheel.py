"""Wheels of cars, buses and trucks: a tyre with a rim, standing on the ground."""

from functools import cache

import numpy as np

from panscape.scenes import Mesh, join
from panscape.shapes.solids import lathe, loft, moved, rotation
from panscape.shapes.surface import Floats

SIDES = 16


@cache
def wheel(radius: float, width: float, rim: float, spokes: int) -> Mesh:
    """Return a wheel whose outer face looks to +y and whose axle lies at the origin: about 300 triangles.

    Parameters
    ----------
    radius, width : float, metres
        Of the tyre; the lowest vertex is exactly ``radius`` below the axle.
    rim : float, metres
        Radius of the rim.
    spokes : int
        0 makes a pressed disc, as on trucks.

    Returns
    -------
    Mesh
        Slots ``tyre``, ``rim`` and ``black``.
    """
    half = 0.5 * width
    tread = [(rim, -half * 0.9), (radius, -half * 0.8), (radius, half * 0.74), (radius * 0.94, half), (rim, half * 0.9)]
    parts = [lathe(tread, SIDES, "tyre", 35.0, caps=False)]
    if spokes:
        lip = [(rim * 1.02, half * 0.90), (rim * 0.97, half * 0.97), (rim * 0.92, half * 0.92)]
        parts.append(lathe(lip, SIDES, "rim", 35.0, caps=False))
        parts.append(lathe([lip[-1], (rim * 0.91, half * 0.45)], SIDES, "black", caps=False))
        parts.append(_disc(rim * 0.96, half * 0.34, "black"))
        parts.append(lathe([(rim * 0.30, half * 0.50), (rim * 0.22, half * 0.86), (0.01, half * 0.9)], 10, "rim"))
        parts += [_spoke(rim, half, spokes, 2 * np.pi * k / spokes + 0.3) for k in range(spokes)]
    else:
        dish = [
            (rim * 1.02, half * 0.90),
            (rim * 0.93, half * 0.95),
            (rim * 0.86, half * 0.35),
            (rim * 0.55, half * 0.3),
        ]
        hub = [(rim * 0.42, half * 1.02), (rim * 0.24, half * 1.15), (0.01, half * 1.15)]
        parts += [lathe([*dish, *hub], SIDES, "rim", 30.0, caps=False)]
        holes = 2 * np.pi * np.arange(8) / 8
        parts += [_hole(rim, half, float(turn)) for turn in holes]
    return moved(join(parts), rotation=rotation("x", -0.5 * np.pi))


def _disc(radius: float, z: float, slot: str) -> Mesh:
    return lathe([(radius, z), (0.01, z + 1e-4)], SIDES, slot, caps=False)


def _spoke(rim: float, half: float, spokes: int, turn: float) -> Mesh:
    """A blade from the hub to the lip, open at its ends."""
    foot, end = (rim * share * min(1.0, 6.5 / spokes) for share in (0.17, 0.12))
    rows = ((0.12, foot, 0.55, 0.86), (0.93, end, 0.62, 0.94))
    rings: Floats = np.array(
        [[(x * rim, s * y, z * half) for s, z in ((-1, low), (1, low), (0.8, high), (-0.8, high))]
         for x, y, low, high in rows]
    )  # fmt: skip
    return moved(loft(rings, "rim", 40.0, caps=False), rotation=rotation("z", turn))


def _hole(rim: float, half: float, turn: float) -> Mesh:
    """A dark opening in a pressed disc."""
    place = (0.7 * rim, 0.0, 0.36 * half)
    return moved(
        moved(lathe([(0.11 * rim, 0.0), (0.01, 0.0)], 6, "black", caps=False), place), rotation=rotation("z", turn)
    )
