"""Many guesses of one truth side by side: each against the truth, and each against each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.comparison.intervals import Interval, middle, resampled_scores
from panscape.errors import UsageError
from panscape.executor import map_in_threads
from panscape.formats import PanopticSet
from panscape.metrics import Counts, Evaluation, Rules, score, total
from panscape.metrics.evaluation import (
    Missing,
    Picture,
    area_warnings,
    compared,
    empty_guess,
    paired,
    read_picture,
    threads_for,
)
from panscape.metrics.matching import STANDARD, places_of
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
    image_ids : tuple of int
    standings : tuple of Standing
        In the order in which the guesses were given.
    agreement : (G, G) float64
        PQ between two guesses, the mean of taking either for the truth; 1 on the diagonal, nan where there is nothing.
    differences : mapping of (row, column) to Interval
        Of the PQ of one guess less that of another, on the same resampled pictures.
    """

    categories: tuple[Category, ...]
    image_ids: tuple[int, ...]
    standings: tuple[Standing, ...]
    agreement: npt.NDArray[np.float64]
    differences: Mapping[tuple[int, int], Interval]


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
    """Score guesses against the truth and against each other; each file is read once.

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
    pairing = {name: paired(truth, guess, missing) for name, guess in guesses.items()}
    places = places_of(truth.categories)

    def one(k: int) -> tuple[list[Counts], dict[tuple[int, int], Counts], bool]:
        true = read_picture(truth, k, places)
        others = [_guess(guesses[name], partner[k], true, places) for name, (partner, _) in pairing.items()]
        against_truth = [compared(true, other, len(places), rules) for other in others]
        between = {
            (i, j): compared(others[i], others[j], len(places), rules)[0]
            for i in range(len(others))
            for j in range(len(others))
            if i != j
        }
        advance(1)
        return [counts for counts, _ in against_truth], between, all(sound for _, sound in against_truth)

    results = list(map_in_threads(one, range(len(truth.annotations)), threads_for(truth, workers)))
    of_truth = area_warnings(truth, [sound for *_, sound in results], rules)
    image_ids = tuple(annotation.image_id for annotation in truth.annotations)
    evaluations = {
        name: Evaluation(
            tuple(truth.categories), image_ids, tuple(row[0][g] for row in results), (*warnings, *of_truth)
        )
        for g, (name, (_, warnings)) in enumerate(pairing.items())
    }
    return _summed(evaluations, [row[1] for row in results], seed)


def _guess(guess: PanopticSet, k: int | None, truth: Picture, places: Mapping[int, int]) -> Picture:
    return empty_guess(truth) if k is None else read_picture(guess, k, places)


def _summed(
    evaluations: Mapping[str, Evaluation], between: list[dict[tuple[int, int], Counts]], seed: int
) -> Comparison:
    first = next(iter(evaluations.values()))
    categories = first.categories
    drawn = resampled_scores([one.counts for one in evaluations.values()], categories, rng_for(seed, "bootstrap"))
    standings = tuple(
        Standing(name, one, *(middle(values) for values in (*row[:, 0].T, row[:, 1, 0], row[:, 2, 0])))
        for (name, one), row in zip(evaluations.items(), drawn, strict=True)
    )
    size = len(standings)
    one_way = np.eye(size)
    for i, j in between[0]:
        pq = score(total([row[i, j] for row in between], len(categories)), categories).all.pq
        one_way[i, j] = np.nan if pq is None else pq
    differences = {(i, j): middle(drawn[i, :, 0, 0] - drawn[j, :, 0, 0]) for i, j in between[0]}
    return Comparison(categories, first.image_ids, standings, (one_way + one_way.T) / 2, differences)
