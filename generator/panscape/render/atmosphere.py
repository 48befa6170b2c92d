# mypy: allow-untyped-defs
"""Sunlight through the air: its colour at the ground, and the clear sky that it makes."""

from math import sqrt

import numpy as np

from panscape.render.jit import inner, kernel
from panscape.render.noise import fading

# Scattering of clean air at the ground, 1 / m, red, green, blue; ozone's absorption; Hillaire 2020, table 1.
AIR = (5.802e-6, 13.558e-6, 33.1e-6)
OZONE = (0.650e-6, 1.881e-6, 0.085e-6)
HAZE = 6.0e-6
GROUND, TOP = 6_360_000.0, 6_420_000.0
STEPS, SUN_STEPS = 14, 6


@inner
def depths(x, z, dx, dz, steps, out):
    """Write the optical lengths of air, haze and ozone from a point to the top of the air, metres at ground density.

    The point is (x, z) metres from the earth's centre in the plane of the ray (dx, dz), dz upwards at x = 0.
    """
    b = x * dx + z * dz
    root = b * b - (x * x + z * z - TOP * TOP)
    length = -b + sqrt(max(0.0, root))
    out[0] = out[1] = out[2] = 0.0
    start = 0.0
    for k in range(steps):
        # Steps that grow with their square: the dense air lies near.
        stop = length * ((k + 1.0) / steps) * ((k + 1.0) / steps)
        middle = 0.5 * (start + stop)
        px, pz = x + dx * middle, z + dz * middle
        height = max(0.0, sqrt(px * px + pz * pz) - GROUND)
        out[0] += fading(height / 8000.0) * (stop - start)
        out[1] += fading(height / 1200.0) * (stop - start)
        out[2] += max(0.0, 1.0 - abs(height - 25000.0) / 15000.0) * (stop - start)
        start = stop


@kernel
def sunlight(sine, out):
    """Write the colour of the sun through the air, white above it: (3,) float64, for the sine of its elevation."""
    lengths = np.empty(3, np.float64)
    depths(0.0, GROUND + 1.0, sqrt(max(0.0, 1.0 - sine * sine)), sine, 24, lengths)
    for c in range(3):
        out[c] = fading(AIR[c] * lengths[0] + HAZE * 1.1 * lengths[1] + OZONE[c] * lengths[2])


@kernel
def scatter(sine, dome):
    """Fill the table of the clear sky for the sine of the sun's elevation. Row e has sine (e / (E - 1)) squared."""
    rows, columns = dome.shape[0], dome.shape[1]
    level = sqrt(max(0.0, 1.0 - sine * sine))
    seen, lit = np.empty(3, np.float64), np.empty(3, np.float64)
    for e in range(rows):
        up = (e / (rows - 1.0)) * (e / (rows - 1.0))
        up = max(up, 0.002)
        across = sqrt(1.0 - up * up)
        for a in range(columns):
            toward = 2.0 * a / (columns - 1.0) - 1.0
            cosine = up * sine + across * level * toward
            rayleigh = 0.75 * (1.0 + cosine * cosine) * 0.25
            dome[e, a, :] = 0.0
            b = GROUND * up
            length = -b + sqrt(b * b + TOP * TOP - GROUND * GROUND)
            start = 0.0
            seen[:] = 0.0
            for k in range(STEPS):
                stop = length * ((k + 1.0) / STEPS) * ((k + 1.0) / STEPS)
                middle, stride = 0.5 * (start + stop), stop - start
                x, z = across * middle, GROUND + up * middle
                radius = sqrt(x * x + z * z)
                height = max(0.0, radius - GROUND)
                air, haze = fading(height / 8000.0) * stride, fading(height / 1200.0) * stride
                seen[0] += air
                seen[1] += haze
                seen[2] += max(0.0, 1.0 - abs(height - 25000.0) / 15000.0) * stride
                # The sun's ray from there: only its rise over the local level counts.
                rise = (x * toward * level + z * sine) / radius
                depths(0.0, radius, sqrt(max(0.0, 1.0 - rise * rise)), rise, SUN_STEPS, lit)
                for c in range(3):
                    through = AIR[c] * (seen[0] + lit[0]) + HAZE * 1.1 * (seen[1] + lit[1])
                    reach = fading(through + OZONE[c] * (seen[2] + lit[2]))
                    # Light scattered more than once comes from everywhere; it fills in about half as much again.
                    again = fading(0.5 * through + OZONE[c] * (seen[2] + lit[2])) * 0.14
                    dome[e, a, c] += air * AIR[c] * (rayleigh * reach + again) + haze * HAZE * again
                    dome[e, a, 3 + c] += haze * HAZE * reach * 0.25
                start = stop
