"""How one annotator labels one picture: notices, names, orders, draws, paints; every error is signed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from panscape.annotators.annotator import Annotator
from panscape.annotators.clock import Work, seconds
from panscape.annotators.edits import Edit
from panscape.annotators.guideline import Guideline
from panscape.annotators.kernels import UNPAINTED, close_gaps, paint
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
    """

    label: PanopticLabel
    polygons: tuple[Polygon, ...]
    seconds: Mapping[str, float]
    edits: tuple[Edit, ...]


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
    names = _named(view, categories, annotator, streams, kept, edits)
    into = merged_into(view, annotator.care, streams.act("merge"))
    values, category_ids = _values(view, kept, names, into, edits)
    painted, swapped = misordered(view, ranks, annotator.care, streams.act("order"))
    if rules.layers.mode == "flat":
        painted, swapped = streams.act("sequence").permutation(view.count + 1).astype(np.float64), []
    order = sorted(kept, key=lambda region: (painted[region], region))
    chances = (numbered(streams.act("draw")), numbered(streams.difficulty("line")))
    desk = _Desk(view, ranks, rules, annotator, *chances, amodal if rules.amodal else None)
    out = np.where(view.regions == 0, 0, UNPAINTED).astype(np.int32)
    drawn = [desk.draw(region, int(values[region]), out, edits) for region in order]
    work = [Work(len(rings.points), len(rings)) for rings in drawn]
    if rules.fills_gaps:
        close_gaps(out, np.empty(out.size, np.int64))
    _sign_order(view, swapped, kept, values, out, edits)
    out[out == UNPAINTED] = 0
    crowd = {segment.id for segment in view.truth.segments if segment.iscrowd}
    label = PanopticLabel.from_ids(out.astype(np.uint32), category_ids, crowd=crowd)
    numbers = _final_numbers(out, len(category_ids))
    polygons = tuple(
        Polygon(int(numbers[values[region]]), category_ids[values[region] - 1], rings)
        for region, rings in zip(order, drawn, strict=True)
    )
    return Annotation(label, polygons, seconds(annotator.pace, work), tuple(edits))


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

    def draw(self, region: int, value: int, out: npt.NDArray[np.int32], edits: list[Edit]) -> Rings:
        """Draw a region's polygons, paint them over what is there, and sign how far they are off."""
        view, hand = self.view, self.annotator.hand
        sketch, left_out = _without_small_parts(self._sketch(region), self.rules.min_part_px)
        act = self.act(region)
        displaced = displacement(
            sketch, hand, bool(view.isthing[region]), self.rules.place_px, act, self.difficulty(region)
        )
        frame = (view.truth.height, view.truth.width)
        rings = clicked(sketch, displaced, self.rules.vertices, self.rules.detail_px, hand, frame, act)
        hit, strayed = _painted(view, self.ranks, rings, region, value, out)
        if left_out[0]:
            edits.append(_edit(view, "part", region, left_out[1], rings=left_out[0]))
        wrong = int(view.area[region]) - hit + strayed
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


def _named(
    view: View,
    categories: Sequence[Category],
    annotator: Annotator[float],
    streams: Streams,
    kept: Sequence[int],
    edits: list[Edit],
) -> npt.NDArray[np.int64]:
    """The category that each region is given, (N + 1,)."""
    by_id = {category.id: category for category in categories}
    lots = streams.act("name").random(view.count + 1)
    ambiguity = streams.difficulty("name").standard_normal(view.count + 1)
    pulls = streams.difficulty("pull").random(view.count + 1)
    names = view.category.copy()
    for region in kept:
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
    edits: list[Edit],
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
    there = set(kept)
    for region in kept:
        name, root = int(names[region]), int(into[region])
        if view.isthing[region] and root != region and root in there:
            values[region] = view.segment[root]
            edits.append(_edit(view, "merged", region, int(view.area[region]), into=int(view.segment[root])))
        elif view.isthing[region]:
            category_ids[int(values[region]) - 1] = name
        elif name != view.category[region]:
            if name not in stuff_values:
                category_ids.append(name)
                stuff_values[name] = len(category_ids)
            values[region] = stuff_values[name]
    return values, category_ids


def _without_small_parts(sketch: Sketch, smallest_px: float) -> tuple[Sketch, tuple[int, int]]:
    """The sketch without holes and loose parts below a size; how many are left out, and their px in all."""
    sizes = np.abs(sketch.areas)
    stays = sizes >= smallest_px
    stays[int(sizes.argmax())] = True
    if stays.all():
        return sketch, (0, 0)
    counts = np.diff(sketch.corners.starts)
    points = np.repeat(stays, counts)
    starts = np.concatenate([[0], np.cumsum(counts[stays])]).astype(np.int64)
    smaller = Sketch(
        Rings(sketch.corners.points[points], starts),
        sketch.curves[points],
        sketch.normals[points],
        sketch.framed[points],
        sketch.hidden[points],
        sketch.contrast[points],
        sketch.lengths[stays],
        sketch.areas[stays],
        sketch.half_width,
    )
    return smaller, (int((~stays).sum()), int(sizes[~stays].sum()))


def _painted(
    view: View, ranks: npt.NDArray[np.float64], rings: Rings, region: int, value: int, out: npt.NDArray[np.int32]
) -> tuple[int, int]:
    """Fill the polygons and paint them; the region's pixels that are hit, and the seen pixels of others."""
    low = np.floor(rings.points.min(axis=0)).astype(np.int64)
    high = np.ceil(rings.points.max(axis=0)).astype(np.int64)
    inside = np.zeros((int(high[1] - low[1]), int(high[0] - low[0]) + 1), np.uint8)
    fill_rings(rings.points, rings.starts, int(low[0]), int(low[1]), inside)
    hit, strayed = paint(inside, int(low[0]), int(low[1]), value, view.regions, region, ranks, out)
    return int(hit), int(strayed)


def _sign_order(
    view: View,
    swapped: Sequence[tuple[int, int]],
    kept: Sequence[int],
    values: npt.NDArray[np.int64],
    out: npt.NDArray[np.int32],
    edits: list[Edit],
) -> None:
    """Sign the swaps that show: pixels of the front region that carry the value of the one behind."""
    there = set(kept)
    for front, back in swapped:
        if front not in there or back not in there:
            continue
        x0, y0, x1, y1 = view.corners[front].tolist()
        window = (slice(y0, y1 + 1), slice(x0, x1 + 1))
        lost = int(((view.regions[window] == front) & (out[window] == values[back])).sum())
        if lost and values[front] != values[back]:
            edits.append(_edit(view, "order", front, lost, under=int(view.segment[back])))


def _final_numbers(out: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.int64]:
    """The label's id for each value, (count + 1,); 0 for values that no pixel has."""
    there = np.bincount(out.ravel(), minlength=count + 1) > 0
    there[0] = False
    return np.where(there, np.cumsum(there), 0)


def _edit(view: View, kind: str, region: int, size_px: int, **facts: int | float) -> Edit:
    x0, y0, x1, y1 = view.corners[region].tolist()
    box = (x0, y0, x1 - x0 + 1, y1 - y0 + 1)
    return Edit(kind, int(view.segment[region]), box, int(size_px), facts)  # type: ignore[arg-type]
