# mypy: allow-untyped-defs
"""Kernels over the regions of a picture: what hangs together, what borders on what, what is drawn and painted.

Greys are 8.8 fixed point (uint16, 256 to the grey level). Labels come out alike everywhere: all here is integer work.
"""

import numpy as np
from numba import njit

UNPAINTED = -1


@njit(cache=True, nogil=True)
def soften(image, across, out):
    """Blur a picture by the binomial weights of 8 throws, sd 1.41 px; borders are repeated.

    image  : (H + 8, W + 8, 3) uint8, padded by four pixels
    across : (H + 8, W, 3) uint16, scratch
    out    : (H, W, 3) uint16, greys in 8.8 fixed point
    """
    height, width = out.shape[0], out.shape[1]
    for y in range(height + 8):
        for x in range(width):
            for c in range(3):
                near = np.uint32(image[y, x + 3, c]) + np.uint32(image[y, x + 5, c])
                far = np.uint32(image[y, x + 2, c]) + np.uint32(image[y, x + 6, c])
                farther = np.uint32(image[y, x + 1, c]) + np.uint32(image[y, x + 7, c])
                farthest = np.uint32(image[y, x, c]) + np.uint32(image[y, x + 8, c])
                total = 70 * np.uint32(image[y, x + 4, c]) + 56 * near + 28 * far + 8 * farther + farthest
                across[y, x, c] = np.uint16(total)
    for y in range(height):
        for x in range(width):
            for c in range(3):
                near = np.uint32(across[y + 3, x, c]) + np.uint32(across[y + 5, x, c])
                far = np.uint32(across[y + 2, x, c]) + np.uint32(across[y + 6, x, c])
                farther = np.uint32(across[y + 1, x, c]) + np.uint32(across[y + 7, x, c])
                farthest = np.uint32(across[y, x, c]) + np.uint32(across[y + 8, x, c])
                total = 70 * np.uint32(across[y + 4, x, c]) + 56 * near + 28 * far + 8 * farther + farthest
                out[y, x, c] = np.uint16(total >> 8)


@njit(cache=True, nogil=True)
def connected_regions(ids, split, links, regions, owners):
    """Number the regions of a map of ids, in scan order from 1; return how many there are.

    A region is all of a segment or, where ``split`` says so, each part of it that hangs together, by corners too.

    ids     : (H, W) uint32, 0 is void and stays 0
    split   : (S + 1,) bool
    links   : (H W + 1,) int32, scratch: each provisional number's smaller equal
    regions : (H, W) uint32
    owners  : (H W + 1,) int32, the segment of each region; as much of it as there are regions
    """
    height, width = ids.shape
    fresh = 0
    for y in range(height):
        for x in range(width):
            segment = ids[y, x]
            number = 0
            if segment and split[segment]:
                number = _joined(ids, regions, links, segment, x, y)
                if not number:
                    fresh += 1
                    links[fresh] = fresh
                    number = fresh
            regions[y, x] = number
    count = 0
    whole = np.zeros(split.size, np.int32)
    final = np.zeros(fresh + 1, np.int32)
    for y in range(height):
        for x in range(width):
            segment = ids[y, x]
            if not segment:
                continue
            if split[segment]:
                root = _root(links, regions[y, x])
                known = final[root]
            else:
                root = 0
                known = whole[segment]
            if not known:
                count += 1
                known = count
                owners[count] = segment
                if split[segment]:
                    final[root] = count
                else:
                    whole[segment] = count
            regions[y, x] = known
    return count


@njit(cache=True, nogil=True)
def _joined(ids, regions, links, segment, x, y):
    """The number of the neighbours left and above that are of one segment, linked to one another; 0 without any."""
    number = np.int32(0)
    width = ids.shape[1]
    for step in range(4):
        near_x, near_y = (x - 1, y) if step == 0 else (x + step - 2, y - 1)
        if near_x < 0 or near_x >= width or near_y < 0 or ids[near_y, near_x] != segment:
            continue
        other = _root(links, regions[near_y, near_x])
        if number == 0 or other < number:
            if number:
                links[number] = other
            number = other
        elif other > number:
            links[other] = number
    return number


@njit(cache=True, nogil=True)
def _root(links, number):
    while links[number] != number:
        links[number] = links[links[number]]
        number = links[number]
    return np.int32(number)


@njit(cache=True, nogil=True)
def list_borders(regions, soft, first, second, contrast):
    """List the pixel edges between two regions, with the contrast across each; return how many there are.

    regions  : (H, W) uint32
    soft     : (H, W, 3) uint16
    first, second : (2 H W,) int32: the regions left and right of it, or above and below
    contrast : (2 H W,) float64, grey levels between the places 2.5 px to both sides
    """
    height, width = regions.shape
    count = 0
    for y in range(height):
        for x in range(width):
            here = regions[y, x]
            if x and regions[y, x - 1] != here:
                first[count], second[count] = regions[y, x - 1], here
                contrast[count] = difference(soft, max(x - 3, 0), y, min(x + 2, width - 1), y)
                count += 1
            if y and regions[y - 1, x] != here:
                first[count], second[count] = regions[y - 1, x], here
                contrast[count] = difference(soft, x, max(y - 3, 0), x, min(y + 2, height - 1))
                count += 1
    return count


@njit(cache=True, nogil=True)
def difference(soft, x0, y0, x1, y1):
    """The mean over the three colours of how far two greys lie apart, in grey levels."""
    total = np.int64(0)
    for c in range(3):
        total += abs(np.int64(soft[y0, x0, c]) - np.int64(soft[y1, x1, c]))
    return total / 768.0


@njit(cache=True, nogil=True)
def mark_region(regions, region, left, top, mask):
    """Set the mask, (h + 2, w + 2) uint8 and zero before, where a window of the picture shows one region."""
    for y in range(mask.shape[0] - 2):
        for x in range(mask.shape[1] - 2):
            if regions[top + y, left + x] == region:
                mask[y + 1, x + 1] = 1


@njit(cache=True, nogil=True)
def bridge(mask, reach, grown, outside):
    """Take into a mask what lies in its gaps up to ``2 reach`` px wide: between bars, between leaves (a closing).

    mask   : (h + 2, w + 2) uint8, with a border of zeros, which stays
    grown, outside : (h + 2, w + 2) uint8, scratch
    """
    height, width = mask.shape
    for y in range(height):
        for x in range(width):
            grown[y, x] = mask[y, x]
    _grow(grown, reach)
    for y in range(height):
        for x in range(width):
            outside[y, x] = grown[y, x] == 0
    _grow(outside, reach)
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            if not outside[y, x]:
                mask[y, x] = 1


@njit(cache=True, nogil=True)
def reach_under(regions, ranks, rank, left, top, reach, hidden, mask, near, stack):
    """Extend a region under what lies in front of it: where a person would draw on behind the front object.

    Pixels in front are taken if they lie within ``reach`` px of the region (in x and in y), if ``hidden`` says so,
    or if they belong to a hole in which all is in front. What is not in front is never touched.

    regions : (H, W) uint32
    ranks   : (N + 1,) float64, higher is nearer; void has the lowest
    rank    : float, this region's
    hidden  : (h, w) bool, known hidden parts
    mask    : (h + 2, w + 2) uint8, the region; window at (left, top) with a border of zeros
    near    : (h + 2, w + 2) uint8, scratch
    stack   : (h w, 2) int32, scratch
    """
    height, width = mask.shape[0] - 2, mask.shape[1] - 2
    for y in range(height + 2):
        for x in range(width + 2):
            near[y, x] = mask[y, x]
    _grow(near, reach)
    for x in range(width + 2):
        near[0, x], near[height + 1, x] = 0, 0
    for y in range(height + 2):
        near[y, 0], near[y, width + 1] = 0, 0
    for y in range(height):
        for x in range(width):
            if not mask[y + 1, x + 1] and ranks[regions[top + y, left + x]] > rank:
                if near[y + 1, x + 1] or hidden[y, x]:
                    mask[y + 1, x + 1] = 1
                    near[y + 1, x + 1] = 0
                else:
                    near[y + 1, x + 1] = 2
            else:
                near[y + 1, x + 1] = 0
    for y in range(1, height + 1):
        for x in range(1, width + 1):
            if near[y, x] == 2:
                _fill_hole(mask, near, stack, x, y)


@njit(cache=True, nogil=True)
def _grow(cells, reach):
    """Mark whatever lies within ``reach`` cells of a 1, in x and in y: 2 in its row, 3 in a column of a 1 or a 2."""
    height, width = cells.shape
    for y in range(height):
        last = -reach - 1
        for x in range(width):
            if cells[y, x] == 1:
                last = x
            elif x - last <= reach:
                cells[y, x] = 2
        last = width + reach
        for x in range(width - 1, -1, -1):
            if cells[y, x] == 1:
                last = x
            elif last - x <= reach:
                cells[y, x] = 2
    for x in range(width):
        last = -reach - 1
        for y in range(height):
            if cells[y, x] == 1 or cells[y, x] == 2:
                last = y
            elif y - last <= reach:
                cells[y, x] = 3
        last = height + reach
        for y in range(height - 1, -1, -1):
            if cells[y, x] == 1 or cells[y, x] == 2:
                last = y
            elif last - y <= reach:
                cells[y, x] = 3


@njit(cache=True, nogil=True)
def _fill_hole(mask, near, stack, x, y):
    """Flood the pixels marked 2; take them into the mask unless they touch a pixel that is neither marked nor in it."""
    stack[0, 0], stack[0, 1] = x, y
    near[y, x] = 1
    size, closed = 1, True
    done = 0
    while done < size:
        here_x, here_y = stack[done, 0], stack[done, 1]
        done += 1
        for way in range(4):
            to_x = here_x + (way == 0) - (way == 1)
            to_y = here_y + (way == 2) - (way == 3)
            if near[to_y, to_x] == 2:
                near[to_y, to_x] = 1
                stack[size, 0], stack[size, 1] = to_x, to_y
                size += 1
            elif not mask[to_y, to_x] and not near[to_y, to_x]:
                closed = False
    if closed:
        for at in range(size):
            mask[stack[at, 1], stack[at, 0]] = 1


@njit(cache=True, nogil=True)
def paint(inside, left_out, left, top, region, regions, ranks, out):
    """Paint a region over what is there; return the pixels that its polygon gets wrong of what could be seen.

    inside   : (h, w + 1) uint8, from fill_rings; the window lies in the picture and holds all of ``left_out``
    left_out : (h, w + 1) uint8, holes and loose parts that are not drawn; (0, 0) where there are none
    regions  : (H, W) uint32; pixels of regions in front of the one that is meant count as hidden
    ranks    : (N + 1,) float64
    out      : (H, W) int32, the region that was painted last

    Returns (right, strayed, parted): pixels of the region that are inside or left out, pixels of others behind it
    that are inside, and, in what is left out, pixels of either kind that are wrong.
    """
    right, strayed, parted = 0, 0, 0
    for y in range(inside.shape[0]):
        for x in range(inside.shape[1] - 1):
            if inside[y, x]:
                there = regions[top + y, left + x]
                if there == region:
                    right += 1
                elif ranks[there] <= ranks[region]:
                    strayed += 1
                out[top + y, left + x] = region
    for y in range(left_out.shape[0]):
        for x in range(left_out.shape[1] - 1):
            if left_out[y, x]:
                there = regions[top + y, left + x]
                if there == region and not inside[y, x]:
                    right += 1
                    parted += 1
                elif there != region and inside[y, x] and ranks[there] <= ranks[region]:
                    strayed -= 1
                    parted += 1
    return right, strayed, parted


@njit(cache=True, nogil=True)
def look_up(out, values, shown):
    """Write the value of the region that was painted last at each pixel; 0 where none was.

    out    : (H, W) int32
    values : (N + 1,) int64, with 0 for void
    shown  : (H, W) uint32
    """
    height, width = out.shape
    for y in range(height):
        for x in range(width):
            shown[y, x] = values[max(out[y, x], 0)]


@njit(cache=True, nogil=True)
def close_gaps(out, queue):
    """Give each unpainted pixel the region of the painted pixel that is nearest in steps along rows and columns.

    out   : (H, W) int32; stays as it is if nothing is painted
    queue : (H W,) int64, scratch
    """
    height, width = out.shape
    size = 0
    for y in range(height):
        for x in range(width):
            if out[y, x] != UNPAINTED and _beside_gap(out, x, y):
                queue[size] = y * width + x
                size += 1
    done = 0
    while done < size:
        y, x = queue[done] // width, queue[done] % width
        done += 1
        for way in range(4):
            to_x = x + (way == 0) - (way == 1)
            to_y = y + (way == 2) - (way == 3)
            if 0 <= to_x < width and 0 <= to_y < height and out[to_y, to_x] == UNPAINTED:
                out[to_y, to_x] = out[y, x]
                queue[size] = to_y * width + to_x
                size += 1


@njit(cache=True, nogil=True)
def _beside_gap(out, x, y):
    height, width = out.shape
    return (
        (x > 0 and out[y, x - 1] == UNPAINTED)
        or (x + 1 < width and out[y, x + 1] == UNPAINTED)
        or (y > 0 and out[y - 1, x] == UNPAINTED)
        or (y + 1 < height and out[y + 1, x] == UNPAINTED)
    )
