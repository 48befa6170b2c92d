# mypy: allow-untyped-defs
"""What every texture begins with, and the texture of nothing."""

from panscape.render.jit import inner
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
    ROUGH,
    THROUGH,
    B,
    G,
    R,
)
from panscape.render.tiles.noise import ZERO, F
from panscape.render.tiles.paint.rows import WAVES, cloud, even, through

BEND_X, BEND_Y, BEND_Z = WAVES[:3]


@inner
def start(t, count, m, switched):
    """Lay the material's first colour over a tile.

    t : (ROWS * LANES,) float32, see layout; count : int, its lanes
    m : (16,) float32, a row of pack.Packed.materials
    switched : float32, how far the lamps are on
    """
    r, g, b, rough, f0, metal, emission = m[0], m[1], m[2], m[8], m[9], m[10], m[11] + switched * m[13]
    for i in range(count):
        t[R * LANES + i], t[G * LANES + i], t[B * LANES + i] = r, g, b
        t[ROUGH * LANES + i], t[F0 * LANES + i], t[METAL * LANES + i] = rough, f0, metal
        t[EMIT * LANES + i] = emission
        t[BX * LANES + i] = t[BY * LANES + i] = t[BZ * LANES + i] = ZERO
        t[THROUGH * LANES + i] = t[POOL * LANES + i] = ZERO


@inner
def pane(t, count):
    """Nothing but bumps, for an upright mirror: panes are a little bent, each its own way."""
    near = through(t, count)
    for row, shift in ((BEND_X, ZERO), (BEND_Y, F(9.0)), (BEND_Z, F(18.0))):
        even(t, count, row, ZERO)
        cloud(t, count, near, row, F(0.9), F(0.6), shift, ZERO, ZERO, F(0.035))
    for i in range(count):
        upright = abs(t[NZ * LANES + i]) < F(0.6)
        t[BX * LANES + i] = t[BEND_X * LANES + i] if upright else ZERO
        t[BY * LANES + i] = t[BEND_Y * LANES + i] if upright else ZERO
        t[BZ * LANES + i] = F(1.4) * t[BEND_Z * LANES + i] if upright else ZERO


@inner
def plain(t, count, m):
    """A plain material: a pane of glass if it mirrors like one."""
    if m[8] < F(0.1) and m[9] >= F(0.07):
        pane(t, count)
