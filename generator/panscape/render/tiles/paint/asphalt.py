# mypy: allow-untyped-defs
"""What one drives on: stones in tar, polished by tyres, dripped on, mended, cracked, and the cracks sealed."""

from panscape.render.jit import inline, inner
from panscape.render.tiles.layout import BX, BY, LANES, ROUGH, VARIANT, B, G, R
from panscape.render.tiles.noise import HALF, ONE, TWO, ZERO, F, bump, clamped, fade, hash2, ramp, whole
from panscape.render.tiles.paint.rows import FU, FV, THRICE, TWICE, WAVES, U, V, even, octave, over, waves

WORN, BLOTCH, GRAIN, TILT, CRACK, WHERE = WAVES[:6]
LANE = F(3.25)  # metres, from the middle of the road on either side
STONES = F(0.03)  # metres: no pixel wider than this shows stones, bumps or the cracks' own width
CRACKS = F(0.35)


@inner
def asphalt(t, count, m):
    """Texture.ASPHALT: ``m[7]`` blotches a metre; ``m[14]`` is how far tyres have worn two tracks into each lane."""
    near = over(t, count)
    waves(t, count, near, WORN, F(0.11), F(0.55), ZERO, ZERO, TWICE)
    waves(t, count, near, BLOTCH, m[7] * HALF, m[7] * HALF, F(40.0), ZERO, THRICE)
    even(t, count, GRAIN, ZERO)
    octave(t, count, near, GRAIN, F(24.0), F(24.0), ZERO, F(3.0), F(0.35))
    octave(t, count, near, GRAIN, F(70.0), F(70.0), ZERO, ZERO, F(0.7))
    ground(t, count, m)
    if near < STONES:
        octave(t, count, near, GRAIN, F(150.0), F(150.0), ZERO, ZERO, F(0.5))
        even(t, count, TILT, ZERO)
        octave(t, count, near, TILT, F(70.0), F(70.0), HALF, F(7.0), F(0.6))
        stones(t, count)
    if near < CRACKS:
        waves(t, count, near, CRACK, F(0.45), F(0.45), ZERO, F(20.0), TWICE)
        octave(t, count, near, CRACK, F(2.6), F(2.6), F(51.0), F(20.0), F(0.2))
        octave(t, count, near, CRACK, F(9.0), F(9.0), F(51.0), F(7.0), F(0.04))
        even(t, count, WHERE, HALF)
        octave(t, count, near, WHERE, F(0.13), F(0.13), F(9.0), ZERO, ONE)
        cracks(t, count)
        drips(t, count, m[14])
    tint(t, count)


@inner
def ground(t, count, m):
    """Lay the colour, and leave in GRAIN by how much it is lighter besides."""
    r, g, b, to_r, to_g, to_b = m[0], m[1], m[2], m[3] - m[0], m[4] - m[1], m[5] - m[2]
    swing, tracks, rough = m[12], m[14], m[8]
    for i in range(count):
        x, y = t[U * LANES + i], t[V * LANES + i]
        foot_x, foot_y = t[FU * LANES + i], t[FV * LANES + i]
        worn, blotch = t[WORN * LANES + i], t[BLOTCH * LANES + i]
        part = clamped((F(0.55) * worn + F(0.45) * blotch - HALF) * swing + F(0.35))
        t[R * LANES + i] = r + to_r * part
        t[G * LANES + i] = g + to_g * part
        t[B * LANES + i] = b + to_b * part
        # Tyres polish the stones; between the tracks oil drips.
        seen = tracks * fade(foot_y * F(0.8))
        off = abs(y) - whole(abs(y) / LANE) * LANE - HALF * LANE
        track = seen * bump(abs(off) - F(0.78), F(0.36)) * (F(0.5) + worn)
        oil = seen * bump(off, F(0.36)) * (F(0.3) + F(1.4) * blotch)
        lighter = F(0.10) * track - F(0.20) * oil
        lighter += mended(x, y, foot_x, foot_y) + trench(x, y, foot_x, foot_y, t[VARIANT * LANES + i])
        t[GRAIN * LANES + i] += lighter
        t[ROUGH * LANES + i] = rough - F(0.12) * track - F(0.10) * oil


@inline
def mended(x, y, foot_x, foot_y):
    """Return how much lighter a mended rectangle is than the road about it; its seam is dark."""
    i, j = whole(x * F(1.0 / 11.0)), whole(y * F(1.0 / 2.7))
    chance = hash2(i, j)
    left, low = ONE + F(5.0) * hash2(i, j + F(1000.0)), F(0.2) + F(0.8) * hash2(i + F(1000.0), j)
    wide, high = F(1.2) + F(3.5) * hash2(i + F(500.0), j), F(0.7) + F(0.7) * hash2(i, j + F(500.0))
    across, up = x - F(11.0) * i - left, y - F(2.7) * j - low
    return rectangle(across, up, wide, high, foot_x, foot_y, F(1.9) * (chance - F(0.08)) - F(0.2), chance < F(0.16))


@inline
def trench(x, y, foot_x, foot_y, variant):
    """Return how much lighter the road is over a pipe: a strip along it, here and there, each other length its own."""
    i = whole(x * F(1.0 / 37.0))
    own = hash2(whole(variant * F(65536.0)), F(3.0))
    place = F(6.0) * (own - HALF)
    tone = F(0.5) * (hash2(i, F(77.0)) - F(0.7))
    there = hash2(i, whole(variant * F(4096.0))) < F(0.4)
    long = F(12.0) + F(25.0) * hash2(i, F(78.0))
    return rectangle(x - F(37.0) * i, y - place, long, F(0.55), foot_x, foot_y, tone, there)


@inline
def rectangle(across, up, wide, high, foot_x, foot_y, tone, there):
    """Return ``tone`` inside of a rectangle from (0, 0), with a dark seam, and what is left of it in a wide pixel."""
    inside = min(min(across, wide - across), min(up, high - up))
    edge = HALF * max(foot_x, foot_y) + F(0.005)
    width = F(0.025)
    seam = clamped(ONE - abs(inside) / (width + edge)) * width / (width + edge)
    shown = fade(max(foot_x * F(0.3), foot_y)) if there else ZERO
    return shown * (tone * ramp(-edge, edge, inside) - F(0.5) * seam)


@inner
def stones(t, count):
    """Turn the surface with the stones."""
    for i in range(count):
        t[BX * LANES + i] = HALF * t[GRAIN * LANES + i]
        t[BY * LANES + i] = t[TILT * LANES + i]


@inner
def cracks(t, count):
    """Draw the lines where CRACK is a half: open ones where WHERE is high, sealed with tar where it is low."""
    for i in range(count):
        foot = max(t[FU * LANES + i], t[FV * LANES + i])
        seen = clamped(TWO - foot * (TWO / CRACKS))
        line, where = abs(t[CRACK * LANES + i] - HALF), t[WHERE * LANES + i]
        # The field rises by about a half in a metre: an open crack is 8 mm wide, a sealed one 4 cm.
        thin, wide = F(0.0028), F(0.007)
        edge = F(0.3) * foot
        open_ = ramp(F(0.56), F(0.68), where) * clamped(ONE - line / (thin + edge)) * thin / (thin + edge)
        sealed = ramp(F(0.36), F(0.28), where) * clamped((wide - line) / (edge + F(0.002)) + HALF)
        sealed *= min(ONE, wide / (edge + F(1e-6)))
        t[GRAIN * LANES + i] -= seen * (F(0.75) * open_ + F(0.45) * sealed)
        t[ROUGH * LANES + i] -= seen * F(0.35) * sealed


@inner
def drips(t, count, tracks):
    """Drop oil in round spots, most of them between the tracks of tyres."""
    for i in range(count):
        x, y = t[U * LANES + i], t[V * LANES + i]
        foot = max(t[FU * LANES + i], t[FV * LANES + i])
        column, row = whole(x * F(0.8)), whole(y * F(1.3))
        chance, size = hash2(column, row + F(31.0)), hash2(column + F(61.0), row)
        dx = x - (column + F(0.3) + F(0.4) * hash2(column + F(7.0), row)) * F(1.25)
        dy = y - (row + F(0.3) + F(0.4) * hash2(column, row + F(7.0))) * F(1.0 / 1.3)
        radius = F(0.03) + F(0.13) * size * size + F(0.1) * (t[CRACK * LANES + i] - HALF)
        spot = bump(dx * dx + dy * dy, radius * radius + foot * foot + F(1e-4)) * fade(foot * F(6.0))
        often = F(0.05) + F(0.12) * tracks
        spot = spot if chance < often else ZERO
        t[GRAIN * LANES + i] -= F(0.5) * spot
        t[ROUGH * LANES + i] -= F(0.3) * spot


@inner
def tint(t, count):
    """Make the colour lighter by GRAIN."""
    for i in range(count):
        factor = max(F(0.05), ONE + t[GRAIN * LANES + i])
        t[R * LANES + i] *= factor
        t[G * LANES + i] *= factor
        t[B * LANES + i] *= factor
        t[ROUGH * LANES + i] = max(F(0.2), t[ROUGH * LANES + i])
