"""Trees: nine species, each in leaf, thinned by autumn or bare, in some variants and five levels of detail."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import pi

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh, Placement, join
from panscape.seeds import rng_for
from panscape.shapes.branches import bars, slivers
from panscape.shapes.conifer import spruce_mesh
from panscape.shapes.foliage import blades, directions, lumps
from panscape.shapes.leafage import leafage
from panscape.shapes.solids import pipe

Floats = npt.NDArray[np.float64]
FORMS = ("full", "thin", "bare")
VARIANTS = 3


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
    crown : tuple of (height, radius)
        The crown's outline as shares of its height above ``clear`` and of ``radius``, from below.
    lobes : int
        Clumps of leaves that the crown is made of.
    lobe : float
        Radius of a clump as a share of the crown's.
    squash : float
        How high a clump is for its width.
    fork : float
        Where the trunk ends in boughs, as a share of the crown's height; near 1 it goes through to the top.
    droop : float
        How far leaves hang instead of pointing any way, in [0, 1].
    leaf : float
        Size of its leaves, against a linden's.
    evergreen : bool
    """

    height: float
    radius: float
    clear: float
    trunk: float
    crown: tuple[tuple[float, float], ...]
    lobes: int = 26
    lobe: float = 0.34
    squash: float = 0.8
    fork: float = 0.3
    droop: float = 0.15
    leaf: float = 1.0
    evergreen: bool = False


_DOME = ((0.0, 0.55), (0.2, 0.92), (0.45, 1.0), (0.75, 0.82), (1.0, 0.3))
TREES: Mapping[str, Tree] = {
    "linden": Tree(9.4, 2.75, 2.4, 0.17, ((0.0, 0.6), (0.25, 1.0), (0.55, 0.86), (0.85, 0.5), (1.0, 0.15)), 26, 0.36),
    "maple": Tree(8.0, 2.8, 2.3, 0.16, _DOME, 24, 0.38, 0.85),
    "plane": Tree(
        11.0, 3.6, 3.2, 0.24, ((0.0, 0.5), (0.3, 0.9), (0.6, 1.0), (0.85, 0.75), (1.0, 0.35)), 30, 0.28, 0.75, 0.4
    ),
    "oak": Tree(
        10.4, 4.3, 2.3, 0.34, ((0.0, 0.75), (0.25, 1.0), (0.6, 0.92), (0.85, 0.65), (1.0, 0.3)), 34, 0.29, 0.62, 0.25
    ),
    "birch": Tree(
        10.5, 1.95, 2.1, 0.11, ((0.0, 0.6), (0.3, 1.0), (0.65, 0.72), (0.9, 0.32), (1.0, 0.1)), 26, 0.32, 1.1, 0.95,
        0.75, 0.8,
    ),
    "poplar": Tree(
        13.0, 1.45, 1.2, 0.2, ((0.0, 0.5), (0.2, 0.9), (0.55, 1.0), (0.85, 0.65), (1.0, 0.15)), 30, 0.48, 1.5, 0.95,
        -0.5, 0.9,
    ),
    "cherry": Tree(
        4.9, 2.3, 1.6, 0.13, ((0.0, 0.4), (0.35, 0.85), (0.65, 1.0), (0.9, 0.75), (1.0, 0.45)), 22, 0.33, 0.7, 0.1,
        0.0, 0.75,
    ),
    "pine": Tree(
        11.5, 2.9, 5.4, 0.19, ((0.0, 0.45), (0.3, 0.95), (0.6, 1.0), (0.85, 0.7), (1.0, 0.35)), 20, 0.34, 0.42, 0.95,
        -0.15, 0.85, True,
    ),
    "spruce": Tree(10.5, 2.2, 0.5, 0.16, ((0.0, 1.0), (1.0, 0.05)), 0, 0.3, 1.0, 0.98, 0.4, 0.8, True),
}  # fmt: skip

# By detail, from within 14 m to beyond 105: blades, their length in metres, sides of trunk and boughs, share of the
# lobes that are made, sides and rows of the lumps inside them.
_DETAIL = (
    (5000, 0.22, 9, 4, 1.0, 6, 3),
    (2300, 0.32, 6, 3, 1.0, 5, 2),
    (700, 0.56, 4, 3, 0.6, 5, 2),
    (180, 1.05, 3, 3, 0.4, 4, 2),
    (56, 1.75, 3, 3, 0.25, 4, 2),
)
_FAR = (14.0, 30.0, 60.0, 105.0)


@cache
def tree_mesh(species: str, variant: int, detail: int, form: str = "full") -> Mesh:
    """Return a tree of a species; slots among bark, core, leaf, sunlit.

    Parameters
    ----------
    species : str
        A key of ``TREES``.
    variant : int
        In [0, VARIANTS).
    detail : int
        0 to 4, from fine to coarse.
    form : "full", "thin" or "bare"
        With all of its leaves, with half of them, or with none.
    """
    rng = rng_for(variant, "tree", species)
    plan = TREES[species]
    if species == "spruce":
        return spruce_mesh(plan.height, plan.radius, plan.clear, plan.trunk, rng, detail)
    middles, sizes = _lobes(plan, rng, max(5, round(plan.lobes * _DETAIL[detail][4])))
    wood = _wood(plan, middles, sizes, rng, detail, form)
    return join(wood if form == "bare" else [*wood, *_leaves(plan, middles, sizes, rng, detail, form)])


def tree(
    rng: np.random.Generator,
    position: tuple[float, float, float],
    species: str,
    distance: float,
    scale: float = 1.0,
    season: str = "summer",
) -> Placement:
    """Return a dressed tree.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the variant, the way that it faces, its size and the tone of its leaves; always equally many numbers.
    position : (x, y, z), metres
    species : str
        A key of ``TREES``.
    distance : float, metres
        From the camera: what is far is coarse.
    scale : float
        Mean size against the species.
    season : "spring", "summer", "autumn" or "winter"
    """
    size = scale * (0.85 + 0.3 * rng.random())
    detail = sum(distance > start * size for start in _FAR)
    variant, high, turn = int(rng.random() * VARIANTS), size * (0.92 + 0.16 * rng.random()), 2 * pi * rng.random()
    form = form_of(species, season, rng.random())
    mesh = tree_mesh(species, variant, detail, form)
    return Placement(mesh, position, leafage(rng, species, season), round(turn, 6), (size, size, high))


def form_of(species: str, season: str, chance: float) -> str:
    """Return how much of its leaves a tree has in a season; ``chance`` in [0, 1) says which tree it is."""
    if TREES[species].evergreen or season in ("spring", "summer"):
        return "full"
    if season == "winter":
        return "bare" if chance < 0.9 or species != "oak" else "thin"  # some oaks keep their dead leaves
    return "full" if chance < 0.45 else "thin" if chance < 0.88 else "bare"


def _lobes(plan: Tree, rng: np.random.Generator, count: int) -> tuple[Floats, Floats]:
    """Middles (N, 3) and radii (N,) of the clumps: all over the crown's skin, more where it is wide."""
    shares, girths = np.array(plan.crown).T
    fine = np.linspace(0.0, 1.0, 41)
    weight = np.cumsum(np.interp(fine, shares, girths) + 0.15)
    chance = (np.arange(count) + rng.uniform(0.2, 0.8, count)) / count
    up = np.interp(chance, (weight - weight[0]) / (weight[-1] - weight[0]), fine)
    girth = plan.radius * np.interp(up, shares, girths)
    # Fewer clumps are wider ones, so that a coarse crown is as full.
    size = plan.lobe * plan.radius * (plan.lobes / count) ** 0.4 * rng.uniform(0.78, 1.22, count)
    size = np.minimum(size, 0.35 * plan.radius + 0.6 * girth)
    angle = 2.399963 * np.arange(count) + rng.uniform(-0.4, 0.4, count)
    off = np.maximum(girth * rng.uniform(0.8, 1.05, count) - 0.8 * size, 0.12 * girth)
    off *= np.where(np.arange(count) % 5 == 4, 0.3, 1.0)  # some fill the middle
    high = plan.clear + up * (plan.height - plan.clear)
    half = plan.squash * size
    high = np.clip(high, plan.clear + 0.7 * half, np.maximum(plan.height - half, plan.clear + 0.7 * half))
    return np.stack([off * np.cos(angle), off * np.sin(angle), high], axis=1), size


def _wood(plan: Tree, middles: Floats, sizes: Floats, rng: np.random.Generator, detail: int, form: str) -> list[Mesh]:
    """The trunk, a bough to each clump, and, where leaves do not hide them, branches and twigs."""
    _, _, sides, bough_sides, *_ = _DETAIL[detail]
    lean = rng.uniform(-0.12, 0.12, 2) * plan.radius
    top = plan.clear + plan.fork * (plan.height - plan.clear)
    line = np.array(
        [(0, 0, 0), (0.02, 0.01, 0.05 * top), (0.3 * lean[0], 0.4 * lean[1], 0.5 * top), (lean[0], lean[1], top)]
    )
    girths = plan.trunk * np.array([1.5, 1.05, 0.85, 0.6 if plan.fork < 0.8 else 0.25])
    trunk = pipe(line, girths, sides, "bark")
    if form == "full" and detail > 1:
        return [trunk]
    low = np.maximum(plan.clear + 0.6 * plan.fork * (middles[:, 2] - plan.clear), 0.75 * plan.clear)
    start_z = np.minimum(np.minimum(low, top), middles[:, 2])
    starts = np.stack(
        [np.interp(start_z, line[:, 2], line[:, 0]), np.interp(start_z, line[:, 2], line[:, 1]), start_z], axis=1
    )
    bend = 0.5 * (starts + middles) + np.array([0.0, 0.0, 1.0]) * (0.12 * (middles - starts)[:, 2:])
    bend[:, :2] *= 1.08
    far = np.sqrt(((middles - starts) ** 2).sum(axis=1))
    thick = plan.trunk * (0.12 + 0.24 * far / far.max()) * np.sqrt(26.0 / len(middles))
    meshes = [trunk, bars(starts, bend, thick, 0.6 * thick, bough_sides)]
    meshes.append(bars(bend, middles, 0.6 * thick, 0.25 * thick, bough_sides))
    if form != "full":
        meshes += _twigs(plan, middles, sizes, rng, detail, form)
    return meshes


def _twigs(plan: Tree, middles: Floats, sizes: Floats, rng: np.random.Generator, detail: int, form: str) -> list[Mesh]:
    """Branches from each clump's middle to its skin, and twigs on them; what is far has few, wide ones."""
    number, more = ((12, 6), (9, 4), (8, 2), (8, 1), (8, 0))[detail]
    if form == "thin":
        number, more = (number + 1) // 2, more // 2
    count = number * len(middles)
    axis = middles - np.array([0.0, 0.0, plan.clear])
    ways = directions(count, rng) + np.repeat(_unit(axis), number, axis=0) * 0.7
    ways = _unit(ways + np.array([0.0, 0.0, 0.35 - 0.9 * plan.droop]))
    reach = np.repeat(sizes, number)[:, None] * rng.uniform(0.8, 1.35, (count, 1))
    starts = np.repeat(middles, number, axis=0) - rng.uniform(0.0, 0.5, (count, 1)) * reach * _unit(
        np.repeat(axis, number, axis=0)
    )
    ends = starts + reach * ways * np.array([1.0, 1.0, max(plan.squash, 0.8)])
    width = (0.03, 0.04, 0.055, 0.08, 0.12)[detail] * plan.leaf
    if detail == 0:
        meshes = [bars(starts, ends, np.full(count, 0.5 * width), np.full(count, 0.004), 3)]
    else:
        meshes = [slivers(starts, ends, width, rng)]
    if more:
        share = rng.uniform(0.3, 1.0, (count * more, 1))
        feet = np.repeat(starts, more, axis=0) + share * np.repeat(ends - starts, more, axis=0)
        turned = _unit(np.repeat(ways, more, axis=0) + 0.75 * directions(count * more, rng))
        turned[:, 2] -= 0.5 * plan.droop
        tips = feet + 0.55 * np.repeat(reach, more, axis=0) * rng.uniform(0.5, 1.1, (count * more, 1)) * turned
        meshes.append(slivers(feet, tips, 0.5 * width, rng))
    return meshes


def _leaves(plan: Tree, middles: Floats, sizes: Floats, rng: np.random.Generator, detail: int, form: str) -> list[Mesh]:
    """Blades on and in the skin of each clump, and a dark lump inside it unless autumn has opened the crown."""
    count, length, *_, sides, rows = _DETAIL[detail]
    if form == "thin":
        count = int(0.45 * count)
    flat = np.array([1.0, 1.0, plan.squash])
    middle = np.array([0.0, 0.0, plan.clear + 0.4 * (plan.height - plan.clear)])
    chosen = rng.choice(len(middles), count, p=sizes**2 / (sizes**2).sum())
    axis = _unit((middles - middle) / np.array([1.0, 1.0, 0.5 * plan.height / plan.radius]))
    ways = _unit(directions(count, rng) + 0.45 * axis[chosen] + np.array([0.0, 0.0, 0.2]))
    reach = rng.uniform(0.5, 1.0, (count, 1)) + 0.4 * rng.random((count, 1)) ** 3
    places = middles[chosen] + ways * flat * sizes[chosen, None] * reach
    along = directions(count, rng)
    along -= 0.55 * (along * ways).sum(axis=1, keepdims=True) * ways
    along[:, 2] -= plan.droop
    shading = 0.75 * ways + 0.6 * axis[chosen] + 0.5 * directions(count, rng)
    # The crown's size counts: one length for all would make small trees of few leaves.
    grown = plan.leaf * length * (plan.radius * plan.height / 26.0) ** 0.35
    meshes = [blades(places, along, shading, grown, 0.62 * grown, rng)]
    if form == "full":
        # What hangs is seen through: a birch is hardly darker inside.
        dense = 1.0 - 0.6 * max(plan.droop, 0.0)
        radii = rng.uniform(0.45, 0.7, (len(sizes), 3)) * dense * sizes[:, None] * flat
        if detail > 1:  # the middle, which leaves of half a metre would let the sky through
            girth = (0.42 if plan.fork < 0.8 else 0.2) * dense * plan.radius
            middles = np.concatenate([middles, middle[None]])
            radii = np.concatenate([radii, [[girth, girth, 0.27 * (plan.height - plan.clear)]]])
        meshes.append(lumps(middles, radii, sides, rows))
    return meshes


def _unit(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)), 1e-9)
