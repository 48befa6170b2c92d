# mypy: allow-untyped-defs
"""Light astray in the lens: a glow around what is far too bright, and colours that do not meet away from the centre."""

from math import floor

import numpy as np
import numpy.typing as npt

from panscape.render.jit import inner, kernel

STEP = 4  # pixels along a side of those in which the glow is computed
BRIGHT = 2.5  # times white: what is brighter glows
FAINT = 0.0004  # times white: the least glow that shows
MOST = 400.0  # times white: as bright as a light may be for its glow
# Radii, in those pixels, of three glows one about the other, and what each has of the light (assumed).
GLOWS = ((1, 0.45), (4, 0.33), (13, 0.22))


def glow(radiance: npt.NDArray[np.float32], gains: npt.NDArray[np.float64], glare: float) -> npt.NDArray[np.float32]:
    """Return the picture with a glow around its lights; the picture itself if nothing in it is so bright.

    Parameters
    ----------
    radiance : (H, W, 3) float32
    gains : (3,) float64
        With which a radiance of 1 / gains comes to white.
    glare : float
        The share of the light that goes astray, in [0, 1].

    Returns
    -------
    (H, W, 3) float32
    """
    if glare <= 0.0:
        return radiance
    height, width, _ = radiance.shape
    small = np.zeros((3, -(-height // STEP), -(-width // STEP)), np.float32)
    if not gather_bright(radiance, gains, small):
        return radiance
    total = np.zeros_like(small)
    for radius, share in GLOWS:
        total += np.float32(share * glare) * soft(small, radius)
    out = radiance.copy()
    add_glow(total, np.float32(FAINT / float(gains.max())), out)
    return out


def soft(image: npt.NDArray[np.float32], radius: int, boxes: int = 3) -> npt.NDArray[np.float32]:
    """Return an image blurred along both axes by some boxes each; three are nearly a Gaussian: (C, h, w) float32.

    Beyond its edges there is nothing.
    """
    for _ in range(2):
        other = np.empty_like(image)
        for _ in range(boxes):
            box_down(image, radius, other)
            image, other = other, np.empty_like(image)
        # The columns are now the rows: running sums of whole rows are those that run on vectors.
        image = np.ascontiguousarray(image.transpose(0, 2, 1))
    return image


def fringe(radiance: npt.NDArray[np.float32], chromatic: float) -> npt.NDArray[np.float32]:
    """Return the picture with red magnified by ``1 + chromatic`` about its centre, and blue by ``1 - chromatic``.

    radiance : (H, W, 3) float32; the picture itself if ``chromatic`` is 0
    """
    if chromatic == 0.0:
        return radiance
    out = np.empty_like(radiance)
    magnify(radiance, chromatic, out)
    return out


@kernel
def gather_bright(radiance, gains, small):
    """Write the means of what is too bright, by blocks of STEP x STEP pixels; return whether there is any.

    radiance : (H, W, 3) float32; gains : (3,) float64; small : (3, h, w) float32, zero before
    """
    height, width, _ = radiance.shape
    found = False
    part = 1.0 / (STEP * STEP)
    red, green, blue = np.float32(BRIGHT / gains[0]), np.float32(BRIGHT / gains[1]), np.float32(BRIGHT / gains[2])
    for y in range(height):
        row = radiance[y]
        # A sum that nothing is too bright in costs little: it runs on vectors.
        many = 0
        for x in range(width):
            many += (row[x, 0] > red) | (row[x, 1] > green) | (row[x, 2] > blue)
        if many == 0:
            continue
        found = True
        for x in range(width):
            for c in range(3):
                over = min(MOST, row[x, c] * gains[c]) - BRIGHT
                if over > 0.0:
                    small[c, y // STEP, x // STEP] += np.float32(part * over / gains[c])
    return found


@kernel
def box_down(image, radius, out):
    """Write the means over ``2 radius + 1`` along the columns: (C, h, w) float32."""
    channels, height, width = image.shape
    part = 1.0 / (2 * radius + 1)
    total = np.empty(width)
    for c in range(channels):
        total[:] = 0.0
        for y in range(min(radius, height)):
            for x in range(width):
                total[x] += image[c, y, x]
        for y in range(height):
            if y + radius < height:
                for x in range(width):
                    total[x] += image[c, y + radius, x]
            if y - radius - 1 >= 0:
                for x in range(width):
                    total[x] -= image[c, y - radius - 1, x]
            for x in range(width):
                out[c, y, x] = max(0.0, total[x] * part)


@kernel
def add_glow(small, faint, out):
    """Add a small picture, drawn large: (3, h, w) to (H, W, 3) float32.

    faint : float32, what is below that is left out
    """
    height, width, _ = out.shape
    channels, high, wide = small.shape
    row = np.empty((channels, wide + 1), np.float32)
    for y in range(height):
        py = min(high - 1.0, max(0.0, (y + 0.5) / STEP - 0.5))
        i = int(py)
        k, b = min(high - 1, i + 1), np.float32(py - i)
        most = np.float32(0.0)
        for c in range(channels):
            for j in range(wide):
                row[c, j] = small[c, i, j] + b * (small[c, k, j] - small[c, i, j])
                most = max(most, row[c, j])
            row[c, wide] = row[c, wide - 1]
        if most < faint:
            continue
        for j in range(-1, wide):
            m = max(0, j)
            if max(max(row[0, m], row[1, m]), max(row[0, j + 1], row[1, j + 1])) < faint:
                continue
            first = j * STEP + STEP // 2
            for x in range(max(0, first), min(width, first + STEP)):
                a = np.float32((x - first + 0.5) / STEP)
                for c in range(channels):
                    out[y, x, c] += row[c, m] + a * (row[c, j + 1] - row[c, m])


@kernel
def magnify(radiance, chromatic, out):
    """Write the picture with red and blue magnified about its centre: (H, W, 3) float32."""
    height, width, _ = radiance.shape
    for y in range(height):
        for x in range(width):
            out[y, x, 0] = between(radiance, 0, x, y, 1.0 / (1.0 + chromatic))
            out[y, x, 1] = radiance[y, x, 1]
            out[y, x, 2] = between(radiance, 2, x, y, 1.0 / (1.0 - chromatic))


@inner
def between(radiance, c, x, y, scale):
    """Return a channel where pixel (x, y) lies after a scaling about the centre."""
    height, width = radiance.shape[0], radiance.shape[1]
    px = min(width - 1.0, max(0.0, (x + 0.5 - 0.5 * width) * scale + 0.5 * width - 0.5))
    py = min(height - 1.0, max(0.0, (y + 0.5 - 0.5 * height) * scale + 0.5 * height - 0.5))
    i, j = floor(py), floor(px)
    k, m = min(height - 1, i + 1), min(width - 1, j + 1)
    a, b = px - j, py - i
    top = radiance[i, j, c] + a * (radiance[i, m, c] - radiance[i, j, c])
    low = radiance[k, j, c] + a * (radiance[k, m, c] - radiance[k, j, c])
    return top + b * (low - top)
