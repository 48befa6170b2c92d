# mypy: allow-untyped-defs
"""What each texture does to a surface: colour, roughness, reflectance and bumps at a point, over a pixel's footprint.

``m`` is a row of materials (see pack.Packed). ``surface`` is a row of numbers that is written: 0-2 colour, 3 roughness,
4 reflectance at normal incidence, 5 metal, 6 emission, 7 unused, 8-10 bump (added to the unit normal, in the
placement's frame), 11 light let through from behind.
"""

from panscape.render.jit import inline, inner
from panscape.render.noise import ramp, wave2, wave3, waves2, waves3
from panscape.render.pavements import asphalt, marking, paving
from panscape.render.surfaces import mix, start, tint
from panscape.render.walls import bricks, concrete, facade, planks, roof


@inline
def paint(m, x, y, z, nx, ny, nz, foot_x, foot_y, foot_z, foot, variant, surface):
    """Describe the surface of material ``m`` at a point with unit normal n, in metres of the placement's own frame.

    ``foot_x``, ``foot_y``, ``foot_z`` are the lengths of a pixel along the axes, ``foot`` their middle; ``variant`` is
    a number in [0, 1) that tells placements of one mesh apart.
    """
    start(m, surface)
    kind = int(m[6])
    # In the plane of the surface: along a wall and up it, or over the ground.
    u, v, foot_u, foot_v = x, y, foot_x, foot_y
    level = abs(nz) > 0.7
    if not level:
        v, foot_v = z, foot_z
        if abs(nx) > abs(ny):
            u, foot_u = y, foot_y
    if kind == 0:
        plain(m, x, y, z, nz, surface)
    elif kind == 1:
        t = waves3(x * m[7], y * m[7], z * m[7] + 7.0 * variant, foot * m[7], 3)
        mix(m, (t - 0.5) * m[12] + 0.5, surface)
    elif kind == 2:
        bricks(m, u, v, foot_u, foot_v, variant, surface)
    elif kind == 3:
        asphalt(m, x, y, foot_x, foot_y, foot, surface)
    elif kind == 4:
        marking(m, x, y, foot, surface)
    elif kind == 5:
        facade(m, u, v, level, foot_u, foot_v, variant, surface)
    elif kind == 6:
        leaf(m, x, y, z, foot, variant, surface)
    elif kind == 7:
        paving(m, u, v, foot_u, foot_v, foot, variant, surface)
    elif kind == 8:
        grass(m, x, y, foot, surface)
    elif kind == 9:
        roof(m, x, y, z, nx, ny, nz, foot_x, foot_y, foot, variant, surface)
    elif kind == 10:
        lacquer(m, x, y, z, foot, variant, surface)
    elif kind == 11:
        cloth(m, x, y, z, nx, ny, foot, variant, surface)
    elif kind == 12:
        planks(m, u, v, foot_u, foot_v, variant, surface)
    else:
        concrete(m, u, v, level, foot_u, foot_v, foot, variant, surface)


@inner
def plain(m, x, y, z, nz, surface):
    """Nothing; but an upright mirror is a pane, and panes are a little bent, each its own way."""
    if m[8] < 0.1 and m[9] >= 0.07 and abs(nz) < 0.6:
        surface[8] = 0.035 * (wave3(x * 0.9, y * 0.9, z * 0.6) - 0.5)
        surface[9] = 0.035 * (wave3(x * 0.9 + 9.0, y * 0.9, z * 0.6) - 0.5)
        surface[10] = 0.05 * (wave3(x * 0.8, y * 0.8 + 9.0, z * 0.5) - 0.5)


@inner
def leaf(m, x, y, z, foot, variant, surface):
    """Leaves: clumps of two greens, each leaf turned its own way, light let through."""
    s = m[7]
    t = 0.65 * waves3(x * s, y * s, z * s + 9.0 * variant, foot * s, 2)
    keep = max(0.0, 1.0 - foot * s * 6.0)
    speck = wave3(x * s * 7.0, y * s * 7.0, z * s * 7.0)
    t += 0.35 * (0.5 + keep * (speck - 0.5))
    mix(m, (t - 0.5) * m[12] + 0.45, surface)
    surface[8] = 0.9 * (speck - 0.5) * keep
    surface[9] = 0.9 * (wave3(x * s * 6.0, y * s * 6.0 + 5.0, z * s * 6.0) - 0.5) * keep
    surface[11] = 0.55


@inner
def grass(m, x, y, foot, surface):
    """Grass: wide patches, clumps, blades; earth shows where ``second`` wins. Scale is clumps a metre."""
    s = m[7]
    wide = waves2(x * 0.23 + 5.0, y * 0.23, foot * 0.23, 3)
    clump = waves2(x * s, y * s, foot * s, 2)
    blade_keep = max(0.0, 1.0 - foot * 30.0)
    blade = 0.5
    if blade_keep > 0.0:
        blade += blade_keep * (wave2(x * 42.0, y * 42.0) + wave2(x * 17.0, y * 17.0) - 1.0)
    mix(m, 0.8 * ramp(0.56, 0.8, 0.6 * wide + 0.4 * clump) + 0.12 * (clump - 0.5), surface)
    tint(surface, 0.62 + 0.38 * wide + 0.4 * (clump - 0.5) + 0.9 * (blade - 0.5))
    keep = max(0.0, 1.0 - foot * s * 2.0)
    surface[8] = keep * (clump - 0.5) + 0.8 * (blade - 0.5)
    surface[9] = keep * (waves2(x * s + 9.0, y * s, foot * s, 1) - 0.5)
    surface[11] = 0.15


@inner
def lacquer(m, x, y, z, foot, variant, surface):
    """Vehicle paint: clean above, dusty near the ground where wheels throw it; ``contrast`` is how dusty."""
    splash = ramp(0.75, 0.15, z) if z < 0.75 else 0.0
    if m[12] <= 0.0:
        return
    film = waves3(x * 2.1 + 31.0 * variant, y * 2.1, z * 2.1, foot * 2.1, 3)
    dirt = min(1.0, 0.35 * m[12] * (splash * (0.4 + 1.2 * film) + 0.10 * film))
    mix(m, dirt, surface)
    surface[3] += (0.8 - surface[3]) * dirt
    surface[4] *= 1.0 - 0.6 * dirt


@inner
def cloth(m, x, y, z, nx, ny, foot, variant, surface):
    """Cloth: folds that run down, tones that follow them, a weave that only shows close by."""
    s = m[7]
    along = x * ny - y * nx + 0.5 * x
    fold = waves2(along * s * 3.0 + 17.0 * variant, z * s + 5.0 * variant, foot * s * 3.0, 2)
    ahead = waves2(along * s * 3.0 + 17.0 * variant + 0.25, z * s + 5.0 * variant, foot * s * 3.0, 2)
    weave_keep = max(0.0, 1.0 - foot * 300.0)
    weave = 0.0
    if weave_keep > 0.0:
        weave = weave_keep * (wave2(along * 320.0, z * 320.0) - 0.5)
    mix(m, 0.35 * (fold - 0.5) * m[12] + 0.25, surface)
    tint(surface, 0.9 + 0.25 * (fold - 0.5) + 0.25 * weave)
    surface[8] = 1.1 * (fold - ahead) * ny
    surface[9] = -1.1 * (fold - ahead) * nx
