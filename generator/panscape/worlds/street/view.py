"""Where the camera stands in a street, and what it can see."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import cos, hypot, radians, sin, tan

import numpy as np

from panscape.scenes import Camera
from panscape.scenes.shots import Room
from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.plan import Side, StreetPlan

HEADS = 2.8  # metres; a camera higher up may be among leaves
ROOFS = 24.0  # metres; above it a camera is in no house


@dataclass(frozen=True)
class Cone:
    """What one camera can see of the ground: a wedge, or all around it, up to a distance.

    Attributes
    ----------
    x, y, z : float, metres
        The eye.
    cosine, sine : float
        Of the direction of the wedge's middle.
    spread : float or None
        Tangent of half the wedge's angle; None if it sees all around.
    limit : float, metres
        Level distance beyond which its rays are below the ground.
    """

    x: float
    y: float
    z: float
    cosine: float
    sine: float
    spread: float | None
    limit: float

    @classmethod
    def of(cls, camera: Camera) -> "Cone":
        """The cone of a camera, whose picture may be as high as it is wide."""
        right, down, forward = camera.axes
        reach = tan(0.5 * camera.fov)
        corners = [forward + reach * (i * right + j * down) for i in (-1.0, 1.0) for j in (-1.0, 0.0, 1.0)]
        ahead = np.array([cos(camera.yaw), sin(camera.yaw), 0.0])
        aside = np.array([-sin(camera.yaw), cos(camera.yaw), 0.0])
        lowest = min(float(corner @ ahead) for corner in corners)
        spread = max(abs(float(corner @ aside)) / max(float(corner @ ahead), 1e-9) for corner in corners)
        slope = max(float(corner[2]) / max(hypot(corner[0], corner[1]), 1e-9) for corner in corners)
        x, y, z = camera.position
        limit = z / -slope if slope < -1e-3 else 1e9
        everywhere = lowest < 0.05 or spread > 6.0
        return cls(x, y, z, cos(camera.yaw), sin(camera.yaw), None if everywhere else spread, limit)

    def away(self, x: float, y: float) -> float:
        """How far a place is from the eye, level, in metres."""
        return hypot(x - self.x, y - self.y)

    def sees(self, x: float, y: float, reach: float) -> bool:
        """Whether something about (x, y) that reaches ``reach`` metres can be in the picture."""
        dx, dy = x - self.x, y - self.y
        if hypot(dx, dy) > self.limit + 1.6 * reach:
            return False
        if self.spread is None:
            return True
        ahead = dx * self.cosine + dy * self.sine
        aside = abs(dy * self.cosine - dx * self.sine)
        return ahead > -reach and aside < 1.05 * self.spread * max(ahead, 0.0) + 1.6 * reach


@dataclass(frozen=True)
class View:
    """The camera, whether it rides in a lane, and what else the pictures of the scene show.

    Attributes
    ----------
    camera : Camera
    lane : float or None
        How far left of the middle line the camera's lane is; None on a sidewalk.
    cones : tuple of Cone
        Of every camera, if there are others than this one; else empty.
    eyes : tuple of (x, y, z), metres
        Where pictures are taken from at first.
    """

    camera: Camera
    lane: float | None
    cones: tuple[Cone, ...] = ()
    eyes: tuple[tuple[float, float, float], ...] = ()

    def distance(self, x: float, y: float) -> float:
        """How far ahead of the camera a place is, level, in metres; negative behind it.

        Of several cameras, how far from the nearest one.
        """
        if self.cones:
            return self.away(x, y)
        eye = self.camera.position
        return (x - eye[0]) * cos(self.camera.yaw) + (y - eye[1]) * sin(self.camera.yaw)

    def away(self, x: float, y: float) -> float:
        """How far a place is from the nearest camera, level, in metres."""
        if self.cones:
            return min(cone.away(x, y) for cone in self.cones)
        eye = self.camera.position
        return hypot(x - eye[0], y - eye[1])

    def clear_of(self, x: float, y: float) -> float:
        """How far a place is from where pictures are taken at first, or wherever a camera above people's heads goes."""
        high = [(cone.x, cone.y) for cone in self.cones if cone.z > HEADS]
        return min(hypot(x - eye[0], y - eye[1]) for eye in (*self.eyes, *high))

    def sees(self, x: float, y: float, reach: float) -> bool:
        """Whether something about (x, y) that reaches ``reach`` metres can be in a picture."""
        if self.cones:
            return any(cone.sees(x, y, reach) for cone in self.cones)
        eye, yaw = self.camera.position, self.camera.yaw
        ahead = self.distance(x, y)
        aside = abs((y - eye[1]) * cos(yaw) - (x - eye[0]) * sin(yaw))
        # 1.15: the picture's corners, when it is rolled or looks down.
        return ahead > -reach and aside < 1.15 * tan(0.5 * self.camera.fov) * max(ahead, 0.0) + 1.6 * reach


def with_cameras(seen: View, cameras: Iterable[Camera], first: Iterable[tuple[float, float, float]]) -> View:
    """Return the view of everything that any of some cameras shows; ``first`` is where they are to begin with."""
    cones: dict[tuple[float, ...], Cone] = {}
    for camera in cameras:
        where = (*camera.position, camera.yaw, camera.pitch, camera.roll, camera.fov)
        if where not in cones:
            cones[where] = Cone.of(camera)
    return replace(seen, cones=tuple(cones.values()), eyes=tuple(dict.fromkeys(first)))


def looks_back(seen: View) -> bool:
    """Whether some camera shows what lies well behind the world's own."""
    return any(cone.sees(-50.0, y, 6.0) for cone in seen.cones for y in (-16.0, -8.0, 0.0, 8.0, 16.0))


def room_in(plan: StreetPlan) -> Room:
    """Return what says whether a camera can be at a place: between the fronts, in a park, or above the roofs."""

    def room(position: tuple[float, float, float]) -> bool:
        along, left = plan.spine.locate(position[0], position[1])
        if position[2] > ROOFS:
            return True
        side = plan.sides[0] if left > 0.0 else plan.sides[1]
        width = side.lot + (80.0 if side.park else max(side.garden - 2.0, -1.5))
        within = plan.start + 1.0 < along < plan.end + 1.0 and abs(left) < width
        arms = (j for j in plan.junctions if j.opens(side))
        return position[2] > 0.4 and (within or any(abs(along - j.along) < j.half and abs(left) < 58.0 for j in arms))

    return room


def view(params: StreetParams, plan: StreetPlan, rng: np.random.Generator) -> View:
    """Return a view down the street from its origin. The size of the picture is the pipeline's to set."""
    on_sidewalk = rng.random() < params.camera_on_sidewalk
    raised = rng.random() < params.camera_raised
    height = (params.camera_raised_height if raised else params.camera_height).sample(rng)
    side = plan.sides[int(rng.random() * 2)] if on_sidewalk else plan.own
    place, share = rng.random(), rng.random()
    left = _on_walk(side, share) if on_sidewalk else _in_lane(side, place, share)
    yaw = radians(params.camera_yaw_deg.sample(rng))
    if on_sidewalk:
        # From a sidewalk one looks along it or over the road, hardly ever into the wall beside one.
        yaw = -side.sign * (abs(yaw) * 0.8 + radians(10.0) * share)
    pitch = radians(params.camera_pitch_deg.sample(rng)) - (radians(7.0) if raised else 0.0)
    camera = Camera(
        position=(0.0, round(left, 6), round(height + (plan.step if on_sidewalk else 0.0), 6)),
        yaw=yaw,
        pitch=pitch,
        roll=radians(params.camera_roll_deg.sample(rng)),
        fov=radians(params.fov_deg.sample(rng)),
        width=640,
        height=480,
    )
    return View(camera, None if on_sidewalk else left, eyes=(camera.position,))


def _in_lane(side: Side, place: float, share: float) -> float:
    lanes = side.lane_middles()
    return side.sign * (lanes[int(place * len(lanes))] + 0.6 * (share - 0.5))


def _on_walk(side: Side, share: float) -> float:
    # Balconies and awnings stand out by 1.2 m, and the camera keeps 1.5 m from everything.
    free = max(side.line - 2.8 - side.walk_from - 0.4, 0.0)
    return side.sign * (side.walk_from + 0.4 + share * min(free, side.walk - 0.8))
