"""Bushes and clipped hedges."""

from functools import cache
from math import pi

import numpy as np

from panscape.scenes import Material, Mesh, Placement, join
from panscape.seeds import rng_for
from panscape.shapes.foliage import blades, directions, lumps
from panscape.shapes.leafage import leafage
from panscape.shapes.solids import box

VARIANTS = 3
HEDGE = 2.0  # metres of hedge in one mesh


# By detail, from within 14 m to beyond 32: blades, their length in metres, sides and rows of the lumps.
_BUSH = ((1300, 0.14, 6, 4), (380, 0.26, 5, 3), (100, 0.5, 4, 2))
_HEDGE = ((1100, 0.12), (300, 0.24), (70, 0.48))
_FAR = (14.0, 32.0)


@cache
def bush_mesh(variant: int, detail: int) -> Mesh:
    """Return a bush of radius 1 m and height 1.5 m; slots core, leaf, sunlit; ``detail`` 0 to 2, fine to coarse."""
    rng = rng_for(variant, "bush")
    count, length, sides, rows = _BUSH[detail]
    spots = np.concatenate([[[0.0, 0.0, 0.72]], rng.uniform((-0.45, -0.45, 0.35), (0.45, 0.45, 0.8), (4, 3))])
    sizes = np.array([0.7, *rng.uniform(0.42, 0.56, 4)])
    meshes = [lumps(spots, np.repeat(0.8 * sizes[:, None], 3, axis=1), sides, rows)]
    chosen = rng.choice(5, count, p=sizes**2 / (sizes**2).sum())
    ways = directions(count, rng)
    places = spots[chosen] + ways * sizes[chosen, None] * rng.uniform(0.74, 1.12, (count, 1))
    places[:, 2] = np.maximum(places[:, 2], 0.08)
    along = directions(count, rng) + 0.5 * ways
    shading = ways + 0.6 * (places - spots[0]) + 0.4 * directions(count, rng)
    meshes.append(blades(places, along, shading, length, 0.6 * length, rng))
    return join(meshes)


@cache
def hedge_mesh(variant: int, detail: int) -> Mesh:
    """Return ``HEDGE`` metres of clipped hedge along x, 0.7 m wide and 1.2 m high; slots and detail as a bush's."""
    rng = rng_for(variant, "hedge")
    count, length = _HEDGE[detail]
    half = np.array([0.5 * HEDGE, 0.35, 0.6])
    areas = np.array(
        [half[0] * half[2], half[0] * half[2], half[0] * half[1] * 1.2, half[1] * half[2], half[1] * half[2]]
    )
    face = rng.choice(5, count, p=areas / areas.sum())
    normals = np.array([[0, 1, 0], [0, -1, 0], [0, 0, 1], [1, 0, 0], [-1, 0, 0]], np.float64)[face]
    inside = rng.uniform(-1.0, 1.0, (count, 3))
    places = np.where(normals != 0.0, normals, inside) * half * rng.uniform(0.9, 1.05, (count, 1)) + (0, 0, half[2])
    core = box(-half[0], half[0], -0.31, 0.31, 0.0, 1.13, "core")
    along = directions(count, rng) + 0.3 * normals
    shading = normals + 0.5 * directions(count, rng)
    return join([core, blades(places, along, shading, length, 0.6 * length, rng)])


def bush(
    rng: np.random.Generator, position: tuple[float, float, float], distance: float, season: str = "summer"
) -> Placement:
    """Return a dressed bush of 0.5 to 1 m radius; what is far is coarse. It is evergreen in winter."""
    size, high = 0.5 + 0.5 * rng.random(), 0.6 + 0.5 * rng.random()
    mesh = bush_mesh(int(rng.random() * VARIANTS), _detail(distance))
    return Placement(mesh, position, _dress(rng, season), round(2 * pi * rng.random(), 6), (size, size, high))


def hedge(
    rng: np.random.Generator,
    start: tuple[float, float, float],
    yaw: float,
    pieces: int,
    height: float,
    distance: float,
    season: str = "summer",
) -> tuple[Placement, ...]:
    """Return a hedge of ``pieces`` times ``HEDGE`` metres from ``start`` along ``yaw``."""
    dress, found = _dress(rng, season), []
    for k in range(pieces):
        along = (k + 0.5) * HEDGE
        x, y = start[0] + along * np.cos(yaw), start[1] + along * np.sin(yaw)
        mesh = hedge_mesh(int(rng.random() * VARIANTS), _detail(distance + along))
        found.append(Placement(mesh, (round(x, 6), round(y, 6), start[2]), dress, yaw, (1.0, 1.0, height / 1.2)))
    return tuple(found)


def _detail(distance: float) -> int:
    return sum(distance > start for start in _FAR)


def _dress(rng: np.random.Generator, season: str) -> dict[str, Material]:
    return leafage(rng, "shrub", "summer" if season == "winter" else season)
