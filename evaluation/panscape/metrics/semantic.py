"""Semantic quality: how well the category of every pixel is told, instances aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.overlaps.joint import JointSet

Confusion = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SemanticCounts:
    """How many pixels of each category were called what, over N pictures; adds exactly.

    Attributes
    ----------
    pictures : int
        N.
    confusion : (C + 1, C + 1) int64
        Pixels by the truth's and the guess's category: 0 is void, k + 1 the k-th category. A crowd's pixels are its
        category's.

    Raises
    ------
    ValueError
        If the confusion is not square; on adding, if the categories are not as many.
    """

    pictures: int
    confusion: Confusion

    def __post_init__(self) -> None:
        rows, *others = self.confusion.shape
        if others != [rows] or rows < 1:
            raise ValueError(
                f"found a confusion of shape {self.confusion.shape}; wanted as many rows as columns, one for each "
                f"category and one for void"
            )

    @staticmethod
    def of(joint: JointSet, categories: int) -> "SemanticCounts":
        """Return what some pictures add, of so many categories."""
        size = categories + 1
        truth = _names(joint.truth.places, joint.truth_row)
        guess = _names(joint.guess.places, joint.guess_row)
        # Sums of integers below 2**53, so float64 keeps them exactly.
        sums = np.bincount(truth * size + guess, weights=joint.overlaps.pixels, minlength=size * size)
        return SemanticCounts(joint.pictures, sums.astype(np.int64).reshape(size, size))

    def __add__(self, other: "SemanticCounts") -> "SemanticCounts":
        if self.confusion.shape != other.confusion.shape:
            sizes = self.confusion.shape[0] - 1, other.confusion.shape[0] - 1
            raise ValueError(f"found counts of {sizes[0]} and of {sizes[1]} categories; they count different things")
        return SemanticCounts(self.pictures + other.pictures, self.confusion + other.confusion)


@dataclass(frozen=True)
class CategorySemantics:
    """The semantic quality of one category.

    Attributes
    ----------
    category_id : int
    name : str
    iou : float in [0, 1], or None where neither truth nor guess has a pixel of it
    accuracy : float in [0, 1], or None where the truth has none
        The share of the truth's pixels that the guess calls so.
    truth_px, guess_px, shared_px : int
        Pixels of the truth, of the guess, and of both; where the truth is void, none is counted.
    """

    category_id: int
    name: str
    iou: float | None
    accuracy: float | None
    truth_px: int
    guess_px: int
    shared_px: int


@dataclass(frozen=True)
class SemanticQuality:
    """Means over the pixels and over the categories.

    Attributes
    ----------
    miou : float in [0, 1] or None
        Mean IoU of the categories that are in truth or guess.
    fwiou : float in [0, 1] or None
        Mean IoU, each category weighted by its pixels in the truth.
    pixel_accuracy : float in [0, 1] or None
        The share of the truth's pixels whose category is told right.
    mean_accuracy : float in [0, 1] or None
        Mean accuracy of the categories that are in the truth.
    n : int
        Categories in ``miou``.
    categories : tuple of CategorySemantics
    """

    miou: float | None
    fwiou: float | None
    pixel_accuracy: float | None
    mean_accuracy: float | None
    n: int
    categories: tuple[CategorySemantics, ...]


def semantic_quality(counts: SemanticCounts, categories: Sequence[Category]) -> SemanticQuality:
    """Return the semantic quality that counts amount to.

    Pixels on the truth's void are left out, whatever the guess says there. Void in the guess is a wrong answer: it
    costs IoU and accuracy of the category that is there. (Where a semantic map has no void to say so, both mean the
    same.) A crowd's pixels are its category's, as in every semantic ground truth that is made of panoptic labels.

    Parameters
    ----------
    counts : SemanticCounts
    categories : sequence of Category
        In the order of the counts.

    Returns
    -------
    SemanticQuality

    Raises
    ------
    ValueError
        If the counts are of more or fewer categories.

    References
    ----------
    Long, Shelhamer and Darrell 2015, Fully Convolutional Networks for Semantic Segmentation, section 5.

    Examples
    --------
    >>> from panscape.categories import taxonomy
    >>> two = taxonomy("cityscapes").categories[:2]
    >>> quality = semantic_quality(SemanticCounts(1, np.array([[5, 1, 0], [0, 3, 1], [1, 0, 3]])), two)
    >>> quality.miou, quality.pixel_accuracy
    (0.675, 0.75)
    """
    if counts.confusion.shape[0] != len(categories) + 1:
        raise ValueError(
            f"found counts of {counts.confusion.shape[0] - 1} categories and {len(categories)} categories; "
            f"give those that were counted"
        )
    labelled = counts.confusion[1:]
    columns = labelled.sum(axis=1).tolist(), labelled.sum(axis=0)[1:].tolist(), labelled[:, 1:].diagonal().tolist()
    each = tuple(_category(category, *numbers) for category, *numbers in zip(categories, *columns, strict=True))
    ious = [one.iou for one in each if one.iou is not None]
    whole = sum(one.truth_px for one in each)
    return SemanticQuality(
        _mean(ious),
        fsum(one.truth_px * (one.iou or 0.0) for one in each) / whole if whole else None,
        sum(one.shared_px for one in each) / whole if whole else None,
        _mean([one.accuracy for one in each if one.accuracy is not None]),
        len(ious),
        each,
    )


def _category(category: Category, truth: int, guess: int, shared: int) -> CategorySemantics:
    union = truth + guess - shared
    iou, accuracy = shared / union if union else None, shared / truth if truth else None
    return CategorySemantics(category.id, category.name, iou, accuracy, truth, guess, shared)


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


def _names(places: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(M,) int64: 0 for void, and 1 + the place of each row's category."""
    return np.concatenate([places + 1, [0]])[rows]
