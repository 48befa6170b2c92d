# mypy: allow-untyped-defs
"""How much of the sky a surface sees past its neighbours, from the map of depth."""

from math import floor

import numpy as np

from panscape.render.jit import kernel

# Eight directions on four lines; a pixel reads both ends of each at a distance of its own.
_DX = (1.0, 0.383, -0.383, -1.0 + 0.293)
_DY = (0.2, 0.924, 0.924, 0.707)


@kernel
def occlude(depth, focal, radius, open_sky):
    """Write, for every other pixel, the share of the light from everywhere that reaches it, in [0, 1].

    depth    : (H, W) float32, 1 / metres
    radius   : float, metres within which a neighbour darkens
    open_sky : (H, W) float32, written where x + y is even and -1 elsewhere: ``smooth`` fills in the rest

    Two samples on a line through the pixel tell a crease from a slope: their nearness, less the pixel's own, cancels
    on a plane, since 1 / depth is linear on the screen.
    """
    height, width = depth.shape
    open_sky[:] = -1.0
    for y in range(height):
        for x in range(y & 1, width, 2):
            here = float(depth[y, x])
            reach = min(48.0, radius * focal * here)
            if here <= 0.0 or reach < 1.5:
                open_sky[y, x] = 1.0
                continue
            turn = ((x & 3) * 4 + (y & 3)) * 0.0625
            dark = 0.0
            for k in range(4):
                stride = reach * (0.12 + 0.88 * (turn + 0.25 * k - floor(turn + 0.25 * k)))
                i, j = int(_DX[k] * stride), int(_DY[k] * stride)
                xa, ya = min(width - 1, max(0, x + i)), min(height - 1, max(0, y + j))
                xb, yb = min(width - 1, max(0, x - i)), min(height - 1, max(0, y - j))
                rise = (depth[ya, xa] - here + depth[yb, xb] - here) / (here * here)
                step = stride / (focal * here)
                if rise > 0.0:
                    dark += min(1.0, rise / (step + 1e-6)) * max(0.0, 1.0 - rise / (2.5 * radius))
            open_sky[y, x] = np.float32(1.0 - 0.7 * 0.25 * dark)


@kernel
def smooth(depth, open_sky, out):
    """Average those of 4 x 4 pixels, the period of the pattern above, that were written and lie at about one depth.

    One neighbour at a time for a whole row, and no branch: so it runs on vectors.
    """
    height, width = depth.shape
    total, count = np.empty(width, np.float32), np.empty(width, np.float32)
    zero, one, slack = np.float32(0.0), np.float32(1.0), np.float32(0.04)
    for y in range(height):
        here = depth[y]
        total[:] = zero
        count[:] = zero
        for j in range(max(0, y - 2), min(height, y + 2)):
            for step in range(-2, 2):
                for x in range(max(0, -step), min(width, width - step)):
                    value = open_sky[j, x + step]
                    alike = (value >= zero) & (abs(depth[j, x + step] - here[x]) < here[x] * slack)
                    total[x] += value if alike else zero
                    count[x] += one if alike else zero
        for x in range(width):
            out[y, x] = total[x] / count[x] if count[x] > zero else one
