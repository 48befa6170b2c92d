"""Wheels of cars, buses and trucks: a tyre with a rim, standing on the ground."""

from functools import cache

import numpy as np

from panscape.scenes import Mesh, join
from panscape.shapes.solids import box, lathe, moved, rotation, tube

SIDES = 20


@cache
def wheel(radius: float, width: float, rim: float, spokes: int) -> Mesh:
    """Return a wheel whose outer face looks to +y and whose axle lies at the origin.

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
    tread = [
        (rim, -half * 0.9), (radius * 0.93, -half), (radius, -half * 0.72),
        (radius, half * 0.72), (radius * 0.93, half), (rim, half * 0.9),
    ]  # fmt: skip
    lip = [(rim * 1.0, half * 0.5), (rim * 1.03, half * 0.92), (rim * 0.9, half * 0.96), (rim * 0.86, half * 0.5)]
    parts = [
        lathe(tread, SIDES, "tyre", 35.0, caps=False),
        lathe(lip, SIDES, "rim", 35.0, caps=False),
        lathe([(rim, -half * 0.9), (rim, half * 0.2)], SIDES, "black"),
    ]
    if spokes:
        parts.append(tube((0, 0, half * 0.3), (0, 0, half * 0.86), rim * 0.24, rim * 0.16, 10, "rim"))
        blade = box(rim * 0.15, rim * 0.92, -rim * 0.105, rim * 0.105, half * 0.56, half * 0.8, "rim")
        parts += [moved(blade, rotation=rotation("z", 2 * np.pi * k / spokes + 0.3)) for k in range(spokes)]
    else:
        dish = [(rim * 0.95, half * 0.3), (rim * 0.9, half * 0.5), (rim * 0.55, half * 0.35), (rim * 0.42, half * 1.05)]
        parts.append(lathe([*dish, (rim * 0.25, half * 1.15)], SIDES, "rim", 30.0))
    return moved(join(parts), rotation=rotation("x", -0.5 * np.pi))
