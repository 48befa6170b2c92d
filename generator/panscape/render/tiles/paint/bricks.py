# mypy: allow-untyped-defs
"""Brick walls and brick paths: courses in mortar, burnt stones, soot under the eaves, damp and salts at the foot."""

from panscape.render.jit import inner
from panscape.render.tiles.layout import BX, BY, BZ, LANES, NX, NY, NZ, ROUGH, B, G, R
from panscape.render.tiles.noise import HALF, ONE, TWO, ZERO, F, clamped, fade, groove, hash2, ramp, stripe, whole
from panscape.render.tiles.paint.rows import FU, FV, THRICE, TWICE, WAVES, U, V, along, even, octave, waves

WEATHER, SOOT, GRAIN = WAVES[:3]
SOOTY = F(0.127)  # mean of how much soot lies on a wall


@inner
def bricks(t, count, m):
    """Texture.BRICK: ``m[7]`` bricks a metre, three times as long as high, in mortar of the second colour."""
    near = along(t, count)
    waves(t, count, near, WEATHER, F(0.35), F(0.35), ZERO, ZERO, THRICE)
    waves(t, count, near, SOOT, F(0.8), F(0.13), F(70.0), ZERO, TWICE)
    even(t, count, GRAIN, ZERO)
    octave(t, count, near, GRAIN, F(24.0), F(24.0), ZERO, F(3.0), F(0.6))
    octave(t, count, near, GRAIN, F(75.0), F(75.0), ZERO, ZERO, ONE)
    r, g, b, mortar_r, mortar_g, mortar_b = m[0], m[1], m[2], m[3], m[4], m[5]
    s, rough = m[7], m[8]
    for i in range(count):
        foot_u, foot_v = t[FU * LANES + i] * s, t[FV * LANES + i] * s * F(3.0)
        u, v = t[U * LANES + i] * s, t[V * LANES + i] * s * F(3.0)
        row = whole(v)
        u += HALF * (row - TWO * whole(row * HALF))
        column = whole(u)
        across, up = u - column, v - row
        keep = fade(F(0.8) * foot_u) * fade(F(0.7) * foot_v)
        tone, burnt = hash2(column, row), hash2(column + F(313.0), row)
        weather, grain = t[WEATHER * LANES + i], t[GRAIN * LANES + i]
        upright = abs(t[NZ * LANES + i]) < F(0.7)
        seen = fade(t[FU * LANES + i] * F(1.2))
        soot = SOOTY + seen * (ramp(F(0.5), F(0.85), t[SOOT * LANES + i]) - SOOTY) if upright else ZERO
        # Damp climbs from the ground, and leaves salts where it dries.
        high = t[V * LANES + i] + F(0.7) * (weather - HALF) + F(0.25) * grain + F(0.2) * (tone - HALF)
        low = fade(t[FV * LANES + i]) if upright else ZERO
        damp = low * ramp(F(0.55), ZERO, high)
        salt = (
            (F(0.16) + F(0.25) * tone)
            * ramp(F(0.25), F(0.5), high)
            * ramp(F(1.0), F(0.55), high)
            * ramp(F(0.5), F(0.7), weather)
        )
        salt = salt if upright else ZERO
        factor = ONE + keep * HALF * (tone - HALF) + HALF * (weather - HALF) + F(0.3) * grain
        factor -= F(0.35) * (keep * ramp(F(0.9), F(0.95), burnt) + (ONE - keep) * F(0.075))
        red = ONE + F(0.14) * keep * (burnt - HALF)
        mortar = clamped(groove(across, ZERO, F(0.042), foot_u) + groove(up, ZERO, F(0.13), foot_v))
        tone = F(0.8) + F(0.4) * (weather - HALF) + F(0.15) * grain
        dark = (ONE - F(0.4) * soot) * (ONE - F(0.3) * damp)
        white = salt * (ONE - HALF * mortar)
        stone = factor * (ONE - mortar)
        t[R * LANES + i] = (r * red * stone + mortar_r * tone * mortar) * dark * (ONE - white) + F(0.42) * white
        t[G * LANES + i] = (g * stone + mortar_g * tone * mortar) * dark * (ONE - white) + F(0.41) * white
        t[B * LANES + i] = (b * stone + mortar_b * tone * mortar) * dark * (ONE - white) + F(0.40) * white
        t[ROUGH * LANES + i] = rough
        # The light catches the upper edge of a brick, and its grain.
        lip = F(0.35) * stripe(up, F(0.86), ONE, foot_v) - F(0.25) * stripe(up, F(0.13), F(0.25), foot_v)
        side = F(0.3) * (stripe(across, F(0.97), ONE, foot_u) - stripe(across, F(0.042), F(0.07), foot_u))
        turned = abs(t[NX * LANES + i]) > abs(t[NY * LANES + i])
        lip, side = keep * lip, keep * side + F(0.12) * grain
        t[BX * LANES + i] = ZERO if turned and upright else side
        t[BY * LANES + i] = (side if turned else ZERO) if upright else lip
        t[BZ * LANES + i] = lip if upright else ZERO
