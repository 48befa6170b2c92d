"""Weighted sums are what adding picture after picture gives, compiled or not, on however many threads."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.references_resampling import drawn_counts, slow_scores, some_categories, weighted_pictures
from panscape.comparison.resampling import (
    drawn_sums,
    flipped_sums,
    group_scores,
    left_out_scores,
    sums,
    swaps_of,
    table_of,
    total_sums,
)
from panscape.metrics import Counts, total
from panscape.seeds import rng_for

CATEGORIES = some_categories(5)
ISTHING = np.array([category.isthing for category in CATEGORIES])


def drawn_times(seed, units, rounds):
    """How often each unit is drawn: a stream for each block, keyed by the caller's."""
    keys = rng_for(seed).integers(0, 2**64, (-(-rounds // sums.BLOCK), 2), np.uint64)
    streams = [np.random.Generator(np.random.Philox(key=key)) for key in keys]
    draws = np.concatenate([stream.integers(0, units, (sums.BLOCK, units), np.uint16) for stream in streams])
    return [np.bincount(row, minlength=units) for row in draws[:rounds]]


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 12), st.booleans())
def test_scores_of_drawn_sums_are_those_of_the_pictures_drawn(seed, pictures, scenes):
    rng = np.random.default_rng(seed)
    counts = [drawn_counts(rng, pictures, len(CATEGORIES)) for _ in range(2)]
    units = rng.integers(0, 3, pictures) if scenes else np.arange(pictures)
    numbered = np.unique(units, return_inverse=True)[1]

    found = np.concatenate([group_scores(s, ISTHING) for s in drawn_sums(table_of(counts, units), rng_for(seed), 7)], 1)

    for r, times in enumerate(drawn_times(seed, numbered.max() + 1, 7)):
        for g, one in enumerate(counts):
            wanted = slow_scores(weighted_pictures(one, numbered, times), CATEGORIES)
            np.testing.assert_allclose(found[g, r], wanted, rtol=1e-12)


@pytest.mark.parametrize("units", [1, 40])
def test_kernels_and_numpy_add_the_same_to_the_last_bit(monkeypatch, units):
    table = table_of([drawn_counts(np.random.default_rng(g), units, len(CATEGORIES)) for g in range(3)])

    plain = [list(drawn_sums(table, rng_for(4), 300)), list(flipped_sums(table, rng_for(4), 300))]
    monkeypatch.setattr(sums, "PLAIN_WORK", 0)
    fast = [list(drawn_sums(table, rng_for(4), 300, w)) for w in (1, 3)]
    flipped = [list(flipped_sums(table, rng_for(4), 300, w)) for w in (1, 3)]

    for one, (other, threaded) in zip(plain, (fast, flipped), strict=True):
        for a, b, c in zip(one, other, threaded, strict=True):
            np.testing.assert_array_equal(a, b)
            np.testing.assert_array_equal(a, c)


def test_more_rounds_begin_with_the_same_ones():
    table = table_of([drawn_counts(np.random.default_rng(1), 9, 5)])

    few, many = (np.concatenate(list(drawn_sums(table, rng_for(4), n)), axis=-1) for n in (130, 500))

    np.testing.assert_array_equal(few, many[..., :130])


def test_many_units_are_drawn_evenly():
    everyone, nobody = np.arange(70_000, dtype=np.int32), np.zeros(0, np.int32)
    counts = Counts(70_000, 1, everyone, 0 * everyone, everyone / 70_000, nobody, nobody, nobody, nobody)
    table = table_of([counts])

    means = np.mean(np.concatenate(list(drawn_sums(table, rng_for(4), 128)), axis=-1), axis=-1)

    np.testing.assert_allclose(means, total_sums(table)[..., 0], rtol=1e-3)


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 6))
def test_all_ways_to_swap_come_once_where_there_are_few(seed, pictures):
    rng = np.random.default_rng(seed)
    one, other = (drawn_counts(rng, pictures, 5) for _ in range(2))
    table = table_of([one, other])

    swapped = np.concatenate(list(flipped_sums(swaps_of(table), rng_for(0), 64)), axis=-1)[:, 0]

    assert swapped.shape[-1] == 2**pictures
    for way in range(2**pictures):
        mixed = [(other if way >> k & 1 else one)[k] for k in range(pictures)]
        wanted = total(mixed, 5)
        found = total_sums(table)[:, 0, :, 0] + swapped[..., way]
        np.testing.assert_allclose(found, [wanted.iou_sum, wanted.tp, wanted.fp + wanted.fn], atol=1e-12)


def test_coins_fall_evenly_and_each_unit_has_its_own():
    counts = [drawn_counts(np.random.default_rng(g), 60, 1) for g in range(2)]
    swaps = swaps_of(table_of(counts))

    swapped = np.concatenate(list(flipped_sums(swaps, rng_for(3), 20_000)), axis=-1)[1, 0, 0]

    gain = swaps.values[1]
    assert abs(swapped.mean() - gain.sum() / 2) < 5 * swapped.std() / np.sqrt(20_000)
    assert swapped.std() == pytest.approx(np.sqrt((gain**2).sum() / 4), rel=0.03)


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 9), st.booleans())
def test_scores_without_a_unit_are_those_of_the_other_pictures(seed, pictures, scenes):
    rng = np.random.default_rng(seed)
    counts = [drawn_counts(rng, pictures, len(CATEGORIES), most=2) for _ in range(2)]
    units = rng.integers(5, 8, pictures) if scenes else np.arange(pictures)

    found = left_out_scores(table_of(counts, units), ISTHING)

    for u, unit in enumerate(np.unique(units)):
        for g, one in enumerate(counts):
            rest = [picture for picture, of in zip(one, units, strict=True) if of != unit]
            np.testing.assert_allclose(found[g, u], slow_scores(rest, CATEGORIES), rtol=1e-9, atol=1e-12)


def test_counts_of_other_pictures_are_refused():
    rng = np.random.default_rng(0)

    with pytest.raises(ValueError, match=r"3 pictures with 5 categories and 4 pictures.*same pictures"):
        table_of([drawn_counts(rng, 4, 5), drawn_counts(rng, 3, 5)])
    with pytest.raises(ValueError, match=r"units of shape \(3,\), wanted one number for each of 4"):
        table_of([drawn_counts(rng, 4, 5)], np.arange(3))
    with pytest.raises(ValueError, match="1 guesses; wanted two to swap"):
        swaps_of(table_of([drawn_counts(rng, 4, 5)]))
