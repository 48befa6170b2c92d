"""Average precision of thing masks, where guesses carry scores: COCO's, without a mask being encoded."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.metrics.precision import Curves, Masks, Pairs, curves
from panscape.overlaps.joint import JointSet, Rows
from panscape.overlaps.segments import Segments

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MaskCounts:
    """What N pictures add to average precision: their masks, and the IoU of those that meet; adds exactly.

    Attributes
    ----------
    pictures : int
        N.
    truth, guess : Masks
    pairs : Pairs
        Those of one category that share a pixel. Void is no matter to their IoU; a crowd's is the share of the guess
        that lies on it.
    """

    pictures: int
    truth: Masks
    guess: Masks
    pairs: Pairs

    @staticmethod
    def of(joint: JointSet, scores: npt.ArrayLike, categories: Sequence[Category]) -> "MaskCounts":
        """Return what some pictures add.

        Parameters
        ----------
        joint : JointSet
        scores : (G,) float
            Of each row of ``joint.guess``; those of stuff are not looked at.
        categories : sequence of Category

        Raises
        ------
        ValueError
            If there are more scores than guess segments, or fewer, or a thing has a score that is no number.
        """
        score = np.asarray(scores, np.float64)
        if score.shape != (len(joint.guess),):
            raise ValueError(f"found scores of shape {score.shape}; wanted one for each of {len(joint.guess)} segments")
        thing = np.array([category.isthing for category in categories], np.bool_)
        truth_place, truth = _placed(joint.truth.picture, joint.truth.listed, thing[joint.truth.places])
        guess_place, guess = _placed(joint.guess.picture, joint.guess.listed, thing[joint.guess.places])
        if not np.isfinite(score[guess]).all():
            row = guess[~np.isfinite(score[guess])][0]
            raise ValueError(
                f"segment {joint.guess.ids[row]} of picture {joint.guess.picture[row]} has score {score[row]}; "
                f"wanted a number"
            )
        pairs, iou = _pairs(joint, thing)
        return MaskCounts(
            joint.pictures,
            _masks(joint.truth, truth, joint.truth_area, joint.truth.crowd, np.zeros(len(joint.truth))),
            _masks(joint.guess, guess, joint.guess_area, np.zeros(len(joint.guess), np.bool_), score),
            Pairs(truth_place[joint.truth_row[pairs]], guess_place[joint.guess_row[pairs]], iou),
        )

    def __add__(self, other: "MaskCounts") -> "MaskCounts":
        return MaskCounts(
            self.pictures + other.pictures,
            self.truth.joined(other.truth, self.pictures),
            self.guess.joined(other.guess, self.pictures),
            Pairs(
                np.concatenate([self.pairs.truth, other.pairs.truth + len(self.truth)]),
                np.concatenate([self.pairs.guess, other.pairs.guess + len(self.guess)]),
                np.concatenate([self.pairs.iou, other.pairs.iou]),
            ),
        )


@dataclass(frozen=True)
class CategoryPrecision:
    """Average precision and recall of one thing.

    Attributes
    ----------
    category_id : int
    name : str
    ap, ap50, ap75, ar100 : float in [0, 1], or None where the truth has no mask of it
    """

    category_id: int
    name: str
    ap: float | None
    ap50: float | None
    ap75: float | None
    ar100: float | None


@dataclass(frozen=True)
class MaskPrecision:
    """COCO's twelve numbers, and those of each thing.

    Attributes
    ----------
    ap : float in [0, 1], or None where the truth has no mask; so are all
        Mean over the IoU thresholds 0.50, 0.55 … 0.95 and over categories.
    ap50, ap75 : at the thresholds 0.5 and 0.75
    ap_small, ap_medium, ap_large : of masks up to 32², up to 96², and above
    ar1, ar10, ar100 : recall with that many guesses in a picture and category
    ar_small, ar_medium, ar_large : recall with 100 guesses
    categories : tuple of CategoryPrecision
        Of things.
    """

    ap: float | None
    ap50: float | None
    ap75: float | None
    ap_small: float | None
    ap_medium: float | None
    ap_large: float | None
    ar1: float | None
    ar10: float | None
    ar100: float | None
    ar_small: float | None
    ar_medium: float | None
    ar_large: float | None
    categories: tuple[CategoryPrecision, ...]


def mask_precision(counts: MaskCounts, categories: Sequence[Category]) -> MaskPrecision:
    """Return the average precision that counts amount to, to the last bit what COCO's code makes of encoded masks.

    Parameters
    ----------
    counts : MaskCounts
    categories : sequence of Category
        Those that were counted.

    Returns
    -------
    MaskPrecision

    References
    ----------
    Lin et al. 2014, Microsoft COCO, and cocodataset.org/#detection-eval.
    """
    found = curves(counts.truth, counts.guess, counts.pairs, len(categories))
    things = [place for place, category in enumerate(categories) if category.isthing]
    precision, recall = found.precision[:, :, things], found.recall[:, things]
    small, medium, large = (_known(precision[..., area]) for area in (1, 2, 3))
    few, some, many = (_known(recall[:, :, 0, most]) for most in (0, 1, 2))
    small_recall, medium_recall, large_recall = (_known(recall[:, :, area, 2]) for area in (1, 2, 3))
    return MaskPrecision(
        ap=_known(precision[..., 0]),
        ap50=_known(precision[0, ..., 0]),
        ap75=_known(precision[5, ..., 0]),
        ap_small=small,
        ap_medium=medium,
        ap_large=large,
        ar1=few,
        ar10=some,
        ar100=many,
        ar_small=small_recall,
        ar_medium=medium_recall,
        ar_large=large_recall,
        categories=tuple(_category(found, place, categories[place]) for place in things),
    )


def _pairs(joint: JointSet, thing: npt.NDArray[np.bool_]) -> tuple[Rows, npt.NDArray[np.float64]]:
    """(P,) int64 the entries where two things of one category meet, and their IoUs."""
    both = np.flatnonzero((joint.truth_row >= 0) & (joint.guess_row >= 0))
    place = joint.truth.places[joint.truth_row[both]]
    both = both[thing[place] & (place == joint.guess.places[joint.guess_row[both]])]
    truth, guess, shared = joint.truth_row[both], joint.guess_row[both], joint.overlaps.pixels[both]
    beyond = np.where(joint.truth.crowd[truth], 0, joint.truth_area[truth] - shared)
    return both, shared / (joint.guess_area[guess] + beyond)


def _masks(segments: Segments, rows: Rows, area: Rows, crowd: npt.NDArray[np.bool_], score: Scores) -> Masks:
    return Masks(segments.picture[rows], segments.places[rows], area[rows], crowd[rows], score[rows])


def _placed(picture: Rows, listed: Rows, wanted: npt.NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """(S,) int64 the place of each segment among the wanted, and the wanted rows by picture and place in its list."""
    order = np.lexsort((listed, picture))
    order = order[wanted[order]]
    place = np.full(picture.size, -1)
    place[order] = np.arange(order.size)
    return place, order


def _category(found: Curves, place: int, category: Category) -> CategoryPrecision:
    """The numbers of one thing: areas of all sizes, and at most 100 guesses."""
    precision, recall = found.precision[:, :, place, 0], found.recall[:, place, 0, 2]
    ap, ap50, ap75 = (_known(precision[thresholds]) for thresholds in (slice(None), 0, 5))
    return CategoryPrecision(category.id, category.name, ap, ap50, ap75, _known(recall))


def _known(values: npt.NDArray[np.float64]) -> float | None:
    """The mean of what is known, as COCO's code takes it: -1 says that there is nothing."""
    known = values[values > -1]
    return float(np.mean(known)) if known.size else None
