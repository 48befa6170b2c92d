"""Each two guesses are told apart both ways, with p values that heed how many pairs were asked about."""

import numpy as np
import pytest

from panscape.comparison import differences
from panscape.comparison.power import pictures_needed, spread_of
from panscape.comparison.significance import paired_difference
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


def test_a_pair_turned_round_is_the_same_difference_with_its_sign_turned(three):
    found = differences(three, CATEGORIES, rng_for(0, "test"))

    assert set(found) == {(i, j) for i in range(3) for j in range(3) if i != j}
    for (i, j), one in found.items():
        other = found[j, i]
        assert (one.gap, one.p, one.pictures) == (-other.gap, other.p, other.pictures)
        assert (one.interval.low, one.interval.high) == (-other.interval.high, -other.interval.low)


def test_p_values_are_corrected_for_the_number_of_pairs(three):
    found = differences(three, CATEGORIES, rng_for(0, "test"))

    rng = rng_for(0, "test")
    raw = [paired_difference(three[i], three[j], CATEGORIES, rng).all.p for i, j in ((0, 1), (0, 2), (1, 2))]
    smallest = min(raw)
    assert found[0, 2].p < 0.01 < found[0, 1].p
    assert min(one.p for one in found.values()) == pytest.approx(3 * smallest)


def test_a_small_difference_needs_more_pictures_than_a_large_one(three):
    found = differences(three, CATEGORIES, rng_for(0, "test"))

    spread = spread_of(three[0], three[1], CATEGORIES)
    assert found[0, 1].pictures == pictures_needed(spread, found[0, 1].gap)
    assert found[0, 1].pictures > found[0, 2].pictures


def test_equal_guesses_differ_by_nothing_and_no_number_of_pictures_would_tell(three):
    found = differences([three[0], three[0]], CATEGORIES, rng_for(0, "test"))

    assert (found[0, 1].gap, found[0, 1].p, found[0, 1].pictures) == (0.0, 1.0, None)
