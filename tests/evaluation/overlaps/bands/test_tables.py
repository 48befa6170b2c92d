"""A joint table of bands counts every pixel once, and takes off what erosion takes off."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.drawn import pairs, random_pair
from evaluation.references import slow_pairs
from evaluation.references_boundary import slow_band_pairs
from panscape.errors import LabelError
from panscape.overlaps.bands.tables import band_distance, band_overlaps, overlaps_of


def assert_tables(truth, guess, distance, kernels):
    rows, columns = np.unique(truth[truth > 0]), np.unique(guess[guess > 0])

    table, bands = band_overlaps(truth, guess, rows, columns, distance, kernels=kernels)

    np.testing.assert_array_equal(table, slow_pairs(truth, guess, rows, columns))
    np.testing.assert_array_equal(bands, slow_band_pairs(truth, guess, rows, columns, distance))


@settings(max_examples=30)  # a pair takes 0.1 s to draw; more of them come from one stream of chance below
@given(pairs(), st.integers(1, 40), st.booleans())
def test_bands_are_what_erosion_takes_off(pair, distance, kernels):
    truth, guess = pair

    assert_tables(truth.ids, guess.ids, distance, kernels)


@pytest.mark.parametrize("kernels", [True, False])
def test_bands_of_larger_maps_are_what_erosion_takes_off(kernels):
    rng = np.random.default_rng(5)
    for size in [8] * 300 + [90] * 60:
        truth, guess = random_pair(rng, size, most=5)
        assert_tables(truth.ids, guess.ids, int(rng.integers(1, 9)), kernels)


@pytest.mark.parametrize("kernels", [True, False])
@pytest.mark.parametrize("distance", [1, 2, 3])
def test_slants_stairs_and_single_pixels_leave_the_right_inside(distance, kernels):
    y, x = np.indices((61, 83), np.int64)
    slanted = (1 + (2 * x + y) // 40 + 5 * ((x - 3 * y) // 70)).astype(np.uint32) * 1000
    ring = np.where(np.hypot(y - 30, x - 40) < 25, 7, 9).astype(np.uint32)
    ring[30, 40], ring[5, 5:9] = 0, 11

    assert_tables(slanted, ring, distance, kernels)


@pytest.mark.parametrize("kernels", [True, False])
@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (2, 2), (3, 3)])
def test_tiny_pictures_have_bands_too(shape, kernels):
    truth = np.full(shape, 5, np.uint32)
    guess = np.full(shape, 2**24 - 1, np.uint32)
    guess[0, 0] = 0

    for distance in (1, 2, 500):
        assert_tables(truth, guess, distance, kernels)


def test_the_tables_of_several_pictures_become_overlaps_whose_inside_is_minus_one():
    square, one = np.ones((3, 3), np.uint32), np.array([1], np.uint32)

    plain, bands = overlaps_of([band_overlaps(square, np.zeros_like(square), one, one[:0], 1)] * 2)

    assert plain.truth.tolist() == [1, 1] and plain.pixels.tolist() == [9, 9]
    assert (bands.truth.tolist(), bands.guess.tolist()) == ([-1, 1, -1, 1], [0, 0, 0, 0])
    assert bands.pixels.tolist() == [1, 8, 1, 8]


@pytest.mark.parametrize("name", ["truth", "guess"])
@pytest.mark.parametrize("kernels", [True, False])
def test_an_id_without_a_segment_is_named_with_its_place(name, kernels):
    maps = {"truth": np.zeros((3, 4), np.uint32), "guess": np.zeros((3, 4), np.uint32)}
    maps[name][2, 1] = 77

    with pytest.raises(LabelError, match=rf"{name}: pixel \(y=2, x=1\) holds id 77"):
        band_overlaps(maps["truth"], maps["guess"], *np.array([[5], [99]], np.uint32), 1, kernels=kernels)


@pytest.mark.parametrize("kernels", [True, False])
def test_maps_of_different_sizes_are_refused(kernels):
    none = np.zeros(0, np.uint32)

    with pytest.raises(LabelError, match="guess has 2 x 3 pixels, truth has 3 x 2"):
        band_overlaps(np.zeros((2, 3), np.uint32), np.zeros((3, 2), np.uint32), none, none, 1, kernels=kernels)


def test_the_distance_is_rounded_half_to_even_and_at_least_one():
    assert band_distance(300, 400, 0.021) == 10  # 10.5
    assert band_distance(300, 400, 0.023) == 12  # 11.5
    assert band_distance(3, 4, 1e-9) == 1
    assert band_distance(1024, 2048, 0.02) == 46


@pytest.mark.parametrize("ratio", [0.0, -0.02, float("nan"), float("inf")])
def test_a_ratio_that_is_no_share_is_refused(ratio):
    with pytest.raises(ValueError, match="found a ratio of"):
        band_distance(10, 10, ratio)
