# mypy: allow-untyped-defs
"""Textures of what is built: bricks, cast concrete, boards, tiles, and whole house fronts."""

from math import floor, sqrt

from panscape.render.jit import inner
from panscape.render.noise import groove, hash2, hash3, ramp, stripe, wave2, waves2
from panscape.render.surfaces import cover, mix, tint

STOREY = 3.2  # metres


@inner
def bricks(m, u, v, foot_u, foot_v, variant, surface):
    """Courses of bricks, three times as long as high, in mortar of ``second``."""
    s = m[7]
    row = floor(v * s * 3.0)
    shift = 0.5 * (row & 1)
    column = floor(u * s + shift)
    across, up = u * s + shift - column, v * s * 3.0 - row
    keep = max(0.0, 1.0 - 1.5 * foot_u * s) * max(0.0, 1.0 - 1.2 * foot_v * s * 3.0)
    tone, burnt = hash2(column, row), hash2(column + 313, row)
    weather = waves2(u * 0.35 + 31.0 * variant, v * 0.35, 0.35 * foot_v, 3)
    factor = 1.0 + keep * 0.5 * (tone - 0.5) + 0.5 * (weather - 0.5)
    if burnt > 0.93:
        factor -= 0.35 * keep
    rough = 0.0
    if foot_v < 0.02:
        rough = (1.0 - foot_v / 0.02) * (wave2(u * 70.0, v * 70.0) - 0.5)
    tint(surface, factor + 0.35 * rough)
    surface[0] *= 1.0 + 0.12 * keep * (burnt - 0.5)
    mortar = min(1.0, groove(across, 0.0, 0.042, foot_u * s) + groove(up, 0.0, 0.13, foot_v * s * 3.0))
    cover(surface, m[3], m[4], m[5], mortar * (0.8 + 0.4 * (weather - 0.5)))
    # The light catches the upper edge of a brick.
    surface[10] = keep * (
        0.35 * stripe(up, 0.86, 1.0, foot_v * s * 3.0) - 0.25 * stripe(up, 0.13, 0.25, foot_v * s * 3.0)
    )


@inner
def concrete(m, u, v, level, foot_u, foot_v, foot, variant, surface):
    """Cast panels: clouds of tone, joints each 1 / scale metres, and on walls the streaks that rain leaves."""
    s = m[7]
    column, row = floor(u * s), floor(v * s)
    across, up = u * s - column, v * s - row
    tone = hash2(column + int(variant * 4096.0), row)
    keep = max(0.0, 1.0 - foot * s)
    clouds = waves2(u * 0.8 + 17.0 * variant, v * 0.8, foot * 0.8, 4)
    streak = 0.5
    if not level:
        streak = waves2(u * 3.1 + 57.0 * variant, v * 0.22, foot_u * 3.1, 3)
    pores = 0.0
    if foot < 0.02:
        pores = (1.0 - foot / 0.02) * (wave2(u * 60.0, v * 60.0) - 0.5)
    mix(m, (0.45 * clouds + 0.35 * streak + 0.2 * (0.5 + keep * (tone - 0.5)) - 0.5) * m[12] * 1.6 + 0.5, surface)
    tint(surface, 1.0 + 0.3 * (clouds - 0.5) + 0.25 * (streak - 0.5) + 0.15 * pores)
    wide = 0.015 * s
    joint = groove(across, 0.0, wide, foot_u * s) + groove(up, 0.0, wide, foot_v * s)
    tint(surface, 1.0 - 0.5 * min(1.0, joint))


@inner
def planks(m, u, v, foot_u, foot_v, variant, surface):
    """Upright boards: a tone each, grain along them, dark gaps."""
    s = m[7]
    board = floor(u * s)
    across = u * s - board
    tone = hash2(board, int(variant * 65536.0))
    keep = max(0.0, 1.0 - foot_u * s)
    grain = waves2(u * 38.0, v * 1.7 + 40.0 * tone, max(foot_u * 38.0, foot_v * 1.7), 2)
    damp = waves2(u * 0.7, v * 0.9, foot_v, 2)
    mix(m, 0.5 + (0.6 * keep * (tone - 0.5) + 0.9 * (grain - 0.5) + 0.5 * (damp - 0.5)) * 0.6 * m[12], surface)
    tint(surface, 1.0 + 0.25 * keep * (tone - 0.5) + 0.3 * (grain - 0.5))
    tint(surface, 1.0 - 0.75 * groove(across, 0.0, 0.06, foot_u * s))


@inner
def roof(m, x, y, z, nx, ny, nz, foot_x, foot_y, foot, variant, surface):
    """Rows of tiles: round ones, each with a tone; a row throws a shadow on the next; moss and soot over many."""
    s = m[7]
    u, v, foot_u = x, y, foot_x
    if abs(nx) > abs(ny):
        u, v, foot_u = y, x, foot_y
    if abs(nz) < 0.97:
        v = z / sqrt(1.0 - nz * nz)
    row = floor(v * s)
    shift = 0.5 * (row & 1)
    column = floor(u * s * 1.3 + shift)
    across, up = u * s * 1.3 + shift - column, v * s - row
    keep = max(0.0, 1.0 - 0.9 * foot * s)
    tone = hash2(column, row)
    moss = waves2(u * 0.5 + 23.0 * variant, v * 0.5, foot * 0.5, 3)
    mix(m, 0.35 + keep * 0.6 * (tone - 0.5) + 1.0 * (moss - 0.5), surface)
    tint(surface, 1.0 + 0.3 * keep * (hash2(column + 91, row) - 0.5) + 0.4 * (moss - 0.5))
    shadow = groove(up, 0.0, 0.16, foot * s)
    seam = groove(across, 0.0, 0.07, foot_u * s * 1.3)
    tint(surface, 1.0 - 0.5 * shadow - 0.3 * seam)
    bulge = 0.7 * keep * (across - 0.5)
    if abs(nx) > abs(ny):
        surface[9] = bulge
    else:
        surface[8] = bulge


@inner
def facade(m, u, v, level, foot_u, foot_v, variant, surface):
    """A house front: windows by bays and storeys with sills and surrounds, string courses, shops at the ground."""
    weather = waves2(u * 0.5 + 50.0 * variant, v * 0.3, max(foot_u, foot_v) * 0.5, 3)
    tint(surface, 1.0 + 0.4 * (weather - 0.5))
    if level:
        return
    own = int(variant * 65536.0)
    bay, storey = floor(u * m[7]), floor(v / STOREY)
    width = 1.0 / m[7]
    across, up = u - (bay + 0.5) * width, v - storey * STOREY
    shop = storey < 1 and hash2(own, 8) > 0.4
    # The opening, from the middle of the bay and from the floor.
    half, low, high = 0.5 * min(0.72 * width, 0.8 + 0.8 * hash2(own, 2)), 0.85 + 0.25 * hash2(own, 3), 2.5
    band = stripe(up, 0.0, 0.16, foot_v) + stripe(up, STOREY, STOREY + 0.16, foot_v)
    if shop:
        half, low, high = 0.5 * width - 0.1, 0.4, 2.5
        hue = hash3(floor(bay / 3.0), own, 12)
        cover(surface, 0.1 + 0.5 * hue, 0.32 - 0.25 * hue, 0.08 + 0.3 * hue * (1.0 - hue), stripe(up, 0.0, 3.1, foot_v))
        tint(surface, 1.0 - 0.6 * stripe(up, 0.0, 2.6, foot_v))
    surround = stripe(across, -half - 0.12, half + 0.12, foot_u) * stripe(up, low - 0.1, high + 0.16, foot_v)
    cover(surface, m[3], m[4], m[5], min(1.0, band + surround * (0.9 if hash2(own, 5) > 0.4 else 0.2)))
    tint(
        surface,
        1.0 - 0.35 * stripe(across, -half - 0.15, half + 0.15, foot_u) * stripe(up, low - 0.25, low - 0.1, foot_v),
    )
    opening = stripe(across, -half, half, foot_u) * stripe(up, low, high, foot_v)
    frame = 0.7 if hash2(own, 6) < 0.6 else 0.08
    cover(surface, frame, frame * 0.98, frame * 0.94, opening)
    pane = stripe(across, -half + 0.06, half - 0.06, foot_u) * stripe(up, low + 0.06, high - 0.06, foot_v)
    pane *= 1.0 - stripe(across, -0.03, 0.03, foot_u)
    glaze(
        abs(across) / half,
        (up - low) / (high - low),
        hash3(bay, storey, own),
        hash3(bay + 7, storey, own),
        pane,
        surface,
    )
    # The reveal throws a shadow on the pane's upper edge.
    tint(surface, 1.0 - 0.6 * opening * stripe(up, high - 0.12, high, foot_v))


@inner
def glaze(across, up, chance, other, pane, surface):
    """Glass over a share of the surface, before curtains, a blind, a lit room or the dark.

    across : from the middle, up : from the sill, in [0, 1]; chance and other are drawn for this pane.
    """
    if chance < 0.35:
        hung = ramp(0.35 + 0.4 * other, 0.42 + 0.4 * other, across)
        cover(surface, 0.03 + 0.39 * hung, 0.03 + 0.37 * hung, 0.04 + 0.32 * hung, pane)
    elif chance < 0.55:
        drawn = ramp(-0.01, 0.01, up - 0.2 - 0.7 * other)
        cover(surface, 0.03 + 0.42 * drawn, 0.03 + 0.40 * drawn, 0.04 + 0.34 * drawn, pane)
    elif chance > 0.94:
        cover(surface, 0.5, 0.38, 0.22, pane)
        surface[6] += (0.35 - surface[6]) * pane
    else:
        cover(surface, 0.03, 0.03, 0.04, pane)
    surface[3] += (0.04 - surface[3]) * pane
    surface[4] += (0.10 - surface[4]) * pane
    # Every pane is set a little askew, so that each mirrors another piece of the sky.
    surface[8] += 0.05 * (chance - 0.5) * pane
    surface[9] += 0.05 * (other - 0.5) * pane
    surface[10] += 0.10 * (other - 0.4) * pane
