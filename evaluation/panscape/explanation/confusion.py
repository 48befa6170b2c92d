"""Which categories are taken for which, segment by segment."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.explanation.meetings import best_of, meetings
from panscape.metrics.matching import Matches
from panscape.overlaps.joint import JointSet


@dataclass(frozen=True, eq=False)
class Confusion:
    """What N pictures add to the confusion of categories.

    Attributes
    ----------
    table : (C + 1, C + 1) int64
        Segments by the truth's category and the guess's; the last row is what only the guess has, the last column
        what only the truth has.
    """

    table: npt.NDArray[np.int64]

    @staticmethod
    def of_matches(joint: JointSet, matches: Matches, categories: int, *, above: float = 0.5) -> "Confusion":
        """Return the confusion of a joint set.

        A truth segment is put down to the category of its match, or else of the guess that fits it best, whatever
        its category, if that fits well enough. Crowds, and guesses that are excused and that no truth segment was put
        down to, are left out. So a row sums to the truth's segments of a category; and a column to the guess's, as
        long as ``above`` is at least 1/2.

        Parameters
        ----------
        joint : JointSet
        matches : Matches
            Of that set.
        categories : int
            C.
        above : float in [0, 1)
            The IoU from which on, itself left out, a guess is taken to mean a truth segment. At 1/2 and above that is
            one guess at most.
        """
        met = meetings(joint)
        fits = met.ious > above
        truth, guess, ious = met.truth[fits], met.guess[fits], met.ious[fits]
        best = best_of(ious, truth, len(joint.truth))
        partner = np.where(best >= 0, np.append(guess, -1)[best], -1)
        partner[matches.truth] = matches.guess
        column = np.where(partner >= 0, np.append(joint.guess.places, categories)[partner], categories)
        found = ~joint.truth.crowd
        alone = ~matches.excused
        alone[partner[partner >= 0]] = False
        rows = np.concatenate([joint.truth.places[found], np.full(int(alone.sum()), categories)])
        columns = np.concatenate([column[found], joint.guess.places[alone]])
        size = categories + 1
        return Confusion(np.bincount(rows * size + columns, minlength=size * size).reshape(size, size).astype(np.int64))

    def __add__(self, other: "Confusion") -> "Confusion":
        return Confusion(self.table + other.table)


@dataclass(frozen=True)
class Mistake:
    """A pair of categories that were confused.

    Attributes
    ----------
    truth, guess : Category
    segments : int
        How many of the truth's were taken for the guess's.
    share : float in (0, 1]
        Of the truth's segments of the category.
    """

    truth: Category
    guess: Category
    segments: int
    share: float


def mistakes(confusion: Confusion, categories: Sequence[Category]) -> list[Mistake]:
    """Return the confused pairs, those with most segments first; what is only missed or spurious is none.

    Parameters
    ----------
    confusion : Confusion
    categories : sequence of Category
        In the order of the table.
    """
    size = len(categories)
    confused = confusion.table[:size, :size] * ~np.eye(size, dtype=np.bool_)
    sums = confusion.table.sum(axis=1)
    rows, columns = np.nonzero(confused)
    order = np.argsort(-confused[rows, columns], kind="stable")
    return [
        Mistake(categories[t], categories[g], int(confused[t, g]), float(confused[t, g] / sums[t]))
        for t, g in zip(rows[order].tolist(), columns[order].tolist(), strict=True)
    ]
