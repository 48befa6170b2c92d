"""From a rendering to its label and the facts of each segment."""

from collections.abc import Collection
from typing import Any

import numpy as np

from panscape.frames import Rle
from panscape.labels import PanopticLabel
from panscape.render import Rendering
from panscape.scenes import Scene
from panscape.truth.amodal import Wholes, wholes_of
from panscape.truth.boxes import box_facts, boxes_of
from panscape.truth.contrast import by_segment
from panscape.truth.truncation import truncated_fraction


def truth_of(scene: Scene, rendering: Rendering, want: Collection[str]) -> tuple[PanopticLabel, dict[int, Rle]]:
    """Return the panoptic label of a rendering, with the facts of its segments, and the whole shape of each thing.

    Parameters
    ----------
    scene : Scene
    rendering : Rendering
        Of that scene.
    want : collection of str
        ``"amodal"``: whole shapes; things get ``visible_fraction`` (of the shape inside the picture),
        ``amodal_area``, ``amodal_bbox``, ``occluded_by`` (ids of the segments that cover it; void is none),
        ``occluded_px`` (pixels that each of them covers) and ``truncated`` (it goes on beyond the picture's edge).
        ``"depth"`` or ``"depth_m"``: every segment but the background gets ``depth``, metres, the median of its pixels.
        ``"truncation"``: things get ``truncated_fraction``, the share of their whole shape that lies beyond the
        picture's edge, unless some of it is beside or behind the camera. ``"boxes"``: things get ``box3d`` and
        ``box3d_camera``; see :func:`panscape.truth.boxes.box_facts`.

    Returns
    -------
    PanopticLabel
        A thing without a visible pixel is not in it. Things have ``track_id``, their place among the scene's, from 1:
        the same in every picture of the scene.
    dict of segment id to Rle
        Empty unless asked for.

    Examples
    --------
    >>> from panscape.pipeline import make_scene
    >>> from panscape.recipe import load_recipe
    >>> from panscape.render import render
    >>> scene = make_scene(load_recipe("street", ["image.width=64", "image.height=48"]), seed=0, index=0)
    >>> label, amodal = truth_of(scene, render(scene, np.random.default_rng(0)), {"amodal"})
    >>> sum(segment.area for segment in label.segments) + int((label.ids == 0).sum()) == 64 * 48
    True
    """
    ids = rendering.ids
    areas = np.bincount(ids.ravel(), minlength=len(rendering.category_ids) + 1)
    present = np.flatnonzero(areas[1:]) + 1
    dense = {old: new for new, old in enumerate(present.tolist(), start=1)}
    facts: list[dict[str, Any]] = [{"track_id": k} if k <= len(scene.things) else {} for k in _numbers(rendering)]
    amodal: dict[int, Rle] = {}
    if "amodal" in want:
        wholes = wholes_of(scene, rendering, areas[1 : len(scene.things) + 1] > 0)
        for k in range(1, len(scene.things) + 1):
            if k in dense:
                facts[k - 1].update(_shape_facts(wholes, k, int(areas[k]), dense))
                amodal[dense[k]] = wholes.rles[k - 1]
    if "truncation" in want:
        for k in range(len(scene.things)):
            share = truncated_fraction(scene, rendering, k) if k + 1 in dense else None
            if share is not None:
                facts[k]["truncated_fraction"] = share
    if "boxes" in want:
        for k, more in enumerate(box_facts(boxes_of(scene, rendering.packed), scene.camera)):
            facts[k].update(more)
    if "depth" in want or "depth_m" in want:
        for number, depth in _medians(rendering).items():
            facts[number - 1]["depth"] = depth
    return PanopticLabel.from_ids(ids, rendering.category_ids, facts=facts), amodal


def _numbers(rendering: Rendering) -> range:
    """The ids that a rendering's map may hold, present or not."""
    return range(1, len(rendering.category_ids) + 1)


def _shape_facts(wholes: Wholes, k: int, visible: int, dense: dict[int, int]) -> dict[str, Any]:
    """The facts of thing ``k`` that follow from its whole shape."""
    area = int(wholes.areas[k - 1])
    covering = (np.flatnonzero(wholes.covering[k - 1][1:]) + 1).tolist()
    return {
        "visible_fraction": round(visible / area, 6),
        "amodal_area": area,
        "amodal_bbox": wholes.boxes[k - 1].tolist(),
        "occluded_by": [dense[number] for number in covering],
        "occluded_px": wholes.covering[k - 1][covering].tolist(),
        "truncated": bool(wholes.truncated[k - 1]),
    }


def _medians(rendering: Rendering) -> dict[int, float]:
    """The median depth of each segment that is somewhere: metres, to the millimetre; of an even number, the lower."""
    medians = {}
    for number, depths in enumerate(by_segment(rendering.depth, rendering.ids, len(rendering.category_ids))):
        if number == 0 or depths.size == 0:
            continue
        middle = (len(depths) - 1) // 2
        median = float(np.partition(depths, middle)[middle])
        if median > 0.0:
            medians[number] = round(median, 3)
    return medians
