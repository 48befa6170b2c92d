"""Noise and patterns stay in range, are smooth, and average out over a pixel that is too large for them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from panscape.render import noise

fading = njit(lambda x: noise.fading(x))
groove = njit(lambda x, low, high, foot: noise.groove(x, low, high, foot))
wave2 = njit(lambda x, y: noise.wave2(x, y))
wave3 = njit(lambda x, y, z: noise.wave3(x, y, z))
waves2 = njit(lambda x, y, foot: noise.waves2(x, y, foot, 4))
hash2 = njit(lambda x, y: noise.hash2(x, y))

place = st.floats(-1e4, 1e4)


@given(st.floats(0, 39.9))
def test_fading_is_the_exponential(x):
    assert fading(x) == pytest.approx(np.exp(-x), rel=1e-5)


def test_fading_ends_in_nothing():
    assert fading(1e9) == 0.0


@given(place, place)
def test_waves_lie_between_nought_and_one(x, y):
    assert 0.0 <= wave2(x, y) <= 1.0
    assert 0.0 <= wave3(x, y, x + y) <= 1.0


@given(st.integers(-1000, 1000), st.floats(-50, 50))
def test_waves_do_not_jump_where_the_lattice_changes(x, y):
    assert wave2(x - 1e-7, y) == pytest.approx(wave2(x + 1e-7, y), abs=1e-5)
    assert wave3(y, x - 1e-7, y) == pytest.approx(wave3(y, x + 1e-7, y), abs=1e-5)


@given(place, place, st.floats(1, 100))
def test_waves_below_the_pixel_are_their_mean(x, y, foot):
    assert waves2(x, y, foot) == 0.5


def test_hashes_of_a_lattice_are_spread_evenly_and_unrelated_to_their_neighbours():
    table = np.array([[hash2(x, y) for x in range(-40, 40)] for y in range(-40, 40)])

    counts, _ = np.histogram(table, 16, (0, 1))
    assert abs(counts - 400).max() < 100  # five standard deviations of a fair draw
    for neighbour in (np.roll(table, 1, 0), np.roll(table, 1, 1), np.roll(table, (1, 1), (0, 1))):
        assert abs(np.corrcoef(table.ravel(), neighbour.ravel())[0, 1]) < 0.07


@given(st.floats(0, 0.9), st.floats(0.01, 0.5), st.floats(0.001, 5))
def test_a_groove_covers_its_share_whatever_the_pixel(low, width, foot):
    high = min(1.0, low + width)

    covered = np.mean([groove((k + 0.5) / 400, low, high, foot) for k in range(400)])

    assert covered == pytest.approx(high - low, abs=0.01)
