# mypy: allow-untyped-defs
"""Kernels that lay the runs of two pictures over each other."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def joint_entries(truth_starts, truth_ids, truth_rows, truth_known, guess_starts, guess_ids, guess_rows, guess_known):
    """Return the joint table of two pictures without its zeros, (M, 3) int64: truth place, guess place, pixels.

    starts, ids, rows : the runs of each, all places of them used, from ``panscape.formats.rows.kernels.read_runs``;
                        of one height and width
    known             : (T,), (G,) uint32: the ids that may be there, ascending

    Places count from 1, 0 is void; entries go by truth, then by guess. There are none at all if a picture holds an
    id that is not known.
    """
    truth_places, guess_places = run_places(truth_ids, truth_known), run_places(guess_ids, guess_known)
    if truth_places.size == 0 or guess_places.size == 0:
        return np.empty((0, 3), np.int64)
    table = np.zeros((truth_known.size + 1, guess_known.size + 1), np.int64)
    height, width = min(truth_rows.size, guess_rows.size), min(truth_starts[1], guess_starts[1])
    y = 0
    while y < height:
        t, g, first = truth_rows[y], guess_rows[y], y
        while y < height and truth_rows[y] == t and guess_rows[y] == g:
            y += 1
        x = 0
        while x < width:
            truth_end, guess_end = truth_starts[t + 1], guess_starts[g + 1]
            end = min(truth_end, guess_end)
            table[truth_places[t], guess_places[g]] += (end - x) * (y - first)
            t += truth_end == end
            g += guess_end == end
            x = end
    return _entries(table)


@njit(cache=True, nogil=True)
def run_places(ids, known):
    """Return the place of each id in the list of those known, counted from 1, 0 for id 0; none if one is not known."""
    slots, places = slots_of(known), np.empty(ids.size, np.int32)
    for k in range(ids.size):
        place = place_of(ids[k], known, slots)
        if place > known.size:
            return places[:0]
        places[k] = place
    return places


@njit(cache=True, nogil=True)
def slots_of(known):
    """Return a hash table of ids, at most half full: places counted from 1, 0 where there is none.

    Whether a search by halves goes left or right is as good as random; the first slot is mostly the right one.
    """
    room = 4
    while room < 2 * known.size + 2:
        room *= 2
    slots = np.zeros(room, np.int64)
    for k in range(known.size):
        at = _slot(known[k], room)
        while slots[at] > 0:
            at = (at + 1) & (room - 1)
        slots[at] = k + 1
    return slots


@njit(cache=True, nogil=True)
def place_of(value, known, slots):
    """Return the place of an id in the list, counted from 1: 0 for id 0, 1 + their number for one it lacks."""
    if value == 0:
        return 0
    at = _slot(value, slots.size)
    while slots[at] > 0 and known[slots[at] - 1] != value:
        at = (at + 1) & (slots.size - 1)
    return slots[at] if slots[at] > 0 else known.size + 1


@njit(cache=True, nogil=True)
def _slot(value, room):
    """Return where to look first for an id."""
    return np.int64((np.uint64(value) * np.uint64(0x9E3779B1) >> np.uint64(13)) & np.uint64(room - 1))


@njit(cache=True, nogil=True)
def _entries(table):
    """Return the table without its zeros, one row for each."""
    count = 0
    entries = np.empty((np.count_nonzero(table), 3), np.int64)
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            if table[i, j] > 0:
                entries[count, 0], entries[count, 1], entries[count, 2] = i, j, table[i, j]
                count += 1
    return entries
