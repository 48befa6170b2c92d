"""How the IoUs of segments are spread: of the matched ones, and of the best that each truth segment got."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.explanation.meetings import best_of, meetings
from panscape.metrics.matching import Matches
from panscape.overlaps.joint import JointSet

BINS = 20
# Divided, not multiplied: 11 / 20 is the double that an IoU of 11 / 20 is, 11 * 0.05 is another.
EDGES: npt.NDArray[np.float64] = np.arange(BINS + 1) / BINS


@dataclass(frozen=True, eq=False)
class IouHistogram:
    """What N pictures add to the histograms of IoU.

    Bin b has the IoUs in ``(EDGES[b], EDGES[b + 1]]``: closed above, so that the threshold of 1/2 is an edge that
    parts what matches from what does not.

    Attributes
    ----------
    matched : (C, 20) int64
        Of the matches, by category.
    best : (C, 20) int64
        Of each truth segment with the guess of its category that fits it best, matched or not; crowds are left out.
    alone : (C,) int64
        Truth segments that no guess of their category touches.
    """

    matched: npt.NDArray[np.int64]
    best: npt.NDArray[np.int64]
    alone: npt.NDArray[np.int64]

    @staticmethod
    def of_matches(joint: JointSet, matches: Matches, categories: int) -> "IouHistogram":
        """Return the histograms of a joint set.

        Parameters
        ----------
        joint : JointSet
        matches : Matches
            Of that set.
        categories : int
            C.
        """
        met = meetings(joint)
        truth, ious = met.truth[met.alike], met.ious[met.alike]
        best = best_of(ious, truth, len(joint.truth))
        there = np.flatnonzero(best >= 0)
        alone = np.flatnonzero((best < 0) & ~joint.truth.crowd)
        places = joint.truth.places
        return IouHistogram(
            _counted(places[matches.truth], matches.ious, categories),
            _counted(places[there], ious[best[there]], categories),
            np.bincount(places[alone], minlength=categories).astype(np.int64),
        )

    def __add__(self, other: "IouHistogram") -> "IouHistogram":
        return IouHistogram(self.matched + other.matched, self.best + other.best, self.alone + other.alone)


def _counted(places: npt.NDArray[np.int64], ious: npt.NDArray[np.float64], categories: int) -> npt.NDArray[np.int64]:
    # An IoU above 1 comes from an area that a file tells wrong; it goes to the last bin.
    bins = np.minimum(np.searchsorted(EDGES, ious, side="left") - 1, BINS - 1)
    return np.bincount(places * BINS + bins, minlength=categories * BINS).reshape(categories, BINS).astype(np.int64)
