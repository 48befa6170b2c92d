"""Who walks, stands, waits and crosses."""

from bisect import bisect
from collections.abc import Iterator
from functools import cache
from math import cos, pi, sin

import numpy as np

from panscape.scenes import Mesh, Thing
from panscape.shapes.person import person
from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.plan import ZEBRA, Side
from panscape.worlds.street.site import Site

FAR = 85.0  # metres; a person beyond is less than 8 pixels high


def people(params: StreetParams, site: Site, rng: np.random.Generator) -> list[Thing]:
    """Return persons: alone and in groups on the sidewalks, at zebra crossings, in the park."""
    density = params.people.sample(rng)
    busy = {"high_street": 1.5, "avenue": 1.0, "park_edge": 0.9, "residential": 0.55}[site.plan.kind]
    length, first = min(site.plan.end, FAR + site.plan.onward), site.plan.first(3.0)
    found: list[Thing] = []
    for zebra in site.plan.zebras:
        if zebra < FAR + site.plan.onward:
            found += _crossing(site, zebra, density * busy, rng)
    for side in site.plan.sides:
        for _ in range(rng.poisson(0.01 * density * busy * (length - first + 3.0) / 1.5)):
            found += _group(site, side, first + (length - first) * rng.random(), rng)
        if side.park:
            for _ in range(rng.poisson(0.01 * density * (length - first + 3.0))):
                found += _stroller(site, side, first - 3.0 + (length - first + 3.0) * rng.random(), rng)
    return found


def over_gap(site: Site, side: Side, along: float) -> bool:
    """Return whether a place beside the road lies in the mouth of a side street, or on its rounded corners."""
    return any(low - 3.3 < along < high + 3.3 for low, high in site.plan.gaps(side))


def _group(site: Site, side: Side, along: float, rng: np.random.Generator) -> Iterator[Thing]:
    """One to three people abreast, walking one way or standing about."""
    size = 1 + int(rng.random() < 0.4) + int(rng.random() < 0.15)
    near, far = side.walk_from + (0.45 if side.verge else 0.65), side.lot - 0.5
    off = near + (far - near) * rng.random()
    way, stands, turn = (0.0 if rng.random() < 0.5 else pi), rng.random() < 0.2, 2 * pi * rng.random()
    for k in range(size):
        place = min(max(off + 0.82 * (k - 0.5 * (size - 1)), near), far)
        position, yaw = site.place(side, along + 0.35 * rng.normal(), place, site.plan.step)
        facing = turn + 2.2 * k if stands else yaw + way + 0.12 * rng.normal()
        if not over_gap(site, side, along):
            yield from _stand(site, position, facing, not stands, rng)


def _crossing(site: Site, zebra: float, density: float, rng: np.random.Generator) -> Iterator[Thing]:
    """People on a zebra, and people at its ends who wait."""
    left, right = (side.kerb for side in site.plan.sides)
    for _ in range(rng.poisson(min(0.16 * density, 3.0))):
        across = -right + 0.5 + (left + right - 1.0) * rng.random()
        spot = site.plan.spine.spot(zebra + (ZEBRA - 1.6) * (rng.random() - 0.5), across)
        facing = spot.yaw + (0.5 if rng.random() < 0.5 else -0.5) * pi + 0.15 * rng.normal()
        yield from _stand(site, (spot.x, spot.y, 0.0), facing, True, rng)
    for side in site.plan.sides:
        for _ in range(rng.poisson(min(0.09 * density, 2.0))):
            along = zebra + (ZEBRA - 0.8) * (rng.random() - 0.5)
            position, yaw = site.place(side, along, side.kerb + 0.75 + 0.8 * rng.random(), site.plan.step)
            if not over_gap(site, side, along):
                yield from _stand(site, position, yaw - 0.5 * pi * side.sign + 0.3 * rng.normal(), False, rng)


def _stroller(site: Site, side: Side, along: float, rng: np.random.Generator) -> Iterator[Thing]:
    position, _ = site.place(side, along, side.lot + 2.0 + 40.0 * rng.random(), site.plan.step + 0.02)
    if not any(abs(position[0] - j.along) < j.reach + 2.0 for j in site.plan.junctions):
        yield from _stand(site, position, 2 * pi * rng.random(), rng.random() < 0.7, rng)


def _stand(
    site: Site, position: tuple[float, float, float], facing: float, walks: bool, rng: np.random.Generator
) -> Iterator[Thing]:
    """A person, if there is room for one."""
    if not site.view.sees(position[0], position[1], 1.2):
        return
    place = (round(position[0], 6), round(position[1], 6), position[2])
    made = person(rng, place, facing, _ACTIVITY[walks], bisect(_COARSER, site.far(place)))
    placement = made.placements[0]
    x0, x1, y0, y1 = _extent(placement.mesh)
    length, width = placement.scale[0], placement.scale[1]
    ahead, aside = 0.5 * (x0 + x1) * length, 0.5 * (y0 + y1) * width
    x = position[0] + ahead * cos(facing) - aside * sin(facing)
    y = position[1] + ahead * sin(facing) + aside * cos(facing)
    if site.takes(x, y, facing, (x1 - x0) * length, (y1 - y0) * width, 1.2, 0.03):
        yield made


_COARSER = (13.0, 26.0, 48.0)  # metres from which on a body is made of ever fewer triangles
_ACTIVITY = {True: "walking", False: "standing"}


@cache
def _extent(mesh: Mesh) -> tuple[float, float, float, float]:
    """Low and high x and y of a mesh: a stride is much longer than somebody who stands."""
    low, high = mesh.bounds
    return float(low[0]), float(high[0]), float(low[1]), float(high[1])
