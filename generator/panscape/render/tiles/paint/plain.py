# mypy: allow-untyped-defs
"""What every texture begins with, and the texture of nothing."""

import numpy as np

from panscape.render.jit import kernel
from panscape.render.tiles.layout import (
    BX,
    BY,
    BZ,
    EMIT,
    F0,
    LANES,
    METAL,
    NZ,
    POOL,
    PX,
    PY,
    PZ,
    ROUGH,
    THROUGH,
    B,
    G,
    R,
)
from panscape.render.tiles.noise import HALF, ZERO, F, wave3


@kernel
def start(t, count, m, switched):
    """Lay the material's first colour over a tile.

    t : (ROWS * LANES,) float32, see layout; count : int, its lanes
    m : (16,) float32, a row of pack.Packed.materials
    switched : float32, how far the lamps are on
    """
    emission = m[11] + switched * m[13]
    for i in range(count):
        t[R * LANES + i], t[G * LANES + i], t[B * LANES + i] = m[0], m[1], m[2]
        t[ROUGH * LANES + i], t[F0 * LANES + i], t[METAL * LANES + i] = m[8], m[9], m[10]
        t[EMIT * LANES + i] = emission
        t[BX * LANES + i] = t[BY * LANES + i] = t[BZ * LANES + i] = ZERO
        t[THROUGH * LANES + i] = t[POOL * LANES + i] = ZERO


@kernel
def pane(t, count):
    """Nothing but bumps, for an upright mirror: panes are a little bent, each its own way."""
    for i in range(count):
        x, y, z = t[PX * LANES + i] * F(0.9), t[PY * LANES + i] * F(0.9), t[PZ * LANES + i] * F(0.6)
        upright = F(1.0) if abs(t[NZ * LANES + i]) < F(0.6) else ZERO
        t[BX * LANES + i] = upright * F(0.035) * (wave3(x, y, z) - HALF)
        t[BY * LANES + i] = upright * F(0.035) * (wave3(x + F(9.0), y, z) - HALF)
        t[BZ * LANES + i] = upright * F(0.05) * (wave3(x, y + F(9.0), z) - HALF)


@kernel
def plain(t, count, m):
    """A plain material: a pane of glass if it mirrors like one."""
    if m[8] < np.float32(0.1) and m[9] >= np.float32(0.07):
        pane(t, count)
