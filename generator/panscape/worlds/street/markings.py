"""Paint on the road: lines, zebra crossings, parking bays, stop lines, arrows, bicycles."""

from collections.abc import Iterator
from math import pi

import numpy as np

from panscape.scenes import Placement, Stuff
from panscape.shapes.paving import arrow, bicycle_mark, dashes, plate, teeth, zebra
from panscape.worlds.street.ground import Grounds, bay_ends, corner_radius, flat, incoming
from panscape.worlds.street.plan import ZEBRA, ZEBRA_BACK, Side, StreetPlan

PAINT_LIFT = 0.004


def markings(plan: StreetPlan, looks: Grounds, rng: np.random.Generator) -> Stuff:
    """Return all paint of a street; it is road."""
    paint = {"paint": looks.paint}
    parts: list[Placement] = []
    for left in _lines(plan):
        parts += _dashed(plan, left, looks)
    for along in plan.zebras:
        spot, width = plan.spine.spot(along), sum(side.kerb for side in plan.sides)
        middle = 0.5 * (plan.sides[0].kerb - plan.sides[1].kerb)
        place = plan.spine.spot(along, middle)
        parts.append(Placement(zebra(int(width - 0.3), ZEBRA - 0.5), (place.x, place.y, PAINT_LIFT), paint, spot.yaw))
    for side in plan.sides:
        if side.parking:
            parts += _bays(plan, side, looks)
        parts += _stops(plan, side, looks)
        if side.cycle:
            parts += _bicycles(plan, side, looks)
        parts += _kerb_lines(plan, side, looks, rng)
    return Stuff("road", tuple(parts))


def _lines(plan: StreetPlan) -> list[float]:
    """How far left of the middle each dashed line runs."""
    lines = [] if plan.sides[0].median else [0.0]
    for side in plan.sides:
        lines += [side.sign * (side.median + k * side.lane) for k in range(1, side.lanes)]
        if side.cycle:
            lines.append(side.sign * side.cycle_from)
    return lines


def _dashed(plan: StreetPlan, left: float, looks: Grounds) -> Iterator[Placement]:
    """Dashes of 3 m each 6 m, five to a mesh where it is straight, one by one in the bend."""
    paint, spine = {"paint": looks.paint}, plan.spine
    along = -6.0
    while along < min(plan.end, 130.0) - 3.0:
        block = along + 30.0 <= spine.bend_at and not plan.on_crossing(along + 15.0, 17.0)
        if block:
            spot = spine.spot(along, left)
            yield Placement(dashes(3.0, 6.0, 0.13, 5), (spot.x, spot.y, PAINT_LIFT), paint, spot.yaw)
            along += 30.0
            continue
        if not plan.on_crossing(along + 1.5, 2.2):
            spot = spine.spot(along, left)
            yield Placement(dashes(3.0, 6.0, 0.13, 1), (spot.x, spot.y, PAINT_LIFT), paint, spine.spot(along + 1.5).yaw)
        along += 6.0


def _bays(plan: StreetPlan, side: Side, looks: Grounds) -> Iterator[Placement]:
    """A short mark across the parking lane at each end of a bay."""
    middle = side.sign * (side.parking_from + 0.5 * side.parking)
    for along in bay_ends(plan, side):
        spot = plan.spine.spot(along, middle)
        yield flat(plate(), looks.paint, spot.x, spot.y, PAINT_LIFT, 0.1, side.parking - 0.2, spot.yaw)


def _stops(plan: StreetPlan, side: Side, looks: Grounds) -> Iterator[Placement]:
    """Before each zebra or junction: a line across the lanes, and arrows where there are two of them."""
    outward = plan.heads_out(side)
    width = side.lanes * side.lane
    middle = side.sign * (side.median + 0.5 * width)
    for junction in plan.junctions:
        way = -1.0 if outward else 1.0
        if junction.ends and not outward:
            continue
        along = junction.along + way * (junction.half + (ZEBRA_BACK + 0.5 * ZEBRA + 0.7 if junction.zebra else 1.2))
        spot = plan.spine.spot(along, middle)
        yield flat(plate(), looks.paint, spot.x, spot.y, PAINT_LIFT, 0.4, width - 0.25, spot.yaw)
        if side.lanes > 1:
            for turn, offset in zip((1, 0), side.lane_middles(), strict=False):
                turned = turn if plan.sides[0] is not plan.own else -turn
                place = plan.spine.spot(along + way * 7.0, side.sign * offset)
                yield Placement(
                    arrow(turned),
                    (place.x, place.y, 0.003),
                    {"paint": looks.paint},
                    place.yaw + (0.0 if outward else pi),
                )
    for junction in plan.junctions:
        if junction.opens(side) and not junction.signals:
            position = (
                junction.along + incoming(plan, side, junction),
                side.sign * (side.kerb + 0.6 * corner_radius(side, junction)),
                PAINT_LIFT,
            )
            yield Placement(teeth(int(junction.half / 0.9)), position, {"paint": looks.paint}, -0.5 * pi * side.sign)


def _bicycles(plan: StreetPlan, side: Side, looks: Grounds) -> Iterator[Placement]:
    """A painted bicycle on the cycle lane now and then."""
    middle = side.sign * 0.5 * (side.cycle_from + side.parking_from)
    for along in np.arange(4.0, min(plan.end, 70.0), 22.0).tolist():
        if not plan.on_crossing(along, 2.0):
            spot = plan.spine.spot(along, middle)
            yaw = spot.yaw + (0.0 if plan.heads_out(side) else pi)
            yield Placement(bicycle_mark(), (spot.x, spot.y, PAINT_LIFT), {"paint": looks.paint}, yaw)


def _kerb_lines(plan: StreetPlan, side: Side, looks: Grounds, rng: np.random.Generator) -> Iterator[Placement]:
    """One or two lines along the kerb where nobody may park, on some streets in yellow."""
    drawn, double, yellow = (rng.random(3) < (0.5, 0.5, 0.6)).tolist()
    if side.parking or not drawn:
        return
    paint = looks.yellow if yellow else looks.paint
    for start, end in plan.runs(side, 3.4):
        for low, high in _clear(plan, start, min(end, plan.spine.bend_at)):
            for off in (0.2, 0.38) if double else (0.25,):
                y = side.sign * (side.kerb - off)
                yield flat(plate(), paint, 0.5 * (low + high), y, PAINT_LIFT, high - low, 0.09)


def _clear(plan: StreetPlan, start: float, end: float) -> Iterator[tuple[float, float]]:
    """What the zebras leave of a stretch."""
    for zebra_at in plan.zebras:
        if start < zebra_at < end:
            if zebra_at - 2.2 > start:
                yield start, zebra_at - 2.2
            start = zebra_at + 2.2
    if end - start > 1.0:
        yield start, end
