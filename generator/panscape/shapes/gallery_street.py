"""One example of everything that stands still in a street, by name: trees, houses, furniture, ground."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from panscape.scenes import Material, Placement, Stuff
from panscape.shapes.amenity import AMENITIES, amenity
from panscape.shapes.building import BUILDINGS, building
from panscape.shapes.bush import bush, hedge
from panscape.shapes.castings import CASTINGS, casting_dress, casting_mesh
from panscape.shapes.fence import FENCES, fence, garden_wall
from panscape.shapes.leafage import SEASONS
from panscape.shapes.litter import LITTER, carpet_mesh, leaf_dress, litter_dress, litter_mesh
from panscape.shapes.pole import LAMPS, bollard, lamp, utility_pole
from panscape.shapes.shelter import shelter
from panscape.shapes.traffic_light import traffic_light
from panscape.shapes.traffic_sign import SIGNS, traffic_sign
from panscape.shapes.tree import TREES, tree

Show = Callable[[np.random.Generator], Stuff | list[Placement]]
_HERE = (0.0, 0.0, 0.0)
_ABOVE = (0.0, 0.0, 0.01)


def _tree(rng: np.random.Generator, species: str, season: str) -> Stuff:
    return Stuff("vegetation", (tree(rng, _HERE, species, 5.0, 1.0, season),))


def _house(rng: np.random.Generator, model: str) -> Stuff:
    return Stuff("building", (building(rng, _HERE, 0.0, model),))


def _amenity(rng: np.random.Generator, model: str) -> list[Placement]:
    return [amenity(rng.random(), _HERE, 0.0, model)]


def _flat(rng: np.random.Generator, model: str) -> list[Placement]:
    return [Placement(casting_mesh(model), _ABOVE, casting_dress(rng))]


def _litter(rng: np.random.Generator, model: str) -> list[Placement]:
    return [Placement(litter_mesh(model), _HERE, litter_dress(rng))]


def _leaves(rng: np.random.Generator) -> list[Placement]:
    leaves: Mapping[str, Material] = tree(rng, _HERE, "maple", 5.0, 1.0, "autumn").materials
    return [Placement(carpet_mesh(k, True), _ABOVE, leaf_dress(leaves), k * np.pi) for k in range(2)]


def _sign(rng: np.random.Generator, model: str) -> list[Placement]:
    return [placement for part in traffic_sign(rng, _HERE, 0.0, (model,)) for placement in part]


def _lamp(rng: np.random.Generator, model: str) -> list[Placement]:
    return [lamp(rng, _HERE, 0.0, model)]


def _fence(rng: np.random.Generator, model: str) -> list[Placement]:
    return list(fence(rng, _HERE, 0.0, 6.0, model))


def _signal(rng: np.random.Generator) -> list[Placement]:
    return [placement for part in traffic_light(rng, _HERE, 0.0, "red", 3.5) for placement in part]


STREET: Mapping[str, Show] = {
    **{f"tree, {name}, {season}": partial(_tree, species=name, season=season) for name in TREES for season in SEASONS},
    "bush": lambda rng: [bush(rng, _HERE, 5.0)],
    "hedge": lambda rng: list(hedge(rng, _HERE, 0.0, 3, 1.2, 5.0)),
    **{f"building, {model}": partial(_house, model=model) for model in BUILDINGS},
    **{f"furniture, {model}": partial(_amenity, model=model) for model in AMENITIES},
    "furniture, bus shelter": lambda rng: [shelter(rng.random(), _HERE, 0.0)],
    **{f"street lamp, {model}": partial(_lamp, model=model) for model in LAMPS},
    "bollard": lambda rng: [bollard(rng, _HERE)],
    "utility pole": lambda rng: [utility_pole(rng, _HERE, 0.0)],
    "traffic light": _signal,
    **{f"traffic sign, {model}": partial(_sign, model=model) for model in SIGNS},
    **{f"fence, {model}": partial(_fence, model=model) for model in FENCES},
    "garden wall": lambda rng: list(garden_wall(rng, _HERE, 0.0, 6.0, 0.9)),
    **{f"cover, {model}": partial(_flat, model=model) for model in CASTINGS},
    **{f"litter, {model}": partial(_litter, model=model) for model in LITTER},
    "fallen leaves": _leaves,
}
