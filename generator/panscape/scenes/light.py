"""Sun, moon, lamps, sky and air."""

from dataclasses import dataclass
from math import cos, degrees, isfinite, pi, radians, sin, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

Vector = tuple[float, float, float]
NIGHT = radians(-6.0)  # the sun's elevation at which civil twilight ends
MOON_LOW, MOON_HIGH = radians(15.0), radians(60.0)


@dataclass(frozen=True)
class Light:
    """The sun, how much cloud hides it, and how far the lamps are on.

    Attributes
    ----------
    azimuth, elevation : float, radians
        Of the sun: azimuth turns left from +x, elevation is above the horizon, in [-pi/2, pi/2]. Below -6 degrees
        it is night, and shadows are the moon's, which stands opposite.
    cloud : float
        Share of the sky that is cloud, in [0, 1]. Sunlight fades and shadows soften as it rises; at 1 there is
        no sun to see.
    lamps : float or None
        How far the scene's lamps and lit windows are on, in [0, 1]; None switches them as dusk falls.
    moon : float
        How much light the moon gives at night, in [0, 1]: 1 is full, 0 none.
    """

    azimuth: float
    elevation: float
    cloud: float = 0.3
    lamps: float | None = None
    moon: float = 0.5

    def __post_init__(self) -> None:
        if not -pi / 2 <= self.elevation <= pi / 2:
            raise ValueError(f"light: elevation is {degrees(self.elevation):.1f} degrees; it lies in [-90, 90]")
        if not 0.0 <= self.cloud <= 1.0:
            raise ValueError(f"light: cloud is {self.cloud}; it lies in [0, 1]")
        if self.lamps is not None and not 0.0 <= self.lamps <= 1.0:
            raise ValueError(f"light: lamps is {self.lamps}; it lies in [0, 1], or is None")
        if not 0.0 <= self.moon <= 1.0:
            raise ValueError(f"light: moon is {self.moon}; it lies in [0, 1]")

    @property
    def direction(self) -> npt.NDArray[np.float64]:
        """(3,): the unit vector towards the sun."""
        return _towards(self.azimuth, self.elevation)

    @property
    def night(self) -> bool:
        """Whether the moon, not the sun, throws the shadows."""
        return self.elevation < NIGHT

    @property
    def source(self) -> npt.NDArray[np.float64]:
        """(3,): the unit vector towards what throws shadows: the sun, at night the moon."""
        if not self.night:
            return self.direction
        return _towards(self.azimuth + pi, min(MOON_HIGH, max(MOON_LOW, -self.elevation)))

    @property
    def switched(self) -> float:
        """How far the lamps are on, in [0, 1]: by themselves they come on as the sun sinks from 4 degrees to -1."""
        if self.lamps is not None:
            return self.lamps
        return min(1.0, max(0.0, (4.0 - degrees(self.elevation)) / 5.0))

    def facts(self) -> dict[str, Any]:
        return {
            "azimuth_deg": round(degrees(self.azimuth), 6),
            "elevation_deg": round(degrees(self.elevation), 6),
            "cloud": round(self.cloud, 6),
            "lamps": round(self.switched, 6),
            "moon": round(self.moon, 6),
        }


def _towards(azimuth: float, elevation: float) -> npt.NDArray[np.float64]:
    level = cos(elevation)
    return np.array([level * cos(azimuth), level * sin(azimuth), sin(elevation)])


@dataclass(frozen=True)
class Lamp:
    """A light of the scene's own: a street lamp, a head light, a tube under a ceiling.

    Attributes
    ----------
    position : (x, y, z) metres, world
    color : (red, green, blue)
        Radiance of a white face across its light one metre away, where the noon sun gives 1.25; not negative.
    direction : (x, y, z), unit
        Where it points; of no account if ``cone`` is pi.
    cone : float, radians
        Half the angle of its light, in (0, pi]; it fades over the outer third.
    reach : float, metres
        Beyond it, the light is no longer drawn; above 0. It fades smoothly towards it.
    always : bool
        On by day too, whatever ``Light.lamps`` says.
    """

    position: Vector
    color: Vector
    direction: Vector = (0.0, 0.0, -1.0)
    cone: float = pi
    reach: float = 20.0
    always: bool = False

    def __post_init__(self) -> None:
        if not all(isfinite(part) and part >= 0.0 for part in self.color):
            raise ValueError(f"lamp: color is {self.color}; each part is finite and not negative")
        if not 0.0 < self.cone <= pi:
            raise ValueError(f"lamp: cone is {self.cone} rad; it lies in (0, pi]")
        if not self.reach > 0.0:
            raise ValueError(f"lamp: reach is {self.reach} m; it is above 0")
        length = sqrt(sum(part * part for part in self.direction))
        if abs(length - 1.0) > 1e-3:
            raise ValueError(f"lamp: direction is {self.direction}, of length {length:.3f}; it is a unit vector")


@dataclass(frozen=True)
class Weather:
    """The air between camera and scene, what falls through it, and what lies on the ground.

    Attributes
    ----------
    visibility : float, metres
        The distance at which contrast has fallen to 5 % (Koschmieder); above 0. Clear air: 20000, mist: 500, fog: 80.
    wet : float
        How wet the ground is, in [0, 1]: darker, and mirroring where water stands.
    rain : float, mm/h
        Streaks in the air, rings on the water; 2 is light, 10 heavy, 50 a cloudburst. It does not wet the ground by
        itself: say ``wet`` too.
    snow : float, mm/h
        Flakes in the air, as millimetres of water; 1 is light, 5 heavy.
    snow_cover : float
        How much of what faces the sky lies under snow, in [0, 1].
    dust : float
        How much of the haze is dust: it colours the air, in [0, 1].
    """

    visibility: float = 8000.0
    wet: float = 0.0
    rain: float = 0.0
    snow: float = 0.0
    snow_cover: float = 0.0
    dust: float = 0.0

    def __post_init__(self) -> None:
        if self.visibility <= 0.0:
            raise ValueError(f"weather: visibility is {self.visibility} m; it is above 0")
        for name in ("wet", "snow_cover", "dust"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise ValueError(f"weather: {name} is {value}; it lies in [0, 1]")
        for name, most in (("rain", 200.0), ("snow", 50.0)):
            value = getattr(self, name)
            if not 0.0 <= value <= most:
                raise ValueError(f"weather: {name} is {value} mm/h; it lies in [0, {most:g}]")

    def facts(self) -> dict[str, Any]:
        return {
            "visibility_m": round(self.visibility, 3),
            "wet": round(self.wet, 6),
            "rain_mm_h": round(self.rain, 6),
            "snow_mm_h": round(self.snow, 6),
            "snow_cover": round(self.snow_cover, 6),
            "dust": round(self.dust, 6),
        }
