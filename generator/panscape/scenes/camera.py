"""Where the picture is taken from, and what the sensor does to the light."""

from dataclasses import dataclass
from math import cos, radians, sin, tan
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Sensor:
    """What happens to radiance between the lens and the file. None of it can touch the truth.

    Attributes
    ----------
    exposure : float
        Multiplies radiance before the film curve.
    noise : float
        Standard deviation of shot noise at full signal, in [0, 0.2]; 0 is none.
    vignette : float
        Fall of light from centre to corner, in [0, 1].
    """

    exposure: float = 1.0
    noise: float = 0.012
    vignette: float = 0.25

    def __post_init__(self) -> None:
        if not 0.0 <= self.noise <= 0.2:
            raise ValueError(f"sensor: noise is {self.noise}; it lies in [0, 0.2]")
        if not 0.0 <= self.vignette <= 1.0:
            raise ValueError(f"sensor: vignette is {self.vignette}; it lies in [0, 1]")
        if self.exposure <= 0.0:
            raise ValueError(f"sensor: exposure is {self.exposure}; it is above 0")


@dataclass(frozen=True)
class Camera:
    """A pinhole camera.

    Attributes
    ----------
    position : (x, y, z) metres, world
    yaw, pitch, roll : float, radians
        Yaw turns left from +x, pitch looks up, roll tilts the picture clockwise.
    fov : float, radians
        Horizontal field of view, in (0, pi).
    width, height : int, pixels
    sensor : Sensor
    """

    position: tuple[float, float, float]
    yaw: float
    pitch: float
    roll: float
    fov: float
    width: int
    height: int
    sensor: Sensor

    def __post_init__(self) -> None:
        if not 0.0 < self.fov < 3.1:
            raise ValueError(f"camera: fov is {self.fov} rad; it lies in (0, 3.1)")
        if self.width < 1 or self.height < 1:
            raise ValueError(f"camera: the picture is {self.width} x {self.height}; both are at least 1")

    @property
    def focal(self) -> float:
        """Focal length in pixels; pixels are square."""
        return 0.5 * self.width / tan(0.5 * self.fov)

    @property
    def axes(self) -> npt.NDArray[np.float64]:
        """(3, 3): the world directions of right, down and forward, one a row.

        ``axes @ (point - position)`` is camera space.
        """
        cy, sy, cp, sp, cr, sr = (f(a) for a in (self.yaw, self.pitch, self.roll) for f in (cos, sin))
        forward = np.array([cp * cy, cp * sy, sp])
        right = np.array([sy, -cy, 0.0])
        down = np.cross(forward, right)
        return np.array([cr * right + sr * down, cr * down - sr * right, forward])

    def facts(self) -> dict[str, Any]:
        """What a file says of it: extrinsics, intrinsics, degrees where the name says so."""
        return {
            "position": [round(float(part), 6) for part in self.position],
            "yaw_deg": round(self.yaw / radians(1), 6),
            "pitch_deg": round(self.pitch / radians(1), 6),
            "roll_deg": round(self.roll / radians(1), 6),
            "fov_deg": round(self.fov / radians(1), 6),
            "focal_px": round(self.focal, 6),
            "center_px": [self.width / 2, self.height / 2],
            "exposure": round(self.sensor.exposure, 6),
            "noise": round(self.sensor.noise, 6),
            "vignette": round(self.sensor.vignette, 6),
        }
