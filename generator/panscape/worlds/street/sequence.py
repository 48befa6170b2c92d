"""A street over some seconds: everybody's course and the camera's, such that none runs into another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

from panscape.scenes import Camera, Shots, Thing
from panscape.seeds import rng_for
from panscape.worlds.street.driving import STOP_BEFORE, Driver, along_spine, drivers, lane_speeds, own_car
from panscape.worlds.street.motion import Course, Run, carried, riding
from panscape.worlds.street.plan import BACK, ZEBRA, StreetPlan
from panscape.worlds.street.site import Site
from panscape.worlds.street.town import shows_town
from panscape.worlds.street.view import View, looks_back, room_in, with_cameras
from panscape.worlds.street.walking import walk, walk_of

COUNTRY = 12000.0  # metres of land for cameras above the roofs: haze makes their horizon
LONGER = 1.0  # seconds beyond the last picture for which courses are free: shutters and flow look ahead
APART = 4.0  # metres between two places of a moving camera for which the street is built
STROLL = 1.3  # m/s, of a camera on a sidewalk
PLACES = 4  # of a moving thing, at which its level of detail is looked up


@dataclass(frozen=True)
class Moving:
    """The courses of a scene.

    Attributes
    ----------
    courses : mapping of int to Course
        By the ``id`` of the thing.
    path : callable or None
        Where the camera is at any time; None if it stays.
    seconds : float
        From the first picture to the last.
    """

    courses: Mapping[int, Course]
    path: Callable[[float], Camera] | None
    seconds: float

    def places(self, thing: Thing) -> list[tuple[float, float]]:
        """Return where a thing is at some times of the sequence."""
        course, (x, y, _) = self.courses.get(id(thing)), thing.placements[0].position
        if course is None:
            return [(x, y)]
        spots = [course.at(k * self.seconds / (PLACES - 1)) for k in range(PLACES)]
        return [(spot.x, spot.y) for spot in spots]

    def set_going(self, thing: Thing, made: Thing) -> Thing:
        """Return ``made``, which is ``thing`` at some level of detail, on its course."""
        course = self.courses.get(id(thing))
        return made if course is None else carried(made, course)


AT_REST = Moving({}, None, 0.0)


def shown(seen: View, plan: StreetPlan, shots: Shots | None, seed: int) -> tuple[View, StreetPlan]:
    """Return the view of all pictures of a scene, and the plan of as much street as they show."""
    if shots is None or shots.plain:
        return seen, plan
    room = room_in(plan)
    places = _places(seen, plan, shots, seed)
    first = [move.of(places[0], room).position for move in shots.moves]
    seen = with_cameras(seen, (move.of(place, room) for place in places for move in shots.moves), first)
    plan = replace(plan, onward=max(place.position[0] - seen.camera.position[0] for place in places))
    if looks_back(seen):
        plan = replace(plan, start=BACK)
    return seen, replace(plan, land=COUNTRY) if shows_town(seen) else plan


def courses(
    plan: StreetPlan, site: Site, vehicles: Sequence[Thing], people: Sequence[Thing], shots: Shots | None, seed: int
) -> Moving:
    """Return the courses of what moves, after everything has its place.

    People go first, as far as their way is free; then everybody in the lanes, who stop for them.
    """
    if shots is None or not shots.moving:
        return AT_REST
    seconds, seen = shots.times[-1], site.view
    speed_of = lane_speeds(plan, rng_for(seed, "speeds"))
    for one, _ in drivers(plan, vehicles, speed_of, (), seen.lane, rng_for(seed, "driving")):
        _clear_zebras(plan, site, one)
    found: dict[int, Course] = {}
    path = None
    busy: list[float] = []
    if seen.lane is None and _strolls(seed):
        x, y, _ = seen.camera.position
        course = walk(plan, site.claims, (x, y), 0.0, (1.55, -0.35, 0.35), STROLL, seconds + LONGER).course
        path = riding(seen.camera, course) if course.run.first else None
    for person in people:
        if person.facts.get("activity") == "walking":
            walks = walk_of(plan, site.claims, person, seconds + LONGER)
            found[id(person)] = walks.course
            busy += walks.zebras
    for driver, course in drivers(plan, vehicles, speed_of, busy, seen.lane, rng_for(seed, "driving")):
        found.update((id(thing), course) for thing in driver.things)
        if not driver.things:
            path = riding(seen.camera, course)
    return Moving(found, path, seconds)


def _strolls(seed: int) -> bool:
    """Whether a camera on a sidewalk walks; else it stands."""
    return bool(rng_for(seed, "stroll").random() < 0.5)


def _places(seen: View, plan: StreetPlan, shots: Shots, seed: int) -> list[Camera]:
    """Where the camera may come by the last picture, if nothing stops it, every few metres."""
    if shots.times[-1] == 0.0:
        return [seen.camera]
    if seen.lane is not None:
        own = own_car(plan, seen.lane, lane_speeds(plan, rng_for(seed, "speeds")))
        course = Course(own.way, Run(own.speed, own.last - own.half))
    elif _strolls(seed):
        course = Course(along_spine(plan, 0.0, seen.camera.position[1]), Run(STROLL))
    else:
        return [seen.camera]
    path, places = riding(seen.camera, course), [seen.camera]
    for k in range(1, 65):
        camera = path(shots.times[-1] * k / 64.0)
        before = places[-1].position
        if k == 64 or hypot(camera.position[0] - before[0], camera.position[1] - before[1]) >= APART:
            places.append(camera)
    return places


def _clear_zebras(plan: StreetPlan, site: Site, one: Driver) -> None:
    """Claim the rest of a crossing for whoever is on it already, for they ride on."""
    if not isinstance(one.lane, float):
        return
    for zebra in plan.zebras:
        left = one.lane * zebra + 0.5 * ZEBRA - (one.at - one.half)  # metres until the last of it is over
        if 0.0 < left < ZEBRA + STOP_BEFORE + 2.0 * one.half:
            spot = one.way(0.5 * left)
            site.claims.take(spot.x, spot.y, spot.yaw, left + 2.0 * one.half, one.high - one.low + 0.4)
