"""Street lamps, posts, bollards and wooden poles; all of them belong to the category pole."""

from collections.abc import Mapping
from functools import cache
from math import cos, sin

import numpy as np

from panscape.scenes import Lamp, Material, Mesh, Placement, Texture, join
from panscape.scenes.material import Color
from panscape.shapes.panels import CLOSED, boxes
from panscape.shapes.solids import lathe, moved, pipe, sphere, tube

LAMPS = ("arm", "double", "lantern", "globe")
LAMP_HEIGHTS: Mapping[str, float] = {"arm": 7.6, "double": 8.6, "lantern": 4.4, "globe": 4.2}


@cache
def lamp_mesh(model: str) -> Mesh:
    """Return a street lamp; its arm reaches towards +x; slots steel, lamp.

    Parameters
    ----------
    model : str
        "arm", "double", "lantern" or "globe".
    """
    height = LAMP_HEIGHTS[model]
    if model in ("lantern", "globe"):
        return _post_top(height, model == "globe")
    foot = lathe([(0.13, 0.0), (0.13, 0.9), (0.10, 1.0), (0.085, 1.05)], 12, "steel")
    shaft = tube((0, 0, 1.0), (0, 0, height - 0.5), 0.085, 0.055, 10, "steel")
    arms = [1.0, -1.0] if model == "double" else [1.0]
    meshes = [foot, shaft]
    for way in arms:
        bend = np.array(
            [(0, 0, height - 0.6), (0.05 * way, 0, height - 0.2), (0.5 * way, 0, height), (1.7 * way, 0, height + 0.1)]
        )
        meshes.append(pipe(bend, [0.055, 0.05, 0.045, 0.04], 8, "steel"))
        low, high = sorted((1.5 * way, 2.25 * way))
        meshes.append(boxes([(low, high, -0.15, 0.15, height + 0.03, height + 0.15)], "steel", CLOSED))
        meshes.append(boxes([(low + 0.05, high - 0.05, -0.12, 0.12, height - 0.04, height + 0.03)], "lamp", CLOSED))
    return join(meshes)


@cache
def post_mesh(height: int) -> Mesh:
    """Return a round post of ``height`` centimetres for signs and lights; slot steel."""
    top = 0.01 * height
    thick = 0.038 if height < 380 else 0.075
    return join([lathe([(thick, 0.0), (thick, top), (0.6 * thick, top + 0.03)], 10, "steel")])


@cache
def gantry_mesh(reach: int) -> Mesh:
    """Return a mast of 6 m with an arm of ``reach`` decimetres towards +x at 5.6 m; slot steel."""
    out = 0.1 * reach
    mast = lathe([(0.16, 0.0), (0.16, 0.05), (0.11, 0.06), (0.085, 6.0), (0.03, 6.05)], 12, "steel")
    arm = pipe(np.array([(0, 0, 5.3), (0.4, 0, 5.55), (out, 0, 5.7)]), [0.07, 0.065, 0.05], 8, "steel")
    return join([mast, arm])


@cache
def bollard_mesh() -> Mesh:
    """Return a bollard of 1 m; slots steel, lens."""
    body = lathe(
        [(0.07, 0.0), (0.07, 0.78), (0.05, 0.79), (0.05, 0.84), (0.07, 0.85), (0.07, 0.95), (0.03, 1.0)], 12, "steel"
    )
    band = lathe([(0.0712, 0.62), (0.0712, 0.72)], 12, "lens")
    return join([body, band])


@cache
def utility_mesh() -> Mesh:
    """Return a wooden pole of 8 m with a cross arm, insulators and a transformer; slots wood, steel."""
    trunk = lathe([(0.15, 0.0), (0.11, 8.0), (0.08, 8.03)], 9, "wood")
    arms = boxes([(-0.06, 0.06, -1.1, 1.1, 7.3, 7.42), (-0.06, 0.06, -0.7, 0.7, 6.7, 6.8)], "wood", CLOSED)
    knobs = [
        moved(lathe([(0.03, 0.0), (0.05, 0.05), (0.03, 0.14)], 6, "steel"), (0.0, y, 7.42))
        for y in (-1.0, -0.5, 0.5, 1.0)
    ]
    drum = moved(lathe([(0.2, 0.0), (0.22, 0.05), (0.22, 0.6), (0.15, 0.68)], 10, "steel"), (0.3, 0.0, 5.7))
    return join([trunk, arms, *knobs, drum])


def lamp(
    rng: np.random.Generator, position: tuple[float, float, float], yaw: float, model: str, warm: bool = True
) -> Placement:
    """Return a street lamp whose arm reaches along ``yaw``; all lamps of a street should share one ``rng`` state."""
    return Placement(lamp_mesh(model), position, {**steel(rng), "lamp": _GLOWS[warm]}, yaw)


def lamp_lights(placed: Placement, model: str, warm: bool) -> tuple[Lamp, ...]:
    """Return the lights of a street lamp that was placed: one below each head, warm (sodium) or white."""
    x, y, z = placed.position
    height, tint = LAMP_HEIGHTS[model], _TINTS[warm]
    if model in ("lantern", "globe"):
        color = (1.6 * tint[0], 1.6 * tint[1], 1.6 * tint[2])
        return (Lamp((x, y, round(z + height - 0.3, 6)), color, reach=15.0),)
    color = (6.0 * tint[0], 6.0 * tint[1], 6.0 * tint[2])
    heads = (1.9, -1.9) if model == "double" else (1.9,)
    return tuple(
        Lamp(
            (round(x + out * cos(placed.yaw), 6), round(y + out * sin(placed.yaw), 6), round(z + height - 0.02, 6)),
            color,
            cone=1.25,
            reach=24.0,
        )
        for out in heads
    )


def post(rng: np.random.Generator, position: tuple[float, float, float], height: float) -> Placement:
    """Return a post of a height in metres, to the next decimetre."""
    return Placement(post_mesh(10 * round(10.0 * height)), position, steel(rng))


def bollard(rng: np.random.Generator, position: tuple[float, float, float]) -> Placement:
    """Return a bollard."""
    return Placement(bollard_mesh(), position, steel(rng))


def utility_pole(rng: np.random.Generator, position: tuple[float, float, float], yaw: float) -> Placement:
    """Return a wooden pole whose cross arm lies across ``yaw``."""
    tone = 0.7 + 0.5 * rng.random()
    wood: Color = (0.12 * tone, 0.085 * tone, 0.06 * tone)
    dress = {"wood": Material(wood, (0.2, 0.16, 0.12), Texture.NOISE, 4.0, 0.95, contrast=2.5), **steel(rng)}
    return Placement(utility_mesh(), position, dress, yaw)


_STEELS: tuple[Material, ...] = (
    Material((0.30, 0.31, 0.32), (0.22, 0.22, 0.23), Texture.NOISE, 2.0, 0.45, 0.25, 0.4),
    Material((0.035, 0.038, 0.042), (0.06, 0.06, 0.06), Texture.NOISE, 2.0, 0.5, 0.05),
    Material((0.03, 0.06, 0.045), (0.05, 0.08, 0.06), Texture.NOISE, 2.0, 0.5, 0.05),
    Material((0.13, 0.135, 0.14), (0.18, 0.18, 0.18), Texture.NOISE, 2.0, 0.5, 0.08),
)
_TINTS: Mapping[bool, Color] = {True: (1.0, 0.62, 0.28), False: (0.95, 0.92, 0.85)}
_GLOWS = {
    True: Material((0.80, 0.62, 0.40), roughness=0.2, f0=0.06, night=4.0),
    False: Material((0.80, 0.78, 0.72), roughness=0.2, f0=0.06, night=4.0),
}
_LENS = Material((0.75, 0.74, 0.68), roughness=0.2, f0=0.06)


def steel(rng: np.random.Generator) -> dict[str, Material]:
    """Return materials for the slots steel and lens: galvanised or painted."""
    return {"steel": _STEELS[int(rng.random() * len(_STEELS))], "lens": _LENS}


def _post_top(height: float, globe: bool) -> Mesh:
    foot = lathe([(0.16, 0.0), (0.16, 0.12), (0.09, 0.3), (0.09, 0.8), (0.06, 0.9)], 12, "steel")
    shaft = tube((0, 0, 0.85), (0, 0, height - 0.5), 0.05, 0.038, 8, "steel")
    if globe:
        head = [
            sphere((0, 0, height - 0.28), 0.26, "lamp", 12, 8),
            moved(lathe([(0.1, 0), (0.12, 0.06)], 10, "steel"), (0, 0, height - 0.56)),
        ]
    else:
        glass = lathe([(0.12, height - 0.5), (0.2, height - 0.1)], 6, "lamp", 20.0)
        lid = lathe([(0.25, height - 0.1), (0.1, height + 0.08), (0.02, height + 0.2)], 6, "steel", 20.0)
        head = [glass, lid, moved(lathe([(0.05, 0), (0.13, 0.06)], 6, "steel", 20.0), (0, 0, height - 0.56))]
    return join([foot, shaft, *head])
