"""COCO's precision and recall of scored masks, from their IoUs: its rules, without its loops."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.overlaps.joint import Rows

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

# To the bit those of pycocotools: 0.05 * k would differ in the last.
THRESHOLDS = np.linspace(0.5, 0.95, 10)
RECALLS = np.linspace(0.0, 1.0, 101)
AREAS = np.array([[0, 1e10], [0, 32**2], [32**2, 96**2], [96**2, 1e10]])
MOST = (1, 10, 100)


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
    crowd: Flags
    score: Numbers

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
class Pairs:
    """Masks of one picture and category that share a pixel.

    Attributes
    ----------
    truth, guess : (P,) int64
        Rows.
    iou : (P,) float64
    """

    truth: Rows
    guess: Rows
    iou: Numbers

    def where(self, wanted: Flags) -> "Pairs":
        """Return some of them."""
        return Pairs(self.truth[wanted], self.guess[wanted], self.iou[wanted])


@dataclass(frozen=True, eq=False)
class Curves:
    """Precision and recall of each category; -1 where the truth has no mask.

    Attributes
    ----------
    precision : (10, 101, C, 4) float64
        By IoU threshold, recall, category and range of areas, with at most 100 guesses in a picture and category.
    recall : (10, C, 4, 3) float64
        By IoU threshold, category, range of areas, and 1, 10 or 100 guesses.
    """

    precision: Numbers
    recall: Numbers


def curves(truth: Masks, guess: Masks, pairs: Pairs, categories: int) -> Curves:
    """Return the precision and recall curves of scored masks, to the last bit those of pycocotools' COCOeval.

    Its loops over pictures, areas, thresholds and masks take 10 ms a picture of COCO; here only those guesses are
    looked at one by one that compete for a truth, or could have two, and that takes an IoU of exactly 1/2.

    Parameters
    ----------
    truth, guess : Masks
        Of equal scores, the guess that comes first is first.
    pairs : Pairs
    categories : int
    """
    rank = _ranks(guess)
    outside = (truth.area_px < AREAS[:, :1]) | (truth.area_px > AREAS[:, 1:])
    ignored = truth.crowd | outside
    matched, excused = _matched(truth, guess, pairs, ignored, rank)
    # An unmatched guess of another size is no error: what it stands for may be of another size as well.
    excused |= ~matched & ((guess.area_px < AREAS[:, :1]) | (guess.area_px > AREAS[:, 1:]))[:, None]
    precision = np.full((THRESHOLDS.size, RECALLS.size, categories, len(AREAS)), -1.0)
    recall = np.full((THRESHOLDS.size, categories, len(AREAS), len(MOST)), -1.0)
    order = np.lexsort((rank, guess.picture, guess.place))
    ends = np.searchsorted(guess.place[order], np.arange(categories + 1))
    for place in range(categories):
        wanted = np.count_nonzero(~ignored[:, truth.place == place], axis=1)
        rows = order[ends[place] : ends[place + 1]]
        for number, most in enumerate(MOST):
            few = rows[rank[rows] < most]
            few = few[np.argsort(-guess.score[few], kind="stable")]
            right = (matched & ~excused)[..., few]
            wrong = (~matched & ~excused)[..., few]
            tp, fp = np.cumsum(right, axis=-1).astype(float), np.cumsum(wrong, axis=-1).astype(float)
            for area in np.flatnonzero(wanted):
                found = tp[area] / wanted[area]
                recall[:, place, area, number] = found[:, -1] if few.size else 0
                if most == MOST[-1]:
                    precision[:, :, place, area] = _interpolated(found, tp[area], fp[area])
    return Curves(precision, recall)


def _interpolated(recall: Numbers, tp: Numbers, fp: Numbers) -> Numbers:
    """(10, 101) float64: the best precision at each recall or above; 0 where no guess gets there."""
    precision = tp / (fp + tp + np.spacing(1))
    best = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    padded = np.concatenate([best, np.zeros((best.shape[0], 1))], axis=1)
    reached = np.stack([np.searchsorted(row, RECALLS, side="left") for row in recall])
    return np.take_along_axis(padded, reached, axis=1)


def _matched(truth: Masks, guess: Masks, pairs: Pairs, ignored: Flags, rank: Rows) -> tuple[Flags, Flags]:
    """(4, 10, G) bool twice: which guesses match at each range and threshold, and which match what is ignored."""
    matched = np.zeros((len(AREAS), THRESHOLDS.size, guess.picture.size), np.bool_)
    excused = np.zeros_like(matched)
    close = pairs.where(pairs.iou >= THRESHOLDS[0])
    many_truths = np.bincount(close.guess, minlength=guess.picture.size)[close.guess] > 1
    rivals = (np.bincount(close.truth, minlength=truth.picture.size)[close.truth] > 1) & ~truth.crowd[close.truth]
    tangled = np.isin(close.guess, close.guess[many_truths | rivals])
    plain = close.where(~tangled)
    enough = plain.iou >= THRESHOLDS[:, None]
    matched[..., plain.guess] = enough
    excused[..., plain.guess] = enough & ignored[:, None, plain.truth]
    for area, number, one, other in _untangled(close.where(tangled), truth.crowd, ignored, rank):
        matched[area, number, one] = True
        excused[area, number, one] = ignored[area, other]
    return matched, excused


def _untangled(pairs: Pairs, crowd: Flags, ignored: Flags, rank: Rows) -> Iterator[tuple[int, int, int, int]]:
    """Give range, threshold, guess and truth of each match, guess by guess as their scores fall."""
    order = np.lexsort((pairs.truth, rank[pairs.guess]))
    offers: dict[int, list[tuple[int, float]]] = {}
    for k in order.tolist():
        offers.setdefault(int(pairs.guess[k]), []).append((int(pairs.truth[k]), float(pairs.iou[k])))
    for area in range(len(AREAS) if offers else 0):
        for number, threshold in enumerate(THRESHOLDS.tolist()):
            taken: set[int] = set()
            for one, choice in offers.items():
                free = [(t, iou) for t, iou in choice if iou >= threshold and (t not in taken or crowd[t])]
                if free:
                    # What counts goes before what is ignored, then the larger IoU, then what is listed last.
                    other, _ = max(free, key=lambda offer: (not ignored[area, offer[0]], offer[1], offer[0]))
                    taken.add(other)
                    yield area, number, one, other


def _ranks(guess: Masks) -> Rows:
    """(G,) int64: the place of each guess among those of its picture and category, by falling score."""
    order = np.lexsort((-guess.score, guess.place, guess.picture))
    names = np.stack([guess.picture, guess.place])[:, order]
    new = np.ones(order.size, np.bool_)
    new[1:] = (names[:, 1:] != names[:, :-1]).any(axis=0)
    starts = np.flatnonzero(new)
    ranks = np.empty(order.size, np.int64)
    ranks[order] = np.arange(order.size) - np.repeat(starts, np.diff(starts, append=order.size))
    return ranks
