"""Each guess against each other on the same pictures: how much better, how surely, and how many pictures would tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from panscape.categories import Category
from panscape.comparison.intervals import Interval, Resampled, Units
from panscape.comparison.power import Spread, detectable, fewest_units, pictures_needed, spread_of
from panscape.comparison.significance import holm, swap_chance
from panscape.errors import UsageError
from panscape.metrics import Counts


@dataclass(frozen=True)
class Difference:
    """How much higher one guess scores than another.

    Attributes
    ----------
    gap : float or None
        PQ of the first less PQ of the second; None where either has none.
    interval : Interval
        Over drawn pictures, both guesses on the same ones.
    p : float in (0, 1], or None
        From a paired permutation test, after Holm's correction for the number of pairs that were compared.
    pictures : int or None
        How many pictures find a difference of this size four times out of five, at a level of 0.05; None where there
        is no difference, or the pictures that there are do not tell.
    smallest : float or None
        The smallest difference that the pictures that there are find as often; None where they do not tell, or are
        too few to find any.
    to_find : int or None
        How many pictures find the difference that was asked for; None where none was, or they do not tell.
    """

    gap: float | None
    interval: Interval
    p: float | None
    pictures: int | None
    smallest: float | None = None
    to_find: int | None = None

    @property
    def reversed(self) -> "Difference":
        """The second guess against the first."""
        low, high = (None if end is None else 0.0 - end for end in (self.interval.high, self.interval.low))
        gap = None if self.gap is None else 0.0 - self.gap
        return replace(self, gap=gap, interval=replace(self.interval, low=low, high=high))


def differences(
    counts: Sequence[Counts],
    categories: Sequence[Category],
    drawn: Resampled,
    rng: np.random.Generator,
    *,
    units: Units | None = None,
    find: float | None = None,
    workers: int = 0,
) -> Mapping[tuple[int, int], Difference]:
    """Return the difference of each two guesses, by (row, column), either way.

    Parameters
    ----------
    counts : G Counts
        Of the same N pictures.
    categories : sequence of Category
    drawn : Resampled
        What :func:`panscape.comparison.intervals.resampled` made of them: drawn once, whatever the number of pairs.
    rng : numpy.random.Generator
        Of the swaps.
    units : (N,) integer, optional
        The scene of each picture, where pictures share one.
    find : float in (0, 1], optional
        A difference in PQ that is wanted to be found.
    workers : int
        Threads, 0 for one a processor; the numbers do not depend on it.

    Raises
    ------
    UsageError
        If the difference that is wanted to be found is none.
    """
    refuse_no_difference(find)
    pairs = list(combinations(range(len(counts)), 2))
    raw = [swap_chance(counts[i], counts[j], categories, rng, units=units, workers=workers) for i, j in pairs]
    chances = holm(np.array([np.nan if p is None else p for p in raw], np.float64))
    found: dict[tuple[int, int], Difference] = {}
    for (i, j), p in zip(pairs, chances.tolist(), strict=True):
        one = Difference(drawn.gap(i, j), drawn.difference(i, j), None if np.isnan(p) else p, None)
        one = _planned(one, _spread(drawn, i, j), find)
        found[i, j], found[j, i] = one, one.reversed
    return found


def refuse_no_difference(find: float | None) -> None:
    """Raise UsageError if a difference that is wanted to be found is none."""
    if find is not None and not 0 < find <= 1:
        raise UsageError(f"found a wanted difference of {100 * find:g} points of PQ; wanted above 0, at most 100")


def _spread(drawn: Resampled, i: int, j: int) -> Spread | None:
    try:
        return spread_of(drawn, i, j)
    except UsageError:  # too few pictures, or categories that one picture alone has
        return None


def _planned(one: Difference, spread: Spread | None, find: float | None) -> Difference:
    """The difference, with how many pictures would find it, and what those that there are find."""
    if spread is None:
        return one
    return replace(
        one,
        pictures=_needed(spread, one.gap),
        smallest=detectable(spread, spread.units) if spread.units >= fewest_units() else None,
        to_find=_needed(spread, find),
    )


def _needed(spread: Spread, difference: float | None) -> int | None:
    try:
        return pictures_needed(spread, difference) if difference else None
    except UsageError:  # smaller than any number of pictures finds
        return None
