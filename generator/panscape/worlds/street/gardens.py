"""What grows and divides beyond the sidewalk: front gardens, their walls and hedges, parks, trees behind houses."""

from dataclasses import dataclass, field
from math import atan2, cos, hypot, sin

import numpy as np

from panscape.scenes import Placement, Stuff
from panscape.shapes.bush import HEDGE, bush, hedge
from panscape.shapes.fence import FENCES, fence, garden_wall
from panscape.shapes.tree import TREES, tree
from panscape.worlds.street.furniture import may_grow
from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.plan import Side
from panscape.worlds.street.site import Site

LOT = 8.0  # metres of one garden's edge; on a bend each is a chord
EDGE_FAR = 90.0

FRONT = ("cherry", "birch", "maple", "spruce", "cherry")
PARK = ("oak", "oak", "linden", "maple", "plane", "birch", "pine", "spruce", "poplar", "cherry")
BEHIND = ("linden", "maple", "oak", "spruce", "birch", "poplar", "pine")


@dataclass(frozen=True)
class _Found:
    """Placements by category, as they are made."""

    vegetation: list[Placement] = field(default_factory=list)
    fence: list[Placement] = field(default_factory=list)
    wall: list[Placement] = field(default_factory=list)


def gardens(params: StreetParams, site: Site, rng: np.random.Generator) -> list[Stuff]:
    """Return vegetation, fences and walls off the sidewalk."""
    found = _Found()
    share = params.trees.sample(rng)
    for side in site.plan.sides:
        if side.park:
            _edge(site, side, rng, found, park=True)
            _park(site, side, share, rng, found)
        elif side.garden:
            _edge(site, side, rng, found, park=False)
            _beds(site, side, share, rng, found)
        if not side.park:
            _backyard(site, side, share, rng, found)
    kinds = {"vegetation": found.vegetation, "fence": found.fence, "wall": found.wall}
    return [Stuff(category, tuple(placements)) for category, placements in kinds.items() if placements]


def _edge(site: Site, side: Side, rng: np.random.Generator, found: _Found, park: bool) -> None:
    """Walls, hedges and fences between sidewalk and gardens, one garden after the other; of a park, all alike."""
    plan = site.plan
    choices = ("wall", "hedge", *FENCES[:4], "open")
    chosen = ("railing", "hedge", "wall", "open")[int(4 * rng.random())]
    for start, end in plan.runs(side):
        along = start + 3.5
        while along + LOT < end - 3.5:
            kind = chosen if park else choices[int(len(choices) * rng.random())]
            height = 0.7 + 0.6 * rng.random()
            gate = 0.0 if park and rng.random() < 0.8 else 1.4
            here, _ = site.place(side, along, side.lot + 0.22, plan.step)
            there, _ = site.place(side, along + LOT - gate, side.lot + 0.22, plan.step)
            _divide(site, side, rng, found, kind, here, there, height)
            along += LOT


def _divide(
    site: Site,
    side: Side,
    rng: np.random.Generator,
    found: _Found,
    kind: str,
    here: tuple[float, float, float],
    there: tuple[float, float, float],
    height: float,
) -> None:
    dx, dy = there[0] - here[0], there[1] - here[1]
    length, yaw = hypot(dx, dy), atan2(dy, dx)
    middle = (here[0] + 0.5 * dx, here[1] + 0.5 * dy)
    far = site.view.distance(*middle)
    if kind == "open" or far > EDGE_FAR or not site.takes(*middle, yaw, length, 0.3, length):
        return
    if kind == "wall":
        found.wall.extend(garden_wall(rng, here, yaw, length, height))
    elif kind == "hedge":
        off = 0.25 * side.sign  # away from the road: a hedge keeps its leaves out of the sidewalk
        back = (here[0] - off * sin(yaw), here[1] + off * cos(yaw), here[2])
        found.vegetation.extend(
            hedge(rng, back, yaw, int(length / HEDGE), 0.9 + 0.5 * height, max(0.0, far), site.season)
        )
    else:
        found.fence.extend(fence(rng, here, yaw, length, kind))


def _beds(site: Site, side: Side, share: float, rng: np.random.Generator, found: _Found) -> None:
    """Bushes and small trees in front gardens."""
    along = site.plan.start
    while along < site.plan.end:
        along += 1.8 + 4.0 * rng.random()
        off = side.lot + 1.0 + (side.garden - 2.0) * rng.random()
        position, _ = site.place(side, along, off, site.plan.step + 0.02)
        grows = rng.random()
        if site.plan.on_crossing(along, 4.0):
            continue
        if grows < 0.22 * share and side.garden >= 4.0:
            species = FRONT[int(len(FRONT) * rng.random())]
            scale = 0.5 + 0.3 * rng.random()
            if may_grow(site, position, 0.8, TREES[species].radius * scale):
                found.vegetation.append(tree(rng, position, species, site.far(position), scale, site.season))
        elif grows < 0.75 and site.takes(position[0], position[1], 0.0, 1.2, 1.2, 1.5):
            found.vegetation.append(bush(rng, position, site.far(position), site.season))


def _park(site: Site, side: Side, share: float, rng: np.random.Generator, found: _Found) -> None:
    """Trees scattered over the grass, thicker at its far side, and bushes."""
    along = site.plan.start
    while along < site.plan.end + 50.0:
        along += (2.2 + 2.4 * rng.random()) / max(share, 0.3)
        off = side.lot + 3.0 + 85.0 * rng.random() ** 0.8
        position, _ = site.place(side, along, off, site.plan.step + 0.02)
        species = PARK[int(len(PARK) * rng.random())]
        scale = 0.8 + 0.5 * rng.random()
        if _inside(site, position) and may_grow(site, position, 1.0, TREES[species].radius * scale):
            found.vegetation.append(tree(rng, position, species, site.far(position), scale, site.season))
        if rng.random() < 0.35:
            position, _ = site.place(side, along + 1.5, side.lot + 2.0 + 30.0 * rng.random(), site.plan.step + 0.02)
            if _inside(site, position) and site.takes(position[0], position[1], 0.0, 1.6, 1.6, 1.5):
                found.vegetation.append(bush(rng, position, site.far(position), site.season))
    _rim(site, side, rng, found)


def _rim(site: Site, side: Side, rng: np.random.Generator, found: _Found) -> None:
    """A close line of trees that ends the park, before the houses beyond it."""
    along = site.plan.start
    while along < site.plan.end + 90.0:
        position, _ = site.place(side, along, side.lot + 84.0 + 6.0 * rng.random(), site.plan.step)
        species = BEHIND[int(len(BEHIND) * rng.random())]
        if _inside(site, position) and may_grow(site, position, 0.5, 4.0):
            found.vegetation.append(tree(rng, position, species, 200.0, 1.1, site.season))
        along += 2.5 + 2.5 * rng.random()


def _backyard(site: Site, side: Side, share: float, rng: np.random.Generator, found: _Found) -> None:
    """Tree tops behind the houses."""
    along = site.plan.start + 20.0
    while along < site.plan.end:
        along += (7.0 + 9.0 * rng.random()) / max(share, 0.25)
        position, _ = site.place(side, along, side.line + 18.0 + 8.0 * rng.random(), site.plan.step)
        species = BEHIND[int(len(BEHIND) * rng.random())]
        if not site.plan.on_crossing(along, 8.0) and may_grow(site, position, 1.0, 3.0):
            found.vegetation.append(tree(rng, position, species, 200.0, 1.15, site.season))


def _inside(site: Site, position: tuple[float, float, float]) -> bool:
    """Whether a place in the park is clear of every side street and of the street's own far end."""
    across = [j for j in site.plan.junctions if abs(position[0] - j.along) < j.reach + 2.0]
    return not across
