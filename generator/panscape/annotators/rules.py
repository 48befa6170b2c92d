"""What one annotator does, rule by rule: as the guideline says or, where it is silent or not followed, by habit."""

from dataclasses import dataclass

from panscape.annotators.annotator import Annotator
from panscape.annotators.guideline import PLACE_PX, Exact, Guideline, Layers, Tolerance
from panscape.annotators.streams import Streams
from panscape.annotators.vertices import VertexRule


@dataclass(frozen=True)
class Rules:
    """The rules that one annotator works by.

    Attributes
    ----------
    vertices : VertexRule
    detail_px, bridge_px : float
    place_px : float, outwards
    min_area_px, min_part_px : float
    amodal : bool
        Hidden parts of things are drawn where they are known.
    layers : Layers
    fills_gaps : bool
    """

    vertices: VertexRule
    detail_px: float
    bridge_px: float
    place_px: float
    min_area_px: float
    min_part_px: float
    amodal: bool
    layers: Layers
    fills_gaps: bool


def rules_of(guideline: Guideline, annotator: Annotator[float], streams: Streams) -> Rules:
    """Return the rules of an annotator: which of the guideline's are followed is drawn once for each person."""
    habit = annotator.habit

    def followed(rule: str) -> bool:
        lot = float(streams.habit("follows", rule).random())
        return getattr(guideline, rule) is not None and lot < habit.compliance

    own_vertices: VertexRule = Exact(rule="exact")
    if habit.tolerance_px > 0.0:
        own_vertices = Tolerance(rule="tolerance", px=habit.tolerance_px)
    fills = float(streams.habit("fills gaps").random()) < habit.fills_gaps
    return Rules(
        vertices=guideline.vertices if followed("vertices") and guideline.vertices else own_vertices,
        detail_px=float(guideline.detail_px or 0) if followed("detail_px") else habit.detail_px,
        bridge_px=float(guideline.bridge_px or 0) if followed("bridge_px") else habit.bridge_px,
        place_px=PLACE_PX[guideline.boundary] if followed("boundary") and guideline.boundary else habit.place_px,
        min_area_px=float(guideline.min_area_px or 0) if followed("min_area_px") else 0.0,
        min_part_px=float(guideline.min_part_px or 0) if followed("min_part_px") else habit.min_part_px,
        amodal=guideline.occlusion == "amodal",
        layers=guideline.layers or Layers(),
        fills_gaps=guideline.gaps == "nearest" if guideline.gaps else fills,
    )
