"""Which region lies in front of which, in truth and in the order in which an annotator paints."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from panscape.annotators.perception import View
from panscape.annotators.traits import N, Traits, trait
from panscape.categories import Category

THINGS = "things"


class Care(Traits[N]):
    """How carefully somebody keeps objects apart and in order."""

    merge: N = trait("probability that a thing is drawn together with a touching one of its category", 0, 1)
    misorder: N = trait("probability, for each touching pair of things, that the one behind is painted last", 0, 1)


def depth_order(view: View, categories: Sequence[Category], order: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the rank of each region, (N + 1,) float64: higher lies in front. No two regions share one; void has -1.

    Parameters
    ----------
    view : View
    categories : sequence of Category
    order : sequence of str
        Category names from back to front, among them ``things`` for all things that are not listed. Stuff that is
        not listed comes first. Within one step, the farther is behind where depths are known (``facts["depth"]``);
        else larger stuff is behind, and of things the one that stands higher in the picture.
    """
    names = {category.id: category.name for category in categories}
    steps = {name: step for step, name in enumerate(order, start=1)}
    of_things = steps.get(THINGS, len(order) + 1)
    depths = [0.0, *(float(segment.facts.get("depth") or 0.0) for segment in view.truth.segments)]
    keys = []
    for region in range(1, view.count + 1):
        isthing = bool(view.isthing[region])
        step = steps.get(names.get(int(view.category[region]), ""), of_things if isthing else 0)
        nearness = -depths[int(view.segment[region])] if isthing else 0.0
        within = float(view.corners[region, 3]) if isthing else -float(view.area[region])
        keys.append((step, nearness, within, region))
    ranks = np.full(view.count + 1, -1.0)
    for rank, key in enumerate(sorted(keys)):
        ranks[key[-1]] = rank
    return ranks


def misordered(
    view: View, ranks: npt.NDArray[np.float64], care: Care[float], rng: np.random.Generator
) -> tuple[npt.NDArray[np.float64], list[tuple[int, int]]]:
    """Return the order in which a person paints, and the pairs (front, back) that were swapped in it.

    Only things are swapped: who paints the road over a car sees it vanish. One number is drawn for each touching
    pair, whatever the traits, so that a pair's lot does not depend on another's.
    """
    lots = rng.random(len(view.touching))
    painted, swapped = ranks.copy(), []
    for (low, high), lot in zip(view.touching.tolist(), lots.tolist(), strict=True):
        if lot >= care.misorder or not (view.isthing[low] and view.isthing[high]):
            continue
        front, back = (low, high) if ranks[low] > ranks[high] else (high, low)
        painted[front] = min(painted[front], ranks[back] - 0.5)
        swapped.append((front, back))
    return painted, swapped


def merged_into(view: View, care: Care[float], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Return, for each region, the region that it is drawn together with, (N + 1,) int64: mostly itself.

    Only touching things of one category are merged, the later into the earlier.
    """
    lots = rng.random(len(view.touching))
    into = np.arange(view.count + 1)
    for (low, high), lot in zip(view.touching.tolist(), lots.tolist(), strict=True):
        alike = view.category[low] == view.category[high] and view.isthing[low] and view.isthing[high]
        if lot < care.merge and alike and into[high] == high:
            into[high] = into[low]
    return into
