"""Sun, sky and air."""

from dataclasses import dataclass
from math import cos, degrees, pi, sin
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Light:
    """The sun, and how much cloud hides it.

    Attributes
    ----------
    azimuth, elevation : float, radians
        Of the sun: azimuth turns left from +x, elevation is above the horizon, in (0, pi/2].
    cloud : float
        Share of the sky that is cloud, in [0, 1]. Sunlight fades and shadows soften as it rises; at 1 there is
        no sun to see.
    """

    azimuth: float
    elevation: float
    cloud: float = 0.3

    def __post_init__(self) -> None:
        if not 0.0 < self.elevation <= pi / 2:
            raise ValueError(f"light: elevation is {degrees(self.elevation):.1f} degrees; it lies in (0, 90]")
        if not 0.0 <= self.cloud <= 1.0:
            raise ValueError(f"light: cloud is {self.cloud}; it lies in [0, 1]")

    @property
    def direction(self) -> npt.NDArray[np.float64]:
        """(3,): the unit vector towards the sun."""
        level = cos(self.elevation)
        return np.array([level * cos(self.azimuth), level * sin(self.azimuth), sin(self.elevation)])

    def facts(self) -> dict[str, Any]:
        return {
            "azimuth_deg": round(degrees(self.azimuth), 6),
            "elevation_deg": round(degrees(self.elevation), 6),
            "cloud": round(self.cloud, 6),
        }


@dataclass(frozen=True)
class Weather:
    """The air between camera and scene, and what lies on the ground.

    Attributes
    ----------
    visibility : float, metres
        The distance at which contrast has fallen to 5 % (Koschmieder); above 0. Clear air: 20000, mist: 500.
    wet : float
        How wet the ground is, in [0, 1]: darker, and mirroring where water stands.
    """

    visibility: float = 8000.0
    wet: float = 0.0

    def __post_init__(self) -> None:
        if self.visibility <= 0.0:
            raise ValueError(f"weather: visibility is {self.visibility} m; it is above 0")
        if not 0.0 <= self.wet <= 1.0:
            raise ValueError(f"weather: wet is {self.wet}; it lies in [0, 1]")

    def facts(self) -> dict[str, Any]:
        return {"visibility_m": round(self.visibility, 3), "wet": round(self.wet, 6)}
