"""How a person's line departs from the edge that is there: slowly along the ring, farther where contrast is low."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.annotators.kernels import bridge, mark_region, reach_under
from panscape.annotators.perception import View
from panscape.annotators.ring_kernels import average_along, contrast_across, correlate, mark_hidden, trace_curves
from panscape.annotators.traits import N, Traits, trait
from panscape.polygons import Rings, trace

Floats = npt.NDArray[np.float64]
HALF_WIDTH_PX = 16.0  # traits of the hand are stated for a region of this mean half-width
UNDERLAP_PX = 6  # how far a line is drawn on behind the object in front; assumed
JUDGED_PX = 5.0  # along the line, to each side, over which a person judges contrast; assumed
CALM = 255.0  # grey levels: nobody looks for an edge under what is in front
SAMPLE_PX = 3.0  # the distance from the edge at which a person compares its two sides; assumed
FITTED = "form of the step-edge localisation bound (Canny 1986); size fitted to Cityscapes' human consistency"
CONSISTENCY = "fitted to the human consistency of Kirillov et al. 2019, tables 1-2, as recalled"


class Hand(Traits[N]):
    """How exactly somebody draws. Signed errors are positive outwards; sizes are for a half-width of 16 px."""

    skill: N = trait("multiplies every random error of the line", 0.0, 10, rest=1.0)
    motor_px: N = trait("sd of the line about the edge where contrast is high", 0, 50, source=CONSISTENCY)
    contrast_px: N = trait(
        "px times grey levels: the sd that is added is this over the contrast", 0, 5000, source=FITTED
    )
    ambiguity_px: N = trait("the most that low contrast can add to the sd", 0, 100, rest=8.0)
    bias_px: N = trait("how far outwards this person draws everything", -20, 20)
    object_bias_px: N = trait("sd of how far outwards a region is drawn as a whole", 0, 20)
    correlation_px: N = trait("distance along the line at which its errors correlate by 1/e", 0.5, 500, rest=22.0)
    zoom: N = trait(
        "errors grow with half-width to this power: 0 is fixed in px, 1 in proportion", 0, 2, source=CONSISTENCY
    )
    cap: N = trait("no sd is above this share of the half-width", 0.01, 1, rest=0.3)
    stuff_factor: N = trait("multiplies the random error for stuff", 0, 10, rest=1.0, source=CONSISTENCY)
    shared: N = trait("share of the line's variance that all annotators have in common", 0, 1)
    click_px: N = trait("sd of a click, in x and in y", 0, 20)


@dataclass(frozen=True, eq=False)
class Sketch:
    """The rings around one region as everybody sees them, before anybody draws.

    Attributes
    ----------
    corners : Rings
        In unit steps along the pixels' edges, in the picture's coordinates.
    curves : (N, 2) float64
        The smooth line that a person sees in the steps.
    normals : (N, 2) float64, outward
    framed : (N,) bool
        On the picture's frame, where nobody errs.
    hidden : (N,) bool
        Drawn on under what is in front.
    contrast : (N,) float64, grey levels
        As a person judges it: over some 10 px of the line.
    lengths, areas : (R,) float64, px and px^2; a hole's area is negative
    half_width : float, px
        Twice the area over the length of its rings.
    """

    corners: Rings
    curves: Floats
    normals: Floats
    framed: npt.NDArray[np.bool_]
    hidden: npt.NDArray[np.bool_]
    contrast: Floats
    lengths: Floats
    areas: Floats
    half_width: float


def sketch_of(
    view: View, region: int, ranks: Floats | None, whole: npt.NDArray[np.bool_] | None, bridge_px: float = 0.0
) -> Sketch:
    """Return the sketch of a region.

    Parameters
    ----------
    view : View
    region : int
        At least 1.
    ranks : (N + 1,) float64 or None
        Which region lies in front; the region is then drawn on under what is in front of it. None: what is seen.
    whole : (H, W) bool or None
        The whole shape, hidden parts included, where it is known.
    bridge_px : float
        Gaps up to this wide are drawn over.
    """
    mask, left, top = _extended(view, region, ranks, whole, bridge_px)
    steps = trace(mask)
    corners = Rings(steps.points + np.array([left, top], np.float64), steps.starts)
    count, rings = len(corners.points), len(corners)
    curves, normals, framed = np.empty((count, 2)), np.empty((count, 2)), np.empty(count, np.bool_)
    lengths, areas, contrast = np.empty(rings), np.empty(rings), np.empty(count)
    height, width = view.regions.shape
    trace_curves(corners.points, corners.starts, width, height, curves, normals, framed, lengths, areas)
    half_width = max(2.0 * float(areas.sum()) / max(float(lengths.sum()), 1.0), 0.25)
    contrast_across(view.soft, curves, normals, min(SAMPLE_PX, half_width), SAMPLE_PX, contrast)
    average_along(contrast, corners.starts, lengths, JUDGED_PX, np.empty(count))
    hidden = np.zeros(count, np.bool_)
    if ranks is not None:
        mark_hidden(view.regions, ranks, region, corners.points, corners.starts, hidden)
    contrast[hidden] = CALM
    return Sketch(corners, curves, normals, framed, hidden, contrast, lengths, areas, half_width)


def zoom_factor(hand: Hand[float], half_width: float) -> float:
    """Return by how much errors in px are larger than at a half-width of 16 px: large objects are drawn zoomed out."""
    return float((max(half_width, 1.0) / HALF_WIDTH_PX) ** hand.zoom)


def line_sd(hand: Hand[float], contrast: Floats, half_width: float, isthing: bool) -> Floats:
    """Return the sd of the line about the edge at each point, (N,) float64 px: it rises as the contrast falls.

    Parameters
    ----------
    hand : Hand[float]
    contrast : (N,) float64, grey levels
    half_width : float, px
    isthing : bool
    """
    unsure = np.minimum(hand.contrast_px / np.maximum(contrast, 1.0), hand.ambiguity_px)
    factor = hand.skill * (1.0 if isthing else hand.stuff_factor) * zoom_factor(hand, half_width)
    return np.minimum(factor * np.sqrt(hand.motor_px**2 + unsure * unsure), hand.cap * half_width)


def displacement(
    sketch: Sketch,
    hand: Hand[float],
    isthing: bool,
    place_px: float,
    act: np.random.Generator,
    difficulty: np.random.Generator,
) -> Floats:
    """Return how far outwards of the edge a person's line runs at each point, (N,) float64 px.

    Parameters
    ----------
    sketch : Sketch
    hand : Hand[float]
    isthing : bool
    place_px : float
        Where the guideline, or habit, puts the line on a soft edge.
    act, difficulty : numpy.random.Generator
        This person's chance at this region, and the region's own, which all annotators share.
    """
    zoom = zoom_factor(hand, sketch.half_width)
    offset = zoom * (hand.bias_px + hand.object_bias_px * float(act.standard_normal())) + place_px
    limit = 0.25 * sketch.half_width
    offset = min(max(offset, -limit), limit)
    sd = line_sd(hand, sketch.contrast, sketch.half_width, isthing)
    own, common = (_wander(sketch, hand, rng) for rng in (act, difficulty))
    drift = np.sqrt(1.0 - hand.shared) * own + np.sqrt(hand.shared) * common
    out = sd * drift + offset
    out[sketch.framed] = 0.0
    return out


def _wander(sketch: Sketch, hand: Hand[float], rng: np.random.Generator) -> Floats:
    """A smooth random process of variance 1 around each ring."""
    count = len(sketch.curves)
    out, scratch = np.empty(count), np.empty(count)
    correlation = min(hand.correlation_px, 0.5 * sketch.half_width + 3.0)
    correlate(rng.standard_normal(count), sketch.corners.starts, sketch.lengths, correlation, scratch, out)
    return out


def _extended(
    view: View, region: int, ranks: Floats | None, hidden: npt.NDArray[np.bool_] | None, bridge_px: float
) -> tuple[npt.NDArray[np.uint8], int, int]:
    """A padded mask of what is drawn for a region, and the place of its first pixel."""
    height, width = view.regions.shape
    left, top, right, bottom = view.corners[region].tolist()
    if ranks is not None:
        left, top = max(left - UNDERLAP_PX, 0), max(top - UNDERLAP_PX, 0)
        right, bottom = min(right + UNDERLAP_PX, width - 1), min(bottom + UNDERLAP_PX, height - 1)
    if ranks is not None and hidden is not None:
        rows, columns = np.flatnonzero(hidden.any(axis=1)), np.flatnonzero(hidden.any(axis=0))
        if rows.size:
            left, top = min(left, int(columns[0])), min(top, int(rows[0]))
            right, bottom = max(right, int(columns[-1])), max(bottom, int(rows[-1]))
    rows_there, columns_there = bottom - top + 1, right - left + 1
    mask = np.zeros((rows_there + 2, columns_there + 2), np.uint8)
    mark_region(view.regions, region, left, top, mask)
    if bridge_px > 0.0:
        bridge(mask, int(0.5 * bridge_px + 0.5), np.zeros_like(mask), np.zeros_like(mask))
    if ranks is not None:
        window = (
            np.zeros((rows_there, columns_there), np.bool_)
            if hidden is None
            else np.ascontiguousarray(hidden[top : bottom + 1, left : right + 1])
        )
        scratch = np.empty((rows_there * columns_there, 2), np.int32)
        reach = UNDERLAP_PX if hidden is None else 0  # who knows the whole shape need not guess on
        reach_under(view.regions, ranks, ranks[region], left, top, reach, window, mask, np.zeros_like(mask), scratch)
    return mask, left, top
