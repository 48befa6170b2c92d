"""Segmentation and tracking quality (STQ): are pixels named right, and do things keep their ids over a sequence?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.metrics.video import sequence_numbers
from panscape.overlaps.joint import JointSet, Rows, summed
from panscape.overlaps.segments import Segments

Table = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class TrackingCounts:
    """What frames add to segmentation and tracking quality: pixels; adds exactly, whatever frames are in which part.

    Attributes
    ----------
    sequences, frames : (Q,) int64
        The number of each sequence, ascending, and how many of its frames were counted.
    truth_px, guess_px, shared_px : (Q, C) int64
        The pixels of each category, where the truth is not void.
    void_px : (Q,) int64
        Those that the guess leaves void.
    tubes : (6, E) int64
        The entries of the joint tables of thing tubes: sequence, truth category and id, guess category and id, pixels;
        a category of -1 is anything but a tube. Ascending, each once.
    """

    sequences: Rows
    frames: Rows
    truth_px: Table
    guess_px: Table
    shared_px: Table
    void_px: Rows
    tubes: Table

    @staticmethod
    def of(joint: JointSet, sequence: npt.ArrayLike, categories: Sequence[Category]) -> "TrackingCounts":
        """Return what some frames add.

        Parameters
        ----------
        joint : JointSet
            Its pictures are frames; ids of things are shared by the frames of a sequence.
        sequence : (N,) integer
            Of each frame, in any order.
        categories : sequence of Category

        Raises
        ------
        ValueError
            If there are more sequence numbers than frames, or fewer, or they are no integers.
        """
        sequences, of_frame = np.unique(sequence_numbers(joint, sequence), return_inverse=True)
        shape, of_entry = (sequences.size, len(categories)), of_frame[joint.overlaps.picture]
        truth, guess = (
            np.append(side.places, -1)[rows]
            for side, rows in ((joint.truth, joint.truth_row), (joint.guess, joint.guess_row))
        )
        seen, pixels = truth >= 0, joint.overlaps.pixels
        named = of_entry * shape[1] + truth, of_entry * shape[1] + guess
        cells = (
            np.where(seen, named[0], -1),
            np.where(seen & (guess >= 0), named[1], -1),
            np.where(seen & (guess == truth), named[0], -1),
        )
        truth_px, guess_px, shared_px = (summed(pixels, one, shape[0] * shape[1]).reshape(shape) for one in cells)
        return TrackingCounts(
            sequences,
            np.bincount(of_frame, minlength=sequences.size).astype(np.int64),
            truth_px,
            guess_px,
            shared_px,
            summed(pixels, np.where(seen & (guess < 0), of_entry, -1), sequences.size),
            _tubes(joint, sequences[of_entry], np.array([category.isthing for category in categories], np.bool_)),
        )

    def __add__(self, other: "TrackingCounts") -> "TrackingCounts":
        sequences, place = np.unique(np.concatenate([self.sequences, other.sequences]), return_inverse=True)

        def added(one: Table, another: Table) -> Table:
            whole = np.zeros((sequences.size, *one.shape[1:]), np.int64)
            np.add.at(whole, place, np.concatenate([one, another]))
            return whole

        return TrackingCounts(
            sequences,
            added(self.frames, other.frames),
            added(self.truth_px, other.truth_px),
            added(self.guess_px, other.guess_px),
            added(self.shared_px, other.shared_px),
            added(self.void_px, other.void_px),
            _grouped(np.concatenate([self.tubes, other.tubes], axis=1)),
        )


@dataclass(frozen=True)
class SequenceTracking:
    """Segmentation and tracking quality of one sequence.

    Attributes
    ----------
    sequence, frames, tubes : int
        Its number, how many frames it has, and how many thing tubes its truth has.
    stq, aq, sq : float in [0, 1], or None where there is nothing
    """

    sequence: int
    frames: int
    tubes: int
    stq: float | None
    aq: float | None
    sq: float | None


@dataclass(frozen=True)
class TrackingQuality:
    """Segmentation and tracking quality.

    Attributes
    ----------
    stq : float in [0, 1] or None
        The geometric mean of aq and sq; None where one of them is.
    aq : float in [0, 1] or None
        Association quality: the mean over the truth's thing tubes, None where there is none.
    sq : float in [0, 1] or None
        Segmentation quality: the mean IoU of the categories in truth or guess.
    tubes : int
    sequences : tuple of SequenceTracking
    """

    stq: float | None
    aq: float | None
    sq: float | None
    tubes: int
    sequences: tuple[SequenceTracking, ...]


def tracking_quality(counts: TrackingCounts, *, count_void: bool = False) -> TrackingQuality:
    """Return the segmentation and tracking quality that counts amount to.

    A tube is what has one id and one category in a sequence. The association of a truth tube g is
    1/|g| · Σ |p ∩ g| · IoU(p, g) over the guess tubes p, of any category. As in the authors' code, what a guess tube
    has on the truth's void counts against it, what it has on a crowd of things is left out, and in the segmentation
    quality a crowd is its category, the truth's void is left out, and void in a guess is wrong.

    Where this deviates from the authors' code in deeplab2: pixels are summed as integers, there as float32, which
    cannot tell them apart above 2**24; without a tube there is no association quality, there it is 0; and
    void in the guess is no category, there it is one with an IoU of 0 once a guess has any on a labelled pixel
    (``count_void`` does so too).

    Parameters
    ----------
    counts : TrackingCounts
    count_void : bool

    Returns
    -------
    TrackingQuality

    References
    ----------
    Weber et al. 2021, STEP: Segmenting and Tracking Every Pixel; deeplab2's segmentation_and_tracking_quality.py.
    """
    of_tube, association = _association(counts.tubes)
    parts = []
    for k, sequence in enumerate(counts.sequences.tolist()):
        values = association[of_tube == sequence]
        aq, sq = _mean(values), _segmentation(counts, slice(k, k + 1), count_void)
        parts.append(SequenceTracking(sequence, int(counts.frames[k]), values.size, _geometric(aq, sq), aq, sq))
    aq, sq = _mean(association), _segmentation(counts, slice(None), count_void)
    return TrackingQuality(_geometric(aq, sq), aq, sq, association.size, tuple(parts))


def _tubes(joint: JointSet, sequence: Rows, thing: npt.NDArray[np.bool_]) -> Table:
    """The entries between tubes, or a tube and anything else; whatever lies on a crowd of things is left out."""
    is_thing = thing[joint.truth.places]
    crowd = np.append(is_thing & joint.truth.crowd, False)[joint.truth_row]
    truth = _names(joint.truth, joint.truth_row, is_thing)
    guess = _names(joint.guess, joint.guess_row, thing[joint.guess.places])
    kept = ~crowd & ((truth[0] >= 0) | (guess[0] >= 0))
    return _grouped(np.stack([sequence, *truth, *guess, joint.overlaps.pixels])[:, kept])


def _names(segments: Segments, rows: Rows, wanted: npt.NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """(M,) int64 twice: the category and id of each entry's segment; -1 and 0 where it is not wanted."""
    places = np.append(np.where(wanted, segments.places, -1), -1)
    ids = np.append(np.where(wanted, segments.ids, 0), 0)
    return places[rows], ids[rows].astype(np.int64)


def _grouped(entries: Table) -> Table:
    """The entries in ascending order, the pixels of equal ones summed."""
    names, pixels = entries[:-1], entries[-1]
    order = np.lexsort(names[::-1])
    names = names[:, order]
    new = np.ones(order.size, np.bool_)
    new[1:] = (names[:, 1:] != names[:, :-1]).any(axis=0)
    first = np.flatnonzero(new)
    sums = np.add.reduceat(pixels[order], first) if first.size else pixels
    return np.concatenate([names[:, first], sums[None]])


def _association(tubes: Table) -> tuple[Rows, npt.NDArray[np.float64]]:
    """The sequence and the association quality of each truth tube."""
    sequence, truth_place, truth_id, guess_place, guess_id, pixels = tubes
    truths, truth_px, truth = _sizes(sequence, truth_place, truth_id, pixels)
    _, guess_px, guess = _sizes(sequence, guess_place, guess_id, pixels)
    met = (truth >= 0) & (guess >= 0)
    shared, truth, guess = pixels[met], truth[met], guess[met]
    worth = shared * (shared / (truth_px[truth] + guess_px[guess] - shared))
    return truths, np.bincount(truth, weights=worth, minlength=truths.size) / truth_px


def _sizes(sequence: Rows, place: Rows, number: Rows, pixels: Rows) -> tuple[Rows, Rows, Rows]:
    """The sequence and the pixels of each tube of one side, and the tube of each entry, -1 where it has none."""
    there = np.flatnonzero(place >= 0)
    names, inverse = np.unique(np.stack([sequence, place, number])[:, there], axis=1, return_inverse=True)
    of_entry = np.full(sequence.size, -1)
    of_entry[there] = inverse.ravel()
    return names[0], summed(pixels, of_entry, names.shape[1]), of_entry


def _segmentation(counts: TrackingCounts, sequences: slice, count_void: bool) -> float | None:
    truth, guess, shared = (px[sequences].sum(axis=0) for px in (counts.truth_px, counts.guess_px, counts.shared_px))
    union = truth + guess - shared
    there = union > 0
    categories = int(there.sum()) + (count_void and bool(counts.void_px[sequences].any()))
    return fsum(shared[there] / union[there]) / categories if categories else None


def _mean(values: npt.NDArray[np.float64]) -> float | None:
    return fsum(values) / values.size if values.size else None


def _geometric(aq: float | None, sq: float | None) -> float | None:
    return None if aq is None or sq is None else sqrt(aq * sq)
