"""Bicycles and motorcycles: ridden on the road, and parked beside it."""

from collections.abc import Iterator
from dataclasses import replace
from math import pi

import numpy as np

from panscape.scenes import Thing
from panscape.shapes.bicycle import BICYCLE_MODELS, bicycle
from panscape.shapes.motorcycle import MOTORCYCLE_MODELS, motorcycle
from panscape.shapes.rider import riding_bicycle, riding_motorcycle
from panscape.worlds.street.ground import bay_ends
from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.people import over_gap
from panscape.worlds.street.plan import Side
from panscape.worlds.street.site import Site
from panscape.worlds.street.spine import Spot
from panscape.worlds.street.traffic import BAY, is_free, on_road

FAR = 80.0  # metres; a bicycle beyond is less than 10 pixels long


def riders(params: StreetParams, site: Site, rng: np.random.Generator) -> list[Thing]:
    """Return riders and what they ride: bicycles at the road's edge or in its cycle lane, motorcycles in lanes."""
    found: list[Thing] = []
    length, first = min(site.plan.end, FAR + site.plan.onward), site.plan.first(5.0)
    for side in site.plan.sides:
        off = side.cycle_from + 0.5 * side.cycle if side.cycle else side.cycle_from - 0.55
        density = 0.01 * params.cyclists.sample(rng) * (length - first + 5.0)
        for _ in range(rng.poisson(density)):
            along = first + (length - first) * rng.random()
            spot = on_road(site, side, along, off + 0.3 * (rng.random() - 0.5), rng, 2.0)
            if is_free(site, spot, BICYCLE_MODELS["mountain"], 0.3):
                found += riding_bicycle(rng, (spot.x, spot.y, 0.0), spot.yaw)
        for _ in range(rng.poisson(0.3 * density)):
            along = first + 1.0 + (length - first - 1.0) * rng.random()
            spot = on_road(site, side, along, side.lane_middles()[-1] + 0.6 * (rng.random() - 0.5), rng, 2.0)
            if not site.plan.on_crossing(along, 1.0) and is_free(site, spot, MOTORCYCLE_MODELS["roadster"], 0.5):
                found += riding_motorcycle(rng, (spot.x, spot.y, 0.0), spot.yaw)
    return found


def parked_two_wheelers(params: StreetParams, site: Site, rng: np.random.Generator) -> list[Thing]:
    """Return bicycles along the kerb, at walls and in racks, and motorcycles that share a parking bay."""
    found: list[Thing] = []
    length, first = min(site.plan.end, 70.0 + site.plan.onward), site.plan.first(4.0)
    for side in site.plan.sides:
        density = params.bicycles.sample(rng)
        for _ in range(rng.poisson(0.01 * density * (length - first + 4.0) / 2.0)):
            along = first + (length - first) * rng.random()
            if site.plan.on_crossing(along, 3.0) or side.walk < 2.5:
                continue
            found += _rack(site, side, along, rng) if rng.random() < 0.4 else _leaning(site, side, along, rng)
        for along in bay_ends(site.plan, side, BAY) if side.parking else ():
            if rng.random() < 0.025 * min(density, 4.0) and along < FAR:
                found += _motorcycles(site, side, along, rng)
    return found


def _leaning(site: Site, side: Side, along: float, rng: np.random.Generator) -> Iterator[Thing]:
    """A bicycle along the kerb, or along the wall."""
    off = side.walk_from + 0.55 if rng.random() < 0.5 or side.garden else side.lot - 0.5
    position, yaw = site.place(side, along, off, site.plan.step)
    way = yaw + (0.0 if rng.random() < 0.5 else pi) + 0.08 * rng.normal()
    yield from _leave(site, position, way, rng)


def _rack(site: Site, side: Side, along: float, rng: np.random.Generator) -> Iterator[Thing]:
    """Three to six bicycles side by side, across the sidewalk's edge."""
    turn = 0.5 * pi * side.sign + 0.3 * (rng.random() - 0.5)
    for k in range(3 + int(4 * rng.random())):
        spot = along + 0.85 * k
        position, yaw = site.place(side, spot, side.walk_from + 1.1, site.plan.step)
        if not over_gap(site, side, spot) and rng.random() < 0.8:
            yield from _leave(site, position, yaw + turn + 0.05 * rng.normal(), rng)


def _leave(site: Site, position: tuple[float, float, float], yaw: float, rng: np.random.Generator) -> Iterator[Thing]:
    names = list(BICYCLE_MODELS)
    model = names[int(rng.random() * len(names))]
    size = BICYCLE_MODELS[model]
    if site.takes(position[0], position[1], yaw, size.length, size.width, 1.5, 0.02):
        made = bicycle(rng, position, yaw, model)
        yield replace(made, facts={**made.facts, "parked": True})


def _motorcycles(site: Site, side: Side, along: float, rng: np.random.Generator) -> Iterator[Thing]:
    """Three or four motorcycles side by side, noses to the kerb."""
    names = list(MOTORCYCLE_MODELS)
    for k in range(3 + int(2 * rng.random())):
        middle = side.parking_from + 0.5 * side.parking
        spot = on_road(site, side, along + 0.8 + 1.1 * k, middle, rng, 4.0)
        turned = Spot(spot.x, spot.y, spot.yaw + 0.42 * pi * (-1.0 if side is site.plan.own else 1.0) * side.sign)
        model = names[int(rng.random() * len(names))]
        if is_free(site, turned, MOTORCYCLE_MODELS[model], 0.02):
            made = motorcycle(rng, (turned.x, turned.y, 0.0), turned.yaw, model)
            yield replace(made, facts={**made.facts, "parked": True})
