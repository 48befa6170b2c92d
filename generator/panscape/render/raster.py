# mypy: allow-untyped-defs
"""Which triangle the ray through each sample point meets first: near clipping and watertight scan conversion.

A sample belongs to a triangle if its row lies in [top, bottom) and its column in [left, right) of the two edges
that cross the row. A crossing is computed from the edge's own two end points, upper one first, so two triangles
that share an edge compute the very same number and the sample goes to exactly one of them: no snapping, no gaps.
"""

from math import ceil

import numpy as np

from panscape.render.jit import inline, inner, kernel


@kernel
def draw(table, seen, triangles, camera, screen, lens, near, first, last, depth, visible, fine_depth, fine_visible):
    """Draw placements ``first`` to ``last - 1`` at pixel centres, and at 2 x 2 samples a pixel where there is a map.

    table        : (N, 8) int64, see pack.TABLE
    seen         : (N,) uint8, 0 where the placement lies outside the view
    triangles    : (T, 3) int32, of the atlas
    camera       : (V, 3) float64, right, down, forward, metres
    screen       : (V, 3) float64, x, y in pixels and 1 / forward, or 0 for a vertex nearer than ``near``
    lens         : (3,) float64: focal length, centre x, centre y, pixels
    depth        : (H, W) float32, 1 / metres, greater is nearer; 0 where nothing is
    visible      : (H, W) int32, number of the triangle, the caller fills in -1; or (0, 0)
    fine_depth, fine_visible : (2 H, 2 W) likewise; or (0, 0)
    """
    corners = np.empty((4, 3), np.float64)
    height, width = depth.shape
    fine = fine_depth.shape[0] > 0
    for p in range(first, last):
        if seen[p] == 0:
            continue
        shift = table[p, 4] - table[p, 0]
        number = table[p, 5]
        for t in range(table[p, 2], table[p, 3]):
            a, b, c = triangles[t, 0] + shift, triangles[t, 1] + shift, triangles[t, 2] + shift
            x0, y0, z0 = screen[a, 0], screen[a, 1], screen[a, 2]
            x1, y1, z1 = screen[b, 0], screen[b, 1], screen[b, 2]
            x2, y2, z2 = screen[c, 0], screen[c, 1], screen[c, 2]
            if min(z0, z1, z2) > 0.0:
                if not beside(x0, y0, x1, y1, x2, y2, width, height, fine):
                    fill(x0, y0, z0, x1, y1, z1, x2, y2, z2, number, depth, visible, fine_depth, fine_visible)
            elif max(z0, z1, z2) > 0.0:
                count = clip(camera, a, b, c, lens, near, corners)
                for k in range(1, count - 1):
                    fill(
                        corners[0, 0], corners[0, 1], corners[0, 2],
                        corners[k, 0], corners[k, 1], corners[k, 2],
                        corners[k + 1, 0], corners[k + 1, 1], corners[k + 1, 2],
                        number, depth, visible, fine_depth, fine_visible,
                    )  # fmt: skip
            number += 1


@inline
def beside(x0, y0, x1, y1, x2, y2, width, height, fine):
    """Whether a triangle lies outside the map or between its samples, as most of those of a far object do."""
    left, right = min(x0, x1, x2), max(x0, x1, x2)
    top, bottom = min(y0, y1, y2), max(y0, y1, y2)
    if right <= 0.0 or left >= width or bottom <= 0.0 or top >= height:
        return True
    return misses(left, right, fine) or misses(top, bottom, fine)


@inline
def misses(low, high, fine):
    """Whether no sample lies in [low, high): neither a centre nor, if ``fine``, one of two to a pixel."""
    if ceil(low - 0.5) < ceil(high - 0.5):
        return False
    return not fine or ceil(2.0 * low - 0.5) >= ceil(2.0 * high - 0.5)


@inner
def clip(camera, a, b, c, lens, near, corners):
    """Write the screen corners of the part of a triangle that lies before the near plane; return how many: 0, 3 or 4.

    A cut edge is always walked from its hidden end to its visible end, so both its triangles get the same point.
    """
    count = 0
    for k in range(3):
        i = a if k == 0 else (b if k == 1 else c)
        j = b if k == 0 else (c if k == 1 else a)
        inside = camera[i, 2] >= near
        if inside:
            scale = 1.0 / camera[i, 2]
            corners[count, 0] = lens[0] * camera[i, 0] * scale + lens[1]
            corners[count, 1] = lens[0] * camera[i, 1] * scale + lens[2]
            corners[count, 2] = scale
            count += 1
        if inside != (camera[j, 2] >= near):
            hidden, shown = (j, i) if inside else (i, j)
            part = (near - camera[hidden, 2]) / (camera[shown, 2] - camera[hidden, 2])
            x = camera[hidden, 0] + part * (camera[shown, 0] - camera[hidden, 0])
            y = camera[hidden, 1] + part * (camera[shown, 1] - camera[hidden, 1])
            scale = 1.0 / near
            corners[count, 0] = lens[0] * x * scale + lens[1]
            corners[count, 1] = lens[0] * y * scale + lens[2]
            corners[count, 2] = scale
            count += 1
    return count


@kernel
def fill(x0, y0, z0, x1, y1, z1, x2, y2, z2, number, depth, visible, fine_depth, fine_visible):
    """Fill one triangle, given in pixels and nearness, into the map of centres and the map of 2 x 2 samples."""
    if y1 < y0:
        x0, y0, z0, x1, y1, z1 = x1, y1, z1, x0, y0, z0
    if y2 < y0:
        x0, y0, z0, x2, y2, z2 = x2, y2, z2, x0, y0, z0
    if y2 < y1:
        x1, y1, z1, x2, y2, z2 = x2, y2, z2, x1, y1, z1
    if not (y0 < y2 and y2 > 0.0 and y0 < depth.shape[0]):
        return
    area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    if abs(area) > 1e-12:
        across = ((z1 - z0) * (y2 - y0) - (z2 - z0) * (y1 - y0)) / area
        down = ((z2 - z0) * (x1 - x0) - (z1 - z0) * (x2 - x0)) / area
    else:
        across = down = 0.0
    long = (x2 - x0) / (y2 - y0)
    upper = (x1 - x0) / (y1 - y0) if y1 > y0 else 0.0
    lower = (x2 - x1) / (y2 - y1) if y2 > y1 else 0.0
    nearest, farthest = max(z0, z1, z2), min(z0, z1, z2)
    fill_rows(1.0, x0, y0, z0, x1, y1, y2, long, upper, lower, across, down, nearest, farthest, number, depth, visible)
    if fine_depth.shape[0] > 0:
        fill_rows(
            2.0, x0, y0, z0, x1, y1, y2, long, upper, lower, across, down, nearest, farthest, number,
            fine_depth, fine_visible,
        )  # fmt: skip


@inline
def fill_rows(
    scale, x0, y0, z0, x1, y1, y2, long, upper, lower, across, down, nearest, farthest, number, depth, visible
):
    """Fill the samples of one triangle whose corners are sorted by y; ``scale`` samples a pixel along each axis.

    The nearness never leaves that of the corners, ``farthest`` to ``nearest``.
    """
    height, width = depth.shape
    marks = visible.shape[0] > 0
    step = 1.0 / scale
    for row in range(max(0, ceil(y0 * scale - 0.5)), min(height, ceil(y2 * scale - 0.5))):
        y = (row + 0.5) * step
        left = x0 + (y - y0) * long
        right = x0 + (y - y0) * upper if y < y1 else x1 + (y - y1) * lower
        if right < left:
            left, right = right, left
        first, stop = max(0, ceil(left * scale - 0.5)), min(width, ceil(right * scale - 0.5))
        if first >= stop:
            continue
        level = z0 + down * (y - y0) + across * ((first + 0.5) * step - x0)
        slope = across * step
        far_end = level + slope * (stop - 1 - first)
        if min(level, far_end) < farthest or max(level, far_end) > nearest:
            level, far_end = min(nearest, max(farthest, level)), min(nearest, max(farthest, far_end))
            slope = (far_end - level) / max(1, stop - 1 - first)
        level -= slope * first
        depths = depth[row]
        if marks:
            numbers = visible[row]
            for x in range(first, stop):
                z = np.float32(level + slope * x)
                if z > depths[x]:
                    depths[x] = z
                    numbers[x] = number
        else:
            # No branch, so that it runs on vectors: shadow maps are mostly filled by a few large triangles.
            for x in range(first, stop):
                depths[x] = max(depths[x], np.float32(level + slope * x))
