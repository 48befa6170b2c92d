# mypy: allow-untyped-defs
"""Textures of what one drives and walks on: asphalt, road paint, slabs."""

from math import floor

from panscape.render.jit import inner
from panscape.render.noise import groove, hash2, ramp, wave2, waves2
from panscape.render.surfaces import mix, tint


@inner
def asphalt(m, x, y, foot_x, foot_y, foot, surface):
    """Asphalt: stones in tar, worn and stained, mended in rectangles, cracked here and there."""
    worn = waves2(x * 0.11, y * 0.55, foot * 0.4, 2)
    blotch = waves2(x * m[7] * 0.5 + 40.0, y * m[7] * 0.5, foot * m[7] * 0.5, 3)
    mix(m, (0.55 * worn + 0.45 * blotch - 0.5) * m[12] + 0.35, surface)
    # Stones of a centimetre, and of half as much.
    keep = max(0.0, 1.0 - foot * 40.0)
    grain = 0.0
    if keep > 0.0:
        grain = keep * (0.7 * wave2(x * 70.0, y * 70.0) + 0.5 * wave2(x * 150.0, y * 150.0) - 0.6)
        surface[8] = 0.5 * grain
        surface[9] = 0.6 * keep * (wave2(x * 70.0 + 0.5, y * 70.0 + 7.0) - 0.5)
    coarse = max(0.0, 1.0 - foot * 12.0)
    if coarse > 0.0:
        grain += 0.35 * coarse * (wave2(x * 24.0, y * 24.0) - 0.5)
    tint(surface, 1.0 + grain)
    mended = patch(x, y, foot_x, foot_y)
    tint(surface, 1.0 + mended)
    cracked = ramp(0.52, 0.62, wave2(x * 0.13 + 9.0, y * 0.13))
    if cracked > 0.0:
        bend = 0.5 * (wave2(x * 2.3, y * 2.3) - 0.5)
        line = abs(waves2(x * 0.45 + bend, y * 0.45 + 20.0, 0.0, 2) - 0.5)
        # About 8 mm wide where the noise rises by one half in a metre.
        width = 0.0035
        tint(
            surface, 1.0 - 0.6 * cracked * max(0.0, 1.0 - line / (width + 0.25 * foot)) * width / (width + 0.25 * foot)
        )
    stain = ramp(0.68, 0.8, waves2(x * 0.8 + 70.0, y * 0.8, foot * 0.8, 2))
    tint(surface, 1.0 - 0.35 * stain)
    surface[3] -= 0.2 * stain


@inner
def patch(x, y, foot_x, foot_y):
    """Return how much lighter a mended rectangle is than the road about it; its seam is dark."""
    i, j = floor(x / 11.0), floor(y / 2.7)
    chance = hash2(i, j)
    if chance > 0.16:
        return 0.0
    left, low = 1.0 + 5.0 * hash2(i, j + 1000), 0.2 + 0.8 * hash2(i + 1000, j)
    across, up = x - 11.0 * i - left, y - 2.7 * j - low
    wide, high = 1.2 + 3.5 * hash2(i + 500, j), 0.7 + 0.7 * hash2(i, j + 500)
    inside = min(min(across, wide - across), min(up, high - up))
    edge = 0.5 * max(foot_x, foot_y) + 0.005
    return (
        ramp(-edge, edge, inside) * (-0.22 + 1.9 * (chance - 0.08))
        - 0.28 * max(0.0, 1.0 - abs(inside) / (0.03 + edge)) * 0.03 / (0.03 + edge) * 2.0
    )


@inner
def marking(m, x, y, foot, surface):
    """Road paint: rolled over, chipped in spots down to the asphalt, dirty."""
    worn = 0.6 * waves2(x * 1.3, y * 1.3, foot * 1.3, 3) + 0.4 * waves2(x * 9.0, y * 9.0, foot * 9.0, 3)
    keep = max(0.0, 1.0 - foot * 8.0)
    gone = ramp(0.60, 0.70, worn) * keep + (1.0 - keep) * 0.12
    dust = waves2(x * 0.7 + 13.0, y * 0.7, foot * 0.7, 2)
    tint(surface, 0.72 + 0.4 * dust)
    red, green, blue = surface[0], surface[1], surface[2]
    mix(m, gone, surface)
    # ``mix`` began from the clean paint; what is left of it keeps its dust.
    surface[0] -= (m[0] - red) * (1.0 - gone)
    surface[1] -= (m[1] - green) * (1.0 - gone)
    surface[2] -= (m[2] - blue) * (1.0 - gone)
    surface[3] += (0.85 - surface[3]) * gone


@inner
def paving(m, u, v, foot_u, foot_v, foot, variant, surface):
    """Square slabs: a tone each, stains over several, dark joints; every other street lays them in a bond."""
    s = m[7]
    row = floor(v * s)
    shift = 0.5 * (row & 1) if hash2(int(variant * 65536.0), 3) > 0.5 else 0.0
    column = floor(u * s + shift)
    across, up = u * s + shift - column, v * s - row
    tone = hash2(column, row)
    keep = max(0.0, 1.0 - foot * s)
    stain = waves2(u * 0.9, v * 0.9 + 5.0, foot * 0.9, 3)
    gum = 0.0
    if foot < 0.03:
        gum = ramp(0.80, 0.84, wave2(u * 11.0, v * 11.0)) * (1.0 - foot / 0.03)
    grain = 0.0
    if foot < 0.02:
        grain = (1.0 - foot / 0.02) * (wave2(u * 90.0, v * 90.0) - 0.5)
    mix(m, 0.5 + keep * 0.7 * (tone - 0.5) + 0.8 * (stain - 0.5), surface)
    tint(surface, 1.0 + 0.22 * keep * (hash2(column + 77, row) - 0.5) + 0.35 * (stain - 0.5) + 0.25 * grain - 0.3 * gum)
    wide = 0.012 * s
    joint = groove(across, 0.0, wide, foot_u * s) + groove(up, 0.0, wide, foot_v * s)
    tint(surface, 1.0 - 0.6 * min(1.0, joint))
