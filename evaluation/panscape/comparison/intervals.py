"""How far scores would move with other pictures: a paired bootstrap over the pictures, or over their scenes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.comparison.resampling import (
    drawn_sums,
    flags_of,
    group_scores,
    left_out_scores,
    table_of,
    total_sums,
)
from panscape.comparison.resampling.scores import GROUPS, MEASURES, Group, Measure, Scores
from panscape.comparison.resampling.sums import refuse_no_rounds
from panscape.comparison.resampling.table import Table
from panscape.metrics import Counts

ROUNDS = 10_000
FEW_PICTURES = 30  # below it, intervals of a bootstrap are too narrow to be taken at their word
TIE = 1e-12  # scores nearer than this are the same: they differ by the order in which they were added

Units = npt.NDArray[np.integer]
Kind = Literal["images", "scenes"]


@dataclass(frozen=True)
class Interval:
    """Where a score would lie with other pictures, at 95 %; None where some resample has nothing to score.

    One picture alone has none: drawn anew it is always itself.

    Attributes
    ----------
    low, high : float or None
    method : "bca", "percentile" or None
        Bias corrected and accelerated, which heeds skewness; or the middle of the resampled scores, where that
        cannot be: every resample lies on one side of the score, or the score does not depend on any one picture.
    """

    low: float | None
    high: float | None
    method: Literal["bca", "percentile"] | None = None


@dataclass(frozen=True, eq=False)
class Resampled:
    """The scores of G guesses over drawn pictures, and what an interval needs beside them.

    Attributes
    ----------
    found : (G, 3, 3) float64
        Over the pictures themselves, by group ("all", "things", "stuff") and measure ("pq", "sq", "rq").
    drawn : (G, rounds, 3, 3) float64
    left_out : (G, U, 3, 3) float64
        Without each unit in turn.
    lone : (G, 3) bool
        Whether a category of a group ("all", "things", "stuff") hangs on one unit alone.
    pictures : int
    kind : "images" or "scenes"
        What was drawn: the units.
    """

    found: Scores
    drawn: Scores
    left_out: Scores
    lone: npt.NDArray[np.bool_]
    pictures: int
    kind: Kind

    @property
    def units(self) -> int:
        """How many images, or scenes, each round draws from."""
        return self.left_out.shape[1]

    def interval(self, guess: int, group: Group = "all", measure: Measure = "pq") -> Interval:
        """The interval of a score of one guess."""
        at = (..., GROUPS.index(group), MEASURES.index(measure))
        return bca(self.drawn[guess][at], float(self.found[guess][at]), self.left_out[guess][at])

    def gap(self, guess: int, other: int, group: Group = "all", measure: Measure = "pq") -> float | None:
        """The score of one guess less that of another; None where either has none."""
        at = (..., GROUPS.index(group), MEASURES.index(measure))
        gap = float(settled(self.found[guess][at] - self.found[other][at]))
        return None if np.isnan(gap) else gap

    def difference(self, guess: int, other: int, group: Group = "all", measure: Measure = "pq") -> Interval:
        """The interval of the score of one guess less that of another, on the same pictures."""
        at = (..., GROUPS.index(group), MEASURES.index(measure))
        parts = self.drawn, self.found, self.left_out
        drawn, found, left_out = (settled(part[guess][at] - part[other][at]) for part in parts)
        return bca(drawn, float(found), left_out)


def resampled(
    counts: Sequence[Counts],
    categories: Sequence[Category],
    rng: np.random.Generator,
    rounds: int = ROUNDS,
    *,
    units: Units | None = None,
    workers: int = 0,
) -> Resampled:
    """Return what intervals of the scores of many guesses, and of their differences, follow from.

    Parameters
    ----------
    counts : G Counts
        Of the same N pictures.
    categories : sequence of Category
    rng : numpy.random.Generator
    rounds : int
    units : (N,) integer, optional
        The scene of each picture, where pictures share one: scenes are then drawn, with all of their pictures. Two
        pictures of a scene tell less than two of different scenes, and intervals over pictures would be too narrow.
    workers : int
        Threads, 0 for one a processor; the numbers do not depend on it.

    Returns
    -------
    Resampled
        All guesses are scored on the same drawn pictures, so that the difference of two is a paired difference; nan
        everywhere where there are fewer than two units to draw from.

    Raises
    ------
    UsageError
        If there are no counts, or counts, categories and units do not fit each other, or no round is asked for.

    References
    ----------
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapters 13 and 16.
    """
    table = table_of(counts, units)
    isthing, pictures = flags_of(categories, table), counts[0].pictures
    found = group_scores(total_sums(table), isthing)[:, 0]
    drawn = _drawn_scores(table, isthing, rng, rounds, workers)
    kind: Kind = "scenes" if table.units < pictures else "images"
    return Resampled(found, drawn, left_out_scores(table, isthing), _lone(table, isthing), pictures, kind)


def settled(differences: Scores) -> Scores:
    """Return differences of scores, those that only the order of adding made as 0.

    Examples
    --------
    >>> settled(np.array([1e-17, -0.25]))
    array([ 0.  , -0.25])
    """
    return np.where(np.abs(differences) <= TIE, 0.0, differences)


def middle(values: npt.NDArray[np.float64], share: float = 0.95) -> Interval:
    """Return the percentile interval of resampled values, (rounds,) float64.

    Examples
    --------
    >>> middle(np.arange(5) / 4, 0.5)
    Interval(low=0.25, high=0.75, method='percentile')
    """
    if not values.size or np.isnan(values).any():
        return Interval(None, None)
    low, high = np.quantile(values, [(1 - share) / 2, (1 + share) / 2])
    return Interval(float(low), float(high), "percentile")


def bca(
    values: npt.NDArray[np.float64], found: float, left_out: npt.NDArray[np.float64], share: float = 0.95
) -> Interval:
    """Return the bias corrected and accelerated interval of a score, or the percentile interval where there is none.

    Parameters
    ----------
    values : (rounds,) float64
        Of resamples.
    found : float
        The score itself.
    left_out : (U,) float64
        Without each unit in turn.
    share : float in (0, 1)

    References
    ----------
    Efron 1987, Better Bootstrap Confidence Intervals, JASA 82; Efron and Tibshirani 1993, eq. 14.9, 14.10 and 14.15.
    """
    plain = middle(values, share)
    if plain.method is None or np.isnan(left_out).any():
        return plain
    ties = np.abs(values - found) <= TIE
    below = float(np.mean((values < found) & ~ties) + 0.5 * np.mean(ties))
    away = left_out.mean() - left_out
    spread = float(np.sum(away**2))
    if not 0 < below < 1 or spread <= TIE**2 * left_out.size:
        return plain
    acceleration = float(np.sum(away**3)) / (6 * spread**1.5)
    normal = NormalDist()
    bias = normal.inv_cdf(below)
    corrected = []
    for part in ((1 - share) / 2, (1 + share) / 2):
        shifted = bias + normal.inv_cdf(part)
        if acceleration * shifted >= 1:
            return plain
        corrected.append(normal.cdf(bias + shifted / (1 - acceleration * shifted)))
    low, high = np.quantile(values, corrected)
    return Interval(float(low), float(high), "bca")


def scenes_of(facts: Sequence[Mapping[str, Any]]) -> npt.NDArray[np.int64] | None:
    """Return a number for the scene of each picture, (N,) int64, from the pictures' fact ``scene``.

    A picture of which no scene is told is a scene of its own; None if no two pictures share one.

    Examples
    --------
    >>> scenes_of([{"scene": "a"}, {}, {"scene": "a"}]).tolist()
    [0, 1, 0]
    >>> scenes_of([{"scene": "a"}, {}, {}]) is None
    True
    """
    return units_of([scene_of(one) for one in facts])


def scene_of(facts: Mapping[str, Any]) -> str | None:
    """Spell the scene of a picture, None if none is told; the number 1 and the text "1" are two.

    Examples
    --------
    >>> scene_of({"scene": 1}), scene_of({"scene": "1"}), scene_of({})
    ('1', "'1'", None)
    """
    scene = facts.get("scene")
    return None if scene is None else repr(scene)


def units_of(scenes: Sequence[str | None]) -> npt.NDArray[np.int64] | None:
    """Return a number for the scene of each picture, as :func:`scenes_of`, from the scenes as they are spelled."""
    numbers: dict[str | int, int] = {}
    found = [numbers.setdefault(k if one is None else one, len(numbers)) for k, one in enumerate(scenes)]
    return np.array(found, np.int64) if len(numbers) < len(found) else None


def _drawn_scores(
    table: Table, isthing: npt.NDArray[np.bool_], rng: np.random.Generator, rounds: int, workers: int
) -> Scores:
    refuse_no_rounds(rounds)
    scores = np.full((table.guesses, rounds, len(GROUPS), len(MEASURES)), np.nan)
    if table.units < 2:
        return scores
    start = 0
    for sums in drawn_sums(table, rng, rounds, workers):
        stop = start + sums.shape[-1]
        scores[:, start:stop] = group_scores(sums, isthing)
        start = stop
    return scores


def _lone(table: Table, isthing: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    alone = np.diff(table.starts).reshape(table.guesses, table.categories) == 1
    return np.stack([alone.any(axis=1), alone[:, isthing].any(axis=1), alone[:, ~isthing].any(axis=1)], axis=1)
