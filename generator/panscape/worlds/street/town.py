"""What lies around a street, for pictures from above the roofs: blocks of houses, their yards, the streets between."""

from collections.abc import Iterator
from math import pi

import numpy as np

from panscape.scenes import Placement, Stuff
from panscape.shapes.building import BUILDINGS, building
from panscape.shapes.paving import plate
from panscape.shapes.tree import tree
from panscape.worlds.street.ground import Grounds
from panscape.worlds.street.plan import StreetPlan
from panscape.worlds.street.site import Site
from panscape.worlds.street.view import View

HIGH = 9.0  # metres; from lower down, the houses at the street hide what lies behind them
REACH = 340.0  # metres from the camera to which there are blocks
LONG, DEEP = 66.0, 46.0  # of a block
STREET = 11.0  # between two
MODELS = ("tenement 6x5", "flats 5x5", "brick 5x4", "tenement 3x5", "tenement 4x5 shop", "brick 6x3 shop", "flats 4x7")
SPECIES = ("linden", "maple", "oak", "birch")


def shows_town(seen: View) -> bool:
    """Whether some camera looks over the roofs."""
    return any(cone.z > HIGH and cone.limit > 60.0 for cone in seen.cones)


def town(site: Site, looks: Grounds, rng: np.random.Generator) -> list[Stuff]:
    """Return the blocks around a street, each with houses on two sides, trees in its yard and half of the roads."""
    houses: list[Placement] = []
    trees: list[Placement] = []
    roads: list[Placement] = []
    yards: list[Placement] = []
    for x, y in _blocks(site.plan):
        if not site.view.sees(x, y, 0.5 * LONG + 12.0):
            continue
        size = ((LONG + STREET, DEEP + STREET, 1.0), (LONG, DEEP, 1.0))
        roads.append(Placement(plate(), (x, y, -0.03), {"top": looks.road}, 0.0, size[0]))
        yards.append(Placement(plate(), (x, y, 0.03), {"top": looks.garden}, 0.0, size[1]))
        for way in (-1.0, 1.0):
            houses += _row(site, x, y, way, rng)
        for _ in range(3):
            place = (x + (LONG - 14.0) * (rng.random() - 0.5), y + (DEEP - 32.0) * (rng.random() - 0.5), 0.0)
            trees.append(tree(rng, place, SPECIES[int(len(SPECIES) * rng.random())], 200.0, 1.0, site.season))
    found = {"building": houses, "vegetation": trees, "road": roads, "terrain": yards}
    return [Stuff(category, tuple(placements)) for category, placements in found.items() if placements]


def _blocks(plan: StreetPlan) -> Iterator[tuple[float, float]]:
    """The middles of the blocks that keep off our street, its arms and what closes them."""
    for i in range(-5, 6):
        for k in range(-7, 8):
            x, y = 30.0 + i * (LONG + STREET), (k + 0.5) * (DEEP + STREET)
            corners = [
                (x + u * (LONG + STREET), y + v * (DEEP + STREET))
                for u in (-0.5, -0.25, 0.0, 0.25, 0.5)
                for v in (-0.5, -0.25, 0.0, 0.25, 0.5)
            ]
            if x * x + y * y < REACH * REACH and not any(_taken(plan, *corner) for corner in corners):
                yield x, y


def _taken(plan: StreetPlan, x: float, y: float) -> bool:
    """Whether a place belongs to the street."""
    along, left = plan.spine.locate(x, y)
    side = plan.sides[0] if left > 0.0 else plan.sides[1]
    if plan.start - 34.0 < along < plan.end + 42.0 and abs(left) < side.line + (112.0 if side.park else 48.0):
        return True
    return any(abs(x - j.along) < j.reach + 18.0 and abs(y) < 86.0 for j in plan.junctions)


def _row(site: Site, x: float, y: float, way: float, rng: np.random.Generator) -> Iterator[Placement]:
    """The houses on one long side of a block, their fronts to the road."""
    along = x - 0.5 * LONG
    while True:
        model = MODELS[int(rng.random() * len(MODELS))]
        plan = BUILDINGS[model]
        if along + plan.width > x + 0.5 * LONG:
            return
        place = (along + 0.5 * plan.width, y + way * (0.5 * DEEP - 0.5 * plan.depth), 0.0)
        yield building(rng, place, 0.5 * pi * way, model, detail=2, corner=True)
        along += plan.width
