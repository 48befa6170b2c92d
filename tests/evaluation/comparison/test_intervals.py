"""Intervals hold what they say: on known cases, against scipy, and in how often they hold the true score."""

import numpy as np
import pytest
from scipy import stats

from evaluation.references_resampling import drawn_counts, some_categories
from panscape.comparison.intervals import (
    Interval,
    bca,
    middle,
    resampled,
    scene_of,
    scenes_of,
    units_of,
)
from panscape.errors import UsageError
from panscape.metrics import Counts, score, total
from panscape.seeds import rng_for

CATEGORIES = some_categories(4)


def pictures_of(ious):
    """One match a picture."""
    return total([Counts.of_one_picture([0], [iou], [], [], 1) for iou in ious], 1)


def test_bca_is_scipys():
    sample = np.random.default_rng(3).exponential(size=40)
    draws = rng_for(1).integers(0, 40, (5000, 40))
    left_out = np.array([np.delete(sample, k).mean() for k in range(40)])

    found = bca(sample[draws].mean(axis=1), sample.mean(), left_out)

    wanted = stats.bootstrap((sample,), np.mean, n_resamples=20_000, method="BCa", rng=np.random.default_rng(0))
    percentile = middle(sample[draws].mean(axis=1))
    assert found.method == "bca"
    assert (found.low, found.high) == pytest.approx(tuple(wanted.confidence_interval), abs=0.02)
    assert found.high > percentile.high + 0.01


def test_bca_follows_efrons_formula():
    values = np.linspace(0, 1, 1001)
    left_out = np.array([0.5, 0.55, 0.5, 0.3, 0.52])

    found = bca(values, 0.45, left_out)

    away = left_out.mean() - left_out
    a, z0 = (away**3).sum() / (6 * (away**2).sum() ** 1.5), stats.norm.ppf(450.5 / 1001)
    z = z0 + stats.norm.ppf([0.025, 0.975])
    assert (found.low, found.high) == pytest.approx(stats.norm.cdf(z0 + z / (1 - a * z)), abs=1e-12)


@pytest.mark.parametrize(
    ("found", "left_out"),
    [(2.0, [0.1, 0.2]), (-1.0, [0.1, 0.2]), (0.5, [0.4, 0.4]), (0.5, [0.4, np.nan])],
    ids=["all below", "all above", "no picture matters", "nothing is left"],
)
def test_where_there_is_no_bca_the_middle_is_taken_and_said(found, left_out):
    values = np.linspace(0, 1, 101)

    assert bca(values, found, np.array(left_out)) == middle(values)
    assert middle(values).method == "percentile"


def test_an_interval_over_a_resample_without_score_is_none():
    assert bca(np.array([0.5, np.nan]), 0.5, np.array([0.4, 0.6])) == Interval(None, None)
    assert middle(np.array([])) == Interval(None, None)


def test_one_picture_and_one_scene_have_no_interval():
    counts = [drawn_counts(np.random.default_rng(0), n, 4) for n in (1, 5)]

    one, scene = (
        resampled(counts[:1], CATEGORIES, rng_for(0)),
        resampled(counts[1:], CATEGORIES, rng_for(0), units=np.zeros(5, np.int64)),
    )

    assert one.interval(0) == scene.interval(0) == Interval(None, None)


def test_the_found_scores_and_intervals_are_of_the_group_and_measure_asked_for():
    counts = [drawn_counts(np.random.default_rng(g), 50, 4) for g in range(2)]

    result = resampled(counts, CATEGORIES, rng_for(0), 2000)

    for g, one in enumerate(counts):
        quality = score(one, CATEGORIES)
        for group, wanted in (("all", quality.all), ("things", quality.things), ("stuff", quality.stuff)):
            for measure in ("pq", "sq", "rq"):
                interval = result.interval(g, group, measure)
                assert interval.low < getattr(wanted, measure) < interval.high
    alone = resampled(counts[1:], CATEGORIES, rng_for(0), 2000)
    np.testing.assert_array_equal(result.drawn[1], alone.drawn[0])


def test_a_difference_is_paired_and_turns_its_sign():
    rng = np.random.default_rng(0)
    ious = rng.uniform(0.5, 0.9, 80)
    counts = [pictures_of(ious), pictures_of(ious + 0.01 + 0.001 * rng.random(80))]

    result = resampled(counts, some_categories(1), rng_for(0), 4000)

    better, worse, alone = result.difference(1, 0), result.difference(0, 1), result.interval(0)
    assert 0.0104 < better.low < better.high < 0.0107
    assert (worse.low, worse.high) == pytest.approx((-better.high, -better.low), abs=1e-5)
    assert alone.high - alone.low > 0.04


def test_what_was_drawn_is_told_and_where_a_category_hangs_on_one_unit():
    once = Counts.of_one_picture([0, 1], [0.9, 0.9], [], [], 4)
    counts = total([Counts.of_one_picture([0, 2], [0.8, 0.7], [], [], 4)] * 4 + [once], 4)

    alone = resampled([counts, counts], CATEGORIES, rng_for(0), 50)
    shared = resampled([counts], CATEGORIES, rng_for(0), 50, units=np.array([7, 7, 8, 8, 9]))

    assert (alone.units, alone.pictures, alone.kind) == (5, 5, "images")
    assert (shared.units, shared.pictures, shared.kind) == (3, 5, "scenes")
    assert alone.lone.tolist() == [[True, False, True]] * 2


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"counts": []}, "found no counts to resample"),
        ({"rounds": 0}, "found 0 rounds of resampling; wanted at least 1"),
        ({"rounds": -3}, "found -3 rounds"),
        ({"categories": CATEGORIES[:2]}, "found 2 categories for counts of 4"),
        ({"units": np.full(5, np.nan)}, "found units of float64, wanted integers"),
        ({"units": np.arange(4)}, r"found units of shape \(4,\)"),
        ({"counts": [drawn_counts(np.random.default_rng(0), n, 4) for n in (5, 6)]}, "wanted guesses of the same"),
    ],
)
def test_what_cannot_be_resampled_is_refused_in_one_line(change, text):
    counts = [drawn_counts(np.random.default_rng(0), 5, 4)]

    with pytest.raises(UsageError, match=text):
        resampled(**({"counts": counts, "categories": CATEGORIES, "rng": rng_for(0), "rounds": 10} | change))


def test_scenes_widen_intervals_where_pictures_of_a_scene_are_alike():
    ious = np.repeat(np.random.default_rng(0).uniform(0.5, 1, 40), 9)
    counts, scenes = pictures_of(ious), np.repeat(np.arange(40), 9)

    widths = []
    for units in (None, scenes):
        interval = resampled([counts], some_categories(1), rng_for(0), 2000, units=units).interval(0)
        widths.append(interval.high - interval.low)

    assert widths[1] / widths[0] == pytest.approx(3, rel=0.1)


def test_intervals_hold_the_true_score_about_as_often_as_they_say():
    held = []
    for trial in range(200):
        counts = pictures_of(0.5 + 0.5 * np.random.default_rng(trial).beta(6, 2, 40))
        interval = resampled([counts], some_categories(1), rng_for(trial), 256).interval(0)
        held.append(interval.low <= 0.875 <= interval.high)

    assert 0.90 <= np.mean(held) <= 0.98


def test_scenes_are_told_apart_by_kind_and_pictures_without_one_stand_alone():
    assert scenes_of([{"scene": 1}, {"scene": "1"}, {}, {"scene": 1}, {"scene": None}]).tolist() == [0, 1, 2, 0, 3]
    assert scenes_of([{"scene": 1}, {"scene": 2}]) is None
    assert scenes_of([]) is None


def test_scenes_as_partial_results_spell_them_give_the_same_units():
    facts = [{"scene": 1}, {"scene": "1"}, {}, {"scene": 1}, {"scene": [2, "x"]}, {"scene": [2, "x"]}]

    np.testing.assert_array_equal(units_of([scene_of(one) for one in facts]), scenes_of(facts))
    assert units_of([None, None]) is None
