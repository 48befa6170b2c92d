# mypy: allow-untyped-defs
"""Noise between two colours: plaster, bark, rubber, stone, steel."""

from panscape.render.jit import inner
from panscape.render.tiles.layout import BX, BY, LANES, B, G, R
from panscape.render.tiles.noise import HALF, ONE, ZERO, F, clamped
from panscape.render.tiles.paint.rows import THRICE, WAVES, cloud, clouds, even, through

CLOUD, GRAIN = WAVES[:2]


@inner
def mottle(t, count, m):
    """Texture.NOISE: ``m[7]`` waves a metre, mixed from the first colour to the second by ``m[12]``; grain if rough."""
    near = through(t, count)
    clouds(t, count, near, CLOUD, m[7], m[7], ZERO, ZERO, F(3.0), THRICE)
    even(t, count, GRAIN, ZERO)
    if m[8] > F(0.7):
        cloud(t, count, near, GRAIN, F(37.0), F(37.0), ZERO, ZERO, F(3.0), ONE)
    r, g, b, to_r, to_g, to_b = m[0], m[1], m[2], m[3] - m[0], m[4] - m[1], m[5] - m[2]
    swing = m[12]
    for i in range(count):
        grain = t[GRAIN * LANES + i]
        part = clamped((t[CLOUD * LANES + i] - HALF) * swing + HALF)
        factor = ONE + F(0.10) * grain
        t[R * LANES + i] = (r + to_r * part) * factor
        t[G * LANES + i] = (g + to_g * part) * factor
        t[B * LANES + i] = (b + to_b * part) * factor
        t[BX * LANES + i] = F(0.15) * grain
        t[BY * LANES + i] = F(-0.15) * grain
