"""How many pictures a comparison needs to find a wanted difference between two guesses."""

from dataclasses import dataclass
from math import ceil, isfinite, log2, sqrt
from statistics import NormalDist

import numpy as np

from panscape.comparison.intervals import Resampled, settled
from panscape.comparison.resampling.scores import GROUPS, Group
from panscape.errors import UsageError

NORMAL = NormalDist()
MOST_UNITS = 10**15  # numbers beyond it are no plan, and beyond what floats count


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


def spread_of(drawn: Resampled, guess: int, other: int, *, group: Group = "all") -> Spread:
    """Return how much the difference in PQ of two guesses moves, from their scores over drawn pictures.

    It is the deviation of the differences over the drawn pictures, times the root of the number of units; and of
    U / (U - 1), as drawing from a sample moves so much less than drawing anew.

    Parameters
    ----------
    drawn : Resampled
        Of a pilot: some dozens of pictures at least, with the categories of the whole.
    guess, other : int
    group : "all", "things" or "stuff"

    Raises
    ------
    UsageError
        If there are fewer than three units, some drawn ones have no score, or a category hangs on one unit: how much
        it moves cannot be seen then. Of 40 drawn pictures with a category that one in 40 has, those with a single one
        of it told a sixth of the pictures that were needed, at the median, by jackknife and bootstrap alike, and a
        tenth of them, by jackknife, almost four times as many as were needed.

    References
    ----------
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapters 5 and 6.
    """
    place, units = GROUPS.index(group), drawn.units
    if units < 3:
        raise UsageError(f"found {units} {drawn.kind}; wanted at least 3 to see how much they differ")
    if drawn.lone[[guess, other], place].any():
        raise UsageError(f"a category is in one of the {drawn.kind} alone ({group}); use more of them")
    found, rounds = (
        settled(part[guess][..., place, 0] - part[other][..., place, 0]) for part in (drawn.found, drawn.drawn)
    )
    if np.isnan(rounds).any():
        raise UsageError(f"in some of the drawn {drawn.kind} nothing is there to score ({group}); use more of them")
    sd = float(np.std(rounds)) * units / sqrt(units - 1)
    return Spread(float(found), sd, units, drawn.pictures)


def fewest_units(alpha: float = 0.05) -> int:
    """Return how few units can find a difference at all.

    With n units there are 2**n ways to swap, and that and its mirror image give the difference that was found: no p
    value of a permutation test is below 2 / 2**n.

    Examples
    --------
    >>> fewest_units(), fewest_units(0.5)
    (6, 2)
    """
    _refuse_no_chance("alpha", alpha)
    return max(2, ceil(1 - log2(alpha)))


def units_needed(spread: Spread, difference: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """Return how many units find a difference, at least :func:`fewest_units`.

    Parameters
    ----------
    spread : Spread
    difference : float
        That is wanted to be found, in PQ as a fraction: 0.01 is one point.
    power : float in (alpha, 1)
        How often it is to be found.
    alpha : float in (0, 1)
        How often a difference may be found where there is none, either way.

    Raises
    ------
    UsageError
        If the difference is 0 or so small that it takes more than 10**15, or power or alpha are no such chances.

    References
    ----------
    Cohen 1988, Statistical Power Analysis, chapter 2; Guenther 1981, Sample Size Formulas for Normal Theory T Tests,
    whose term for few units is added: of differences with a normal distribution, sign flips of 8 to 30 units found 77
    to 80 % of those that so many were said to find, and 63 to 77 % without it; of 6 units still 61 %.

    Examples
    --------
    >>> units_needed(Spread(0.02, 0.1, 50, 50), 0.02)
    199
    """
    if not difference or not isfinite(difference):
        raise UsageError(f"found a wanted difference of {difference}; wanted one that is not 0, such as 0.01")
    root = abs(_deviations(power, alpha) * spread.sd / difference)
    if root > sqrt(MOST_UNITS):
        raise UsageError(f"found a wanted difference of {difference}; no number of pictures finds one so small")
    return max(fewest_units(alpha), ceil(root**2 + _lost(alpha)))


def pictures_needed(spread: Spread, difference: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """Return how many pictures find a difference, with as many to a scene as there were; as :func:`units_needed`."""
    return ceil(units_needed(spread, difference, power=power, alpha=alpha) * spread.pictures / spread.units)


def detectable(spread: Spread, units: int, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Return the smallest difference, in PQ as a fraction, that so many units find.

    Raises
    ------
    UsageError
        If there are fewer than :func:`fewest_units`, or power or alpha are no such chances.

    Examples
    --------
    >>> round(detectable(Spread(0.02, 0.1, 50, 50), 199), 4)
    0.02
    """
    deviations = _deviations(power, alpha)
    if not units >= fewest_units(alpha):
        raise UsageError(
            f"found {units} pictures or scenes; fewer than {fewest_units(alpha)} find no difference at all"
        )
    return deviations * spread.sd / sqrt(units - _lost(alpha))


def power_of(spread: Spread, difference: float, units: int, *, alpha: float = 0.05) -> float:
    """Return how often so many units find a difference, in [0, 1]; fewer than :func:`fewest_units` never do.

    Raises
    ------
    UsageError
        If there is no unit, the difference is no number, or alpha is no chance.

    Examples
    --------
    >>> round(power_of(Spread(0.02, 0.1, 50, 50), 0.02, 199), 2)
    0.8
    """
    if not units >= 1 or not isfinite(difference):
        raise UsageError(f"found {units} pictures or scenes and a difference of {difference}; wanted 1 and a number")
    if units < fewest_units(alpha):
        return 0.0
    if spread.sd == 0:
        return 1.0 if difference else 0.0
    limit = NORMAL.inv_cdf(1 - alpha / 2)
    shift = difference * sqrt(units - _lost(alpha)) / spread.sd
    return NORMAL.cdf(shift - limit) + NORMAL.cdf(-shift - limit)


def _deviations(power: float, alpha: float) -> float:
    """How many standard errors a difference must measure."""
    _refuse_no_chance("power", power)
    _refuse_no_chance("alpha", alpha)
    if power <= alpha:
        raise UsageError(f"found power {power} and alpha {alpha}; wanted a power above alpha: luck alone finds as much")
    return NORMAL.inv_cdf(1 - alpha / 2) + NORMAL.inv_cdf(power)


def _lost(alpha: float) -> float:
    """How many units it costs that the spread is not known but estimated: half the square of the limit."""
    return NORMAL.inv_cdf(1 - alpha / 2) ** 2 / 2


def _refuse_no_chance(name: str, chance: float) -> None:
    if not 0 < chance < 1:
        raise UsageError(f"found {name} {chance}; wanted a chance between 0 and 1")
