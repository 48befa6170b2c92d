"""How far scores would move with other pictures: a paired bootstrap over the pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.metrics import Counts

ROUNDS = 2000
CHUNK = 200
FEW_PICTURES = 30  # below it, intervals of a percentile bootstrap are too narrow to be taken at their word
GROUPS = ("all", "things", "stuff")
MEASURES = ("pq", "sq", "rq")


@dataclass(frozen=True)
class Interval:
    """The middle 95 % of what resampled pictures give; None where some resample has nothing to score.

    One picture alone has none: drawn anew it is always itself.
    """

    low: float | None
    high: float | None


def resampled_scores(
    counts: Sequence[Counts], categories: Sequence[Category], rng: np.random.Generator, rounds: int = ROUNDS
) -> npt.NDArray[np.float64]:
    """Return the scores of many guesses over resampled pictures.

    Parameters
    ----------
    counts : G Counts
        Of the same N pictures.
    categories : sequence of Category
    rng : numpy.random.Generator
    rounds : int
        How often N pictures are drawn from the N, with replacement. All guesses are scored on the same ones, so
        that the difference of two rows is a paired difference.

    Returns
    -------
    (G, rounds, 3, 3) float64
        By group ("all", "things", "stuff") and measure ("pq", "sq", "rq"); nan where there is nothing, and everywhere
        where there are fewer than two pictures to draw from.

    References
    ----------
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapters 13 and 16.
    """
    pictures = counts[0].pictures
    tables = np.stack([_table(one) for one in counts])
    isthing = np.array([category.isthing for category in categories])
    scores = np.full((len(counts), rounds, len(GROUPS), len(MEASURES)), np.nan)
    if pictures < 2:
        return scores
    for start in range(0, rounds, CHUNK):
        stop = min(start + CHUNK, rounds)
        times = rng.multinomial(pictures, np.full(pictures, 1 / pictures), stop - start).astype(np.float64)
        for g, table in enumerate(tables):
            iou_sum, tp, fp, fn = (times @ part for part in table)
            scores[g, start:stop] = _scores(iou_sum, tp, fp, fn, isthing)
    return scores


def middle(values: npt.NDArray[np.float64], share: float = 0.95) -> Interval:
    """Return the percentile interval of resampled values, (rounds,) float64.

    Examples
    --------
    >>> middle(np.arange(5) / 4, 0.5)
    Interval(low=0.25, high=0.75)
    """
    if not values.size or np.isnan(values).any():
        return Interval(None, None)
    low, high = np.quantile(values, [(1 - share) / 2, (1 + share) / 2])
    return Interval(float(low), float(high))


def _table(counts: Counts) -> npt.NDArray[np.float64]:
    """(4, N, C): iou_sum, tp, fp, fn of each picture."""
    return np.stack([[one.iou_sum, one.tp, one.fp, one.fn] for one in counts], axis=1).astype(np.float64)


def _scores(
    iou_sum: npt.NDArray[np.float64],
    tp: npt.NDArray[np.float64],
    fp: npt.NDArray[np.float64],
    fn: npt.NDArray[np.float64],
    isthing: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float64]:
    """(rounds, 3, 3): group by measure, of (rounds, C) sums."""
    weight = tp + 0.5 * fp + 0.5 * fn
    there = weight > 0
    some = np.where(there, weight, 1.0)
    each = np.stack([iou_sum / some, iou_sum / np.maximum(tp, 1.0), tp / some], axis=-1)
    scores = np.full((len(weight), len(GROUPS), len(MEASURES)), np.nan)
    for place, members in enumerate((np.ones_like(isthing), isthing, ~isthing)):
        inside = (there & members)[:, :, None]
        number = inside.sum(axis=1)
        sums = np.where(inside, each, 0.0).sum(axis=1)
        scores[:, place] = np.where(number > 0, sums / np.maximum(number, 1), np.nan)
    return scores
