"""Where the picture is taken from, through which lens, and what the sensor does to the light."""

from dataclasses import dataclass, field
from math import cos, degrees, sin, tan
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Vector = tuple[float, float, float]
Mode = Literal["color", "mono", "thermal"]
STILL: Vector = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Lens:
    """What the lens does to the picture. Distortion moves the labels with it; nothing else here touches the truth.

    Attributes
    ----------
    k1, k2 : float
        Radial distortion (Brown 1966, as OpenCV has it): a point at radius r from the optical axis, in focal lengths,
        comes to lie at r (1 + k1 r^2 + k2 r^4). Negative k1 is a barrel; it is 0 for a pinhole.
    aperture : float, metres
        Diameter of the entrance pupil; 0 keeps everything sharp. A car's camera has 0.002, a portrait lens 0.04.
    focus : float, metres
        The distance that is sharp, above 0.
    shutter : float, seconds
        How long it is open: what moves, and everything if the camera moves, is smeared by it; 0 freezes.
    vignette : float
        Fall of light from centre to corner, in [0, 1].
    chromatic : float
        Lateral chromatic aberration: by how much red is magnified more than green, and blue less, in [0, 0.01].
    glare : float
        The share of a light's own light that goes astray in the lens and glows around it, in [0, 1]. Only what is
        brighter than white glows.
    """

    k1: float = 0.0
    k2: float = 0.0
    aperture: float = 0.0
    focus: float = 12.0
    shutter: float = 0.0
    vignette: float = 0.25
    chromatic: float = 0.0
    glare: float = 0.08

    def __post_init__(self) -> None:
        _within("lens", self, k1=(-0.6, 0.6), k2=(-0.4, 0.4), aperture=(0.0, 0.2), shutter=(0.0, 1.0))
        _within("lens", self, vignette=(0.0, 1.0), chromatic=(0.0, 0.01), glare=(0.0, 1.0))
        if not self.focus > 0.0:
            raise ValueError(f"lens: focus is {self.focus} m; it is above 0")

    @property
    def bends(self) -> bool:
        """Whether straight lines come out curved."""
        return self.k1 != 0.0 or self.k2 != 0.0

    def facts(self) -> dict[str, Any]:
        names = ("k1", "k2", "aperture", "focus", "shutter", "vignette", "chromatic", "glare")
        units = {"aperture": "aperture_m", "focus": "focus_m", "shutter": "shutter_s"}
        return {units.get(name, name): round(float(getattr(self, name)), 8) for name in names}


@dataclass(frozen=True)
class Sensor:
    """What happens to radiance between the lens and the file. None of it can touch the truth.

    Attributes
    ----------
    exposure : float
        Multiplies radiance before the film curve, above 0.
    noise : float
        Standard deviation of shot noise at full signal, in [0, 0.2]; 0 is none. In the dark, where the camera must
        lift the signal, it grows with the root of that.
    read_noise : float
        Standard deviation of the noise that is there in the dark too, in [0, 0.2].
    white_balance : float, kelvin
        The light that is rendered as white, in [2000, 15000]; 0 lets the camera choose.
    mode : "color", "mono" or "thermal"
        Thermal shows what is warm, as an uncooled camera at 8 to 14 um would.
    """

    exposure: float = 1.0
    noise: float = 0.012
    read_noise: float = 0.0
    white_balance: float = 0.0
    mode: Mode = "color"

    def __post_init__(self) -> None:
        _within("sensor", self, noise=(0.0, 0.2), read_noise=(0.0, 0.2))
        if self.white_balance != 0.0:
            _within("sensor", self, white_balance=(2000.0, 15000.0))
        if self.exposure <= 0.0:
            raise ValueError(f"sensor: exposure is {self.exposure}; it is above 0")
        if self.mode not in ("color", "mono", "thermal"):
            raise ValueError(f"sensor: mode is {self.mode!r}; it is color, mono or thermal")

    def facts(self) -> dict[str, Any]:
        return {
            "exposure": round(self.exposure, 6),
            "noise": round(self.noise, 6),
            "read_noise": round(self.read_noise, 6),
            "white_balance_k": round(self.white_balance, 3),
            "mode": self.mode,
        }


@dataclass(frozen=True)
class Camera:
    """A camera: a pinhole, but for what its lens says.

    Attributes
    ----------
    position : (x, y, z) metres, world
    yaw, pitch, roll : float, radians
        Yaw turns left from +x, pitch looks up, roll tilts the picture clockwise.
    fov : float, radians
        Horizontal field of view of the pinhole, in (0, pi).
    width, height : int, pixels
    sensor : Sensor
    lens : Lens
    velocity : (x, y, z) metres a second, world
        Of the camera itself, while the shutter is open.
    """

    position: Vector
    yaw: float
    pitch: float
    roll: float
    fov: float
    width: int
    height: int
    sensor: Sensor = field(default_factory=Sensor)
    lens: Lens = field(default_factory=Lens)
    velocity: Vector = STILL

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
        """What a file says of it: extrinsics and intrinsics; degrees where the name says so."""
        return {
            "position": _rounded(self.position),
            "yaw_deg": round(degrees(self.yaw), 6),
            "pitch_deg": round(degrees(self.pitch), 6),
            "roll_deg": round(degrees(self.roll), 6),
            "axes": [_rounded(row) for row in self.axes],
            "velocity": _rounded(self.velocity),
            "fov_deg": round(degrees(self.fov), 6),
            "focal_px": round(self.focal, 6),
            "center_px": [self.width / 2, self.height / 2],
        }


def _rounded(values: Any) -> list[float]:
    return [round(float(value), 6) for value in values]


def _within(what: str, facts: object, **bounds: tuple[float, float]) -> None:
    for name, (low, high) in bounds.items():
        value = getattr(facts, name)
        if not low <= value <= high:
            raise ValueError(f"{what}: {name} is {value}; it lies in [{low:g}, {high:g}]")
