"""Bushes and clipped hedges."""

from functools import cache
from math import pi

import numpy as np

from panscape.scenes import Mesh, Placement, join
from panscape.seeds import rng_for
from panscape.shapes.foliage import cores, directions, leaf_cards
from panscape.shapes.panels import boxes
from panscape.shapes.tree import foliage

VARIANTS = 3
HEDGE = 2.0  # metres of hedge in one mesh


@cache
def bush_mesh(variant: int, fine: bool) -> Mesh:
    """Return a bush of radius 1 m and height 1.5 m; slots core, leaf."""
    rng = rng_for(variant, "bush")
    count, length = (1000, 0.19) if fine else (260, 0.38)
    spots = np.concatenate([[[0.0, 0.0, 0.72]], rng.uniform((-0.45, -0.45, 0.35), (0.45, 0.45, 0.8), (4, 3))])
    sizes = np.array([0.7, *rng.uniform(0.42, 0.56, 4)])
    meshes = [cores(spots, np.repeat(0.8 * sizes[:, None], 3, axis=1), 7, 5)]
    chosen = rng.choice(5, count, p=sizes**2 / (sizes**2).sum())
    outward = directions(count, rng)
    places = spots[chosen] + outward * sizes[chosen, None] * rng.uniform(0.78, 1.08, (count, 1))
    places[:, 2] = np.maximum(places[:, 2], 0.08)
    meshes.append(leaf_cards(places, outward, outward + 0.6 * (places - spots[0]), length, 0.6 * length, rng))
    return join(meshes)


@cache
def hedge_mesh(variant: int, fine: bool) -> Mesh:
    """Return ``HEDGE`` metres of clipped hedge along x, 0.7 m wide and 1.2 m high; slots core, leaf."""
    rng = rng_for(variant, "hedge")
    count, length = (900, 0.15) if fine else (220, 0.32)
    half = np.array([0.5 * HEDGE, 0.35, 0.6])
    areas = np.array(
        [half[0] * half[2], half[0] * half[2], half[0] * half[1] * 1.2, half[1] * half[2], half[1] * half[2]]
    )
    face = rng.choice(5, count, p=areas / areas.sum())
    normals = np.array([[0, 1, 0], [0, -1, 0], [0, 0, 1], [1, 0, 0], [-1, 0, 0]], np.float64)[face]
    inside = rng.uniform(-1.0, 1.0, (count, 3))
    places = np.where(normals != 0.0, normals, inside) * half * rng.uniform(0.93, 1.04, (count, 1)) + [
        0.0,
        0.0,
        half[2],
    ]
    core = boxes([(-half[0], half[0], -0.31, 0.31, 0.0, 1.13)], "core")
    shading = normals + 0.35 * directions(count, rng)
    return join([core, leaf_cards(places, normals, shading, length, 0.6 * length, rng, 0.8)])


def bush(rng: np.random.Generator, position: tuple[float, float, float], distance: float) -> Placement:
    """Return a dressed bush of 0.5 to 1 m radius; what is far is coarse."""
    size, high = 0.5 + 0.5 * rng.random(), 0.6 + 0.5 * rng.random()
    mesh = bush_mesh(int(rng.random() * VARIANTS), distance < 25.0)
    return Placement(mesh, position, foliage(rng), 2 * pi * rng.random(), (size, size, high))


def hedge(
    rng: np.random.Generator, start: tuple[float, float, float], yaw: float, pieces: int, height: float, distance: float
) -> tuple[Placement, ...]:
    """Return a hedge of ``pieces`` times ``HEDGE`` metres from ``start`` along ``yaw``."""
    dress, found = foliage(rng), []
    for k in range(pieces):
        along = (k + 0.5) * HEDGE
        x, y = start[0] + along * np.cos(yaw), start[1] + along * np.sin(yaw)
        mesh = hedge_mesh(int(rng.random() * VARIANTS), distance + along < 30.0)
        found.append(Placement(mesh, (round(x, 6), round(y, 6), start[2]), dress, yaw, (1.0, 1.0, height / 1.2)))
    return tuple(found)
