# mypy: allow-untyped-defs
"""What the weather lays over a surface before it is lit: water."""

from panscape.render.jit import kernel
from panscape.render.tiles import layout as row
from panscape.render.tiles.layout import LANES
from panscape.render.tiles.noise import HALF, ONE, ZERO, F, ramp, waves2


@kernel
def soak(t, count, wet):
    """Wet rough ground that faces up: darker, smoother, and a mirror where water stands, see POOL.

    wet : float32, in (0, 1]
    """
    low, high, most = F(0.60) - F(0.25) * wet, F(0.66) - F(0.2) * wet, min(ONE, F(1.5) * wet)
    for i in range(count):
        up, rough = t[row.GZ * LANES + i], t[row.ROUGH * LANES + i]
        # Paint and glass shed water, grass drinks it.
        takes = (up >= F(0.6)) & (rough >= F(0.45)) & (t[row.THROUGH * LANES + i] <= ZERO)
        drawn = waves2(
            t[row.WX * LANES + i] * F(0.35), t[row.WY * LANES + i] * F(0.35), t[row.FOOT * LANES + i] * F(0.35)
        )
        pool = ramp(low, high, drawn) * ramp(F(0.95), F(0.99), up) * most
        pool = pool if takes else ZERO
        share = wet if takes else ZERO
        dark = ONE - share * (F(0.35) + F(0.2) * pool)
        t[row.R * LANES + i] *= dark
        t[row.G * LANES + i] *= dark
        t[row.B * LANES + i] *= dark
        smooth = F(0.35) * (ONE - pool) + F(0.03) * pool
        t[row.ROUGH * LANES + i] = rough + (smooth - rough) * share * (HALF + HALF * pool)
        t[row.F0 * LANES + i] += (F(0.03) - t[row.F0 * LANES + i]) * pool
        t[row.POOL * LANES + i] = pool
