# mypy: allow-untyped-defs
"""Kernels that lay the rows of two PNGs over each other, run by run."""

import numpy as np
from numba import njit

from panscape.formats.rows.kernels import SAME, UNKNOWN, row_runs


@njit(cache=True, nogil=True)
def joint_entries(truth_rows, guess_rows, height, width, truth_ids, guess_ids):
    """Return the joint table of two pictures without its zeros, (M, 3) int64: truth place, guess place, pixels.

    truth_rows, guess_rows : (N,) uint8, read-only and 8-byte aligned: filtered rows of RGB, as inflated
    truth_ids, guess_ids   : (T,), (G,) uint32, ascending

    Places count from 1, 0 is void; entries go by truth, then by guess. There is no entry at all if anything is
    wrong: the size, a filter, an id that its list lacks, an id of a list without a pixel.
    """
    nothing = np.empty((0, 3), np.int64)
    stride = 1 + 3 * width
    if height < 1 or width < 1 or truth_rows.size != height * stride or guess_rows.size != height * stride:
        return nothing
    truth_words = truth_rows[: truth_rows.size // 8 * 8].view(np.uint64)
    guess_words = guess_rows[: guess_rows.size // 8 * 8].view(np.uint64)
    truth_slots, guess_slots = _slots(truth_ids), _slots(guess_ids)
    truth_starts, truth_values, truth_places = _row_above(width)
    guess_starts, guess_values, guess_places = _row_above(width)
    table = np.zeros((truth_ids.size + 1, guess_ids.size + 1), np.int64)
    t, g, times = 0, 0, 0
    for y in range(height):
        at = y * stride
        truth_count = row_runs(
            truth_rows,
            truth_words,
            at,
            width,
            truth_starts[t],
            truth_values[t],
            truth_starts[1 - t],
            truth_values[1 - t],
        )
        guess_count = row_runs(
            guess_rows,
            guess_words,
            at,
            width,
            guess_starts[g],
            guess_values[g],
            guess_starts[1 - g],
            guess_values[1 - g],
        )
        if truth_count == UNKNOWN or guess_count == UNKNOWN:
            return nothing
        if truth_count != SAME or guess_count != SAME:
            _add_row(table, truth_starts[t], truth_places, guess_starts[g], guess_places, width, times)
            times = 0
        if truth_count != SAME:
            t = 1 - t
            if not _look_up(truth_values[t], truth_count, truth_ids, truth_slots, truth_places):
                return nothing
        if guess_count != SAME:
            g = 1 - g
            if not _look_up(guess_values[g], guess_count, guess_ids, guess_slots, guess_places):
                return nothing
        times += 1
    _add_row(table, truth_starts[t], truth_places, guess_starts[g], guess_places, width, times)
    return _entries(table)


@njit(cache=True, nogil=True)
def _row_above(width):
    """Return room for two rows of runs and for one row of places; both hold the row above the first: void."""
    starts, values = np.empty((2, width + 1), np.int64), np.empty((2, width), np.uint32)
    places = np.empty(width, np.int64)
    starts[0, 0], starts[0, 1], values[0, 0], places[0] = 0, width, 0, 0
    return starts, values, places


@njit(cache=True, nogil=True)
def _add_row(table, truth_starts, truth_places, guess_starts, guess_places, width, times):
    """Add two rows of runs to the table, as many times as they come one below the other."""
    i, j, x = 0, 0, 0
    while x < width:
        truth_end, guess_end = truth_starts[i + 1], guess_starts[j + 1]
        end = min(truth_end, guess_end)
        table[truth_places[i], guess_places[j]] += (end - x) * times
        i += truth_end == end
        j += guess_end == end
        x = end


@njit(cache=True, nogil=True)
def _slots(ids):
    """Return a hash table of places, (2 ** B,) int64, at most half full: the place of an id, or -1."""
    room = 4
    while room < 2 * ids.size + 2:
        room *= 2
    slots = np.full(room, -1, np.int64)
    for k in range(ids.size):
        at = _slot(ids[k], room)
        while slots[at] >= 0:
            at = (at + 1) & (room - 1)
        slots[at] = k
    return slots


@njit(cache=True, nogil=True)
def _slot(value, room):
    """Return where to look first."""
    return np.int64((np.uint64(value) * np.uint64(0x9E3779B1) >> np.uint64(13)) & np.uint64(room - 1))


@njit(cache=True, nogil=True)
def _look_up(values, count, ids, slots, places):
    """Write the place of each run's id, counted from 1; False if an id is not in the list."""
    for k in range(count):
        value = values[k]
        if value == 0:
            places[k] = 0
            continue
        at = _slot(value, slots.size)
        while slots[at] >= 0 and ids[slots[at]] != value:
            at = (at + 1) & (slots.size - 1)
        if slots[at] < 0:
            return False
        places[k] = slots[at] + 1
    return True


@njit(cache=True, nogil=True)
def _entries(table):
    """Return the table without its zeros; nothing if a row or a column other than void's is empty."""
    rows, columns = table.shape
    used_rows, used_columns = np.zeros(rows, np.bool_), np.zeros(columns, np.bool_)
    entries, count = np.empty((table.size, 3), np.int64), 0
    for i in range(rows):
        for j in range(columns):
            if table[i, j] > 0:
                used_rows[i] = used_columns[j] = True
                entries[count, 0], entries[count, 1], entries[count, 2] = i, j, table[i, j]
                count += 1
    if not used_rows[1:].all() or not used_columns[1:].all():
        count = 0
    return entries[:count].copy()
