"""Panoptic quality: the scores that follow from counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from panscape.categories import Category
from panscape.metrics.counts import Counts


@dataclass(frozen=True)
class GroupQuality:
    """Means over the categories of a group that were there or guessed.

    Attributes
    ----------
    pq, sq, rq : float in [0, 1], or None where n is 0
    n : int
        Categories in the mean.
    """

    pq: float | None
    sq: float | None
    rq: float | None
    n: int


@dataclass(frozen=True)
class CategoryQuality:
    """The panoptic quality of one category.

    Attributes
    ----------
    category : Category
    pq, sq, rq : float in [0, 1], or None where the category was neither there nor guessed
    iou_sum : float
        Over the matched segments.
    tp, fp, fn : int
        Matched, spurious and missed segments.
    """

    category: Category
    pq: float | None
    sq: float | None
    rq: float | None
    iou_sum: float
    tp: int
    fp: int
    fn: int


@dataclass(frozen=True)
class Quality:
    """Panoptic quality over all categories, over things, over stuff, and of each category."""

    all: GroupQuality
    things: GroupQuality
    stuff: GroupQuality
    categories: tuple[CategoryQuality, ...]


def score(counts: Counts, categories: Sequence[Category]) -> Quality:
    """Return the panoptic quality that counts amount to.

    Parameters
    ----------
    counts : Counts
    categories : sequence of Category
        In the order of the counts' places.

    Returns
    -------
    Quality
        A category that was neither there nor guessed has no score and is in no mean, as in panopticapi.

    References
    ----------
    Kirillov et al. 2019, Panoptic Segmentation, eq. 1 and 2.
    """
    iou_sum, tp, fp, fn = (part.tolist() for part in (counts.iou_sum, counts.tp, counts.fp, counts.fn))
    scored = tuple(
        _category_quality(category, iou_sum[k], tp[k], fp[k], fn[k]) for k, category in enumerate(categories)
    )
    return Quality(
        _mean(scored),
        _mean([one for one in scored if one.category.isthing]),
        _mean([one for one in scored if not one.category.isthing]),
        scored,
    )


def _category_quality(category: Category, iou_sum: float, tp: int, fp: int, fn: int) -> CategoryQuality:
    if tp + fp + fn == 0:
        return CategoryQuality(category, None, None, None, iou_sum, tp, fp, fn)
    weight = tp + 0.5 * fp + 0.5 * fn
    return CategoryQuality(category, iou_sum / weight, iou_sum / tp if tp else 0.0, tp / weight, iou_sum, tp, fp, fn)


def _mean(group: Sequence[CategoryQuality]) -> GroupQuality:
    pq, sq, rq, n = 0.0, 0.0, 0.0, 0
    for one in group:
        if one.pq is None or one.sq is None or one.rq is None:
            continue
        # Added one by one: Python's sum() compensates since 3.12, and would differ from panopticapi in the last bit.
        pq, sq, rq, n = pq + one.pq, sq + one.sq, rq + one.rq, n + 1
    return GroupQuality(pq / n, sq / n, rq / n, n) if n else GroupQuality(None, None, None, 0)
