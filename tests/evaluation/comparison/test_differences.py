"""Each two guesses are told apart both ways, with p values that heed how many pairs were asked about."""

import numpy as np
import pytest

from panscape.comparison import differences
from panscape.comparison.intervals import resampled
from panscape.comparison.power import detectable, pictures_needed, spread_of
from panscape.comparison.significance import swap_chance
from panscape.errors import UsageError
from panscape.metrics import Counts, total
from panscape.seeds import rng_for

from strategies import CATEGORIES


def drawn_counts(seed, chance_of_a_match, pictures=40):
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(pictures):
        found = rng.random(8) < chance_of_a_match
        places = rng.integers(0, len(CATEGORIES), 8)
        parts.append(
            Counts.of_one_picture(
                places[found], 0.5 + rng.random(found.sum()) / 2, [], places[~found], categories=len(CATEGORIES)
            )
        )
    return total(parts, len(CATEGORIES))


@pytest.fixture(scope="module")
def three():
    return [drawn_counts(seed, chance) for seed, chance in ((0, 0.8), (1, 0.75), (2, 0.4))]


def matches(ious):
    """One match a picture, of one category."""
    return total([Counts.of_one_picture([0], [iou], [], [], len(CATEGORIES)) for iou in ious], len(CATEGORIES))


def told(counts, **options):
    units = options.get("units")
    drawn = resampled(counts, CATEGORIES, rng_for(0, "draws"), 1000, units=units)
    return differences(counts, CATEGORIES, drawn, rng_for(0, "test"), **options)


def test_a_pair_turned_round_is_the_same_difference_with_its_sign_turned(three):
    found = told(three)

    assert set(found) == {(i, j) for i in range(3) for j in range(3) if i != j}
    for (i, j), one in found.items():
        other = found[j, i]
        assert (one.gap, one.p, one.pictures, one.smallest) == (-other.gap, other.p, other.pictures, other.smallest)
        assert (one.interval.low, one.interval.high) == (-other.interval.high, -other.interval.low)


def test_p_values_are_corrected_for_the_number_of_pairs(three):
    found = told(three)

    rng = rng_for(0, "test")
    raw = [swap_chance(three[i], three[j], CATEGORIES, rng) for i, j in ((0, 1), (0, 2), (1, 2))]
    smallest = min(raw)
    assert found[0, 2].p < 0.01 < found[0, 1].p
    assert min(one.p for one in found.values()) == pytest.approx(3 * smallest)


def test_intervals_are_of_the_pictures_that_were_drawn_once(three):
    drawn = resampled(three, CATEGORIES, rng_for(0, "draws"), 1000)

    found = differences(three, CATEGORIES, drawn, rng_for(0, "test"))

    for (i, j), one in found.items():
        if i < j:
            assert (one.gap, one.interval) == (drawn.gap(i, j), drawn.difference(i, j))


def test_a_small_difference_needs_more_pictures_than_a_large_one(three):
    found = told(three)

    spread = spread_of(resampled(three, CATEGORIES, rng_for(0, "draws"), 1000), 0, 1)
    assert found[0, 1].pictures == pictures_needed(spread, found[0, 1].gap)
    assert found[0, 1].pictures > found[0, 2].pictures
    assert found[0, 1].to_find is None


def test_a_wanted_difference_is_told_in_pictures_whatever_was_found(three):
    found = told([three[0], three[1], three[0]], find=0.01)

    spread = spread_of(resampled(three, CATEGORIES, rng_for(0, "draws"), 1000), 0, 1)
    assert found[0, 1].to_find == found[1, 0].to_find == pictures_needed(spread, 0.01)
    assert found[0, 1].smallest == pytest.approx(detectable(spread, 40))
    assert found[0, 2].pictures is None and found[0, 2].to_find == 6


@pytest.mark.parametrize("find", [0.0, -0.1, 1.5, float("nan"), float("inf")])
def test_a_wanted_difference_that_is_none_is_refused(three, find):
    with pytest.raises(UsageError, match="points of PQ; wanted above 0, at most 100"):
        told(three[:2], find=find)


def test_equal_guesses_differ_by_nothing_and_no_number_of_pictures_would_tell(three):
    found = told([three[0], three[0]])

    assert (found[0, 1].gap, found[0, 1].p, found[0, 1].pictures) == (0.0, 1.0, None)


def test_guesses_whose_ious_come_in_another_order_differ_by_nothing():
    ious = np.random.default_rng(0).uniform(0.5001, 1, (40, 5)).tolist()
    counts = [
        total([Counts.of_one_picture([0] * 5, row[::step], [], [], len(CATEGORIES)) for row in ious], len(CATEGORIES))
        for step in (1, -1)
    ]

    found = told(counts)

    assert counts[0].iou_sum[0] != counts[1].iou_sum[0]
    for one in found.values():
        assert (one.gap, one.p, one.pictures) == (0.0, 1.0, None)
        assert str((one.gap, one.interval.low, one.interval.high)) == "(0.0, 0.0, 0.0)"


@pytest.mark.parametrize(("pictures", "scenes"), [(6, 1), (24, 4)])
def test_never_fewer_pictures_are_said_to_be_needed_than_a_permutation_test_takes(pictures, scenes):
    rng, number = np.random.default_rng(0), len(CATEGORIES)
    counts = [
        total(
            [Counts.of_one_picture([0], [at + rng.uniform(-0.001, 0.001)], [], [], number) for _ in range(24)], number
        )
        for at in (0.9, 0.8)
    ]

    found = told(counts, units=np.arange(24) // scenes)

    assert found[0, 1].p == pytest.approx(2 / 2**6 if scenes == 4 else 1e-4, rel=0.1)
    assert found[0, 1].pictures == pictures


def test_too_few_pictures_find_no_difference_and_a_lone_category_tells_nothing():
    ious = np.random.default_rng(0).uniform(0, 0.1, (2, 39))
    common = matches(ious[0] + 0.8), matches(ious[1] + 0.7)
    number = len(CATEGORIES)
    lone = (
        Counts.of_one_picture([0, 1], [0.9, 0.95], [], [], number),
        Counts.of_one_picture([0], [0.8], [], [1], number),
    )

    few = told([total(list(one)[:5], number) for one in common])
    rare = told([one + last for one, last in zip(common, lone, strict=True)], find=0.01)

    assert few[0, 1].pictures == 6 and few[0, 1].smallest is None
    assert rare[0, 1].gap > 0.5
    assert (rare[0, 1].pictures, rare[0, 1].smallest, rare[0, 1].to_find) == (None, None, None)
