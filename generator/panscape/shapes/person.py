"""People on foot: men, women and children of many builds and ages, walking at any phase, standing, sitting."""

from dataclasses import replace
from functools import cache
from math import cos, sin

import numpy as np

from panscape.scenes import Mesh, Placement, Thing
from panscape.shapes.belongings import pram_wrists
from panscape.shapes.body import Outfit, dressed, lowest_at_ground
from panscape.shapes.figure import Build, Figure, Pose, figure
from panscape.shapes.gait import PHASES, Gait, step_pose
from panscape.shapes.size import Size
from panscape.shapes.skinning import Body, posed, thinned
from panscape.shapes.wardrobe import person_materials

MAN = Build(1.77)
TALL = Build(1.88, shoulders=1.02, girth=0.95, head=0.124)
WOMAN = Build(1.66, shoulders=0.90, hips=1.04, waist=0.88, girth=0.95, head=0.133, bust=1.0)
SHORT = Build(1.58, shoulders=0.90, hips=1.08, waist=0.95, girth=1.02, head=0.138, bust=1.1)
HEAVY = Build(1.75, shoulders=1.05, hips=1.10, waist=1.26, girth=1.22, head=0.131, belly=1.0)
STOUT = Build(1.62, shoulders=0.98, hips=1.20, waist=1.22, girth=1.20, head=0.136, bust=1.4, belly=0.5)
SLIM = Build(1.82, shoulders=0.95, hips=0.92, waist=0.90, girth=0.88, head=0.126)
OLD_MAN = Build(1.70, shoulders=0.95, hips=1.04, waist=1.14, girth=1.05, head=0.134, belly=0.6, stoop=0.13)
OLD_WOMAN = Build(1.56, shoulders=0.90, hips=1.10, waist=1.10, girth=1.06, head=0.139, bust=0.9, belly=0.3, stoop=0.17)
CHILD = Build(1.22, shoulders=0.93, hips=0.98, waist=1.05, girth=1.06, head=0.168)
TODDLER = Build(0.96, shoulders=0.92, hips=1.0, waist=1.12, girth=1.16, head=0.205, belly=0.5)
YOUTH = Build(1.52, shoulders=0.92, hips=0.96, waist=0.96, girth=0.95, head=0.145)

CHARACTERS: tuple[tuple[Build, Outfit], ...] = (
    (MAN, Outfit(hair="full", face="beard")),
    (MAN, Outfit("jacket", bag="backpack", hair="short")),
    (MAN, Outfit("coat", bag="briefcase", scarf=True, face="glasses")),
    (MAN, Outfit("shirt", "short", "shorts", "cap", pattern="print", face="sunglasses")),
    (MAN, Outfit("jacket", hair="helmet", pattern="bands")),
    (MAN, Outfit("tucked", hair="short", bag="crossbody")),
    (TALL, Outfit("open", hair="full", face="beard")),
    (TALL, Outfit("jacket", hair="hood", held="phone")),
    (SLIM, Outfit("jacket", hair="beanie", scarf=True)),
    (SLIM, Outfit("shirt", "short", hair="full", bag="backpack", pattern="stripes")),
    (HEAVY, Outfit("open", hair="none", face="beard")),
    (HEAVY, Outfit("shirt", "short", hair="cap", pattern="print")),
    (OLD_MAN, Outfit("jacket", hair="hat", held="cane", face="glasses")),
    (WOMAN, Outfit("tucked", hair="long", bag="handbag")),
    (WOMAN, Outfit("shirt", "short", "dress", "long", bag="shoulder", face="sunglasses")),
    (WOMAN, Outfit("jacket", bottom="skirt", hair="bun", bag="handbag")),
    (WOMAN, Outfit("coat", hair="tail", bag="shoulder", scarf=True)),
    (WOMAN, Outfit("open", bottom="wide", hair="bob", bag="backpack")),
    (WOMAN, Outfit("shirt", "short", "shorts", "tail", pattern="stripes")),
    (WOMAN, Outfit("coat", hair="bob", held="umbrella")),
    (WOMAN, Outfit("jacket", hair="long", held="pram")),
    (SHORT, Outfit("coat", bottom="long skirt", hair="headscarf", bag="shopping")),
    (SHORT, Outfit("open", hair="long", held="cup", bag="crossbody")),
    (STOUT, Outfit("shirt", bottom="wide", hair="bob", bag="shopping")),
    (OLD_WOMAN, Outfit("coat", bottom="skirt", hair="bun", bag="handbag", scarf=True)),
    (CHILD, Outfit("shirt", "short", "shorts", "full", pattern="print")),
    (CHILD, Outfit("jacket", hair="beanie", bag="backpack")),
    (CHILD, Outfit("shirt", "short", "dress", "tail")),
    (TODDLER, Outfit("jacket", hair="beanie")),
    (YOUTH, Outfit("jacket", hair="hood", bag="backpack")),
    (YOUTH, Outfit("shirt", "short", hair="full", bag="backpack", pattern="stripes")),
)
REST = Pose(((0.0, 0.054, 0.044), (0.0, -0.054, 0.044)), ((0.012, 0.062, -0.312), (0.012, 0.062, -0.312)),
             pelvis=0.5235, lean=0.0)  # fmt: skip
STANDING = {
    "upright": Pose(((0.0, 0.055, 0.044), (0.01, -0.055, 0.044)), ((0.02, 0.045, -0.30), (0.02, 0.045, -0.30))),
    "at ease": Pose(((-0.01, 0.045, 0.044), (0.06, -0.085, 0.044)), ((0.03, 0.05, -0.29), (0.045, 0.06, -0.27)),
                    pelvis=0.515, head=(0.0, 0.4)),
    "hands in pockets": Pose(((0.0, 0.06, 0.044), (0.02, -0.06, 0.044)), ((0.05, 0.02, -0.235), (0.05, 0.02, -0.235)),
                             lean=-0.03),
    "arms folded": Pose(((0.0, 0.06, 0.044), (0.02, -0.06, 0.044)), ((0.135, -0.125, -0.105), (0.125, -0.115, -0.125)),
                        lean=-0.03, head=(0.0, 0.3)),
    "looking about": Pose(((0.0, 0.05, 0.044), (0.05, -0.07, 0.044)), ((0.03, 0.05, -0.29), (0.03, 0.05, -0.29)),
                          pelvis=0.517, head=(-0.05, -0.8), twist=-0.12),
    "talking": Pose(((0.0, 0.06, 0.044), (0.03, -0.06, 0.044)), ((0.12, -0.01, -0.20), (0.19, 0.03, -0.14)),
                    lean=0.04, head=(0.0, 0.15)),
}  # fmt: skip
SITTING = {
    "sitting": Pose(((0.225, 0.055, 0.044), (0.20, -0.06, 0.044)), ((0.16, -0.01, -0.20), (0.15, 0.0, -0.205)),
                    pelvis=0.285, lean=-0.06, head=(0.1, 0.2)),
}  # fmt: skip
GAITS = {
    "walk": Gait(),
    "stroll": Gait(0.135, 0.24, 0.02, 0.05),
    "hurry": Gait(0.235, 0.62, 0.11, 0.12, 0.05),
    "shuffle": Gait(0.095, 0.12, 0.04, 0.03),
}
_SPEEDS = {"walk": 0.72, "stroll": 0.55, "hurry": 0.95, "shuffle": 0.5}  # strides a second, assumed
# What one does with the right hand, in front of the shoulder, and where one looks then: (pitch, yaw).
_HOLDING: dict[str, tuple[tuple[float, float, float], tuple[float, float]]] = {
    "phone": ((0.165, -0.04, -0.115), (0.42, -0.08)),
    "umbrella": ((0.15, -0.03, -0.115), (0.0, 0.0)),
    "cup": ((0.165, 0.0, -0.145), (0.0, 0.1)),
    "cane": ((0.085, 0.055, -0.262), (0.15, 0.0)),
    "closed umbrella": ((0.02, 0.05, -0.31), (0.0, 0.0)),
}
_CALL = ((0.045, -0.028, 0.068), (0.04, -0.12))
# Who has both hands full does not sit down.
_SITTERS = tuple(
    k
    for k, (_, outfit) in enumerate(CHARACTERS)
    if outfit.held in ("", "phone", "cup") and outfit.bag in ("", "backpack", "shoulder", "crossbody")
)
PERSON_SIZES = {
    "walking": Size(2.95, 1.50, 2.25),
    "standing": Size(2.95, 1.50, 2.25),
    "sitting": Size(1.50, 0.95, 1.65),
}
CELLS = (0.0, 0.05, 0.085, 0.18)  # metres; how coarse a body may be, from near to far
_CHOICES = 4  # phases and poses that each character is drawn in, so that a process soon has every mesh it needs


def person(
    rng: np.random.Generator,
    position: tuple[float, float, float],
    yaw: float,
    activity: str | None = None,
    detail: int = 0,
    character: int | None = None,
) -> Thing:
    """Return somebody on foot; who walks has a ``motion``: they go on, step by step.

    Parameters
    ----------
    rng : numpy.random.Generator
    position : (x, y, z) metres
        Of the ground below the hips.
    yaw : float, radians
        Where they face.
    activity : "walking", "standing", "sitting" or None
        None draws one of the first two.
    detail : int
        Index of ``CELLS``: 0 is the finest.
    character : int or None
        Index of ``CHARACTERS``; None draws one.

    Raises
    ------
    KeyError
        If there is no such activity.
    """
    if activity is None:
        activity = "walking" if rng.random() < 0.65 else "standing"
    those = _SITTERS if activity == "sitting" else tuple(range(len(CHARACTERS)))
    drawn = those[int(rng.integers(len(those)))]
    character = drawn if character is None else character
    choice = int(rng.integers(_CHOICES))
    size = min(max(float(rng.normal(1.0, 0.025)), 0.94), 1.06)
    stout = size * float(rng.uniform(0.96, 1.05))
    build, outfit = CHARACTERS[character]
    materials = person_materials(rng, build.head > 0.142, build.stoop > 0.0, outfit.pattern == "bands")
    scale = (stout, stout, size)
    if activity != "walking":
        poses = {"standing": tuple(STANDING), "sitting": tuple(SITTING)}[activity]
        pose = poses[(2 * character + choice) % len(poses)]
        placement = Placement(person_mesh(character, pose, detail), position, materials, yaw, scale)
        return Thing("person", (placement,), {"activity": activity, "pose": pose})
    gait = _gait_of(character, choice)
    phase = (5 * character + 7 * choice) % PHASES

    def walks(time: float) -> Thing:
        stride = GAITS[gait].stride * build.height * stout
        gone = _SPEEDS[gait] * time * stride
        place = (position[0] + gone * cos(yaw), position[1] + gone * sin(yaw), position[2])
        now = walker(character, gait, (phase / PHASES + _SPEEDS[gait] * time) % 1.0, detail)
        return Thing("person", (Placement(now, place, materials, yaw, scale),), facts, motion=None)

    facts = {"activity": "walking", "pose": gait}
    return replace(walks(0.0), motion=walks)


def walker(character: int, gait: str, phase: float, detail: int = 0) -> Mesh:
    """Return somebody who walks, at a phase in [0, 1); the triangles are the same at every phase.

    Parameters
    ----------
    character : int
        Index of ``CHARACTERS``.
    gait : "walk", "stroll", "hurry" or "shuffle"
    phase : float
        At 0 the left heel comes down, at 0.5 the right. Rounded to one of ``PHASES``.
    detail : int
        Index of ``CELLS``.
    """
    return _step_mesh(character, gait, round(phase * PHASES) % PHASES, detail)


@cache
def person_mesh(character: int, pose: str, detail: int = 0) -> Mesh:
    """Return the mesh of one of ``CHARACTERS`` in a pose of ``STANDING`` or ``SITTING``."""
    return _placed(character, (STANDING | SITTING)[pose], detail)


@cache
def _step_mesh(character: int, gait: str, step: int, detail: int) -> Mesh:
    return _placed(character, step_pose(_carrying(character, GAITS[gait]), step / PHASES), detail)


@cache
def _body(character: int, detail: int) -> Body:
    build, outfit = CHARACTERS[character]
    if detail:
        return thinned(_body(character, 0), CELLS[detail] * build.height / MAN.height)
    return dressed(figure(replace(build, stoop=0.0), REST), outfit)


def _placed(character: int, pose: Pose, detail: int) -> Mesh:
    return lowest_at_ground(posed(_body(character, detail), _held(character, pose)))


def _held(character: int, pose: Pose) -> Figure:
    """The figure in a pose, but for the hands that hold something."""
    build, outfit = CHARACTERS[character]
    if outfit.held == "pram":
        made = figure(build, pose)
        h = build.height
        wrists = []
        for (x, y, z), shoulder in zip(pram_wrists(h), made.shoulders, strict=True):
            way = np.array([x, y, z]) - shoulder
            wrists.append(
                tuple(((way * axis).sum() / h) * (1.0 if k != 1 else np.sign(y)) for k, axis in enumerate(made.chest))
            )
        return figure(build, replace(pose, wrists=(wrists[0], wrists[1])))
    if outfit.bag in ("handbag", "briefcase", "shopping"):
        pose = replace(pose, wrists=((0.02, 0.05, -0.312), pose.wrists[1]))
    if outfit.held in _HOLDING:
        wrist, gaze = _HOLDING[outfit.held]
        if outfit.held == "phone" and pose.pelvis > 0.518 and pose.twist == 0.0:
            wrist, gaze = _CALL
        pose = replace(pose, wrists=(pose.wrists[0], wrist), head=gaze)
    return figure(build, pose)


def _carrying(character: int, gait: Gait) -> Gait:
    outfit = CHARACTERS[character][1]
    return replace(gait, carries=(outfit.bag in ("shopping", "briefcase", "handbag"), outfit.held in _HOLDING))


def _gait_of(character: int, choice: int) -> str:
    build, outfit = CHARACTERS[character]
    if build.stoop:
        return "shuffle"
    long = outfit.top == "coat" or outfit.bottom in ("dress", "skirt", "long skirt")
    slow = long or outfit.held in ("pram", "cup") or build.head > 0.15
    return ("walk", "stroll", "walk", "stroll" if slow else "hurry")[choice]
