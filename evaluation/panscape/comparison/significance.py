"""Whether one guess is better than another, or only luckier in its pictures: a paired permutation test."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.comparison.intervals import TIE, Interval, Units, bca, settled
from panscape.comparison.resampling import (
    category_scores,
    drawn_sums,
    flags_of,
    flipped_sums,
    group_scores,
    left_out_scores,
    swaps_of,
    table_of,
    total_sums,
)
from panscape.comparison.resampling.scores import GROUPS, Flags, Group, Scores, left_out_categories
from panscape.comparison.resampling.sums import Sums, all_ways, refuse_no_rounds
from panscape.comparison.resampling.table import Table
from panscape.errors import UsageError
from panscape.metrics import Counts

ROUNDS = 10_000

Correction = Literal["holm", "benjamini-hochberg"]


@dataclass(frozen=True)
class Effect:
    """How much higher one guess scores than another.

    Attributes
    ----------
    difference : float or None
        PQ of the first less PQ of the second; None where either has none.
    interval : Interval
        Over drawn pictures, both guesses on the same ones.
    p : float in (0, 1], or None
        How often a difference at least as large, either way, comes about when the two guesses of a picture change
        places by the toss of a coin.
    adjusted : float in (0, 1], or None
        The same after a correction for the number of categories that were asked about; ``p`` itself of a group.
    """

    difference: float | None
    interval: Interval
    p: float | None
    adjusted: float | None


@dataclass(frozen=True)
class PairedDifference:
    """One guess against another on the same pictures.

    Attributes
    ----------
    all, things, stuff : Effect
    categories : tuple of Effect
        In the order of the categories.
    units : int
        Pictures, or scenes where pictures share one.
    exact : bool
        Whether every way to swap was tried; otherwise some were drawn.
    correction : "holm" or "benjamini-hochberg"
        Of the categories' p values: Holm's keeps the chance of any false finding below the level, that of Benjamini
        and Hochberg the share of false ones among the findings.
    """

    all: Effect
    things: Effect
    stuff: Effect
    categories: tuple[Effect, ...]
    units: int
    exact: bool
    correction: Correction


def paired_difference(
    one: Counts,
    other: Counts,
    categories: Sequence[Category],
    rng: np.random.Generator,
    *,
    units: Units | None = None,
    rounds: int = ROUNDS,
    correction: Correction = "holm",
    workers: int = 0,
) -> PairedDifference:
    """Return how much higher one guess scores than another, with intervals and p values.

    Each round scores the swapped pictures as panoptic quality is defined, from sums over all of them; a mean of
    pictures' own scores would weigh categories otherwise.

    Parameters
    ----------
    one, other : Counts
        Of the same N pictures.
    categories : sequence of Category
    rng : numpy.random.Generator
    units : (N,) integer, optional
        The scene of each picture, where pictures share one: they are then drawn and swapped together.
    rounds : int
        Of drawing, and of swapping where there are more ways to swap.
    correction : "holm" or "benjamini-hochberg"
    workers : int
        Threads, 0 for one a processor; the numbers do not depend on it.

    Returns
    -------
    PairedDifference

    Raises
    ------
    UsageError
        If the counts, categories or units do not fit each other, no round is asked for, or a correction that is none.

    References
    ----------
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 15; Phipson and Smyth 2010, Permutation
    P-values Should Never Be Zero; Holm 1979; Benjamini and Hochberg 1995.
    """
    if correction not in ADJUSTMENTS:
        raise UsageError(f"found the correction {correction!r}; wanted {' or '.join(ADJUSTMENTS)}")
    refuse_no_rounds(rounds)
    table = table_of([one, other], units)
    isthing = flags_of(categories, table)
    # Two streams, so that the intervals do not depend on how many swaps were drawn.
    drawing, swapping = (np.random.Generator(np.random.Philox(key=key)) for key in rng.integers(0, 2**63, (2, 2)))
    found = _differences(total_sums(table), isthing)[0]
    drawn = _drawn(table, isthing, drawing, rounds, workers)
    chances = _chances(table, lambda sums: _differences(sums, isthing), found, swapping, rounds, workers)
    adjusted = chances.copy()
    adjusted[len(GROUPS) :] = ADJUSTMENTS[correction](chances[len(GROUPS) :])
    effects = [
        Effect(_number(value), bca(column, float(value), left_out), _number(p), _number(strict))
        for value, column, left_out, p, strict in zip(
            found, drawn.T, _left_out(table, isthing), chances, adjusted, strict=True
        )
    ]
    whole, things, stuff, *each = effects
    exact = all_ways(table.units, rounds)
    return PairedDifference(whole, things, stuff, tuple(each), table.units, exact, correction)


def swap_chance(
    one: Counts,
    other: Counts,
    categories: Sequence[Category],
    rng: np.random.Generator,
    *,
    group: Group = "all",
    units: Units | None = None,
    rounds: int = ROUNDS,
    workers: int = 0,
) -> float | None:
    """Return the p value of the difference in PQ of one group alone, as :func:`paired_difference` has it.

    No picture is drawn and no category asked about, which takes a third of the time.
    """
    table = table_of([one, other], units)
    isthing, place = flags_of(categories, table), GROUPS.index(group)

    def difference(sums: Sums) -> Scores:
        scores = group_scores(sums, isthing)[:, :, place, :1]
        return settled(scores[0] - scores[1])

    found = difference(total_sums(table))[0]
    return _number(_chances(table, difference, found, rng, rounds, workers)[0])


def holm(chances: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return Holm's adjusted p values, (K,) float64; nan stays nan and is not counted.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, np.nan, 0.03])).tolist()
    [0.03, 0.06, nan, 0.06]
    """
    adjusted = chances.copy()
    there = np.flatnonzero(~np.isnan(chances))
    order = there[np.argsort(chances[there], kind="stable")]
    grown = chances[order] * np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(grown), 1.0)
    return adjusted


def benjamini_hochberg(chances: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the adjusted p values of Benjamini and Hochberg, (K,) float64; nan stays nan and is not counted.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.06, np.nan, 0.03])).tolist()
    [0.03, 0.06, nan, 0.045]
    """
    adjusted = chances.copy()
    there = np.flatnonzero(~np.isnan(chances))
    order = there[np.argsort(chances[there], kind="stable")]
    grown = chances[order] * order.size / np.arange(1, order.size + 1)
    adjusted[order] = np.minimum.accumulate(grown[::-1])[::-1]
    return adjusted


ADJUSTMENTS = {"holm": holm, "benjamini-hochberg": benjamini_hochberg}


def _differences(sums: Sums, isthing: Flags) -> Scores:
    """(B, 3 + C): PQ of the first guess less that of the second, of the groups and of each category; nan where none."""
    groups = group_scores(sums, isthing)[..., 0]
    each = category_scores(sums)[0]
    return settled(np.concatenate([groups[0] - groups[1], (each[0] - each[1]).T], axis=1))


def _drawn(table: Table, isthing: Flags, rng: np.random.Generator, rounds: int, workers: int) -> Scores:
    """(rounds, 3 + C): the differences over drawn units; nan where there are fewer than two."""
    if table.units < 2:
        return np.full((rounds, len(GROUPS) + table.categories), np.nan)
    return np.concatenate([_differences(sums, isthing) for sums in drawn_sums(table, rng, rounds, workers)])


def _left_out(table: Table, isthing: Flags) -> Iterator[npt.NDArray[np.float64]]:
    """Yield the differences without each unit in turn, (U,): of the groups, then of each category."""
    groups = left_out_scores(table, isthing)[..., 0]
    yield from settled(groups[0] - groups[1]).T
    whole, rest = category_scores(total_sums(table))[0, :, :, 0], left_out_categories(table)[0]
    for category in range(table.categories):
        sides = np.repeat(whole[:, category, None], table.units, axis=1)
        for guess in range(2):
            row = guess * table.categories + category
            cells = slice(table.starts[row], table.starts[row + 1])
            sides[guess, table.unit[cells]] = rest[cells]
        yield settled(sides[0] - sides[1])


def _chances(
    table: Table,
    differences: Callable[[Sums], Scores],
    found: Scores,
    rng: np.random.Generator,
    rounds: int,
    workers: int,
) -> Scores:
    """(K,): the two-sided p value of each of K differences, which follow from sums; nan where there is none.

    A category that only a swap takes from one guess has no truth there, so its PQ was 0: the difference is 0 too.
    """
    whole = total_sums(table)
    far, tried = np.zeros(found.size), 0
    for moved in flipped_sums(swaps_of(table), rng, rounds, workers):
        swapped = np.concatenate([whole[:, :1] + moved, whole[:, 1:] - moved], axis=1)
        values = np.abs(np.nan_to_num(differences(swapped), nan=0.0))
        far += (values >= np.abs(found) - TIE).sum(axis=0)
        tried += values.shape[0]
    # Drawn swaps leave out the one that happened: it is counted beside them, and no p value is 0.
    seen = far / tried if all_ways(table.units, rounds) else (far + 1) / (tried + 1)
    return np.where(np.isnan(found), np.nan, seen)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
