# mypy: allow-untyped-defs
"""Paint on the road: rolled over, chipped in spots down to the asphalt, dirty."""

from panscape.render.jit import inner
from panscape.render.tiles.layout import BX, BY, LANES, ROUGH, B, G, R
from panscape.render.tiles.noise import HALF, ONE, ZERO, F, clamped, fade, ramp
from panscape.render.tiles.paint.rows import FU, FV, TWICE, WAVES, even, octave, over, waves

WORN, DUST, GRAIN = WAVES[:3]
GONE = F(0.10)  # share of the paint that is worn away


@inner
def marking(t, count, m):
    """Texture.MARKING: paint of the first colour on asphalt of the second."""
    near = over(t, count)
    even(t, count, WORN, HALF)
    octave(t, count, near, WORN, F(1.3), F(1.3), ZERO, ZERO, F(0.32))
    octave(t, count, near, WORN, F(7.0), F(7.0), F(3.0), ZERO, F(0.26))
    octave(t, count, near, WORN, F(19.0), F(19.0), F(7.0), ZERO, F(0.24))
    octave(t, count, near, WORN, F(45.0), F(45.0), F(7.0), F(5.0), F(0.2))
    waves(t, count, near, DUST, F(0.7), F(0.7), F(13.0), ZERO, TWICE)
    even(t, count, GRAIN, ZERO)
    octave(t, count, near, GRAIN, F(80.0), F(80.0), F(2.0), ZERO, ONE)
    r, g, b, under_r, under_g, under_b = m[0], m[1], m[2], m[3], m[4], m[5]
    rough = m[8]
    for i in range(count):
        keep = fade(F(16.0) * max(t[FU * LANES + i], t[FV * LANES + i]))
        gone = GONE + keep * (ramp(F(0.60), F(0.70), t[WORN * LANES + i]) - GONE)
        grain = t[GRAIN * LANES + i]
        clean = clamped(F(0.72) + F(0.4) * t[DUST * LANES + i] + F(0.08) * grain) * (ONE - gone)
        gone *= ONE + F(0.5) * grain
        t[R * LANES + i] = r * clean + under_r * gone
        t[G * LANES + i] = g * clean + under_g * gone
        t[B * LANES + i] = b * clean + under_b * gone
        t[ROUGH * LANES + i] = rough + (F(0.85) - rough) * gone
        t[BX * LANES + i] = F(0.25) * grain
        t[BY * LANES + i] = F(-0.15) * grain
