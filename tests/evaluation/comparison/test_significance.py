"""A p value is what scoring every swap by hand gives, and is spread evenly where there is no difference."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from evaluation.references_resampling import drawn_counts, slow_scores, some_categories
from panscape.comparison.intervals import resampled
from panscape.comparison.significance import benjamini_hochberg, holm, paired_difference, swap_chance
from panscape.errors import UsageError
from panscape.metrics import Counts, score, total
from panscape.seeds import rng_for

CATEGORIES = some_categories(3)


def pair(seed, pictures, gain=0.0, categories=3):
    """Two guesses of the same pictures; the second has other matches, and better ones if there is a gain."""
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(pictures):
        places = np.sort(rng.integers(0, categories, 4)).tolist()
        hard = rng.random()
        for quality in (0.0, gain):
            ious = np.clip(0.6 + 0.3 * hard + quality + 0.05 * rng.standard_normal(4), 0.501, 1).tolist()
            fp = rng.integers(0, categories, rng.integers(0, 2)).tolist()
            parts.append(Counts.of_one_picture(places, ious, fp, [], categories))
    return total(parts[::2], categories), total(parts[1::2], categories)


def slow_differences(first, second, categories):
    """(3 + C,): PQ of the first list of pictures less that of the second, of groups and categories."""
    groups = slow_scores(first, categories)[:, 0] - slow_scores(second, categories)[:, 0]
    each = [score(total(part, len(categories)), categories).categories for part in (first, second)]
    values = [[np.nan if one.pq is None else one.pq for one in part] for part in each]
    return np.concatenate([groups, np.subtract(*values)])


def all_effects(result):
    return [result.all, result.things, result.stuff, *result.categories]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 5))
def test_exact_p_values_are_those_of_scoring_every_swap(seed, pictures):
    rng = np.random.default_rng(seed)
    one, other = (drawn_counts(rng, pictures, 3, most=3) for _ in range(2))

    result = paired_difference(one, other, CATEGORIES, rng_for(0), rounds=32)

    ways = []
    for way in range(2**pictures):
        sides = zip(one, other, strict=True)
        mixed = [(b, a) if way >> k & 1 else (a, b) for k, (a, b) in enumerate(sides)]
        ways.append(slow_differences([a for a, _ in mixed], [b for _, b in mixed], CATEGORIES))
    found = ways[0]
    far = np.mean(np.abs(np.nan_to_num(ways)) >= np.abs(found) - 1e-9, axis=0)
    assert result.exact
    for effect, difference, p in zip(all_effects(result), found, far, strict=True):
        if np.isnan(difference):
            assert (effect.difference, effect.p, effect.adjusted) == (None, None, None)
        else:
            assert (effect.difference, effect.p) == pytest.approx((difference, p), abs=1e-12)


def test_drawn_p_values_are_near_the_exact_ones():
    one, other = pair(1, 13, gain=0.01)

    exact, drawn = (paired_difference(one, other, CATEGORIES, rng_for(0), rounds=n) for n in (8192, 8000))

    assert (exact.exact, drawn.exact) == (True, False)
    for a, b in zip(all_effects(exact), all_effects(drawn), strict=True):
        assert a.p == pytest.approx(b.p, abs=4 * np.sqrt(a.p / 8000) + 1e-3)


def test_a_guess_does_not_differ_from_itself():
    one, _ = pair(0, 40)

    result = paired_difference(one, one, CATEGORIES, rng_for(0), rounds=500)

    for effect in all_effects(result):
        assert (effect.difference, effect.p, effect.adjusted) == (0.0, 1.0, 1.0)
        assert (effect.interval.low, effect.interval.high) == (0.0, 0.0)


def test_p_values_are_even_where_there_is_no_difference():
    chances = []
    for seed in range(200):
        one, other = pair(seed, 30)
        chances.append(paired_difference(one, other, CATEGORIES, rng_for(seed), rounds=256).all.p)

    assert stats.kstest(chances, "uniform").pvalue > 0.01


def test_a_clear_difference_is_found_and_its_interval_is_the_paired_one():
    one, other = pair(3, 60, gain=0.06)

    result = paired_difference(other, one, CATEGORIES, rng_for(0), rounds=2000)

    assert result.all.p == 1 / 2001
    assert 0 < result.all.interval.low < result.all.difference < result.all.interval.high
    paired = resampled([other, one], CATEGORIES, drawing(0), 2000)
    groups = {"all": result.all, "things": result.things, "stuff": result.stuff}
    for group, effect in groups.items():
        assert effect.interval == paired.difference(0, 1, group)
    for k, effect in enumerate(result.categories):
        alone = [Counts(60, 1, *_only(counts, k)) for counts in (other, one)]
        wanted = resampled(alone, CATEGORIES[:1], drawing(0), 2000)
        interval = wanted.difference(0, 1)
        found = effect.difference, effect.interval.low, effect.interval.high
        assert found == pytest.approx((np.subtract(*wanted.found[:, 0, 0]), interval.low, interval.high), abs=1e-12)


def drawing(seed):
    """The stream of the drawn pictures; that of the swaps is another."""
    return np.random.Generator(np.random.Philox(key=rng_for(seed).integers(0, 2**63, (2, 2))[0]))


def _only(counts, place):
    """The columns of one category's events."""
    tp, fp, fn = counts.tp_place == place, counts.fp_place == place, counts.fn_place == place
    return (
        *(counts.tp_picture[tp], 0 * counts.tp_place[tp], counts.ious[tp]),
        *(counts.fp_picture[fp], 0 * counts.fp_place[fp]),
        *(counts.fn_picture[fn], 0 * counts.fn_place[fn]),
    )


def test_pictures_of_a_scene_are_swapped_together():
    one, other = pair(3, 60, gain=0.03)

    result = paired_difference(one, other, CATEGORIES, rng_for(0), units=np.arange(60) // 20, rounds=100)

    assert (result.units, result.exact) == (3, True)
    assert result.all.p == 2 / 8


def test_corrections_are_those_of_their_papers():
    chances = np.random.default_rng(0).random(30) ** 3

    found = benjamini_hochberg(chances), holm(chances)

    np.testing.assert_allclose(found[0], stats.false_discovery_control(chances), rtol=1e-12)
    ordered = np.sort(chances)
    steps = [max((30 - j) * ordered[j] for j in range(k + 1)) for k in range(30)]
    np.testing.assert_allclose(np.sort(found[1]), np.minimum(steps, 1), rtol=1e-12)


@pytest.mark.parametrize(("correction", "function"), [("holm", holm), ("benjamini-hochberg", benjamini_hochberg)])
def test_categories_are_corrected_for_their_number_and_groups_are_not(correction, function):
    one, other = pair(5, 40, gain=0.008)

    result = paired_difference(one, other, CATEGORIES, rng_for(0), rounds=500, correction=correction)

    assert result.correction == correction
    chances = np.array([effect.p for effect in result.categories])
    np.testing.assert_array_equal([effect.adjusted for effect in result.categories], function(chances))
    assert result.all.adjusted == result.all.p


def test_the_chance_of_one_group_is_that_of_the_whole_test():
    one, other = pair(5, 40, gain=0.008)

    result = paired_difference(one, other, CATEGORIES, rng_for(0), rounds=700)

    for group in ("all", "things", "stuff"):
        found = swap_chance(one, other, CATEGORIES, swapping(0), group=group, rounds=700)
        assert found == getattr(result, group).p


def swapping(seed):
    """The stream of the swaps in a whole test."""
    return np.random.Generator(np.random.Philox(key=rng_for(seed).integers(0, 2**63, (2, 2))[1]))


def test_guesses_whose_ious_are_added_in_another_order_do_not_differ():
    ious = np.random.default_rng(0).uniform(0.5001, 1, (40, 5)).tolist()
    one, other = (
        total([Counts.of_one_picture([0] * 5, row[::step], [], [], 3) for row in ious], 3) for step in (1, -1)
    )

    effect = paired_difference(one, other, CATEGORIES, rng_for(0), rounds=200).all

    assert one.iou_sum[0] != other.iou_sum[0]
    assert (effect.difference, effect.p) == (0.0, 1.0)
    assert (effect.interval.low, effect.interval.high) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"correction": "x"}, "found the correction 'x'; wanted holm or benjamini-hochberg"),
        ({"rounds": 0}, "found 0 rounds"),
        ({"categories": CATEGORIES[:2]}, "found 2 categories for counts of 3"),
        ({"units": np.full(40, np.nan)}, "found units of float64"),
    ],
)
def test_a_test_that_cannot_be_is_refused_in_one_line(change, text):
    one, other = pair(5, 40)

    with pytest.raises(UsageError, match=text):
        paired_difference(one, other, **({"categories": CATEGORIES, "rng": rng_for(0), "rounds": 10} | change))


def test_threads_change_nothing_and_the_number_of_swaps_leaves_intervals_alone():
    one, other = pair(5, 40)

    first, threaded = (paired_difference(one, other, CATEGORIES, rng_for(0), rounds=700, workers=w) for w in (1, 3))

    assert first == threaded
