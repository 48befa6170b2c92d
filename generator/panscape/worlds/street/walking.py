"""Who walks where: along the sidewalk and over the crossing, as far as nothing stands in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import asin, cos, sin

from panscape.scenes import Mesh, Thing
from panscape.worlds.street.claims import Claims
from panscape.worlds.street.motion import Course, Run, Way, pace_of
from panscape.worlds.street.plan import ZEBRA, StreetPlan
from panscape.worlds.street.spine import Spot

STEP = 0.3  # metres in which a way is tried
PHASES, CYCLE = 4, 1.1  # of a gait, at which one's reach is taken; and about how many seconds it takes
ALONG = 0.5  # radians; who heads no further off the street's direction walks along it
TURN = 1.2  # metres within which they turn into it
CORNER = 3.3  # metres beside a side street that belong to its rounded corners


@dataclass(frozen=True)
class Walk:
    """The course of one person.

    Attributes
    ----------
    course : Course
    zebras : tuple of float
        The middles of the crossings that it leads over.
    """

    course: Course
    zebras: tuple[float, ...]


def walk_of(plan: StreetPlan, claims: Claims, thing: Thing, seconds: float) -> Walk:
    """Return the way of somebody who walks, and claim it: whoever comes later keeps off it.

    Parameters
    ----------
    plan : StreetPlan
    claims : Claims
        With everything that stands; and where whoever drives will be before they can stop.
    thing : Thing
    seconds : float
        For how long.
    """
    first, pace = thing.placements[0], pace_of(thing)
    _, front, low, high = _reach(first.mesh, first.scale)
    for phase in range(1, PHASES):
        if thing.motion is not None:
            step = thing.motion(phase * CYCLE / PHASES).placements[0]
            _, ahead, right, left = _reach(step.mesh, step.scale)
            front, low, high = max(front, ahead), min(low, right), max(high, left)
    return walk(plan, claims, first.position[:2], first.yaw, (front, low, high), pace, seconds)


def _reach(mesh: Mesh, scale: tuple[float, float, float]) -> tuple[float, float, float, float]:
    low, high = _bounds(mesh)
    return low[0] * scale[0], high[0] * scale[0], low[1] * scale[1], high[1] * scale[1]


@cache
def _bounds(mesh: Mesh) -> tuple[list[float], list[float]]:
    low, high = mesh.bounds
    return low.tolist(), high.tolist()


def walk(
    plan: StreetPlan,
    claims: Claims,
    place: tuple[float, ...],
    yaw: float,
    size: tuple[float, float, float],
    pace: float,
    seconds: float,
) -> Walk:
    """Return a way from a place; ``size`` is how far one reaches forward, and from where to where to the left."""
    along, left = plan.spine.locate(place[0], place[1])
    way = _way(plan, along, left, yaw - plan.spine.spot(along).yaw)
    strips: list[tuple[float, float, float]] = []
    ahead, aside, width = size[0] - 0.5 * STEP + 0.02, 0.5 * (size[1] + size[2]), size[2] - size[1]
    wanted, room = pace * seconds + 1.0, 0.0
    on_foot, on_road = _ground(plan, left), max(side.kerb for side in plan.sides)
    while room < wanted:
        spot = way(room + STEP)
        c, s = cos(spot.yaw), sin(spot.yaw)
        x, y = spot.x + c * ahead - s * aside, spot.y + s * ahead + c * aside
        free = claims.is_free(x, y, spot.yaw, STEP, width)
        if not (free and on_foot(*plan.spine.locate(x, y))):
            break
        strips.append((x, y, spot.yaw))
        room += STEP
    for x, y, facing in strips:
        claims.take(x, y, facing, STEP + 0.02, width)
    reached = [plan.spine.locate(x, y) for x, y, _ in (*strips, (place[0], place[1], yaw))]
    run = Run(pace, room if room >= wanted else max(0.0, room - 0.05))
    return Walk(Course(way, run, _steps(plan, way) if abs(left) < on_road else None), _crossed(plan, reached))


def _way(plan: StreetPlan, along: float, left: float, heading: float) -> Way:
    """Straight ahead, but that it bends as the street does; who walks nearly along it is soon parallel to it."""
    down = 1.0 if cos(heading) > 0.0 else -1.0
    off = asin(down * sin(heading))  # how far left of the street's direction, or of the opposite one, one heads
    stretch = plan.spine.stretch(along, left)
    if abs(off) > ALONG:
        c, s = cos(heading), sin(heading)

        def straight(gone: float) -> Spot:
            spot = plan.spine.spot(along + c * gone / stretch, left + s * gone)
            return Spot(spot.x, spot.y, spot.yaw + heading)

        return straight

    def parallel(gone: float) -> Spot:
        share = min(max(gone / TURN, 0.0), 1.0)
        aside = off * TURN * (share - 0.5 * share * share) if gone > 0.0 else off * gone
        spot = plan.spine.spot(along + down * gone / stretch, left + down * aside)
        return Spot(spot.x, spot.y, spot.yaw + heading - off * share)

    return parallel


def _ground(plan: StreetPlan, left: float) -> Callable[[float, float], bool]:
    """Where one may walk who starts so far left of the middle: who is on the road stays on its crossing."""
    side = plan.sides[0] if left > 0.0 else plan.sides[1]
    if abs(left) < side.kerb:

        def crossing(along: float, at: float) -> bool:
            return _zebra_at(plan, along) is not None and -plan.sides[1].lot + 0.3 < at < plan.sides[0].lot - 0.3

        return crossing

    def sidewalk(along: float, at: float) -> bool:
        if abs(left) > side.lot:  # in a park
            return at * side.sign > side.lot + 0.5
        beside = side.kerb + 0.3 < at * side.sign < side.lot - 0.2
        gaps = plan.gaps(side)
        return beside and along < plan.end and not any(low - CORNER < along < high + CORNER for low, high in gaps)

    return sidewalk


def _steps(plan: StreetPlan, way: Way) -> Callable[[float], float]:
    """The height of the ground along a way over the road: up the kerb in a stride."""

    def height(gone: float) -> float:
        spot = way(gone)
        _, left = plan.spine.locate(spot.x, spot.y)
        beyond = abs(left) - (plan.sides[0] if left > 0.0 else plan.sides[1]).kerb
        return plan.step * min(max(beyond / 0.4 + 0.5, 0.0), 1.0)

    return height


def _zebra_at(plan: StreetPlan, along: float) -> float | None:
    return next((zebra for zebra in plan.zebras if abs(along - zebra) < 0.5 * ZEBRA), None)


def _crossed(plan: StreetPlan, reached: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """The crossings that some places are on."""
    found = []
    for along, left in reached:
        side = plan.sides[0] if left > 0.0 else plan.sides[1]
        zebra = _zebra_at(plan, along)
        if abs(left) < side.kerb + 0.2 and zebra is not None and zebra not in found:
            found.append(zebra)
    return tuple(found)
