"""Panoptic quality of labels in memory."""

from collections.abc import Sequence

from panscape.categories import Category
from panscape.labels import PanopticLabel
from panscape.metrics.matching import STANDARD, Rules, columns, matched, places_of
from panscape.metrics.overlap import overlap
from panscape.metrics.quality import Counts, PanopticQuality, score, total

Labels = PanopticLabel | Sequence[PanopticLabel]


def count(
    truth: PanopticLabel, guess: PanopticLabel, categories: Sequence[Category], rules: Rules = STANDARD
) -> Counts:
    """Return what one picture adds to the panoptic quality.

    Raises
    ------
    LabelError
        If the sizes differ, or a segment's category is not among ``categories``.
    """
    places = places_of(categories)
    return matched(
        overlap(truth, guess),
        columns(truth.segments, places),
        columns(guess.segments, places),
        len(categories),
        rules,
    )


def panoptic_quality(truth: Labels, guess: Labels, categories: Sequence[Category]) -> PanopticQuality:
    """Panoptic, segmentation and recognition quality (PQ, SQ, RQ), with panopticapi's rules on void and crowds.

    Parameters
    ----------
    truth, guess : PanopticLabel, or as many of the one as of the other
    categories : sequence of Category
        Such as ``taxonomy("cityscapes").categories``.

    Returns
    -------
    PanopticQuality
        For all categories, things and stuff, and for each category; scores in [0, 1], None where there is nothing.

    Raises
    ------
    LabelError
        If sizes differ, or a category is unknown.
    ValueError
        If there are more labels of one kind than of the other.

    References
    ----------
    Kirillov et al. 2019, Panoptic Segmentation.

    Examples
    --------
    >>> import numpy as np
    >>> from panscape.categories import taxonomy
    >>> label = PanopticLabel.from_ids(np.array([[1, 1, 2]]), [3, 12])
    >>> panoptic_quality(label, label, taxonomy("cityscapes").categories).all
    GroupQuality(pq=1.0, sq=1.0, rq=1.0, n=2)
    """
    truths = [truth] if isinstance(truth, PanopticLabel) else truth
    guesses = [guess] if isinstance(guess, PanopticLabel) else guess
    parts = [count(one, other, categories) for one, other in zip(truths, guesses, strict=True)]
    return score(total(parts, len(categories)), categories)
