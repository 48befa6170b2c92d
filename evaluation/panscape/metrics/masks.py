"""Average precision of thing masks, where guesses carry scores: COCO's, without a mask being encoded."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, fields
from io import StringIO
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.metrics.joint import JointSet, Rows
from panscape.metrics.segments import Segments

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Masks:
    """The masks of things in N pictures, a row each: picture after picture, in the order of their lists.

    Attributes
    ----------
    picture, place, area_px : (S,) int64
    crowd : (S,) bool
        False in a guess, whatever its file says.
    score : (S,) float64
        How sure the guess is; 0 in the truth.
    """

    picture: Rows
    place: Rows
    area_px: Rows
    crowd: npt.NDArray[np.bool_]
    score: Scores

    def __len__(self) -> int:
        return int(self.picture.size)

    def joined(self, other: "Masks", shift: int) -> "Masks":
        """Return these rows and then the other's, whose pictures come ``shift`` later."""
        return Masks(
            np.concatenate([self.picture, other.picture + shift]),
            np.concatenate([self.place, other.place]),
            np.concatenate([self.area_px, other.area_px]),
            np.concatenate([self.crowd, other.crowd]),
            np.concatenate([self.score, other.score]),
        )


@dataclass(frozen=True, eq=False)
class MaskCounts:
    """What N pictures add to average precision: their masks, and the IoU of those that meet; adds exactly.

    Attributes
    ----------
    pictures : int
        N.
    truth, guess : Masks
    pair_truth, pair_guess : (P,) int64
        The rows of each pair of one category that shares a pixel.
    iou : (P,) float64
        Of each pair; void is no matter, and a crowd's is the share of the guess that lies on it.
    """

    pictures: int
    truth: Masks
    guess: Masks
    pair_truth: Rows
    pair_guess: Rows
    iou: npt.NDArray[np.float64]

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
            truth_place[joint.truth_row[pairs]],
            guess_place[joint.guess_row[pairs]],
            iou,
        )

    def __add__(self, other: "MaskCounts") -> "MaskCounts":
        return MaskCounts(
            self.pictures + other.pictures,
            self.truth.joined(other.truth, self.pictures),
            self.guess.joined(other.guess, self.pictures),
            np.concatenate([self.pair_truth, other.pair_truth + len(self.truth)]),
            np.concatenate([self.pair_guess, other.pair_guess + len(self.guess)]),
            np.concatenate([self.iou, other.iou]),
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
    run = coco_eval(counts, categories)
    with redirect_stdout(StringIO()):
        run.summarize()
    things = [category for category in categories if category.isthing]
    names = [field.name for field in fields(MaskPrecision)][:12]
    stats = {name: _known(np.array([value])) for name, value in zip(names, run.stats, strict=True)}
    return MaskPrecision(**stats, categories=tuple(_category(run, *one) for one in enumerate(things)))


def coco_eval(counts: MaskCounts, categories: Sequence[Category]) -> Any:
    """Return COCO's evaluator after its work, for its curves: ``.eval["precision"]``, (10, 101, things, 4, 3).

    It is handed the IoUs instead of masks; whatever follows from them is done by ``pycocotools``' own code.
    """
    from pycocotools.cocoeval import COCOeval

    run = COCOeval(iouType="segm")
    run.params.imgIds = list(range(counts.pictures))
    run.params.catIds = [place for place, category in enumerate(categories) if category.isthing]
    truth, guess, ious = _annotations(counts.truth), _annotations(counts.guess), _tables(counts)

    def prepare() -> None:
        run._gts, run._dts = truth, guess

    run._prepare = prepare
    run.computeIoU = lambda picture, place: ious.get((picture, place), [])[: run.params.maxDets[-1]]
    with redirect_stdout(StringIO()):  # it reports every step
        run.evaluate()
        run.accumulate()
    return run


def _annotations(masks: Masks) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """What COCOeval looks at of each annotation, by picture and category; an id of 0 would mean no match."""
    listed: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    columns = masks.picture, masks.place, masks.area_px, masks.crowd, masks.score
    for number, (picture, place, area, crowd, score) in enumerate(zip(*(c.tolist() for c in columns), strict=True), 1):
        listed[picture, place].append(
            {"id": number, "area": area, "iscrowd": int(crowd), "ignore": int(crowd), "score": score}
        )
    return listed


def _tables(counts: MaskCounts) -> dict[tuple[int, int], npt.NDArray[np.float64]]:
    """The IoUs of each picture and category: a row for each guess, by falling score, a column for each truth."""
    truth, guess = counts.truth, counts.guess
    columns, truths = _ranks(truth, np.zeros(len(truth)))
    rows, guesses = _ranks(guess, -guess.score)
    tables = {key: np.zeros((count, truths[key])) for key, count in guesses.items() if key in truths}
    pairs = truth.picture, truth.place, columns
    parts = *(column[counts.pair_truth] for column in pairs), rows[counts.pair_guess], counts.iou
    for picture, place, column, row, iou in zip(*(part.tolist() for part in parts), strict=True):
        tables[picture, place][row, column] = iou
    return tables


def _ranks(masks: Masks, order: Scores) -> tuple[Rows, dict[tuple[int, int], int]]:
    """(S,) int64: the rank of each mask in its picture and category, ties as they come; and how many there are."""
    sequence = np.lexsort((order, masks.place, masks.picture))
    keys = np.stack([masks.picture, masks.place], axis=1)[sequence]
    new = np.ones(len(masks), np.bool_)
    new[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    starts = np.flatnonzero(new)
    ranks = np.empty(len(masks), np.int64)
    ranks[sequence] = np.arange(len(masks)) - np.repeat(starts, np.diff(starts, append=len(masks)))
    sizes = np.diff(starts, append=len(masks)).tolist()
    return ranks, {(picture, place): size for (picture, place), size in zip(keys[starts].tolist(), sizes, strict=True)}


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


def _category(run: Any, k: int, category: Category) -> CategoryPrecision:
    """The numbers of the k-th thing: areas of all sizes, and at most 100 guesses."""
    precision, recall = run.eval["precision"][:, :, k, 0, 2], run.eval["recall"][:, k, 0, 2]
    ap, ap50, ap75 = (_known(precision[thresholds]) for thresholds in (slice(None), 0, 5))
    return CategoryPrecision(category.id, category.name, ap, ap50, ap75, _known(recall))


def _known(values: npt.NDArray[np.float64]) -> float | None:
    """The mean of what is known, as COCO's code takes it: -1 says that there is nothing."""
    known = values[values > -1]
    return float(np.mean(known)) if known.size else None
