# mypy: allow-untyped-defs
"""Kernels of the truth: one thing drawn by itself and compared with the picture; values sorted by segment."""

from math import ceil, floor

import numpy as np

from panscape.render.jit import inner, kernel
from panscape.render.raster import draw


@kernel
def cover(
    number, table, seen, first, last, triangles, camera, screen, lens, near, pick, outside, ids, nearness, areas, boxes,
    truncated, covering, runs,
):  # fmt: skip
    """Draw the placements of one thing alone and measure its shape; return how many runs it has.

    number    : int, the thing's id; its row in the tables below is one less
    first, last : its placements; the arrays before ``pick`` are those of raster.draw
    pick      : (H, W) int64, the sample of ``nearness`` that each pixel takes, flat; or (0, 0) where they are one map
    outside   : (H', W') bool, True for samples that no pixel is near; or (0, 0)
    ids       : (H, W) uint32, of the picture
    nearness  : (H', W') float32, zero before and after
    areas     : (N,) int64; boxes : (N, 4) int64; truncated : (N,) bool; covering : (N, M + 1) int64; written
    runs      : (H W + 2,) int64, written: lengths of runs by columns, the first of them outside the shape
    """
    height, width = ids.shape
    k = number - 1
    fine, none = np.empty((0, 0), np.float32), np.empty((0, 0), np.int32)
    left, top, right, bottom, beyond = extent(table, seen, first, last, camera, screen, near, nearness)
    draw(table, seen, triangles, camera, screen, lens, near, first, last, nearness, none, fine, none)
    flat, bent = nearness.reshape(nearness.size), pick.shape[0] > 0
    box = (left, top, right, bottom)
    if bent:
        beyond = reaches(nearness, outside, left, top, right, bottom)
        left, top, right, bottom = 0, 0, width if right > left else 0, height
    x0, y0, x1, y1 = width, height, -1, -1
    count, end = 0, 0
    for x in range(left, right):
        for y in range(top, bottom):
            if bent:
                if flat[pick[y, x]] <= 0.0:
                    continue
            elif nearness[y, x] <= 0.0:
                continue
            else:
                nearness[y, x] = 0.0
            areas[k] += 1
            if ids[y, x] != number:
                covering[k, ids[y, x]] += 1
            x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
            place = x * height + y
            if count == 0 or place > end:
                runs[count], runs[count + 1] = place - end, 0
                count += 2
            runs[count - 1] += 1
            end = place + 1
    if end < height * width:
        runs[count] = height * width - end
        count += 1
    if bent:
        nearness[box[1] : box[3], box[0] : box[2]] = 0.0
    if areas[k] > 0:
        boxes[k, 0], boxes[k, 1], boxes[k, 2], boxes[k, 3] = x0, y0, x1 - x0 + 1, y1 - y0 + 1
        truncated[k] = beyond and (x0 == 0 or y0 == 0 or x1 == width - 1 or y1 == height - 1)
    return count


@inner
def reaches(nearness, outside, left, top, right, bottom):
    """Whether some of what was drawn into a box lies outside the picture."""
    for y in range(top, bottom):
        for x in range(left, right):
            if outside[y, x] and nearness[y, x] > 0.0:
                return True
    return False


@inner
def extent(table, seen, first, last, camera, screen, near, nearness):
    """Return the box of samples that some placements may cover, last ones excluded, and whether they go on beyond."""
    height, width = nearness.shape
    low_x = low_y = np.inf
    high_x = high_y = -np.inf
    hidden = False
    for p in range(first, last):
        if seen[p] == 0:
            continue
        for v in range(table[p, 4], table[p, 4] + table[p, 1] - table[p, 0]):
            if camera[v, 2] < near:
                hidden = True
            else:
                low_x, high_x = min(low_x, screen[v, 0]), max(high_x, screen[v, 0])
                low_y, high_y = min(low_y, screen[v, 1]), max(high_y, screen[v, 1])
    if hidden:
        return 0, 0, width, height, True
    beyond = low_x < 0.0 or low_y < 0.0 or high_x > width or high_y > height
    left, top = max(0.0, min(low_x, float(width))), max(0.0, min(low_y, float(height)))
    right, bottom = min(float(width), max(high_x, 0.0)), min(float(height), max(high_y, 0.0))
    return floor(left), floor(top), ceil(right), ceil(bottom), beyond


@kernel
def gather_values(ids, values, place, out):
    """Write the values of each segment's pixels one after another.

    ids   : (H, W) uint32
    values : (H, W) float32
    place : (M + 1,) int64, where the pixels of each id begin; moved to where they end
    out   : (H W,) float32
    """
    height, width = ids.shape
    for y in range(height):
        for x in range(width):
            segment = ids[y, x]
            out[place[segment]] = values[y, x]
            place[segment] += 1
