"""People on foot: men, women and children of several builds, walking, waiting, talking on the phone."""

from dataclasses import replace
from functools import cache

import numpy as np

from panscape.scenes import Material, Mesh, Placement, Texture, Thing
from panscape.scenes.material import Color
from panscape.shapes.body import Outfit, dressed, lowest_at_ground
from panscape.shapes.figure import Build, Pose, figure
from panscape.shapes.size import Size

MAN = Build(1.77)
WOMAN = Build(1.66, shoulders=0.91, hips=1.04, waist=0.88, girth=0.96, head=0.133)
HEAVY = Build(1.75, shoulders=1.06, hips=1.14, waist=1.34, girth=1.32, head=0.131)
SLIM = Build(1.82, shoulders=0.95, hips=0.92, waist=0.90, girth=0.88, head=0.126)
CHILD = Build(1.22, shoulders=0.93, hips=0.98, waist=1.05, girth=1.06, head=0.168)
YOUTH = Build(1.52, shoulders=0.92, hips=0.96, waist=0.96, girth=0.95, head=0.145)

CHARACTERS: tuple[tuple[Build, Outfit], ...] = (
    (MAN, Outfit()),
    (MAN, Outfit("jacket", bag="backpack")),
    (MAN, Outfit("coat", bag="briefcase")),
    (MAN, Outfit("shirt", "short", "shorts", "cap")),
    (SLIM, Outfit("jacket", hair="beanie")),
    (SLIM, Outfit("shirt", "short", bag="backpack")),
    (HEAVY, Outfit("jacket", hair="none")),
    (HEAVY, Outfit("shirt", "short", hair="cap")),
    (WOMAN, Outfit(hair="long", bag="handbag")),
    (WOMAN, Outfit("shirt", "short", "dress", "long")),
    (WOMAN, Outfit("jacket", bottom="skirt", hair="bun", bag="handbag")),
    (WOMAN, Outfit("coat", hair="tail")),
    (WOMAN, Outfit("jacket", bottom="wide", hair="long", bag="backpack")),
    (WOMAN, Outfit("shirt", "short", "shorts", "tail")),
    (replace(WOMAN, height=1.62, girth=1.25, waist=1.25, hips=1.2), Outfit("coat", bottom="wide", hair="bun")),
    (CHILD, Outfit("shirt", "short", "shorts")),
    (CHILD, Outfit("jacket", hair="beanie", bag="backpack")),
    (CHILD, Outfit("shirt", "short", "dress", "tail")),
    (YOUTH, Outfit("jacket", hair="long", bag="backpack")),
    (YOUTH, Outfit("shirt", "short", hair="short", bag="backpack")),
)
_STRIDE = Pose(((0.165, 0.045, 0.054), (-0.17, -0.045, 0.092)), ((-0.13, 0.05, -0.275), (0.14, 0.03, -0.265)),
               pelvis=0.496, lean=0.05, feet=(-0.22, 0.58))  # fmt: skip
_PASSING = Pose(((0.01, 0.04, 0.044), (-0.12, -0.045, 0.140)), ((0.03, 0.05, -0.295), (-0.03, 0.05, -0.30)),
                pelvis=0.521, lean=0.04, feet=(0.0, 0.75))  # fmt: skip
_STROLL = Pose(((0.105, 0.045, 0.046), (-0.11, -0.045, 0.066)), ((-0.06, 0.05, -0.295), (0.07, 0.04, -0.29)),
               pelvis=0.511, lean=0.03, feet=(-0.08, 0.30), head=(0.05, 0.25))  # fmt: skip
_HURRY = Pose(((0.20, 0.04, 0.085), (-0.22, -0.04, 0.155)), ((-0.13, 0.06, -0.17), (0.17, 0.0, -0.14)),
              pelvis=0.478, lean=0.16, feet=(-0.25, 0.85))  # fmt: skip
_CALLING = replace(_STROLL, wrists=((-0.06, 0.05, -0.295), (0.085, -0.005, 0.055)), head=(0.05, -0.15))


def _mirrored(pose: Pose) -> Pose:
    left, right = ((x, -y, z) for x, y, z in pose.ankles)
    return replace(pose, ankles=(right, left), wrists=pose.wrists[::-1], feet=pose.feet[::-1])


WALKING = {
    "stride": _STRIDE,
    "stride, right foot first": _mirrored(_STRIDE),
    "passing": _PASSING,
    "passing, right foot first": _mirrored(_PASSING),
    "stroll": _STROLL,
    "stroll, right foot first": _mirrored(_STROLL),
    "hurry": _HURRY,
    "walking with a phone at the ear": _CALLING,
}
STANDING = {
    "upright": Pose(((0.0, 0.055, 0.044), (0.01, -0.055, 0.044)), ((0.02, 0.045, -0.30), (0.02, 0.045, -0.30))),
    "at ease": Pose(((-0.01, 0.045, 0.044), (0.06, -0.085, 0.044)), ((0.03, 0.05, -0.29), (0.045, 0.06, -0.27)),
                    pelvis=0.515, head=(0.0, 0.4)),
    "hands in pockets": Pose(((0.0, 0.06, 0.044), (0.02, -0.06, 0.044)), ((0.045, 0.0, -0.245), (0.045, 0.0, -0.245)),
                             lean=-0.03),
    "phone at the ear": Pose(((0.0, 0.05, 0.044), (0.04, -0.07, 0.044)), ((0.03, 0.05, -0.29), (0.085, -0.005, 0.055)),
                             pelvis=0.517, head=(0.05, -0.2)),
    "looking at a phone": Pose(((0.0, 0.05, 0.044), (0.02, -0.06, 0.044)), ((0.03, 0.05, -0.29), (0.165, -0.05, -0.12)),
                               head=(0.38, -0.1)),
    "talking": Pose(((0.0, 0.06, 0.044), (0.03, -0.06, 0.044)), ((0.12, -0.01, -0.20), (0.19, 0.03, -0.14)),
                    lean=0.04, head=(0.0, 0.15)),
}  # fmt: skip
_POSES_EACH = 2
PERSON_SIZES = {"walking": Size(1.30, 0.95, 2.05), "standing": Size(0.80, 0.95, 2.05)}

_SKINS: tuple[Color, ...] = (
    (0.58, 0.38, 0.28), (0.63, 0.44, 0.34), (0.46, 0.28, 0.19), (0.33, 0.19, 0.12), (0.19, 0.105, 0.065),
    (0.09, 0.05, 0.034),
)  # fmt: skip
_HAIRS: tuple[Color, ...] = (
    (0.018, 0.014, 0.012), (0.045, 0.026, 0.016), (0.10, 0.058, 0.03), (0.27, 0.17, 0.075), (0.30, 0.29, 0.28),
    (0.16, 0.05, 0.02),
)  # fmt: skip
_GREY = 4
_TOPS: tuple[Color, ...] = (
    (0.60, 0.60, 0.58), (0.025, 0.027, 0.032), (0.10, 0.11, 0.125), (0.035, 0.06, 0.16), (0.34, 0.035, 0.04),
    (0.06, 0.15, 0.09), (0.42, 0.30, 0.16), (0.20, 0.32, 0.48), (0.56, 0.40, 0.06), (0.30, 0.10, 0.24),
    (0.50, 0.22, 0.17), (0.13, 0.09, 0.065), (0.07, 0.28, 0.32), (0.58, 0.16, 0.045),
)  # fmt: skip
_BOTTOMS: tuple[Color, ...] = (
    (0.035, 0.055, 0.12), (0.06, 0.095, 0.19), (0.018, 0.018, 0.021), (0.09, 0.09, 0.095), (0.31, 0.25, 0.165),
    (0.10, 0.08, 0.06), (0.15, 0.20, 0.28), (0.07, 0.085, 0.055),
)  # fmt: skip
_SHOES: tuple[Color, ...] = ((0.02, 0.018, 0.017), (0.55, 0.54, 0.52), (0.11, 0.06, 0.03), (0.16, 0.16, 0.17))


def person(
    rng: np.random.Generator, position: tuple[float, float, float], yaw: float, activity: str | None = None
) -> Thing:
    """Return somebody on foot.

    Parameters
    ----------
    rng : numpy.random.Generator
    position : (x, y, z) metres
        Of the ground below the hips.
    yaw : float, radians
        Where they face.
    activity : "walking", "standing" or None
        None draws one.

    Raises
    ------
    KeyError
        If there is no such activity.
    """
    if activity is None:
        activity = "walking" if rng.random() < 0.65 else "standing"
    character = int(rng.integers(len(CHARACTERS)))
    choice = int(rng.integers(_POSES_EACH))
    long = CHARACTERS[character][1].top == "coat" or CHARACTERS[character][1].bottom in ("dress", "skirt")
    poses = [name for name in {"walking": WALKING, "standing": STANDING}[activity] if not (long and name == "hurry")]
    # Each character has some of the poses, so that a process soon has every mesh that it will ever need.
    pose = poses[(3 * character + choice * (len(poses) // _POSES_EACH)) % len(poses)]
    size = min(max(float(rng.normal(1.0, 0.025)), 0.94), 1.06)
    stout = size * float(rng.uniform(0.96, 1.05))
    materials = person_materials(rng, young=CHARACTERS[character][0] in (CHILD, YOUTH))
    placement = Placement(person_mesh(character, pose), position, materials, yaw, (stout, stout, size))
    return Thing("person", (placement,), {"activity": activity, "pose": pose})


@cache
def person_mesh(character: int, pose: str) -> Mesh:
    """Return the mesh of one of ``CHARACTERS`` in a pose of ``WALKING`` or ``STANDING``."""
    build, outfit = CHARACTERS[character]
    outfit = replace(outfit, phone="phone" in pose)
    return lowest_at_ground(dressed(figure(build, (WALKING | STANDING)[pose]), outfit))


def person_materials(rng: np.random.Generator, young: bool = False) -> dict[str, Material]:
    """Return skin, hair and clothes, drawn slot by slot; all slots that ``body.dressed`` knows.

    Parameters
    ----------
    rng : numpy.random.Generator
    young : bool
        A child or a youth.
    """
    skin = int(rng.choice(len(_SKINS), p=(0.26, 0.22, 0.18, 0.14, 0.12, 0.08)))
    # Fair hair goes with fair skin, and grey hair with age.
    shares = np.array((0.22, 0.25, 0.2, 0.14, 0.12, 0.07) if skin < 2 else (0.6, 0.28, 0.04, 0.0, 0.08, 0.0))
    shares[_GREY] *= 0.0 if young else 1.0
    hair = int(rng.choice(len(_HAIRS), p=shares / shares.sum()))
    red, green, blue = _SKINS[skin]
    top, bottom, hat, bag = (_shaded(rng, palette) for palette in (_TOPS, _BOTTOMS, _TOPS, _TOPS))
    return {
        "skin": Material(_SKINS[skin], roughness=0.55, f0=0.035),
        "lips": Material((0.75 * red, 0.5 * green, 0.5 * blue), roughness=0.5),
        "hair": Material(_HAIRS[hair], roughness=0.5),
        "top": _cloth(top),
        "bottom": _cloth(bottom),
        "hat": _cloth(hat),
        "bag": _cloth(bag),
        "shoes": Material(_shaded(rng, _SHOES), roughness=0.5),
        "trim": Material((0.014, 0.014, 0.016), roughness=0.3),
    }


def _shaded(rng: np.random.Generator, palette: tuple[Color, ...]) -> Color:
    color = np.array(palette[int(rng.integers(len(palette)))]) * rng.uniform(0.75, 1.25)
    red, green, blue = color.clip(0.004, 0.85).tolist()
    return red, green, blue


def _cloth(color: Color) -> Material:
    red, green, blue = (0.62 * part for part in color)
    return Material(color, (red, green, blue), Texture.CLOTH, 6.0, roughness=0.9, f0=0.03, contrast=1.2)
