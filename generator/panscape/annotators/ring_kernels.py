# mypy: allow-untyped-defs
"""Kernels over the rings around regions: the curves seen in them, how a line strays from them, where it is clicked.

Several rings lie in one array of points, as in panscape.polygons. Nothing here calls a function of the C library but
sqrt and floor, which are exact: labels are alike everywhere.
"""

import numpy as np
from numba import njit

from panscape.annotators.kernels import difference
from panscape.polygons.kernels import thin_out

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
        x0 = int(np.floor(curves[i, 0] - within * normals[i, 0]))
        y0 = int(np.floor(curves[i, 1] - within * normals[i, 1]))
        x1 = int(np.floor(curves[i, 0] + outside * normals[i, 0]))
        y1 = int(np.floor(curves[i, 1] + outside * normals[i, 1]))
        x0, x1 = min(max(x0, 0), width - 1), min(max(x1, 0), width - 1)
        y0, y1 = min(max(y0, 0), height - 1), min(max(y1, 0), height - 1)
        contrast[i] = difference(soft, x0, y0, x1, y1)


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
        start, n = starts[ring], starts[ring + 1] - starts[ring]
        half = min(int(reach * n / max(lengths[ring], 1e-9)), (n - 1) // 2)
        _running_mean(values, start, n, half, scratch)
        _running_mean(scratch, start, n, half, values)


@njit(cache=True, nogil=True, error_model="numpy")
def round_off(curves, starts, lengths, framed, detail, once, twice, out):
    """Smooth curves so that what is finer than ``detail`` px is not followed, and the rest keeps its size.

    With S three running means, it is 2 S - S S, which keeps a circle's radius to second order.

    curves, out : (N, 2) float64; points on the frame stay
    detail      : float, px, the sd of S along the curve; less on a ring that would vanish
    once, twice : (N,) float64, scratch
    """
    for ring in range(starts.size - 1):
        start, n = starts[ring], starts[ring + 1] - starts[ring]
        sd = min(detail * n / max(lengths[ring], 1e-9), n / 30.0)
        half = min(int((np.sqrt(4.0 * sd * sd + 1.0) - 1.0) / 2.0 + 0.5), (n - 1) // 2)
        for axis in range(2):
            for i in range(start, start + n):
                once[i] = curves[i, axis]
            for turn in range(6):
                if turn == 3:
                    for i in range(start, start + n):
                        out[i, axis] = 2.0 * twice[i]
                if turn % 2 == 0:
                    _running_mean(once, start, n, half, twice)
                else:
                    _running_mean(twice, start, n, half, once)
            for i in range(start, start + n):
                out[i, axis] = curves[i, axis] if framed[i] else out[i, axis] - once[i]


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
        start, n = starts[ring], starts[ring + 1] - starts[ring]
        reach = correlation * n / max(lengths[ring], 1e-9)
        half = min(int(np.sqrt(reach * reach + 1.0) / 2.0), (n - 1) // 2)
        for i in range(start, start + n):
            scratch[i] = 0.0
        scratch[start] = 1.0
        _three_means(scratch, start, n, half, out)
        energy = 0.0
        for i in range(start, start + n):
            energy += out[i] * out[i]
            scratch[i] = noise[i]
        _three_means(scratch, start, n, half, out)
        scale = 1.0 / np.sqrt(energy)
        for i in range(start, start + n):
            out[i] *= scale


@njit(cache=True, nogil=True)
def _three_means(line, start, n, half, out):
    """Write three running means of a ring's line; the line is scratch afterwards."""
    _running_mean(line, start, n, half, out)
    _running_mean(out, start, n, half, line)
    _running_mean(line, start, n, half, out)


@njit(cache=True, nogil=True, error_model="numpy")
def _running_mean(line, start, n, half, out):
    """Write the mean over ``half`` neighbours to each side, around a ring of ``n`` points from ``start`` on."""
    total = 0.0
    for k in range(-half, half + 1):
        total += line[start + k % n]
    for i in range(n):
        out[start + i] = total / (2 * half + 1)
        total += line[start + (i + half + 1) % n] - line[start + (i - half) % n]


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
            _space_out(curves[start:end], max(int(np.floor(lengths[ring] / pixels + 0.5)), 3), lengths[ring], chosen)
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
