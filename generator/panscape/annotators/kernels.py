# mypy: allow-untyped-defs
"""Kernels over the regions of a picture and the rings around them: what an annotator sees, draws and paints.

Greys are 8.8 fixed point (uint16, 256 to the grey level). Several rings lie in one array, as in panscape.polygons.
Nothing here calls a function of the C library but sqrt and floor, which are exact: labels are alike everywhere.
"""

import numpy as np
from numba import njit

from panscape.polygons.kernels import thin_out

UNPAINTED = -1
EXACT, TOLERANCE, SPACING = 0, 1, 2
HIDDEN_TOLERANCE_PX = 4.0  # less than the 6 px that a line is drawn on, so that it never cuts into what is seen
SMALL_RING = 48  # corners; a smaller ring is smoothed less, or it would shrink


def _smoothing(*spreads):
    """Return the symmetric weights, from the middle outwards, of a smoothing that hardly shrinks what it smooths.

    With S the binomial means over five points, one after the other at the given spreads, it is 2 S - S S: a circle
    keeps its radius to second order, while the steps of the pixels are averaged away.
    """
    once = np.ones(1)
    for spread in spreads:
        binomial = np.zeros(4 * spread + 1)
        binomial[::spread] = np.array([1, 4, 6, 4, 1]) / 16
        once = np.convolve(once, binomial)
    twice = np.convolve(once, once)
    middle = len(twice) // 2
    weights = -twice
    weights[middle - len(once) // 2 : middle + len(once) // 2 + 1] += 2 * once
    return weights[middle:]


SLIGHT = _smoothing(1)
STRONG = _smoothing(1, 2)


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
                contrast[count] = _difference(soft, max(x - 3, 0), y, min(x + 2, width - 1), y)
                count += 1
            if y and regions[y - 1, x] != here:
                first[count], second[count] = regions[y - 1, x], here
                contrast[count] = _difference(soft, x, max(y - 3, 0), x, min(y + 2, height - 1))
                count += 1
    return count


@njit(cache=True, nogil=True)
def _difference(soft, x0, y0, x1, y1):
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
    grown, outside : (h + 2, w + 2) uint8, zeroed by the caller
    """
    height, width = mask.shape
    for y in range(height):
        _spread(mask[y], grown[y], reach)
    for x in range(width):
        _spread(grown[:, x].copy(), grown[:, x], reach)
    for y in range(height):
        _spread(1 - grown[y], outside[y], reach)
    for x in range(width):
        _spread(outside[:, x].copy(), outside[:, x], reach)
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
    near    : (h + 2, w + 2) uint8, zeroed by the caller
    stack   : (h w, 2) int32, scratch
    """
    height, width = mask.shape[0] - 2, mask.shape[1] - 2
    for y in range(1, height + 1):
        _spread(mask[y], near[y], reach)
    for x in range(1, width + 1):
        _spread(near[:, x].copy(), near[:, x], reach)
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
def _spread(line, out, reach):
    """Set ``out`` to 1 wherever the line holds something within ``reach`` places."""
    last = -reach - 1
    for at in range(line.size):
        if line[at]:
            last = at
        if at - last <= reach:
            out[at] = 1
    last = line.size + reach
    for at in range(line.size - 1, -1, -1):
        if line[at]:
            last = at
        if last - at <= reach:
            out[at] = 1


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


@njit(cache=True, nogil=True, error_model="numpy")
def trace_curves(corners, starts, width, height, curves, normals, framed, lengths, areas):
    """Smooth rings of unit steps into the curves that a person sees in them, with their outward normals.

    corners : (N, 2) float64, whole numbers, in the picture
    width, height : of the picture; corners on its frame stay where they are
    curves  : (N, 2) float64, the corners smoothed
    normals : (N, 2) float64, of length 1, or 0 where there is none
    framed  : (N,) bool, True on the picture's frame
    lengths, areas : (R,) float64, px along the curve, and px^2 inside the corners, negative for holes
    """
    for ring in range(starts.size - 1):
        start = starts[ring]
        n = starts[ring + 1] - start
        weights = SLIGHT if n < SMALL_RING else STRONG
        for i in range(n):
            x, y = corners[start + i, 0], corners[start + i, 1]
            framed[start + i] = x == 0 or y == 0 or x == width or y == height
            for axis in range(2):
                total = weights[0] * corners[start + i, axis]
                for k in range(1, weights.size):
                    total += weights[k] * (corners[start + (i + k) % n, axis] + corners[start + (i - k) % n, axis])
                curves[start + i, axis] = total
            if framed[start + i]:
                curves[start + i, 0], curves[start + i, 1] = x, y
        step = min(3, max(n // 4, 1))
        lengths[ring] = 0.0
        areas[ring] = 0.0
        for i in range(n):
            j = (i + 1) % n
            along = curves[start + j, 0] - curves[start + i, 0]
            down = curves[start + j, 1] - curves[start + i, 1]
            lengths[ring] += np.sqrt(along * along + down * down)
            areas[ring] += 0.5 * (
                corners[start + i, 0] * corners[start + j, 1] - corners[start + j, 0] * corners[start + i, 1]
            )
            before, after = start + (i - step) % n, start + (i + step) % n
            along = curves[after, 0] - curves[before, 0]
            down = curves[after, 1] - curves[before, 1]
            size = np.sqrt(along * along + down * down)
            normals[start + i, 0] = down / size if size > 0.0 else 0.0
            normals[start + i, 1] = -along / size if size > 0.0 else 0.0


@njit(cache=True, nogil=True)
def contrast_across(soft, curves, normals, within, outside, contrast):
    """Write the contrast between two places on both sides of each point of a curve, in grey levels.

    soft     : (H, W, 3) uint16
    within, outside : float, px along the normal
    contrast : (N,) float64
    """
    height, width = soft.shape[0], soft.shape[1]
    for i in range(curves.shape[0]):
        x0 = np.int64(np.floor(curves[i, 0] - within * normals[i, 0]))
        y0 = np.int64(np.floor(curves[i, 1] - within * normals[i, 1]))
        x1 = np.int64(np.floor(curves[i, 0] + outside * normals[i, 0]))
        y1 = np.int64(np.floor(curves[i, 1] + outside * normals[i, 1]))
        x0, x1 = min(max(x0, 0), width - 1), min(max(x1, 0), width - 1)
        y0, y1 = min(max(y0, 0), height - 1), min(max(y1, 0), height - 1)
        contrast[i] = _difference(soft, x0, y0, x1, y1)


@njit(cache=True, nogil=True)
def mark_hidden(regions, ranks, region, corners, starts, hidden):
    """Mark the points of rings whose edge, from there on, runs within a region in front: drawn on under it.

    regions : (H, W) uint32
    ranks   : (N + 1,) float64, higher is nearer
    corners : (N, 2) float64, in unit steps, the inside to the right
    hidden  : (N,) bool
    """
    for ring in range(starts.size - 1):
        start, end = starts[ring], starts[ring + 1]
        for here in range(start, end):
            after = here + 1 if here + 1 < end else start
            x, y = np.int64(corners[here, 0]), np.int64(corners[here, 1])
            along, down = np.int64(corners[after, 0]) - x, np.int64(corners[after, 1]) - y
            # East has its inside below, south to the left, west above, north to the right.
            inner_x = x if along == 1 or down == -1 else x - 1
            inner_y = y if along == 1 or down == 1 else y - 1
            hidden[here] = ranks[regions[inner_y, inner_x]] > ranks[region]


@njit(cache=True, nogil=True, error_model="numpy")
def average_along(values, starts, lengths, reach, scratch):
    """Replace values around rings by their means over ``reach`` px to each side, taken twice.

    values, scratch : (N,) float64
    lengths : (R,) float64, px around each ring
    """
    for ring in range(starts.size - 1):
        start, end = starts[ring], starts[ring + 1]
        n = end - start
        half = min(np.int64(reach * n / max(lengths[ring], 1e-9)), (n - 1) // 2)
        _running_mean(values[start:end], half, scratch[start:end])
        _running_mean(scratch[start:end], half, values[start:end])


@njit(cache=True, nogil=True, error_model="numpy")
def round_off(curves, starts, lengths, framed, detail, once, twice, out):
    """Smooth curves so that what is finer than ``detail`` px is not followed, and the rest keeps its size.

    With S three running means, it is 2 S - S S, which keeps a circle's radius to second order.

    curves, out : (N, 2) float64; points on the frame stay
    detail      : float, px, the sd of S along the curve; less on a ring that would vanish
    once, twice : (N,) float64, scratch
    """
    for ring in range(starts.size - 1):
        start, end = starts[ring], starts[ring + 1]
        n = end - start
        sd = min(detail * n / max(lengths[ring], 1e-9), n / 30.0)
        half = min(np.int64((np.sqrt(4.0 * sd * sd + 1.0) - 1.0) / 2.0 + 0.5), (n - 1) // 2)
        for axis in range(2):
            line, first, second = curves[start:end, axis], once[start:end], twice[start:end]
            _running_mean(line, half, second)
            _running_mean(second, half, first)
            _running_mean(first, half, second)
            out[start:end, axis] = 2.0 * second
            _running_mean(second, half, first)
            _running_mean(first, half, second)
            _running_mean(second, half, first)
            out[start:end, axis] -= first
        for i in range(start, end):
            if framed[i]:
                out[i, 0], out[i, 1] = curves[i, 0], curves[i, 1]


@njit(cache=True, nogil=True, error_model="numpy")
def correlate(noise, starts, lengths, correlation, scratch, out):
    """Turn white noise into a smooth process around each ring, of variance 1, that joins itself.

    Three running means of one width are a Gaussian to within 1 %, without an FFT; the process correlates by 1/e at
    the distance ``correlation``. On a ring shorter than that it becomes one number for all of the ring.

    noise   : (N,) float64, independent, variance 1
    lengths : (R,) float64, px around each ring
    correlation : float, px
    scratch : (N,) float64
    out     : (N,) float64
    """
    for ring in range(starts.size - 1):
        start, end = starts[ring], starts[ring + 1]
        n = end - start
        reach = correlation * n / max(lengths[ring], 1e-9)
        half = min(np.int64(np.sqrt(reach * reach + 1.0) / 2.0), (n - 1) // 2)
        here, other = out[start:end], scratch[start:end]
        here[:] = 0.0
        here[0] = 1.0
        for _ in range(3):
            _running_mean(here, half, other)
            here[:] = other
        energy = 0.0
        for i in range(n):
            energy += here[i] * here[i]
        here[:] = noise[start:end]
        for _ in range(3):
            _running_mean(here, half, other)
            here[:] = other
        here /= np.sqrt(energy)


@njit(cache=True, nogil=True, error_model="numpy")
def _running_mean(line, half, out):
    """Write the mean over ``half`` neighbours to each side, around the ring."""
    n = line.size
    total = 0.0
    for k in range(-half, half + 1):
        total += line[k % n]
    for i in range(n):
        out[i] = total / (2 * half + 1)
        total += line[(i + half + 1) % n] - line[(i - half) % n]


@njit(cache=True, nogil=True, error_model="numpy")
def choose_vertices(curves, starts, lengths, framed, hidden, width, height, rule, pixels, keep, coarse, stack):
    """Mark the points at which a person clicks.

    The picture's corners, and the points where a ring reaches or leaves its frame or goes under what is in front, are
    always among them. Where it is hidden, few do.

    curves : (N, 2) float64
    framed, hidden : (N,) bool
    rule   : EXACT keeps every point, TOLERANCE what Douglas and Peucker keep, SPACING one every ``pixels`` px
    pixels : float, the tolerance or the spacing
    keep, coarse : (N,) bool, zeroed by the caller; the second is scratch
    stack  : (N + 1, 2) int64, scratch
    """
    for ring in range(starts.size - 1):
        start, end = starts[ring], starts[ring + 1]
        n = end - start
        chosen, few = keep[start:end], coarse[start:end]
        if rule == EXACT:
            chosen[:] = True
            continue
        for i in range(n):
            before, here, after = start + (i - 1) % n, start + i, start + (i + 1) % n
            corner = (curves[here, 0] == 0.0 or curves[here, 0] == width) and (
                curves[here, 1] == 0.0 or curves[here, 1] == height
            )
            ends = framed[here] and not (framed[before] and framed[after])
            dives = hidden[here] != hidden[before]
            chosen[i] = corner or ends or dives
        few[:] = chosen
        thin_out(curves[start:end], max(pixels, HIDDEN_TOLERANCE_PX), few, stack)
        if rule == TOLERANCE:
            thin_out(curves[start:end], pixels, chosen, stack)
        else:
            _space_out(
                curves[start:end], max(np.int64(np.floor(lengths[ring] / pixels + 0.5)), 3), lengths[ring], chosen
            )
        total = 0
        for i in range(n):
            if hidden[start + i]:
                chosen[i] = few[i]
            total += chosen[i]
        if total < 3:
            for k in range(4):
                chosen[k * n // 4] = True


@njit(cache=True, nogil=True, error_model="numpy")
def _space_out(curve, count, length, keep):
    """Mark the points nearest behind ``count`` equal shares of a ring's length."""
    n = curve.shape[0]
    along, marked = 0.0, 0
    for i in range(n):
        if along * count >= marked * length - 1e-9:
            keep[i] = True
            marked += 1
        j = (i + 1) % n
        across, down = curve[j, 0] - curve[i, 0], curve[j, 1] - curve[i, 1]
        along += np.sqrt(across * across + down * down)


@njit(cache=True, nogil=True)
def paint(inside, left, top, value, regions, region, ranks, out):
    """Paint a filled polygon over what is there; return the pixels that it gets wrong of what could be seen.

    inside  : (h, w + 1) uint8, from fill_rings; the window lies in the picture
    value   : int, what to paint
    regions : (H, W) uint32, and ``region``, the one meant: pixels of regions in front of it count as hidden
    ranks   : (N + 1,) float64
    out     : (H, W) int32

    Returns (hit, strayed): pixels of the region that are inside, and seen pixels of others behind it.
    """
    hit, strayed = 0, 0
    for y in range(inside.shape[0]):
        for x in range(inside.shape[1] - 1):
            if inside[y, x]:
                there = regions[top + y, left + x]
                if there == region:
                    hit += 1
                elif ranks[there] <= ranks[region]:
                    strayed += 1
                out[top + y, left + x] = value
    return hit, strayed


@njit(cache=True, nogil=True)
def close_gaps(out, queue):
    """Give each unpainted pixel the value of the painted pixel that is nearest in steps along rows and columns.

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
