# mypy: allow-untyped-defs
"""Cast panels: clouds of tone, joints, the holes of the ties, pores, and on walls the streaks that rain leaves."""

from panscape.render.jit import inner
from panscape.render.tiles.layout import BX, BY, LANES, NZ, ROUGH, VARIANT, B, G, R
from panscape.render.tiles.noise import HALF, ONE, ZERO, F, bump, clamped, fade, groove, hash2, ramp, whole
from panscape.render.tiles.paint.rows import FOURFOLD, FU, FV, THRICE, WAVES, U, V, along, even, octave, waves

CLOUDS, STREAK, PORES = WAVES[:3]


@inner
def concrete(t, count, m):
    """Texture.CONCRETE: ``m[7]`` panels a metre; tone swings by ``m[12]``."""
    near = along(t, count)
    waves(t, count, near, CLOUDS, F(0.8), F(0.8), ZERO, ZERO, FOURFOLD)
    waves(t, count, near, STREAK, F(3.1), F(0.22), F(57.0), ZERO, THRICE)
    even(t, count, PORES, ZERO)
    octave(t, count, near, PORES, F(60.0), F(60.0), ZERO, ZERO, ONE)
    r, g, b, to_r, to_g, to_b = m[0], m[1], m[2], m[3] - m[0], m[4] - m[1], m[5] - m[2]
    s, rough, swing = m[7], m[8], m[12] * F(1.6)
    wide = F(0.015) * s
    for i in range(count):
        foot_u, foot_v = t[FU * LANES + i] * s, t[FV * LANES + i] * s
        u, v = t[U * LANES + i] * s, t[V * LANES + i] * s
        column, row = whole(u), whole(v)
        across, up = u - column, v - row
        tone = hash2(column + whole(t[VARIANT * LANES + i] * F(4096.0)), row)
        keep = fade(F(0.7) * max(foot_u, foot_v))
        upright = abs(t[NZ * LANES + i]) < F(0.7)
        clouds, pores = t[CLOUDS * LANES + i], t[PORES * LANES + i]
        streak = t[STREAK * LANES + i] if upright else HALF
        part = F(0.45) * clouds + F(0.35) * streak + F(0.2) * (HALF + keep * (tone - HALF)) - HALF
        part = clamped(part * swing + HALF)
        factor = ONE + F(0.3) * (clouds - HALF) + F(0.25) * (streak - HALF) + F(0.10) * pores
        factor -= F(0.3) * ramp(F(0.33), F(0.45), pores)
        factor *= ONE - HALF * clamped(groove(across, ZERO, wide, foot_u) + groove(up, ZERO, wide, foot_v))
        # Four holes to a panel, and the rust that runs from them: seen while a pixel is narrower than they are.
        off_u, off_v = HALF - abs(across - HALF) - F(0.22), HALF - abs(up - HALF) - F(0.22)
        size = F(0.02) * s
        seen = fade(max(foot_u, foot_v) / (size + size)) if upright else ZERO
        hole = seen * bump(off_u, size) * bump(off_v, size)
        run = seen * bump(off_u, size) * ramp(F(-0.02), F(0.02), off_v if up < HALF else -off_v)
        run *= ramp(F(0.5), F(0.7), clouds) * F(0.12)
        factor *= ONE - F(0.7) * hole - run
        t[R * LANES + i] = (r + to_r * part) * factor
        t[G * LANES + i] = (g + to_g * part) * factor
        t[B * LANES + i] = (b + to_b * part) * factor
        t[ROUGH * LANES + i] = rough
        t[BX * LANES + i] = F(0.12) * pores
        t[BY * LANES + i] = F(-0.12) * pores
