"""Bodies and their clothes: trunk, limbs, shoes and garments of a figure at rest, each tied to its bones."""

from dataclasses import dataclass

import numpy as np

from panscape.scenes import Mesh
from panscape.shapes.belongings import carried
from panscape.shapes.figure import SIDES, Figure
from panscape.shapes.head import head
from panscape.shapes.rings import Slots, ellipses, ringed
from panscape.shapes.skinning import (
    ARM,
    CHEST,
    FOOT,
    FOREARM,
    HAND,
    HEAD,
    PELVIS,
    SHIN,
    THIGH,
    Body,
    Piece,
    assembled,
    bending,
    foot_turn,
    rigid,
)
from panscape.shapes.solids import moved, pipe
from panscape.shapes.surface import Floats


@dataclass(frozen=True)
class Outfit:
    """What somebody wears and carries.

    Attributes
    ----------
    top : "shirt", "tucked", "jacket", "open", "coat"
        Over the belt, under it, down over the hips, the same but open at the front, to the knees.
    sleeves : "long" or "short"
    bottom : "trousers", "wide", "shorts", "skirt", "long skirt" or "dress"
    hair : "short", "full", "long", "bob", "bun", "tail", "none", "cap", "beanie", "helmet", "hat", "hood",
        "headscarf"
    bag : "", "backpack", "handbag", "briefcase", "shopping", "shoulder" or "crossbody"
    held : "", "phone", "umbrella", "closed umbrella", "cane", "cup" or "pram"
        In the right hand; a pram in both.
    pattern : "", "print", "stripes" or "bands"
        On the top; bands throw light back, as on work clothes.
    face : "", "beard", "glasses" or "sunglasses"
    scarf : bool
    """

    top: str = "shirt"
    sleeves: str = "long"
    bottom: str = "trousers"
    hair: str = "short"
    bag: str = ""
    held: str = ""
    pattern: str = ""
    face: str = ""
    scarf: bool = False


# Height above the hips, half breadth, half depth, middle ahead: shares of the body's height.
_TRUNK = np.array([
    (-0.062, 0.036, 0.040, 0.000), (-0.034, 0.080, 0.064, -0.003), (0.010, 0.095, 0.071, -0.007),
    (0.058, 0.087, 0.062, -0.001), (0.100, 0.079, 0.056, 0.003), (0.150, 0.084, 0.059, 0.005),
    (0.198, 0.095, 0.065, 0.006), (0.240, 0.102, 0.063, 0.003), (0.268, 0.099, 0.056, -0.001),
    (0.289, 0.078, 0.047, -0.005), (0.306, 0.052, 0.039, -0.006), (0.320, 0.035, 0.034, -0.004),
])  # fmt: skip
_ROUND = 16
# What hangs from the hips, from its hem to the seat: height (1 at the hem), half breadth, half depth, at flare 0.
_TAIL = ((1.0, 0.106, 0.074), (0.72, 0.105, 0.073), (0.45, 0.103, 0.073), (0.2, 0.100, 0.073))
_HEMS = {"coat": (0.235, 0.022), "dress": (0.22, 0.045), "skirt": (0.215, 0.030), "long skirt": (0.40, 0.050)}


def dressed(rest: Figure, outfit: Outfit) -> Body:
    """Return the body of a figure that stands at rest, in an outfit.

    Slots are among ``skin``, ``hair``, ``lips``, ``top``, ``shirt``, ``print``, ``stripe``, ``band``, ``bottom``,
    ``belt``, ``shoes``, ``sole``, ``hat``, ``scarf``, ``bag``, ``umbrella``, ``metal`` and ``trim``.
    """
    pieces = [*_trunk(rest, outfit)]
    for side in range(2):
        pieces += [*_leg(rest, outfit, side), _shoe(rest, side), *_arm(rest, outfit, side)]
    pieces.append(rigid(head(rest, outfit.hair, outfit.face), HEAD))
    pieces += carried(rest, outfit.bag, outfit.held, outfit.top in ("jacket", "open", "coat"))
    return assembled(rest, pieces)


def lowest_at_ground(mesh: Mesh) -> Mesh:
    """Return the mesh with its lowest vertex at z = 0 exactly."""
    return moved(mesh, (0.0, 0.0, -float(mesh.vertices[:, 2].min())))


def _profile(figure: Figure) -> tuple[Floats, Floats, Floats, Floats]:
    """Height above the hips, half breadth, half depth and middle of the trunk's rings, in metres."""
    build, h = figure.build, figure.build.height
    up, breadth, depth, ahead = _TRUNK.T
    share = np.clip(up / 0.29, 0.0, 1.0)
    narrow = 1.0 + (build.waist - 1.0) * np.exp(-(((up - 0.105) / 0.05) ** 2))
    breadth = breadth * (build.hips * (1.0 - share) + build.shoulders * share) * narrow
    depth = depth * build.girth * narrow
    for size, height, reach in ((0.016 * build.bust, 0.205, 0.030), (0.030 * build.belly, 0.085, 0.060)):
        bulge = size * np.exp(-(((up - height) / reach) ** 2))
        depth, ahead = depth + 0.7 * bulge, ahead + 0.7 * bulge
    return up * h, breadth * h, depth * h, ahead * h


def _trunk(figure: Figure, outfit: Outfit) -> list[Piece]:
    h = figure.build.height
    up, breadth, depth, ahead = _profile(figure)
    loose = {"shirt": 0.005, "tucked": 0.003, "jacket": 0.014, "open": 0.013, "coat": 0.016}[outfit.top] * h
    hem = {"tucked": 4, "coat": 1}.get(outfit.top, 2)
    if outfit.bottom == "dress":
        hem, loose = 1, 0.004 * h
    tail = "coat" if outfit.top == "coat" else "dress" if outfit.bottom == "dress" else ""
    bottom = "top" if outfit.bottom == "dress" else "bottom"
    low = [np.insert(part[:5], 4, 0.3 * part[3] + 0.7 * part[4]) for part in (up, breadth, depth, ahead)]
    lower = np.full((5, _ROUND), bottom, dtype=object)
    if outfit.top == "tucked" and outfit.bottom != "dress":
        lower[4] = "belt"
        low[1][4:] += 0.005 * h
        low[2][4:] += 0.005 * h
    pieces = [_upright(figure, _rings(figure, *low), lower)]
    # Shirts leave the neck bare; a jacket's collar stands up to it.
    collar = outfit.top in ("jacket", "open", "coat")
    rows = slice(hem, None if collar else -1)
    cloth = _rings(figure, up[rows], breadth[rows] + loose, depth[rows] + loose, ahead[rows])
    if tail:
        cloth = np.concatenate([_tail(figure, tail, loose), cloth[1:]])
    if collar:
        cloth = np.concatenate([cloth, cloth[-1:] + 0.014 * h * figure.axes[2]])
    pieces.append(_upright(figure, cloth, _pattern(outfit, len(cloth) - 1), bool(tail)))
    if outfit.bottom in ("skirt", "long skirt"):
        rings = np.concatenate([_tail(figure, outfit.bottom, 0.006 * h), _rings(
            figure, up[2:5], breadth[2:5] + 0.006 * h, depth[2:5] + 0.006 * h, ahead[2:5])])  # fmt: skip
        pieces.append(_upright(figure, rings, "bottom", True))
    neck = np.array([figure.neck - 0.045 * h * figure.axes[2], figure.neck + 0.035 * h * figure.head[2]])
    pieces.append(rigid(pipe(neck, 0.032 * h * (0.6 + 0.4 * figure.build.girth), 8, "skin", crease_deg=180.0), CHEST))
    if outfit.scarf or outfit.hair == "headscarf":
        heights, sizes = np.array([-0.028, -0.012, 0.010, 0.016]) * h, np.array([0.052, 0.060, 0.050, 0.036]) * h
        middles = figure.neck + heights[:, None] * figure.axes[2] + 0.004 * h * figure.axes[0]
        wrap = ellipses(middles, figure.axes[0], figure.axes[1], 0.95 * sizes, sizes, 10)
        pieces.append(rigid(ringed(wrap, "scarf"), CHEST))
    return pieces


def _rings(figure: Figure, up: Floats, breadth: Floats, depth: Floats, ahead: Floats) -> Floats:
    middles = figure.pelvis + up[:, None] * figure.axes[2] + ahead[:, None] * figure.axes[0]
    return ellipses(middles, figure.axes[0], figure.axes[1], depth, breadth, _ROUND)


def _tail(figure: Figure, kind: str, loose: float) -> Floats:
    """Rings of what hangs below the hips, from the hem up."""
    build, h = figure.build, figure.build.height
    length, flare = _HEMS[kind]
    shares, breadth, depth = np.array(_TAIL).T
    wide = (breadth * build.hips + flare * shares) * h + loose
    deep = (depth * build.girth + 0.02 * build.belly + 0.7 * flare * shares) * h + loose
    middles = figure.pelvis - (length * h * shares)[:, None] * np.array([0.0, 0.0, 1.0])
    return ellipses(middles, figure.axes[0], figure.axes[1], deep, wide, _ROUND)


def _pattern(outfit: Outfit, rows: int) -> Slots:
    """The slot of each quadrilateral of a top: rows from the hem up, the first and the last column at the front."""
    slots = np.full((rows, _ROUND), "top", dtype=object)
    chest = rows - 5 - 2 * (outfit.top in ("jacket", "open", "coat"))
    if outfit.pattern == "stripes":
        slots[::2] = "stripe"
    if outfit.pattern == "print":
        slots[chest : chest + 2, [0, -1]] = "print"
    if outfit.pattern == "bands":
        slots[[chest - 1, chest + 1]] = "band"
    if outfit.top == "open":
        slots[:, [0, -1]] = "shirt"
        slots[chest + 1 :, [1, -2]] = "shirt"
    return slots


def _upright(figure: Figure, rings: Floats, slots: Slots | str, hangs: bool = False) -> Piece:
    """A piece about the trunk: it bends in the waist, and what hangs below the hips goes with both thighs."""
    h = figure.build.height
    mesh = ringed(rings, slots, (not hangs, True))
    piece = bending(mesh, figure.pelvis, figure.neck, [0.12 * h], [PELVIS, CHEST], 0.07 * h)
    if not hangs:
        return piece
    below = np.clip((figure.pelvis[2] + 0.02 * h - mesh.vertices[:, 2]) / (0.12 * h), 0.0, 1.0)
    left = np.clip(0.5 + mesh.vertices[:, 1] / (0.14 * h), 0.0, 1.0)
    weights = piece.weights * (1.0 - below)[:, None]
    for side, share in zip(range(2), (left, 1.0 - left), strict=True):
        weights[:, THIGH[side]] += below * share
    return Piece(mesh, weights)


def _leg(figure: Figure, outfit: Outfit, side: int) -> list[Piece]:
    h, girth = figure.build.height, figure.build.girth
    hip, knee, ankle = figure.hips[side], figure.knees[side], figure.ankles[side]
    thigh = hip + np.array([-0.06, 0.16, 0.45, 0.86])[:, None] * (knee - hip)
    line = np.concatenate([thigh, knee + np.array([0.0, 0.12, 0.35, 0.88, 1.0])[:, None] * (ankle - knee)])
    bare = np.array([0.036, 0.052, 0.046, 0.034, 0.032, 0.031, 0.034, 0.021, 0.021]) * h * girth
    cloth = {
        "trousers": np.array([0.038, 0.053, 0.049, 0.039, 0.037, 0.036, 0.037, 0.031, 0.033]),
        "wide": np.array([0.038, 0.054, 0.055, 0.048, 0.047, 0.046, 0.047, 0.047, 0.050]),
    }.get(outfit.bottom)
    parts = [(line, bare, "skin")] if cloth is None else [(line, cloth * h * (0.4 + 0.6 * girth), "bottom")]
    if outfit.bottom == "shorts":
        parts.append((line[:4], np.array([0.040, 0.057, 0.058, 0.055]) * h * girth, "bottom"))
    found = []
    for way, radii, slot in parts:
        mesh = _limb(figure, way, radii, 10, slot)
        lengths = [0.0, float(np.sqrt(((knee - hip) ** 2).sum()))]
        bones = [PELVIS, THIGH[side], SHIN[side]]
        found.append(bending(mesh, hip, ankle, lengths, bones, 0.045 * h))
    return found


def _limb(figure: Figure, line: Floats, radii: Floats, sides: int, slot: Slots | str) -> Mesh:
    """Rings across a limb that hangs down, from its end up, so that outside is outside."""
    down = ellipses(line[::-1], figure.axes[0], figure.axes[1], radii[::-1], radii[::-1], sides, 1.0)
    return ringed(down, slot)


# Along the foot from heel to toe: how far ahead of the ankle, half breadth, height; shares of the body's height.
_SHOE = ((-0.044, 0.012, 0.030), (-0.036, 0.021, 0.048), (0.000, 0.024, 0.058), (0.030, 0.025, 0.044),
         (0.068, 0.029, 0.031), (0.096, 0.025, 0.023), (0.110, 0.012, 0.016))  # fmt: skip


def _shoe(figure: Figure, side: int) -> Piece:
    h = figure.build.height
    along = np.array(_SHOE) * h
    turns = 2.0 * np.pi * np.arange(8) / 8 - 7 * np.pi / 8
    rings = np.empty((len(along), 8, 3))
    rings[..., 0] = along[:, :1]
    rings[..., 1] = along[:, 1:2] * np.cos(turns)
    rings[..., 2] = -0.044 * h + along[:, 2:] * (0.5 + 0.54 * np.sin(turns)).clip(0.0)
    slots = np.full((len(along) - 1, 8), "shoes", dtype=object)
    slots[:-1, :3] = "sole"
    return rigid(moved(ringed(rings, slots), figure.ankles[side], foot_turn(figure, side)), FOOT[side])


def _arm(figure: Figure, outfit: Outfit, side: int) -> list[Piece]:
    h, girth = figure.build.height, figure.build.girth
    shoulder, elbow, wrist = figure.shoulders[side], figure.elbows[side], figure.wrists[side]
    # A round shoulder: two rings above the joint, drawn inwards.
    cap = [shoulder + h * (-inward * SIDES[side] * figure.axes[1] + up * figure.axes[2])
           for inward, up in ((0.022, 0.026), (0.012, 0.019))]  # fmt: skip
    share = np.array([0.04, 0.24, 0.55, 0.86])[:, None]
    line = np.concatenate([cap, shoulder + share * (elbow - shoulder),
                           elbow + np.array([0.12, 0.45, 1.0])[:, None] * (wrist - elbow)])  # fmt: skip
    bare = np.array([0.010, 0.023, 0.031, 0.032, 0.028, 0.023, 0.023, 0.022, 0.016]) * h * (0.5 + 0.5 * girth)
    loose = (0.004 if outfit.top in ("shirt", "tucked") else 0.010) * h
    upper = float(np.sqrt(((elbow - shoulder) ** 2).sum()))
    parts: list[tuple[Floats, Floats, Slots | str]] = []
    if outfit.sleeves == "short":
        parts += [(line, bare, "skin"), (line[:5], bare[:5] + 1.6 * loose, "top")]
    else:
        slots = np.full((8, 8), "top", dtype=object)
        if outfit.pattern == "stripes":
            slots[::2] = "stripe"
        if outfit.pattern == "bands":
            slots[3] = "band"
        parts.append((line, bare + loose, slots))
    pieces = []
    for way, radii, of in parts:
        mesh = _limb(figure, way, radii, 8, of)
        bones = [CHEST, ARM[side], FOREARM[side]]
        pieces.append(bending(mesh, shoulder, wrist, [0.0, upper], bones, 0.035 * h))
    return [*pieces, *_hand(figure, side)]


def _hand(figure: Figure, side: int) -> list[Piece]:
    """A hand that hangs half open, its fingers one, its thumb ahead."""
    h = figure.build.height
    elbow, wrist = figure.elbows[side], figure.wrists[side]
    way = (wrist - elbow) / np.sqrt(((wrist - elbow) ** 2).sum())
    aside = -SIDES[side] * figure.axes[1]
    # Fingers bend a little towards the palm, which looks at the thigh.
    steps = ((0.0, 0.0), (0.022, 0.0), (0.050, 0.002), (0.078, 0.010), (0.094, 0.018))
    line = np.array([wrist + h * (along * way + bent * aside) for along, bent in steps])
    sizes = np.array([(0.012, 0.015), (0.014, 0.022), (0.013, 0.024), (0.010, 0.019), (0.006, 0.011)]) * h
    palm = ringed(ellipses(line[::-1], figure.axes[0], figure.axes[1], sizes[::-1, 1], sizes[::-1, 0], 8, 1.0), "skin")
    root = wrist + 0.018 * h * way + 0.012 * h * figure.axes[0]
    thumb = np.array([root, root + h * (0.022 * way + 0.018 * figure.axes[0] + 0.004 * aside),
                      root + h * (0.042 * way + 0.020 * figure.axes[0] + 0.010 * aside)])  # fmt: skip
    sizes = np.array([0.009, 0.009, 0.005]) * h
    finger = ringed(ellipses(thumb[::-1], figure.axes[0], figure.axes[1], sizes[::-1], sizes[::-1], 6, 1.0), "skin")
    return [rigid(part, HAND[side]) for part in (palm, finger)]
