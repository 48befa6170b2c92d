# mypy: allow-untyped-defs
"""Sunlight through the air: its colour at the ground, and the clear sky that it makes, by day and from below."""

from math import pi, sqrt

import numpy as np

from panscape.render.jit import inner, kernel
from panscape.render.noise import ramp

# Scattering of clean air at the ground, 1 / m, red, green, blue; ozone's absorption; Hillaire 2020, table 1.
AIR = (5.802e-6, 13.558e-6, 33.1e-6)
OZONE = (0.650e-6, 1.881e-6, 0.085e-6)
HAZE = 6.0e-6
GROUND, TOP = 6_360_000.0, 6_420_000.0
AIR_HEIGHT, HAZE_HEIGHT = 8000.0, 1200.0  # in which they thin to 1 / e
# By how much more gas one looks through level than upwards, near the ground and a hundredth more in the thinnest air.
WIDE_AIR, WIDE_HAZE = sqrt(0.5 * pi * GROUND / AIR_HEIGHT), sqrt(0.5 * pi * GROUND / HAZE_HEIGHT)
OZONE_AT, OZONE_REACH = 25_000.0, 15_000.0  # a layer, thinning linearly to both sides
STEPS = 16
TWICE = 0.14  # light scattered more than once, as a share of what air without absorption would scatter
OFTEN = (0.55, 0.85, 1.55)  # assumed: the tint of a twilight, nearly all of which was scattered many times
GLOW = 12.0  # assumed: how many times the mean of the sky the glow above a set sun can be


@inner
def dimmed(x):
    """Return exp(-x) for x >= 0, to 1e-3 of it below 6, by +, *, / alone and faster than ``noise.fading``."""
    y = x * (1.0 / 64.0)
    p = 1.0 + y * (1.0 + y * (0.5 + y * (1.0 / 6.0)))
    p *= p
    p *= p
    p *= p
    p *= p
    p *= p
    p *= p
    return 1.0 / p


@inner
def slant(height, density, scale, wide, rise):
    """Return how many metres of ground-dense gas a ray meets on its way out: it thins to 1/e in ``scale`` metres.

    density : of the gas where it starts, ``height`` metres up; wide : see ``WIDE_AIR``
    rise    : the sine of the ray's elevation there

    Chapman's function as Schüler approximates it (2012, An Approximation to the Chapman Grazing-Incidence Function).
    A ray that goes through the ground comes out dark, by a measure that has no step at the horizon.
    """
    here = density * wide / ((wide - 1.0) * abs(rise) + 1.0)
    if rise >= 0.0:
        return scale * here
    above = ((GROUND + height) * sqrt(max(0.0, 1.0 - rise * rise)) - GROUND) / scale
    densest = dimmed(above) if above >= 0.0 else 1.0 - above + 0.5 * above * above
    return scale * max(0.0, 2.0 * wide * densest - here)


@inner
def ozone(height, rise):
    """Return how many metres of the ozone layer's full density a ray meets on its way out; see ``slant``."""
    up = min(1.0, max(-1.0, (height - OZONE_AT) / OZONE_REACH))
    above = OZONE_REACH * (0.5 - up + 0.5 * up * abs(up))
    r = GROUND + height
    lowest = r * sqrt(max(0.0, 1.0 - rise * rise))
    share = min(0.995, lowest / (GROUND + max(height, OZONE_AT)))
    steep = 1.0 / sqrt(1.0 - share * share)
    if rise >= 0.0:
        return above * steep
    # Down to its lowest point and up again: twice what lies above that, less what lies above us.
    down = min(1.0, max(-1.0, (lowest - GROUND - OZONE_AT) / OZONE_REACH))
    whole = OZONE_REACH * (0.5 - down + 0.5 * down * abs(down))
    return (2.0 * whole - above) * steep


@kernel
def sunlight(sine, out):
    """Write the colour of the sun through the air, white above it: (3,) float64, for the sine of its elevation."""
    air, haze = slant(0.0, 1.0, AIR_HEIGHT, WIDE_AIR, sine), slant(0.0, 1.0, HAZE_HEIGHT, WIDE_HAZE, sine)
    layer = ozone(0.0, sine)
    # The disc is half a degree wide: it sets within that.
    shown = min(1.0, max(0.0, (sine + 0.0045) / 0.009))
    for c in range(3):
        out[c] = shown * dimmed(AIR[c] * air + HAZE * 1.1 * haze + OZONE[c] * layer)


@kernel
def scatter(sine, dome):
    """Fill the table of the clear sky for the sine of the sun's elevation. Row e has sine (e / (E - 1)) squared.

    dome : (E, A, 6) float64, see sky
    """
    rows, columns = dome.shape[0], dome.shape[1]
    level = sqrt(max(0.0, 1.0 - sine * sine))
    reach = np.empty(3, np.float64)
    for e in range(rows):
        up = max((e / (rows - 1.0)) * (e / (rows - 1.0)), 0.002)
        across = sqrt(1.0 - up * up)
        b = GROUND * up
        length = -b + sqrt(b * b + TOP * TOP - GROUND * GROUND)
        for a in range(columns):
            toward = 2.0 * a / (columns - 1.0) - 1.0
            cosine = up * sine + across * level * toward
            rayleigh = 0.75 * (1.0 + cosine * cosine) * 0.25
            dome[e, a, :] = 0.0
            start, air_seen, haze_seen, ozone_seen = 0.0, 0.0, 0.0, 0.0
            for k in range(STEPS):
                # Steps that grow with their square: the dense air lies near.
                stop = length * ((k + 1.0) / STEPS) * ((k + 1.0) / STEPS)
                middle, stride = 0.5 * (start + stop), stop - start
                start = stop
                x, z = across * middle, GROUND + up * middle
                radius = sqrt(x * x + z * z)
                height = max(0.0, radius - GROUND)
                air_here, haze_here = dimmed(height / AIR_HEIGHT), dimmed(height / HAZE_HEIGHT)
                air, haze = air_here * stride, haze_here * stride
                air_seen += air
                haze_seen += haze
                ozone_seen += max(0.0, 1.0 - abs(height - OZONE_AT) / OZONE_REACH) * stride
                # The sun's ray from there: only its rise over the local level counts.
                rise = (x * toward * level + z * sine) / radius
                air_lit = air_seen + slant(height, air_here, AIR_HEIGHT, WIDE_AIR, rise)
                haze_lit = haze_seen + slant(height, haze_here, HAZE_HEIGHT, WIDE_HAZE, rise)
                layer = ozone_seen + ozone(height, rise)
                # In the shadow of the earth little is left that could be scattered twice.
                twice = TWICE * min(1.0, max(0.0, 1.0 + 13.0 * rise))
                for c in range(3):
                    scattered = dimmed(AIR[c] * air_lit + HAZE * 1.1 * haze_lit)
                    absorbed = dimmed(OZONE[c] * layer)
                    reach[c] = scattered * absorbed
                    # What is scattered twice and more comes from everywhere, and was dimmed half as much.
                    again = sqrt(scattered) * absorbed * twice
                    dome[e, a, c] += air * AIR[c] * (rayleigh * reach[c] + again) + haze * HAZE * again
                    dome[e, a, 3 + c] += haze * HAZE * reach[c] * 0.25
    deepen(sine, dome)


@inner
def deepen(sine, dome):
    """Give a twilight what it owes to light scattered many times: blue overhead, a glow that does not outshine all."""
    dusk = ramp(0.04, -0.05, sine)
    if dusk <= 0.0:
        return
    rows, columns = dome.shape[0], dome.shape[1]
    mean, weight = 0.0, 0.0
    for e in range(1, rows):
        for a in range(columns):
            mean += e * e * luminance(dome, e, a)
        weight += e * e * columns
    mean /= weight
    for e in range(rows):
        up = (e / (rows - 1.0)) * (e / (rows - 1.0))
        overhead = dusk * min(1.0, 3.0 * up)
        for a in range(columns):
            calm = 1.0 / (1.0 + dusk * luminance(dome, e, a) / (GLOW * mean + 1e-30))
            for c in range(3):
                dome[e, a, c] = dome[e, a, c] * calm * (1.0 + overhead * (OFTEN[c] - 1.0))
                dome[e, a, c] += dusk * 0.4 * OFTEN[c] * mean
                dome[e, a, 3 + c] *= calm


@inner
def luminance(dome, e, a):
    """Return that of the air alone (ITU-R BT.709)."""
    return 0.2126 * dome[e, a, 0] + 0.7152 * dome[e, a, 1] + 0.0722 * dome[e, a, 2]
