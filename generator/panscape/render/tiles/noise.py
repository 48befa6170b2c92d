# mypy: allow-untyped-defs
"""Value noise for tiles: float32, int32, no branch, so that a loop over lanes that calls it runs on vectors.

A function here is a part of a loop's body: everything is inlined. One octave in the plane takes about 3 ns a lane.
Each step is cast back to 32 bits by name: numba widens what it computes to 64, and then half as many lanes fit, with
products that the processor has to put together from parts (8 ns an octave instead of 3).
"""

import numpy as np

from panscape.render.jit import inline

F, I = np.float32, np.int32  # noqa: E741
ZERO, HALF, ONE, TWO, THREE = F(0.0), F(0.5), F(1.0), F(2.0), F(3.0)
# Odd constants that step through the lattice; products wrap, and that is meant.
STEP_X, STEP_Y, STEP_Z, MIX = I(73856093), I(19349663), I(83492791), I(0x2C1B3C6D)
LOW24, TO_ONE = I(0xFFFFFF), F(1.0 / 16777216.0)
HIGH, LOW = I(15), I(12)


@inline
def mixed(h):
    """Return a number in [0, 1) for an int32, any change of which changes it wholly."""
    h = I(I(h ^ I(h >> HIGH)) * MIX)
    h = I(I(h ^ I(h >> LOW)) * MIX)
    h = I(h ^ I(h >> HIGH))
    return F(I(h & LOW24)) * TO_ONE


@inline
def hash2(x, y):
    """Return a number in [0, 1) for two whole float32, below 2^31."""
    return mixed(I(I(I(x) * STEP_X) ^ I(I(y) * STEP_Y)))


@inline
def hash3(x, y, z):
    """Return a number in [0, 1) for three whole float32."""
    return mixed(I(I(I(I(x) * STEP_X) ^ I(I(y) * STEP_Y)) ^ I(I(z) * STEP_Z)))


@inline
def cell(x):
    """Return the greatest int32 not above x; ``math.floor`` would leave the vectors."""
    i = I(x)
    return I(i - I(1)) if F(i) > x else i


@inline
def whole(x):
    """Return the greatest whole number not above x, as float32."""
    return F(cell(x))


@inline
def smooth(u):
    """Return 0 to 1 for 0 to 1, level at both ends."""
    return u * u * (THREE - TWO * u)


@inline
def wave2(x, y):
    """Return value noise in [0, 1], one lattice cell a unit, smooth."""
    i, j = cell(x), cell(y)
    u, v = smooth(x - F(i)), smooth(y - F(j))
    left, low = I(i * STEP_X), I(j * STEP_Y)
    right, high = I(left + STEP_X), I(low + STEP_Y)
    a, b = mixed(I(left ^ low)), mixed(I(right ^ low))
    c, d = mixed(I(left ^ high)), mixed(I(right ^ high))
    a += u * (b - a)
    c += u * (d - c)
    return a + v * (c - a)


@inline
def wave3(x, y, z):
    """Return value noise in [0, 1] in space, one lattice cell a unit, smooth."""
    k = cell(z)
    w = smooth(z - F(k))
    near = I(k * STEP_Z)
    front = layer(x, y, near)
    return front + w * (layer(x, y, I(near + STEP_Z)) - front)


@inline
def layer(x, y, depth):
    """Return ``wave2`` of one layer of ``wave3``."""
    i, j = cell(x), cell(y)
    u, v = smooth(x - F(i)), smooth(y - F(j))
    left, low = I(I(i * STEP_X) ^ depth), I(j * STEP_Y)
    right, high = I(I(I(i * STEP_X) + STEP_X) ^ depth), I(low + STEP_Y)
    a, b = mixed(I(left ^ low)), mixed(I(right ^ low))
    c, d = mixed(I(left ^ high)), mixed(I(right ^ high))
    a += u * (b - a)
    c += u * (d - c)
    return a + v * (c - a)


@inline
def fade(foot):
    """Return how much of a wave of length 1 a pixel that reaches ``foot`` still shows: 1 up to a half, 0 from 1 on."""
    return min(ONE, max(ZERO, TWO - TWO * foot))


@inline
def octave2(x, y, foot, swing):
    """Return one octave in the plane about 0, as high as ``swing``, faded where the pixel is too wide for it."""
    return swing * fade(foot) * (wave2(x, y) - HALF)


@inline
def octave3(x, y, z, foot, swing):
    """Return one octave in space, as ``octave2``."""
    return swing * fade(foot) * (wave3(x, y, z) - HALF)


@inline
def waves2(x, y, foot):
    """Return three octaves in [0, 1], mean 0.5; one whose wave is below ``foot`` is its mean."""
    s, t = F(2.03), F(4.1209)
    total = HALF + octave2(x, y, foot, HALF)
    total += octave2(x * s + F(17.1), y * s + F(9.7), foot * s, F(0.25))
    return total + octave2(x * t + F(34.2), y * t + F(19.4), foot * t, F(0.125))


@inline
def waves3(x, y, z, foot):
    """Return three octaves in space in [0, 1], as ``waves2``."""
    s, t = F(2.03), F(4.1209)
    total = HALF + octave3(x, y, z, foot, HALF)
    total += octave3(x * s + F(17.1), y * s + F(9.7), z * s, foot * s, F(0.25))
    return total + octave3(x * t + F(34.2), y * t + F(19.4), z * t, foot * t, F(0.125))


@inline
def stripe(x, low, high, foot):
    """Return how much of a pixel of width ``foot`` about ``x`` lies between ``low`` and ``high``, in [0, 1]."""
    half = HALF * foot + F(1e-6)
    return max(ZERO, min(high, x + half) - max(low, x - half)) / (TWO * half)


@inline
def groove(x, low, high, foot):
    """Return ``stripe`` for a pattern that repeats with period 1; ``x`` lies in [0, 1)."""
    foot = min(ONE, foot)
    return stripe(x, low, high, foot) + stripe(x + ONE, low, high, foot) + stripe(x - ONE, low, high, foot)


@inline
def clamped(x):
    """Return x brought into [0, 1]."""
    return min(ONE, max(ZERO, x))


@inline
def bump(x, wide):
    """Return 1 at x = 0, falling smoothly to 0 at ``wide`` on either side."""
    t = max(ZERO, ONE - x * x / (wide * wide))
    return t * t


@inline
def ramp(low, high, x):
    """Return 0 below ``low``, 1 above ``high``, smooth between."""
    return smooth(clamped((x - low) / (high - low)))
