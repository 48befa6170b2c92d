"""A joint table counts every pixel once, at its pair of ids."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.drawn import pairs
from evaluation.references import slow_pairs
from panscape.errors import LabelError
from panscape.labels import PanopticLabel
from panscape.metrics import overlap, raw_overlap

from strategies import labels


def ids_of(side):
    return np.sort(np.array([one[0] for one in side.segments], np.uint32))


@given(pairs(), st.booleans())
def test_a_raw_table_counts_every_pixel_at_its_pair(pair, kernels):
    truth, guess = pair
    rows, columns = ids_of(truth), ids_of(guess)

    table = raw_overlap(truth.ids, guess.ids, rows, columns, kernels=kernels)

    np.testing.assert_array_equal(table, slow_pairs(truth.ids, guess.ids, rows, columns))


@given(labels(), st.data())
def test_a_dense_table_counts_every_pixel_at_its_pair(truth, data):
    shift = data.draw(st.integers(0, truth.width))
    guess = PanopticLabel.from_ids(np.roll(truth.ids, shift, 1), [s.category_id for s in truth.segments])

    table = overlap(truth, guess)

    numbers = np.arange(1, len(truth.segments) + 1)
    np.testing.assert_array_equal(table, slow_pairs(truth.ids, guess.ids, numbers, numbers))


def test_runs_that_cross_blocks_and_rows_are_counted_whole():
    rng = np.random.default_rng(0)
    truth, guess = (np.repeat(rng.integers(0, 5, 90), rng.integers(1, 70, 90)).astype(np.uint32) for _ in range(2))
    size = min(truth.size, guess.size) // 41 * 41
    truth, guess = truth[:size].reshape(-1, 41), guess[:size].reshape(-1, 41)
    numbers = np.arange(1, 5, dtype=np.uint32)

    table = raw_overlap(truth, guess, numbers, numbers)

    np.testing.assert_array_equal(table, slow_pairs(truth, guess, numbers, numbers))


@pytest.mark.parametrize("name", ["truth", "guess"])
@pytest.mark.parametrize("kernels", [True, False])
def test_an_id_without_a_segment_is_named_with_its_place(name, kernels):
    maps = {"truth": np.zeros((3, 4), np.uint32), "guess": np.zeros((3, 4), np.uint32)}
    maps[name][2, 1] = 77

    with pytest.raises(LabelError, match=rf"{name}: pixel \(y=2, x=1\) holds id 77"):
        raw_overlap(maps["truth"], maps["guess"], *np.array([[5], [99]], np.uint32), kernels=kernels)


def test_labels_of_different_sizes_are_refused():
    small, large = (PanopticLabel.from_ids(np.ones(shape, np.uint32), [1]) for shape in ((2, 3), (3, 2)))

    with pytest.raises(LabelError, match="guess has 2 x 3 pixels, truth has 3 x 2"):
        overlap(small, large)


def test_a_map_saved_with_red_and_blue_swapped_is_recognized():
    truth, swapped = np.full((2, 2), 0x010203, np.uint32), np.full((2, 2), 0x030201, np.uint32)
    known = np.array([0x010203], np.uint32)

    with pytest.raises(LabelError, match="R and B look swapped"):
        raw_overlap(truth, swapped, known, known)
