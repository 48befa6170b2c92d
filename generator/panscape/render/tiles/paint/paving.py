# mypy: allow-untyped-defs
"""Slabs that one walks on: a tone each, stains over several, chewing gum, cracks, moss and weeds in the joints."""

from panscape.render.jit import inline, inner
from panscape.render.tiles.layout import BX, BY, LANES, NZ, ROUGH, VARIANT, B, G, R
from panscape.render.tiles.noise import HALF, ONE, TWO, ZERO, F, bump, clamped, fade, groove, hash2, ramp, stripe, whole
from panscape.render.tiles.paint.rows import FU, FV, THRICE, TWICE, WAVES, U, V, along, even, octave, waves

STAIN, MOSS, GRAIN = WAVES[:3]


@inner
def paving(t, count, m):
    """Texture.PAVING: ``m[7]`` square slabs a metre; every other street lays them in a bond."""
    near = along(t, count)
    waves(t, count, near, STAIN, F(0.9), F(0.9), ZERO, F(5.0), THRICE)
    waves(t, count, near, MOSS, F(0.4), F(0.4), F(60.0), F(5.0), TWICE)
    octave(t, count, near, MOSS, F(9.0), F(9.0), F(60.0), F(5.0), F(0.3))
    even(t, count, GRAIN, ZERO)
    octave(t, count, near, GRAIN, F(30.0), F(30.0), ZERO, F(3.0), F(0.6))
    octave(t, count, near, GRAIN, F(90.0), F(90.0), ZERO, ZERO, ONE)
    r, g, b, to_r, to_g, to_b = m[0], m[1], m[2], m[3] - m[0], m[4] - m[1], m[5] - m[2]
    s, rough = m[7], m[8]
    wide = F(0.013) * s
    for i in range(count):
        foot_u, foot_v = t[FU * LANES + i] * s, t[FV * LANES + i] * s
        u, v = t[U * LANES + i] * s, t[V * LANES + i] * s
        bond = F(0.5) if hash2(whole(t[VARIANT * LANES + i] * F(65536.0)), F(3.0)) > HALF else ZERO
        row = whole(v)
        u += bond * (row - TWO * whole(row * HALF))
        column = whole(u)
        across, up = u - column, v - row
        tone, other = hash2(column, row), hash2(column + F(77.0), row)
        keep = fade(F(0.7) * max(foot_u, foot_v))
        stain, moss = t[STAIN * LANES + i], t[MOSS * LANES + i]
        part = clamped(HALF + keep * F(0.7) * (tone - HALF) + F(0.8) * (stain - HALF))
        gum = spot(t[U * LANES + i], t[V * LANES + i], max(foot_u, foot_v) / s)
        # One slab in twelve has broken, along a line of its own.
        broken = abs((across - HALF) * (TWO * tone - ONE) * F(4.0) + (up - HALF) - F(0.3) * (stain - HALF))
        thin, edge = F(0.006), F(0.6) * max(foot_u, foot_v)
        broken = clamped(ONE - broken / (thin + edge)) * thin / (thin + edge) * keep
        broken = broken if other > F(0.92) else ZERO
        factor = ONE + F(0.22) * keep * (other - HALF) + F(0.35) * (stain - HALF) + F(0.22) * t[GRAIN * LANES + i]
        factor -= F(0.35) * gum + F(0.6) * broken
        joint = clamped(groove(across, ZERO, wide, foot_u) + groove(up, ZERO, wide, foot_v))
        # Moss spreads from the joints onto the slabs.
        green = ramp(F(0.52), F(0.75), moss)
        rim = groove(across, ZERO, F(3.0) * wide, foot_u) + groove(up, ZERO, F(3.0) * wide, foot_v)
        green *= clamped(joint + HALF * clamped(rim) * ramp(F(0.55), F(0.9), moss))
        factor *= ONE - F(0.62) * joint
        t[R * LANES + i] = (r + to_r * part) * factor * (ONE - green) + F(0.055) * green
        t[G * LANES + i] = (g + to_g * part) * factor * (ONE - green) + F(0.075) * green
        t[B * LANES + i] = (b + to_b * part) * factor * (ONE - green) + F(0.03) * green
        t[ROUGH * LANES + i] = min(ONE, rough - F(0.2) * gum + F(0.1) * joint)
        # Each lies a little askew, its edges are rounded.
        level = abs(t[NZ * LANES + i]) > F(0.7)
        lip = F(2.5) * wide
        tilt_u = keep * F(0.03) * (tone - HALF) + F(0.3) * (
            stripe(across, ONE - lip, ONE, foot_u) - stripe(across, wide, wide + lip, foot_u)
        )
        tilt_v = keep * F(0.03) * (other - HALF) + F(0.3) * (
            stripe(up, ONE - lip, ONE, foot_v) - stripe(up, wide, wide + lip, foot_v)
        )
        t[BX * LANES + i] = (tilt_u + F(0.2) * t[GRAIN * LANES + i]) if level else ZERO
        t[BY * LANES + i] = tilt_v if level else ZERO


@inline
def spot(u, v, foot):
    """Return how much of a pixel is chewing gum: a round spot of 2 to 5 cm in some cells of 30 cm."""
    column, row = whole(u * F(3.3)), whole(v * F(3.3))
    chance = hash2(column + F(301.0), row)
    size = F(0.010) + F(0.05) * chance
    off_u = u * F(3.3) - column - F(0.2) - F(0.6) * hash2(column, row + F(301.0))
    off_v = v * F(3.3) - row - F(0.2) - F(0.6) * hash2(column + F(99.0), row + F(301.0))
    off = (off_u * off_u + off_v * off_v) * F(0.0918)
    part = bump(off, size * size + F(0.25) * foot * foot) * fade(foot * F(12.0))
    return part if chance < F(0.28) else ZERO
