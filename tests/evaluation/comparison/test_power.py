"""Drawing as many pictures as were said to be needed finds the difference about as often as was wanted."""

import numpy as np
import pytest

from evaluation.comparison.test_significance import pair
from evaluation.references_resampling import some_categories
from panscape.comparison.power import Spread, detectable, pictures_needed, power_of, spread_of, units_needed
from panscape.comparison.significance import paired_difference
from panscape.errors import UsageError
from panscape.metrics import Counts, score, total
from panscape.seeds import rng_for

CATEGORIES = some_categories(3)


def test_as_many_pictures_as_needed_find_the_difference_eight_times_in_ten():
    one, other = pair(0, 4000, gain=0.03)
    spread = spread_of(one, other, CATEGORIES)

    needed = pictures_needed(spread, spread.difference)

    pictures = list(one), list(other)
    found = []
    for trial in range(250):
        drawn = np.random.default_rng(trial).integers(0, 4000, needed)
        sides = [total([side[k] for k in drawn], 3) for side in pictures]
        found.append(paired_difference(*sides, CATEGORIES, rng_for(trial), rounds=128).all.p <= 0.05)
    assert 20 < needed < 200
    assert np.mean(found) == pytest.approx(0.8, abs=0.08)


def test_the_spread_of_means_is_their_sample_deviation():
    ious = np.random.default_rng(0).uniform(0.5, 1, (2, 7))
    one, other = (total([Counts.of_one_picture([0], [iou], [], [], 1) for iou in side], 1) for side in ious)

    spread = spread_of(one, other, CATEGORIES[:1])

    assert spread.sd == pytest.approx(np.std(ious[0] - ious[1], ddof=1), rel=1e-9)


def test_the_spread_is_that_of_differences_over_many_draws_of_pictures():
    one, other = pair(1, 2000, gain=0.02)
    pictures = list(one), list(other)
    rng = np.random.default_rng(0)

    spread = spread_of(one, other, CATEGORIES, group="things")

    differences = []
    for _ in range(200):
        drawn = rng.integers(0, 2000, 100)
        first, second = (score(total([side[k] for k in drawn], 3), CATEGORIES).things.pq for side in pictures)
        differences.append(first - second)
    assert np.std(differences) == pytest.approx(spread.sd / np.sqrt(100), rel=0.12)
    assert spread.difference == pytest.approx(score(one, CATEGORIES).things.pq - score(other, CATEGORIES).things.pq)


def test_scenes_are_counted_as_one_and_told_in_pictures():
    one, other = pair(1, 60, gain=0.02)
    scenes = np.repeat(np.arange(60), 5)
    many = [total([counts[k] for k in scenes], 3) for counts in (one, other)]

    single, shared = spread_of(one, other, CATEGORIES), spread_of(*many, CATEGORIES, units=scenes)

    assert (shared.units, shared.pictures) == (60, 300)
    assert shared.sd == pytest.approx(single.sd)
    assert pictures_needed(shared, 0.001) == 5 * pictures_needed(single, 0.001) == 5 * units_needed(single, 0.001)


def test_power_needed_pictures_and_detectable_difference_agree():
    spread = Spread(0.01, 0.2, 100, 100)

    needed = units_needed(spread, -0.03, power=0.9, alpha=0.01)

    assert power_of(spread, 0.03, needed, alpha=0.01) >= 0.9 > power_of(spread, 0.03, needed - 1, alpha=0.01)
    assert detectable(spread, needed, power=0.9, alpha=0.01) == pytest.approx(0.03, rel=0.01)
    assert power_of(spread, 0.0, 50) == pytest.approx(0.05)


def test_guesses_that_never_differ_need_two_pictures():
    spread = Spread(0.0, 0.0, 10, 10)

    assert (units_needed(spread, 0.01), power_of(spread, 0.01, 5), power_of(spread, 0.0, 5)) == (2, 1.0, 0.0)


def test_what_cannot_be_is_refused_with_the_way_out():
    one, other = pair(0, 2)
    empty = Counts.of_one_picture([], [], [], [], 3)
    lonely = total([one[0], empty, empty], 3)

    with pytest.raises(UsageError, match="found 2 pictures or scenes; wanted at least 3"):
        spread_of(one, other, CATEGORIES)
    with pytest.raises(UsageError, match="wanted one that is not 0"):
        units_needed(Spread(0.0, 0.1, 10, 10), 0.0)
    with pytest.raises(UsageError, match="found power 80; wanted a chance"):
        units_needed(Spread(0.0, 0.1, 10, 10), 0.1, power=80)
    with pytest.raises(UsageError, match="nothing is left to score"):
        spread_of(lonely, lonely, CATEGORIES)
