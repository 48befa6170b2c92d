# mypy: allow-untyped-defs
"""Leaves: clumps of two greens, each leaf turned its own way, light let through."""

from panscape.render.jit import inner
from panscape.render.tiles.layout import BX, BY, LANES, THROUGH, B, G, R
from panscape.render.tiles.noise import HALF, ONE, ZERO, F, clamped
from panscape.render.tiles.paint.rows import TWICE, WAVES, cloud, clouds, even, through

CLUMP, SPECK, TURN = WAVES[:3]


@inner
def leaf(t, count, m):
    """Texture.LEAF: ``m[7]`` clumps a metre, mixed from the first colour to the second by ``m[12]``."""
    near = through(t, count)
    s = m[7]
    clouds(t, count, near, CLUMP, s, s, ZERO, ZERO, ZERO, TWICE)
    even(t, count, SPECK, ZERO)
    cloud(t, count, near, SPECK, s * F(7.0), s * F(7.0), ZERO, ZERO, ZERO, ONE)
    even(t, count, TURN, ZERO)
    cloud(t, count, near, TURN, s * F(6.0), s * F(6.0), ZERO, F(5.0), ZERO, ONE)
    r, g, b, to_r, to_g, to_b = m[0], m[1], m[2], m[3] - m[0], m[4] - m[1], m[5] - m[2]
    swing = m[12]
    for i in range(count):
        speck = t[SPECK * LANES + i]
        part = clamped((F(0.65) * (t[CLUMP * LANES + i] - HALF) + F(0.35) * speck) * swing + F(0.38))
        # Some leaves are young and yellower, some are torn and brown.
        warm = ONE + F(0.5) * t[TURN * LANES + i] * t[CLUMP * LANES + i]
        t[R * LANES + i] = (r + to_r * part) * warm
        t[G * LANES + i] = g + to_g * part
        t[B * LANES + i] = b + to_b * part
        t[BX * LANES + i] = F(0.9) * speck
        t[BY * LANES + i] = F(0.9) * t[TURN * LANES + i]
        t[THROUGH * LANES + i] = F(0.55)
