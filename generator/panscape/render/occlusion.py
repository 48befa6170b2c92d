# mypy: allow-untyped-defs
"""How much of the sky a surface sees past its neighbours, from the map of depth: found for one pixel in four."""

from math import floor

import numpy as np

from panscape.render.jit import kernel

# Eight directions on four lines; a pixel reads both ends of each at a distance of its own.
_DX = (1.0, 0.383, -0.383, -1.0 + 0.293)
_DY = (0.2, 0.924, 0.924, 0.707)


@kernel
def occlude(depth, focal, radius, coarse, open_sky):
    """Write, for every other pixel of every other row, the share of the light from everywhere that reaches it.

    depth    : (H, W) float32, 1 / metres
    radius   : float, metres within which a neighbour darkens
    coarse   : (H / 2, W / 2) float32, rounded up, written: depth of those pixels
    open_sky : of the same shape, written, in [0, 1]

    Two samples on a line through the pixel tell a crease from a slope: their nearness, less the pixel's own, cancels
    on a plane, since 1 / depth is linear on the screen.
    """
    height, width = depth.shape
    for row in range(open_sky.shape[0]):
        for column in range(open_sky.shape[1]):
            y, x = 2 * row, 2 * column
            here = float(depth[y, x])
            coarse[row, column] = depth[y, x]
            reach = min(48.0, radius * focal * here)
            if here <= 0.0 or reach < 1.5:
                open_sky[row, column] = 1.0
                continue
            turn = ((column & 3) * 2 + (row & 1)) * 0.125
            share, step = 1.0 / (here * here), 1.0 / (focal * here)
            dark = 0.0
            for k in range(4):
                stride = reach * (0.12 + 0.88 * (turn + 0.25 * k - floor(turn + 0.25 * k)))
                i, j = int(_DX[k] * stride), int(_DY[k] * stride)
                xa, ya = min(width - 1, max(0, x + i)), min(height - 1, max(0, y + j))
                xb, yb = min(width - 1, max(0, x - i)), min(height - 1, max(0, y - j))
                rise = (depth[ya, xa] - here + depth[yb, xb] - here) * share
                if rise > 0.0:
                    dark += min(1.0, rise / (stride * step + 1e-6)) * max(0.0, 1.0 - rise / (2.5 * radius))
            open_sky[row, column] = np.float32(1.0 - 0.7 * 0.25 * dark)


@kernel
def smooth(depth, coarse, open_sky, mean, out):
    """Average 4 x 2 of what was found, the period of the pattern above, where it lies on about one plane; spread it.

    mean : (H / 2, W / 2) float32, scratch
    out  : (H, W) float32, written

    One neighbour at a time for a whole row, and no branch: so it runs on vectors.
    """
    rows, columns = coarse.shape
    total, count = np.empty(columns, np.float32), np.empty(columns, np.float32)
    across, down = np.zeros(columns, np.float32), np.zeros(columns, np.float32)
    zero, one, slack = np.float32(0.0), np.float32(1.0), np.float32(0.04)
    for y in range(np.uint64(rows)):
        total[:] = zero
        count[:] = zero
        tilt(coarse, np.int64(y), across, down)
        for step_y in range(-1 if y > 0 else 0, 1):
            j = np.uint64(np.int64(y) + step_y)
            for step in range(-2, 2):
                for x in range(np.uint64(max(0, -step)), np.uint64(min(columns, columns - step))):
                    beside = np.uint64(np.int64(x) + step)
                    flat = coarse[y, x] + np.float32(step) * across[x] + np.float32(step_y) * down[x]
                    alike = abs(coarse[j, beside] - flat) < coarse[y, x] * slack
                    total[x] += open_sky[j, beside] if alike else zero
                    count[x] += one if alike else zero
        for x in range(np.uint64(columns)):
            mean[y, x] = total[x] / count[x] if count[x] > zero else one
    spread(depth, coarse, mean, out)


@kernel
def tilt(coarse, y, across, down):
    """Write by how much the depth of a row changes from one to the next: of both sides, the smaller change."""
    rows, columns = coarse.shape
    above, below = coarse[max(0, y - 1)], coarse[min(rows - 1, y + 1)]
    here = coarse[y]
    for x in range(columns):
        before, after = here[x] - above[x], below[x] - here[x]
        down[x] = before if abs(before) < abs(after) else after
    for x in range(1, columns - 1):
        before, after = here[x] - here[x - 1], here[x + 1] - here[x]
        across[x] = before if abs(before) < abs(after) else after


@kernel
def spread(depth, coarse, mean, out):
    """Give each pixel the mean of those of the four found pixels around that lie at about its own depth."""
    height, width = depth.shape
    rows, columns = coarse.shape
    zero, one, slack = np.float32(0.0), np.float32(1.0), np.float32(0.06)
    for y in range(height):
        upper, lower = y >> 1, min(rows - 1, (y + 1) >> 1)
        for x in range(width):
            left, right = x >> 1, min(columns - 1, (x + 1) >> 1)
            here = depth[y, x]
            bound = here * slack
            total, count = zero, zero
            alike = one if abs(coarse[upper, left] - here) < bound else zero
            total, count = total + alike * mean[upper, left], count + alike
            alike = one if abs(coarse[upper, right] - here) < bound else zero
            total, count = total + alike * mean[upper, right], count + alike
            alike = one if abs(coarse[lower, left] - here) < bound else zero
            total, count = total + alike * mean[lower, left], count + alike
            alike = one if abs(coarse[lower, right] - here) < bound else zero
            total, count = total + alike * mean[lower, right], count + alike
            out[y, x] = total / count if count > zero else one
