"""Drawing as many pictures as were said to be needed finds the difference about as often as was wanted."""

from dataclasses import replace

import numpy as np
import pytest

from evaluation.comparison.test_significance import pair
from evaluation.references_resampling import some_categories
from panscape.comparison.intervals import resampled
from panscape.comparison.power import (
    Spread,
    detectable,
    fewest_units,
    pictures_needed,
    power_of,
    spread_of,
    units_needed,
)
from panscape.comparison.significance import paired_difference
from panscape.errors import UsageError
from panscape.metrics import Counts, score, total
from panscape.seeds import rng_for

CATEGORIES = some_categories(3)


def spread_between(one, other, group="all", rounds=2000, **options):
    """How much the difference of two guesses moves."""
    categories = some_categories(one.categories)
    return spread_of(resampled([one, other], categories, rng_for(0), rounds, **options), 0, 1, group=group)


def test_as_many_pictures_as_needed_find_the_difference_eight_times_in_ten():
    one, other = pair(0, 4000, gain=0.03)
    spread = spread_between(one, other)

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

    spread = spread_between(one, other, rounds=20_000)

    assert spread.sd == pytest.approx(np.std(ious[0] - ious[1], ddof=1), rel=0.03)


def test_the_spread_is_that_of_differences_over_many_draws_of_pictures():
    one, other = pair(1, 2000, gain=0.02)
    pictures = list(one), list(other)
    rng = np.random.default_rng(0)

    spread = spread_between(one, other, "things")

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

    single, shared = spread_between(one, other), spread_between(*many, units=scenes)

    assert (shared.units, shared.pictures) == (60, 300)
    assert shared.sd == pytest.approx(single.sd)
    assert pictures_needed(shared, 0.001) == 5 * pictures_needed(single, 0.001) == 5 * units_needed(single, 0.001)


def test_power_needed_pictures_and_detectable_difference_agree():
    spread = Spread(0.01, 0.2, 100, 100)

    needed = units_needed(spread, -0.03, power=0.9, alpha=0.01)

    assert power_of(spread, 0.03, needed, alpha=0.01) >= 0.9 > power_of(spread, 0.03, needed - 1, alpha=0.01)
    assert detectable(spread, needed, power=0.9, alpha=0.01) == pytest.approx(0.03, rel=0.01)
    assert power_of(spread, 0.0, 50) == pytest.approx(0.05)


@pytest.mark.parametrize("units", [9, 12])
def test_few_units_find_what_they_are_said_to_find(units):
    difference = detectable(Spread(0.0, 0.02, units, units), units)
    rng = np.random.default_rng(0)
    found = []
    for trial in range(250):
        ious = 0.7 + difference + 0.02 * rng.standard_normal(units)
        sides = [
            total([Counts.of_one_picture([0], [iou], [], [], 3) for iou in side], 3) for side in (ious, [0.7] * units)
        ]
        found.append(paired_difference(*sides, CATEGORIES, rng_for(trial), rounds=512).all.p <= 0.05)

    assert np.mean(found) == pytest.approx(0.79, abs=0.06)


def test_guesses_whose_difference_never_moves_need_what_a_permutation_test_takes():
    spread = Spread(0.0, 0.0, 10, 30)

    assert (units_needed(spread, 0.01), pictures_needed(spread, 0.01)) == (6, 18)
    assert (power_of(spread, 0.01, 6), power_of(spread, 0.01, 5), power_of(spread, 0.0, 6)) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize("alpha", [0.2, 0.05, 0.03125, 0.01])
def test_the_fewest_units_are_those_whose_clearest_difference_has_a_p_value_below_alpha(alpha):
    units = fewest_units(alpha)

    for number, found in ((units, True), (units - 1, False)):
        sides = [total([Counts.of_one_picture([0], [iou], [], [], 3)] * number, 3) for iou in (0.9, 0.6)]
        assert (paired_difference(*sides, CATEGORIES, rng_for(0)).all.p <= alpha) == found


def test_a_category_that_a_single_picture_has_tells_nothing_of_how_much_it_moves():
    one, other = pair(0, 40, categories=2)
    lone = Counts.of_one_picture([2], [0.9], [], [], 3), Counts.of_one_picture([], [], [], [2], 3)
    sides = [total([*wide(side), last], 3) for side, last in zip((one, other), lone, strict=True)]

    with pytest.raises(UsageError, match=r"in one of the images alone \(all\); use more of them"):
        spread_between(*sides)
    assert spread_between(*sides, "stuff").sd > 0


def wide(counts):
    """The pictures of counts of two categories, in three."""
    return [replace(one, categories=3) for one in counts]


def test_what_cannot_be_is_refused_with_the_way_out():
    one, other = pair(0, 2)
    empty = Counts.of_one_picture([], [], [], [], 3)
    lonely, scarce = (total([one[0]] * n + [empty] * 4, 3) for n in (1, 2))

    with pytest.raises(UsageError, match="found 2 images; wanted at least 3"):
        spread_between(one, other)
    with pytest.raises(UsageError, match="in one of the images alone"):
        spread_between(lonely, lonely)
    with pytest.raises(UsageError, match="nothing is there to score"):
        spread_between(scarce, scarce)


SPREAD = Spread(0.02, 0.1, 50, 50)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (lambda: units_needed(SPREAD, 0.0), "wanted one that is not 0"),
        (lambda: units_needed(SPREAD, float("nan")), "found a wanted difference of nan"),
        (lambda: units_needed(SPREAD, 1e-200), "no number of pictures finds one so small"),
        (lambda: units_needed(SPREAD, 5e-324), "no number of pictures finds one so small"),
        (lambda: units_needed(SPREAD, 0.1, power=80), "found power 80; wanted a chance"),
        (lambda: units_needed(SPREAD, 0.1, power=0.03, alpha=0.5), "wanted a power above alpha"),
        (lambda: power_of(SPREAD, 0.02, 197, alpha=2), "found alpha 2; wanted a chance"),
        (lambda: power_of(SPREAD, 0.02, 0), "found 0 pictures or scenes"),
        (lambda: power_of(SPREAD, 0.02, -5), "found -5 pictures or scenes"),
        (lambda: power_of(SPREAD, float("nan"), 10), "a difference of nan"),
        (lambda: detectable(SPREAD, 0), "fewer than 6 find no difference"),
        (lambda: detectable(SPREAD, 5), "fewer than 6 find no difference"),
        (lambda: detectable(SPREAD, 50, alpha=float("nan")), "found alpha nan"),
    ],
)
def test_plans_that_cannot_be_are_refused_in_one_line(asked, text):
    with pytest.raises(UsageError, match=text):
        asked()
