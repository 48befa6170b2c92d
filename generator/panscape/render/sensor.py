# mypy: allow-untyped-defs
"""From radiance to the bytes of a picture: vignette, film curve, shot noise, sRGB."""

from math import sqrt

from panscape.render.jit import inner, kernel
from panscape.render.noise import hash3


@inner
def film(x):
    """Return the density, in [0, 1], of a radiance: a short toe, a long shoulder."""
    return min(1.0, max(0.0, x * (2.3 * x + 0.12) / (x * (2.2 * x + 0.68) + 0.24)))


@kernel
def expose(radiance, gains, vignette, noise, key, codes, image):
    """Write the picture: (H, W, 3) uint8, RGB.

    radiance : (H, W, 3) float32
    gains    : (3,) float64, exposure times white balance
    key      : int64, of this picture's shot noise
    codes    : (4097,) uint8, sRGB code of the linear value k / 4096
    """
    height, width, _ = radiance.shape
    edge = 1.0 / (0.25 * (width * width + height * height))
    for y in range(height):
        for x in range(width):
            dx, dy = x + 0.5 - 0.5 * width, y + 0.5 - 0.5 * height
            fall = 1.0 - vignette * (dx * dx + dy * dy) * edge
            for c in range(3):
                value = film(radiance[y, x, c] * gains[c] * fall)
                # Four bytes of one hash: nearly normal, variance 4 (256^2 - 1) / 12.
                h = int(hash3(x * 3 + c, y, key) * 4294967296.0)
                sum_of = (h & 255) + ((h >> 8) & 255) + ((h >> 16) & 255) + ((h >> 24) & 255)
                value += noise * sqrt(value + 0.01) * (float(sum_of) - 510.0) * (1.0 / 147.8)
                image[y, x, c] = codes[int(min(1.0, max(0.0, value)) * 4096.0 + 0.5)]
