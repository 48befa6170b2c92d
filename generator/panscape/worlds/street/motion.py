"""How things move: at a speed along a way, until they brake to stand where they must; and a thing by then."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import cos, hypot, inf, sin, sqrt

import numpy as np
import numpy.typing as npt

from panscape.scenes import Camera, Lamp, Placement, Thing
from panscape.worlds.street.spine import Spot

BRAKE = 3.0  # m/s^2; a driver who sees ahead brakes no harder
Way = Callable[[float], Spot]  # where one is after so many metres


@dataclass(frozen=True)
class Run:
    """How far one has gone at any time.

    Attributes
    ----------
    speed : float, m/s
        Of whoever has room enough to stop from it; less if the room is too short.
    room : float, metres
        After which one stands; inf for never.
    """

    speed: float
    room: float = inf

    @property
    def first(self) -> float:
        """The speed at time 0."""
        return min(self.speed, sqrt(2.0 * BRAKE * max(self.room, 0.0)))

    def gone(self, time: float) -> float:
        """Return the metres that one has gone; negative before time 0."""
        first = self.first
        cruise = self._cruise
        if time <= cruise:
            return first * time
        braking = min(time - cruise, first / BRAKE)
        return first * cruise + first * braking - 0.5 * BRAKE * braking * braking

    def speed_at(self, time: float) -> float:
        """Return the speed at a time, m/s."""
        return max(0.0, self.first - BRAKE * max(0.0, time - self._cruise))

    @property
    def _cruise(self) -> float:
        """For how long one goes on before one brakes, in seconds."""
        if self.room == inf or self.first == 0.0:
            return inf
        return max(0.0, self.room - 0.5 * self.first * self.first / BRAKE) / self.first


@dataclass(frozen=True)
class Course:
    """Where something is at any time.

    Attributes
    ----------
    way : Way
        Leads through where it stands at time 0.
    run : Run
    height : callable or None
        ``height(metres) -> metres``: how high the ground is after so much of the way, where that changes.
    """

    way: Way
    run: Run
    height: Callable[[float], float] | None = None

    def at(self, time: float) -> Spot:
        return self.way(self.run.gone(time))


def carried(thing: Thing, course: Course) -> Thing:
    """Return a thing that moves on a course; what it is made of keeps its place beside the way.

    A thing with a motion of its own, who walks straight ahead, takes as many steps as the course is long.
    """
    if course.run.first == 0.0:
        return replace(thing, motion=None)
    start, pace = course.way(0.0), pace_of(thing)
    still = replace(thing, motion=None)

    def motion(time: float) -> Thing:
        gone = course.run.gone(time)
        if gone == 0.0:
            return still
        lift = course.height(gone) - course.height(0.0) if course.height else 0.0
        if thing.motion is None:
            return moved(still, start, course.way(gone), lift)
        stepped = thing.motion(gone / pace)
        here = Spot(*stepped.placements[0].position[:2], start.yaw)
        return moved(stepped, here, course.way(gone), lift)

    return replace(thing, motion=motion)


def pace_of(thing: Thing) -> float:
    """Return how fast a thing is by its own motion, in m/s; 0 if it has none."""
    if thing.motion is None:
        return 0.0
    (x0, y0, _), (x1, y1, _) = (thing.motion(time).placements[0].position for time in (0.0, 1.0))
    return hypot(x1 - x0, y1 - y0)


def moved(thing: Thing, before: Spot, after: Spot, lift: float = 0.0) -> Thing:
    """Return a thing as it is when the ground under it goes from one spot to another, so many metres higher."""
    turn = after.yaw - before.yaw
    c, s = cos(turn), sin(turn)

    def shifted(place: tuple[float, float, float]) -> tuple[float, float, float]:
        dx, dy = place[0] - before.x, place[1] - before.y
        return after.x + c * dx - s * dy, after.y + s * dx + c * dy, place[2] + lift

    def turned(lamp: Lamp) -> Lamp:
        x, y, z = lamp.direction
        return replace(lamp, position=shifted(lamp.position), direction=(c * x - s * y, s * x + c * y, z))

    placements = tuple(_turned(placement, shifted(placement.position), turn) for placement in thing.placements)
    return replace(thing, placements=placements, lamps=tuple(turned(lamp) for lamp in thing.lamps))


def riding(camera: Camera, course: Course) -> Callable[[float], Camera]:
    """Return where a camera is at any time that moves on a course, and how fast it then is."""
    way, run = course.way, course.run
    start = way(0.0)
    dx, dy = camera.position[0] - start.x, camera.position[1] - start.y

    def path(time: float) -> Camera:
        spot, speed = way(run.gone(time)), run.speed_at(time)
        turn = spot.yaw - start.yaw
        c, s = cos(turn), sin(turn)
        position = (spot.x + c * dx - s * dy, spot.y + s * dx + c * dy, camera.position[2])
        heading = _heading(way, run.gone(time))
        velocity = (speed * heading[0], speed * heading[1], 0.0)
        return replace(camera, position=position, yaw=camera.yaw + turn, velocity=velocity)

    return path


def _heading(way: Way, gone: float) -> tuple[float, float]:
    """The unit vector along which a way leads."""
    here, there = way(gone), way(gone + 0.01)
    length = hypot(there.x - here.x, there.y - here.y)
    return (there.x - here.x) / length, (there.y - here.y) / length


def _turned(placement: Placement, position: tuple[float, float, float], turn: float) -> Placement:
    if placement.rotation is None:
        return replace(placement, position=position, yaw=placement.yaw + turn)
    return replace(placement, position=position, rotation=_about_z(turn) @ placement.rotation)


def _about_z(turn: float) -> npt.NDArray[np.float64]:
    c, s = cos(turn), sin(turn)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def extent(things: Iterable[Thing]) -> tuple[float, float, float, float]:
    """Return the low and high x and y that some things take, in the frame of the first one's first placement."""
    lows, highs = [], []
    first: Placement | None = None
    for thing in things:
        for placement in thing.placements:
            first = first or placement
            low, high = placement.mesh.bounds
            corners = np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (0.0,)])
            world = corners * np.array(placement.scale) @ placement.matrix.T + np.array(placement.position)
            local = (world - np.array(first.position)) @ first.matrix
            lows.append(local.min(axis=0))
            highs.append(local.max(axis=0))
    low, high = np.min(lows, axis=0), np.max(highs, axis=0)
    return float(low[0]), float(high[0]), float(low[1]), float(high[1])
