"""Joint tables of colours are those of the ids they spell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.references import slow_pairs
from fuzz.png_files import blocks, colors_of
from panscape.errors import LabelError
from panscape.labels import PanopticLabel
from panscape.metrics.colors import color_overlap, joined
from panscape.overlaps.tables import overlap, raw_overlap


def known(ids):
    return np.setdiff1d(ids, [0]).astype(np.uint32)


@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 120), st.booleans())
def test_colours_and_ids_have_the_same_table(seed, height, width, noisy):
    rng = np.random.default_rng(seed)
    truth, guess = blocks(rng, height, width), blocks(rng, height, width)
    if noisy:
        guess = np.where(rng.random(guess.shape) < 0.3, rng.integers(0, 5, guess.shape), guess).astype(np.uint32)
    lists = known(truth), known(guess)

    table = color_overlap(colors_of(truth), colors_of(guess), *lists)

    np.testing.assert_array_equal(table, slow_pairs(truth, guess, *lists))
    np.testing.assert_array_equal(table, raw_overlap(truth, guess, *lists))


def test_runs_longer_than_what_is_listed_at_a_time_are_counted_whole():
    rng = np.random.default_rng(1)
    lengths = rng.choice([1, 3, 4000, 4096, 5000], 40)
    truth, guess = (
        np.repeat(rng.integers(0, 4, 40), rng.permutation(lengths)).astype(np.uint32)[None] for _ in range(2)
    )
    dense = [PanopticLabel.from_ids(ids, [1] * 3) for ids in (truth, guess)]
    lists = np.arange(1, 4, dtype=np.uint32), np.arange(1, 4, dtype=np.uint32)

    expected = slow_pairs(truth, guess, *lists)

    np.testing.assert_array_equal(color_overlap(colors_of(truth), colors_of(guess), *lists), expected)
    np.testing.assert_array_equal(raw_overlap(truth, guess, *lists), expected)
    np.testing.assert_array_equal(overlap(*dense), expected)


@pytest.mark.parametrize("place", range(0, 130, 3))
def test_a_single_odd_pixel_is_seen_wherever_it_is(place):
    truth, guess = np.zeros((2, 65), np.uint32), np.full((2, 65), 7, np.uint32)
    truth.reshape(-1)[place] = 65536
    lists = known(truth), known(guess)

    for table in (color_overlap(colors_of(truth), colors_of(guess), *lists), raw_overlap(truth, guess, *lists)):
        assert table.tolist() == [[0, 129], [0, 1]]


def test_views_of_larger_arrays_are_read_right():
    drawn = blocks(np.random.default_rng(4), 30, 41)
    colors = colors_of(drawn)

    for part in (np.s_[1:, 1:], np.s_[::2, ::-1], np.s_[:0], np.s_[3:4]):
        lists = known(drawn[part]), known(drawn[part])
        table = color_overlap(colors[part], colors[part], *lists)
        np.testing.assert_array_equal(table, slow_pairs(drawn[part], drawn[part], *lists))
    odd = np.frombuffer(b"\0" + colors.tobytes(), np.uint8)[1:].reshape(colors.shape)
    np.testing.assert_array_equal(joined(odd), drawn)
    assert color_overlap(odd, odd, known(drawn), known(drawn)).sum() == drawn.size


def test_what_is_no_pair_of_colour_maps_is_refused():
    colors = np.full((2, 3, 3), 4, np.uint8)
    none = np.zeros(0, np.uint32)

    for wrong in (colors[:, :, :2], colors.astype(np.int64), colors[0]):
        with pytest.raises(LabelError, match=r"guess: found .* wanted \(H, W, 3\) uint8"):
            color_overlap(colors, wrong, none, none)
    with pytest.raises(LabelError, match="make the guess at the truth's size"):
        color_overlap(colors, colors[:1], none, none)
    with pytest.raises(LabelError, match=r"truth: pixel \(y=\d, x=\d\) holds id 263172, which segments_info lacks"):
        color_overlap(colors, colors, none, known(joined(colors)))
