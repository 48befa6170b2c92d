"""Pictures whose truth and guess were laid over each other: all that most metrics need to know of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from panscape.overlaps.segments import Segments
from panscape.overlaps.tables import Overlaps

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class JointSet:
    """The joint tables of N pictures, with the segments that their rows and columns stand for.

    Whatever is said of an *entry* is said of one cell of one picture's table; a *row* is one of ``truth`` or of
    ``guess``, over all pictures.

    Attributes
    ----------
    overlaps : Overlaps
    truth, guess : Segments
        Of the same N pictures. Places are those of the truth's categories in both.
    """

    overlaps: Overlaps
    truth: Segments
    guess: Segments

    def __post_init__(self) -> None:
        counts = self.overlaps.pictures, self.truth.pictures, self.guess.pictures
        if len(set(counts)) > 1:
            raise ValueError(
                f"found joint tables of {counts[0]} pictures, truths of {counts[1]} and guesses of {counts[2]}; "
                f"wanted the same pictures three times"
            )

    @property
    def pictures(self) -> int:
        """N."""
        return self.overlaps.pictures

    @cached_property
    def truth_row(self) -> Rows:
        """(M,) int64: the truth row of each entry; -1 is void."""
        return _rows(self.overlaps.truth, self.overlaps.picture, self.truth)

    @cached_property
    def guess_row(self) -> Rows:
        """(M,) int64: the guess row of each entry; -1 is void."""
        return _rows(self.overlaps.guess, self.overlaps.picture, self.guess)

    @cached_property
    def truth_area(self) -> Rows:
        """(T,) int64: the pixels of each truth segment, counted."""
        return summed(self.overlaps.pixels, self.truth_row, len(self.truth))

    @cached_property
    def guess_area(self) -> Rows:
        """(G,) int64: the pixels of each guess segment, counted; those on the truth's void too."""
        return summed(self.overlaps.pixels, self.guess_row, len(self.guess))

    @cached_property
    def guess_void(self) -> Rows:
        """(G,) int64: the pixels of each guess segment on the truth's void."""
        on_void = self.overlaps.truth == 0
        return summed(self.overlaps.pixels[on_void], self.guess_row[on_void], len(self.guess))

    @cached_property
    def picture_area(self) -> Rows:
        """(N,) int64: the pixels of each picture."""
        return summed(self.overlaps.pixels, self.overlaps.picture, self.pictures)

    @staticmethod
    def joined(parts: Sequence["JointSet"]) -> "JointSet":
        """Return the pictures of all parts, one after the other; at least one part."""
        return JointSet(
            Overlaps.joined([part.overlaps for part in parts]),
            Segments.joined([part.truth for part in parts]),
            Segments.joined([part.guess for part in parts]),
        )

    def transposed(self) -> "JointSet":
        """Return the same pictures with truth and guess in each other's place."""
        return JointSet(self.overlaps.transposed(), self.guess, self.truth)


def summed(values: npt.NDArray[np.int64], rows: Rows, size: int) -> Rows:
    """Return the sum of the values of each row, (size,) int64; those of row -1 are left out.

    Exact: the sums stay below 2**53.

    Examples
    --------
    >>> summed(np.array([5, 7, 9]), np.array([1, -1, 1]), 3).tolist()
    [0, 14, 0]
    """
    return np.bincount(rows + 1, weights=values, minlength=size + 1)[1:].astype(np.int64)


def _rows(numbers: npt.NDArray[np.int32], picture: Rows, segments: Segments) -> Rows:
    return np.where(numbers > 0, segments.starts[picture] + numbers - 1, -1)
