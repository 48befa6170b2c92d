"""Where the camera stands in a street, and what it can see."""

from dataclasses import dataclass
from math import cos, radians, sin, tan

import numpy as np

from panscape.scenes import Camera
from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.plan import Side, StreetPlan


@dataclass(frozen=True)
class View:
    """The camera, and whether it rides in a lane.

    Attributes
    ----------
    camera : Camera
    lane : float or None
        How far left of the middle line the camera's lane is; None on a sidewalk.
    """

    camera: Camera
    lane: float | None

    def distance(self, x: float, y: float) -> float:
        """How far ahead of the camera a place is, level, in metres; negative behind it."""
        eye = self.camera.position
        return (x - eye[0]) * cos(self.camera.yaw) + (y - eye[1]) * sin(self.camera.yaw)

    def sees(self, x: float, y: float, reach: float) -> bool:
        """Whether something about (x, y) that reaches ``reach`` metres can be in the picture."""
        eye, yaw = self.camera.position, self.camera.yaw
        ahead = self.distance(x, y)
        aside = abs((y - eye[1]) * cos(yaw) - (x - eye[0]) * sin(yaw))
        # 1.15: the picture's corners, when it is rolled or looks down.
        return ahead > -reach and aside < 1.15 * tan(0.5 * self.camera.fov) * max(ahead, 0.0) + 1.6 * reach


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
    return View(camera, None if on_sidewalk else left)


def _in_lane(side: Side, place: float, share: float) -> float:
    lanes = side.lane_middles()
    return side.sign * (lanes[int(place * len(lanes))] + 0.6 * (share - 0.5))


def _on_walk(side: Side, share: float) -> float:
    # Balconies and awnings stand out by 1.2 m, and the camera keeps 1.5 m from everything.
    free = max(side.line - 2.8 - side.walk_from - 0.4, 0.0)
    return side.sign * (side.walk_from + 0.4 + share * min(free, side.walk - 0.8))
