# mypy: allow-untyped-defs
"""Cloth: folds that run down, tones that follow them, a weave close by; some is striped or checked."""

from math import sqrt

from panscape.render.jit import inner
from panscape.render.tiles.layout import BX, BY, FX, FY, FZ, LANES, NX, NY, PX, PY, PZ, VARIANT, B, G, R
from panscape.render.tiles.noise import HALF, ONE, TWO, ZERO, F, clamped, groove, hash2, whole
from panscape.render.tiles.paint.rows import FU, FV, SCRATCH, WAVES, U, V, even, least, octave

FOLD, AHEAD, WEAVE = WAVES[:3]
STEP = F(0.25)


@inner
def cloth(t, count, m):
    """Texture.CLOTH: ``m[7]`` folds in three metres; tone swings by ``m[12]``; patterns by colour and variant."""
    near = around(t, count)
    s = m[7]
    for row, ahead in ((FOLD, ZERO), (AHEAD, STEP)):
        even(t, count, row, HALF)
        octave(t, count, near, row, s * F(3.0), s, ahead, F(5.0), HALF)
        octave(t, count, near, row, s * F(6.1), s * F(2.03), F(17.0) + TWO * ahead, F(9.0), F(0.25))
    even(t, count, WEAVE, ZERO)
    octave(t, count, near, WEAVE, F(320.0), F(320.0), ZERO, ZERO, ONE)
    r, g, b, to_r, to_g, to_b = m[0], m[1], m[2], m[3] - m[0], m[4] - m[1], m[5] - m[2]
    swing, pitch = F(0.35) * m[12], F(1.6) * s
    own = whole((m[0] + m[1] * F(3.0) + m[2] * F(7.0)) * F(8192.0))
    for i in range(count):
        fold, ahead, weave = t[FOLD * LANES + i], t[AHEAD * LANES + i], t[WEAVE * LANES + i]
        part = clamped(swing * (fold - HALF) + F(0.25))
        factor = F(0.9) + F(0.25) * (fold - HALF) + F(0.25) * weave
        # A third has a pattern: rings, upright stripes or both; pale on dark cloth, dark on pale.
        chance = hash2(whole(t[VARIANT * LANES + i] * F(65536.0)), own)
        size = pitch * (ONE if chance < F(0.2) else F(2.5))
        u, v = t[U * LANES + i] * size, t[V * LANES + i] * size
        ring = groove(v - whole(v), ZERO, HALF, t[FV * LANES + i] * size) if chance < F(0.24) else ZERO
        up = groove(u - whole(u), ZERO, HALF, t[FU * LANES + i] * size) if chance > F(0.16) else ZERO
        pattern = F(0.5) * (ring + up) if chance < F(0.34) else ZERO
        base_r, base_g, base_b = (r + to_r * part) * factor, (g + to_g * part) * factor, (b + to_b * part) * factor
        pale = F(0.45) if r + g + b < F(0.35) else ZERO
        t[R * LANES + i] = base_r + (F(0.35) * base_r + pale - base_r) * pattern
        t[G * LANES + i] = base_g + (F(0.35) * base_g + pale - base_g) * pattern
        t[B * LANES + i] = base_b + (F(0.35) * base_b + pale - base_b) * pattern
        slope = F(1.1) * (fold - ahead)
        t[BX * LANES + i] = slope * t[NY * LANES + i] + F(0.3) * weave
        t[BY * LANES + i] = F(-1.0) * slope * t[NX * LANES + i]


@inner
def around(t, count):
    """Fill U to FV around a body and up it; return the smallest reach."""
    for i in range(count):
        nx, ny = t[NX * LANES + i], t[NY * LANES + i]
        x, y = t[PX * LANES + i], t[PY * LANES + i]
        # Along a flat cloth its own length; around a limb, where that stands still, a quarter turn as 22 cm.
        scale = ONE / (F(sqrt(nx * nx + ny * ny)) + F(1e-3))
        quarter = ny / (abs(nx) + abs(ny) + F(1e-3))
        turn = F(0.22) * (quarter if nx > ZERO else TWO - quarter)
        level = nx * nx + ny * ny < F(0.06)
        t[U * LANES + i] = x if level else (x * ny - y * nx) * scale + turn
        t[V * LANES + i] = y if level else t[PZ * LANES + i]
        foot = max(t[FX * LANES + i], t[FY * LANES + i])
        foot_v = foot if level else t[FZ * LANES + i]
        t[FU * LANES + i], t[FV * LANES + i] = foot, foot_v
        t[SCRATCH * LANES + i] = max(foot, foot_v)
    return least(t, count)
