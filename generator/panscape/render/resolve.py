# mypy: allow-untyped-defs
"""From samples to radiance: what each one's surface is, what light falls on it, and what of that reaches the eye."""

from math import sqrt

import numpy as np

from panscape.render.jit import inner, kernel
from panscape.render.noise import wave2
from panscape.render.puddles import mirror_scene
from panscape.render.shading import shade, soak, veil
from panscape.render.shadow import lit
from panscape.render.shelter import sheltered
from panscape.render.sky import sky
from panscape.render.textures import paint


@kernel
def resolve(
    count, top, what, where, table, poses, variant, slot_rows, materials, slot, eye, light, dome, vault, air, cube,
    axes, windows, near_map, far_map, window, heights, view, lens, nearness, open_sky, radiance,
):  # fmt: skip
    """Add each sample's radiance, times its weight, to its pixel.

    what, where : see samples
    table, poses, variant, slot_rows, materials : see pack.Packed; slot : (T,) int16, of the atlas
    light, dome, vault, air, cube : see daylight.Daylight
    axes, windows, near_map, far_map : see shadow; window, heights : see shelter
    top, view, lens, nearness : see puddles
    open_sky : (H, W) float32, see occlusion
    radiance : (H, W, 3) float32, zero where nothing was added yet
    """
    surface = np.empty(12, np.float64)
    for s in range(count):
        dx, dy, dz = where[s, 6], where[s, 7], where[s, 8]
        p = what[s, 3]
        if p < 0:
            r, g, b = sky(dx, dy, dz, light, dome)
            # The sky itself fades into haze near the horizon, as if some kilometres away.
            r, g, b = veil(r, g, b, 250.0 / (0.03 + max(0.0, dz)), dx, dy, light, air)
        else:
            nx, ny, nz, distance = where[s, 3], where[s, 4], where[s, 5], where[s, 9]
            row = slot_rows[table[p, 6] + slot[what[s, 2] - table[p, 5] + table[p, 2]]]
            paint(
                materials[row], where[s, 0], where[s, 1], where[s, 2], nx, ny, nz, where[s, 10], where[s, 11],
                where[s, 12], where[s, 13], variant[p], surface,
            )  # fmt: skip
            gx, gy, gz = rotate(poses, p, nx, ny, nz)
            px, py, pz = eye[0] + dx * distance, eye[1] + dy * distance, eye[2] + dz * distance
            sx, sy, sz = gx, gy, gz
            pool = soak(px, py, gz, where[s, 13], light[14], surface)
            calm = 1.0 - pool
            bx, by, bz = calm * surface[8], calm * surface[9], calm * surface[10]
            if bx != 0.0 or by != 0.0 or bz != 0.0:
                bx, by, bz = rotate(poses, p, nx + bx, ny + by, nz + bz)
                scale = 1.0 / sqrt(bx * bx + by * by + bz * bz + 1e-30)
                sx, sy, sz = bx * scale, by * scale, bz * scale
            slope = gx * light[0] + gy * light[1] + gz * light[2]
            sun = 0.0
            if slope > 0.0 and light[4] > 0.0:
                sun = lit(px, py, pz, gx, gy, gz, slope, axes, windows, near_map, far_map)
            elif surface[11] > 0.0 and light[4] > 0.0:
                sun = lit(px, py, pz, -gx, -gy, -gz, -slope, axes, windows, near_map, far_map)
            open_here = float(open_sky[what[s, 1], what[s, 0]])
            open_here *= 1.0 - 0.85 * sheltered(px, py, pz, gx, gy, gz, window, heights)
            if pool > 0.02:
                # Ripples bend the mirror by a hundredth, where they are large enough to be seen.
                tilt = 0.02 * (wave2(px * 5.0, py * 5.0) - 0.5) * max(0.0, 1.0 - 5.0 * where[s, 13])
                twice = -2.0 * (dx * (gx + tilt) + dy * gy + dz * gz)
                mx, my, mz = dx + twice * (gx + tilt), dy + twice * gy, dz + twice * gz
                found, mr, mg, mb = mirror_scene(px, py, pz, mx, my, mz, top, view, eye, lens, nearness, radiance)
            else:
                found, mr, mg, mb = False, 0.0, 0.0, 0.0
            r, g, b = shade(
                surface, sx, sy, sz, dx, dy, dz, sun, open_here, found, mr, mg, mb, light, vault, cube
            )  # fmt: skip
            r, g, b = veil(r, g, b, distance, dx, dy, light, air)
        weight = where[s, 14]
        radiance[what[s, 1], what[s, 0], 0] += np.float32(weight * r)
        radiance[what[s, 1], what[s, 0], 1] += np.float32(weight * g)
        radiance[what[s, 1], what[s, 0], 2] += np.float32(weight * b)


@inner
def rotate(poses, p, x, y, z):
    """Return placement p's ``rotation @ (x, y, z)``."""
    return (
        poses[p, 0] * x + poses[p, 1] * y + poses[p, 2] * z,
        poses[p, 3] * x + poses[p, 4] * y + poses[p, 5] * z,
        poses[p, 6] * x + poses[p, 7] * y + poses[p, 8] * z,
    )


@kernel
def own(table, owner):
    """Write the placement of every triangle: (T,) int32."""
    for p in range(table.shape[0]):
        start = table[p, 5]
        for t in range(table[p, 3] - table[p, 2]):
            owner[start + t] = p


@kernel
def name(visible, owner, segment, background, nearness, ids, depth):
    """Write the segment of every pixel, and its depth in metres, 0 where there is nothing.

    visible  : (H, W) int32; nearness : (H, W) float32, 1 / metres
    segment  : (N,) uint32, of each placement
    ids      : (H, W) uint32; depth : (H, W) float32
    """
    height, width = visible.shape
    for y in range(height):
        for x in range(width):
            if visible[y, x] < 0:
                ids[y, x], depth[y, x] = background, 0.0
            else:
                ids[y, x] = segment[owner[visible[y, x]]]
                depth[y, x] = np.float32(1.0) / nearness[y, x]
