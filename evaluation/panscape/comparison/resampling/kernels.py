# mypy: allow-untyped-defs
"""Kernels that count draws and add up what the drawn units hold."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def count_draws(draws, times):
    """Count how often each unit was drawn.

    draws : (B, U) uint16 or uint32, below U
    times : (U, B) uint8, zeroed by the caller
    """
    rounds, units = draws.shape
    for b in range(rounds):
        for k in range(units):
            times[draws[b, k], b] += np.uint8(1)


@njit(cache=True, nogil=True)
def add_weighted(starts, unit, values, times, sums):
    """Add each cell, times the weight of its unit, to the sum of its row, in the order of the cells.

    starts : (R + 1,) int64, the cells of row r are starts[r] to starts[r + 1]
    unit   : (M,) int64
    values : (3, M) float64
    times  : (U, B) uint8
    sums   : (3, R, B) float64, zeroed by the caller

    The innermost loop runs over rounds, which LLVM turns into vectors: 10,000 rounds of 41,000 cells take 0.2 s of
    one core, a dense product by BLAS 0.63 s.
    """
    rounds = times.shape[1]
    for row in range(starts.size - 1):
        first, second, third = sums[0, row], sums[1, row], sums[2, row]
        for m in range(starts[row], starts[row + 1]):
            weights = times[unit[m]]
            a, b, c = values[0, m], values[1, m], values[2, m]
            for k in range(rounds):
                weight = np.float64(weights[k])
                first[k] += weight * a
                second[k] += weight * b
                third[k] += weight * c
