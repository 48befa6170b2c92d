# mypy: allow-untyped-defs
"""Kernels between the layers of a frame and the numbers that their files hold."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def to_millimetres(depth, codes):
    """Write depths of metres as millimetres: 0 where there is none, else 1 to 65535.

    depth : (N,) float32
    codes : (N,) uint16

    The fraction is rounded half up: a float64 holds a thousand times a float32 exactly.
    """
    for k in range(depth.size):
        scaled = np.float64(depth[k]) * 1000.0 + 0.5
        code = np.int64(min(max(scaled, 1.0), 65535.0))
        codes[k] = np.uint16(code if depth[k] > 0.0 else 0)


@njit(cache=True, nogil=True)
def to_steps(values, scale, shift, highest, codes):
    """Write ``values * scale + shift`` rounded to the nearest whole number from 0 to ``highest``.

    values : (N,) float32; codes : (N,) uint8 or uint16
    """
    for k in range(values.size):
        scaled = np.float64(values[k]) * scale + (shift + 0.5)
        codes[k] = np.int64(min(max(scaled, 0.0), highest))


@njit(cache=True, nogil=True)
def to_triples(values, scale, shift, codes):
    """Write ``values * scale + shift`` rounded to the nearest whole number from 1 to 65535; 0 for what is not there.

    values : (N, 3) float32; not there are three zeros where ``shift`` is above 1, else what is not a number
    codes  : (N, 3) uint16
    """
    for k in range(values.shape[0]):
        x, y, z = values[k, 0], values[k, 1], values[k, 2]
        there = (x != 0.0 or y != 0.0 or z != 0.0) if shift > 1.0 else x == x
        for c in range(3):
            scaled = np.float64(values[k, c]) * scale + (shift + 0.5)
            codes[k, c] = np.int64(min(max(scaled, 1.0), 65535.0)) if there else 0


@njit(cache=True, nogil=True)
def look_up(values, table, codes):
    """Write the entry of a table for each value: ``table[k]`` stands for k / (size - 1), the ends for what lies beyond.

    values : (N,) float32; table : (M,) uint8; codes : (N,) uint8
    """
    last = table.size - 1
    for k in range(values.size):
        place = np.float64(values[k]) * last + 0.5
        codes[k] = table[np.int64(min(max(place, 0.0), np.float64(last)))]


@njit(cache=True, nogil=True)
def to_kitti(flow, codes):
    """Write flow as KITTI's development kit does: 64 steps a pixel about 2**15, and 1 where it is known.

    flow  : (N, 3) float32: right, down, known (0 or 1)
    codes : (N, 3) uint16, zeros where it is not known
    """
    for k in range(flow.shape[0]):
        if flow[k, 2] > 0.0:
            for c in range(2):
                scaled = np.float64(flow[k, c]) * 64.0 + 32768.5
                codes[k, c] = np.int64(min(max(scaled, 0.0), 65535.0))
            codes[k, 2] = 1
        else:
            codes[k, 0] = codes[k, 1] = codes[k, 2] = 0
