# mypy: allow-untyped-defs
"""Lamps in mist: the light that the air about them scatters to the eye."""

from math import sqrt

import numpy as np

from panscape.render.jit import inline, kernel
from panscape.render.tiles.noise import HALF, ONE, THREE, TWO, ZERO, F

RADIUS = 9.0  # metres about a lamp within which its halo is drawn, or its reach
THIN = 0.0015  # 1 / m: in clearer air, a visibility of 2 km, no halo shows
CORE = F(0.0144)  # square metres: no lamp is a point
AWAY = F(40.0)  # metres beyond the lamp at which nothing more comes from


@kernel
def halos(lamps, extinction, axes, eye, lens, nearness, radiance):
    """Add the halos of lamps to a picture.

    lamps : (L, 16) float32, see lamps.COLUMNS; extinction : float, of the air, 1 / m
    axes : (3, 3), eye : (3,), lens : (3,) float64, of the view; nearness : (H, W) float32, 1 / metres, 0 is sky
    radiance : (H, W, 3) float32, added to

    Single scattering, alike in all directions, in even air: the integral of 1 / r^2 along the ray is an angle over its
    distance from the lamp (Sun et al. 2005, A Practical Analytic Single Scattering Model); air dims what comes from it.
    """
    height, width = nearness.shape
    facts, part = np.empty(11, np.float32), np.empty(width, np.float32)
    for k in range(lamps.shape[0]):
        lamp = lamps[k]
        # The lamp and its axis as the camera has them.
        for c in range(3):
            facts[c] = facts[3 + c] = 0.0
            for d in range(3):
                facts[c] += axes[c, d] * (lamp[d] - eye[d])
                facts[3 + c] += axes[c, d] * lamp[6 + d]
        # A faint lamp has a small halo.
        bright = float(max(lamp[3], max(lamp[4], lamp[5])))
        radius, ahead = min(5.0 * sqrt(bright), min(RADIUS, float(lamp[11]))), float(facts[2])
        if ahead < -radius:
            continue
        # What a narrow beam does not hold is kept in: only its glass is seen from aside.
        facts[6], facts[7], facts[8] = radius, lamp[9], lamp[10]
        facts[9], facts[10] = 0.12 if lamp[9] < 0.5 else 0.02, extinction
        left, top, end, bottom = 0, 0, width, height
        if ahead > 1.5 * radius:
            wide = lens[0] * radius / (ahead - radius)
            x, y = lens[1] + lens[0] * facts[0] / ahead, lens[2] + lens[0] * facts[1] / ahead
            left, end = max(0, int(x - wide)), min(width, int(x + wide) + 1)
            top, bottom = max(0, int(y - wide)), min(height, int(y + wide) + 1)
        for y in range(top, bottom):
            scattered(facts, left, end, F((y + 0.5 - lens[2]) / lens[0]), F(lens[0]), F(lens[1]), nearness[y], part)
            line = radiance[y]
            for x in range(left, end):
                if part[x] > ZERO:
                    line[x, 0] += part[x] * lamp[3]
                    line[x, 1] += part[x] * lamp[4]
                    line[x, 2] += part[x] * lamp[5]


@kernel
def scattered(facts, left, end, v, focal, centre, nearness, part):
    """Write the share of a lamp's colour that the air scatters to each pixel of a row from ``left`` to ``end - 1``.

    facts : (11,) float32: place and axis of the lamp before the camera, radius, its cone, stray light, extinction
    v : float32, the row's height over the focal length; nearness, part : (W,) float32
    """
    right, down, ahead, bx, by, bz = facts[0], facts[1], facts[2], facts[3], facts[4], facts[5]
    wide, outer, rise, stray, thick = facts[6] * facts[6], facts[7], facts[8], facts[9], facts[10]
    for x in range(left, end):
        u = (F(x) + HALF - centre) / focal
        length = F(sqrt(u * u + v * v + ONE))
        dx, dy, dz = u / length, v / length, ONE / length
        foot = right * dx + down * dy + ahead * dz
        # 0 is sky: as far as a pixel can be.
        far = min(foot + AWAY, length / max(nearness[x], F(1e-6)))
        ax, ay, az = foot * dx - right, foot * dy - down, foot * dz - ahead
        square = ax * ax + ay * ay + az * az
        off = F(sqrt(square + CORE))
        angle = arc((far - foot) / off) + arc(foot / off)
        behind = beam(ax - off * dx, ay - off * dy, az - off * dz, bx, by, bz, outer, rise)
        before = beam(ax + off * dx, ay + off * dy, az + off * dz, bx, by, bz, outer, rise)
        held = stray + (ONE - stray) * HALF * (behind + before)
        # exp(-x) as (1 - x / 64)^64: to 2 % where anything is left.
        dim = max(ZERO, ONE - thick * max(ZERO, foot) * F(1.0 / 64.0))
        dim *= dim
        dim *= dim
        dim *= dim
        dim *= dim
        dim *= dim
        dim *= dim
        edge = max(ZERO, ONE - square / wide)
        part[x] = F(0.25) * thick * max(ZERO, angle) / off * dim * edge * edge * held


@inline
def arc(x):
    """Return the arc tangent of x, to 0.005 (Rajan et al. 2006), by +, *, / alone."""
    steep = ONE / x if abs(x) > ONE else x
    flat = steep / (ONE + F(0.28) * steep * steep)
    quarter = F(1.5707964) if x > ZERO else F(-1.5707964)
    return quarter - flat if abs(x) > ONE else flat


@inline
def beam(px, py, pz, bx, by, bz, outer, rise):
    """Return how much of a lamp's light goes towards a point."""
    cosine = (px * bx + py * by + pz * bz) / F(sqrt(px * px + py * py + pz * pz + F(1e-9)))
    cone = min(ONE, max(ZERO, (cosine - outer) * rise))
    return cone * cone * (THREE - TWO * cone)
