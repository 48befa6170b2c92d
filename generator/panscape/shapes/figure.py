"""The human frame: builds, and the joints of a body whose hands and feet are where a pose wants them."""

from dataclasses import dataclass

import numpy as np

from panscape.shapes.solids import rotation
from panscape.shapes.surface import Floats


@dataclass(frozen=True)
class Build:
    """Proportions of a body; all but ``height`` are shares of it, or factors on an average adult's.

    Attributes
    ----------
    height : float, metres
        Standing upright, without shoes and hair.
    shoulders, hips, girth : float
        Factors on breadth and on thickness.
    waist : float
        Factor on the waist alone.
    head : float
        Height of the head as a share of the body's: 0.128 for a man, 0.17 for a child of six.
    bust, belly : float
        How far chest and stomach stand out.
    stoop : float, radians
        How far the back is bent when nothing asks for it: 0.2 with age.
    """

    height: float
    shoulders: float = 1.0
    hips: float = 1.0
    waist: float = 1.0
    girth: float = 1.0
    head: float = 0.130
    bust: float = 0.0
    belly: float = 0.0
    stoop: float = 0.0


@dataclass(frozen=True)
class Pose:
    """Where the ends of the limbs are. Lengths are shares of the body's height; left before right.

    Attributes
    ----------
    ankles : ((x, y, z), (x, y, z))
        From the ground below the pelvis; x ahead, y to the left.
    wrists : ((x, y, z), (x, y, z))
        From the shoulder of the same side, along the trunk's own axes; y outwards.
    pelvis : float
        Height of the hips.
    lean : float, radians
        Of the trunk, forwards.
    feet : (float, float), radians
        How far each foot points down.
    head : (pitch, yaw), radians
        Nodding forwards, turning left.
    twist : float, radians
        Of the shoulders to the left, and of the hips as far to the right.
    """

    ankles: tuple[tuple[float, float, float], tuple[float, float, float]]
    wrists: tuple[tuple[float, float, float], tuple[float, float, float]]
    pelvis: float = 0.522
    lean: float = 0.02
    feet: tuple[float, float] = (0.0, 0.0)
    head: tuple[float, float] = (0.0, 0.0)
    twist: float = 0.0


@dataclass(frozen=True, eq=False)
class Figure:
    """A body's joints, metres; lists hold left, then right.

    Attributes
    ----------
    build : Build
    pelvis, neck : (3,) float64
    axes, chest : (3, 3) float64
        Of the hips and of the shoulders: ahead, left, up, one a row.
    hips, knees, ankles, shoulders, elbows, wrists : lists of (3,) float64
    feet : (left, right), radians
    head : (3, 3) float64
        Of the head: ahead, left, up, one a row.
    """

    build: Build
    pelvis: Floats
    neck: Floats
    axes: Floats
    chest: Floats
    hips: list[Floats]
    knees: list[Floats]
    ankles: list[Floats]
    shoulders: list[Floats]
    elbows: list[Floats]
    wrists: list[Floats]
    feet: tuple[float, float]
    head: Floats


_THIGH, _SHIN, _UPPER_ARM, _FOREARM = 0.245, 0.235, 0.172, 0.152
SIDES = (1.0, -1.0)


def figure(build: Build, pose: Pose) -> Figure:
    """Return the joints of a body in a pose."""
    h = build.height
    pelvis = np.array([0.0, 0.0, pose.pelvis * h])
    lean = pose.lean + build.stoop
    _, chest = _trunk(lean, pose.twist)
    wrists = []
    for side, (x, y, z), joint in zip(SIDES, pose.wrists, _shoulders(build, pelvis, chest), strict=True):
        wrists.append(joint + h * (x * chest[0] + side * y * chest[1] + z * chest[2]))
    ankles = [h * np.array(ankle) for ankle in pose.ankles]
    return reaching(build, pelvis, lean, ankles, wrists, pose.feet, pose.head, twist=pose.twist)


def reaching(
    build: Build,
    pelvis: Floats,
    lean: float,
    ankles: list[Floats],
    wrists: list[Floats],
    feet: tuple[float, float] = (0.0, 0.0),
    head: tuple[float, float] = (0.0, 0.0),
    elbows_out: float = 0.35,
    twist: float = 0.0,
) -> Figure:
    """Return the joints of a body that reaches given points with its ankles and wrists.

    Parameters
    ----------
    build : Build
    pelvis : (3,) float64, metres
    lean : float, radians
        Of the trunk, forwards.
    ankles, wrists : lists of (3,) float64, metres
        Left, right. A point out of reach is reached for, with the limb stretched.
    feet : (left, right), radians
    head : (pitch, yaw), radians
    elbows_out : float
        How far the elbows point outwards rather than back.
    twist : float, radians
    """
    h = build.height
    axes, chest = _trunk(lean, twist)
    hips = [pelvis + side * 0.052 * build.hips * h * axes[1] for side in SIDES]
    shoulders = _shoulders(build, pelvis, chest)
    knees, ends, elbows, hands = [], [], [], []
    for k, side in enumerate(SIDES):
        ahead = np.array([1.0, 0.12 * side, 0.15])
        middle, end = _bent(hips[k], ankles[k], _THIGH * h, _SHIN * h, ahead)
        knees.append(middle)
        ends.append(end)
        back = elbows_out * side * chest[1] - 0.6 * chest[0] - 0.8 * chest[2]
        middle, end = _bent(shoulders[k], wrists[k], _UPPER_ARM * h, _FOREARM * h, back)
        elbows.append(middle)
        hands.append(end)
    neck = pelvis + 0.325 * h * chest[2]
    turned = rotation("z", head[1]) @ rotation("y", head[0] + 0.3 * lean)
    return Figure(build, pelvis, neck, axes, chest, hips, knees, ends, shoulders, elbows, hands, feet, turned.T)


def _trunk(lean: float, twist: float) -> tuple[Floats, Floats]:
    """The axes of hips and shoulders."""
    tilt = rotation("y", lean)
    return (tilt @ rotation("z", -twist)).T, (tilt @ rotation("z", twist)).T


def _shoulders(build: Build, pelvis: Floats, chest: Floats) -> list[Floats]:
    h = build.height
    return [pelvis + h * (0.268 * chest[2] + side * 0.099 * build.shoulders * chest[1]) for side in SIDES]


def _bent(root: Floats, target: Floats, upper: float, lower: float, toward: Floats) -> tuple[Floats, Floats]:
    """Middle joint and end of a limb that reaches for a target, its middle pointing ``toward``."""
    way = target - root
    distance = max(float(np.sqrt(way @ way)), 1e-6)
    ahead = way / distance
    reach = min(distance, 0.9985 * (upper + lower))
    along = (upper * upper - lower * lower + reach * reach) / (2.0 * reach)
    aside = toward - (toward @ ahead) * ahead
    aside /= np.sqrt(aside @ aside)
    middle = root + along * ahead + np.sqrt(max(0.0, upper * upper - along * along)) * aside
    return middle, root + reach * ahead
