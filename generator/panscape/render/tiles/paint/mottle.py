# mypy: allow-untyped-defs
"""Three octaves of noise between two colours."""

from panscape.render.jit import kernel
from panscape.render.tiles.layout import FOOT, LANES, PX, PY, PZ, VARIANT, B, G, R
from panscape.render.tiles.noise import HALF, ONE, ZERO, F, waves3


@kernel
def mottle(t, count, m):
    """Texture.NOISE: ``m[7]`` waves a metre, mixed from the first colour to the second by ``m[12]``."""
    scale, swing = m[7], m[12]
    r, g, b, to_r, to_g, to_b = m[0], m[1], m[2], m[3] - m[0], m[4] - m[1], m[5] - m[2]
    for i in range(count):
        x, y = t[PX * LANES + i] * scale, t[PY * LANES + i] * scale
        z = t[PZ * LANES + i] * scale + F(7.0) * t[VARIANT * LANES + i]
        part = (waves3(x, y, z, t[FOOT * LANES + i] * scale) - HALF) * swing + HALF
        part = min(ONE, max(ZERO, part))
        t[R * LANES + i] = r + to_r * part
        t[G * LANES + i] = g + to_g * part
        t[B * LANES + i] = b + to_b * part
