"""Trees: round crowns, tall ovals and conifers, each in some variants and four levels of detail."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt

from panscape.scenes import Material, Mesh, Placement, Texture, join
from panscape.seeds import rng_for
from panscape.shapes.foliage import cores, directions, leaf_cards
from panscape.shapes.solids import pipe, tube

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Tree:
    """A species as it grows in streets; metres.

    Attributes
    ----------
    height : float
    radius : float
        Of the crown.
    clear : float
        Height of the lowest leaves.
    trunk : float
        Radius of the trunk at the ground.
    """

    height: float
    radius: float
    clear: float
    trunk: float


TREES: Mapping[str, Tree] = {
    "round": Tree(8.2, 2.7, 2.5, 0.17),
    "oval": Tree(10.5, 1.6, 2.3, 0.15),
    "conifer": Tree(9.5, 2.1, 0.5, 0.16),
}
VARIANTS = 4

# Cards, their length in metres, and sides of the trunk, by detail: within about 18, 40 and 75 m, and beyond.
_DETAIL = ((4200, 0.28, 9), (1000, 0.56, 6), (300, 0.95, 4), (130, 1.45, 3), (64, 2.05, 3))


@cache
def tree_mesh(species: str, variant: int, detail: int) -> Mesh:
    """Return a tree of a species; slots bark, core, leaf.

    Parameters
    ----------
    species : str
        A key of ``TREES``.
    variant : int
        In [0, VARIANTS).
    detail : int
        0 to 4, from fine to coarse.
    """
    rng = rng_for(variant, "tree", species)
    plan = TREES[species]
    return _conifer(plan, rng, detail) if species == "conifer" else _broadleaf(plan, rng, detail)


def tree(
    rng: np.random.Generator, position: tuple[float, float, float], species: str, distance: float, scale: float = 1.0
) -> Placement:
    """Return a dressed tree.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the variant, the way that it faces, its size and the tone of its leaves.
    position : (x, y, z), metres
    species : str
        A key of ``TREES``.
    distance : float, metres
        From the camera: what is far is coarse.
    scale : float
        Mean size against the species.
    """
    size = scale * (0.85 + 0.3 * rng.random())
    detail = sum(distance > start * size for start in (14.0, 30.0, 60.0, 105.0))
    mesh = tree_mesh(species, int(rng.random() * VARIANTS), detail)
    high = size * (0.92 + 0.16 * rng.random())
    return Placement(mesh, position, foliage(rng, species), 2 * pi * rng.random(), (size, size, high))


def foliage(rng: np.random.Generator, species: str = "round") -> dict[str, Material]:
    """Return materials for the slots bark, core and leaf: one tree in fourteen is in autumn colours."""
    tone, warm, bark = rng.random(3).tolist()
    return _foliage(species == "conifer", 0.7 + 0.1 * int(6.5 * tone), int(14 * warm) / 14.0, 0.8 + 0.2 * int(4 * bark))


@cache
def _foliage(needles: bool, tone: float, warm: float, bark: float) -> dict[str, Material]:
    if needles:
        leaf, light = (0.022, 0.055, 0.026), (0.055, 0.10, 0.045)
    elif warm > 0.92:
        leaf, light = (0.16, 0.085, 0.02), (0.28, 0.17, 0.04)
    else:
        leaf, light = (0.045 + 0.04 * warm, 0.10, 0.026), (0.11 + 0.08 * warm, 0.20, 0.055)
    dark, pale = _times((0.085, 0.065, 0.048), bark), _times((0.16, 0.13, 0.10), bark)
    shade, dim = _times(leaf, 0.28 * tone), _times(leaf, 0.7 * tone)
    return {
        "leaf": Material(_times(leaf, tone), _times(light, tone), Texture.LEAF, 1.6, 0.75, 0.03, contrast=2.6),
        "core": Material(shade, dim, Texture.LEAF, 4.0, 0.95, 0.02, contrast=3.0),
        "bark": Material(dark, pale, Texture.NOISE, 7.0, 0.95, contrast=3.0),
    }


def _times(color: tuple[float, float, float], factor: float) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, part * factor) for part in color)
    return red, green, blue


def _broadleaf(plan: Tree, rng: np.random.Generator, detail: int) -> Mesh:
    """A trunk that forks into lobes of leaves; a lobe is a dark ball with cards on and in its skin."""
    count, length, sides = _DETAIL[detail]
    lobes = _lobes(plan, rng)
    lean = rng.uniform(-0.15, 0.15, 2)
    fork = np.array([lean[0], lean[1], plan.clear + 0.12 * (plan.height - plan.clear)])
    line = np.array([[0.0, 0.0, 0.0], [0.4 * lean[0], 0.3 * lean[1], 0.5 * plan.clear], fork])
    meshes = [pipe(line, [plan.trunk, 0.8 * plan.trunk, 0.66 * plan.trunk], sides, "bark")]
    meshes.append(tube((0, 0, 0), (0, 0, 0.25), 1.5 * plan.trunk, plan.trunk, sides, "bark"))
    if detail < 2:
        meshes += [tube(fork, center, 0.45 * plan.trunk, 0.15 * plan.trunk, 5, "bark") for center, _ in lobes[::2]]
    rows = ((9, 6), (7, 5), (5, 3), (4, 3), (4, 3))[detail]
    middles, sizes = np.array([center for center, _ in lobes]), np.array([radius for _, radius in lobes])
    meshes.append(cores(middles, 0.66 * sizes[:, None] * np.array([1.0, 1.0, 0.88]), *rows))
    chosen = rng.choice(len(lobes), count, p=sizes**2 / (sizes**2).sum())
    outward = directions(count, rng)
    reach = sizes[chosen, None] * rng.uniform(0.66, 1.1, (count, 1))
    places = middles[chosen] + outward * reach * np.array([1.0, 1.0, 0.88])
    middle = np.array([0.0, 0.0, plan.clear + 0.45 * (plan.height - plan.clear)])
    out = (places - middle) / plan.radius
    meshes.append(leaf_cards(places, outward, 0.9 * out + 0.7 * outward, length, 0.62 * length, rng))
    return join(meshes)


def _lobes(plan: Tree, rng: np.random.Generator) -> list[tuple[Floats, float]]:
    """Middles and radii of the lobes: rings of them up the crown, wide in its lower half, and one on top."""
    low, high = plan.clear + 0.3 * plan.radius, plan.height
    tall = (high - low) / (2.0 * plan.radius)
    rings = max(2, round(2.3 * tall))
    lobes = []
    for ring in range(rings):
        up = (ring + 0.5) / (rings + 0.4)
        girth = plan.radius * (1.0 - 0.75 * max(0.0, up - 0.35) ** 1.4 - 0.9 * max(0.0, 0.25 - up))
        size = girth * rng.uniform(0.54, 0.68)
        number = 4 if girth > 0.75 * plan.radius else 3
        turn = rng.uniform(0.0, 2.0 * pi)
        for k in range(number):
            angle = turn + 2.0 * pi * (k + rng.uniform(-0.2, 0.2)) / number
            off = (girth - size) * rng.uniform(0.85, 1.1)
            z = low + up * (high - low - 0.25 * size) + rng.uniform(-0.3, 0.3)
            lobes.append((np.array([off * cos(angle), off * sin(angle), z]), size * rng.uniform(0.85, 1.1)))
    top = 0.5 * plan.radius * rng.uniform(0.9, 1.2)
    lobes.append((np.array([0.0, 0.0, high - top]), top))
    lobes.append((np.array([0.0, 0.0, low + 0.45 * (high - low)]), 0.72 * plan.radius))
    return lobes


def _conifer(plan: Tree, rng: np.random.Generator, detail: int) -> Mesh:
    """A cone of boughs that droop outwards, about a dark cone."""
    count, length, sides = _DETAIL[detail]
    meshes = [tube((0, 0, 0), (0, 0, 0.9 * plan.height), plan.trunk, 0.03, sides, "bark")]
    top, low = plan.height, plan.clear
    core = [(0.0, 0.0, low), (0.0, 0.0, low + 0.15), (0.0, 0.0, top - 0.3)]
    meshes.append(pipe(np.array(core), [0.5 * plan.radius, 0.72 * plan.radius, 0.03], 9 - detail, "core"))
    up = 1.0 - np.sqrt(rng.random(count))  # as the surface of a cone: more below
    tiers = 0.09 * np.cos(up * plan.height / 0.8 * 2.0 * pi)
    radius = plan.radius * (1.0 - up) * (0.86 + tiers + rng.uniform(-0.2, 0.16, count)) + 0.05
    angle = rng.uniform(0.0, 2.0 * pi, count)
    z = low + up * (top - low) - 0.12 * radius
    level = np.stack([np.cos(angle), np.sin(angle), np.zeros(count)], axis=1)
    places = np.stack([radius * level[:, 0], radius * level[:, 1], z], axis=1)
    outward = level + np.array([0.0, 0.0, 0.45])
    outward /= np.sqrt((outward * outward).sum(axis=1, keepdims=True))
    shading = outward + 0.5 * directions(count, rng)
    meshes.append(leaf_cards(places, outward, shading, 1.25 * length, 0.45 * length, rng, 1.4))
    return join(meshes)
