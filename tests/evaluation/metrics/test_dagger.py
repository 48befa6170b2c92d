"""PQ-dagger is that of the definition, region by region."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.drawn import pairs
from evaluation.joints import category_map, joint_of, random_pairs
from evaluation.references import slow_counts, slow_quality
from panscape.metrics.dagger import DaggerCounts, dagger_quality
from panscape.metrics.matching import Rules

from strategies import CATEGORIES

CATEGORY_IDS = [category.id for category in CATEGORIES]
ALL_CROWDS = Rules("all")


def slow_dagger(sides, count_invented=False):
    """PQ-dagger of each category id, by the masks of its regions."""
    counts = [slow_counts(t.ids, t.segments, g.ids, g.segments, CATEGORY_IDS, crowds="all") for t, g in sides]
    _, things = slow_quality(counts, CATEGORIES)
    scores = {c.id: things[c.id] and things[c.id][0] for c in CATEGORIES if c.isthing}
    for category in (one for one in CATEGORIES if not one.isthing):
        ious = []
        for truth, guess in sides:
            true, guessed = category_map(truth, crowd=False) == category.id, category_map(guess) == category.id
            ignored = guessed & ((truth.ids == 0) | (category_map(truth, crowd=True) == category.id))
            if true.any():
                ious.append((true & guessed).sum() / (true | (guessed & ~ignored)).sum())
            elif guessed.any() and ignored.sum() / guessed.sum() <= 0.5 and count_invented:
                ious.append(0.0)
        scores[category.id] = np.mean(ious) if ious else None
    return scores


def assert_as_defined(sides, count_invented):
    counts = DaggerCounts.of(joint_of(sides), CATEGORIES, ALL_CROWDS)

    quality = dagger_quality(counts, CATEGORIES, count_invented=count_invented)

    slow = slow_dagger(sides, count_invented)
    for one in quality.categories:
        wanted = slow[one.category_id]
        assert one.pq == (None if wanted is None else pytest.approx(wanted, rel=1e-12))
    scored = [value for value in slow.values() if value is not None]
    assert quality.all.n == len(scored)
    assert quality.all.pq == (pytest.approx(np.mean(scored), rel=1e-12) if scored else None)


@settings(max_examples=40)
@given(st.lists(pairs(), min_size=1, max_size=3), st.booleans())
def test_pq_dagger_is_that_of_regions(sides, count_invented):
    assert_as_defined(sides, count_invented)


@pytest.mark.parametrize("count_invented", [False, True])
def test_pq_dagger_of_many_pictures_is_that_of_regions(count_invented):
    assert_as_defined(random_pairs(4, 80), count_invented)


def test_stuff_below_half_is_counted_for_what_it_covers():
    sides = random_pairs(5, 200)
    counts = DaggerCounts.of(joint_of(sides), CATEGORIES)
    ious = counts.shared / counts.union

    quality = dagger_quality(counts, CATEGORIES)

    assert ((ious > 0) & (ious < 0.5)).any()
    for one, place in zip(quality.categories[2:], (2, 3), strict=True):
        assert one.pq == pytest.approx(ious[counts.place == place].mean(), rel=1e-12)


def test_a_thing_has_its_panoptic_quality():
    sides = random_pairs(6, 30)
    slow = [slow_counts(t.ids, t.segments, g.ids, g.segments, CATEGORY_IDS) for t, g in sides]

    quality = dagger_quality(DaggerCounts.of(joint_of(sides), CATEGORIES), CATEGORIES)

    each = slow_quality(slow, CATEGORIES)[1]
    assert [one.pq for one in quality.categories[:2]] == [each[1][0], each[2][0]]
    assert quality.things.n == 2


def test_counts_of_parts_add_up_to_the_same_doubles():
    sides = random_pairs(7, 40)

    added = sum(
        (DaggerCounts.of(joint_of(sides[k : k + 8]), CATEGORIES) for k in range(8, 40, 8)),
        DaggerCounts.of(joint_of(sides[:8]), CATEGORIES),
    )

    whole = DaggerCounts.of(joint_of(sides), CATEGORIES)
    for name in ("picture", "place", "shared", "union", "invented_picture", "invented_place"):
        np.testing.assert_array_equal(getattr(added, name), getattr(whole, name))
    assert dagger_quality(added, CATEGORIES) == dagger_quality(whole, CATEGORIES)


def test_the_result_can_be_written_as_json():
    quality = dagger_quality(DaggerCounts.of(joint_of(random_pairs(8, 4)), CATEGORIES), CATEGORIES)

    assert json.loads(json.dumps(asdict(quality)))["all"]["pq"] == quality.all.pq
