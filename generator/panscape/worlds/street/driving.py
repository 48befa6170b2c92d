"""Who drives how: each lane at one speed, nobody into another, everybody behind the line where people cross."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, inf, sin

import numpy as np

from panscape.scenes import Thing
from panscape.worlds.street.motion import Course, Run, Way, extent
from panscape.worlds.street.plan import ZEBRA, Side, StreetPlan
from panscape.worlds.street.spine import Spot

KEPT = 2.0  # metres between two who stand in a queue, where they were not nearer to begin with
BESIDE = 0.2  # metres between two who pass each other
CAR = (2.3, 0.95)  # half of the length and width of the car that a camera rides in
SPEEDS = {"residential": (5.0, 8.5), "high_street": (6.5, 11.0), "park_edge": (7.0, 12.0), "avenue": (9.0, 14.0)}  # m/s
CYCLING = (4.0, 6.5)  # m/s
UNSEEN = 60.0  # metres that one drives on behind a street that nobody looks back at
STOP_BEFORE = 0.6  # metres from a front that waits to the crossing
ARM_END = 58.0  # metres from our street's middle where a side street can be driven no further


@dataclass(frozen=True)
class Driver:
    """Somebody in a lane.

    Attributes
    ----------
    things : tuple of Thing
        Vehicle, or rider and machine; empty for the camera's own.
    lane : object
        Only who has the same one can meet.
    at : float, metres
        Of its middle, along its lane in the direction of travel.
    low, high : float, metres
        What it takes across the lane.
    half : float, metres
        Half its length.
    speed : float, m/s
    last : float, metres
        Where its front must stand at the latest.
    way : Way
    """

    things: tuple[Thing, ...]
    lane: object
    at: float
    low: float
    high: float
    half: float
    speed: float
    last: float
    way: Way


def lane_speeds(plan: StreetPlan, rng: np.random.Generator) -> Callable[[float, float], float]:
    """Return ``speed_of(left, most)``: the speed of the lane so far left of the middle, m/s, and no more than ``most``.

    One number is drawn for each lane.
    """
    low, high = SPEEDS[plan.kind]
    known: list[tuple[float, float]] = []
    for side in plan.sides:
        for off in side.lane_middles():
            known.append((side.sign * off, low + (high - low) * rng.random()))

    def speed_of(left: float, most: float) -> float:
        return min(most, min(known, key=lambda lane: abs(lane[0] - left))[1])

    return speed_of


def drivers(
    plan: StreetPlan,
    things: Sequence[Thing],
    speed_of: Callable[[float, float], float],
    busy: Iterable[float],
    camera: float | None,
    rng: np.random.Generator,
) -> list[tuple[Driver, Course]]:
    """Return everybody in the lanes, and how they move.

    Parameters
    ----------
    plan : StreetPlan
    things : sequence of Thing
        Vehicles and riders that are not parked.
    speed_of : callable
        As :func:`lane_speeds` gives it.
    busy : iterable of float
        The middles of the crossings that somebody is on, or will be.
    camera : float or None
        How far left of the middle the camera's lane is, if it rides in one.
    rng : numpy.random.Generator
    """
    zebras = tuple(busy)
    found = [_driver(plan, group, speed_of, zebras, rng) for group in _grouped(things)]
    if camera is not None:
        found.append(own_car(plan, camera, speed_of, zebras))
    return kept_apart(found)


def own_car(
    plan: StreetPlan, left: float, speed_of: Callable[[float, float], float], zebras: Sequence[float] = ()
) -> Driver:
    """Return the car that the camera rides in, which starts at the spine's origin."""
    half, wide = CAR
    last = _last(plan, plan.own, half, zebras)
    return Driver((), 1.0, 0.0, left - wide, left + wide, half, speed_of(left, inf), last, along_spine(plan, 0.0, left))


def along_spine(plan: StreetPlan, along: float, left: float, way: float = 1.0) -> Way:
    """Return the way down a lane, or against it: metres are those of the middle line."""
    return lambda gone: plan.spine.spot(along + way * gone, left)


def _grouped(things: Sequence[Thing]) -> list[tuple[Thing, ...]]:
    """Rider and machine stand at one place, one after the other."""
    groups: list[list[Thing]] = []
    for thing in things:
        rides = groups and groups[-1][-1].category == "rider"
        if rides and groups[-1][-1].placements[0].position == thing.placements[0].position:
            groups[-1].append(thing)
        else:
            groups.append([thing])
    return [tuple(group) for group in groups]


def _driver(
    plan: StreetPlan,
    things: tuple[Thing, ...],
    speed_of: Callable[[float, float], float],
    zebras: Sequence[float],
    rng: np.random.Generator,
) -> Driver:
    first = things[0].placements[0]
    x0, x1, y0, y1 = extent(things)
    chance = rng.random()
    along, left = plan.spine.locate(first.position[0], first.position[1])
    side = plan.sides[0] if left > 0.0 else plan.sides[1]
    if abs(left) > side.lot:
        return _in_side_street(things, side, (x0, x1, y0, y1), 3.0 + 4.0 * chance)
    facing = first.yaw - plan.spine.spot(along).yaw
    way = 1.0 if cos(facing) > 0.0 else -1.0
    cycles = any(thing.category == "bicycle" for thing in things)
    most = CYCLING[0] + (CYCLING[1] - CYCLING[0]) * chance if cycles else inf
    sway = 0.5 * (x1 - x0) * abs(sin(facing))
    half, middle = 0.5 * (x1 - x0), 0.5 * (x0 + x1)
    low, high = left + way * y0, left + way * y1
    return Driver(
        things,
        way,
        way * along + middle,
        min(low, high) - sway,
        max(low, high) + sway,
        half,
        speed_of(left, most),
        _last(plan, side, way * along + middle + half, zebras, way),
        along_spine(plan, along, left, way),
    )


def _last(plan: StreetPlan, side: Side, front: float, zebras: Sequence[float], way: float = 1.0) -> float:
    """Where a front must stand: before the next crossing with people, or where the street ends."""
    end = plan.end - 1.5 if way > 0.0 else -plan.start + (-1.0 if plan.goes_back else UNSEEN)
    if way > 0.0:
        end = min([end, *(j.along - j.half - (6.5 if j.zebra else 1.2) for j in plan.junctions if j.ends)])
    stops = [way * zebra - 0.5 * ZEBRA - STOP_BEFORE for zebra in zebras]
    return min([stop for stop in (*stops, end) if stop >= front], default=front if front > end else end)


def _in_side_street(
    things: tuple[Thing, ...], side: Side, box: tuple[float, float, float, float], speed: float
) -> Driver:
    """Who leaves by a side street drives on; who waits to come out of one waits."""
    first = things[0].placements[0]
    x, y, _ = first.position
    leaves = sin(first.yaw) * side.sign > 0.0
    at = side.sign * y
    half = 0.5 * (box[1] - box[0])
    lane = ("arm", side.sign, round(x))
    facing = Spot(x, y, first.yaw)

    def way(gone: float) -> Spot:
        return Spot(x, y + side.sign * gone, facing.yaw)

    wide = 0.5 * (box[3] - box[2])
    return Driver(things, lane, at, x - wide, x + wide, half, speed if leaves else 0.0, ARM_END, way)


def kept_apart(found: list[Driver]) -> list[tuple[Driver, Course]]:
    """Everybody with a course on which nobody is ever run into.

    Front to back: nobody is faster than who is ahead in the same strip, and the last place to stand is behind theirs.
    Since all brake alike, whoever has less room left is slower, and a distance that shrinks does not shrink below that
    of the last places.
    """
    done: list[tuple[Driver, float, float]] = []  # with speed and the last place of the middle
    for one in sorted(found, key=lambda driver: -driver.at):
        speed, last = one.speed, max(one.last - one.half, one.at)
        for other, its_speed, its_last in done:
            if other.lane != one.lane or other.low - BESIDE > one.high or one.low - BESIDE > other.high:
                continue
            gap = other.at - other.half - one.at - one.half
            speed = min(speed, its_speed)
            last = min(last, max(its_last - other.half - one.half - min(KEPT, max(gap, 0.0)), one.at))
        done.append((one, speed, last))
    return [(one, Course(one.way, Run(speed, last - one.at))) for one, speed, last in done]
