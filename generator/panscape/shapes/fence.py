"""Fences and garden walls, by the panel."""

from functools import cache
from math import cos, sin

import numpy as np

from panscape.scenes import Material, Mesh, Placement, Texture, join
from panscape.shapes.panels import CLOSED, SHOWN, boxes

PANEL = 2.0  # metres of one panel, along x from the origin
FENCES = ("railing", "picket", "mesh", "boards", "guard")
FENCE_HEIGHTS = {"railing": 1.15, "picket": 1.0, "mesh": 1.5, "boards": 1.7, "guard": 1.05}
WALL_WIDTH = 0.26
_ASIDE = ("+x", "-x", "+y", "-y")  # of thin bars, whose ends nobody sees


@cache
def fence_mesh(model: str) -> Mesh:
    """Return a panel; slot bar.

    Parameters
    ----------
    model : str
        "railing" (iron bars), "picket" (pointed laths), "mesh" (wire between posts), "boards" (close boards) or
        "guard" (the tube rail at kerbs).
    """
    top = FENCE_HEIGHTS[model]
    return {"railing": _railing, "picket": _picket, "mesh": _mesh, "boards": _boards, "guard": _guard}[model](top)


@cache
def wall_mesh(height: int, pillar: bool) -> Mesh:
    """Return a panel of garden wall of ``height`` decimetres under a coping; slots wall, coping."""
    top, half = 0.1 * height, 0.5 * WALL_WIDTH
    meshes = [
        boxes([(0.0, PANEL, -half, half, 0.0, top)], "wall"),
        boxes([(0.0, PANEL, -half - 0.04, half + 0.04, top, top + 0.07)], "coping", CLOSED),
    ]
    if pillar:
        meshes.append(boxes([(-0.2, 0.2, -0.2, 0.2, 0.0, top + 0.22)], "wall"))
        meshes.append(boxes([(-0.25, 0.25, -0.25, 0.25, top + 0.22, top + 0.3)], "coping", CLOSED))
    return join(meshes)


def fence(
    rng: np.random.Generator, start: tuple[float, float, float], yaw: float, length: float, model: str
) -> tuple[Placement, ...]:
    """Return a fence from ``start`` along ``yaw``; panels are stretched a little to end where it ends."""
    dress = {"bar": _bar(rng, model)}
    return _panels([fence_mesh(model)], start, yaw, length, dress)


def garden_wall(
    rng: np.random.Generator, start: tuple[float, float, float], yaw: float, length: float, height: float
) -> tuple[Placement, ...]:
    """Return a garden wall of a height in metres, of brick or render, with a pillar each 6 m."""
    stone = _WALLS[int(rng.random() * len(_WALLS))]
    dress = {"wall": stone, "coping": _COPING}
    high = round(10 * height)
    return _panels([wall_mesh(high, True), wall_mesh(high, False), wall_mesh(high, False)], start, yaw, length, dress)


def _panels(
    meshes: list[Mesh], start: tuple[float, float, float], yaw: float, length: float, dress: dict[str, Material]
) -> tuple[Placement, ...]:
    count = max(1, round(length / PANEL))
    step = length / count
    found = []
    for k in range(count):
        x, y = start[0] + k * step * cos(yaw), start[1] + k * step * sin(yaw)
        place = (round(x, 6), round(y, 6), start[2])
        found.append(Placement(meshes[k % len(meshes)], place, dress, yaw, (step / PANEL, 1.0, 1.0)))
    return tuple(found)


_IRON: tuple[Material, ...] = (
    Material((0.02, 0.021, 0.023), roughness=0.5),
    Material((0.03, 0.065, 0.05), roughness=0.5),
    Material((0.20, 0.205, 0.21), roughness=0.5, f0=0.15, metal=0.3),
)
_WOOD: tuple[Material, ...] = (
    Material((0.66, 0.65, 0.62), (0.45, 0.44, 0.40), Texture.NOISE, 2.0, 0.8),
    Material((0.20, 0.12, 0.065), (0.12, 0.075, 0.045), Texture.NOISE, 3.0, 0.9),
    Material((0.28, 0.26, 0.23), (0.18, 0.17, 0.15), Texture.NOISE, 3.0, 0.9),
    Material((0.06, 0.10, 0.07), (0.045, 0.07, 0.05), Texture.NOISE, 3.0, 0.85),
)
_GUARD: tuple[Material, ...] = (
    Material((0.34, 0.35, 0.36), roughness=0.45, f0=0.25, metal=0.4),
    Material((0.42, 0.03, 0.03), roughness=0.45),
    Material((0.04, 0.042, 0.045), roughness=0.5),
)
_WALLS: tuple[Material, ...] = (
    Material((0.28, 0.12, 0.075), (0.36, 0.34, 0.31), Texture.BRICK, 4.2, 0.9),
    Material((0.36, 0.26, 0.17), (0.34, 0.32, 0.29), Texture.BRICK, 4.2, 0.9),
    Material((0.55, 0.52, 0.46), (0.38, 0.36, 0.32), Texture.NOISE, 0.6, 0.92),
    Material((0.34, 0.33, 0.31), (0.24, 0.23, 0.22), Texture.CONCRETE, 0.5, 0.92),
)
_COPING = Material((0.42, 0.41, 0.39), (0.30, 0.29, 0.28), Texture.NOISE, 2.0, 0.9)


def _bar(rng: np.random.Generator, model: str) -> Material:
    looks = {"picket": _WOOD, "boards": _WOOD, "guard": _GUARD}.get(model, _IRON)
    return looks[int(rng.random() * len(looks))]


def _railing(top: float) -> Mesh:
    posts = [(-0.03, 0.03, -0.03, 0.03, 0.0, top + 0.08)]
    rails = [(0.0, PANEL, -0.018, 0.018, z, z + 0.04) for z in (0.12, top - 0.14)]
    bars = [(x - 0.009, x + 0.009, -0.009, 0.009, 0.08, top) for x in np.arange(0.125, PANEL - 0.05, 0.125)]
    return join([boxes(posts + rails, "bar", CLOSED), boxes(bars, "bar", _ASIDE)])


def _picket(top: float) -> Mesh:
    rails = [(0.0, PANEL, -0.045, -0.015, z, z + 0.07) for z in (0.2, top - 0.28)]
    laths = [(x, x + 0.075, -0.014, 0.014, 0.06, top) for x in np.arange(0.03, PANEL, 0.133)]
    posts = [(-0.05, 0.05, -0.1, -0.01, 0.0, top - 0.05)]
    return join([boxes(rails + posts, "bar", CLOSED), boxes(laths, "bar", SHOWN)])


def _mesh(top: float) -> Mesh:
    posts = [(-0.03, 0.03, -0.03, 0.03, 0.0, top + 0.06)]
    wires = [(0.0, PANEL, -0.006, 0.006, z - 0.006, z + 0.006) for z in np.arange(0.08, top, 0.2)]
    wires += [(x - 0.005, x + 0.005, -0.005, 0.005, 0.05, top) for x in np.arange(0.15, PANEL, 0.15)]
    rail = [(0.0, PANEL, -0.02, 0.02, top - 0.02, top + 0.02)]
    return join([boxes(posts + rail, "bar", CLOSED), boxes(wires, "bar", _ASIDE)])


def _boards(top: float) -> Mesh:
    boards = [
        (x, x + 0.155, -0.012, 0.012, 0.04, top - 0.02 * (k % 2)) for k, x in enumerate(np.arange(0.0, PANEL, 0.16667))
    ]
    posts = [(-0.06, 0.06, -0.07, 0.05, 0.0, top + 0.08)]
    rails = [(0.0, PANEL, -0.05, -0.012, z, z + 0.08) for z in (0.3, top - 0.4)]
    return boxes(boards + posts + rails, "bar", CLOSED)


def _guard(top: float) -> Mesh:
    posts = [(-0.025, 0.025, -0.025, 0.025, 0.0, top), (0.5 * PANEL - 0.02, 0.5 * PANEL + 0.02, -0.02, 0.02, 0.0, top)]
    rails = [(0.0, PANEL, -0.025, 0.025, z - 0.025, z + 0.025) for z in (top, 0.55 * top)]
    return boxes(posts + rails, "bar", CLOSED)
