"""Video panoptic quality: panoptic quality of tubes, which are segments over several frames."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.metrics.counts import Counts
from panscape.metrics.matching import STANDARD, Rules, match
from panscape.metrics.quality import GroupQuality, score
from panscape.overlaps.joint import JointSet, Rows, summed
from panscape.overlaps.segments import Segments
from panscape.overlaps.tables import Overlaps

WINDOWS = (1, 2, 3, 4)


@dataclass(frozen=True, eq=False)
class VideoCounts:
    """What whole sequences add to video panoptic quality; adds exactly.

    Attributes
    ----------
    windows : tuple of int
        Frames in a window.
    counts : tuple of Counts
        Of the tubes in windows of each length; a window stands for a picture.
    """

    windows: tuple[int, ...]
    counts: tuple[Counts, ...]

    @staticmethod
    def of(
        joint: JointSet,
        sequence: npt.ArrayLike,
        categories: int,
        rules: Rules = STANDARD,
        windows: Sequence[int] = WINDOWS,
    ) -> "VideoCounts":
        """Return what some sequences add; a sequence must be whole, since a window may begin at any frame.

        Parameters
        ----------
        joint : JointSet
            Its pictures are frames; ids of segments are shared by the frames of a sequence, those of stuff too.
        sequence : (N,) integer
            Of each frame; the frames of a sequence come in the order of time, others may lie between.
        categories : int
            How many.
        rules : Rules
            Crowds and void are dealt with as in one picture.
        windows : sequence of int
            Frames in a window, each at least 1.

        Raises
        ------
        ValueError
            If there are more sequence numbers than frames, or fewer, or they or the windows are no such numbers.
        """
        numbers = sequence_numbers(joint, sequence)
        if not windows or min(windows) < 1:
            raise ValueError(f"found windows of {list(windows)} frames; wanted at least one, of 1 frame or more")
        counts = []
        for window in windows:
            tubes = tube_set(joint, numbers, window)
            counts.append(Counts.of_matches(tubes, match(tubes, rules), categories))
        return VideoCounts(tuple(windows), tuple(counts))

    def __add__(self, other: "VideoCounts") -> "VideoCounts":
        if self.windows != other.windows:
            raise ValueError(
                f"found windows of {list(self.windows)} and of {list(other.windows)} frames; count the same ones"
            )
        both = zip(self.counts, other.counts, strict=True)
        return VideoCounts(self.windows, tuple(one + another for one, another in both))


@dataclass(frozen=True)
class WindowQuality:
    """The panoptic quality of the tubes in windows of one length.

    Attributes
    ----------
    frames : int
        In a window.
    windows : int
        How many there are.
    all, things, stuff : GroupQuality
    categories : tuple of (float in [0, 1] or None)
        PQ of each category.
    """

    frames: int
    windows: int
    all: GroupQuality
    things: GroupQuality
    stuff: GroupQuality
    categories: tuple[float | None, ...]


@dataclass(frozen=True)
class VideoQuality:
    """Video panoptic quality: the mean over the lengths of windows.

    Attributes
    ----------
    vpq, things, stuff : float in [0, 1], or None if there is none for some length
    windows : tuple of WindowQuality
    """

    vpq: float | None
    things: float | None
    stuff: float | None
    windows: tuple[WindowQuality, ...]


def video_quality(counts: VideoCounts, categories: Sequence[Category]) -> VideoQuality:
    """Return the video panoptic quality that counts amount to.

    A window slides over each sequence frame by frame; in it, all segments of one id are a tube, with the category and
    the crowd mark that it has in the window's first frame. Tubes match as segments do, by the IoU of all their pixels.
    The paper's lengths k = 0, 5, 10, 15 are spans in Cityscapes-VPS, where every fifth frame is labelled: windows of
    1, 2, 3 and 4 labelled frames, the default. A sequence shorter than a window has none of that length, as in the
    authors' code.

    Parameters
    ----------
    counts : VideoCounts
    categories : sequence of Category

    Returns
    -------
    VideoQuality

    References
    ----------
    Kim et al. 2020, Video Panoptic Segmentation, the authors' tools/eval_vpq.py.
    """
    windows = []
    for frames, of_length in zip(counts.windows, counts.counts, strict=True):
        quality = score(of_length, categories)
        pqs = tuple(one.pq for one in quality.categories)
        windows.append(WindowQuality(frames, of_length.pictures, quality.all, quality.things, quality.stuff, pqs))
    return VideoQuality(
        _mean([one.all.pq for one in windows]),
        _mean([one.things.pq for one in windows]),
        _mean([one.stuff.pq for one in windows]),
        tuple(windows),
    )


def tube_set(joint: JointSet, sequence: Rows, window: int) -> JointSet:
    """Return the joint tables of the tubes in all windows of one length, a window standing for a picture.

    Parameters
    ----------
    joint : JointSet
    sequence : (N,) int64
        Of each frame.
    window : int
        Frames, at least 1.
    """
    order = np.argsort(sequence, kind="stable")
    ends = np.searchsorted(sequence[order], sequence[order], side="right")
    first = np.flatnonzero(np.arange(order.size) + window <= ends)
    frames = order[first[:, None] + np.arange(window)].ravel()
    truth, guess = _tubes(joint.truth, frames, window), _tubes(joint.guess, frames, window)
    overlaps = joint.overlaps
    sizes = np.diff(overlaps.starts)[frames]
    entries = np.arange(sizes.sum()) + np.repeat(overlaps.starts[frames] - np.cumsum(sizes) + sizes, sizes)
    place = np.repeat(np.arange(frames.size), sizes)
    numbers = truth.numbers(place, overlaps.truth[entries]), guess.numbers(place, overlaps.guess[entries])
    added = _added(place // window, *numbers, overlaps.pixels[entries], first.size)
    return JointSet(added, truth.segments, guess.segments)


@dataclass(frozen=True, eq=False)
class _Tubes:
    """The tubes of all windows, and which of them each segment of each window's frames belongs to.

    starts, number: where the segments of each frame start, and the number of each one's tube in its window, from 1.
    """

    segments: Segments
    starts: Rows
    number: Rows

    def numbers(self, place: Rows, of_segments: npt.NDArray[np.int32]) -> Rows:
        """Give the numbers of tubes for numbers of segments in frames; 0 stays 0."""
        known = np.append(self.number, 0)
        return known[np.where(of_segments > 0, self.starts[place] + of_segments - 1, -1)]


def _tubes(segments: Segments, frames: Rows, window: int) -> _Tubes:
    rows = segments.of(frames)
    keys, first, tube = np.unique(
        (rows.picture // window) << 32 | rows.ids.astype(np.int64), return_index=True, return_inverse=True
    )
    starts = np.searchsorted(keys >> 32, np.arange(frames.size // window + 1))
    untold = summed((rows.areas < 0).astype(np.int64), tube, keys.size) > 0
    areas = np.where(untold, -1, summed(rows.areas, tube, keys.size))
    listed = np.empty(keys.size, np.int64)
    listed[np.lexsort((rows.listed[first], rows.picture[first]))] = np.arange(keys.size)
    tubes = Segments(
        starts,
        (keys & 0xFFFFFFFF).astype(np.uint32),
        rows.places[first],
        areas,
        rows.crowd[first],
        listed - starts[keys >> 32],
    )
    return _Tubes(tubes, rows.starts, tube - starts[rows.picture // window] + 1)


def _added(window: Rows, truth: Rows, guess: Rows, pixels: Rows, windows: int) -> Overlaps:
    """The joint tables of windows, from the entries of their frames' tables."""
    order = np.lexsort((guess, truth, window))
    columns = np.stack([window, truth, guess])[:, order]
    new = np.ones(order.size, np.bool_)
    new[1:] = (columns[:, 1:] != columns[:, :-1]).any(axis=0)
    first = np.flatnonzero(new)
    window, truth, guess = columns[:, first]
    sums = np.add.reduceat(pixels[order], first) if first.size else pixels
    starts = np.searchsorted(window, np.arange(windows + 1))
    return Overlaps(starts, truth.astype(np.int32), guess.astype(np.int32), sums)


def sequence_numbers(joint: JointSet, sequence: npt.ArrayLike) -> Rows:
    """Return the sequence of each picture as (N,) int64, or refuse it with ValueError."""
    numbers = np.asarray(sequence)
    if numbers.shape != (joint.pictures,) or (numbers.size and numbers.dtype.kind not in "iu"):
        raise ValueError(
            f"found sequences of shape {numbers.shape} and type {numbers.dtype}; wanted an integer for each of "
            f"{joint.pictures} pictures"
        )
    return numbers.astype(np.int64)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fsum(known) / len(known) if len(known) == len(values) else None
