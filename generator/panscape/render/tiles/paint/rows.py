# mypy: allow-untyped-defs
"""Whole rows of noise: what textures are mixed from, an octave at a time, none where every pixel is too wide for it.

Compiled once each and called by all textures, they keep compiling short; and they skip what a tile cannot show.
"""

import numpy as np

from panscape.render.jit import inner
from panscape.render.tiles.layout import FX, FY, FZ, LANES, NX, NY, NZ, PX, PY, PZ, ROWS, SX, VARIANT
from panscape.render.tiles.noise import HALF, ONE, F, fade, wave2, wave3

# Rows from SX on are free until light falls on the tile.
# Where the sample is in the plane of its surface, metres, and how far its pixel reaches there.
U, V, FU, FV = SX, SX + 1, SX + 2, SX + 3
# Eight rows that belong to the texture. Not Python's ints: numba would compile what takes them anew for each number.
WAVES = tuple(np.int64(SX + 4 + k) for k in range(8))
SCRATCH = ROWS - 1
TWICE, THRICE, FOURFOLD = np.int64(2), np.int64(3), np.int64(4)
APART = F(31.0)  # waves between two placements of one mesh, times their variants


@inner
def along(t, count):
    """Fill U to FV in the plane of the surface, along a wall and up it, or over the ground; return the least reach."""
    for i in range(count):
        level = abs(t[NZ * LANES + i]) > F(0.7)
        turned = abs(t[NX * LANES + i]) > abs(t[NY * LANES + i])
        x, y, z = t[PX * LANES + i], t[PY * LANES + i], t[PZ * LANES + i]
        foot_x, foot_y, foot_z = t[FX * LANES + i], t[FY * LANES + i], t[FZ * LANES + i]
        wall, foot_wall = y if turned else x, foot_y if turned else foot_x
        t[U * LANES + i] = x if level else wall
        t[V * LANES + i] = y if level else z
        foot_u, foot_v = foot_x if level else foot_wall, foot_y if level else foot_z
        t[FU * LANES + i], t[FV * LANES + i] = foot_u, foot_v
        t[SCRATCH * LANES + i] = max(foot_u, foot_v)
    return least(t, count)


@inner
def over(t, count):
    """Fill U to FV over the ground; return the smallest reach."""
    for i in range(count):
        t[U * LANES + i], t[V * LANES + i] = t[PX * LANES + i], t[PY * LANES + i]
        foot_u, foot_v = t[FX * LANES + i], t[FY * LANES + i]
        t[FU * LANES + i], t[FV * LANES + i] = foot_u, foot_v
        t[SCRATCH * LANES + i] = max(foot_u, foot_v)
    return least(t, count)


@inner
def through(t, count):
    """Return the smallest reach in space."""
    for i in range(count):
        t[SCRATCH * LANES + i] = max(t[FX * LANES + i], max(t[FY * LANES + i], t[FZ * LANES + i]))
    return least(t, count)


@inner
def least(t, count):
    """Return the least of the scratch row, which is lost: halved again and again, so that it runs on vectors."""
    for i in range(count, LANES):
        t[SCRATCH * LANES + i] = F(1e30)
    half = LANES // 2
    while half > 0:
        low, high = t[SCRATCH * LANES : SCRATCH * LANES + half], t[SCRATCH * LANES + half : SCRATCH * LANES + 2 * half]
        for i in range(half):
            low[i] = min(low[i], high[i])
        half //= 2
    return t[SCRATCH * LANES]


@inner
def even(t, count, out, value):
    """Fill a row with one value."""
    row = t[out * LANES : (out + 1) * LANES]
    for i in range(count):
        row[i] = value


@inner
def octave(t, count, near, out, fx, fy, dx, dy, swing):
    """Add one octave of noise in the plane of the surface to row ``out``, faded where the pixel is too wide for it.

    near : float32, the smallest reach; fx, fy : waves a metre; dx, dy : where it begins; swing : its height
    """
    if near * min(fx, fy) >= ONE:
        return
    row = t[out * LANES : (out + 1) * LANES]
    for i in range(count):
        x = t[U * LANES + i] * fx + (APART * t[VARIANT * LANES + i] + dx)
        y = t[V * LANES + i] * fy + dy
        keep = swing * fade(max(t[FU * LANES + i] * fx, t[FV * LANES + i] * fy))
        row[i] += keep * (wave2(x, y) - HALF)


@inner
def cloud(t, count, near, out, f, fz, dx, dy, dz, swing):
    """Add one octave of noise in space to row ``out``, as ``octave``; ``f`` along x and y, ``fz`` along z."""
    if near * min(f, fz) >= ONE:
        return
    row = t[out * LANES : (out + 1) * LANES]
    for i in range(count):
        x = t[PX * LANES + i] * f + (APART * t[VARIANT * LANES + i] + dx)
        y, z = t[PY * LANES + i] * f + dy, t[PZ * LANES + i] * fz + dz
        reach = max(max(t[FX * LANES + i], t[FY * LANES + i]) * f, t[FZ * LANES + i] * fz)
        row[i] += swing * fade(reach) * (wave3(x, y, z) - HALF)


@inner
def waves(t, count, near, out, fx, fy, dx, dy, octaves):
    """Fill row ``out`` with some octaves in [0, 1], mean 0.5, each half as high and as long as the one before."""
    even(t, count, out, HALF)
    swing = HALF
    for _ in range(octaves):
        octave(t, count, near, out, fx, fy, dx, dy, swing)
        fx, fy, dx, dy, swing = fx * F(2.03), fy * F(2.03), dx + F(17.1), dy + F(9.7), swing * HALF


@inner
def clouds(t, count, near, out, f, fz, dx, dy, dz, octaves):
    """Fill row ``out`` with some octaves in space, as ``waves``."""
    even(t, count, out, HALF)
    swing = HALF
    for _ in range(octaves):
        cloud(t, count, near, out, f, fz, dx, dy, dz, swing)
        f, fz, dx, dy, swing = f * F(2.03), fz * F(2.03), dx + F(17.1), dy + F(9.7), swing * HALF
