"""Which truth and guess segments match, by panopticapi's rules."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from panscape.overlaps.joint import JointSet, Rows, summed


@dataclass(frozen=True)
class Rules:
    """What is left open by the definition of panoptic quality, and how it is settled.

    Attributes
    ----------
    crowds : "last" or "all"
        Which truth crowds of a category excuse a guess that lies on them: the one listed last, as in panopticapi
        and so in every published score, or every one, as the definition says.
    truth_area : "pixels" or "json"
        Where the area of a truth segment comes from: counted, or what the file says, as in panopticapi. They
        differ only where a file is wrong, and then the PQ of panopticapi can be above 1.
    """

    crowds: Literal["last", "all"] = "last"
    truth_area: Literal["pixels", "json"] = "pixels"


STANDARD = Rules()
PANOPTICAPI = Rules("last", "json")


@dataclass(frozen=True, eq=False)
class Matches:
    """What became of every segment of a :class:`JointSet`.

    Attributes
    ----------
    truth, guess : (P,) int64
        The rows of the pairs that match, by picture, then truth id, then guess id. With areas as counted a row is
        there at most once.
    ious : (P,) float64
        In (0.5, 1].
    missed : (T,) bool
        Truth segments that nothing matches; crowds are not among them.
    spurious : (G,) bool
        Guess segments that match nothing, and are not excused.
    excused : (G,) bool
        Guess segments that match nothing, and lie mostly on void and on crowds of their category: they do not count.
    """

    truth: Rows
    guess: Rows
    ious: npt.NDArray[np.float64]
    missed: npt.NDArray[np.bool_]
    spurious: npt.NDArray[np.bool_]
    excused: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Pairs:
    """The overlapping pairs of segments that could match: of one category, and no crowd.

    Attributes
    ----------
    truth, guess : (P,) int64
        Rows, by picture, then truth id, then guess id.
    ious : (P,) float64
        Intersection over union, the truth's void left out of the guess.
    """

    truth: Rows
    guess: Rows
    ious: npt.NDArray[np.float64]

    @cached_property
    def keys(self) -> Rows:
        """(P,) int64, ascending: one number for each pair."""
        return self.truth << 32 | self.guess


def match(joint: JointSet, rules: Rules = STANDARD, bands: JointSet | None = None) -> Matches:
    """Match truth and guess segments of one category whose IoU is above 1/2.

    The void pixels of the truth are taken out of the guess. A truth crowd is neither matched nor missed. A guess
    that matches nothing is spurious, unless more than half of it lies on void and on the truth crowds of its category.

    Parameters
    ----------
    joint : JointSet
    rules : Rules
    bands : JointSet, optional
        The same segments' boundary bands: then the IoU is the lesser of the segments' and of their bands', see
        :func:`band_ious`. What excuses a guess is still told by the segments.

    Returns
    -------
    Matches

    References
    ----------
    Kirillov et al. 2019, Panoptic Segmentation, section 4.1; Cheng et al. 2021, Boundary IoU, section 5.
    """
    pairs = overlapping_pairs(joint, told_areas(joint, rules))
    ious = pairs.ious if bands is None else np.minimum(pairs.ious, band_ious(bands, pairs.truth, pairs.guess))
    found = ious > 0.5
    truth, guess = pairs.truth[found], pairs.guess[found]
    missed, free = ~joint.truth.crowd, np.ones(len(joint.guess), np.bool_)
    missed[truth] = False
    free[guess] = False
    ignored = ignored_pixels(joint, rules) > 0.5 * joint.guess_area
    return Matches(truth, guess, ious[found], missed, free & ~ignored, free & ignored)


def overlapping_pairs(joint: JointSet, truth_area: Rows) -> Pairs:
    """Return the IoU of each truth and guess segment of one category that share a pixel; crowds are left out.

    Parameters
    ----------
    joint : JointSet
    truth_area : (T,) int64
    """
    both = np.flatnonzero((joint.truth_row >= 0) & (joint.guess_row >= 0))
    truth, guess = joint.truth_row[both], joint.guess_row[both]
    alike = (joint.truth.places[truth] == joint.guess.places[guess]) & ~joint.truth.crowd[truth]
    truth, guess = truth[alike], guess[alike]
    shared = joint.overlaps.pixels[both[alike]]
    union = joint.guess_area[guess] + truth_area[truth] - shared - joint.guess_void[guess]
    with np.errstate(divide="ignore"):  # only where a file tells a wrong area
        return Pairs(truth, guess, shared / union)


def band_ious(bands: JointSet, truth: Rows, guess: Rows) -> npt.NDArray[np.float64]:
    """Return the boundary IoU of pairs of segments of one category, (P,) float64; 0 where their bands do not meet.

    Parameters
    ----------
    bands : JointSet
        Its tables hold the pixels of bands, and -1 for the pixels inside a segment; void is all of void.
    truth, guess : (P,) int64
        Rows; no truth is a crowd.

    References
    ----------
    Cheng et al. 2021, Boundary IoU, eq. 2; of void, as their code has it: it is left out of the guess.
    """
    met = overlapping_pairs(bands, bands.truth_area)
    if not met.keys.size:
        return np.zeros(truth.size)
    keys = truth << 32 | guess
    place = np.minimum(np.searchsorted(met.keys, keys), met.keys.size - 1)
    return np.where(met.keys[place] == keys, met.ious[place], 0.0)


def ignored_pixels(joint: JointSet, rules: Rules) -> Rows:
    """Return the pixels of each guess segment that lie on void and on crowds of its category, (G,) int64."""
    on_segment = np.flatnonzero((joint.truth_row >= 0) & (joint.guess_row >= 0))
    truth, guess = joint.truth_row[on_segment], joint.guess_row[on_segment]
    excuse = _excusing_crowds(joint, rules)[truth] & (joint.truth.places[truth] == joint.guess.places[guess])
    return joint.guess_void + summed(joint.overlaps.pixels[on_segment[excuse]], guess[excuse], len(joint.guess))


def told_areas(joint: JointSet, rules: Rules) -> Rows:
    """Return the area of each truth segment by the rules, (T,) int64."""
    if rules.truth_area == "pixels":
        return joint.truth_area
    return np.where(joint.truth.areas >= 0, joint.truth.areas, joint.truth_area)


def _excusing_crowds(joint: JointSet, rules: Rules) -> npt.NDArray[np.bool_]:
    """(T,) bool: all crowds, or of each picture and category the one that is listed last."""
    truth = joint.truth
    if rules.crowds == "all":
        return truth.crowd
    crowds = np.flatnonzero(truth.crowd)
    crowds = crowds[np.lexsort((truth.listed[crowds], truth.places[crowds], truth.picture[crowds]))]
    kind = np.stack([truth.picture[crowds], truth.places[crowds]])
    last = np.ones(crowds.size, np.bool_)
    last[:-1] = (kind[:, 1:] != kind[:, :-1]).any(axis=0)
    chosen = np.zeros(len(truth), np.bool_)
    chosen[crowds[last]] = True
    return chosen
