"""How many pictures a comparison needs to find a wanted difference between two guesses."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np

from panscape.categories import Category
from panscape.comparison.intervals import Units
from panscape.comparison.resampling import group_scores, left_out_scores, table_of, total_sums
from panscape.comparison.resampling.scores import GROUPS, Group
from panscape.errors import UsageError
from panscape.metrics import Counts

NORMAL = NormalDist()


@dataclass(frozen=True)
class Spread:
    """How much the difference of two guesses moves from picture to picture.

    Attributes
    ----------
    difference : float
        PQ of the first guess less PQ of the second.
    sd : float
        Standard deviation of what one unit contributes to it: over n units the difference has a standard error of
        ``sd / sqrt(n)``.
    units : int
        Pictures, or scenes where pictures share one.
    pictures : int
    """

    difference: float
    sd: float
    units: int
    pictures: int


def spread_of(
    one: Counts,
    other: Counts,
    categories: Sequence[Category],
    *,
    group: Group = "all",
    units: Units | None = None,
) -> Spread:
    """Return how much the difference in PQ of two guesses moves, from their results on the same pictures.

    What a unit contributes is its jackknife pseudo-value, ``U d - (U - 1) d_without_it``: for n units that are drawn
    from where these came from, the variance of the difference is that of the pseudo-values over n.

    Parameters
    ----------
    one, other : Counts
        Of the same N pictures; of a pilot, some dozens at least, with the categories of the whole.
    categories : sequence of Category
    group : "all", "things" or "stuff"
    units : (N,) integer, optional
        The scene of each picture, where pictures share one.

    Raises
    ------
    UsageError
        If there are fewer than three units, or one without which a guess has no score.

    References
    ----------
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 11.
    """
    table = table_of([one, other], units)
    isthing = np.array([category.isthing for category in categories], np.bool_)
    place = GROUPS.index(group)
    if table.units < 3:
        raise UsageError(f"found {table.units} pictures or scenes; wanted at least 3 to see how much they differ")
    found = group_scores(total_sums(table), isthing)[:, 0, place, 0]
    left_out = left_out_scores(table, isthing)[:, :, place, 0]
    if np.isnan(left_out).any():
        raise UsageError(
            f"without one of the {table.units} pictures or scenes nothing is left to score ({group}); use more of them"
        )
    contributions = (table.units - 1) * (left_out[1] - left_out[0])
    sd = float(np.std(contributions, ddof=1))
    return Spread(float(found[0] - found[1]), sd, table.units, one.pictures)


def units_needed(spread: Spread, difference: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """Return how many units find a difference, at least 2.

    Parameters
    ----------
    spread : Spread
    difference : float
        That is wanted to be found, in PQ as a fraction: 0.01 is one point.
    power : float in (0, 1)
        How often it is to be found.
    alpha : float in (0, 1)
        How often a difference may be found where there is none, either way.

    Raises
    ------
    UsageError
        If the difference is 0, or power or alpha are no chances.

    References
    ----------
    Cohen 1988, Statistical Power Analysis, chapter 2, with normal for Student's distribution.

    Examples
    --------
    >>> units_needed(Spread(0.02, 0.1, 50, 50), 0.02)
    197
    """
    if not difference or not np.isfinite(difference):
        raise UsageError(f"found a wanted difference of {difference}; wanted one that is not 0, such as 0.01")
    needed = (_deviations(power, alpha) * spread.sd / difference) ** 2
    return max(2, ceil(needed))


def pictures_needed(spread: Spread, difference: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """Return how many pictures find a difference, with as many to a scene as there were; as :func:`units_needed`."""
    return ceil(units_needed(spread, difference, power=power, alpha=alpha) * spread.pictures / spread.units)


def detectable(spread: Spread, units: int, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Return the smallest difference, in PQ as a fraction, that so many units find.

    Examples
    --------
    >>> round(detectable(Spread(0.02, 0.1, 50, 50), 197), 4)
    0.02
    """
    return _deviations(power, alpha) * spread.sd / sqrt(units)


def power_of(spread: Spread, difference: float, units: int, *, alpha: float = 0.05) -> float:
    """Return how often so many units find a difference, in [0, 1].

    Examples
    --------
    >>> round(power_of(Spread(0.02, 0.1, 50, 50), 0.02, 197), 2)
    0.8
    """
    limit = NORMAL.inv_cdf(1 - alpha / 2)
    if spread.sd == 0:
        return 1.0 if difference else 0.0
    shift = difference * sqrt(units) / spread.sd
    return NORMAL.cdf(shift - limit) + NORMAL.cdf(-shift - limit)


def _deviations(power: float, alpha: float) -> float:
    """How many standard errors a difference must measure."""
    for name, chance in (("power", power), ("alpha", alpha)):
        if not 0 < chance < 1:
            raise UsageError(f"found {name} {chance}; wanted a chance between 0 and 1")
    return NORMAL.inv_cdf(1 - alpha / 2) + NORMAL.inv_cdf(power)
