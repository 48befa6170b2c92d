# mypy: allow-untyped-defs
"""Upright boards: a tone each, grain and knots along them, nails, dark gaps, and grey weather over many."""

from panscape.render.jit import inner
from panscape.render.tiles.layout import BX, BY, LANES, NX, NY, ROUGH, VARIANT, B, G, R
from panscape.render.tiles.noise import HALF, ONE, ZERO, F, bump, clamped, fade, groove, hash2, ramp, stripe, whole
from panscape.render.tiles.paint.rows import FU, FV, TWICE, WAVES, U, V, along, even, octave, waves

DAMP, GRAIN, FINE = WAVES[:3]
NAILS = F(1.1)  # metres between two


@inner
def planks(t, count, m):
    """Texture.PLANKS: ``m[7]`` boards a metre; tone swings by ``m[12]``."""
    near = along(t, count)
    waves(t, count, near, DAMP, F(0.7), F(0.9), ZERO, ZERO, TWICE)
    s, rough, swing = m[7], m[8], F(0.6) * m[12]
    # The grain of each board is its own: shift the boards apart up and down.
    for i in range(count):
        own = hash2(whole(t[U * LANES + i] * s), whole(t[VARIANT * LANES + i] * F(65536.0)))
        t[V * LANES + i] += F(64.0) * own
    even(t, count, GRAIN, HALF)
    octave(t, count, near, GRAIN, F(30.0), F(1.3), ZERO, ZERO, HALF)
    octave(t, count, near, GRAIN, F(75.0), F(2.9), F(5.0), ZERO, F(0.3))
    even(t, count, FINE, ZERO)
    octave(t, count, near, FINE, F(190.0), F(9.0), ZERO, ZERO, ONE)
    octave(t, count, near, FINE, F(9.0), F(6.0), ZERO, ZERO, ZERO)
    r, g, b, to_r, to_g, to_b = m[0], m[1], m[2], m[3] - m[0], m[4] - m[1], m[5] - m[2]
    for i in range(count):
        foot_u, foot_v = t[FU * LANES + i] * s, t[FV * LANES + i]
        u = t[U * LANES + i] * s
        board = whole(u)
        across = u - board
        tone = hash2(board, whole(t[VARIANT * LANES + i] * F(65536.0)))
        v = t[V * LANES + i]
        high = v - F(64.0) * tone
        keep = fade(F(0.7) * foot_u)
        grain, damp, fine = t[GRAIN * LANES + i], t[DAMP * LANES + i], t[FINE * LANES + i]
        # A knot in some of the stretches of a board.
        piece = whole(v * F(0.9))
        chance = hash2(piece, board)
        off_u = (across - F(0.25) - HALF * hash2(piece + F(9.0), board)) * F(5.0)
        off_v = (v * F(0.9) - piece - HALF) * F(13.0)
        knot = bump(off_u * off_u + off_v * off_v, ONE) * fade(F(3.0) * max(foot_u, foot_v))
        knot = knot if chance < F(0.35) else ZERO
        part = F(0.6) * keep * (tone - HALF) + F(0.9) * (grain - HALF) + HALF * (damp - HALF)
        part = clamped(HALF + part * swing + F(0.4) * knot)
        factor = (ONE + F(0.25) * keep * (tone - HALF)) * (ONE + F(0.3) * (grain - HALF) + F(0.25) * fine)
        gap = groove(across, ZERO, F(0.06), foot_u)
        row = whole(high * (ONE / NAILS))
        nail_v = (high - (row + HALF) * NAILS) * F(140.0)
        nail_u = (HALF - abs(across - HALF) - F(0.2)) * F(140.0) / s
        nail = bump(nail_u * nail_u + nail_v * nail_v, ONE) * fade(F(100.0) * max(foot_u / s, foot_v))
        rust = bump(nail_u, F(1.5)) * ramp(F(0.25), ZERO, (row + HALF) * NAILS - high)
        rust *= fade(F(40.0) * max(foot_u / s, foot_v))
        rust = rust if nail_v < ZERO else ZERO
        factor *= (ONE - F(0.75) * gap) * (ONE - F(0.35) * knot * (HALF + grain))
        factor *= ONE - F(0.6) * nail - F(0.15) * rust
        t[R * LANES + i] = (r + to_r * part) * factor
        t[G * LANES + i] = (g + to_g * part) * factor
        t[B * LANES + i] = (b + to_b * part) * factor
        t[ROUGH * LANES + i] = rough
        # Boards are rounded at their edges, the grain stands out.
        side = F(0.5) * keep * (stripe(across, F(0.88), ONE, foot_u) - stripe(across, F(0.06), F(0.18), foot_u))
        side += F(0.3) * (grain - HALF) + F(0.25) * fine
        turned = abs(t[NX * LANES + i]) > abs(t[NY * LANES + i])
        t[BX * LANES + i] = ZERO if turned else side
        t[BY * LANES + i] = side if turned else ZERO
