"""Many guesses of one truth side by side: each against the truth, and each against each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.comparison.differences import Difference, differences, refuse_no_difference
from panscape.comparison.intervals import Interval, Kind, resampled, scenes_of
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
    units : int
        How many there are to draw from.
    kind : "images" or "scenes"
        What was drawn: scenes where images share one.
    find : float or None
        The difference in PQ that was wanted to be found.
    """

    categories: tuple[Category, ...]
    image_ids: tuple[int | str, ...]
    standings: tuple[Standing, ...]
    agreement: npt.NDArray[np.float64]
    differences: Mapping[tuple[int, int], Difference]
    units: int
    kind: Kind
    find: float | None = None

    @property
    def rules(self) -> Rules:
        """By which all guesses were matched."""
        return self.standings[0].evaluation.rules


def compare(
    truth: PanopticSet,
    guesses: Mapping[str, PanopticSet],
    *,
    rules: Rules = STANDARD,
    missing: Missing = "refuse",
    workers: int = 1,
    seed: int = 0,
    find: float | None = None,
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
    find : float in (0, 1], optional
        A difference in PQ: how many pictures find it is told for each two guesses.

    Returns
    -------
    Comparison

    Raises
    ------
    UsageError
        If there is no guess, or the difference is none.
    DataError
        As :func:`panscape.metrics.evaluate`.
    """
    if not guesses:
        raise UsageError("there is no guess to compare; annotate the dataset first, or name a guess")
    refuse_no_difference(find)
    evaluations = {
        name: evaluate(truth, guess, rules=rules, missing=missing, workers=workers, advance=advance)
        for name, guess in guesses.items()
    }
    between = agreement(list(guesses.values()), truth.categories, rules, workers)
    return _summed(truth, evaluations, between, seed, find, workers)


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
        1 on the diagonal, nan where there is nothing to score. A picture that one of two lacks counts for nothing,
        whichever of them lacks it.
    """
    found = np.eye(len(sets))
    for i, j in combinations(range(len(sets)), 2):
        found[i, j] = found[j, i] = _between(sets[i], sets[j], categories, rules, workers)
    return found


def _between(one: PanopticSet, other: PanopticSet, categories: Sequence[Category], rules: Rules, workers: int) -> float:
    pairing = paired(one, other, "empty")

    def both_ways(joint: JointSet, numbers: npt.NDArray[np.int64]) -> tuple[Counts, Counts]:
        shared, ways = pairing.partner[numbers] >= 0, (joint, joint.transposed())
        there, back = (_within(Counts.of_matches(way, match(way, rules), len(categories)), shared) for way in ways)
        return there, back

    parts = list(overlaid(one, other, pairing, categories, both_ways, workers=workers))
    scores = [score(total(way, len(categories)), categories).all.pq for way in zip(*parts, strict=True)]
    return float(np.mean([np.nan if pq is None else pq for pq in scores]))


def _within(counts: Counts, shared: npt.NDArray[np.bool_]) -> Counts:
    """The events of some of the pictures, (N,) bool; the others hold none then."""
    tp, fp, fn = (shared[picture] for picture in (counts.tp_picture, counts.fp_picture, counts.fn_picture))
    return replace(
        counts,
        tp_picture=counts.tp_picture[tp],
        tp_place=counts.tp_place[tp],
        ious=counts.ious[tp],
        fp_picture=counts.fp_picture[fp],
        fp_place=counts.fp_place[fp],
        fn_picture=counts.fn_picture[fn],
        fn_place=counts.fn_place[fn],
    )


def _summed(
    truth: PanopticSet,
    evaluations: Mapping[str, Evaluation],
    between: npt.NDArray[np.float64],
    seed: int,
    find: float | None,
    workers: int,
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
    swaps = rng_for(seed, "differences")
    gaps = differences(counts, first.categories, drawn, swaps, units=units, find=find, workers=workers)
    return Comparison(first.categories, first.image_ids, standings, between, gaps, drawn.units, drawn.kind, find)
