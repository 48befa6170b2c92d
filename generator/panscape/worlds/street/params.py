"""What a recipe may say about the street world, with ranges and defaults."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from panscape.draws import Draw, Within

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class StreetKinds(BaseModel):
    """How likely each kind of street is; the weights need not sum to 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    high_street: float = Field(3.0, ge=0.0, description="shops below flats, wide sidewalks")
    residential: float = Field(3.0, ge=0.0, description="houses or terraces behind front gardens")
    avenue: float = Field(2.0, ge=0.0, description="two lanes each way, verges with trees, tall fronts")
    park_edge: float = Field(1.5, ge=0.0, description="houses to one side, a park to the other")


class Seasons(BaseModel):
    """How likely each season is; the weights need not sum to 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    spring: float = Field(2.0, ge=0.0, description="fresh leaves, cherries in blossom")
    summer: float = Field(4.0, ge=0.0, description="full, dark leaves")
    autumn: float = Field(2.0, ge=0.0, description="turned leaves, some of them on the ground")
    winter: float = Field(2.0, ge=0.0, description="bare branches; conifers and hedges stay green")


class StreetParams(BaseModel):
    """The parameters of a street. Lengths are metres; a name that ends in ``_deg`` is in degrees."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    taxonomy: ClassVar[str] = "cityscapes"

    right_hand_traffic: bool = True
    kinds: StreetKinds = StreetKinds()  # type: ignore[call-arg]
    junction: Share = Field(0.5, description="chance of a side street or a crossroads ahead")
    signals: Share = Field(0.6, description="chance that a junction has traffic lights")
    crossing: Share = Field(0.5, description="chance of a zebra crossing away from junctions")
    bend: Share = Field(0.35, description="chance that the street bends")
    bend_radius: Annotated[Draw, Within(60, 1000)] = Draw.log_uniform(80, 300)
    length: Annotated[Draw, Within(40, 250)] = Draw.uniform(70, 170)

    parked: Annotated[Draw, Within(0, 1)] = Draw.uniform(0.25, 0.85)
    traffic: Annotated[Draw, Within(0, 12)] = Draw.uniform(0.8, 4.0)
    heavy: Share = Field(0.22, description="share of moving vehicles that are buses or trucks")
    cyclists: Annotated[Draw, Within(0, 12)] = Draw.uniform(0.5, 3.0)
    people: Annotated[Draw, Within(0, 60)] = Draw.log_uniform(2.0, 11.0)
    bicycles: Annotated[Draw, Within(0, 20)] = Draw.uniform(0.5, 5.0)
    trees: Annotated[Draw, Within(0, 1)] = Draw.uniform(0.45, 1.0)
    amenities: Annotated[Draw, Within(0, 40)] = Draw.log_uniform(2.0, 14.0)
    litter: Annotated[Draw, Within(0, 4)] = Draw.uniform(0.0, 1.0)

    camera_height: Annotated[Draw, Within(0.6, 3.0)] = Draw.uniform(1.2, 2.6)
    camera_on_sidewalk: Share = Field(0.3, description="chance that the camera stands on a sidewalk, not in its lane")
    camera_raised: Share = Field(0.12, description="chance that the camera is lifted to camera_raised_height")
    camera_raised_height: Annotated[Draw, Within(2.5, 8.0)] = Draw.uniform(3.0, 6.0)
    camera_yaw_deg: Annotated[Draw, Within(-60, 60)] = Draw.normal(0, 7, -25, 25)
    camera_pitch_deg: Annotated[Draw, Within(-30, 15)] = Draw.normal(-1.5, 2, -8, 4)
    camera_roll_deg: Annotated[Draw, Within(-15, 15)] = Draw.normal(0, 0.8, -3, 3)
    fov_deg: Annotated[Draw, Within(20, 110)] = Draw.uniform(55, 85)
    detail: float = Field(1.0, gt=0, le=20, description="1 suits pictures 640 pixels wide, 3 those of 1920")
    seasons: Seasons = Seasons()  # type: ignore[call-arg]
