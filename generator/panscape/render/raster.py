# mypy: allow-untyped-defs
"""Which triangle the ray through each sample point meets first: near clipping and watertight scan conversion.

A sample belongs to a triangle if its row lies in [top, bottom) and its column in [left, right) of the two edges
that cross the row. A crossing is computed from the edge's own two end points, upper one first, so two triangles
that share an edge compute the very same number and the sample goes to exactly one of them: no snapping, no gaps.

Of two triangles that are equally near at a sample the one with the lower number is seen, so that what is drawn does
not depend on the order in which it is drawn.
"""

from math import ceil

import numpy as np

from panscape.render.jit import inline, inner, kernel

SPANS = 32  # rows that are cut into spans together


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
    corners, spans = np.empty((4, 3), np.float64), np.empty((3, SPANS), np.float64)
    height, width = depth.shape
    fine = fine_depth.shape[0] > 0
    for p in range(first, last):
        if seen[p] == 0:
            continue
        shift = table[p, 4] - table[p, 0]
        renumber = table[p, 5] - table[p, 2]
        for t in range(table[p, 2], table[p, 3]):
            a, b, c = triangles[t, 0] + shift, triangles[t, 1] + shift, triangles[t, 2] + shift
            x0, y0, z0 = screen[a, 0], screen[a, 1], screen[a, 2]
            x1, y1, z1 = screen[b, 0], screen[b, 1], screen[b, 2]
            x2, y2, z2 = screen[c, 0], screen[c, 1], screen[c, 2]
            cut, pieces = min(z0, z1, z2) <= 0.0, 1
            if cut:
                pieces = clip(camera, a, b, c, lens, near, corners) - 2
            elif beside(x0, y0, x1, y1, x2, y2, width, height, fine):
                continue
            for piece in range(pieces):
                if cut:
                    x0, y0, z0 = corners[0, 0], corners[0, 1], corners[0, 2]
                    x1, y1, z1 = corners[piece + 1, 0], corners[piece + 1, 1], corners[piece + 1, 2]
                    x2, y2, z2 = corners[piece + 2, 0], corners[piece + 2, 1], corners[piece + 2, 2]
                fill_bare(
                    x0, y0, z0, x1, y1, z1, x2, y2, z2, t + renumber, 0, height, spans, depth, visible, fine_depth,
                    fine_visible,
                )  # fmt: skip


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
def fill(x0, y0, z0, x1, y1, z1, x2, y2, z2, number, top, bottom, spans, depth, visible, fine_depth, fine_visible):
    """Fill one triangle, given in pixels and nearness, into the map of centres and the map of 2 x 2 samples.

    Only in rows of pixels ``top`` to ``bottom - 1``; either map may be (0, 0).

    spans : (3, SPANS) float64, scratch
    """
    fill_bare(
        x0, y0, z0, x1, y1, z1, x2, y2, z2, number, top, bottom, spans, depth, visible, fine_depth, fine_visible
    )  # fmt: skip


@inline
def fill_bare(x0, y0, z0, x1, y1, z1, x2, y2, z2, number, top, bottom, spans, depth, visible, fine_depth, fine_visible):
    """Do what ``fill`` does, where that is called from: a call costs as much as a small triangle."""
    if y1 < y0:
        x0, y0, z0, x1, y1, z1 = x1, y1, z1, x0, y0, z0
    if y2 < y0:
        x0, y0, z0, x2, y2, z2 = x2, y2, z2, x0, y0, z0
    if y2 < y1:
        x1, y1, z1, x2, y2, z2 = x2, y2, z2, x1, y1, z1
    if y0 < y2 and y2 > top and y0 < bottom:
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if abs(area) > 1e-12:
            share = 1.0 / area
            across = ((z1 - z0) * (y2 - y0) - (z2 - z0) * (y1 - y0)) * share
            down = ((z2 - z0) * (x1 - x0) - (z1 - z0) * (x2 - x0)) * share
        else:
            across = down = 0.0
        long = (x2 - x0) / (y2 - y0)
        upper = (x1 - x0) / (y1 - y0) if y1 > y0 else 0.0
        lower = (x2 - x1) / (y2 - y1) if y2 > y1 else 0.0
        nearest, farthest = np.float32(max(z0, z1, z2)), np.float32(min(z0, z1, z2))
        fill_rows(
            1, x0, y0, z0, x1, y1, y2, long, upper, lower, across, down, nearest, farthest, number, top, bottom, spans,
            depth, visible,
        )  # fmt: skip
        if fine_depth.shape[0] > 0:
            fill_rows(
                2, x0, y0, z0, x1, y1, y2, long, upper, lower, across, down, nearest, farthest, number, top, bottom,
                spans, fine_depth, fine_visible,
            )  # fmt: skip


@inline
def fill_rows(
    scale, x0, y0, z0, x1, y1, y2, long, upper, lower, across, down, nearest, farthest, number, top, bottom, spans,
    depth, visible,
):  # fmt: skip
    """Fill the samples of one triangle whose corners are sorted by y; ``scale`` samples a pixel along each axis.

    The nearness never leaves that of the corners, ``farthest`` to ``nearest``. Rows are first cut into spans, many
    at a time, then filled. All loops but the outer have no branch and no sign to an index, so that they run on
    vectors. To add a nought that the compiler cannot see through keeps it from storing only what changes, one by one:
    2.8 ns a sample so, 0.4 thus.
    """
    width, step = depth.shape[1], 1.0 / scale
    number, nought = np.int32(number), np.int32(width >> 40)
    slope = across * step
    start = z0 - across * x0 + 0.5 * slope
    begin, end = max(scale * top, ceil(y0 * scale - 0.5)), min(scale * bottom, ceil(y2 * scale - 0.5))
    for first_row in range(begin, end, SPANS):
        rows = min(SPANS, end - first_row)
        for k in range(np.uint64(rows)):
            y = (np.float64(np.int32(first_row + np.int64(k))) + 0.5) * step
            one, above, below = x0 + (y - y0) * long, x0 + (y - y0) * upper, x1 + (y - y1) * lower
            other = above if y < y1 else below
            left, right = min(one, other), max(one, other)
            spans[0, k] = max(0.0, np.ceil(left * scale - 0.5))
            spans[1, k] = min(np.float64(width), np.ceil(right * scale - 0.5))
            spans[2, k] = start + down * (y - y0)
        for k in range(np.uint64(rows)):
            first, stop = int(spans[0, k]), int(spans[1, k])
            if first < stop:
                row, level = np.uint64(first_row) + k, spans[2, k]
                if visible.shape[0] > 0:
                    for x in range(np.uint64(first), np.uint64(stop)):
                        z = np.float32(level + slope * np.float64(np.int32(x)))
                        z = min(nearest, max(farthest, z))
                        old, holder = depth[row, x], visible[row, x]
                        first_of_two = number if number < holder else holder
                        visible[row, x] = (number if z > old else (first_of_two if z == old else holder)) ^ nought
                        depth[row, x] = (z if z > old else old) + np.float32(0.0)
                else:
                    for x in range(np.uint64(first), np.uint64(stop)):
                        z = np.float32(level + slope * np.float64(np.int32(x)))
                        z, old = min(nearest, max(farthest, z)), depth[row, x]
                        depth[row, x] = (z if z > old else old) + np.float32(0.0)
