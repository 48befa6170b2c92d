# mypy: allow-untyped-defs
"""The light that a point of a surface sends to the eye."""

from math import sqrt

from panscape.render.jit import inline, inner
from panscape.render.noise import fading, ramp, waves2
from panscape.render.sky import mirrored


@inner
def soak(x, y, up, foot, wet, surface):
    """Wet rough ground that faces up: darker, smoother, a mirror where water stands; return how deep that is."""
    # Paint and glass shed water, grass drinks it.
    if wet <= 0.0 or up < 0.6 or surface[3] < 0.45 or surface[11] > 0.0:
        return 0.0
    pool = ramp(0.60 - 0.25 * wet, 0.66 - 0.2 * wet, waves2(x * 0.35, y * 0.35, foot * 0.35, 3)) * ramp(0.95, 0.99, up)
    pool *= min(1.0, 1.5 * wet)
    for c in range(3):
        surface[c] *= 1.0 - wet * (0.35 + 0.2 * pool)
    surface[3] += ((0.35 * (1.0 - pool) + 0.03 * pool) - surface[3]) * wet * (0.5 + 0.5 * pool)
    surface[4] += (0.03 - surface[4]) * pool
    return pool


@inline
def around(nx, ny, nz, cube, c):
    """Return one colour of the light from everywhere that falls on a face with that normal."""
    x = cube[1, c] if nx > 0.0 else cube[0, c]
    y = cube[3, c] if ny > 0.0 else cube[2, c]
    z = cube[5, c] if nz > 0.0 else cube[4, c]
    return nx * nx * x + ny * ny * y + nz * nz * z


@inline
def shade(surface, nx, ny, nz, dx, dy, dz, sun, open_sky, found, mr, mg, mb, light, vault, cube):
    """Return the radiance of a surface with unit normal n, seen along the unit ray d.

    surface  : (12,) float64, see textures
    sun      : float, how much of the sun's light reaches it, before the cosine
    open_sky : float, how much of the light from everywhere does
    found    : bool, whether what it mirrors is known: then it is mr, mg, mb
    """
    facing = max(0.02, -(nx * dx + ny * dy + nz * dz))
    cosine = nx * light[0] + ny * light[1] + nz * light[2]
    body = 1.0 - surface[5]
    front = max(0.0, cosine) * sun
    if surface[11] > 0.0:
        front += surface[11] * (0.5 * max(0.0, -cosine) + 0.12) * sun
    rough, f0 = surface[3], surface[4]
    alpha = max(0.0008, rough * rough)
    grazing = 1.0 - facing
    grazing2 = grazing * grazing
    schlick = grazing2 * grazing2 * grazing
    # Rough surfaces mirror less at grazing angles than Schlick says.
    gleam = f0 + (max(1.0 - rough, f0) - f0) * schlick
    # Sun: GGX with Schlick's shadowing.
    hx, hy, hz = light[0] - dx, light[1] - dy, light[2] - dz
    scale = 1.0 / sqrt(hx * hx + hy * hy + hz * hz + 1e-12)
    half = max(0.0, (nx * hx + ny * hy + nz * hz) * scale)
    narrow = half * half * (alpha * alpha - 1.0) + 1.0
    k = (rough + 1.0) * (rough + 1.0) * 0.125
    glint = 0.0
    if cosine > 0.0 and sun > 0.0:
        glint = alpha * alpha / (narrow * narrow + 1e-9) * 0.25
        glint /= (facing * (1.0 - k) + k) * (cosine * (1.0 - k) + k)
        glint = min(12.0, glint) * cosine * sun
    # Everything else: a mirror, dulled and shaded by what stands close.
    twice = 2.0 * facing
    mx, my, mz = dx + twice * nx, dy + twice * ny, dz + twice * nz
    keep = (1.0 - 0.75 * rough) * (0.35 + 0.65 * open_sky)
    if found:
        keep = 1.0
    elif rough < 0.5:
        mr, mg, mb = mirrored(mx, my, mz, rough, light, vault)
    else:
        mr, mg, mb = around(mx, my, mz, cube, 0), around(mx, my, mz, cube, 1), around(mx, my, mz, cube, 2)
    mirror = gleam * keep
    sent = surface[6]
    r = surface[0] * (body * (around(nx, ny, nz, cube, 0) * open_sky + light[3] * front) + sent)
    g = surface[1] * (body * (around(nx, ny, nz, cube, 1) * open_sky + light[4] * front) + sent)
    b = surface[2] * (body * (around(nx, ny, nz, cube, 2) * open_sky + light[5] * front) + sent)
    # Metal colours what it mirrors.
    tint_r = 1.0 + surface[5] * (surface[0] - 1.0)
    tint_g = 1.0 + surface[5] * (surface[1] - 1.0)
    tint_b = 1.0 + surface[5] * (surface[2] - 1.0)
    r = r * (1.0 - mirror) + tint_r * (mr * mirror + light[3] * glint * gleam)
    g = g * (1.0 - mirror) + tint_g * (mg * mirror + light[4] * glint * gleam)
    b = b * (1.0 - mirror) + tint_b * (mb * mirror + light[5] * glint * gleam)
    return r, g, b


@inline
def veil(r, g, b, distance, dx, dy, light, air):
    """Return a radiance after the air between: it fades towards the haze in that direction.

    air : (A, 3) float64, by the cosine of the angle from the sun's azimuth, -1 to 1
    """
    depth = distance * light[12]
    if depth < 0.002:
        return r, g, b
    last = air.shape[0] - 1
    level = (dx * dx + dy * dy) * (light[0] * light[0] + light[1] * light[1])
    toward = (dx * light[0] + dy * light[1]) / (sqrt(level) + 1e-12)
    place = min(last - 0.001, max(0.0, 0.5 * (toward + 1.0) * last))
    j = int(place)
    part = place - j
    ar = air[j, 0] + part * (air[j + 1, 0] - air[j, 0])
    ag = air[j, 1] + part * (air[j + 1, 1] - air[j, 1])
    ab = air[j, 2] + part * (air[j + 1, 2] - air[j, 2])
    through = fading(depth)
    return ar + (r - ar) * through, ag + (g - ag) * through, ab + (b - ab) * through
