# mypy: allow-untyped-defs
"""Snow that lies: on what faces the sky, less under cover, driven off the road in two tracks a lane."""

from math import floor

from panscape.render.jit import kernel
from panscape.render.shelter import sheltered
from panscape.render.tiles import layout as row
from panscape.render.tiles.layout import LANES
from panscape.render.tiles.noise import HALF, ONE, TWO, ZERO, F, ramp, wave2, waves2

NOISE, ASPHALT, MARKING, CLOTH = F(1.0), F(3.0), F(4.0), F(11.0)  # see scenes.Texture
KERB = F(0.06)  # metres above the road at which a sidewalk begins: there feet, not wheels, tread
TRACK = F(1.6)  # metres from track to track: about the gauge of a car, and of the gap to the next lane's
# Reflectance of snow some days old (Wiscombe and Warren 1980), and of what wheels make of it.
WHITE_R, WHITE_G, WHITE_B = F(0.82), F(0.84), F(0.87)
SLUSH_R, SLUSH_G, SLUSH_B = F(0.30), F(0.285), F(0.27)


@kernel
def lay_snow(t, count, m, snow, window, heights):
    """Whiten a tile by how much of what faces the sky is under snow.

    m : (16,) float32, its material; snow : float32, in (0, 1]; window, heights : see shelter.sheltered
    """
    if m[6] == CLOTH:
        return  # Who moves shakes it off.
    highest = -ONE
    for i in range(count):
        highest = max(highest, t[row.GZ * LANES + i])
    if highest < F(0.1):
        return
    for i in range(count):
        x, y, z = float(t[row.WX * LANES + i]), float(t[row.WY * LANES + i]), float(t[row.WZ * LANES + i])
        t[row.SPARE * LANES + i] = sheltered(x, y, z, 0.0, 0.0, 1.0, window, heights)
    # Tar, iron and gullies in a road are plain and dark; that they are part of one is all that tells them from it.
    road = m[6] == ASPHALT or m[6] == MARKING
    driven = road or (m[6] <= NOISE and max(m[0], max(m[1], m[2])) < F(0.09))
    tread(t, count, driven)
    # Smooth glass and paint let it slide.
    slips = F(0.2) if m[8] < F(0.12) else ZERO
    whiten(t, count, snow, slips, driven)


@kernel
def tread(t, count, driven):
    """Write how much of the snow wheels have driven off, along the world's x: the row after SPARE."""
    for i in range(count):
        t[(row.SPARE + 1) * LANES + i] = ZERO
    if not driven:
        return
    for i in range(count):
        x, y, foot = t[row.WX * LANES + i], t[row.WY * LANES + i], t[row.FOOT * LANES + i]
        sway = wave2(x * F(0.08), y * F(0.4)) - HALF
        place = (abs(y) + F(0.5) * sway) / TRACK
        off = abs(place - F(floor(place)) - HALF) * TRACK
        wide = F(0.34) + F(0.25) * (wave2(x * F(0.5), y * F(1.5)) - HALF)
        soft = F(0.22) + foot
        feet = F(0.3) if t[row.WZ * LANES + i] > KERB else ONE
        t[(row.SPARE + 1) * LANES + i] = feet * (ONE - ramp(wide - soft, wide + soft, off))


@kernel
def whiten(t, count, snow, slips, driven):
    """Mix snow into the surface, by how it faces, how it is sheltered and how it is trodden."""
    # On open, level ground the share that is white is about ``snow``; roofs follow when nearly all of that is.
    bare = F(1.10) - F(0.36) * snow - F(0.42) * snow * snow * snow * snow + slips
    road = F(0.12) if driven else ZERO
    for i in range(count):
        x, y, foot = t[row.WX * LANES + i], t[row.WY * LANES + i], t[row.FOOT * LANES + i]
        up, hidden, trodden = t[row.GZ * LANES + i], t[row.SPARE * LANES + i], t[(row.SPARE + 1) * LANES + i]
        drift = waves2(x * F(0.9), y * F(0.9), foot * F(0.9)) - HALF
        fine = waves2(x * F(7.0), y * F(7.0), foot * F(7.0)) - HALF
        left = bare + road + F(0.62) * ramp(F(0.15), F(0.6), hidden)
        faces = up + F(0.90) * drift + F(0.20) * fine
        cover = ramp(left, left + F(0.22), faces) * ramp(F(0.08), F(0.35), up)
        # In the tracks a grey film is left, and the more the deeper it lay.
        slush = trodden * cover * (F(0.25) + F(0.4) * snow) * (HALF + fine)
        cover *= ONE - trodden * (F(1.0) - F(0.12) * snow)
        grey = road * F(3.0) * (HALF + drift) + F(0.06) * fine
        shade = ONE + F(0.10) * fine + F(0.08) * drift
        r, g, b = t[row.R * LANES + i], t[row.G * LANES + i], t[row.B * LANES + i]
        r, g, b = r + (SLUSH_R - r) * slush, g + (SLUSH_G - g) * slush, b + (SLUSH_B - b) * slush
        t[row.R * LANES + i] = r + ((WHITE_R + (SLUSH_R - WHITE_R) * grey) * shade - r) * cover
        t[row.G * LANES + i] = g + ((WHITE_G + (SLUSH_G - WHITE_G) * grey) * shade - g) * cover
        t[row.B * LANES + i] = b + ((WHITE_B + (SLUSH_B - WHITE_B) * grey) * shade - b) * cover
        rough = t[row.ROUGH * LANES + i]
        rough += (F(0.42) - rough) * trodden * min(ONE, TWO * snow) * (ONE - cover)
        t[row.ROUGH * LANES + i] = rough + (F(0.92) - rough) * cover
        t[row.F0 * LANES + i] += (F(0.02) - t[row.F0 * LANES + i]) * cover
        t[row.METAL * LANES + i] *= ONE - cover
        t[row.THROUGH * LANES + i] *= ONE - cover
        t[row.EMIT * LANES + i] *= ONE - cover
        # It lies in soft waves over what is below.
        t[row.BX * LANES + i] += (F(0.20) * drift + F(0.10) * fine - t[row.BX * LANES + i]) * cover
        t[row.BY * LANES + i] += (F(0.16) * drift - F(0.10) * fine - t[row.BY * LANES + i]) * cover
        t[row.BZ * LANES + i] *= ONE - cover
