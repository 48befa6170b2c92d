"""Every pair of a truth and a guess segment that share a pixel, whatever their categories: where explanations begin."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.overlaps.joint import JointSet, Rows


@dataclass(frozen=True, eq=False)
class Meetings:
    """The pairs of segments that share a pixel; the truth's crowds are left out.

    Attributes
    ----------
    truth, guess : (M,) int64
        Rows, by picture, then truth id, then guess id.
    shared : (M,) int64, pixels
    ious : (M,) float64
        Of the areas as counted, the truth's void left out of the guess.
    alike : (M,) bool
        Whether both are of one category.
    """

    truth: Rows
    guess: Rows
    shared: Rows
    ious: npt.NDArray[np.float64]
    alike: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return int(self.truth.size)


def meetings(joint: JointSet) -> Meetings:
    """Return the pairs of segments that share a pixel."""
    met = np.flatnonzero((joint.truth_row >= 0) & (joint.guess_row >= 0))
    met = met[~joint.truth.crowd[joint.truth_row[met]]]
    truth, guess, shared = joint.truth_row[met], joint.guess_row[met], joint.overlaps.pixels[met]
    union = joint.truth_area[truth] + seen_area(joint)[guess] - shared
    return Meetings(truth, guess, shared, shared / union, joint.truth.places[truth] == joint.guess.places[guess])


def seen_area(joint: JointSet) -> Rows:
    """Return the pixels of each guess segment that are not void in the truth, (G,) int64."""
    return joint.guess_area - joint.guess_void


def best_of(values: npt.NDArray[np.int64] | npt.NDArray[np.float64], rows: Rows, size: int) -> Rows:
    """Return where each row has its greatest value, (size,) int64; the first of equals, -1 for a row without any.

    Examples
    --------
    >>> best_of(np.array([3, 7, 7, 1]), np.array([0, 2, 2, 0]), 3).tolist()
    [0, -1, 1]
    """
    best = np.full(size, -1)
    # Of a place that is assigned several times NumPy keeps the last, so the greatest has to come last.
    order = np.lexsort((-np.arange(rows.size), values, rows))
    best[rows[order]] = order
    return best
