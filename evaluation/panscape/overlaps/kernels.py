# mypy: allow-untyped-defs
"""Kernels that lay two maps of ids over each other."""

import numpy as np
from numba import njit

from panscape.formats.rows.kernels import (
    block_of,
    bytes_from,
    pixel,
    trailing_zeros,
    unlike_bytes,
    unlike_lanes,
)
from panscape.overlaps.streaming.kernels import place_of, slots_of

NONE, ONE, THREE, EIGHT = np.uint64(0), np.uint64(1), np.uint64(3), np.uint64(8)
CHUNK = 4096  # pixels whose changes are listed before they are counted


@njit(cache=True, nogil=True)
def count_dense_pairs(truth, guess, pairs):
    """Add to ``pairs[t, g]`` the pixels where truth holds t and guess holds g.

    truth, guess : (N,) uint32, dense ids below the table's sides
    pairs        : (T + 1, G + 1) int64, zeroed by the caller
    """
    starts, last = np.empty(CHUNK, np.int64), 0
    for begin in range(1, truth.size, CHUNK):
        for n in range(_changes(truth, guess, begin, min(begin + CHUNK, truth.size), starts)):
            pairs[truth[last], guess[last]] += starts[n] - last
            last = starts[n]
    if truth.size > 0:
        pairs[truth[last], guess[last]] += truth.size - last


@njit(cache=True, nogil=True)
def count_raw_pairs(truth, guess, truth_ids, guess_ids, pairs):
    """Add to ``pairs[i, j]`` the pixels where the i-th truth id and the j-th guess id meet.

    truth, guess         : (N,) uint32, any ids; N is at least 1
    truth_ids, guess_ids : (T,), (G,) uint32, ascending, without 0
    pairs                : (T + 2, G + 2) int64, zeroed by the caller: row and column 0 are void, the last
                           ones gather ids that the lists lack

    Returns the flat places (int64) of a truth and of a guess pixel with such an id, -1 where there is none.
    """
    truth_slots, guess_slots, lost = slots_of(truth_ids), slots_of(guess_ids), np.full(2, -1, np.int64)
    starts, last = np.empty(CHUNK, np.int64), 0
    for begin in range(1, truth.size, CHUNK):
        for n in range(_changes(truth, guess, begin, min(begin + CHUNK, truth.size), starts)):
            i = place_of(truth[last], truth_ids, truth_slots)
            j = place_of(guess[last], guess_ids, guess_slots)
            _add_run(pairs, i, j, last, starts[n], lost)
            last = starts[n]
    i, j = place_of(truth[last], truth_ids, truth_slots), place_of(guess[last], guess_ids, guess_slots)
    _add_run(pairs, i, j, last, truth.size, lost)
    return lost[0], lost[1]


@njit(cache=True, nogil=True)
def count_color_pairs(truth, guess, truth_ids, guess_ids, pairs):
    """As :func:`count_raw_pairs`, for maps of colours: id = red + 256 green + 65536 blue.

    truth, guess : (3 N,) uint8; N is at least 1
    """
    truth_slots, guess_slots, lost = slots_of(truth_ids), slots_of(guess_ids), np.full(2, -1, np.int64)
    truth_words, guess_words = _words(truth), _words(guess)
    starts, last, size, first = np.empty(CHUNK, np.int64), 0, truth.size // 3, np.uint64(0)
    for begin in range(1, size, CHUNK):
        end = min(begin + CHUNK, size)
        for n in range(_color_changes(truth, guess, truth_words, guess_words, begin, end, starts)):
            i = place_of(pixel(truth, first, last), truth_ids, truth_slots)
            j = place_of(pixel(guess, first, last), guess_ids, guess_slots)
            _add_run(pairs, i, j, last, starts[n], lost)
            last = starts[n]
    i = place_of(pixel(truth, first, last), truth_ids, truth_slots)
    j = place_of(pixel(guess, first, last), guess_ids, guess_slots)
    _add_run(pairs, i, j, last, size, lost)
    return lost[0], lost[1]


@njit(cache=True, nogil=True)
def _add_run(pairs, i, j, start, end, lost):
    """Add a run to the table; keep its place if truth or guess holds an id that its list lacks."""
    pairs[i, j] += end - start
    if i == pairs.shape[0] - 1:
        lost[0] = start
    if j == pairs.shape[1] - 1:
        lost[1] = start


@njit(cache=True, nogil=True)
def _changes(truth, guess, begin, end, starts):
    """Write the pixels of ``begin:end`` where truth or guess is not what it was one before; return how many.

    begin  : at least 1
    starts : (end - begin or more,) int64

    Eight pixels at a time are compared without a branch. Two maps of 640x480 that are in no cache take 0.25 ms so in
    all, where np.sum of both takes 0.36.
    """
    found, x, stop = 0, np.uint64(begin), np.uint64(end)
    while x + EIGHT <= stop:
        mask = unlike_lanes(truth[x - ONE], *block_of(truth, x)) | unlike_lanes(guess[x - ONE], *block_of(guess, x))
        while mask != 0:
            starts[found] = x + trailing_zeros(mask)
            found += 1
            mask &= mask - ONE
        x += EIGHT
    while x < stop:
        if truth[x] != truth[x - ONE] or guess[x] != guess[x - ONE]:
            starts[found] = x
            found += 1
        x += ONE
    return found


@njit(cache=True, nogil=True)
def _color_changes(truth, guess, truth_words, guess_words, begin, end, starts):
    """As :func:`_changes`, for colours; 21 pixels and a third at a time."""
    found, at, stop = 0, THREE * np.uint64(begin), THREE * np.uint64(end)
    i = at >> THREE
    while i + EIGHT <= np.uint64(truth_words.size) and i << THREE < stop:
        block = i << THREE
        truth_before, guess_before = (truth_words[i - ONE], guess_words[i - ONE]) if i > 0 else (NONE, NONE)
        mask = unlike_bytes(truth_before, *block_of(truth_words, i))
        mask = (mask | unlike_bytes(guess_before, *block_of(guess_words, i))) & bytes_from(at, block)
        while mask != 0 and block + trailing_zeros(mask) < stop:
            x = (block + trailing_zeros(mask)) // THREE
            starts[found] = x
            found += 1
            at = THREE * (x + ONE)
            mask &= bytes_from(at, block)
        i += EIGHT
    at = max(at, i << THREE)
    while at < stop:
        x = np.int64(at // THREE)
        if truth[at] != truth[at - THREE] or guess[at] != guess[at - THREE]:
            starts[found] = x
            found += 1
            at = THREE * np.uint64(x + 1)
        else:
            at += ONE
    return found


@njit(cache=True, nogil=True)
def _words(flat):
    """Return the whole words of some bytes."""
    return flat[: flat.size // 8 * 8].view(np.uint64)
