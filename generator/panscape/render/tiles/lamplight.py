# mypy: allow-untyped-defs
"""What lamps add to the light on a tile: what falls on its samples, and their glints."""

from math import sqrt

from panscape.render.jit import kernel
from panscape.render.tiles import layout as row
from panscape.render.tiles.layout import LANES
from panscape.render.tiles.noise import HALF, ONE, THREE, TWO, ZERO, F

NEAREST = F(0.01)  # square metres: no lamp is a point


@kernel
def lamps_on(t, count, lamps):
    """Add the light of lamps to the rows LAMP_R to LAMP_B and GLINT_R to GLINT_B.

    lamps : (L, 16) float32, see render.lamps
    """
    big = F(1e9)
    low_x, low_y, low_z, high_x, high_y, high_z = big, big, big, -big, -big, -big
    for i in range(count):
        x, y, z = t[row.WX * LANES + i], t[row.WY * LANES + i], t[row.WZ * LANES + i]
        low_x, high_x = min(low_x, x), max(high_x, x)
        low_y, high_y = min(low_y, y), max(high_y, y)
        low_z, high_z = min(low_z, z), max(high_z, z)
    for k in range(lamps.shape[0]):
        lamp = lamps[k]
        dx = max(ZERO, max(low_x - lamp[0], lamp[0] - high_x))
        dy = max(ZERO, max(low_y - lamp[1], lamp[1] - high_y))
        dz = max(ZERO, max(low_z - lamp[2], lamp[2] - high_z))
        if dx * dx + dy * dy + dz * dz < lamp[11] * lamp[11]:
            one_lamp(t, count, lamp)


@kernel
def one_lamp(t, count, lamp):
    """Add the light of one lamp: by the square of its distance, in its cone, on faces that look towards it.

    It throws no shadow. But where the sky is hidden by what stands close or overhead, so is a lamp that stands high.
    """
    px, py, pz, red, green, blue = lamp[0], lamp[1], lamp[2], lamp[3], lamp[4], lamp[5]
    ax, ay, az, outer, rise, fade = lamp[6], lamp[7], lamp[8], lamp[9], lamp[10], lamp[12]
    for i in range(count):
        lx, ly, lz = px - t[row.WX * LANES + i], py - t[row.WY * LANES + i], pz - t[row.WZ * LANES + i]
        square = max(NEAREST, lx * lx + ly * ly + lz * lz)
        near = ONE / F(sqrt(square))
        lx, ly, lz = lx * near, ly * near, lz * near
        nx, ny, nz = t[row.SX * LANES + i], t[row.SY * LANES + i], t[row.SZ * LANES + i]
        dx, dy, dz = t[row.DX * LANES + i], t[row.DY * LANES + i], t[row.DZ * LANES + i]
        # To nothing at its reach, and smoothly: Karis 2013, Real Shading in Unreal Engine 4.
        far = square * fade
        window = max(ZERO, ONE - far * far)
        cone = min(ONE, max(ZERO, (-(lx * ax + ly * ay + lz * az) - outer) * rise))
        power = window * window * cone * cone * (THREE - TWO * cone) * near * near
        high = min(ONE, max(ZERO, TWO * lz))
        power *= ONE + high * (t[row.OPEN * LANES + i] - ONE)
        # A bump may not catch light from behind its face.
        level = lx * t[row.GX * LANES + i] + ly * t[row.GY * LANES + i] + lz * t[row.GZ * LANES + i]
        cosine = lx * nx + ly * ny + lz * nz
        front = max(ZERO, cosine) * min(ONE, max(ZERO, level * F(20.0)))
        behind = t[row.THROUGH * LANES + i] * HALF * max(ZERO, -level)
        falls = power * (front + behind)
        # GGX with Schlick's shadowing, as the sun's in shining.
        rough = t[row.ROUGH * LANES + i]
        # A lamp is no point: its glint is never sharper than a degree or two.
        alpha = max(F(0.003), rough * rough)
        sharp = alpha * alpha
        hx, hy, hz = lx - dx, ly - dy, lz - dz
        scale = ONE / F(sqrt(hx * hx + hy * hy + hz * hz + F(1e-12)))
        half = max(ZERO, (nx * hx + ny * hy + nz * hz) * scale)
        narrow = half * half * (sharp - ONE) + ONE
        k = (rough + ONE) * (rough + ONE) * F(0.125)
        facing = max(F(0.02), -(nx * dx + ny * dy + nz * dz))
        glint = sharp / (narrow * narrow + F(1e-9)) * F(0.25)
        glint = glint / ((facing * (ONE - k) + k) * (front * (ONE - k) + k))
        glint = min(F(60.0), glint) * front * power
        t[row.LAMP_R * LANES + i] += red * falls
        t[row.LAMP_G * LANES + i] += green * falls
        t[row.LAMP_B * LANES + i] += blue * falls
        t[row.GLINT_R * LANES + i] += red * glint
        t[row.GLINT_G * LANES + i] += green * glint
        t[row.GLINT_B * LANES + i] += blue * glint
