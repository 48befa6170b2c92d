"""Parsing Covering: how well the best guess covers each segment, large segments first."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.overlaps.joint import JointSet, Rows, summed


@dataclass(frozen=True, eq=False)
class CoveringCounts:
    """What N pictures add to Parsing Covering: the best IoU of every truth segment; adds exactly.

    Attributes
    ----------
    picture_px : (N,) int64
        The pixels of each picture.
    picture, place : (T,) int64
        Of each truth segment that has a pixel and is no crowd.
    area_px : (T,) int64
    iou : (T,) float64
        The largest IoU with a guess segment of its category; 0 where none meets it.
    """

    picture_px: Rows
    picture: Rows
    place: Rows
    area_px: Rows
    iou: npt.NDArray[np.float64]

    @staticmethod
    def of(joint: JointSet) -> "CoveringCounts":
        """Return what some pictures add: void and crowds of the truth are left out of the guess, whatever it is."""
        crowd = np.append(joint.truth.crowd, True)  # row -1 is void
        seen = np.flatnonzero(~crowd[joint.truth_row])
        truth, guess, shared = joint.truth_row[seen], joint.guess_row[seen], joint.overlaps.pixels[seen]
        guess_px = summed(shared, guess, len(joint.guess))
        alike = (guess >= 0) & (joint.truth.places[truth] == np.append(joint.guess.places, -1)[guess])
        truth, guess, shared = truth[alike], guess[alike], shared[alike]
        best = np.zeros(len(joint.truth))
        np.maximum.at(best, truth, shared / (joint.truth_area[truth] + guess_px[guess] - shared))
        there = ~joint.truth.crowd & (joint.truth_area > 0)
        return CoveringCounts(
            joint.picture_area,
            joint.truth.picture[there],
            joint.truth.places[there],
            joint.truth_area[there],
            best[there],
        )

    def __add__(self, other: "CoveringCounts") -> "CoveringCounts":
        return CoveringCounts(
            np.concatenate([self.picture_px, other.picture_px]),
            np.concatenate([self.picture, other.picture + self.picture_px.size]),
            np.concatenate([self.place, other.place]),
            np.concatenate([self.area_px, other.area_px]),
            np.concatenate([self.iou, other.iou]),
        )


@dataclass(frozen=True)
class CoveringMean:
    """The mean over the categories of a group that are in the truth.

    Attributes
    ----------
    pc : float in [0, 1], or None where n is 0
    n : int
    """

    pc: float | None
    n: int


@dataclass(frozen=True)
class CategoryCovering:
    """The covering of one category.

    Attributes
    ----------
    category_id : int
    name : str
    isthing : bool
    covering : float in [0, 1], or None where the truth has no pixel of it
    segments : int
        Of the truth.
    """

    category_id: int
    name: str
    isthing: bool
    covering: float | None
    segments: int


@dataclass(frozen=True)
class Covering:
    """Parsing Covering over all categories, over things, over stuff, and of each category."""

    all: CoveringMean
    things: CoveringMean
    stuff: CoveringMean
    categories: tuple[CategoryCovering, ...]


def parsing_covering(
    counts: CoveringCounts, categories: Sequence[Category], *, normalize_by_image_size: bool = True
) -> Covering:
    """Return the Parsing Covering that counts amount to.

    A category's covering is the mean over its truth segments of the best IoU, weighted by area. What a guess adds
    where there is nothing costs nothing by itself, so this is no measure of spurious segments.

    Parameters
    ----------
    counts : CoveringCounts
    categories : sequence of Category
    normalize_by_image_size : bool
        Whether an area is its share of the picture, as the authors' code has it unless told otherwise, or a number of
        pixels, as the paper has it. The same where all pictures have one size.

    Returns
    -------
    Covering
        A category without a pixel in the truth has none and is in no mean, as in the authors' code. There, truth
        segments marked as crowds are void, and a mark on a guess is not looked at; so it is here.

    References
    ----------
    Yang et al. 2019, DeeperLab: Single-Shot Image Parser; Arbeláez et al. 2011, eq. 8; the authors' code in
    parsing_covering.py and eval_coco_format.py of DeepLab v3+.
    """
    weight = counts.area_px / counts.picture_px[counts.picture] if normalize_by_image_size else counts.area_px
    covered = weight * counts.iou
    each = []
    for place, category in enumerate(categories):
        rows = counts.place == place
        whole = fsum(weight[rows])  # rounded once, so that the order of pictures does not matter
        value = fsum(covered[rows]) / whole if whole else None
        each.append(CategoryCovering(category.id, category.name, category.isthing, value, int(rows.sum())))
    return Covering(
        _mean(each),
        _mean([one for one in each if one.isthing]),
        _mean([one for one in each if not one.isthing]),
        tuple(each),
    )


def _mean(group: Sequence[CategoryCovering]) -> CoveringMean:
    values = [one.covering for one in group if one.covering is not None]
    return CoveringMean(fsum(values) / len(values) if values else None, len(values))
