"""Sun, sky and air of a scene, as the numbers that the kernels read."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin, sqrt

import numpy as np
import numpy.typing as npt

from panscape.render.atmosphere import scatter, sunlight
from panscape.render.sky import ambient, fill_vault, sky_smooth
from panscape.scenes import Light, Weather

# Entries of the row of light.
# 0-2 direction to the sun; 3-5 its colour; 6-8 radiance of the ground; 9-11 of the houses around;
# 12 extinction of the air, 1 / m; 13 share of clouds; 14 how wet; 15, 16 place in the clouds;
# 17-19 cloud in the sun; 20-22 cloud in the shade; 23-25 overcast sky; 26 sine of the skyline's height;
# 27 how much of the sun's disc shows; 28 how overcast, in [0, 1]; 29-31 white balance; 32 softness of shadows.
LIGHT = 40
DOME, VAULT = (24, 24, 6), (24, 32, 3)
_CIRCLE = np.array([(cos(2 * pi * k / 16), sin(2 * pi * k / 16)) for k in range(16)])


@dataclass(frozen=True, eq=False)
class Daylight:
    """What lights a scene.

    Attributes
    ----------
    light : (40,) float64, see LIGHT
    dome : (24, 24, 6) float64, the clear sky, see sky.scatter
    vault : (24, 32, 3) float64, the sky with its clouds as a mean, see sky.fill_vault
    air : (32, 3) float64, what the air between adds to, see shading.veil
    cube : (6, 3) float64, ambient light on six faces, see sky.ambient
    """

    light: npt.NDArray[np.float64]
    dome: npt.NDArray[np.float64]
    vault: npt.NDArray[np.float64]
    air: npt.NDArray[np.float64]
    cube: npt.NDArray[np.float64]

    @property
    def sunny(self) -> bool:
        """Whether any sunlight comes through, and so whether anything throws a shadow."""
        return bool(self.light[4] > 0.0)


def daylight(light: Light, weather: Weather) -> Daylight:
    """Return the daylight of a sun, its clouds and the air below."""
    row = np.zeros(LIGHT)
    row[0:3] = light.direction
    clear, dome = _clear(float(row[2]))
    cloud = light.cloud
    # In thick mist there is no sun to see either.
    overcast = max(_ramp(0.55, 1.0, cloud), 1.0 - _ramp(60.0, 1200.0, weather.visibility))
    row[3:6] = clear * (1.0 - overcast) * 1.25
    row[12] = 3.0 / weather.visibility  # Koschmieder: exp(-3) is 5 %
    row[13], row[14] = min(1.0, cloud * 1.1), weather.wet
    row[15], row[16] = 91.7 * light.azimuth + 13.0 * cloud, 57.3 * light.elevation - 29.0 * cloud
    row[26], row[27], row[28] = 0.30, 1.0 - _ramp(0.3, 0.8, cloud), overcast
    row[32] = _ramp(0.3, 0.9, cloud)
    _light_the_clouds(row, clear, dome)
    _light_the_surroundings(row, dome)
    vault, cube = np.empty(VAULT), np.empty((6, 3))
    fill_vault(row, dome, vault)
    ambient(row, vault, _CIRCLE, cube)
    white = 0.45 * row[3:6] * (0.3 + row[2]) + cube[5]
    # The eye adapts, though not wholly: an evening stays warm.
    row[29:32] = (white.mean() / white) * 0.6 + 0.4
    return Daylight(row, dome, vault, _air(vault, overcast), cube)


@lru_cache(maxsize=64)
def _clear(sine: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    sun, dome = np.empty(3), np.zeros(DOME)
    sunlight(sine, sun)
    scatter(sine, dome)
    dome *= pi  # radiance for a sun whose light on a white face across it has radiance 1
    return sun, dome


def _light_the_clouds(
    row: npt.NDArray[np.float64], clear: npt.NDArray[np.float64], dome: npt.NDArray[np.float64]
) -> None:
    above = dome[DOME[0] // 2 :, :, :3].mean(axis=(0, 1))
    row[17:20] = 0.80 * clear + 0.9 * above
    row[20:23] = 0.30 * clear + 0.9 * above
    # A thick layer lets about 40 % of the light through and loses its colour.
    through = clear * max(0.12, row[2]) + 2.0 * above
    row[23:26] = 0.42 * (0.75 * through.mean() + 0.25 * through) * np.array([0.97, 1.0, 1.05])


def _light_the_surroundings(row: npt.NDArray[np.float64], dome: npt.NDArray[np.float64]) -> None:
    above = np.array(sky_smooth(0.0, 0.0, 1.0, row, dome))
    around = np.array(sky_smooth(row[0], row[1], 0.3, row, dome))
    from_sky = 0.5 * (above + around)
    # Half of the ground and a third of the house fronts are taken to be in the sun.
    row[6:9] = np.array([0.13, 0.125, 0.12]) * (0.6 * from_sky + 0.5 * row[2] * row[3:6])
    row[9:12] = np.array([0.30, 0.27, 0.24]) * (0.45 * from_sky + 0.22 * row[3:6])


def _air(vault: npt.NDArray[np.float64], overcast: float) -> npt.NDArray[np.float64]:
    """The sky just above the horizon; under a closed cover, where all is one grey, that at half height."""
    place = sqrt(0.06 + 0.4 * overcast) * (len(vault) - 1)
    row = int(place)
    return vault[row] + (place - row) * (vault[row + 1] - vault[row])


def _ramp(low: float, high: float, x: float) -> float:
    t = min(1.0, max(0.0, (x - low) / (high - low)))
    return t * t * (3.0 - 2.0 * t)
