"""What pictures add to the panoptic quality: the events that it counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from panscape.metrics.matching import Matches
from panscape.overlaps.joint import JointSet

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Counts:
    """What N pictures add to the panoptic quality of each category: one event for each match, spurious and missed one.

    The events themselves are kept, not their sums: adding counts is then exact, so that a result does not depend on
    how pictures were dealt out to threads and machines, and pictures can be drawn again. An event takes 8 or 16
    bytes: 1 MB for COCO's 5,000 pictures.

    Attributes
    ----------
    pictures, categories : int
        N and C.
    tp_picture, tp_place : (P,) int32
        The picture and the category of each match, by picture, then truth id, then guess id.
    ious : (P,) float64
        Of each match.
    fp_picture, fp_place, fn_picture, fn_place : (F,) int32
        The same of each spurious and each missed segment.

    Examples
    --------
    >>> counts = Counts.of_one_picture([1], [0.8], [1], [0, 0], categories=2)
    >>> (counts + counts).tp.tolist(), (counts + counts).fn.tolist()
    ([0, 2], [4, 0])
    """

    pictures: int
    categories: int
    tp_picture: Numbers
    tp_place: Numbers
    ious: npt.NDArray[np.float64]
    fp_picture: Numbers
    fp_place: Numbers
    fn_picture: Numbers
    fn_place: Numbers

    def __post_init__(self) -> None:
        lengths = [column.size for column in (self.tp_picture, self.tp_place, self.ious)]
        pairs = (self.fp_picture, self.fp_place), (self.fn_picture, self.fn_place)
        if len(set(lengths)) > 1 or any(one.shape != other.shape for one, other in pairs):
            raise ValueError("the columns of one kind of event differ in length; give picture and place of each event")

    @staticmethod
    def of_one_picture(
        tp: Sequence[int], ious: Sequence[float], fp: Sequence[int], fn: Sequence[int], categories: int
    ) -> "Counts":
        """Return the counts of one picture from the places of its events."""
        places = [np.array(part, np.int32) for part in (tp, fp, fn)]
        zeros = [np.zeros(part.size, np.int32) for part in places]
        return Counts(
            1, categories, zeros[0], places[0], np.array(ious, np.float64), zeros[1], places[1], zeros[2], places[2]
        )

    @staticmethod
    def of_matches(joint: JointSet, matches: Matches, categories: int) -> "Counts":
        """Return the counts of a joint set."""
        missed, spurious = np.flatnonzero(matches.missed), np.flatnonzero(matches.spurious)
        sides = (joint.truth, matches.truth), (joint.guess, spurious), (joint.truth, missed)
        tp, fp, fn = ((s.picture[rows].astype(np.int32), s.places[rows].astype(np.int32)) for s, rows in sides)
        return Counts(joint.pictures, categories, *tp, matches.ious, *fp, *fn)

    @cached_property
    def iou_sum(self) -> npt.NDArray[np.float64]:
        """(C,) float64: the IoUs of each category, added in order, as panopticapi adds them."""
        return np.bincount(self.tp_place, weights=self.ious, minlength=self.categories).astype(np.float64)

    @cached_property
    def tp(self) -> npt.NDArray[np.int64]:
        """(C,) int64: matched segments."""
        return np.bincount(self.tp_place, minlength=self.categories).astype(np.int64)

    @cached_property
    def fp(self) -> npt.NDArray[np.int64]:
        """(C,) int64: spurious segments."""
        return np.bincount(self.fp_place, minlength=self.categories).astype(np.int64)

    @cached_property
    def fn(self) -> npt.NDArray[np.int64]:
        """(C,) int64: missed segments."""
        return np.bincount(self.fn_place, minlength=self.categories).astype(np.int64)

    def __add__(self, other: "Counts") -> "Counts":
        return total([self, other], self.categories)

    def __len__(self) -> int:
        return self.pictures

    def __iter__(self) -> Iterator["Counts"]:
        return (self[k] for k in range(self.pictures))

    def __getitem__(self, k: int) -> "Counts":
        """Return the counts of picture k alone; a negative k counts from the end."""
        if not -self.pictures <= k < self.pictures:
            raise IndexError(f"found picture {k}, wanted 0 to {self.pictures - 1}")
        k %= self.pictures
        tp, fp, fn = (_span(part, k) for part in (self.tp_picture, self.fp_picture, self.fn_picture))
        zeros = [
            self.tp_picture[tp] - np.int32(k),
            self.fp_picture[fp] - np.int32(k),
            self.fn_picture[fn] - np.int32(k),
        ]
        return Counts(
            1,
            self.categories,
            zeros[0],
            self.tp_place[tp],
            self.ious[tp],
            zeros[1],
            self.fp_place[fp],
            zeros[2],
            self.fn_place[fn],
        )


def total(parts: Iterable[Counts], categories: int) -> Counts:
    """Return the counts of the pictures of all parts, one after the other; none at all gives no pictures."""
    parts = list(parts)
    wrong = [part.categories for part in parts if part.categories != categories]
    if wrong:
        raise ValueError(f"found counts of {wrong[0]} categories, wanted {categories}; they count something else")
    first = np.cumsum([0, *(part.pictures for part in parts)], dtype=np.int32)
    shifts = list(zip(first[:-1], parts, strict=True))
    none = np.zeros(0, np.int32)
    return Counts(
        int(first[-1]),
        categories,
        np.concatenate([none, *(part.tp_picture + shift for shift, part in shifts)]),
        np.concatenate([none, *(part.tp_place for part in parts)]),
        np.concatenate([np.zeros(0), *(part.ious for part in parts)]),
        np.concatenate([none, *(part.fp_picture + shift for shift, part in shifts)]),
        np.concatenate([none, *(part.fp_place for part in parts)]),
        np.concatenate([none, *(part.fn_picture + shift for shift, part in shifts)]),
        np.concatenate([none, *(part.fn_place for part in parts)]),
    )


def _span(pictures: Numbers, k: int) -> slice:
    first, last = np.searchsorted(pictures, [k, k + 1])
    return slice(int(first), int(last))
