"""Sun, moon, sky and air of a scene, as the numbers that the kernels read."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, radians, sin, sqrt

import numpy as np
import numpy.typing as npt

from panscape.render.atmosphere import scatter, sunlight
from panscape.render.sky import ambient, fill_vault, sky_smooth
from panscape.scenes import Light, Weather

Floats = npt.NDArray[np.float64]

# Entries of the row of light.
# 0-2 direction to what throws shadows, sun or moon; 3-5 its colour; 6-8 radiance of the ground; 9-11 of the houses
# around; 12 extinction of the air, 1 / m; 13 share of clouds; 14 how wet; 15, 16 place in the clouds;
# 17-19 cloud in the sun; 20-22 cloud in the shade; 23-25 overcast sky; 26 sine of the skyline's height;
# 27 how much of the sun's disc shows; 28 how overcast, in [0, 1]; 29-31 white balance; 32 softness of shadows;
# 33 radiance of what shines at night, see NIGHT; 34 how much of what faces the sky is under snow;
# 35 radiance of a bright star; 36, 37 cosines between which the disc fades.
LIGHT = 40
DOME, VAULT = (24, 24, 6), (24, 32, 3)
_CIRCLE = np.array([(cos(2 * pi * k / 16), sin(2 * pi * k / 16)) for k in range(16)])
# Sines of the sun's elevation: when the moon takes over, when it is all that shines, when no twilight is left.
_NIGHT, _DARK, _GONE = sin(radians(-6.0)), sin(radians(-9.5)), sin(radians(-14.0))

# Measured, as shares of the noon sun's 100 klx (1.25) or of a white face in it: full moon 0.25 lx (Krisciunas and
# Schaefer 1991); the glow of a city some degrees up 0.07 cd/m2, as on the brighter of Bortle's scale (2001).
MOON = 2.5e-6
CITY = np.array([3.4e-6, 2.6e-6, 1.9e-6])
# Below this, light is drawn as the eye gets used to it: the 0.35th power of how far it has fallen. So a street lamp,
# whose pool is a seven thousandth of the sun's light, can be told in the units of noon (see scenes.Lamp).
FAINT = 0.12
DUST_AIR, DUST_SUN = np.array([1.25, 0.93, 0.56]), np.array([1.0, 0.62, 0.27])
STAR = 0.03
NIGHT = 0.15  # radiance, while the lamps are on, of a material whose ``night`` is 1


@dataclass(frozen=True, eq=False)
class Daylight:
    """What lights a scene from the sky.

    Attributes
    ----------
    light : (40,) float64, see LIGHT
    dome : (24, 24, 6) float64, the clear sky, see sky.scatter
    vault : (24, 32, 3) float64, the sky with its clouds as a mean, see sky.fill_vault
    sun : (6,) float32, the direction to sun or moon and its colour
    air : (32, 3) float32, what the air between adds to, see shading.veil
    cube : (6, 3) float32, ambient light on six faces, see sky.ambient
    """

    light: Floats
    dome: Floats
    vault: Floats
    sun: npt.NDArray[np.float32]
    air: npt.NDArray[np.float32]
    cube: npt.NDArray[np.float32]

    @property
    def sunny(self) -> bool:
        """Whether sunlight or moonlight comes through, and so whether anything throws a shadow."""
        return bool(self.light[4] > 0.0)

    @property
    def throws(self) -> Floats:
        """(4,): the direction to what throws shadows, and 1 if it is there, else 0."""
        return np.array([*self.light[0:3], float(self.sunny)])


def daylight(light: Light, weather: Weather) -> Daylight:
    """Return the light of a sun or moon, its clouds and the air below, by day, at dusk and at night."""
    row = np.zeros(LIGHT)
    row[0:3] = light.source
    clear, dome, lift = _clear(sin(light.elevation), float(row[2]), light.moon)
    cloud, falls = light.cloud, weather.rain + 2.0 * weather.snow
    # In thick mist there is no sun to see either, though dust lets its disc through; nor in rain.
    mist = (1.0 - _ramp(60.0, 1200.0, weather.visibility)) * (1.0 - 0.8 * weather.dust)
    overcast = max(_ramp(0.55, 1.0, cloud), mist, _ramp(0.0, 3.0, falls))
    row[3:6] = clear * (1.0 - overcast) * 1.25
    row[12] = 3.0 / weather.visibility + _fallen(weather)  # Koschmieder: exp(-3) is 5 %
    row[13], row[14] = min(1.0, cloud * 1.1), weather.wet
    row[15], row[16] = 91.7 * light.azimuth + 13.0 * cloud, 57.3 * light.elevation - 29.0 * cloud
    row[26], row[27], row[28] = 0.30, 1.0 - _ramp(0.3, 0.8, cloud), overcast
    row[32], row[33], row[34] = _ramp(0.3, 0.9, cloud), NIGHT * light.switched, weather.snow_cover
    row[35] = STAR * _ramp(_NIGHT, _DARK, sin(light.elevation)) * (1.0 - overcast)
    row[36:38] = (0.99992, 0.99997) if light.night else (0.99985, 0.99995)
    _light_the_clouds(row, clear, dome, lift)
    _light_the_surroundings(row, dome)
    vault, cube = np.empty(VAULT), np.empty((6, 3))
    fill_vault(row, dome, vault)
    air = _air(vault, overcast)
    _raise_dust(row, weather, air)
    _veil_the_sky(row[12], air, vault)
    ambient(row, vault, _CIRCLE, cube)
    # The camera adapts, though not wholly: an evening stays warm, and so does the light of lamps; dust stays brown.
    white = 0.45 * row[3:6] * (0.3 + row[2]) + cube[5] + 0.02 * light.switched * np.array([1.0, 0.72, 0.42])
    white /= 1.0 + 0.8 * weather.dust * (DUST_AIR - 1.0)
    mean = (white[0] + white[1] + white[2]) / 3.0
    adapts = 0.6 - 0.25 * light.switched
    row[29:32] = mean / np.maximum(white, 0.02 * mean) * adapts + (1.0 - adapts)
    return Daylight(row, dome, vault, row[0:6].astype(np.float32), air.astype(np.float32), cube.astype(np.float32))


def _fallen(weather: Weather) -> float:
    """Extinction by rain and snow, 1 / m: Marshall and Palmer's drops (Atlas 1953), and three times that for flakes."""
    rain, snow = (sqrt(x * sqrt(x)) * 2.2e-4 if x else 0.0 for x in (weather.rain, weather.snow))
    return rain + 6.0 * snow


@lru_cache(maxsize=64)
def _clear(sine: float, source: float, moon: float) -> tuple[Floats, Floats, float]:
    """Colour of sun or moon, the clear sky, and how much brighter than life both are drawn."""
    sun, dome = _scattered(sine) if sine > _GONE else (np.zeros(3), np.zeros(DOME))
    if sine < _NIGHT:
        moonlight, sky = _scattered(source)
        share = MOON * moon * _ramp(_NIGHT, _DARK, sine)
        sun = share * moonlight
        dome = _turned(dome) + share * sky
    dome = dome.copy()
    up = np.linspace(0.0, 1.0, DOME[0]) ** 2
    dome[:, :, :3] += (0.16 / (0.16 + up))[:, None, None] * CITY
    light = 1.25 * sun * max(0.0, source) + _on_the_ground(dome, up)
    total = float(0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2])
    lift = 1.0 if total >= FAINT else _root(FAINT / total)
    return sun * lift, dome * lift, lift


@lru_cache(maxsize=64)
def _scattered(sine: float) -> tuple[Floats, Floats]:
    """Colour of a sun, and the sky that it makes."""
    sun, dome = np.empty(3), np.zeros(DOME)
    sunlight(sine, sun)
    scatter(sine, dome)
    return sun, dome * pi  # radiance for a sun whose light on a white face across it has radiance 1


def _root(x: float) -> float:
    """x to the power of 0.65, by square roots alone: that is 1/2 + 1/8 + 1/64 + 1/128, and a little."""
    eighth = sqrt(sqrt(sqrt(x)))
    small = sqrt(sqrt(sqrt(eighth)))
    return sqrt(x) * eighth * small * sqrt(small)


def _on_the_ground(dome: Floats, up: Floats) -> Floats:
    """(3,): light of the clear sky on level ground, as radiance of a white one."""
    # Of a ring's solid angle and slope: its sine, times how much of the sine's range it stands for.
    weight = up * np.sqrt(up)
    rings = (dome[:, :, :3] + dome[:, :, 3:]).sum(axis=1) / dome.shape[1]
    lit: Floats = (rings * (weight / sum(weight.tolist()))[:, None]).sum(axis=0)
    return lit


def _turned(dome: Floats) -> Floats:
    """The sky of a sun that has set, told by the azimuth of the moon, which stands opposite; its haze glows evenly."""
    turned = np.zeros(DOME)
    turned[:, :, :3] = (dome[:, :, :3] + 0.6 * dome[:, :, 3:])[:, ::-1]
    return turned


def _light_the_clouds(row: Floats, clear: Floats, dome: Floats, lift: float) -> None:
    above = dome[DOME[0] // 2 :, :, :3].sum(axis=0).sum(axis=0) / (DOME[0] // 2 * DOME[1])
    city = 0.5 * CITY * lift
    row[17:20] = 0.80 * clear + 0.9 * above + city
    row[20:23] = 0.30 * clear + 0.9 * above + city
    # A thick layer lets about 40 % of the light through and loses its colour.
    through = clear * max(0.12, row[2]) + 2.0 * above
    grey = (through[0] + through[1] + through[2]) / 3.0
    row[23:26] = 0.42 * (0.75 * grey + 0.25 * through) * np.array([0.97, 1.0, 1.05]) + city


def _light_the_surroundings(row: Floats, dome: Floats) -> None:
    above = np.array(sky_smooth(0.0, 0.0, 1.0, row, dome))
    around = np.array(sky_smooth(row[0], row[1], 0.3, row, dome))
    from_sky = 0.5 * (above + around)
    ground, houses = np.array([0.13, 0.125, 0.12]), np.array([0.30, 0.27, 0.24])
    # Snow brightens both, from the ground up.
    ground += row[34] * (np.array([0.72, 0.74, 0.78]) - ground)
    # Half of the ground and a third of the house fronts are taken to be in the sun, both in the light of the lamps.
    lamps = row[33] * np.array([0.08, 0.058, 0.036])
    row[6:9] = ground * (0.6 * from_sky + 0.5 * row[2] * row[3:6] + lamps)
    row[9:12] = houses * (0.45 * from_sky + 0.22 * row[3:6] + lamps) * (1.0 + 0.35 * row[34])


def _air(vault: Floats, overcast: float) -> Floats:
    """The sky just above the horizon; under a closed cover, where all is one grey, that at half height."""
    place = sqrt(0.06 + 0.4 * overcast) * (len(vault) - 1)
    row = int(place)
    return vault[row] + (place - row) * (vault[row + 1] - vault[row])


def _raise_dust(row: Floats, weather: Weather, air: Floats) -> None:
    """Make the haze and the sun brown, as far as the haze is dust."""
    air *= 1.0 + weather.dust * (DUST_AIR - 1.0)
    # Through about a kilometre and a half of it comes the sun.
    thick = weather.dust * min(1.0, 500.0 * row[12])
    row[3:6] *= (1.0 + thick * (DUST_SUN - 1.0)) * (1.0 - 0.75 * thick)
    row[27] *= 1.0 - 0.9 * thick


def _veil_the_sky(extinction: float, air: Floats, vault: Floats) -> None:
    """Fade the sky that lights and is mirrored into its haze, as ``sky.veil`` does for the one that is seen."""
    up = np.linspace(0.0, 1.0, len(vault)) ** 2
    depth = extinction * 250.0 / (0.03 + up)
    # exp(-depth), near enough, by +, * and / alone.
    through = 1.0 / (1.0 + depth * (1.0 + depth * (0.5 + depth / 6.0)))
    vault[:] = air + through[:, None, None] * (vault - air)


def _ramp(low: float, high: float, x: float) -> float:
    t = min(1.0, max(0.0, (x - low) / (high - low)))
    return t * t * (3.0 - 2.0 * t)
