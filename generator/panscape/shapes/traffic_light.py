"""Traffic lights: heads for vehicles and for people on foot, and the masts that carry them."""

from functools import cache
from math import cos, pi, sin
from typing import Literal

import numpy as np

from panscape.scenes import Material, Mesh, Placement, join
from panscape.shapes.panels import CLOSED, boxes, quads
from panscape.shapes.pole import gantry_mesh, post_mesh, steel
from panscape.shapes.solids import lathe, moved

Signal = Literal["red", "amber", "green"]
_TURNED = np.array(
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
)  # what lay in (x, y) stands in (y, z), facing +x


@cache
def head_mesh(lenses: int) -> Mesh:
    """Return a head that faces +x, its foot on the origin: 3 lenses (0.96 m high) or 2 (0.62 m).

    Returns
    -------
    Mesh
        Slots housing, rim, red, amber (with 3 lenses), green.
    """
    names = ("green", "amber", "red") if lenses == 3 else ("green", "red")
    pitch, radius = 0.32, 0.105
    high = pitch * lenses
    body = boxes([(-0.11, 0.11, -0.16, 0.16, 0.0, high)], "housing", CLOSED)
    meshes = [body]
    if lenses == 3:
        meshes.append(boxes([(-0.02, 0.0, -0.29, 0.29, -0.14, high + 0.14)], "housing", CLOSED))
        y, z0, z1, w = 0.3, -0.15, high + 0.15, 0.035
        bars = [(-y, -y + w, z0, z1), (y - w, y, z0, z1), (-y, y, z0, z0 + w), (-y, y, z1 - w, z1)]
        meshes.append(boxes([(-0.022, 0.004, *bar) for bar in bars], "rim", CLOSED))
    for k, name in enumerate(names):
        middle = (k + 0.5) * pitch
        lens = lathe([(radius, 0.0), (0.9 * radius, 0.02), (0.5 * radius, 0.035), (0.01, 0.04)], 14, name)
        meshes.append(moved(lens, (0.11, 0.0, middle), _TURNED))
        meshes.append(_visor(radius + 0.012, middle))
    return join(meshes)


def traffic_light(
    rng: np.random.Generator, position: tuple[float, float, float], yaw: float, signal: Signal, reach: float = 0.0
) -> tuple[tuple[Placement, ...], tuple[Placement, ...]]:
    """Return a mast with its heads: what is pole, and what is traffic light.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the mast's finish.
    position : (x, y, z), metres
    yaw : float, radians
        The way that the heads look: against the traffic that they hold.
    signal : "red", "amber" or "green"
    reach : float, metres
        Of an arm over the road, to the left of ``yaw`` (to the right if negative); 0 for a plain post.
    """
    dress = {**lamp_materials(signal), **steel(rng)}
    heads = [_head(position, yaw, 0.13, 0.0, 2.5, 3, dress)]
    if reach == 0.0:
        poles = [Placement(post_mesh(350), position, dress)]
    else:
        side = 0.5 * pi if reach > 0 else -0.5 * pi
        poles = [Placement(gantry_mesh(round(10 * abs(reach))), position, dress, yaw + side)]
        over = abs(reach) - 0.25
        heads.append(_head(position, yaw, 0.1, over if reach > 0 else -over, 4.95, 3, dress))
    walk = lamp_materials("green" if signal == "red" else "red")
    heads.append(_head(position, yaw + 0.5 * pi, 0.13, 0.0, 2.3, 2, {**walk, **steel(rng)}))
    return tuple(poles), tuple(heads)


def lamp_materials(signal: Signal) -> dict[str, Material]:
    """Return materials for the slots housing, rim, red, amber and green, one of them alight."""
    lit = {"red": (0.95, 0.05, 0.03), "amber": (0.95, 0.5, 0.03), "green": (0.05, 0.85, 0.35)}
    dark = {"red": (0.10, 0.008, 0.006), "amber": (0.10, 0.05, 0.006), "green": (0.006, 0.06, 0.03)}
    found = {
        name: Material(lit[name], roughness=0.3, emission=1.6)
        if name == signal
        else Material(dark[name], roughness=0.15, f0=0.06)
        for name in lit
    }
    return {**found, "housing": _HOUSING, "rim": _RIM}


_HOUSING = Material((0.014, 0.016, 0.015), roughness=0.45)
_RIM = Material((0.70, 0.70, 0.68), roughness=0.5)


def _head(
    position: tuple[float, float, float],
    yaw: float,
    ahead: float,
    aside: float,
    up: float,
    lenses: int,
    dress: dict[str, Material],
) -> Placement:
    x = position[0] + ahead * cos(yaw) - aside * sin(yaw)
    y = position[1] + ahead * sin(yaw) + aside * cos(yaw)
    return Placement(head_mesh(lenses), (round(x, 6), round(y, 6), position[2] + up), dress, yaw)


def _visor(radius: float, middle: float) -> Mesh:
    """The hood over a lens: the upper 200 degrees of a short tube, seen from both sides."""
    angles = np.linspace(-pi / 18, pi + pi / 18, 9)
    rim = np.stack([radius * np.cos(angles), middle + radius * np.sin(angles)], axis=1)
    out = np.interp(np.abs(angles - 0.5 * pi), [0.0, 0.6 * pi], [0.2, 0.06])
    near = np.concatenate([np.full((9, 1), 0.11), rim], axis=1)
    far = np.concatenate([0.11 + out[:, None], rim], axis=1)
    outer = np.stack([near[1:], near[:-1], far[:-1], far[1:]], axis=1)
    return quads(np.concatenate([outer, outer[:, ::-1]]), "housing")
