"""Each guess against each other on the same pictures: how much better, how surely, and how many pictures would tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from panscape.categories import Category
from panscape.comparison.intervals import Interval, Units
from panscape.comparison.power import pictures_needed, spread_of
from panscape.comparison.significance import holm, paired_difference
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
        How many pictures find a difference of this size four times out of five, at a level of 0.05; None where the
        pictures that there are do not tell.
    """

    gap: float | None
    interval: Interval
    p: float | None
    pictures: int | None

    @property
    def reversed(self) -> "Difference":
        """The second guess against the first."""
        low, high = (None if end is None else -end for end in (self.interval.high, self.interval.low))
        gap = None if self.gap is None else -self.gap
        return replace(self, gap=gap, interval=replace(self.interval, low=low, high=high))


def differences(
    counts: Sequence[Counts],
    categories: Sequence[Category],
    rng: np.random.Generator,
    *,
    units: Units | None = None,
    workers: int = 0,
) -> Mapping[tuple[int, int], Difference]:
    """Return the difference of each two guesses, by (row, column), either way.

    Parameters
    ----------
    counts : G Counts
        Of the same N pictures.
    categories : sequence of Category
    rng : numpy.random.Generator
    units : (N,) integer, optional
        The scene of each picture, where pictures share one.
    workers : int
        Threads, 0 for one a processor; the numbers do not depend on it.
    """
    pairs = list(combinations(range(len(counts)), 2))
    effects = [
        paired_difference(counts[i], counts[j], categories, rng, units=units, workers=workers).all for i, j in pairs
    ]
    chances = holm(np.array([np.nan if one.p is None else one.p for one in effects], np.float64))
    found: dict[tuple[int, int], Difference] = {}
    for (i, j), effect, chance in zip(pairs, effects, chances.tolist(), strict=True):
        needed = _pictures(counts[i], counts[j], categories, effect.difference, units)
        one = Difference(effect.difference, effect.interval, None if np.isnan(chance) else chance, needed)
        found[i, j], found[j, i] = one, one.reversed
    return found


def _pictures(
    one: Counts, other: Counts, categories: Sequence[Category], gap: float | None, units: Units | None
) -> int | None:
    if not gap:
        return None
    try:
        return pictures_needed(spread_of(one, other, categories, units=units), gap)
    except UsageError:  # too few pictures, or categories that one picture alone has
        return None
