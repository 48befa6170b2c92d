"""How one annotator labels one picture: notices, names, orders, draws, paints; every error is signed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from panscape.annotators.annotator import Annotator
from panscape.annotators.clock import Work, seconds
from panscape.annotators.edits import Edit
from panscape.annotators.guideline import Guideline
from panscape.annotators.kernels import UNPAINTED, close_gaps, look_up, paint
from panscape.annotators.layering import depth_order, merged_into, misordered
from panscape.annotators.naming import chance_to_confuse, confused_name
from panscape.annotators.outline import Sketch, displacement, sketch_of
from panscape.annotators.perception import View, chance_to_notice
from panscape.annotators.rules import Rules, rules_of
from panscape.annotators.streams import Streams, numbered
from panscape.annotators.vertices import clicked
from panscape.categories import Category
from panscape.labels import PanopticLabel
from panscape.polygons import Rings
from panscape.polygons.kernels import fill_rings

SPECK_PX = 50  # pieces of stuff below it, such as single leaves, are signed together
Hidden = Mapping[int, npt.NDArray[np.bool_]]


@dataclass(frozen=True, eq=False)
class Polygon:
    """What was drawn for one region.

    Attributes
    ----------
    segment : int
        Of the annotation's label; 0 if nothing of it is seen there.
    category_id : int
    rings : Rings
    """

    segment: int
    category_id: int
    rings: Rings


@dataclass(frozen=True, eq=False)
class Annotation:
    """One annotator's labelling of one picture.

    Attributes
    ----------
    label : PanopticLabel
    polygons : tuple of Polygon
        In the order in which they were painted.
    seconds : mapping of str to float
        By activity: find, name, zoom, click, close.
    edits : tuple of Edit
        Every error that was planted.
    meant : tuple of int
        For each segment of the label the truth's segment that it stands for; 0 where it is stuff under a wrong name
        that the truth has none of. A pixel is right if it is meant for its own segment, and has its category.
    """

    label: PanopticLabel
    polygons: tuple[Polygon, ...]
    seconds: Mapping[str, float]
    edits: tuple[Edit, ...]
    meant: tuple[int, ...]


def annotate_picture(
    view: View,
    categories: Sequence[Category],
    guideline: Guideline,
    annotator: Annotator[float],
    streams: Streams,
    amodal: Hidden | None = None,
) -> Annotation:
    """Return how an annotator labels a picture.

    Somebody at rest (a profile that names no trait) under a guideline whose vertices are ``exact`` gives the truth
    back, pixel for pixel.

    Parameters
    ----------
    view : View
        From ``view_of``; one view serves any number of annotators.
    categories : sequence of Category
    guideline : Guideline
    annotator : Annotator[float]
        From ``person``.
    streams : Streams
    amodal : mapping of the truth's segment id to (H, W) bool, or None
        Whole shapes; used where the guideline asks for them.
    """
    rules = rules_of(guideline, annotator, streams)
    ranks = depth_order(view, categories, rules.layers.order)
    edits: list[Edit] = []
    kept = _noticed(view, rules, annotator, streams, edits)
    into = _merged(view, kept, merged_into(view, annotator.care, streams.act("merge")), edits)
    names = _named(view, categories, annotator, streams, [k for k in kept if into[k] == k], edits)
    values, category_ids = _values(view, kept, names, into)
    painted, swapped = misordered(view, ranks, annotator.care, streams.act("order"))
    if rules.layers.mode == "flat":  # no region is in front of another, so none may hide what a line gets wrong
        painted, swapped = streams.act("sequence").permutation(view.count + 1).astype(np.float64), []
        ranks = np.zeros_like(ranks)
    order = sorted(kept, key=lambda region: (painted[region], region))
    chances = (numbered(streams.act("draw")), numbered(streams.difficulty("line")))
    desk = _Desk(view, ranks, rules, annotator, *chances, amodal if rules.amodal else None)
    out = np.where(view.regions == 0, 0, UNPAINTED).astype(np.int32)
    drawn = {region: desk.draw(region, out, edits) for region in order}
    for front in sorted({front for front, _ in swapped} & drawn.keys()):
        edits.extend(_painted_too_early(view, ranks, front, drawn[front], values, out))
    if rules.fills_gaps:
        close_gaps(out, np.empty(out.size, np.int64))
    shown = np.empty(out.shape, np.uint32)
    look_up(out, values, shown)
    crowd = {segment.id for segment in view.truth.segments if segment.iscrowd}
    label = PanopticLabel.from_ids(shown, category_ids, crowd=crowd)
    numbers = _final_numbers(shown, len(category_ids))
    polygons = tuple(
        Polygon(int(numbers[values[region]]), category_ids[values[region] - 1], rings)
        for region, rings in drawn.items()
    )
    meant = tuple(value if value <= len(view.truth.segments) else 0 for value in np.flatnonzero(numbers).tolist())
    work = [Work(len(rings.points), len(rings)) for rings in drawn.values()]
    return Annotation(label, polygons, seconds(annotator.pace, work), tuple(edits), meant)


@dataclass(frozen=True, eq=False)
class _Desk:
    """All that drawing one region needs to know."""

    view: View
    ranks: npt.NDArray[np.float64]
    rules: Rules
    annotator: Annotator[float]
    act: Callable[[int], np.random.Generator]
    difficulty: Callable[[int], np.random.Generator]
    amodal: Hidden | None

    def draw(self, region: int, out: npt.NDArray[np.int32], edits: list[Edit]) -> Rings:
        """Draw a region's polygons, paint them over what is there, and sign how far they are off."""
        view, hand = self.view, self.annotator.hand
        sketch, left_out = _without_small_parts(self._sketch(region), self.rules.min_part_px)
        act = self.act(region)
        displaced = displacement(
            sketch, hand, bool(view.isthing[region]), self.rules.place_px, act, self.difficulty(region)
        )
        frame = (view.truth.height, view.truth.width)
        rings = clicked(sketch, displaced, self.rules.vertices, self.rules.detail_px, hand, frame, act)
        low, high = _window(np.concatenate([rings.points, left_out.points]) if len(left_out) else rings.points)
        inside = _filled(rings, low, high)
        parts = _filled(left_out, low, high) if len(left_out) else np.zeros((0, 0), np.uint8)
        right, strayed, parted = paint(inside, parts, low[0], low[1], region, view.regions, self.ranks, out)
        if parted:
            edits.append(_edit(view, "part", region, parted, rings=len(left_out)))
        wrong = int(view.area[region]) - right + strayed
        if wrong:
            size = np.abs(displaced[~sketch.framed]) if not sketch.framed.all() else np.zeros(1)
            off = {"mean_px": round(float(size.mean()), 3), "max_px": round(float(size.max()), 3)}
            edits.append(_edit(view, "boundary", region, wrong, **off))
        return rings

    def _sketch(self, region: int) -> Sketch:
        """The region's sketch: made once for a view, since all who work by these rules see the same."""
        layered = self.rules.layers.mode == "hierarchical"
        segment = int(self.view.segment[region])
        hidden = self.amodal.get(segment) if self.amodal and layered else None
        gap = self.rules.bridge_px
        key = (region, layered, self.rules.layers.order, hidden is not None, gap)
        if key not in self.view.sketches:
            self.view.sketches[key] = sketch_of(self.view, region, self.ranks if layered else None, hidden, gap)
        return self.view.sketches[key]


def _noticed(view: View, rules: Rules, annotator: Annotator[float], streams: Streams, edits: list[Edit]) -> list[int]:
    """The regions that are found and large enough to be drawn."""
    lots = streams.act("notice").random(view.count + 1)
    difficulty = streams.difficulty("notice").standard_normal(view.count + 1)
    kept: list[int] = []
    left_out: dict[str, list[int]] = {"missed": [], "dropped": []}
    regions = zip(
        range(1, view.count + 1), lots[1:].tolist(), view.area[1:].tolist(), view.isthing[1:].tolist(),
        view.contrast[1:].tolist(), difficulty[1:].tolist(), strict=True,
    )  # fmt: skip
    for region, lot, area, isthing, contrast, hardness in regions:
        if lot >= chance_to_notice(annotator.eye, isthing, area, contrast, hardness):
            left_out["missed"].append(region)
        elif area < rules.min_area_px:
            left_out["dropped"].append(region)
        else:
            kept.append(region)
    for kind, found in left_out.items():
        edits.extend(_left_out(view, kind, found))
    return kept


def _left_out(view: View, kind: str, regions: Sequence[int]) -> list[Edit]:
    """An edit for each region that is not drawn; specks of one stuff share one."""
    edits, specks = [], dict[int, list[int]]()
    for region in regions:
        if view.isthing[region] or view.area[region] >= SPECK_PX:
            edits.append(_edit(view, kind, region, int(view.area[region])))
        else:
            specks.setdefault(int(view.segment[region]), []).append(region)
    for same in specks.values():
        whole = _edit(view, kind, same[0], int(view.area[same].sum()), regions=len(same))
        low, high = view.corners[same, :2].min(axis=0), view.corners[same, 2:].max(axis=0) + 1
        box = (int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))
        edits.append(replace(whole, bbox=box))
    return edits


def _merged(view: View, kept: Sequence[int], into: npt.NDArray[np.int64], edits: list[Edit]) -> npt.NDArray[np.int64]:
    """The region that each is drawn as one with, (N + 1,): itself, unless both are found."""
    there = set(kept)
    found = np.arange(view.count + 1)
    for region in kept:
        root = int(into[region])
        if root != region and root in there:
            found[region] = root
            edits.append(_edit(view, "merged", region, int(view.area[region]), into=int(view.segment[root])))
    return found


def _named(
    view: View,
    categories: Sequence[Category],
    annotator: Annotator[float],
    streams: Streams,
    named: Sequence[int],
    edits: list[Edit],
) -> npt.NDArray[np.int64]:
    """The category that each region is given, (N + 1,); one that is merged into another needs no name of its own."""
    by_id = {category.id: category for category in categories}
    lots = streams.act("name").random(view.count + 1)
    ambiguity = streams.difficulty("name").standard_normal(view.count + 1)
    pulls = streams.difficulty("pull").random(view.count + 1)
    names = view.category.copy()
    for region in named:
        chance = chance_to_confuse(
            annotator.judgement, int(view.area[region]), float(view.contrast[region]), float(ambiguity[region])
        )
        truth = by_id[int(view.category[region])]
        if lots[region] >= chance or view.truth.segments[int(view.segment[region]) - 1].iscrowd:
            continue
        name = confused_name(truth, categories, float(pulls[region]))
        if name.id != truth.id:
            names[region] = name.id
            edits.append(_edit(view, "renamed", region, int(view.area[region]), **{"from": truth.id, "to": name.id}))
    return names


def _values(
    view: View,
    kept: Sequence[int],
    names: npt.NDArray[np.int64],
    into: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], list[int]]:
    """What each region is painted with, (N + 1,), and the category of each value from 1 on.

    A value is the truth's segment, so that a label without errors comes out as it was; a piece of stuff that is
    called something else joins the first segment of that name, or a new one.
    """
    values = view.segment.copy()
    category_ids = [segment.category_id for segment in view.truth.segments]
    stuff_values: dict[int, int] = {}
    for region in range(1, view.count + 1):
        if not view.isthing[region]:
            stuff_values.setdefault(int(view.category[region]), int(view.segment[region]))
    for region in kept:
        name = int(names[region])
        if into[region] != region:
            values[region] = view.segment[into[region]]
        elif view.isthing[region]:
            category_ids[int(values[region]) - 1] = name
        elif name != view.category[region]:
            if name not in stuff_values:
                category_ids.append(name)
                stuff_values[name] = len(category_ids)
            values[region] = stuff_values[name]
    return values, category_ids


def _without_small_parts(sketch: Sketch, smallest_px: float) -> tuple[Sketch, Rings]:
    """The sketch without holes and loose parts below a size, and the rings that are left out."""
    stays = np.abs(sketch.areas) >= smallest_px
    stays[int(np.abs(sketch.areas).argmax())] = True
    if stays.all():
        return sketch, Rings.of([])
    points = np.repeat(stays, np.diff(sketch.corners.starts))
    smaller = Sketch(
        _selected(sketch.corners, stays),
        sketch.curves[points],
        sketch.normals[points],
        sketch.framed[points],
        sketch.hidden[points],
        sketch.contrast[points],
        sketch.lengths[stays],
        sketch.areas[stays],
        sketch.half_width,
    )
    return smaller, _selected(sketch.corners, ~stays)


def _selected(rings: Rings, chosen: npt.NDArray[np.bool_]) -> Rings:
    counts = np.diff(rings.starts)
    starts = np.concatenate([[0], np.cumsum(counts[chosen])]).astype(np.int64)
    return Rings(rings.points[np.repeat(chosen, counts)], starts)


def _window(points: npt.NDArray[np.float64]) -> tuple[list[int], list[int]]:
    """The first pixel, x and y, of the window around some points, and the one behind its last."""
    low, high = np.floor(points.min(axis=0)), np.ceil(points.max(axis=0))
    return low.astype(np.int64).tolist(), high.astype(np.int64).tolist()


def _filled(rings: Rings, low: list[int], high: list[int]) -> npt.NDArray[np.uint8]:
    """What lies inside rings, in a window that has one more column than it shows: see ``fill_rings``."""
    inside = np.zeros((high[1] - low[1], high[0] - low[0] + 1), np.uint8)
    fill_rings(rings.points, rings.starts, low[0], low[1], inside)
    return inside


def _painted_too_early(
    view: View,
    ranks: npt.NDArray[np.float64],
    front: int,
    rings: Rings,
    values: npt.NDArray[np.int64],
    out: npt.NDArray[np.int32],
) -> list[Edit]:
    """Sign what is lost of a region that was painted too early: an edit for each region behind it that covers it.

    That may be more than the one behind in a swapped pair: it now lies under all that is painted between the two.
    """
    low, high = _window(rings.points)
    window = (slice(low[1], high[1]), slice(low[0], high[0]))
    painter = out[window]
    lost = (_filled(rings, low, high)[:, :-1] == 1) & (view.regions[window] == front)
    lost &= (ranks[painter] < ranks[front]) & (values[painter] != values[front])
    found = zip(*(part.tolist() for part in np.unique(painter[lost], return_counts=True)), strict=True)
    return [_edit(view, "order", front, size, under=int(view.segment[under])) for under, size in found]


def _final_numbers(shown: npt.NDArray[np.uint32], count: int) -> npt.NDArray[np.int64]:
    """The label's id for each value, (count + 1,); 0 for values that no pixel has."""
    there = np.bincount(shown.ravel(), minlength=count + 1) > 0
    there[0] = False
    return np.where(there, np.cumsum(there), 0)


def _edit(view: View, kind: str, region: int, size_px: int, **facts: int | float) -> Edit:
    x0, y0, x1, y1 = view.corners[region].tolist()
    box = (x0, y0, x1 - x0 + 1, y1 - y0 + 1)
    return Edit(kind, int(view.segment[region]), box, int(size_px), facts)  # type: ignore[arg-type]
