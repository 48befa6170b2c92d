# mypy: allow-untyped-defs
"""The light that comes down: the clear sky, its clouds, and what stands around us and is mirrored.

``light`` is a row of numbers (see daylight.LIGHT). ``dome`` is the clear sky: (E, A, 6) float64, radiance by elevation
(row e has sine (e / (E - 1)) squared) and by the cosine of the angle from the sun's azimuth (-1 to 1), three colours of
air and three of haze that glows about the sun. ``vault`` is the sky with its clouds as a mean: (E, A, 3) float64.
"""

from math import floor, sqrt

import numpy as np

from panscape.render.jit import inline, inner, kernel
from panscape.render.noise import hash3, ramp, waves2


@inner
def clear_sky(dx, dy, dz, light, dome):
    """Return the radiance of the sky without clouds; below the horizon, that of the horizon."""
    rows, columns = dome.shape[0], dome.shape[1]
    level = sqrt(dx * dx + dy * dy) + 1e-12
    flat = sqrt(light[0] * light[0] + light[1] * light[1]) + 1e-12
    toward = (dx * light[0] + dy * light[1]) / (level * flat)
    a = min(columns - 1.001, max(0.0, 0.5 * (toward + 1.0) * (columns - 1)))
    e = min(rows - 1.001, sqrt(max(0.0, dz)) * (rows - 1))
    i, j = int(e), int(a)
    u, v = e - i, a - j
    cosine = dx * light[0] + dy * light[1] + dz * light[2]
    # Henyey and Greenstein's phase with g = 0.76.
    spread = 1.0 + 0.76 * 0.76 - 2.0 * 0.76 * cosine
    glow = (1.0 - 0.76 * 0.76) / (spread * sqrt(spread))
    w00, w01, w10, w11 = (1.0 - u) * (1.0 - v), (1.0 - u) * v, u * (1.0 - v), u * v
    r = mixed(dome, i, j, 0, w00, w01, w10, w11, glow)
    g = mixed(dome, i, j, 1, w00, w01, w10, w11, glow)
    b = mixed(dome, i, j, 2, w00, w01, w10, w11, glow)
    return r, g, b


@inner
def mixed(dome, i, j, c, w00, w01, w10, w11, glow):
    """Return one colour of the dome between four of its entries."""
    air = w00 * dome[i, j, c] + w01 * dome[i, j + 1, c] + w10 * dome[i + 1, j, c] + w11 * dome[i + 1, j + 1, c]
    c += 3
    haze = w00 * dome[i, j, c] + w01 * dome[i, j + 1, c] + w10 * dome[i + 1, j, c] + w11 * dome[i + 1, j + 1, c]
    return air + glow * haze


@inner
def sky(dx, dy, dz, light, dome):
    """Return the radiance of the sky with its clouds and its stars, and of the disc of sun or moon."""
    r, g, b = clear_sky(dx, dy, dz, light, dome)
    if light[35] > 0.0 and dz > 0.0:
        shine = star(dx, dy, dz) * light[35] * min(1.0, 4.0 * dz)
        r, g, b = r + shine, g + shine, b + shine
    cosine = dx * light[0] + dy * light[1] + dz * light[2]
    disc = ramp(light[36], light[37], cosine) * 40.0 * light[27]
    r, g, b = r + disc * light[3], g + disc * light[4], b + disc * light[5]
    cover = light[13]
    if cover > 0.0 and dz > 0.005:
        q = 1.0 / (dz + 0.08)
        x, y = dx * q * 1.1 + light[15], dy * q * 1.1 + light[16]
        foot = 0.004 * q * q
        thick = cloud(x, y, foot, cover, 5)
        # Less cloud on the way to the sun: a lit edge. The step is a tenth of a cloud, so its wisps do not matter.
        ahead = cloud(x + 0.12 * light[0], y + 0.12 * light[1], foot * 2.0, cover, 3)
        bright = min(1.0, max(0.0, 0.75 + 0.9 * (thick - ahead) - 0.35 * thick))
        silver = max(0.0, cosine)
        silver = silver * silver * silver * (1.0 - thick)
        opaque = min(1.0, 1.6 * thick) * ramp(0.0, 0.10, dz)
        r += (light[20] + (light[17] * (1.0 + silver) - light[20]) * bright - r) * opaque
        g += (light[21] + (light[18] * (1.0 + silver) - light[21]) * bright - g) * opaque
        b += (light[22] + (light[19] * (1.0 + silver) - light[22]) * bright - b) * opaque
    shade = light[28]
    if shade > 0.0:
        dull = (1.0 + 2.0 * max(0.0, dz)) / 3.0
        if dz > 0.005:
            q = 1.0 / (dz + 0.2)
            dull *= 0.80 + 0.40 * waves2(dx * q * 1.7 + light[15], dy * q * 1.7 + light[16], 0.01 * q * q, 4)
        r += (light[23] * dull - r) * shade
        g += (light[24] * dull - g) * shade
        b += (light[25] * dull - b) * shade
    return r, g, b


@inner
def star(dx, dy, dz):
    """Return how bright a star shines in a direction, in [0, 1]: few do, and most of them faintly."""
    x, y, z = floor(dx * 40.0), floor(dy * 40.0), floor(dz * 40.0)
    chance = hash3(x, y, z)
    if chance > 0.10:
        return 0.0
    # Away from the walls of its cell, which would cut it.
    px = x + 0.1 + 0.8 * hash3(x + 911, y, z)
    py = y + 0.1 + 0.8 * hash3(x, y + 911, z)
    pz = z + 0.1 + 0.8 * hash3(x, y, z + 911)
    scale = 1.0 / sqrt(px * px + py * py + pz * pz + 1e-9)
    ax, ay, az = px * scale - dx, py * scale - dy, pz * scale - dz
    bright = 10.0 * chance
    bright *= bright
    return ramp(0.0016 * 0.0016, 0.0, ax * ax + ay * ay + az * az) * bright * bright


@inner
def cloud(x, y, foot, cover, octaves):
    """Return how thick the cloud is at a place of the cloud plane, in [0, 1]."""
    bend = waves2(x * 0.7 + 31.0, y * 0.7 - 12.0, foot, 2) - 0.5
    shape = waves2(x + 0.9 * bend, y - 0.7 * bend, foot, octaves)
    edge = 0.74 - 0.5 * cover
    return ramp(edge, edge + 0.30, shape)


@kernel
def fill_vault(light, dome, vault):
    """Fill the table of the sky with its clouds as a mean."""
    rows, columns = vault.shape[0], vault.shape[1]
    flat = sqrt(light[0] * light[0] + light[1] * light[1]) + 1e-12
    sx, sy = light[0] / flat, light[1] / flat
    for e in range(rows):
        dz = (e / (rows - 1.0)) * (e / (rows - 1.0))
        level = sqrt(1.0 - dz * dz)
        for a in range(columns):
            toward = 2.0 * a / (columns - 1.0) - 1.0
            aside = sqrt(max(0.0, 1.0 - toward * toward))
            dx, dy = level * (toward * sx - aside * sy), level * (toward * sy + aside * sx)
            vault[e, a, 0], vault[e, a, 1], vault[e, a, 2] = sky_smooth(dx, dy, dz, light, dome)


@inline
def vaulted(dx, dy, dz, light, vault):
    """Return the radiance of the sky with its clouds as a mean, from its table."""
    rows, columns = vault.shape[0], vault.shape[1]
    level = (dx * dx + dy * dy) * (light[0] * light[0] + light[1] * light[1])
    toward = (dx * light[0] + dy * light[1]) / (sqrt(level) + 1e-12)
    a = min(columns - 1.001, max(0.0, 0.5 * (toward + 1.0) * (columns - 1)))
    e = min(rows - 1.001, sqrt(max(0.0, dz)) * (rows - 1))
    i, j = int(e), int(a)
    u, v = e - i, a - j
    w00, w01, w10, w11 = (1.0 - u) * (1.0 - v), (1.0 - u) * v, u * (1.0 - v), u * v
    near, far = vault[i], vault[i + 1]
    return (
        w00 * near[j, 0] + w01 * near[j + 1, 0] + w10 * far[j, 0] + w11 * far[j + 1, 0],
        w00 * near[j, 1] + w01 * near[j + 1, 1] + w10 * far[j, 1] + w11 * far[j + 1, 1],
        w00 * near[j, 2] + w01 * near[j + 1, 2] + w10 * far[j, 2] + w11 * far[j + 1, 2],
    )


@inline
def mirrored(dx, dy, dz, rough, light, vault):
    """Return what a mirror would show in a direction: the sky, and below a skyline the houses and the ground."""
    r, g, b = vaulted(dx, dy, dz, light, vault)
    soft = 0.04 + 0.6 * rough
    houses = 1.0 - ramp(light[26] - soft, light[26] + soft, dz)
    ground = 1.0 - ramp(-0.02 - soft, -0.02 + soft, dz)
    r += (light[9] - r) * houses
    g += (light[10] - g) * houses
    b += (light[11] - b) * houses
    return r + (light[6] - r) * ground, g + (light[7] - g) * ground, b + (light[8] - b) * ground


@kernel
def sky_smooth(dx, dy, dz, light, dome):
    """Return the sky's radiance with its clouds as a mean: for reflections, ambient light and distant air."""
    r, g, b = clear_sky(dx, dy, dz, light, dome)
    part = 0.55 * light[13]
    r += (0.5 * (light[17] + light[20]) - r) * part
    g += (0.5 * (light[18] + light[21]) - g) * part
    b += (0.5 * (light[19] + light[22]) - b) * part
    dull = (1.0 + 2.0 * max(0.0, dz)) / 3.0 * light[28]
    keep = 1.0 - light[28]
    return r * keep + light[23] * dull, g * keep + light[24] * dull, b * keep + light[25] * dull


@kernel
def ambient(light, vault, circle, cube):
    """Fill the light that falls from everywhere on six faces, -x +x -y +y -z +z: (6, 3), as radiance of a white one.

    circle : (A, 2) float64, directions about the vertical
    """
    cube[:] = 0.0
    weight = np.zeros(6, np.float64)
    rings = 16
    for ring in range(rings):
        dz = (ring + 0.5) * 2.0 / rings - 1.0
        level = sqrt(1.0 - dz * dz)
        for k in range(circle.shape[0]):
            dx, dy = level * circle[k, 0], level * circle[k, 1]
            r, g, b = mirrored(dx, dy, dz, 0.3, light, vault)
            for face in range(6):
                cosine = dx if face < 2 else (dy if face < 4 else dz)
                if face % 2 == 0:
                    cosine = -cosine
                if cosine > 0.0:
                    weight[face] += cosine
                    cube[face, 0] += cosine * r
                    cube[face, 1] += cosine * g
                    cube[face, 2] += cosine * b
    for face in range(6):
        for c in range(3):
            cube[face, c] /= weight[face]
