"""Where the panoptic quality was lost: parts of 1 - PQ that sum to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.explanation.causes import CAUSES, Causes
from panscape.metrics.counts import Counts
from panscape.overlaps.joint import JointSet, Rows


@dataclass(frozen=True, eq=False)
class LossCounts:
    """What N pictures add to the decomposition.

    Attributes
    ----------
    counts : Counts
        What they add to the panoptic quality.
    missed, spurious : (C, 7) int64
        Segments by category and by cause, in the order of ``CAUSES``.
    """

    counts: Counts
    missed: npt.NDArray[np.int64]
    spurious: npt.NDArray[np.int64]

    @staticmethod
    def of_causes(joint: JointSet, counts: Counts, causes: Causes) -> "LossCounts":
        """Return the counts of a joint set, from its counts and its causes."""
        sides = (joint.truth.places, causes.truth), (joint.guess.places, causes.guess)
        missed, spurious = (_by_cause(places, code, counts.categories) for places, code in sides)
        return LossCounts(counts, missed, spurious)

    def __add__(self, other: "LossCounts") -> "LossCounts":
        counts = self.counts + other.counts
        return LossCounts(counts, self.missed + other.missed, self.spurious + other.spurious)


@dataclass(frozen=True)
class Loss:
    """The parts of 1 - PQ, each in [0, 1]; they sum to it.

    Attributes
    ----------
    missed, spurious, wrong_class, merged, split, boundary, void : float
        By cause, as :func:`panscape.explanation.causes.causes` tells them; boundary has ``outlines`` in it.
    outlines : float
        The part of boundary that matched segments have: what their IoUs lack of 1.
    """

    missed: float
    spurious: float
    wrong_class: float
    merged: float
    split: float
    boundary: float
    void: float
    outlines: float

    @property
    def whole(self) -> float:
        """1 - PQ."""
        return sum(self.parts.values())

    @property
    def parts(self) -> dict[str, float]:
        """The seven parts by the names in ``CAUSES``."""
        return {name: getattr(self, name) for name in CAUSES}


@dataclass(frozen=True)
class GroupLoss:
    """The mean loss over the categories of a group that were there or guessed: None where n is 0."""

    loss: Loss | None
    n: int


@dataclass(frozen=True)
class CategoryLoss:
    """Where one category lost.

    Attributes
    ----------
    category : Category
    loss : Loss, or None where the category was neither there nor guessed
    missed, spurious : dict of str to int
        Segments by cause; causes that none has are left out.
    """

    category: Category
    loss: Loss | None
    missed: dict[str, int]
    spurious: dict[str, int]


@dataclass(frozen=True)
class Decomposition:
    """Where the panoptic quality was lost: over all categories, over things, over stuff, and in each category."""

    all: GroupLoss
    things: GroupLoss
    stuff: GroupLoss
    categories: tuple[CategoryLoss, ...]


def decompose(counts: LossCounts, categories: Sequence[Category]) -> Decomposition:
    """Return the parts of 1 - PQ.

    With W = TP + FP / 2 + FN / 2, 1 - PQ of a category is (sum of 1 - IoU over its matches + FP / 2 + FN / 2) / W. So
    each missed and each spurious segment costs 1 / (2 W), which goes to its one cause, and what the IoUs lack goes to
    boundary. A group's parts are means over the categories that its PQ is the mean of.

    Parameters
    ----------
    counts : LossCounts
    categories : sequence of Category
        In the order of the counts' places.

    Returns
    -------
    Decomposition
        With areas as the file tells them an IoU can be above 1, and outlines then below 0.
    """
    losses = _losses(counts)
    each = tuple(
        CategoryLoss(category, losses[k], _named(counts.missed[k]), _named(counts.spurious[k]))
        for k, category in enumerate(categories)
    )
    return Decomposition(
        _mean(each),
        _mean([one for one in each if one.category.isthing]),
        _mean([one for one in each if not one.category.isthing]),
        each,
    )


def _by_cause(places: Rows, code: npt.NDArray[np.int8], categories: int) -> npt.NDArray[np.int64]:
    there = code >= 0
    key = places[there] * len(CAUSES) + code[there]
    return np.bincount(key, minlength=categories * len(CAUSES)).reshape(categories, -1).astype(np.int64)


def _losses(counts: LossCounts) -> list[Loss | None]:
    base = counts.counts
    weight = base.tp + 0.5 * base.fp + 0.5 * base.fn
    outlines = base.tp - base.iou_sum
    halves = 0.5 * (counts.missed + counts.spurious)
    halves[:, CAUSES.index("boundary")] += outlines
    rows = np.column_stack([halves, outlines]) / np.maximum(weight, 0.5)[:, None]
    return [Loss(*row) if there else None for row, there in zip(rows.tolist(), (weight > 0).tolist(), strict=True)]


def _mean(group: Sequence[CategoryLoss]) -> GroupLoss:
    losses = [one.loss for one in group if one.loss is not None]
    if not losses:
        return GroupLoss(None, 0)
    means = (sum(getattr(loss, part.name) for loss in losses) / len(losses) for part in fields(Loss))
    return GroupLoss(Loss(*means), len(losses))


def _named(row: npt.NDArray[np.int64]) -> dict[str, int]:
    return {name: count for name, count in zip(CAUSES, row.tolist(), strict=True) if count}
