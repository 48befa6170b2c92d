"""What a recipe says of light, weather, lens, sensor and camera, in any world: each a number, or a distribution."""

from math import radians
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from panscape.draws import Draw, Within
from panscape.scenes import Lens, Light, Move, Sensor, Weather

Mode = Literal["color", "mono", "thermal"]


class LightParams(BaseModel):
    """Sun, cloud, lamps and moon. Angles are degrees."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sun_azimuth_deg: Annotated[Draw, Within(-360, 360)] = Draw.uniform(0, 360)
    sun_elevation_deg: Annotated[Draw, Within(-90, 90)] = Draw.uniform(14, 62)
    cloud: Annotated[Draw, Within(0, 1)] = Draw.choice([0.1, 0.3, 0.5, 0.8, 1.0], [2, 3, 2, 1, 1])
    lamps: Annotated[Draw, Within(0, 1)] | None = Field(None, description="how far lamps are on; else dusk does it")
    moon: Annotated[Draw, Within(0, 1)] = Draw.uniform(0, 1)

    def drawn(self, rng: np.random.Generator) -> Light:
        """Return one light. Each parameter takes one number from ``rng``, in this order, fixed or not."""
        azimuth, elevation, cloud = (d.sample(rng) for d in (self.sun_azimuth_deg, self.sun_elevation_deg, self.cloud))
        lamps = (self.lamps or Draw.fixed(0.0)).sample(rng)
        moon = self.moon.sample(rng)
        return Light(radians(azimuth), radians(elevation), cloud, None if self.lamps is None else lamps, moon)


class WeatherParams(BaseModel):
    """Air, water, snow and dust. Lengths are metres, what falls is millimetres of water an hour."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    visibility: Annotated[Draw, Within(20, 50000)] = Draw.log_uniform(1500, 20000)
    wet: Annotated[Draw, Within(0, 1)] = Draw.choice([0.0, 0.5, 0.9], [6, 1, 1])
    rain: Annotated[Draw, Within(0, 200)] = Draw.fixed(0)
    snow: Annotated[Draw, Within(0, 50)] = Draw.fixed(0)
    snow_cover: Annotated[Draw, Within(0, 1)] = Draw.fixed(0)
    dust: Annotated[Draw, Within(0, 1)] = Draw.fixed(0)

    def drawn(self, rng: np.random.Generator) -> Weather:
        """Return one weather. Each parameter takes one number from ``rng``, in this order, fixed or not."""
        draws = (self.visibility, self.wet, self.rain, self.snow, self.snow_cover, self.dust)
        return Weather(*(draw.sample(rng) for draw in draws))


class LensParams(BaseModel):
    """What the lens does; see :class:`panscape.scenes.Lens`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    k1: Annotated[Draw, Within(-0.6, 0.6)] = Draw.fixed(0)
    k2: Annotated[Draw, Within(-0.4, 0.4)] = Draw.fixed(0)
    aperture: Annotated[Draw, Within(0, 0.2)] = Draw.fixed(0)
    focus: Annotated[Draw, Within(0.1, 1000)] = Draw.fixed(12)
    shutter: Annotated[Draw, Within(0, 1)] = Draw.fixed(0)
    vignette: Annotated[Draw, Within(0, 1)] = Draw.fixed(0.25)
    chromatic: Annotated[Draw, Within(0, 0.01)] = Draw.fixed(0)
    glare: Annotated[Draw, Within(0, 1)] = Draw.fixed(0.08)

    def drawn(self, rng: np.random.Generator) -> Lens:
        """Return one lens. Each parameter takes one number from ``rng``, in this order, fixed or not."""
        draws = (self.k1, self.k2, self.aperture, self.focus, self.shutter, self.vignette, self.chromatic, self.glare)
        return Lens(*(draw.sample(rng) for draw in draws))


class ModeWeights(BaseModel):
    """How likely each kind of sensor is; the weights need not sum to 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    color: float = Field(0.0, ge=0.0)
    mono: float = Field(0.0, ge=0.0)
    thermal: float = Field(0.0, ge=0.0)


class SensorParams(BaseModel):
    """What the sensor does; see :class:`panscape.scenes.Sensor`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exposure: Annotated[Draw, Within(0.05, 20)] = Draw.log_uniform(0.85, 1.2)
    noise: Annotated[Draw, Within(0, 0.2)] = Draw.uniform(0.006, 0.02)
    read_noise: Annotated[Draw, Within(0, 0.2)] = Draw.fixed(0)
    white_balance: Annotated[Draw, Within(0, 15000)] = Draw.fixed(0)
    mode: Mode | ModeWeights = Field("color", description="one, or the weight of each")

    def drawn(self, rng: np.random.Generator) -> Sensor:
        """Return one sensor. Each parameter takes one number from ``rng``, in this order, fixed or not."""
        exposure, noise, read, white = (
            draw.sample(rng) for draw in (self.exposure, self.noise, self.read_noise, self.white_balance)
        )
        return Sensor(exposure, noise, read, white, self._mode(rng.random()))

    def _mode(self, chance: float) -> Mode:
        if isinstance(self.mode, str):
            return self.mode
        names: tuple[Mode, ...] = ("color", "mono", "thermal")
        weights = [self.mode.color, self.mode.mono, self.mode.thermal]
        place = chance * sum(weights)
        for name, weight in zip(names, weights, strict=True):
            place -= weight
            if place < 0.0:
                return name
        return "color"


class CameraParams(BaseModel):
    """How the camera stands to the world's own; see :class:`panscape.scenes.Move`. Lengths are metres."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    yaw_deg: Annotated[Draw, Within(-360, 360)] = Draw.fixed(0)
    pitch_deg: Annotated[Draw, Within(-180, 180)] = Draw.fixed(0)
    roll_deg: Annotated[Draw, Within(-180, 180)] = Draw.fixed(0)
    rise: Annotated[Draw, Within(-2, 500)] = Draw.fixed(0)
    orbit_deg: Annotated[Draw, Within(-360, 360)] = Draw.fixed(0)
    climb_deg: Annotated[Draw, Within(-90, 90)] = Draw.fixed(0)
    orbit_distance: Annotated[Draw, Within(0.5, 500)] = Draw.fixed(12)
    nadir: bool = Field(False, description="look straight down; pitch_deg is added")
    fov_deg: Annotated[Draw, Within(5, 150)] | None = Field(None, description="horizontal; else the world's own")

    def drawn(self, rng: np.random.Generator) -> Move:
        """Return one camera's move. Each parameter takes one number from ``rng``, in this order, fixed or not."""
        draws = (self.yaw_deg, self.pitch_deg, self.roll_deg, self.orbit_deg, self.climb_deg)
        yaw, pitch, roll, orbit, climb = (radians(draw.sample(rng)) for draw in draws)
        rise, distance = self.rise.sample(rng), self.orbit_distance.sample(rng)
        fov = radians((self.fov_deg or Draw.fixed(0.0)).sample(rng))
        return Move(yaw, pitch, roll, rise, orbit, climb, distance, self.nadir, fov if self.fov_deg else None)
