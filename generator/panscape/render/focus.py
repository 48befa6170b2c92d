# mypy: allow-untyped-defs
"""Depth of field: the picture cut into layers by how far each is out of focus, each spread over its disc, and stacked.

A lens of aperture A, focused at s, sees a point at distance d through a cone whose rays cross at d and are collected as
if from s: at s the cone is A |s - d| / d wide, which is A |1 / d - 1 / s| as an angle, and f times that in pixels (M.
Potmesil and I. Chakravarty 1981, A lens and aperture camera model; the focal length is taken as small beside s). The
layers are blurred apart and put together from front to back, so what is near spreads over what is behind it and what
is sharp spreads nowhere (M. Kraus and M. Strengert 2007, Depth-of-field rendering by pyramidal image processing).
"""

from math import ceil, floor, sqrt

import numpy as np
import numpy.typing as npt

from panscape.render.jit import inner, kernel

# Radii of the discs of the layers, pixels; a pixel between two of them is shared by both.
RADII = (0.0, 0.9, 1.6, 2.5, 3.7, 5.3, 7.5, 10.5, 15.0, 21.0, 30.0, 42.0)
LEAST = 0.45  # pixels: a disc of that radius shows nothing
FULL, HALF = 4.0, 11.0  # radius up to which a layer is blurred at full, at half resolution; then at a quarter


def defocus(
    radiance: npt.NDArray[np.float32], nearness: npt.NDArray[np.float32], focal: float, aperture: float, focus: float
) -> npt.NDArray[np.float32]:
    """Return the picture through a lens of some aperture.

    Parameters
    ----------
    radiance : (H, W, 3) float32
    nearness : (H, W) float32, 1 / metres, 0 where there is nothing
    focal : float, pixels
    aperture, focus : float, metres

    Returns
    -------
    (H, W, 3) float32
        ``radiance`` itself if nothing is visibly out of focus. Discs larger than 84 pixels across are drawn so large.

    Examples
    --------
    >>> picture, far = np.ones((4, 4, 3), np.float32), np.zeros((4, 4), np.float32)
    >>> defocus(picture, far, 500.0, 0.0001, 10.0) is picture
    True
    """
    scale, level = 0.5 * aperture * focal, 1.0 / focus
    signed = [scale * (float(n) - level) for n in (nearness.min(), nearness.max())]
    if max(abs(radius) for radius in signed) < LEAST:
        return radiance
    height, width, _ = radiance.shape
    if signed[1] > 1.0:
        nearness = _rimmed(nearness, level + 1.0 / scale)
    out = np.zeros((height, width, 3), np.float32)
    # What is left to be covered; what lies at the focus or behind it, its cover last; what is behind the near things.
    rest, behind, hidden = np.ones((height, width), np.float32), *np.zeros((2, 4, height, width), np.float32)
    count = len(RADII)
    layers = [k for k in range(1 - count, count) if signed[0] <= _bound(k, 1) and signed[1] > _bound(k, -1) + 0.01]
    for k in reversed(layers):
        bounds = _bound(k, -1), _radius(k), _bound(k, 1)
        layer = _spread(radiance, nearness, scale, level, bounds, abs(_radius(k)))
        stack(layer, _reduced(abs(_radius(k))), k <= 0, out, rest, behind)
    if layers and max(layers) > 0:
        bounds = -1e9, -1e9, _radius(1)
        radius = min(_radius(max(layers)), 42.0)
        hidden = _spread(radiance, nearness, scale, level, bounds, radius)
        patch(hidden, _reduced(radius), out, rest, behind)
    else:
        patch(np.zeros((4, 1, 1), np.float32), 1, out, rest, behind)
    return out


def _rimmed(nearness: npt.NDArray[np.float32], blurred: float) -> npt.NDArray[np.float32]:
    """The nearness, what is before the focus one pixel larger: its rim has its colour in part, and blurs with it."""
    rimmed = nearness.copy()
    for here, there in (
        (rimmed[1:], nearness[:-1]), (rimmed[:-1], nearness[1:]),
        (rimmed[:, 1:], nearness[:, :-1]), (rimmed[:, :-1], nearness[:, 1:]),
    ):  # fmt: skip
        np.maximum(here, there, out=here, where=there > blurred)
    return rimmed


def _radius(k: int) -> float:
    """The radius of the disc of layer ``k``, negative behind the focus."""
    return RADII[k] if k >= 0 else -RADII[-k]


def _bound(k: int, side: int) -> float:
    """The radius at which layer ``k`` has no share any more; that of the outermost layers is endless."""
    if abs(k + side) >= len(RADII):
        return side * 1e9
    return _radius(k + side)


def _reduced(radius: float) -> int:
    return 1 if radius <= FULL else 2 if radius <= HALF else 4


def _spread(
    radiance: npt.NDArray[np.float32],
    nearness: npt.NDArray[np.float32],
    scale: float,
    level: float,
    bounds: tuple[float, float, float],
    radius: float,
) -> npt.NDArray[np.float32]:
    """The layer between some radii, spread over a disc: (4, h, w), colours times cover, then cover."""
    height, width = nearness.shape
    step = _reduced(radius)
    shape = 4, -(-height // step), -(-width // step)
    layer = np.zeros(shape, np.float32)
    first, last = cut(radiance, nearness, scale, level, *bounds, step, layer)
    if radius == 0.0 or first > last:
        return layer
    wide = radius / step
    margin = ceil(wide) + 2
    sums = np.zeros((4, shape[1], shape[2] + 2 * margin + 1))
    soft = np.zeros(shape, np.float32)
    spread(layer, wide, margin, first, last, sums, soft)
    return soft


@kernel
def cut(radiance, nearness, scale, level, low, middle, high, step, layer):
    """Write the layer whose share is 1 at radius ``middle`` and 0 at ``low`` and ``high``; return its rows.

    radiance : (H, W, 3) float32; nearness : (H, W) float32
    scale, level : float, the radius of the disc is scale (nearness - level), pixels
    low, middle, high : float, pixels; from a ``middle`` of -1e9 or a ``low`` beyond it the share stays 1
    layer    : (4, h, w) float32, zero before: means of step x step pixels, colours times share, then share
    """
    height, width = nearness.shape
    first, last = layer.shape[1], -1
    part = 1.0 / (step * step)
    for y in range(height):
        for x in range(width):
            radius = scale * (nearness[y, x] - level)
            if radius <= low or radius >= high:
                continue
            share = 1.0
            if radius < middle and low > -1e8:
                share = (radius - low) / (middle - low)
            elif radius > middle and high < 1e8 and middle > -1e8:
                share = (high - radius) / (high - middle)
            share *= part
            i, j = y // step, x // step
            first, last = min(first, i), max(last, i)
            for c in range(3):
                layer[c, i, j] += np.float32(share * radiance[y, x, c])
            layer[3, i, j] += np.float32(share)
    # Where the picture ends within a block, its mean is that of fewer pixels.
    if height % step:
        layer[:, layer.shape[1] - 1] *= np.float32(step / (height % step))
    if width % step:
        layer[:, :, layer.shape[2] - 1] *= np.float32(step / (width % step))
    return first, last


@kernel
def spread(layer, radius, margin, first, last, sums, out):
    """Write the mean over a disc about each pixel of a layer that has something in rows ``first`` to ``last``.

    layer, out : (4, h, w) float32, ``out`` zero before
    margin : int, greater than the radius
    sums   : (4, h, w + 2 margin + 1) float64, zero before: sums along the rows, that of a disc is that of its chords
    """
    _, height, width = layer.shape
    for c in range(4):
        for y in range(first, last + 1):
            total = 0.0
            for x in range(width):
                total += layer[c, y, x]
                sums[c, y, margin + x + 1] = total
            # Beyond its edges the picture goes on as it ends.
            for k in range(1, margin + 1):
                sums[c, y, margin - k] = -k * layer[c, y, 0]
                sums[c, y, margin + width + k] = total + k * layer[c, y, width - 1]
    reach = ceil(radius)
    area = 0.0
    for dy in range(-reach, reach + 1):
        area += 2.0 * half_chord(radius, dy)
    row = np.empty(width)
    for c in range(4):
        for y in range(max(0, first - reach), min(height, last + reach + 1)):
            row[:] = 0.0
            for dy in range(-reach, reach + 1):
                k = min(height - 1, max(0, y + dy))
                half = half_chord(radius, dy)
                if half > 0.0 and first <= k <= last:
                    add_chord(sums[c, k], margin, half, row)
            for x in range(width):
                out[c, y, x] = row[x] / area


@inner
def add_chord(sums, margin, half, row):
    """Add the sum over [x + 0.5 - half, x + 0.5 + half] for each x of a row."""
    right, left = 0.5 + half, 0.5 - half
    i, j = floor(right), floor(left)
    a, b = right - i, left - j
    i, j = i + margin, j + margin
    for x in range(row.shape[0]):
        row[x] += (sums[i + x] + a * (sums[i + x + 1] - sums[i + x])) - (
            sums[j + x] + b * (sums[j + x + 1] - sums[j + x])
        )


@inner
def half_chord(radius, dy):
    """Return half the mean length of a disc's chords over the pixels of one row."""
    total = 0.0
    for k in range(8):
        y = dy + (k + 0.5) * 0.125 - 0.5
        total += sqrt(max(0.0, radius * radius - y * y))
    return 0.125 * total


@kernel
def stack(layer, step, far, out, rest, behind):
    """Put a layer behind those that are there already.

    layer  : (4, h, w) float32, of step x step pixels each
    far    : bool, whether it is at the focus or behind it
    out    : (H, W, 3) float32; rest : (H, W) float32, what is not covered yet
    behind : (4, H, W) float32, sum of the far layers
    """
    height, width = rest.shape
    for y in range(height):
        for x in range(width):
            cover = taken(layer, 3, step, y, x)
            if cover <= 0.0:
                continue
            part = min(rest[y, x], cover) / cover
            rest[y, x] -= min(rest[y, x], cover)
            for c in range(3):
                color = taken(layer, c, step, y, x)
                out[y, x, c] += part * color
                if far:
                    behind[c, y, x] += color
            if far:
                behind[3, y, x] += cover


@kernel
def patch(hidden, step, out, rest, behind):
    """Cover what is left: by what lies behind, and where nothing is known of that, by what is seen of it around.

    hidden : (4, h, w) float32, of step x step pixels each: what is behind the near layers, blurred
    """
    height, width = rest.shape
    for y in range(height):
        for x in range(width):
            left = rest[y, x]
            if left <= 0.0:
                continue
            around = max(0.0, taken(hidden, 3, step, y, x)) if hidden.shape[1] > 1 else 0.0
            # A little of what is seen around stands in for what near things hide here.
            sure = behind[3, y, x]
            hides = min(1.0, max(0.0, 4.0 * (1.0 - left - sure)))
            trust = hides * min(0.05, around) / around if around > 0.0 else 0.0
            total = sure + trust * around
            if total <= 1e-4:
                for c in range(3):
                    out[y, x, c] /= max(1e-4, 1.0 - left)
                continue
            for c in range(3):
                color = behind[c, y, x]
                if trust > 0.0:
                    color += trust * taken(hidden, c, step, y, x)
                out[y, x, c] += left * color / total


@inner
def taken(layer, c, step, y, x):
    """Return what a layer has at pixel (y, x), between four of its own if those are larger."""
    if step == 1:
        return layer[c, y, x]
    height, width = layer.shape[1], layer.shape[2]
    py, px = (y + 0.5) / step - 0.5, (x + 0.5) / step - 0.5
    py, px = min(height - 1.0, max(0.0, py)), min(width - 1.0, max(0.0, px))
    i, j = min(max(0, height - 2), int(py)), min(max(0, width - 2), int(px))
    a, b = np.float32(py - i), np.float32(px - j)
    k, m = min(height - 1, i + 1), min(width - 1, j + 1)
    top = layer[c, i, j] + b * (layer[c, i, m] - layer[c, i, j])
    low = layer[c, k, j] + b * (layer[c, k, m] - layer[c, k, j])
    return top + a * (low - top)
