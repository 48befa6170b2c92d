# mypy: allow-untyped-defs
"""Grass: wide patches, clumps, blades, clover and a few flowers; bare earth where it is thin."""

from panscape.render.jit import inner
from panscape.render.tiles.layout import BX, BY, LANES, THROUGH, B, G, R
from panscape.render.tiles.noise import HALF, ONE, ZERO, F, bump, clamped, fade, hash2, ramp, whole
from panscape.render.tiles.paint.rows import FU, FV, THRICE, TWICE, WAVES, U, V, even, octave, over, waves

WIDE, CLUMP, BLADE, TURN = WAVES[:4]
BARE = F(0.055)  # mean of how much of the earth shows


@inner
def grass(t, count, m):
    """Texture.GRASS: ``m[7]`` clumps a metre; earth of the second colour."""
    near = over(t, count)
    s = m[7]
    waves(t, count, near, WIDE, F(0.23), F(0.23), F(5.0), ZERO, THRICE)
    waves(t, count, near, CLUMP, s, s, ZERO, ZERO, TWICE)
    even(t, count, BLADE, ZERO)
    octave(t, count, near, BLADE, F(17.0), F(17.0), ZERO, ZERO, ONE)
    octave(t, count, near, BLADE, F(46.0), F(46.0), ZERO, ZERO, ONE)
    octave(t, count, near, BLADE, F(110.0), F(110.0), ZERO, ZERO, F(0.7))
    even(t, count, TURN, ZERO)
    octave(t, count, near, TURN, s, s, F(9.0), ZERO, HALF)
    octave(t, count, near, TURN, F(33.0), F(33.0), F(9.0), ZERO, ONE)
    r, g, b, earth_r, earth_g, earth_b = m[0], m[1], m[2], m[3], m[4], m[5]
    for i in range(count):
        x, y = t[U * LANES + i], t[V * LANES + i]
        foot = max(t[FU * LANES + i], t[FV * LANES + i])
        wide, clump, blade = t[WIDE * LANES + i], t[CLUMP * LANES + i], t[BLADE * LANES + i]
        thin = (F(0.78) - F(0.18) * fade(foot * s)) * (wide - HALF) + F(0.4) * (clump - HALF)
        bare = F(0.8) * ramp(F(0.06), F(0.3), thin) + F(0.12) * (clump - HALF)
        keep = fade(F(0.25) * foot)
        bare = clamped(BARE + keep * (bare - BARE))
        light = max(F(0.1), F(0.62) + F(0.38) * wide + F(0.4) * (clump - HALF) + F(0.9) * blade)
        # Clover is bluer, dry blades are yellower.
        dry = F(0.35) * (wide - HALF) + F(0.25) * blade
        # A flower in some cells: white or yellow, more of them where clumps are high.
        column, row = whole(x * F(4.0)), whole(y * F(4.0))
        chance, hue = hash2(column, row), hash2(column + F(17.0), row)
        off_x = x - (column + F(0.2) + F(0.6) * hash2(column, row + F(17.0))) * F(0.25)
        off_y = y - (row + F(0.2) + F(0.6) * hue) * F(0.25)
        round_ = (off_x * off_x + off_y * off_y) / (F(0.00035) + F(0.25) * foot * foot)
        flower = bump(round_, ONE) * fade(F(12.0) * foot)
        flower = flower if chance < F(0.12) * ramp(F(0.45), F(0.65), clump) else ZERO
        white = hue > F(0.4)
        rest = ONE - flower
        t[R * LANES + i] = ((r + (earth_r - r) * bare) * light * (ONE + dry)) * rest + F(0.6) * flower
        t[G * LANES + i] = ((g + (earth_g - g) * bare) * light) * rest + (F(0.6) if white else F(0.45)) * flower
        t[B * LANES + i] = ((b + (earth_b - b) * bare) * light * (ONE - dry)) * rest + (
            F(0.55) if white else F(0.03)
        ) * flower
        t[BX * LANES + i] = F(0.8) * (clump - HALF) * fade(F(2.0) * foot * s) + F(0.8) * blade
        t[BY * LANES + i] = t[TURN * LANES + i]
        t[THROUGH * LANES + i] = F(0.15)
