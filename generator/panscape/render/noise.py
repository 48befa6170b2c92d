# mypy: allow-untyped-defs
"""Value noise from integer hashing, faded where a pixel covers more than a wave of it; and exp without libm."""

from math import floor

from panscape.render.jit import inner

# Odd constants below 2^63: products of int64 wrap, and that is meant. A, B and C step through the lattice.
A, B, C = 0x3C6EF372FE94F82B, 0x1B873593CC9E2D51, 0x2127599BF4325C37
MIX = 0x369DEA0F31A53F85
LOW32 = 0xFFFFFFFF


@inner
def mixed(h):
    """Return a number in [0, 1) for an int64, any change of which changes it wholly."""
    h = (h ^ ((h >> 32) & LOW32)) * MIX
    h = (h ^ ((h >> 29) & LOW32)) * MIX
    return float((h >> 32) & LOW32) * (1.0 / 4294967296.0)


@inner
def hash2(x, y):
    """Return a number in [0, 1) for two integers."""
    return mixed(x * A + y * B)


@inner
def hash3(x, y, z):
    """Return a number in [0, 1) for three integers."""
    return mixed(x * A + y * B + z * C)


@inner
def wave2(x, y):
    """Return value noise in [0, 1], one lattice cell a unit, smooth."""
    i, j = floor(x), floor(y)
    u, v = x - i, y - j
    u = u * u * (3.0 - 2.0 * u)
    v = v * v * (3.0 - 2.0 * v)
    h = i * A + j * B
    a, b, c, d = mixed(h), mixed(h + A), mixed(h + B), mixed(h + A + B)
    a += u * (b - a)
    c += u * (d - c)
    return a + v * (c - a)


@inner
def wave3(x, y, z):
    """Return value noise in [0, 1] in space, one lattice cell a unit, smooth."""
    i, j, k = floor(x), floor(y), floor(z)
    u, v, w = x - i, y - j, z - k
    u = u * u * (3.0 - 2.0 * u)
    v = v * v * (3.0 - 2.0 * v)
    w = w * w * (3.0 - 2.0 * w)
    h = i * A + j * B + k * C
    a, b, c, d = mixed(h), mixed(h + A), mixed(h + B), mixed(h + A + B)
    a += u * (b - a)
    c += u * (d - c)
    near = a + v * (c - a)
    h += C
    a, b, c, d = mixed(h), mixed(h + A), mixed(h + B), mixed(h + A + B)
    a += u * (b - a)
    c += u * (d - c)
    return near + w * (a + v * (c - a) - near)


@inner
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


@inner
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


@inner
def stripe(x, low, high, foot):
    """Return how much of a pixel of width ``foot`` about ``x`` lies between ``low`` and ``high``, in [0, 1]."""
    half = 0.5 * foot + 1e-9
    return max(0.0, min(high, x + half) - max(low, x - half)) / (2.0 * half)


@inner
def groove(x, low, high, foot):
    """Return ``stripe`` for a pattern that repeats with period 1; ``x`` lies in [0, 1)."""
    foot = min(1.0, foot)
    return stripe(x, low, high, foot) + stripe(x + 1.0, low, high, foot) + stripe(x - 1.0, low, high, foot)


@inner
def ramp(low, high, x):
    """Return 0 below ``low``, 1 above ``high``, smooth between."""
    t = min(1.0, max(0.0, (x - low) / (high - low)))
    return t * t * (3.0 - 2.0 * t)


@inner
def fading(x):
    """Return exp(-x) for x >= 0, to 1e-6, by +, -, * alone: the same bytes on every machine."""
    if x > 40.0:
        return 0.0
    whole = floor(x + 0.5)
    rest = x - whole
    value = 1.0 - rest * (
        1.0 - rest * (0.5 - rest * (1 / 6 - rest * (1 / 24 - rest * (1 / 120 - rest * (1 / 720 - rest / 5040)))))
    )
    power, base = whole, 0.36787944117144233
    while power > 0:
        if power & 1:
            value *= base
        base *= base
        power >>= 1
    return value
