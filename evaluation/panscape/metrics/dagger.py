"""PQ-dagger: panoptic quality that does not ask of stuff to overlap by half."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.metrics.counts import Counts
from panscape.metrics.matching import STANDARD, Rules, ignored_pixels, match
from panscape.metrics.quality import score
from panscape.overlaps.joint import JointSet, Rows, summed


@dataclass(frozen=True, eq=False)
class DaggerCounts:
    """What N pictures add to PQ-dagger: the events of panoptic quality, and the region of each stuff; adds exactly.

    Attributes
    ----------
    matches : Counts
        Of all categories; those of things count.
    picture, place : (R,) int64
        Of each stuff category that a picture's truth holds.
    shared, union : (R,) int64
        Its pixels in truth and guess, and in truth or guess; what the guess has on void and on crowds of the category
        is left out.
    invented_picture, invented_place : (I,) int64
        Of each stuff category that a picture's guess holds and its truth does not.
    """

    matches: Counts
    picture: Rows
    place: Rows
    shared: Rows
    union: Rows
    invented_picture: Rows
    invented_place: Rows

    @staticmethod
    def of(joint: JointSet, categories: Sequence[Category], rules: Rules = STANDARD) -> "DaggerCounts":
        """Return what some pictures add.

        The areas of stuff are always counted. Stuff that is guessed where the truth has none is left out if more than
        half of it lies on void and on crowds of its category, as a segment would be.
        """
        size = len(categories)
        truth_key, guess_key = (side.picture * size + side.places for side in (joint.truth, joint.guess))
        stuff = ~np.array([category.isthing for category in categories], np.bool_)
        wanted = ~joint.truth.crowd & stuff[joint.truth.places]
        keys = np.unique(np.concatenate([truth_key[wanted], guess_key[stuff[joint.guess.places]]]))
        truth, guess = _rows(keys, truth_key, wanted), _rows(keys, guess_key, stuff[joint.guess.places])
        guess_px = summed(joint.guess_area, guess, keys.size)
        ignored_px = summed(ignored_pixels(joint, rules), guess, keys.size)
        shared_px = _shared(joint, truth, guess, keys.size)
        union_px = summed(joint.truth_area, truth, keys.size) + guess_px - ignored_px - shared_px
        there = np.bincount(truth + 1, minlength=keys.size + 1)[1:] > 0
        invented = keys[~there & (ignored_px <= 0.5 * guess_px)]
        matches = Counts.of_matches(joint, match(joint, rules), size)
        regions = np.divmod(keys[there], size)
        return DaggerCounts(matches, *regions, shared_px[there], union_px[there], *np.divmod(invented, size))

    def __add__(self, other: "DaggerCounts") -> "DaggerCounts":
        shift = self.matches.pictures
        return DaggerCounts(
            self.matches + other.matches,
            np.concatenate([self.picture, other.picture + shift]),
            np.concatenate([self.place, other.place]),
            np.concatenate([self.shared, other.shared]),
            np.concatenate([self.union, other.union]),
            np.concatenate([self.invented_picture, other.invented_picture + shift]),
            np.concatenate([self.invented_place, other.invented_place]),
        )


@dataclass(frozen=True)
class DaggerMean:
    """The mean over the categories of a group that have a score.

    Attributes
    ----------
    pq : float in [0, 1], or None where n is 0
    n : int
    """

    pq: float | None
    n: int


@dataclass(frozen=True)
class CategoryDagger:
    """PQ-dagger of one category.

    Attributes
    ----------
    category_id : int
    name : str
    isthing : bool
    pq : float in [0, 1] or None
        Of a thing its panoptic quality, of stuff the mean IoU of its regions.
    iou_sum : float
        Over the matches of a thing, over the regions of stuff.
    truths, invented : int
        Of stuff: pictures whose truth holds it, and those whose guess alone does. Of things: segments of the truth,
        and spurious ones.
    """

    category_id: int
    name: str
    isthing: bool
    pq: float | None
    iou_sum: float
    truths: int
    invented: int


@dataclass(frozen=True)
class DaggerQuality:
    """PQ-dagger over all categories, over things, over stuff, and of each category."""

    all: DaggerMean
    things: DaggerMean
    stuff: DaggerMean
    categories: tuple[CategoryDagger, ...]


def dagger_quality(
    counts: DaggerCounts, categories: Sequence[Category], *, count_invented: bool = False
) -> DaggerQuality:
    """Return the PQ-dagger that counts amount to.

    A thing has its panoptic quality. All segments of one stuff category in a picture are one region, and the category
    has the mean IoU of its regions over the pictures whose *truth* holds it: Porzi et al. divide by the number of
    truth segments, so that stuff which is guessed where there is none costs nothing by itself (it costs whatever was
    there). ``count_invented`` takes such a picture into the mean with an IoU of 0.

    The paper says nothing of void and crowds; panoptic quality's rules hold. torchmetrics' modified panoptic quality
    differs: void of the guess leaves the union and excuses a missed thing, and crowds are unknown to it.

    Parameters
    ----------
    counts : DaggerCounts
    categories : sequence of Category
        Those that were counted.
    count_invented : bool

    Returns
    -------
    DaggerQuality

    References
    ----------
    Porzi et al. 2019, Seamless Scene Segmentation.
    """
    things = score(counts.matches, categories).categories
    size = len(categories)
    truths = np.bincount(counts.place, minlength=size).tolist()
    invented = np.bincount(counts.invented_place, minlength=size).tolist()
    # A truth that is listed without a pixel can have an empty union; nothing of it was found.
    ious = counts.shared / np.maximum(counts.union, 1)
    each = []
    for place, (category, thing) in enumerate(zip(categories, things, strict=True)):
        if category.isthing:
            numbers = thing.pq, thing.iou_sum, thing.tp + thing.fn, thing.fp
        else:
            iou_sum = fsum(ious[counts.place == place])
            regions = truths[place] + (invented[place] if count_invented else 0)
            numbers = iou_sum / regions if regions else None, iou_sum, truths[place], invented[place]
        each.append(CategoryDagger(category.id, category.name, category.isthing, *numbers))
    return DaggerQuality(
        _mean(each),
        _mean([one for one in each if one.isthing]),
        _mean([one for one in each if not one.isthing]),
        tuple(each),
    )


def _mean(group: Sequence[CategoryDagger]) -> DaggerMean:
    scored = [one.pq for one in group if one.pq is not None]
    return DaggerMean(fsum(scored) / len(scored) if scored else None, len(scored))


def _rows(keys: Rows, of_segments: Rows, wanted: npt.NDArray[np.bool_]) -> Rows:
    """(S,) int64: where each segment's key is among the keys; -1 for one that is not wanted."""
    return np.where(wanted, np.searchsorted(keys, of_segments), -1)


def _shared(joint: JointSet, truth: Rows, guess: Rows, size: int) -> Rows:
    """(size,) int64: the pixels that truth and guess of one key share."""
    rows = np.append(truth, -1)[joint.truth_row]
    alike = rows == np.append(guess, -1)[joint.guess_row]
    return summed(joint.overlaps.pixels[alike], rows[alike], size)
