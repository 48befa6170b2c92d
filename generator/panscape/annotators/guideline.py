"""What a guideline tells annotators; a rule that it leaves out is left to each annotator's habit."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Place = Literal["mid", "outer", "inner"]
PLACE_PX = {"mid": 0.0, "outer": 0.75, "inner": -0.75}  # assumed: half of the softness of a rendered edge


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Exact(_Rule):
    """A vertex at every corner of the pixels: what a brush could do."""

    rule: Literal["exact"]


class Tolerance(_Rule):
    """As many vertices as keep the polygon within ``px`` of the edge."""

    rule: Literal["tolerance"]
    px: float = Field(gt=0, le=100)


class Spacing(_Rule):
    """A vertex every ``px`` along the edge."""

    rule: Literal["spacing"]
    px: float = Field(gt=0, le=1000)


class Layers(_Rule):
    """How polygons that meet are drawn.

    ``hierarchical``: from back to front, each drawn on under what is in front of it, so that the front object owns
    the edge. ``flat``: every visible outline on its own, in no order; later paint covers earlier.
    """

    mode: Literal["hierarchical", "flat"] = "hierarchical"
    order: tuple[str, ...] = ()


class Guideline(_Rule):
    """The rules of one guideline.

    Attributes
    ----------
    vertices : where to click
    detail_px : what is finer than this along the edge, such as single leaves, need not be followed
    bridge_px : gaps up to this wide, as between bars or leaves, are drawn over
    boundary : on which side of a soft edge the line belongs
    min_area_px : what shows fewer pixels is not drawn
    min_part_px : holes and loose parts smaller than this are not drawn on their own
    occlusion : whether hidden parts of things are drawn too, where they are known
    layers : how polygons that meet are drawn; ``order`` lists category names from back to front, among them the
        word ``things`` for all that are not listed
    gaps : whether pixels that no polygon covers stay void or go to the nearest
    """

    schema_version: Literal[1] = 1
    name: str = ""
    vertices: Annotated[Exact | Tolerance | Spacing, Field(discriminator="rule")] | None = None
    detail_px: float | None = Field(None, ge=0, le=100)
    bridge_px: float | None = Field(None, ge=0, le=100)
    boundary: Place | None = None
    min_area_px: int | None = Field(None, ge=0)
    min_part_px: int | None = Field(None, ge=0)
    occlusion: Literal["visible", "amodal"] = "visible"
    layers: Layers | None = None
    gaps: Literal["void", "nearest"] | None = None
