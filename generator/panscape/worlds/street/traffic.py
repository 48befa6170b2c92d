"""What stands and drives on the road on four wheels and more: parked rows, both directions, side streets."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import pi, radians

import numpy as np

from panscape.scenes import Thing
from panscape.shapes.bus import BUS_MODELS, bus
from panscape.shapes.car import CAR_MODELS, car
from panscape.shapes.size import Size
from panscape.shapes.truck import TRUCK_MODELS, truck
from panscape.worlds.street.ground import bay_ends, incoming
from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.plan import Junction, Side
from panscape.worlds.street.site import Site
from panscape.worlds.street.spine import Spot

FAR = 115.0  # metres; a car beyond is less than 10 pixels wide
BAY = 5.75
Make = Callable[[np.random.Generator, tuple[float, float, float], float, str], Thing]


def parked(params: StreetParams, site: Site, rng: np.random.Generator) -> list[Thing]:
    """Return the cars in the parking lanes."""
    found: list[Thing] = []
    for side in site.plan.sides:
        share = params.parked.sample(rng)
        for along in bay_ends(site.plan, side, BAY) if side.parking else ():
            if rng.random() < share and along + BAY < min(site.plan.end, FAR + site.plan.onward):
                found += _parked_car(site, side, along, rng)
    return found


def moving(params: StreetParams, site: Site, rng: np.random.Generator) -> list[Thing]:
    """Return what drives along our street, lane by lane, and what waits in side streets."""
    density = params.traffic.sample(rng)
    heavy = params.heavy * (0.4 if site.plan.kind == "residential" else 1.0)
    found: list[Thing] = []
    for side in site.plan.sides:
        for off in side.lane_middles():
            found += _lane(site, side, off, density, heavy, rng)
    for junction in site.plan.junctions:
        for side in site.plan.sides:
            if junction.opens(side):
                found += _side_street(site, side, junction, density, heavy, rng)
    return found


def on_road(site: Site, side: Side, along: float, off: float, rng: np.random.Generator, sway_deg: float) -> Spot:
    """Return a place on the road, looking the way that its side drives, but for some degrees."""
    position, yaw = site.place(side, along, off, 0.0)
    way = yaw if site.plan.heads_out(side) else yaw + pi
    return Spot(position[0], position[1], way + radians(sway_deg) * float(np.clip(rng.normal(), -2.0, 2.0)))


def is_free(site: Site, spot: Spot, size: Size, clear: float) -> bool:
    """Whether something of a size may stand at a place, ``clear`` metres off everything; if so, it is claimed."""
    reach = 0.5 * size.length + 1.0
    return site.takes(spot.x, spot.y, spot.yaw, size.length, size.width, reach, clear)


def _lane(
    site: Site, side: Side, off: float, density: float, heavy: float, rng: np.random.Generator
) -> Iterator[Thing]:
    """One lane, filled from behind the camera to the end, with the distances that drivers keep."""
    ours = site.view.lane is not None and abs(abs(site.view.lane) - off) < 1.0 and side is site.plan.own
    along = site.plan.first(7.0 if ours else -4.0) + rng.exponential(0.35 * 100.0 / density if density else 1e9)
    while along < min(site.plan.end - 4.0, FAR + site.plan.onward):
        make, model, size = _vehicle(heavy, rng)
        along += 0.5 * size.length
        spot = on_road(site, side, along, off + 0.3 * (rng.random() - 0.5), rng, 1.2)
        if not site.plan.on_crossing(along, 0.5 * size.length + 0.6) and is_free(site, spot, size, 0.1):
            yield make(rng, (round(spot.x, 6), round(spot.y, 6), 0.0), spot.yaw, model)
        along += 0.5 * size.length + 2.5 + rng.exponential(100.0 / density)


def _side_street(
    site: Site, side: Side, junction: Junction, density: float, heavy: float, rng: np.random.Generator
) -> Iterator[Thing]:
    """Who waits to come out of a side street, and who has just turned into it."""
    lane = incoming(site.plan, side, junction)
    for offset, yaw in ((lane, -0.5 * pi * side.sign), (-lane, 0.5 * pi * side.sign)):
        out = side.lot + 1.5 + (0.0 if offset == lane else 12.0 * rng.random())
        for _ in range(3):
            make, model, size = _vehicle(heavy, rng)
            if rng.random() < 0.16 * min(density, 3.5):
                y = side.sign * (out + 0.5 * size.length)
                spot = Spot(junction.along + offset, y, yaw + radians(1.0) * rng.normal())
                if is_free(site, spot, size, 0.1):
                    yield make(rng, (round(spot.x, 6), round(spot.y, 6), 0.0), spot.yaw, model)
            out += size.length + 1.5 + 4.0 * rng.random()


def _vehicle(heavy: float, rng: np.random.Generator) -> tuple[Make, str, Size]:
    """A vehicle as frequent as in traffic: what makes it, its model, and the room that it takes."""
    chance = rng.random()
    make: Make = car
    models = CAR_MODELS
    if chance < heavy:
        make, models = (bus, BUS_MODELS) if chance < 0.5 * heavy else (truck, TRUCK_MODELS)
    names = list(models)
    model = names[int(rng.random() * len(names))]
    return make, model, models[model]


def _parked_car(site: Site, side: Side, along: float, rng: np.random.Generator) -> Iterator[Thing]:
    names = list(CAR_MODELS)
    model = names[int(rng.random() * len(names))]
    size = CAR_MODELS[model]
    slack = max(0.0, 0.5 * (BAY - size.length) - 0.25)
    middle = along + 0.5 * BAY + slack * (2.0 * rng.random() - 1.0)
    off = side.parking_from + 0.5 * side.parking + 0.12 * (rng.random() - 0.35)
    spot = on_road(site, side, middle, off, rng, 1.0)
    if is_free(site, spot, size, 0.02):
        made = car(rng, (spot.x, spot.y, 0.0), spot.yaw, model, driven=False)
        yield replace(made, facts={**made.facts, "parked": True})
