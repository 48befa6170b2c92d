# mypy: allow-untyped-defs
"""From tiles to radiance: what each tile goes through, in order."""

import numpy as np

from panscape.render.jit import inner, kernel
from panscape.render.tiles import layout as row
from panscape.render.tiles.falling import bend, fall
from panscape.render.tiles.ground import soak
from panscape.render.tiles.heaven import heaven
from panscape.render.tiles.lamplight import lamps_on
from panscape.render.tiles.layout import GEOMETRY, LANES, ROWS
from panscape.render.tiles.noise import ZERO
from panscape.render.tiles.paint.paint import paint
from panscape.render.tiles.pools import note
from panscape.render.tiles.shining import mirror, shine, veil
from panscape.render.tiles.snow import lay_snow


@kernel
def light_tiles(
    tiles, of_tile, filled, pixel, triangle, geometry, materials, owner, poses, light, dome, vault, sun, air, cube,
    lamps, throws, axes, windows, near_map, far_map, window, heights, open_sky, wet_pixel, wet, radiance, albedo,
    shadow,
):  # fmt: skip
    """Add the radiance of every sample, times its weight, to its pixel; return how many stand under water.

    of_tile, filled : (K,) int32; pixel, triangle : (K * LANES,) int32; geometry : (K, GEOMETRY * LANES) float32
    materials : (M, 16) float32; a tile of material M is sky
    light, dome, vault : float64, see daylight.Daylight; sun : (6,), air : (A, 3), cube : (6, 3) float32
    lamps    : (L, 16) float32, see render.lamps
    throws   : (4,) float64, direction to what throws shadows, and 0 if nothing does
    axes, windows, near_map, far_map, window, heights, open_sky : see falling.fall
    wet_pixel, wet : see pools; empty on dry days
    radiance : (H, W, 3) float32, zero where nothing was added yet
    albedo, shadow : (H, W, 3) and (H, W) float32 likewise, or of height 0 if not wanted: the surface's colour, and the
        share of the sun's light that something keeps from it
    """
    t = np.zeros(ROWS * LANES, np.float32)
    wetness, switched, snow = np.float32(light[14]), np.float32(light[33]), np.float32(light[34])
    there = 0
    for k in range(tiles):
        count, first = filled[k], k * LANES
        t[: GEOMETRY * LANES] = geometry[k]
        if of_tile[k] == materials.shape[0]:
            heaven(t, count, light, dome)
        else:
            paint(t, count, materials[of_tile[k]], switched)
            if snow > ZERO:
                lay_snow(t, count, materials[of_tile[k]], snow, window, heights)
            if wetness > ZERO:
                soak(t, count, wetness)
            bend(t, count, first, triangle, owner, poses)
            fall(
                t, count, first, pixel, throws, light[32], axes, windows, near_map, far_map, window, heights, open_sky
            )  # fmt: skip
            if lamps.shape[0] > 0:
                lamps_on(t, count, lamps)
            mirror(t, count, light, vault, cube)
            shine(t, count, sun, cube)
        veil(t, count, np.float32(light[12]), sun, air)
        if wet.shape[0] > 0 and of_tile[k] < materials.shape[0]:
            there = note(t, count, first, pixel, wet_pixel, wet, there)
        scatter(t, count, first, pixel, radiance)
        if albedo.shape[0] > 0 and of_tile[k] < materials.shape[0]:
            scatter_surface(t, count, first, pixel, albedo, shadow)
    return there


@inner
def scatter(t, count, first, pixel, radiance):
    """Add a tile's radiance to its pixels."""
    width = radiance.shape[1]
    for i in range(count):
        p = pixel[first + i]
        out, weight = radiance[p // width, p % width], t[row.WEIGHT * LANES + i]
        out[0] += weight * t[row.OUT_R * LANES + i]
        out[1] += weight * t[row.OUT_G * LANES + i]
        out[2] += weight * t[row.OUT_B * LANES + i]


@inner
def scatter_surface(t, count, first, pixel, albedo, shadow):
    """Add what a tile's surfaces are, and how much of the sun does not reach them, to their pixels."""
    width = shadow.shape[1]
    for i in range(count):
        p = pixel[first + i]
        out, weight = albedo[p // width, p % width], t[row.WEIGHT * LANES + i]
        out[0] += weight * t[row.R * LANES + i]
        out[1] += weight * t[row.G * LANES + i]
        out[2] += weight * t[row.B * LANES + i]
        shadow[p // width, p % width] += weight * (np.float32(1.0) - t[row.SUN * LANES + i])
