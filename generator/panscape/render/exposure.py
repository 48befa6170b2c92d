"""How long the shutter stays open, what it takes for white, and how linear light becomes sRGB."""

from functools import cache
from math import sqrt

import numpy as np
import numpy.typing as npt

MOST = 28.0  # by this the gain stays below, so that a night stays dark; a noon's gain is about 2
_TO_SRGB = ((3.2404542, -1.5371385, -0.4985314), (-0.9692660, 1.8760108, 0.0415560), (0.0556434, -0.2040259, 1.0572252))


def exposure(radiance: npt.NDArray[np.float32], nearness: npt.NDArray[np.float32]) -> float:
    """Return the gain that brings the middle of the picture to a middle grey, and keeps its lights from burning out.

    The meter looks at every fourth pixel of each fourth row, and at the sky only where there is hardly anything else.
    It follows the light for three quarters of the way, so that an evening is darker than a noon, and in the dark less
    and less.

    radiance : (H, W, 3) float32; nearness : (H, W) float32, 0 where there is sky
    """
    sparse = radiance[::4, ::4]
    # Not a matrix product: those differ in their last bits from one processor to the next.
    luminance = 0.2126 * sparse[..., 0] + 0.7152 * sparse[..., 1] + 0.0722 * sparse[..., 2]  # ITU-R BT.709
    surface = np.sort(luminance[nearness[::4, ::4] > 0.0])
    everything = np.sort(luminance.ravel())
    middle = (
        float(surface[len(surface) // 2])
        if len(surface) > len(everything) // 50
        else float(everything[len(everything) // 2])
    )
    bright = float(everything[(len(everything) * 95) // 100])
    middle = max(1e-6, middle)
    gain = 0.17 / (sqrt(middle) * sqrt(sqrt(middle)) * sqrt(sqrt(0.12)))
    gain = gain / sqrt(1.0 + (gain / MOST) * (gain / MOST))
    return min(gain, 1.6 / max(1e-4, bright)) if bright * gain > 1.6 else gain


def white_gains(kelvin: float) -> npt.NDArray[np.float64]:
    """Return (3,): what red, green and blue are multiplied by so that light of a colour temperature comes out white.

    kelvin : of a black body, in [1667, 25000]; 6500 changes next to nothing. Green, about, keeps its gain.

    References
    ----------
    Kim et al. 2002, Design of Advanced Color Temperature Control System for HDTV Applications (the Planckian locus).
    """
    t = 1000.0 / kelvin
    if kelvin < 4000.0:
        x = ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
    else:
        x = ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390
    if kelvin < 2222.0:
        y = ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
    elif kelvin < 4000.0:
        y = ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
    else:
        y = ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483
    white = (x / y, 1.0, (1.0 - x - y) / y)
    color = [max(0.12, sum(a * b for a, b in zip(row, white, strict=True))) for row in _TO_SRGB]
    return np.array([color[1] / part for part in color])


@cache
def srgb_codes() -> npt.NDArray[np.uint8]:
    """Return (4097,) uint8: the sRGB code of the linear value k / 4096."""
    linear = np.arange(4097) / 4096.0
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    codes = np.rint(255.0 * curved).astype(np.uint8)
    codes.setflags(write=False)
    return codes
