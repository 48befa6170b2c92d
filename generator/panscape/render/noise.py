# mypy: allow-untyped-defs
"""Value noise from integer hashing, faded where a pixel covers more than a wave of it; and exp without libm."""

from math import floor

import numpy as np
from numba import njit


@njit(cache=True, nogil=True, error_model="numpy")
def hash2(x, y):
    """Return a number in [0, 1) for two integers (int64; the low 32 bits count)."""
    h = np.uint32(np.uint32(x) * np.uint32(0x9E3779B1)) ^ np.uint32(np.uint32(y) * np.uint32(0x85EBCA77))
    h = np.uint32((h ^ (h >> np.uint32(15))) * np.uint32(0x2C1B3C6D))
    h = np.uint32((h ^ (h >> np.uint32(12))) * np.uint32(0x297A2D39))
    h = np.uint32(h ^ (h >> np.uint32(15)))
    return float(h) * (1.0 / 4294967296.0)


@njit(cache=True, nogil=True, error_model="numpy")
def hash3(x, y, z):
    """Return a number in [0, 1) for three integers."""
    return hash2(x + 0x632BE5 * z, y - 0x51ED27 * z)


@njit(cache=True, nogil=True, error_model="numpy")
def wave2(x, y):
    """Return value noise in [0, 1], one lattice cell a unit, smooth."""
    fx, fy = floor(x), floor(y)
    u, v = x - fx, y - fy
    i, j = np.int64(fx), np.int64(fy)
    u = u * u * (3.0 - 2.0 * u)
    v = v * v * (3.0 - 2.0 * v)
    a, b, c, d = hash2(i, j), hash2(i + 1, j), hash2(i, j + 1), hash2(i + 1, j + 1)
    a += u * (b - a)
    c += u * (d - c)
    return a + v * (c - a)


@njit(cache=True, nogil=True, error_model="numpy")
def wave3(x, y, z):
    """Return value noise in [0, 1] in space, one lattice cell a unit, smooth."""
    fz = floor(z)
    w = z - fz
    w = w * w * (3.0 - 2.0 * w)
    k = np.int64(fz)
    near = wave2(x + 37.37 * float(k & 1023), y - 17.17 * float(k & 1023))
    k += 1
    far = wave2(x + 37.37 * float(k & 1023), y - 17.17 * float(k & 1023))
    return near + w * (far - near)


@njit(cache=True, nogil=True, error_model="numpy")
def waves2(x, y, foot, octaves):
    """Return the sum of some octaves in [0, 1], mean 0.5; one whose wave is below ``foot`` is its mean."""
    total = 0.5
    swing = 0.5
    for k in range(octaves):
        keep = 1.0 - foot
        if keep <= 0.0:
            break
        total += swing * min(1.0, 2.0 * keep) * (wave2(x + 17.1 * k, y + 9.7 * k) - 0.5)
        swing *= 0.5
        x, y, foot = x * 2.03, y * 2.03, foot * 2.03
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def waves3(x, y, z, foot, octaves):
    """Return the sum of some octaves in space, as ``waves2``."""
    total = 0.5
    swing = 0.5
    for k in range(octaves):
        keep = 1.0 - foot
        if keep <= 0.0:
            break
        total += swing * min(1.0, 2.0 * keep) * (wave3(x + 17.1 * k, y + 9.7 * k, z) - 0.5)
        swing *= 0.5
        x, y, z, foot = x * 2.03, y * 2.03, z * 2.03, foot * 2.03
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def stripe(x, low, high, foot):
    """Return how much of a pixel of width ``foot`` about ``x`` lies between ``low`` and ``high``, in [0, 1]."""
    half = 0.5 * foot + 1e-9
    return max(0.0, min(high, x + half) - max(low, x - half)) / (2.0 * half)


@njit(cache=True, nogil=True, error_model="numpy")
def ramp(low, high, x):
    """Return 0 below ``low``, 1 above ``high``, smooth between."""
    t = min(1.0, max(0.0, (x - low) / (high - low)))
    return t * t * (3.0 - 2.0 * t)


@njit(cache=True, nogil=True, error_model="numpy")
def fading(x):
    """Return exp(-x) for x >= 0, to 1e-6, by +, -, * alone: the same bytes on every machine."""
    if x > 40.0:
        return 0.0
    whole = floor(x)
    rest = x - whole
    value = 1.0 - rest * (
        1.0 - rest * (0.5 - rest * (1 / 6 - rest * (1 / 24 - rest * (1 / 120 - rest * (1 / 720 - rest / 5040)))))
    )
    power, base = np.int64(whole), 0.36787944117144233
    while power > 0:
        if power & 1:
            value *= base
        base *= base
        power >>= 1
    return value
