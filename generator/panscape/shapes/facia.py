"""The faces of a car: lamps, grille, bumpers, plates and badges, front and rear, laid upon its body."""

import numpy as np

from panscape.scenes import Mesh
from panscape.shapes.form import Form
from panscape.shapes.hull import Hull, both_sides, decal, patch
from panscape.shapes.solids import moved, sphere, tube
from panscape.shapes.surface import Floats

# The signs of a plate: where each begins and ends, as shares of the plate's half width.
_SIGNS = ((-0.72, -0.58), (-0.53, -0.39), (-0.22, -0.08), (-0.03, 0.11), (0.16, 0.30), (0.49, 0.63), (0.68, 0.82))


def front(form: Form, body: Hull) -> list[Mesh]:
    """Return what a car shows ahead."""
    half, nose = 0.5 * form.width, form.nose
    bumper = body.between(0.0, body.front(0.62 * half))
    fog = body.between(body.front(0.70 * half), body.front(0.86 * half))
    parts = [
        *_headlamps(form, body),
        *_GRILLES[form.grille](form, body),
        patch(body, bumper, 0.25, 0.37, "grille", 0.005, 1),
        patch(body, bumper, 0.302, 0.316, "trim", 0.012, 1),
        patch(body, fog, 0.29, 0.39, "grille", 0.005, 1),
        patch(
            body, fog[:2] * np.array([0.7, 0.9]) + fog[:2][::-1] * np.array([0.3, 0.1]), 0.315, 0.365, "lens", 0.01, 1
        ),
        patch(body, body.between(0.0, body.front(0.9 * half)), nose - 0.032, nose - 0.020, "ink", 0.004, 1),
        *plate(body, True, 0.415),
        both_sides(
            moved(sphere((0, 0, 0), (0.012, 0.03, 0.018), "trim", 6, 4), _on(body, body.front(0.35 * half), 0.40))
        ),
    ]
    return parts


def rear(form: Form, body: Hull, cabin: Hull) -> list[Mesh]:
    """Return what a car shows behind."""
    half, last = 0.5 * form.width, body.points.shape[1] - 1.0
    steep = form.rear_screen > form.length - 0.5
    low = 0.70 if form.tail < 1.1 and steep else 0.60
    edge, end = 0.80 * half, -0.5 * form.length
    lid = body.between(body.rear(edge), last)
    gap = [body.rear(edge), body.rear(edge - 0.014)]
    third = form.height - 0.165
    wiper = [(last - 1.6, form.tail + 0.09, form.tail + 0.105), (last - 0.1, form.tail + 0.05, form.tail + 0.065)]
    parts = [
        *_taillamps(form, body),
        patch(body, body.between(body.rear(0.80 * half), last), 0.20, 0.34, "trim", 0.006, 1),
        patch(body, body.between(body.rear(0.94 * half), body.rear(0.74 * half)), 0.37, 0.41, "tail", 0.008, 1),
        *plate(body, False, low),
        patch(body, body.between(body.rear(0.06), last), low + 0.17, low + 0.22, "chrome", 0.012, 1),
        patch(body, body.between(body.rear(0.34), last), low + 0.125, low + 0.145, "trim", 0.016, 1),
        decal(body, [(body.rear(0.62), low + 0.16, low + 0.185), (body.rear(0.46), low + 0.16, low + 0.185)], "chrome",
              0.006, 1, (-1.0,)),
        patch(body, lid, 0.562, 0.576, "ink", 0.004, 1),
        patch(body, gap, 0.57, form.tail - 0.05, "ink", 0.004, 3),
        patch(cabin, cabin.between(cabin.rear(0.16), cabin.points.shape[1] - 1.0), third, third + 0.022, "brakelight",
              0.014, 1),
        tube((0.5 + end, 0.52 * half, 0.24), (0.02 + end, 0.52 * half, 0.24), 0.032, sides=8, slot="chrome"),
    ]  # fmt: skip
    if steep:
        columns = cabin.points.shape[1] - 1.0 - np.array([1.6, 0.1])
        parts.append(
            decal(cabin, [(columns[0], *_band(wiper[0])), (columns[1], *_band(wiper[1]))], "trim", 0.012, 1, (1.0,))
        )
    else:
        # The lid of a boot has a lip.
        parts.append(patch(body, lid, form.tail - 0.062, form.tail - 0.052, "ink", 0.004, 1))
    return parts


def plate(body: Hull, ahead: bool, low: float, wide: float = 0.26, lift: float = 0.012) -> list[Mesh]:
    """Return a number plate on the front or the rear of a hull: holder, plate, strip, seven signs."""
    place, last = (body.front, 0.0) if ahead else (body.rear, body.points.shape[1] - 1.0)

    def across(reach: float, bottom: float, top: float, slot: str, raised: float) -> Mesh:
        ends = (last, place(reach)) if ahead else (place(reach), last)
        return patch(body, body.between(*ends), bottom, top, slot, raised, 1)

    parts = [
        across(wide + 0.012, low - 0.012, low + 0.122, "trim", lift - 0.004),
        across(wide, low, low + 0.11, "plate", lift),
        # Seen from ahead the left end is the car's right, from behind it is the car's left.
        _sign(body, ahead, (-wide, -0.84 * wide), low, low + 0.11, "badge", lift + 0.004),
    ]
    signs = [(start * wide, end * wide) for start, end in _SIGNS]
    parts += [_sign(body, ahead, sign, low + 0.018, low + 0.092, "ink", lift + 0.004) for sign in signs]
    return parts


def _sign(body: Hull, ahead: bool, span: tuple[float, float], low: float, high: float, slot: str, lift: float) -> Mesh:
    """A strip of a plate; ``span`` runs from the left to the right of who reads it, 0 being the middle."""
    start, end = span
    reads_left = 0.5 * (start + end) < 0.0
    inner, outer = sorted((max(0.0, -end if reads_left else start), -start if reads_left else end))
    place = body.front if ahead else body.rear
    columns = sorted((place(inner), place(outer)))
    side = (-1.0 if reads_left else 1.0) * (1.0 if ahead else -1.0)
    return decal(body, [(columns[0], low, high), (columns[1], low, high)], slot, lift, 1, (side,))


def _on(body: Hull, column: float, height: float, lift: float = 0.0) -> Floats:
    return body.at([column], [height], lift)[0]


def _band(edge: tuple[float, float, float]) -> tuple[float, float]:
    return edge[1], edge[2]


def _headlamps(form: Form, body: Hull) -> list[Mesh]:
    """Housing, lens, two round lamps behind it, a strip of light above them, and the indicator at the corner."""
    half, nose = 0.5 * form.width, form.nose
    lamp = body.between(body.front(0.56 * half), body.side(0.5 * form.length - 0.36))
    ends = (lamp[0], lamp[0] + 0.75 * (lamp[-1] - lamp[0]), lamp[-1])
    top = np.interp(lamp, (lamp[0], lamp[-1]), (nose - 0.075, nose - 0.030))
    low = np.interp(lamp, ends, (nose - 0.205, nose - 0.185, nose - 0.075))
    round_lamps = []
    for middle, radius, slot in ((0.69, 0.052, "headlight"), (0.835, 0.040, "headlight")):
        y, z = middle * half, nose - 0.145 + 0.02 * (middle - 0.69) / 0.145
        disc = [(body.front(y + radius * x), z + radius * a, z + radius * b) for x, a, b in _ROUND]
        ring = [(body.front(y + 1.3 * radius * x), z + 1.3 * radius * a, z + 1.3 * radius * b) for x, a, b in _ROUND]
        round_lamps += [decal(body, ring, "trim", 0.011, 1), decal(body, disc, slot, 0.014, 1)]
    strip = lamp[lamp <= lamp[0] + 0.8 * (lamp[-1] - lamp[0])]
    high = np.interp(strip, lamp, top)
    return [
        patch(body, lamp, low - 0.014, top + 0.012, "trim", 0.004, 2),
        patch(body, lamp, low, top, "lens", 0.008, 2),
        *round_lamps,
        patch(body, strip, high - 0.024, high - 0.008, "daylamp", 0.012, 1),
        patch(body, lamp[-3:-1], np.interp(lamp[-3:-1], lamp, low) + 0.02, high[-1] - 0.035, "amber", 0.012, 1),
    ]


_ROUND = ((-1.0, -0.4, 0.4), (-0.72, -0.8, 0.8), (0.0, -1.0, 1.0), (0.72, -0.8, 0.8), (1.0, -0.4, 0.4))


def _taillamps(form: Form, body: Hull) -> list[Mesh]:
    """Dark red housing, a frame of light in it, a white reversing lamp and an amber indicator."""
    half, top = 0.5 * form.width, form.tail - 0.06
    lamp = body.between(body.side(0.24 - 0.5 * form.length), body.rear(0.50 * half))
    tall = form.tail - 0.66
    low = np.interp(lamp, (lamp[0], lamp[1], lamp[-1]), (top - 0.50 * tall, top - 0.66 * tall, top - 0.52 * tall))
    inner = lamp[lamp >= lamp[-1] - 1.2]
    outer = lamp[(lamp > lamp[0]) & (lamp <= lamp[-1] - 0.6)]
    return [
        patch(body, lamp, low - 0.012, top + 0.012, "trim", 0.004, 2),
        patch(body, lamp, low, top, "tail", 0.008, 2),
        patch(body, outer, top - 0.20 * tall, top - 0.06 * tall, "taillight", 0.012, 1),
        patch(body, outer[-2:], top - 0.50 * tall, top - 0.06 * tall, "taillight", 0.0125, 1),
        patch(body, inner, top - 0.36 * tall, top - 0.22 * tall, "lens", 0.014, 1),
        patch(body, inner, top - 0.49 * tall, top - 0.39 * tall, "amber", 0.014, 1),
    ]


def _barred(form: Form, body: Hull) -> list[Mesh]:
    """Dark, with bars, a chrome edge and a badge."""
    half, nose = 0.5 * form.width, form.nose
    grille = body.between(0.0, body.front(0.50 * half))
    bars = [patch(body, grille, nose - z, nose - z + 0.010, "trim", 0.012, 1) for z in (0.195, 0.165, 0.135)]
    return [
        patch(body, body.between(0.0, body.front(0.515 * half)), nose - 0.235, nose - 0.070, "chrome", 0.004, 1),
        patch(body, grille, nose - 0.22, nose - 0.085, "grille", 0.008, 1),
        *bars,
        *_badge(body, nose - 0.150),
    ]


def _winged(form: Form, body: Hull) -> list[Mesh]:
    """A dark band from lamp to lamp with one chrome wing through the badge."""
    half, nose = 0.5 * form.width, form.nose
    grille = body.between(0.0, body.front(0.545 * half))
    return [
        patch(body, grille, nose - 0.19, nose - 0.090, "grille", 0.006, 1),
        patch(body, grille, nose - 0.149, nose - 0.133, "chrome", 0.012, 1),
        *_badge(body, nose - 0.140),
    ]


def _plain(form: Form, body: Hull) -> list[Mesh]:
    """No grille above the bumper, as electric cars have none: a line between the lamps, and a badge."""
    half, nose = 0.5 * form.width, form.nose
    return [
        patch(body, body.between(0.0, body.front(0.56 * half)), nose - 0.125, nose - 0.112, "trim", 0.006, 1),
        *_badge(body, nose - 0.118),
    ]


def _badge(body: Hull, height: float) -> list[Mesh]:
    outline = [(body.front(0.055 * x), height + 0.042 * low, height + 0.042 * high) for x, low, high in _ROUND[2:]]
    return [decal(body, outline, "chrome", 0.018, 1)]


_GRILLES = {"barred": _barred, "winged": _winged, "plain": _plain}
