"""From where else a scene is photographed, and when: so that a world builds what every picture of it shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import asin, atan2, cos, hypot, pi, sin

from panscape.scenes.camera import Camera, Vector

Room = Callable[[Vector], bool]  # whether a camera can be at a place
STEPS = 24  # in which a camera that has no room comes nearer
STEEPEST = 0.5 * pi - 1e-6  # radians; beyond it, up and down would change places


@dataclass(frozen=True)
class Move:
    """How a camera stands to the one that the world would have.

    Attributes
    ----------
    yaw, pitch, roll : float, radians
        Added to the world's own.
    rise : float, metres
        Added to its height.
    orbit, climb : float, radians
        How far it is turned about the point looked at: to its left seen from there, and upwards. It keeps looking
        at that point.
    distance : float, metres
        Where on the optical axis that point is, above 0.
    nadir : bool
        It looks straight down, whatever the world's camera looks at.
    fov : float or None, radians
        Horizontal field of view; None keeps the world's.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    rise: float = 0.0
    orbit: float = 0.0
    climb: float = 0.0
    distance: float = 12.0
    nadir: bool = False
    fov: float | None = None

    @property
    def stays(self) -> bool:
        """Whether it changes nothing."""
        return self == Move(distance=self.distance)

    def of(self, camera: Camera, room: Room | None = None) -> Camera:
        """Return the camera that stands so to a given one.

        Parameters
        ----------
        camera : Camera
            The world's.
        room : callable, optional
            Of the scene. A camera on an orbit that has no room, since a house stands there, comes nearer to the
            point looked at, and if there is none at all, back along the orbit.
        """
        if self.stays:
            return camera
        turned = self._turned(camera, room)
        x, y, z = turned.position
        pitch = (-0.5 * pi if self.nadir else turned.pitch) + self.pitch
        return replace(
            turned,
            position=(x, y, z + self.rise),
            yaw=turned.yaw + self.yaw,
            pitch=min(max(pitch, -STEEPEST), STEEPEST),
            roll=(0.0 if self.nadir else turned.roll) + self.roll,
            fov=turned.fov if self.fov is None else self.fov,
        )

    def _turned(self, camera: Camera, room: Room | None) -> Camera:
        """The camera on its orbit, where there is room for it."""
        if self.orbit == 0.0 and self.climb == 0.0:
            return camera
        shares = [(1.0, 1.0 - k / STEPS) for k in range(STEPS)] + [(1.0 - k / STEPS, 1.0) for k in range(1, STEPS)]
        for way, near in shares:
            found = self._on_orbit(camera, way, near)
            if room is None or room(found.position):
                return found
        return camera

    def _on_orbit(self, camera: Camera, way: float, near: float) -> Camera:
        """The camera at a share of the orbit, and at a share of the distance."""
        forward = camera.axes[2]
        at = [float(camera.position[k] + self.distance * forward[k]) for k in range(3)]
        azimuth = atan2(-forward[1], -forward[0]) + way * self.orbit
        height = min(asin(min(max(-float(forward[2]), -1.0), 1.0)) + way * self.climb, STEEPEST)
        reach = near * self.distance
        position = (
            at[0] + reach * cos(height) * cos(azimuth),
            at[1] + reach * cos(height) * sin(azimuth),
            at[2] + reach * sin(height),
        )
        level = hypot(forward[0], forward[1])
        yaw = azimuth + pi if level > 1e-9 else camera.yaw + way * self.orbit
        return replace(camera, position=position, yaw=yaw, pitch=-height)


@dataclass(frozen=True)
class Shots:
    """The pictures that are made of one scene.

    A world whose function takes an argument ``shots`` is told them, and builds what all of them show; any other is
    built as for its own camera.

    Attributes
    ----------
    moves : tuple of Move
        One for each angle.
    times : tuple of float, seconds
        From the first picture on, ascending.
    moving : bool
        Whether it matters how things move: there are several times, or the shutter stays open.
    """

    moves: tuple[Move, ...] = (Move(),)
    times: tuple[float, ...] = (0.0,)
    moving: bool = False

    @property
    def plain(self) -> bool:
        """Whether there is but the world's own picture, and nothing in it moves."""
        return not self.moving and all(move.stays for move in self.moves)
