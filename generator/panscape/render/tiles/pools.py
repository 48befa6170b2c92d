# mypy: allow-untyped-defs
"""What standing water mirrors of the picture itself: found once all else is lit."""

from math import sqrt

from panscape.render.jit import kernel
from panscape.render.puddles import mirror_scene
from panscape.render.tiles import layout as row
from panscape.render.tiles.layout import LANES
from panscape.render.tiles.noise import F, wave2

# Columns of a pool's sample: 0-2 the point, 3-5 the ray, 6-8 the normal; 9 what a mirrored radiance weighs in its
# pixel; 10-12 the sky's radiance that stands there until something nearer is found; 13 the reach of its pixel.
COLUMNS = 14
LEAST = F(0.02)  # a thinner film mirrors nothing


@kernel
def note(t, count, first, pixel, wet_pixel, wet, there):
    """Append the samples that stand under water to ``wet``: (S, COLUMNS) float32; return how many there are."""
    for i in range(count):
        if t[row.POOL * LANES + i] <= LEAST:
            continue
        wet_pixel[there] = pixel[first + i]
        for c in range(3):
            wet[there, c] = t[(row.WX + c) * LANES + i]
            wet[there, 3 + c] = t[(row.DX + c) * LANES + i]
            wet[there, 6 + c] = t[(row.GX + c) * LANES + i]
            wet[there, 10 + c] = t[row.KEEP * LANES + i] * t[(row.MX + c) * LANES + i]
        wet[there, 9] = t[row.WEIGHT * LANES + i] * t[row.CLEAR * LANES + i] * t[row.GLEAM * LANES + i]
        wet[there, 13] = t[row.FOOT * LANES + i]
        there += 1
    return there


@kernel
def reflect(there, wet_pixel, wet, view, eye, lens, nearness, radiance):
    """Let water mirror what stands about it, where the picture shows that: radiance is (H, W, 3) float32."""
    width = nearness.shape[1]
    for s in range(there):
        x, y, z = float(wet[s, 0]), float(wet[s, 1]), float(wet[s, 2])
        dx, dy, dz = float(wet[s, 3]), float(wet[s, 4]), float(wet[s, 5])
        # Ripples bend the mirror by a hundredth, where they are large enough to be seen.
        calm = max(0.0, 1.0 - 5.0 * float(wet[s, 13]))
        nx = float(wet[s, 6]) + 0.02 * (float(wave2(F(x * 5.0), F(y * 5.0))) - 0.5) * calm
        ny, nz = float(wet[s, 7]), float(wet[s, 8])
        twice = -2.0 * (dx * nx + dy * ny + dz * nz)
        mx, my, mz = dx + twice * nx, dy + twice * ny, dz + twice * nz
        unit = 1.0 / sqrt(mx * mx + my * my + mz * mz)
        found, r, g, b = mirror_scene(
            x, y, z, mx * unit, my * unit, mz * unit, nearness.shape[0], view, eye, lens, nearness, radiance
        )  # fmt: skip
        if found:
            p, weight = wet_pixel[s], wet[s, 9]
            radiance[p // width, p % width, 0] += weight * (F(r) - wet[s, 10])
            radiance[p // width, p % width, 1] += weight * (F(g) - wet[s, 11])
            radiance[p // width, p % width, 2] += weight * (F(b) - wet[s, 12])
