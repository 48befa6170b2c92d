# mypy: allow-untyped-defs
"""Kernels over neighbourhoods: colours in CIE Lab, and how those on both sides of a boundary differ."""

from math import sqrt

import numpy as np

from panscape.render.jit import inner, kernel
from panscape.truth.surface import place_of

# The neighbours within 2 px, nearest first: down, right.
NEIGHBOURS = np.array(
    [
        (-1, 0), (0, -1), (0, 1), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1), (-2, 0), (0, -2), (0, 2), (2, 0),
    ],
    np.int64,
)  # fmt: skip


@kernel
def to_lab(image, linear, matrix, curve, lab):
    """Write the colours of a picture in CIE Lab.

    image  : (H, W, 3) uint8, sRGB
    linear : (256,) float64, light of a code; matrix : (3, 3) float64, to X, Y, Z of white 1
    curve  : (N + 1,) float64, Lab's f of 0 to 1
    lab    : (H, W, 3) float32
    """
    last = curve.size - 1
    f = np.empty(3)
    for y in range(image.shape[0]):
        for x in range(image.shape[1]):
            r, g, b = linear[image[y, x, 0]], linear[image[y, x, 1]], linear[image[y, x, 2]]
            for k in range(3):
                at = min(1.0, matrix[k, 0] * r + matrix[k, 1] * g + matrix[k, 2] * b) * last
                low = min(last - 1, int(at))
                f[k] = curve[low] + (at - low) * (curve[low + 1] - curve[low])
            lab[y, x, 0] = 116.0 * f[1] - 16.0
            lab[y, x, 1] = 500.0 * (f[0] - f[1])
            lab[y, x, 2] = 200.0 * (f[1] - f[2])


@kernel
def compare_sides(ids, lab, reach, least, out):
    """Write d' between the two sides of the boundary near each pixel, -1 where there is none within 2 px.

    ids   : (H, W) uint32; lab : (H, W, 3) float32
    reach : int, pixels; least : float, the variance that even an even side has
    out   : (H, W) float32
    """
    height, width = ids.shape
    own, others = np.empty(10), np.empty(10)
    for y in range(height):
        for x in range(width):
            here = ids[y, x]
            other = nearest_other(ids, y, x)
            if other == here:
                out[y, x] = -1.0
                continue
            own[:], others[:] = 0.0, 0.0
            for j in range(max(0, y - reach), min(height, y + reach + 1)):
                for i in range(max(0, x - reach), min(width, x + reach + 1)):
                    if ids[j, i] == here:
                        add(own, lab[j, i, 0], lab[j, i, 1], lab[j, i, 2])
                    elif ids[j, i] == other:
                        add(others, lab[j, i, 0], lab[j, i, 1], lab[j, i, 2])
            out[y, x] = distance(own, others, least)


@kernel
def count_own(shown, ids, table, segment, background, samples, out):
    """Write the share of each pixel's samples that show its own segment.

    shown   : (samples H, samples W) int32, triangle of the scene, -1 for none
    ids     : (H, W) uint32
    table, segment, background : see pack.Packed
    out     : (H, W) float32
    """
    height, width = ids.shape
    scale = np.float32(1.0) / np.float32(samples * samples)
    last, found = np.int32(-1), np.uint32(background)
    for y in range(height):
        for x in range(width):
            own = 0
            for j in range(samples * y, samples * (y + 1)):
                for i in range(samples * x, samples * (x + 1)):
                    number = shown[j, i]
                    if number != last:
                        found = segment[place_of(table, number)[0]] if number >= 0 else np.uint32(background)
                        last = number
                    if found == ids[y, x]:
                        own += 1
            out[y, x] = np.float32(own) * scale


@inner
def nearest_other(ids, y, x):
    """Return the id of the nearest pixel of another segment within 2 px, or the pixel's own."""
    height, width = ids.shape
    for k in range(NEIGHBOURS.shape[0]):
        j, i = y + NEIGHBOURS[k, 0], x + NEIGHBOURS[k, 1]
        if 0 <= j < height and 0 <= i < width and ids[j, i] != ids[y, x]:
            return ids[j, i]
    return ids[y, x]


@inner
def add(sums, p, q, r):
    """Add a colour to what is summed of a side: how many, each channel, each product of two."""
    p, q, r = np.float64(p), np.float64(q), np.float64(r)
    sums[0] += 1.0
    sums[1] += p
    sums[2] += q
    sums[3] += r
    sums[4] += p * p
    sums[5] += p * q
    sums[6] += p * r
    sums[7] += q * q
    sums[8] += q * r
    sums[9] += r * r


@inner
def distance(own, others, least):
    """Return Mahalanobis' distance of the means of two sides under their pooled covariance plus ``least``."""
    n, m = own[0], others[0]
    p, q, r = own[1] / n - others[1] / m, own[2] / n - others[2] / m, own[3] / n - others[3] / m
    scale = 1.0 / (n + m)
    a = (own[4] - own[1] * own[1] / n + others[4] - others[1] * others[1] / m) * scale + least
    b = (own[5] - own[1] * own[2] / n + others[5] - others[1] * others[2] / m) * scale
    c = (own[6] - own[1] * own[3] / n + others[6] - others[1] * others[3] / m) * scale
    d = (own[7] - own[2] * own[2] / n + others[7] - others[2] * others[2] / m) * scale + least
    e = (own[8] - own[2] * own[3] / n + others[8] - others[2] * others[3] / m) * scale
    f = (own[9] - own[3] * own[3] / n + others[9] - others[3] * others[3] / m) * scale + least
    # The inverse of a symmetric matrix by its cofactors; its determinant is at least least**3.
    df, ce, be = d * f - e * e, c * e - b * f, b * e - c * d
    determinant = a * df + b * ce + c * be
    square = p * p * df + q * q * (a * f - c * c) + r * r * (a * d - b * b)
    square += 2.0 * (p * q * ce + p * r * be + q * r * (b * c - a * e))
    return sqrt(max(0.0, square / determinant))
