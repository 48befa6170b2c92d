"""What sidewalks are furnished with: bins, benches, shelters, planters, tables, cabinets, and whatever else.

Cityscapes has no name for most of it ("static" and "dynamic" are no classes of its benchmark), so it is void; a bus
shelter is building there, and what grows in a planter is vegetation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import cos, pi, sin

import numpy as np

from panscape.scenes import VOID, Placement, Stuff
from panscape.seeds import rng_for
from panscape.shapes.amenity import AMENITIES, amenity
from panscape.shapes.bush import bush
from panscape.shapes.coarse import coarse
from panscape.shapes.shelter import SHELTER, shelter
from panscape.shapes.size import Size
from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.plan import Side
from panscape.worlds.street.site import Site

FAR = 70.0  # metres; a bin beyond is less than six pixels high
PASSAGE = 1.3  # metres of sidewalk that stay free
_STEPS = ((40.0, 0.2), (22.0, 0.1))  # from this distance on, vertices within a cell of this width are one

# What one finds on each kind of street, by weight; all assumed.
_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "high_street": {
        "bin": 3, "post bin": 1, "bench": 1.2, "slab bench": 0.8, "rack": 1.5, "board": 3, "table": 2, "parasol": 1.6,
        "planter": 2.5, "cabinet": 1.2, "post box": 1, "phone box": 0.5, "poster column": 0.5, "shelter": 0.8,
        "bags": 0.8, "hydrant": 0.8, "cone": 0.4,
    },
    "residential": {
        "wheelie bin": 5, "bags": 1, "cabinet": 1.5, "hydrant": 1.2, "post box": 0.7, "post bin": 0.6, "bench": 0.4,
        "cone": 0.4,
    },
    "avenue": {
        "bin": 2.5, "bench": 1.5, "slab bench": 1, "rack": 1.5, "shelter": 1.6, "planter": 1.5, "cabinet": 1.5,
        "poster column": 1, "hydrant": 1, "phone box": 0.5, "post box": 0.7, "cone": 0.4,
    },
    "park_edge": {
        "bench": 3, "slab bench": 1, "bin": 2.5, "post bin": 1.5, "rack": 1, "hydrant": 0.7, "cabinet": 0.8,
        "poster column": 0.6, "wheelie bin": 1, "shelter": 0.5,
    },
}  # fmt: skip
_AT_WALLS = {"board", "table", "parasol", "wheelie bin", "bags", "cabinet", "planter"}
_LOOK_IN = {"bench", "slab bench", "bin", "post bin", "post box"}  # they turn their backs to the road


@dataclass(frozen=True)
class _Found:
    """Placements by category, as they are made."""

    void: list[Placement] = field(default_factory=list)
    building: list[Placement] = field(default_factory=list)
    vegetation: list[Placement] = field(default_factory=list)


def amenities(params: StreetParams, site: Site, rng: np.random.Generator) -> list[Stuff]:
    """Return the furniture of the sidewalks."""
    plan, found = site.plan, _Found()
    density = params.amenities.sample(rng)
    weights = _WEIGHTS[plan.kind]
    names, shares = list(weights), np.cumsum(list(weights.values()))
    finishes = dict(zip(names, rng.random(len(names)).tolist(), strict=True))
    length = min(plan.end, FAR)
    for side in plan.sides:
        for _ in range(rng.poisson(0.01 * density * length)):
            along, chance, seed = -4.0 + length * rng.random(), rng.random(), int(rng.random() * 2**31)
            model = names[int(np.searchsorted(shares, chance * shares[-1], side="right"))]
            _group(site, side, along, model, finishes[model], rng_for(seed, "amenity"), found)
    kinds = {VOID: found.void, "building": found.building, "vegetation": found.vegetation}
    return [Stuff(category, tuple(placements)) for category, placements in kinds.items() if placements]


def _group(
    site: Site, side: Side, along: float, model: str, finish: float, rng: np.random.Generator, found: _Found
) -> None:
    """One piece, or a few of a kind side by side."""
    number = 1
    if model in ("wheelie bin", "table", "parasol", "cone", "planter"):
        number = 1 + int(rng.random() * (4 if model == "cone" else 3))
    size = SHELTER if model == "shelter" else AMENITIES[model]
    gap = {"parasol": 1.9, "table": 0.9, "cone": 1.6, "planter": 1.2}.get(model, 0.25)
    for k in range(number):
        _one(site, side, along + k * (size.width + gap), model, size, finish, rng, found)


def _one(
    site: Site, side: Side, along: float, model: str, size: Size, finish: float, rng: np.random.Generator, found: _Found
) -> None:
    plan = site.plan
    at_wall = model in _AT_WALLS or (side.park and model in _LOOK_IN)
    if side.walk < size.length + PASSAGE or plan.on_crossing(along, 2.5) or _over_gap(site, side, along):
        return
    if at_wall:
        off = side.lot - (0.42 if side.line == side.lot else 0.1) - 0.5 * size.length
    else:
        off = (side.walk_from if side.verge else side.kerb + 0.4) + 0.5 * size.length + 0.05
    position, yaw = site.place(side, along, off, plan.step)
    # Looking at the road, or from the kerb at the houses.
    turn = -0.5 * pi * side.sign if at_wall or model not in _LOOK_IN else 0.5 * pi * side.sign
    facing = round(yaw + turn + (0.25 * rng.normal() if model in ("board", "wheelie bin", "cone") else 0.0), 6)
    if not site.takes(position[0], position[1], facing, size.length, size.width, 2.5, 0.08):
        return
    if model == "shelter":
        found.building.append(_eased(site, shelter(finish, position, facing)))
        return
    # Things of one sort are of one make; bins of households are not.
    if model in ("wheelie bin", "board"):
        finish = rng.random()
    found.void.append(_eased(site, amenity(finish, position, facing, model)))
    if model == "planter":
        top = (position[0], position[1], round(plan.step + 0.5, 6))
        plant = bush(rng, top, site.far(position), site.season)
        found.vegetation.append(replace(plant, scale=(0.55, 0.55, 0.5 + 0.3 * rng.random())))
    elif model == "bags" and rng.random() < 0.5:
        x, y = position[0] + 0.9 * cos(yaw), position[1] + 0.9 * sin(yaw)
        bin_size = AMENITIES["wheelie bin"]
        if site.takes(x, y, facing, bin_size.length, bin_size.width, 2.5, 0.02):
            place = (round(x, 6), round(y, 6), position[2])
            found.void.append(_eased(site, amenity(rng.random(), place, facing, "wheelie bin")))


def _over_gap(site: Site, side: Side, along: float) -> bool:
    return any(low - 3.8 < along < high + 3.8 for low, high in site.plan.gaps(side)) or along > site.plan.end - 4.0


def _eased(site: Site, placement: Placement) -> Placement:
    """The placement with no more triangles than its distance asks for."""
    far = site.far(placement.position)
    cell = next((cell for start, cell in _STEPS if far > start), 0.0)
    return replace(placement, mesh=coarse(placement.mesh, cell)) if cell else placement
