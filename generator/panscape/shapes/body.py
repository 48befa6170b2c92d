"""Bodies and clothes over a figure's joints: limbs, trunk, head, hair, garments, shoes, bags."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from panscape.scenes import Mesh, join
from panscape.shapes.figure import SIDES, Figure
from panscape.shapes.solids import box, loft, moved, pipe, sheet, sphere
from panscape.shapes.surface import Floats


@dataclass(frozen=True)
class Outfit:
    """What somebody wears.

    Attributes
    ----------
    top : "shirt", "jacket" or "coat"
        Down to the hips, over them, or to the knees.
    sleeves : "long" or "short"
    bottom : "trousers", "wide", "shorts", "skirt" or "dress"
    hair : "short", "long", "bun", "tail", "none", "cap", "beanie" or "helmet"
    bag : "", "backpack", "handbag" or "briefcase"
    phone : bool
        In the right hand.
    """

    top: str = "shirt"
    sleeves: str = "long"
    bottom: str = "trousers"
    hair: str = "short"
    bag: str = ""
    phone: bool = False


# Height above the hips, half breadth, half depth, middle ahead: shares of the body's height.
_TRUNK = np.array([
    (-0.060, 0.040, 0.046, 0.000), (-0.030, 0.084, 0.066, -0.002), (0.015, 0.094, 0.070, -0.006),
    (0.065, 0.085, 0.060, 0.000), (0.110, 0.078, 0.055, 0.003), (0.165, 0.088, 0.061, 0.005),
    (0.220, 0.100, 0.067, 0.005), (0.265, 0.106, 0.061, 0.001), (0.293, 0.098, 0.049, -0.004),
    (0.312, 0.064, 0.039, -0.006), (0.326, 0.034, 0.033, -0.003),
])  # fmt: skip
# Height, half breadth, half depth, middle ahead: shares of the head's height.
_HEAD = np.array([
    (0.00, 0.09, 0.10, 0.17), (0.05, 0.19, 0.22, 0.12), (0.18, 0.265, 0.31, 0.075), (0.38, 0.310, 0.385, 0.03),
    (0.58, 0.330, 0.420, 0.005), (0.76, 0.318, 0.405, -0.01), (0.90, 0.235, 0.300, -0.02), (0.98, 0.10, 0.13, -0.02),
    (1.00, 0.02, 0.02, -0.02),
])  # fmt: skip
_ROUND = 12
# Half breadth and half depth of what hangs from the waist, from there to the knees.
_WAIST = (0.076, 0.094, 0.098, 0.100, 0.102, 0.104)
_SEAT = (0.050, 0.069, 0.071, 0.068, 0.066, 0.066)
# How low the hair reaches, by degrees from the face: shares of the head's height.
_HAIRLINES = {
    "short": ((0, 50, 68, 100, 180), (0.84, 0.80, 0.50, 0.36, 0.16)),
    "long": ((0, 45, 62, 95, 180), (0.84, 0.80, 0.20, -0.35, -0.62)),
    "bun": ((0, 50, 70, 100, 180), (0.84, 0.78, 0.52, 0.40, 0.22)),
    "tail": ((0, 50, 70, 100, 180), (0.84, 0.78, 0.52, 0.40, 0.22)),
    "cap": ((0, 180), (0.68, 0.58)),
    "beanie": ((0, 180), (0.70, 0.48)),
    "helmet": ((0, 60, 180), (0.70, 0.48, 0.30)),
}


def dressed(figure: Figure, outfit: Outfit) -> Mesh:
    """Return the mesh of a figure in an outfit.

    Slots are among ``skin``, ``hair``, ``top``, ``bottom``, ``shoes``, ``hat``, ``bag``, ``lips`` and ``trim``.
    """
    parts = [*_trunk(figure, outfit), _head(figure, outfit), *_bag(figure, outfit)]
    for side in range(2):
        parts += [*_leg(figure, outfit, side), _shoe(figure, side), *_arm(figure, outfit, side)]
    if outfit.bottom in ("skirt", "dress"):
        parts.append(_hanging(figure, "bottom" if outfit.bottom == "skirt" else "top", 1.0, 0.006, 0.055))
    if outfit.top == "coat":
        parts.append(_hanging(figure, "top", 0.92, 0.018, 0.030))
    return join(parts)


def lowest_at_ground(mesh: Mesh) -> Mesh:
    """Return the mesh with its lowest vertex at z = 0 exactly."""
    return moved(mesh, (0.0, 0.0, -float(mesh.vertices[:, 2].min())))


def _ellipses(
    middles: Floats, ahead: Floats, left: Floats, depth: Floats, breadth: Floats, sides: int = _ROUND
) -> Floats:
    """(R, sides, 3): rings about the middles, a little squarer than an ellipse."""
    turns = 2.0 * np.pi * np.arange(sides) / sides
    c, s = np.cos(turns), np.sin(turns)
    c, s = np.sign(c) * np.abs(c) ** 0.85, np.sign(s) * np.abs(s) ** 0.85
    return middles[:, None] + (depth[:, None] * c)[..., None] * ahead + (breadth[:, None] * s)[..., None] * left


def _limb(line: Floats, radii: Floats | float, sides: int, slot: str, broad: Floats | None = None) -> Mesh:
    # Smooth to the very end: a crease at each cuff would double the time that a body takes to make.
    return pipe(line, radii, sides, slot, broad, 180.0)


def _trunk(figure: Figure, outfit: Outfit) -> list[Mesh]:
    build, h = figure.build, figure.build.height
    up, breadth, depth, ahead = _TRUNK.T * h
    share = np.clip(up / (0.29 * h), 0.0, 1.0)
    narrow = 1.0 + (build.waist - 1.0) * np.exp(-(((up / h - 0.11) / 0.05) ** 2))
    breadth = breadth * (build.hips * (1.0 - share) + build.shoulders * share) * narrow
    depth = depth * build.girth * narrow
    middles = figure.pelvis + up[:, None] * figure.axes[2] + ahead[:, None] * figure.axes[0]
    rings = _ellipses(middles, figure.axes[0], figure.axes[1], depth, breadth)
    lower = loft(rings[:5], "top" if outfit.bottom == "dress" else "bottom", 180.0)
    hem = 1
    if outfit.top == "coat" or outfit.bottom == "dress":
        hem = 3
    elif outfit.top == "shirt" or outfit.bottom == "skirt":
        hem = 2
    loose = {"shirt": 0.004, "jacket": 0.013, "coat": 0.016}[outfit.top] * h
    worn = _ellipses(middles[hem:], figure.axes[0], figure.axes[1], depth[hem:] + loose, breadth[hem:] + loose)
    neck = _limb(
        np.array([figure.neck - 0.02 * h * figure.axes[2], figure.neck + 0.035 * h * figure.head[2]]),
        0.031 * h,
        8,
        "skin",
    )
    parts = [lower, loft(worn, "top", 180.0), neck]
    if outfit.top != "shirt":
        collar = _ellipses(
            middles[-2:], figure.axes[0], figure.axes[1], depth[-2:] + 0.6 * loose, breadth[-2:] + 0.6 * loose
        )
        collar[1] += 0.018 * h * figure.axes[2]
        parts.append(loft(collar, "top", 180.0))
    return parts


def _leg(figure: Figure, outfit: Outfit, side: int) -> list[Mesh]:
    h, girth = figure.build.height, figure.build.girth
    hip, knee, ankle = figure.hips[side], figure.knees[side], figure.ankles[side]
    shares = np.array([-0.06, 0.16, 0.45, 0.88])[:, None]
    thigh = hip + shares * (knee - hip)
    line = np.concatenate([thigh, knee + np.array([0.12, 0.35, 0.88, 1.0])[:, None] * (ankle - knee)])
    bare = np.array([0.036, 0.052, 0.048, 0.034, 0.031, 0.034, 0.022, 0.022]) * h * girth
    cloth = {
        "trousers": np.array([0.038, 0.053, 0.051, 0.040, 0.038, 0.039, 0.032, 0.033]),
        "wide": np.array([0.038, 0.054, 0.056, 0.048, 0.046, 0.047, 0.046, 0.048]),
    }.get(outfit.bottom)
    if cloth is not None:
        return [_limb(line, cloth * h * (0.4 + 0.6 * girth), 10, "bottom")]
    parts = [_limb(line, bare, 10, "skin")]
    if outfit.bottom == "shorts":
        parts.append(_limb(line[:4], np.array([0.040, 0.057, 0.058, 0.054]) * h * girth, 10, "bottom"))
    return parts


def _shoe(figure: Figure, side: int) -> Mesh:
    h = figure.build.height
    # Along the foot from heel to toe: how far ahead of the ankle, half breadth, height; shares of the body's height.
    along = np.array([(-0.044, 0.012, 0.030), (-0.036, 0.021, 0.048), (0.000, 0.024, 0.060), (0.030, 0.025, 0.046),
                      (0.068, 0.029, 0.031), (0.096, 0.025, 0.023), (0.110, 0.012, 0.016)]) * h  # fmt: skip
    turns = 2.0 * np.pi * np.arange(8) / 8 + np.pi / 8
    rings = np.empty((len(along), 8, 3))
    rings[..., 0] = along[:, :1]
    rings[..., 1] = along[:, 1:2] * np.cos(turns)
    rings[..., 2] = -0.044 * h + along[:, 2:] * (0.5 + 0.54 * np.sin(turns)).clip(0.0)
    pitch, out = figure.feet[side], 0.12 * SIDES[side]
    turn = np.array([[np.cos(out), -np.sin(out), 0.0], [np.sin(out), np.cos(out), 0.0], [0.0, 0.0, 1.0]])
    tilt = np.array([[np.cos(pitch), 0.0, np.sin(pitch)], [0.0, 1.0, 0.0], [-np.sin(pitch), 0.0, np.cos(pitch)]])
    return moved(loft(rings, "shoes", 50.0), figure.ankles[side], turn @ tilt)


def _arm(figure: Figure, outfit: Outfit, side: int) -> list[Mesh]:
    h, girth = figure.build.height, figure.build.girth
    shoulder, elbow, wrist = figure.shoulders[side], figure.elbows[side], figure.wrists[side]
    inner = shoulder - 0.034 * h * SIDES[side] * figure.axes[1] + 0.010 * h * figure.axes[2]
    line = np.array([inner, shoulder + 0.10 * (elbow - shoulder), shoulder + 0.5 * (elbow - shoulder),
                     elbow + 0.15 * (shoulder - elbow), elbow + 0.15 * (wrist - elbow), wrist])  # fmt: skip
    bare = np.array([0.024, 0.032, 0.028, 0.023, 0.023, 0.016]) * h * (0.5 + 0.5 * girth)
    loose = (0.004 if outfit.top == "shirt" else 0.009) * h
    parts = []
    if outfit.sleeves == "short":
        parts += [_limb(line, bare, 8, "skin"), _limb(line[:3], bare[:3] + loose * 1.6, 8, "top")]
    else:
        parts.append(_limb(line, bare + loose, 8, "top"))
    way = (wrist - elbow) / np.sqrt((wrist - elbow) @ (wrist - elbow))
    hand = wrist + np.array([0.0, 0.022, 0.05, 0.082, 0.098])[:, None] * h * way
    sizes = np.array([(0.012, 0.016), (0.013, 0.024), (0.013, 0.025), (0.010, 0.019), (0.006, 0.010)]) * h
    level = figure.axes[0] + 0.2 * SIDES[side] * figure.axes[1]
    parts.append(_limb(hand, sizes, 8, "skin", broad=level))
    thumb = np.array([wrist + 0.02 * h * way, wrist + 0.055 * h * way + 0.028 * h * level])
    parts.append(_limb(thumb, 0.008 * h, 5, "skin"))
    if outfit.phone and side == 1:
        end = hand[2] - 0.012 * h * SIDES[side] * figure.axes[1]
        slab = box(-0.037, 0.037, -0.006, 0.006, -0.075, 0.075, "trim")
        parts.append(
            moved(slab, end, np.stack([level / np.sqrt(level @ level), figure.axes[1], figure.axes[2]], axis=1))
        )
    return parts


def _hanging(figure: Figure, slot: str, length: float, loose: float, flare: float) -> Mesh:
    """A skirt or the tails of a coat: rings from the waist down that hold both legs; ``length`` 1 ends at the knees."""
    h = figure.build.height
    rings = []
    for share, waist, seat in zip((-0.28, -0.05, 0.15, 0.45, 0.75, 1.0), _WAIST, _SEAT, strict=True):
        t = share * length
        legs = [hip + t * (knee - hip) for hip, knee in zip(figure.hips, figure.knees, strict=True)]
        spread = np.abs(legs[0] - legs[1])
        wide = waist * figure.build.hips * h + 0.5 * max(0.0, float(spread[1]) - 0.104 * h)
        deep = seat * figure.build.girth * h + 0.5 * float(spread[0])
        rings.append((0.5 * (legs[0] + legs[1]), deep + h * loose, wide + h * (loose + flare * max(0.0, t))))
    middles, deeps, wides = (np.array(column) for column in zip(*rings, strict=True))
    return loft(_ellipses(middles, figure.axes[0], figure.axes[1], deeps, wides, 14)[::-1], slot, 60.0)


def _head(figure: Figure, outfit: Outfit) -> Mesh:
    build = figure.build
    base = figure.neck + 0.018 * build.height * figure.head[2]
    return moved(_head_at_origin(build.head * build.height, outfit.hair), base, figure.head.T)


@cache
def _head_at_origin(size: float, hair: str) -> Mesh:
    up, breadth, depth, ahead = _HEAD.T * size
    middles = np.column_stack([ahead, np.zeros(len(up)), up])
    skull = loft(_ellipses(middles, np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), depth, breadth), "skin", 180.0)
    nose = sphere((0.42 * size, 0, 0.42 * size), (0.06 * size, 0.045 * size, 0.09 * size), "skin", 6, 4)
    parts = [skull, nose, *_face(size)]
    if hair in _HAIRLINES:
        parts.append(_hair(size, hair, "hat" if hair in ("cap", "beanie", "helmet") else "hair"))
    if hair in ("cap", "beanie"):
        parts.append(_hair(size, "short", "hair"))
    return join([*parts, *_extras(size, hair)])


def _face(size: float) -> list[Mesh]:
    """Ears, eyes, brows and mouth: a few triangles each, so that a face close by is not blank."""
    parts = [sphere((0.385 * size, 0, 0.235 * size), (0.02 * size, 0.085 * size, 0.018 * size), "lips", 6, 3)]
    for side in SIDES:
        for x, y, z, radii, slot in (
            (0.0, 0.325, 0.46, (0.06, 0.03, 0.10), "skin"),
            (0.370, 0.135, 0.515, (0.02, 0.048, 0.026), "trim"),
            (0.374, 0.140, 0.600, (0.02, 0.075, 0.014), "hair"),
        ):
            parts.append(sphere((x * size, side * y * size, z * size), np.array(radii) * size, slot, 6, 3))
    return parts


def _extras(size: float, hair: str) -> list[Mesh]:
    if hair == "bun":
        return [sphere((-0.46 * size, 0, 0.74 * size), 0.17 * size, "hair", 10, 6)]
    if hair == "tail":
        line = np.array([(-0.40, 0, 0.72), (-0.56, 0, 0.60), (-0.58, 0, 0.25), (-0.50, 0, -0.15)]) * size
        return [_limb(line, np.array([0.07, 0.11, 0.10, 0.03]) * size, 8, "hair")]
    if hair == "cap":
        turns = np.linspace(-1.0, 1.0, 7)
        inner = np.stack([0.36 * size * np.cos(turns), 0.34 * size * np.sin(turns), np.full(7, 0.70 * size)], axis=1)
        outer = np.stack(
            [0.72 * size * np.cos(0.8 * turns), 0.36 * size * np.sin(turns), np.full(7, 0.66 * size)], axis=1
        )
        under = np.array([0.0, 0.0, -0.03 * size])
        return [sheet([inner, outer], "hat"), sheet([outer + under, inner + under], "hat")]
    return []


def _hair(size: float, style: str, slot: str) -> Mesh:
    thick = {"helmet": 0.13, "beanie": 0.075, "cap": 0.06, "long": 0.07}.get(style, 0.05)
    turns = 2.0 * np.pi * np.arange(16) / 16
    degrees, lows = _HAIRLINES[style]
    low = np.interp(np.degrees(np.minimum(turns, 2.0 * np.pi - turns)), degrees, lows)
    rows = np.array([0.0, 0.0, 0.2, 0.4, 0.6, 0.78, 0.92, 1.0])[:, None]
    heights = low + rows * (1.0 - low)
    held = np.maximum(heights, 0.42)  # hair that falls below the ears hangs straight
    grown = np.full((len(rows), 1), thick)
    grown[0] = -0.03
    breadth = np.interp(held, _HEAD[:, 0], _HEAD[:, 1]) + grown
    depth = np.interp(held, _HEAD[:, 0], _HEAD[:, 2]) + grown
    ahead = np.interp(held, _HEAD[:, 0], _HEAD[:, 3])
    rings = np.empty((len(rows), 16, 3))
    rings[..., 0] = ahead + depth * np.cos(turns)
    rings[..., 1] = breadth * np.sin(turns)
    rings[..., 2] = heights + np.interp(heights, (0.8, 1.0), (0.0, thick))
    return loft(size * rings, slot, 180.0)


def _bag(figure: Figure, outfit: Outfit) -> list[Mesh]:
    h, (ahead, left, up) = figure.build.height, figure.axes
    depth = 0.068 * figure.build.girth + (0.014 if outfit.top != "shirt" else 0.004)
    if outfit.bag == "backpack":
        heights = np.array([0.06, 0.07, 0.10, 0.20, 0.265, 0.29])
        out = np.array([0.02, 0.05, 0.062, 0.055, 0.04, 0.015]) * h
        wide = np.array([0.05, 0.075, 0.082, 0.080, 0.068, 0.03]) * h
        middles = figure.pelvis + h * (heights[:, None] * up - (depth + 0.035) * ahead)
        parts = [loft(_ellipses(middles, ahead, left, out, wide), "bag", 180.0)]
        for side in SIDES:
            strap = [(-0.04, 0.30), (0.035, 0.305), (depth + 0.002, 0.25), (depth - 0.004, 0.16), (0.0, 0.10)]
            line = [
                figure.pelvis + h * (x * ahead + side * (0.062 if z > 0.12 else 0.088) * left + z * up)
                for x, z in strap
            ]
            parts.append(_limb(np.array(line), 0.009 * h, 5, "bag"))
        return parts
    if outfit.bag in ("handbag", "briefcase"):
        long, tall = (0.15, 0.12) if outfit.bag == "handbag" else (0.22, 0.16)
        wrist = figure.wrists[0] - np.array([0.0, 0.0, 0.05 * h])
        at = wrist - np.array([0.0, 0.0, tall + 0.07])
        body = box(-long, long, -0.045, 0.045, -tall, tall, "bag")
        handle = _limb(
            np.array([(-0.07, 0, tall), (-0.05, 0, tall + 0.06), (0.05, 0, tall + 0.06), (0.07, 0, tall)]),
            0.01,
            5,
            "bag",
        )
        return [moved(body, at), moved(handle, at)]
    return []
