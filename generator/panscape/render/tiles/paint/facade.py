# mypy: allow-untyped-defs
"""House fronts: windows by bays and storeys, with sills, surrounds and curtains, lit at night; shops at the ground."""

from panscape.render.jit import inline, inner
from panscape.render.tiles.layout import BX, BY, BZ, EMIT, F0, LANES, NZ, ROUGH, VARIANT, B, G, R
from panscape.render.tiles.noise import HALF, ONE, ZERO, F, fade, hash2, hash3, ramp, stripe, whole
from panscape.render.tiles.paint.rows import FU, FV, THRICE, WAVES, U, V, along, waves

# BAY, STOREY: number of the window; ACROSS: from the middle of the bay, UP: from its floor, metres; TALL, WIDE: of the
# opening; SHOP: 1 at a shop.
WEATHER, ACROSS, UP, HALF_WIDE, SHOP, BAY, STOREY, PANE = WAVES
HEIGHT = F(3.2)  # metres, of a storey
SCREENED = F(0.17)  # share of the panes that curtains and blinds take
LIT = F(0.45)  # share of the windows that are lit at night


@inner
def facade(t, count, m, switched):
    """Texture.FACADE: bays of 1 / ``m[7]`` metres; trim of the second colour."""
    near = along(t, count)
    waves(t, count, near, WEATHER, F(0.5), F(0.3), ZERO, ZERO, THRICE)
    measure(t, count, m)
    walls(t, count, m)
    windows(t, count, m, switched)


@inner
def measure(t, count, m):
    """Find the window of each lane: its number, and where in its bay and storey the lane is."""
    width = ONE / m[7]
    for i in range(count):
        own = whole(t[VARIANT * LANES + i] * F(65536.0))
        bay, storey = whole(t[U * LANES + i] * m[7]), whole(t[V * LANES + i] * (ONE / HEIGHT))
        # Where a pixel is as high as the storey, the ground floor is like the others.
        shop = storey < ONE and hash2(own, F(8.0)) > F(0.4) and t[FV * LANES + i] < F(0.75) * HEIGHT
        half = HALF * min(F(0.72) * width, F(0.8) + F(0.8) * hash2(own, F(2.0)))
        t[ACROSS * LANES + i] = t[U * LANES + i] - (bay + HALF) * width
        t[UP * LANES + i] = t[V * LANES + i] - storey * HEIGHT
        t[HALF_WIDE * LANES + i] = HALF * width - F(0.1) if shop else half
        t[SHOP * LANES + i] = ONE if shop else ZERO
        t[BAY * LANES + i], t[STOREY * LANES + i] = bay, storey


@inline
def low_of(shop, own):
    """Return how high above the floor a window begins."""
    return F(0.4) if shop > HALF else F(0.85) + F(0.25) * hash2(own, F(3.0))


@inline
def part(x, low, high, foot, period):
    """Return ``stripe``, and its mean over a period where the pixel is too wide for that."""
    mean = (high - low) / period
    return mean + fade(foot / period) * (stripe(x, low, high, foot) - mean)


@inner
def walls(t, count, m):
    """Lay the wall, its string courses, the shops' fascias, sills and surrounds."""
    r, g, b, trim_r, trim_g, trim_b = m[0], m[1], m[2], m[3], m[4], m[5]
    width = ONE / m[7]
    for i in range(count):
        foot_u, foot_v = t[FU * LANES + i], t[FV * LANES + i]
        across, up, half, shop = (
            t[ACROSS * LANES + i],
            t[UP * LANES + i],
            t[HALF_WIDE * LANES + i],
            t[SHOP * LANES + i],
        )
        own = whole(t[VARIANT * LANES + i] * F(65536.0))
        level = abs(t[NZ * LANES + i]) > F(0.7)
        low, high = low_of(shop, own), F(2.5)
        weather = t[WEATHER * LANES + i]
        wall = ONE + F(0.4) * (weather - HALF)
        # Soot below the sills, damp at the foot of the wall.
        run = part(across, -half - F(0.1), half + F(0.1), foot_u, width) * ramp(low - F(0.9), low - F(0.25), up)
        run *= (
            F(0.22)
            * fade(foot_v * HALF)
            * ramp(F(0.35), F(0.65), weather)
            * (ONE - stripe(up, low, F(9.0), foot_v))
            * (ONE - shop)
        )
        wall *= ONE - run - F(0.25) * fade(foot_v) * ramp(F(0.5), ZERO, t[V * LANES + i] + weather - HALF)
        sign = shop * part(up, ZERO, F(3.1), foot_v, HEIGHT)
        hue = hash3(whole(t[BAY * LANES + i] * F(1.0 / 3.0)), own, F(12.0)) - HALF
        hue = HALF + hue * fade(F(0.3) * foot_u / width)
        shade = ONE - F(0.6) * part(up, ZERO, F(2.6), foot_v, HEIGHT)
        # Shares of the pixel, each without what lies in it: surround, frame, panes.
        surround = part(across, -half - F(0.12), half + F(0.12), foot_u, width)
        surround *= part(up, low - F(0.1), high + F(0.16), foot_v, HEIGHT)
        opening = part(across, -half, half, foot_u, width) * part(up, low, high, foot_v, HEIGHT)
        pane = part(across, F(0.06) - half, half - F(0.06), foot_u, width)
        pane *= part(up, low + F(0.06), high - F(0.06), foot_v, HEIGHT)
        # A bar down its middle, and one across an old window.
        pane *= ONE - part(across, F(-0.03), F(0.03), foot_u, F(2.0) * half)
        bar = part(up, high - F(0.62), high - F(0.57), foot_v, high - low) if hash2(own, F(9.0)) < HALF else ZERO
        pane *= ONE - bar * (ONE - shop)
        opening, pane = ZERO if level else opening, ZERO if level else pane
        bold = F(0.9) if hash2(own, F(5.0)) > F(0.4) else F(0.2)
        trim = part(up, ZERO, F(0.16), foot_v, HEIGHT) * (ONE - shop) + max(ZERO, surround - opening) * bold
        ledge = part(across, -half - F(0.15), half + F(0.15), foot_u, width)
        ledge *= part(up, low - F(0.25), low - F(0.1), foot_v, HEIGHT)
        dark = ONE - F(0.35) * ledge
        # Roofs and soffits of such a block are plain.
        sign, trim, dark = ZERO if level else sign, ZERO if level else min(ONE, trim), ONE if level else dark
        wall = ONE if level else wall
        tone = F(0.7) if hash2(own, F(6.0)) < F(0.6) else F(0.08)
        frame, rest = tone * max(ZERO, opening - pane), dark * max(ZERO, ONE - trim - opening)
        clean, trim = rest * wall * (ONE - sign), trim * dark
        sign *= rest * shade
        t[R * LANES + i] = r * clean + (F(0.1) + HALF * hue) * sign + trim_r * trim + frame
        t[G * LANES + i] = g * clean + (F(0.32) - F(0.25) * hue) * sign + trim_g * trim + F(0.98) * frame
        bluish = F(0.08) + F(0.3) * hue * (ONE - hue)
        t[B * LANES + i] = b * clean + bluish * sign + trim_b * trim + F(0.94) * frame
        t[PANE * LANES + i] = pane


@inner
def windows(t, count, m, switched):
    """Glaze the panes, before curtains, a blind, goods, a lit room or the dark."""
    rough, f0, emission = m[8], m[9], m[11] + switched * m[13]
    for i in range(count):
        bay, storey, shop = t[BAY * LANES + i], t[STOREY * LANES + i], t[SHOP * LANES + i]
        own, pane = whole(t[VARIANT * LANES + i] * F(65536.0)), t[PANE * LANES + i]
        chance, other = hash3(bay, storey, own), hash3(bay + F(7.0), storey, own)
        low, high = low_of(shop, own), F(2.5)
        half = t[HALF_WIDE * LANES + i]
        across = abs(t[ACROSS * LANES + i]) / half
        across = HALF + fade(t[FU * LANES + i] * m[7]) * (across - HALF)
        up = (t[UP * LANES + i] - low) / (high - low) - HALF
        up = HALF + fade(t[FV * LANES + i] * (ONE / HEIGHT)) * up
        soft = HALF * t[FU * LANES + i] / half + F(0.035)
        # Curtains hang in folds at the sides, a blind is drawn from above.
        place = F(0.38) + F(0.4) * other
        hung = ramp(place - soft, place + soft, across) if chance < F(0.4) else ZERO
        fold = across * F(9.0) + other
        hung *= F(0.85) + F(0.3) * abs(fold - whole(fold) - HALF) * fade(F(9.0) * soft)
        drop = F(0.2) + F(0.7) * other
        drawn = ramp(drop - HALF * soft, drop + HALF * soft, up) if chance > F(0.4) and chance < F(0.6) else ZERO
        seen = fade(max(t[FU * LANES + i] * m[7], t[FV * LANES + i] * (ONE / HEIGHT)))
        screen = SCREENED + seen * (hung + drawn - SCREENED)
        # The room: its ceiling is a little brighter than the rest, a shop shows goods.
        goods = F(0.10) * hash3(whole(t[U * LANES + i] * F(5.0)), whole(t[V * LANES + i] * F(4.0)), own) * shop
        goods *= ramp(F(0.75), F(0.6), up) * fade(F(3.0) * max(t[FU * LANES + i], t[FV * LANES + i]))
        room = F(0.03) + F(0.02) * up + goods
        # Light at night; a few rooms are lit by day. Warm bulbs, now and then a cold tube or a screen.
        by_day = F(0.35) if chance > F(0.94) else ZERO
        light = hash3(bay + F(13.0), storey, own)
        share = F(0.8) if shop > HALF else LIT
        at_night = switched * (F(0.15) + F(0.55) * other) if light < share else ZERO
        mean = F(0.02) + F(0.17) * switched
        sent = mean + seen * (max(by_day, at_night) - mean)
        cold = F(0.3) + seen * (ramp(F(0.68), F(0.72), hash3(bay + F(29.0), storey, own)) - F(0.3))
        shone = min(ONE, F(6.0) * sent)
        inside = F(0.55) + F(0.35) * up - F(0.15) * across + F(2.0) * goods
        glow_r, glow_g, glow_b = F(0.62) - F(0.20) * cold, F(0.42) + F(0.04) * cold, F(0.20) + F(0.32) * cold
        pane_r, pane_g, pane_b = room, room, room + F(0.008)
        pane_r += (glow_r * inside - pane_r) * shone
        pane_g += (glow_g * inside - pane_g) * shone
        pane_b += (glow_b * inside - pane_b) * shone
        pane_r += (F(0.42) * (ONE - shone) + F(0.8) * glow_r * shone - pane_r) * screen
        pane_g += (F(0.40) * (ONE - shone) + F(0.8) * glow_g * shone - pane_g) * screen
        pane_b += (F(0.35) * (ONE - shone) + F(0.8) * glow_b * shone - pane_b) * screen
        # The reveal throws a shadow on the pane's upper edge.
        reveal = ONE - F(0.6) * stripe(t[UP * LANES + i], high - F(0.18), high, t[FV * LANES + i]) * (ONE - shone)
        t[R * LANES + i] += pane_r * reveal * pane
        t[G * LANES + i] += pane_g * reveal * pane
        t[B * LANES + i] += pane_b * reveal * pane
        # What the panes send out, in multiples of the whole pixel's colour.
        of_panes = min(ONE, pane_g * reveal * pane / (t[G * LANES + i] + F(1e-6)))
        t[EMIT * LANES + i] = emission + (sent - emission) * of_panes
        t[ROUGH * LANES + i] = rough + (F(0.04) - rough) * pane
        t[F0 * LANES + i] = f0 + (F(0.10) - f0) * pane
        # Every pane is set a little askew, so that each mirrors another piece of the sky.
        tilt = seen * pane
        t[BX * LANES + i] = F(0.05) * (chance - HALF) * tilt
        t[BY * LANES + i] = F(0.05) * (other - HALF) * tilt
        t[BZ * LANES + i] = F(0.10) * (other - F(0.4)) * tilt
