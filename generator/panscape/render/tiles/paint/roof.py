# mypy: allow-untyped-defs
"""Roofs: rows of round tiles, each with a tone; a row throws a shadow on the next; moss, soot and lichen over many."""

from math import sqrt

from panscape.render.jit import inner
from panscape.render.tiles.layout import BX, BY, BZ, FX, FY, FZ, LANES, NX, NY, NZ, PX, PY, PZ, ROUGH, B, G, R
from panscape.render.tiles.noise import HALF, ONE, TWO, ZERO, F, clamped, fade, groove, hash2, ramp, stripe, whole
from panscape.render.tiles.paint.rows import FU, FV, SCRATCH, THRICE, WAVES, U, V, even, least, octave, waves

MOSS, LICHEN, GRAIN = WAVES[:3]
MOSSY, SPOTTED = F(0.104), F(0.013)  # means of how far a ramp of each is up


@inner
def roof(t, count, m):
    """Texture.ROOF: ``m[7]`` tiles a metre up the slope, 1.3 times as many across."""
    near = upslope(t, count)
    waves(t, count, near, MOSS, F(0.5), F(0.5), ZERO, ZERO, THRICE)
    even(t, count, LICHEN, ZERO)
    octave(t, count, near, LICHEN, F(9.0), F(9.0), F(4.0), ZERO, F(0.8))
    octave(t, count, near, LICHEN, F(29.0), F(29.0), F(4.0), ZERO, F(0.4))
    even(t, count, GRAIN, ZERO)
    octave(t, count, near, GRAIN, F(60.0), F(60.0), F(4.0), ZERO, ONE)
    r, g, b, to_r, to_g, to_b = m[0], m[1], m[2], m[3] - m[0], m[4] - m[1], m[5] - m[2]
    s, rough = m[7], m[8]
    for i in range(count):
        foot_u, foot_v = t[FU * LANES + i] * s * F(1.3), t[FV * LANES + i] * s
        u, v = t[U * LANES + i] * s * F(1.3), t[V * LANES + i] * s
        foot = max(t[FU * LANES + i], t[FV * LANES + i])
        row = whole(v)
        u += HALF * (row - TWO * whole(row * HALF))
        column = whole(u)
        across, up = u - column, v - row
        keep = fade(F(0.7) * max(foot_u, foot_v))
        tone, other = hash2(column, row), hash2(column + F(91.0), row)
        moss, grain = t[MOSS * LANES + i], t[GRAIN * LANES + i]
        part = clamped(F(0.35) + keep * F(0.6) * (tone - HALF) + moss - HALF)
        factor = ONE + F(0.3) * keep * (other - HALF) + F(0.4) * (moss - HALF) + F(0.15) * grain
        shadow, seam = groove(up, ZERO, F(0.16), foot_v), groove(across, ZERO, F(0.07), foot_u)
        factor *= ONE - HALF * shadow - F(0.3) * seam
        # Moss sits on the lower edge of a tile where it is damp, lichen in spots anywhere.
        mossy = MOSSY + fade(F(0.7) * foot) * (ramp(F(0.55), F(0.8), moss) - MOSSY)
        green = mossy * (F(0.25) + F(0.5) * groove(up, F(0.1), F(0.4), foot_v))
        spotted = ramp(F(0.36), F(0.44), t[LICHEN * LANES + i])
        spot = HALF * (SPOTTED + fade(F(13.0) * foot) * (spotted - SPOTTED))
        clean = (ONE - green) * (ONE - spot)
        t[R * LANES + i] = (r + to_r * part) * factor * clean + F(0.05) * green + F(0.26) * spot
        t[G * LANES + i] = (g + to_g * part) * factor * clean + F(0.065) * green + F(0.27) * spot
        t[B * LANES + i] = (b + to_b * part) * factor * clean + F(0.025) * green + F(0.22) * spot
        t[ROUGH * LANES + i] = rough
        # Round across; the lower edge stands up from the row below.
        bulge = F(0.7) * keep * (across - HALF)
        lip = keep * (F(0.4) * stripe(up, F(0.16), F(0.26), foot_v)) + F(0.15) * grain
        turned = abs(t[NX * LANES + i]) > abs(t[NY * LANES + i])
        t[BX * LANES + i] = ZERO if turned else bulge
        t[BY * LANES + i] = bulge if turned else ZERO
        t[BZ * LANES + i] = F(-1.0) * lip


@inner
def upslope(t, count):
    """Fill U to FV across the slope and up it; return the smallest reach."""
    for i in range(count):
        nz = t[NZ * LANES + i]
        turned = abs(t[NX * LANES + i]) > abs(t[NY * LANES + i])
        x, y = t[PX * LANES + i], t[PY * LANES + i]
        foot_x, foot_y, foot_z = t[FX * LANES + i], t[FY * LANES + i], t[FZ * LANES + i]
        level = abs(nz) > F(0.97)
        steep = ONE / F(sqrt(max(F(0.05), ONE - nz * nz)))
        t[U * LANES + i] = y if turned else x
        t[V * LANES + i] = (x if turned else y) if level else t[PZ * LANES + i] * steep
        foot_u, foot_v = foot_y if turned else foot_x, foot_x if turned else foot_y
        foot_v = foot_v if level else max(foot_v, foot_z)
        t[FU * LANES + i], t[FV * LANES + i] = foot_u, foot_v
        t[SCRATCH * LANES + i] = max(foot_u, foot_v)
    return least(t, count)
