# mypy: allow-untyped-defs
"""From radiance to the bytes of a picture: vignette, film curve, shot and read noise, sRGB."""

from math import sqrt

import numpy as np
import numpy.typing as npt

from panscape.render.exposure import srgb_codes
from panscape.render.jit import inner, kernel
from panscape.render.noise import mixed
from panscape.scenes import Lens, Sensor

# All of it is float32, so that a row of a picture runs on vectors; a literal of numba's would be float64.
_F = np.float32
_U = np.uint32
ZERO, ONE, DARK = _F(0.0), _F(1.0), _F(0.01)
TOE, RISE, BEND, SHOULDER, FLOOR = _F(0.12), _F(2.3), _F(2.2), _F(0.68), _F(0.24)
# The sum of four fair bytes has mean 510 and variance 4 (256^2 - 1) / 12 = 147.8^2.
MIDDLE, SPREAD = _F(510.0), _F(1.0 / 147.8)
CODES, HALF = _F(4096.0), _F(0.5)
BYTES, LOW16 = _U(0x00FF00FF), _U(0xFFFF)
# lowbias32, C. Wellons 2018, https://nullprogram.com/blog/2018/07/31/
M1, M2, S15, S16, S8 = _U(0x7FEB352D), _U(0x846CA68B), _U(15), _U(16), _U(8)
SLOW = 8.0  # gain up to which a camera opens its shutter for longer, and above which it lifts the noise (assumed)
BANDING = 0.25  # of the read noise: what a whole row, or a whole column, has in common (assumed)


LUMINANCE = np.array([0.2126, 0.7152, 0.0722], _F)  # ITU-R BT.709


def photograph(
    radiance: npt.NDArray[np.float32], gains: npt.NDArray[np.float64], lens: Lens, sensor: Sensor, key: int
) -> npt.NDArray[np.uint8]:
    """Return the picture that a sensor makes of the light that falls on it.

    Parameters
    ----------
    radiance : (H, W, 3) float32, or (H, W, 1) if it is of one kind
    gains : (3,) float64
        Exposure times white balance; that of one kind of light is the second.
    lens : Lens
        For its vignette.
    sensor : Sensor
    key : int
        Of this picture's noise.

    Returns
    -------
    (H, W, 3) uint8
        Of a sensor that is not one for colours, three equal channels.
    """
    height, width, channels = radiance.shape
    if channels == 3 and sensor.mode != "color":
        weights = LUMINANCE * (gains / gains[1]).astype(np.float32)
        radiance = radiance[..., :1] * weights[0] + radiance[..., 1:2] * weights[1] + radiance[..., 2:] * weights[2]
        channels = 1
    used = (gains if channels == 3 else gains[1:2]).astype(np.float32)
    image = np.empty((height, width, channels), np.uint8)
    lifted = max(1.0, float(gains[1]) / SLOW)
    expose(
        radiance.reshape(height, -1), channels, used, lens.vignette, sensor.noise * sqrt(lifted),
        sensor.read_noise * lifted, key,
        srgb_codes(), image.reshape(height, -1),
    )  # fmt: skip
    return image if channels == 3 else np.repeat(image, 3, axis=2)


@kernel
def expose(radiance, channels, gains, vignette, shot, read, key, codes, image):
    """Write the picture.

    radiance : (H, W C) float32, linear, the channels of a pixel side by side
    channels : int, C
    gains    : (C,) float32, exposure times white balance
    vignette : float, fall of light from the centre to a corner
    shot     : float, standard deviation of the noise at full signal; its variance goes with the signal
    read     : float, standard deviation of the noise that does not
    key      : int64, of this picture's noise
    codes    : (4097,) uint8, sRGB code of the linear value k / 4096
    image    : (H, W C) uint8
    """
    height, length = radiance.shape
    width = length // channels
    edge = vignette / (0.25 * (width * width + height * height))
    gain, across, column = np.empty(length, _F), np.empty(length, _F), np.zeros(length, _F)
    for i in range(length):
        dx = i // channels + 0.5 - 0.5 * width
        gain[i], across[i] = gains[i % channels], 1.0 - edge * dx * dx
        if read > 0.0:
            column[i] = BANDING * read * normal(i // channels, -1, key)
    values = np.empty(length, _F)
    for y in range(height):
        dy = y + 0.5 - 0.5 * height
        row = BANDING * read * normal(y, -2, key) if read > 0.0 else 0.0
        start = _U(int(mixed(y * 0x3C6EF372FE94F82B + key) * 4294967296.0))
        measure(radiance[y], gain, across, _F(edge * dy * dy), column, _F(row), _F(shot), _F(read), start, values)
        out = image[y]
        for i in range(length):
            out[i] = codes[int(min(ONE, max(ZERO, values[i])) * CODES + HALF)]


@inner
def measure(radiance, gain, across, down, column, row, shot, read, start, values):
    """Write what the sensor reads along a row, before it is rounded: linear, white is 1, not yet cut to [0, 1].

    radiance, gain, values : (N,) float32
    across, down  : (N,) float32 and float32, the light that comes through the lens is their difference
    column, row   : (N,) float32 and float32, noise that a whole column or row has
    shot, read    : float32
    start         : uint32, of the row's noise
    """
    shot2, read2 = shot * shot, read * read
    for i in range(radiance.shape[0]):
        x = radiance[i] * gain[i] * (across[i] - down)
        # Film: a short toe, a long shoulder; 1 for endless light is 2.3 / 2.2, cut later.
        value = x * (RISE * x + TOE) / (x * (BEND * x + SHOULDER) + FLOOR)
        value = min(value, ONE)
        h = _U(_U(i) + start)
        h = _U((h ^ (h >> S16)) * M1)
        h = _U((h ^ (h >> S15)) * M2)
        h = _U(h ^ (h >> S16))
        h = _U((h & BYTES) + ((h >> S8) & BYTES))
        chance = (_F(np.int32(_U((h & LOW16) + (h >> S16)))) - MIDDLE) * SPREAD
        values[i] = value + np.sqrt(shot2 * (value + DARK) + read2) * chance + column[i] + row


@inner
def normal(x, y, key):
    """Return a number, nearly normal, of mean 0 and variance 1, for two integers."""
    h = int(mixed(x * 0x1B873593CC9E2D51 + y * 0x3C6EF372FE94F82B + key) * 4294967296.0)
    total = (h & 255) + ((h >> 8) & 255) + ((h >> 16) & 255) + ((h >> 24) & 255)
    return (float(total) - 510.0) * (1.0 / 147.8)
