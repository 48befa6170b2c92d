"""Panoptic quality of labels in memory."""

from collections.abc import Sequence

from panscape.categories import Category
from panscape.labels import PanopticLabel
from panscape.metrics.counts import Counts
from panscape.metrics.matching import STANDARD, Rules, match
from panscape.metrics.quality import Quality, score
from panscape.overlaps.joint import JointSet
from panscape.overlaps.segments import Segments, columns, places_of
from panscape.overlaps.tables import Overlaps, overlap

Labels = PanopticLabel | Sequence[PanopticLabel]


def joint_set(truth: Labels, guess: Labels, categories: Sequence[Category]) -> JointSet:
    """Return the joint tables of labels in memory, from which every metric follows.

    Raises
    ------
    LabelError
        If sizes differ, or a segment's category is not among ``categories``.
    ValueError
        If there are more labels of one kind than of the other, or none.
    """
    truths, guesses = listed(truth), listed(guess)
    if not truths:
        raise ValueError("found no label; wanted at least one truth and its guess")
    tables = [overlap(one, other) for one, other in zip(truths, guesses, strict=True)]
    places = places_of(categories)
    sides = (Segments.joined([columns(one.segments, places) for one in side]) for side in (truths, guesses))
    return JointSet(Overlaps.from_tables(tables), *sides)


def count(truth: Labels, guess: Labels, categories: Sequence[Category], rules: Rules = STANDARD) -> Counts:
    """Return what labels in memory add to the panoptic quality; errors as :func:`joint_set`."""
    joint = joint_set(truth, guess, categories)
    return Counts.of_matches(joint, match(joint, rules), len(categories))


def panoptic_quality(truth: Labels, guess: Labels, categories: Sequence[Category], rules: Rules = STANDARD) -> Quality:
    """Panoptic, segmentation and recognition quality (PQ, SQ, RQ), with panopticapi's rules on void and crowds.

    Parameters
    ----------
    truth, guess : PanopticLabel, or as many of the one as of the other
    categories : sequence of Category
        Such as ``taxonomy("cityscapes").categories``.
    rules : Rules

    Returns
    -------
    Quality
        For all categories, things and stuff, and for each category; scores in [0, 1], None where there is nothing.

    Raises
    ------
    LabelError
        If sizes differ, or a category is unknown.
    ValueError
        If there are more labels of one kind than of the other, or none.

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
    return score(count(truth, guess, categories, rules), categories)


def listed(labels: Labels) -> Sequence[PanopticLabel]:
    """Return labels as a sequence, one alone too."""
    return [labels] if isinstance(labels, PanopticLabel) else labels
