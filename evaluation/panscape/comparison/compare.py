"""Many guesses of one truth side by side: each against the truth, and each against each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.comparison.differences import Difference, differences
from panscape.comparison.intervals import Interval, resampled, scenes_of
from panscape.errors import UsageError
from panscape.formats import PanopticSet
from panscape.metrics import STANDARD, Counts, Evaluation, JointSet, Rules, evaluate, match, score, total
from panscape.overlaps.overlaid import Missing, overlaid, paired
from panscape.seeds import rng_for


@dataclass(frozen=True, eq=False)
class Standing:
    """How one guess stands against the truth.

    Attributes
    ----------
    name : str
    evaluation : Evaluation
    pq, sq, rq, things, stuff : Interval
        Of PQ, SQ and RQ over all categories, and of PQ over things and stuff, if other pictures were drawn.
    """

    name: str
    evaluation: Evaluation
    pq: Interval
    sq: Interval
    rq: Interval
    things: Interval
    stuff: Interval


@dataclass(frozen=True, eq=False)
class Comparison:
    """Many guesses of one truth.

    Attributes
    ----------
    categories : tuple of Category
    image_ids : tuple of int or str
    standings : tuple of Standing
        In the order in which the guesses were given.
    agreement : (G, G) float64
        PQ between two guesses, the mean of taking either for the truth; 1 on the diagonal, nan where there is nothing.
    differences : mapping of (row, column) to Difference
        How much higher one guess scores than another.
    """

    categories: tuple[Category, ...]
    image_ids: tuple[int | str, ...]
    standings: tuple[Standing, ...]
    agreement: npt.NDArray[np.float64]
    differences: Mapping[tuple[int, int], Difference]


def compare(
    truth: PanopticSet,
    guesses: Mapping[str, PanopticSet],
    *,
    rules: Rules = STANDARD,
    missing: Missing = "refuse",
    workers: int = 1,
    seed: int = 0,
    advance: Callable[[int], None] = lambda count: None,
) -> Comparison:
    """Score guesses against the truth and against each other.

    Parameters
    ----------
    truth : PanopticSet
    guesses : mapping of name to PanopticSet
        At least one.
    rules, missing, workers, advance
        As in :func:`panscape.metrics.evaluate`.
    seed : int
        Of the resampling.

    Returns
    -------
    Comparison

    Raises
    ------
    UsageError
        If there is no guess.
    DataError
        As :func:`panscape.metrics.evaluate`.
    """
    if not guesses:
        raise UsageError("there is no guess to compare; annotate the dataset first, or name a guess")
    evaluations = {
        name: evaluate(truth, guess, rules=rules, missing=missing, workers=workers, advance=advance)
        for name, guess in guesses.items()
    }
    between = agreement(list(guesses.values()), truth.categories, rules, workers)
    return _summed(truth, evaluations, between, seed, workers)


def agreement(
    sets: Sequence[PanopticSet], categories: Sequence[Category], rules: Rules = STANDARD, workers: int = 1
) -> npt.NDArray[np.float64]:
    """Return the PQ between each two sets, the mean of taking either for the truth.

    Parameters
    ----------
    sets : sequence of G PanopticSet
    categories : sequence of Category
    rules : Rules
    workers : int
        Threads.

    Returns
    -------
    (G, G) float64
        1 on the diagonal, nan where there is nothing to score. A picture that one of two lacks counts for nothing.
    """
    found = np.eye(len(sets))
    for i, j in combinations(range(len(sets)), 2):
        found[i, j] = found[j, i] = _between(sets[i], sets[j], categories, rules, workers)
    return found


def _between(one: PanopticSet, other: PanopticSet, categories: Sequence[Category], rules: Rules, workers: int) -> float:
    def both_ways(joint: JointSet, _: npt.NDArray[np.int64]) -> tuple[Counts, Counts]:
        ways = joint, joint.transposed()
        there, back = (Counts.of_matches(way, match(way, rules), len(categories)) for way in ways)
        return there, back

    parts = list(overlaid(one, other, paired(one, other, "empty"), categories, both_ways, workers=workers))
    scores = [score(total(way, len(categories)), categories).all.pq for way in zip(*parts, strict=True)]
    return float(np.mean([np.nan if pq is None else pq for pq in scores]))


def _summed(
    truth: PanopticSet, evaluations: Mapping[str, Evaluation], between: npt.NDArray[np.float64], seed: int, workers: int
) -> Comparison:
    first = next(iter(evaluations.values()))
    counts = [one.counts for one in evaluations.values()]
    units = scenes_of([truth.image_of(k).facts for k in range(len(truth))])
    drawn = resampled(counts, first.categories, rng_for(seed, "bootstrap"), units=units, workers=workers)
    standings = tuple(
        Standing(
            name,
            one,
            drawn.interval(g),
            drawn.interval(g, measure="sq"),
            drawn.interval(g, measure="rq"),
            drawn.interval(g, "things"),
            drawn.interval(g, "stuff"),
        )
        for g, (name, one) in enumerate(evaluations.items())
    )
    gaps = differences(counts, first.categories, rng_for(seed, "differences"), units=units, workers=workers)
    return Comparison(first.categories, first.image_ids, standings, between, gaps)
