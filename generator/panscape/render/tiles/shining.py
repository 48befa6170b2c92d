# mypy: allow-untyped-defs
"""The light that the samples of a tile send to the eye: matt, mirrored and let through, after the air between."""

from math import sqrt

from panscape.render.jit import inline, kernel
from panscape.render.sky import mirrored
from panscape.render.tiles import layout as row
from panscape.render.tiles.layout import LANES
from panscape.render.tiles.noise import HALF, ONE, TWO, ZERO, F

SMOOTH = F(0.5)  # a surface rougher than this mirrors the mean of what is around it


@inline
def around(nx, ny, nz, west, east, south, north, nadir, zenith):
    """Return one colour of the light from everywhere that falls on a face with that normal, see sky.ambient."""
    x = east if nx > ZERO else west
    y = north if ny > ZERO else south
    z = zenith if nz > ZERO else nadir
    return nx * nx * x + ny * ny * y + nz * nz * z


@kernel
def mirror(t, count, light, vault, cube):
    """Write what each sample would mirror if nothing stood about it: rows MX to MZ.

    light, vault : float64, see daylight.Daylight; cube : (6, 3) float32
    """
    smoothest = ONE
    for c in range(3):
        west, east, south, north, nadir, zenith = cube[0, c], cube[1, c], cube[2, c], cube[3, c], cube[4, c], cube[5, c]
        out = (row.MX + c) * LANES
        for i in range(count):
            dx, dy, dz = t[row.DX * LANES + i], t[row.DY * LANES + i], t[row.DZ * LANES + i]
            nx, ny, nz = t[row.SX * LANES + i], t[row.SY * LANES + i], t[row.SZ * LANES + i]
            twice = TWO * max(F(0.02), -(nx * dx + ny * dy + nz * dz))
            mx, my, mz = dx + twice * nx, dy + twice * ny, dz + twice * nz
            t[out + i] = around(mx, my, mz, west, east, south, north, nadir, zenith)
    for i in range(count):
        smoothest = min(smoothest, t[row.ROUGH * LANES + i])
    if smoothest >= SMOOTH:
        return
    for i in range(count):
        rough = t[row.ROUGH * LANES + i]
        if rough >= SMOOTH:
            continue
        dx, dy, dz = t[row.DX * LANES + i], t[row.DY * LANES + i], t[row.DZ * LANES + i]
        nx, ny, nz = t[row.SX * LANES + i], t[row.SY * LANES + i], t[row.SZ * LANES + i]
        twice = TWO * max(F(0.02), -(nx * dx + ny * dy + nz * dz))
        r, g, b = mirrored(
            float(dx + twice * nx), float(dy + twice * ny), float(dz + twice * nz), float(rough), light, vault
        )  # fmt: skip
        t[row.MX * LANES + i], t[row.MY * LANES + i], t[row.MZ * LANES + i] = r, g, b


@kernel
def shine(t, count, sun, cube):
    """Write the radiance of each sample: rows OUT_R to OUT_B; and GLEAM and KEEP.

    sun : (6,) float32: direction, colour; cube : (6, 3) float32
    """
    lx, ly, lz = sun[0], sun[1], sun[2]
    for i in range(count):
        dx, dy, dz = t[row.DX * LANES + i], t[row.DY * LANES + i], t[row.DZ * LANES + i]
        nx, ny, nz = t[row.SX * LANES + i], t[row.SY * LANES + i], t[row.SZ * LANES + i]
        facing = max(F(0.02), -(nx * dx + ny * dy + nz * dz))
        cosine = nx * lx + ny * ly + nz * lz
        reach = t[row.SUN * LANES + i]
        rough, f0 = t[row.ROUGH * LANES + i], t[row.F0 * LANES + i]
        alpha = max(F(0.0008), rough * rough)
        square = alpha * alpha
        grazing = ONE - facing
        grazing2 = grazing * grazing
        # Rough surfaces mirror less at grazing angles than Schlick says.
        gleam = f0 + (max(ONE - rough, f0) - f0) * grazing2 * grazing2 * grazing
        # Sun: GGX with Schlick's shadowing.
        hx, hy, hz = lx - dx, ly - dy, lz - dz
        scale = ONE / F(sqrt(hx * hx + hy * hy + hz * hz + F(1e-12)))
        half = max(ZERO, (nx * hx + ny * hy + nz * hz) * scale)
        narrow = half * half * (square - ONE) + ONE
        k = (rough + ONE) * (rough + ONE) * F(0.125)
        front = max(ZERO, cosine)
        glint = square / (narrow * narrow + F(1e-9)) * F(0.25)
        glint = glint / ((facing * (ONE - k) + k) * (front * (ONE - k) + k))
        through = t[row.THROUGH * LANES + i]
        behind = through * (HALF * max(ZERO, -cosine) + (F(0.12) if through > ZERO else ZERO))
        t[row.GLEAM * LANES + i] = gleam
        t[row.KEEP * LANES + i] = (ONE - F(0.75) * rough) * (F(0.35) + F(0.65) * t[row.OPEN * LANES + i])
        t[row.SPARE * LANES + i] = (front + behind) * reach
        t[(row.SPARE + 1) * LANES + i] = min(F(12.0), glint) * front * reach
    for c in range(3):
        blend(t, count, c, sun[3 + c], cube[0, c], cube[1, c], cube[2, c], cube[3, c], cube[4, c], cube[5, c])


@kernel
def blend(t, count, c, sunlight, west, east, south, north, nadir, zenith):
    """Put one colour of the radiance together from what ``shine`` found."""
    base, out, lamp, glitter, seen = row.R + c, row.OUT_R + c, row.LAMP_R + c, row.GLINT_R + c, row.MX + c
    for i in range(count):
        color = t[base * LANES + i]
        everywhere = around(
            t[row.SX * LANES + i], t[row.SY * LANES + i], t[row.SZ * LANES + i], west, east, south, north, nadir, zenith
        )
        metal, gleam = t[row.METAL * LANES + i], t[row.GLEAM * LANES + i]
        falls = everywhere * t[row.OPEN * LANES + i] + sunlight * t[row.SPARE * LANES + i] + t[lamp * LANES + i]
        matt = color * ((ONE - metal) * falls + t[row.EMIT * LANES + i])
        mirrors = gleam * t[row.KEEP * LANES + i]
        # Metal colours what it mirrors.
        tint = ONE + metal * (color - ONE)
        glints = sunlight * t[(row.SPARE + 1) * LANES + i] + t[glitter * LANES + i]
        t[out * LANES + i] = matt * (ONE - mirrors) + tint * (t[seen * LANES + i] * mirrors + glints * gleam)


@kernel
def veil(t, count, extinction, sun, air):
    """Fade each sample towards the haze in its direction; write what is left of it: row CLEAR.

    extinction : float32, 1 / m; sun : (6,) float32; air : (A, 3) float32, by the cosine of the angle from the sun's
    azimuth, -1 to 1
    """
    last = F(air.shape[0] - 1)
    flat = F(sqrt(sun[0] * sun[0] + sun[1] * sun[1])) + F(1e-12)
    sx, sy = sun[0] / flat, sun[1] / flat
    for i in range(count):
        # exp(-x) as (1 - x / 4096)^4096, to 2e-3 where it is above 1 %.
        left = max(ZERO, ONE - t[row.FAR * LANES + i] * extinction * F(1.0 / 4096.0))
        for _ in range(12):
            left = left * left
        dx, dy = t[row.DX * LANES + i], t[row.DY * LANES + i]
        toward = (dx * sx + dy * sy) / (F(sqrt(dx * dx + dy * dy)) + F(1e-12))
        t[row.CLEAR * LANES + i] = left
        t[row.SPARE * LANES + i] = min(last - F(0.001), max(ZERO, HALF * (toward + ONE) * last))
    for i in range(count):
        left, place = t[row.CLEAR * LANES + i], t[row.SPARE * LANES + i]
        j = int(place)
        part, lost = place - F(j), ONE - left
        for c in range(3):
            haze = air[j, c] + part * (air[j + 1, c] - air[j, c])
            t[(row.OUT_R + c) * LANES + i] = t[(row.OUT_R + c) * LANES + i] * left + haze * lost
