# mypy: allow-untyped-defs
"""What light falls on the samples of a tile: bumps, the sun and its shadows, the share of the sky that is open."""

from math import sqrt

from panscape.render.jit import kernel
from panscape.render.shadow import lit
from panscape.render.shelter import sheltered
from panscape.render.tiles import layout as row
from panscape.render.tiles.layout import LANES
from panscape.render.tiles.noise import ONE, ZERO, F


@kernel
def bend(t, count, first, triangle, owner, poses):
    """Write the bumped normal, world: rows SX to SZ.

    first : int, the place of lane 0 in ``triangle``
    """
    bumpy = ZERO
    for i in range(count):
        bumpy += abs(t[row.BX * LANES + i]) + abs(t[row.BY * LANES + i]) + abs(t[row.BZ * LANES + i])
    for i in range(count):
        t[row.SX * LANES + i] = t[row.GX * LANES + i]
        t[row.SY * LANES + i] = t[row.GY * LANES + i]
        t[row.SZ * LANES + i] = t[row.GZ * LANES + i]
    if bumpy == ZERO:
        return
    for i in range(count):
        calm = ONE - t[row.POOL * LANES + i]
        bx, by, bz = calm * t[row.BX * LANES + i], calm * t[row.BY * LANES + i], calm * t[row.BZ * LANES + i]
        if bx == ZERO and by == ZERO and bz == ZERO:
            continue
        pose = poses[owner[triangle[first + i]]]
        sx = t[row.GX * LANES + i] + F(pose[0]) * bx + F(pose[1]) * by + F(pose[2]) * bz
        sy = t[row.GY * LANES + i] + F(pose[3]) * bx + F(pose[4]) * by + F(pose[5]) * bz
        sz = t[row.GZ * LANES + i] + F(pose[6]) * bx + F(pose[7]) * by + F(pose[8]) * bz
        scale = ONE / F(sqrt(sx * sx + sy * sy + sz * sz + F(1e-20)))
        t[row.SX * LANES + i], t[row.SY * LANES + i], t[row.SZ * LANES + i] = sx * scale, sy * scale, sz * scale


@kernel
def fall(t, count, first, pixel, sun, soft, axes, windows, near_map, far_map, window, heights, open_sky):
    """Write how much of the sun, and how much of the light from everywhere, reaches each sample: rows SUN and OPEN.

    sun : (4,) float64, the direction to it, and 0 where it is not there to throw shadows
    soft : float64, how soft shadows are, see shadow.lit
    axes, windows, near_map, far_map : see shadow; window, heights : see shelter; open_sky : (H, W) float32
    """
    width = open_sky.shape[1]
    for i in range(count):
        x, y, z = float(t[row.WX * LANES + i]), float(t[row.WY * LANES + i]), float(t[row.WZ * LANES + i])
        nx, ny, nz = float(t[row.GX * LANES + i]), float(t[row.GY * LANES + i]), float(t[row.GZ * LANES + i])
        slope = nx * sun[0] + ny * sun[1] + nz * sun[2]
        light = 0.0
        if sun[3] > 0.0 and (slope > 0.0 or t[row.THROUGH * LANES + i] > ZERO):
            turn = 1.0 if slope > 0.0 else -1.0
            light = lit(x, y, z, turn * nx, turn * ny, turn * nz, turn * slope, axes, windows, near_map, far_map, soft)
        t[row.SUN * LANES + i] = light
        p = pixel[first + i]
        hidden = 0.85 * sheltered(x, y, z, nx, ny, nz, window, heights)
        t[row.OPEN * LANES + i] = open_sky[p // width, p % width] * F(1.0 - hidden)
        for lamp in range(row.LAMP_R, row.GLINT_B + 1):
            t[lamp * LANES + i] = ZERO
