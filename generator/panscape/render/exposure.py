"""How long the shutter stays open, and how linear light becomes sRGB."""

from functools import cache
from math import sqrt

import numpy as np
import numpy.typing as npt


def exposure(radiance: npt.NDArray[np.float32], nearness: npt.NDArray[np.float32]) -> float:
    """Return the gain that brings the middle of the picture to a middle grey, and keeps its lights from burning out.

    The meter looks at every fourth pixel of each fourth row, and at the sky only where there is hardly anything else.
    It follows the light for three quarters of the way, so that an evening is darker than a noon.

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
    middle = max(1e-4, middle)
    gain = 0.17 / (sqrt(middle) * sqrt(sqrt(middle)) * sqrt(sqrt(0.12)))
    return min(gain, 1.6 / max(1e-4, bright)) if bright * gain > 1.6 else gain


@cache
def srgb_codes() -> npt.NDArray[np.uint8]:
    """Return (4097,) uint8: the sRGB code of the linear value k / 4096."""
    linear = np.arange(4097) / 4096.0
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    codes = np.rint(255.0 * curved).astype(np.uint8)
    codes.setflags(write=False)
    return codes
