# mypy: allow-untyped-defs
"""Kernels that lay the boundary bands of two labels over each other in one pass, without a map of bands.

A pixel is inside its segment if the window of 2 D + 1 rows and columns around it holds nothing else and lies in the
picture; the other pixels are the segment's band. Along a row that is known from its runs: D pixels off either end. Down
the columns it takes one number each: since which row the column has lain within that segment's runs. Rows are read as
runs and kept until the D rows below them are read.

What is kept of one side is a *roll*, a tuple of arrays:

starts : (D + 2, width + 1) int64, where the runs of a row begin; behind the last one stands ``width``
places : (D + 2, width) int64, of their ids in the list of segments, counted from 1; 0 is void
since  : (width,) int32, the row from which on the column lies D pixels within runs of one segment, or NEVER
held   : (D + 1,) int64, where in ``starts`` and ``places`` the last rows are, row y in ``held[y % (D + 1)]``; rows that
         repeat the one above share its place
"""

import numpy as np
from numba import njit

from panscape.metrics.kernels import BLOCK, place_of

NEVER = np.int32(2**31 - 1)


@njit(cache=True, nogil=True)
def count_bands(truth, guess, truth_ids, guess_ids, distance, pairs, bands):
    """Add the pixels of two maps to their joint table, and to that of their bands.

    truth, guess         : (H, W) uint32, contiguous, any ids; at least one pixel
    truth_ids, guess_ids : (T,), (G,) uint32, ascending, without 0
    distance             : D, at least 1
    pairs                : (T + 1, G + 1) int64, zeroed by the caller: row and column 0 are void
    bands                : (T + 2, G + 2) int64, zeroed by the caller: row and column 0 are the inside of segments, 1 is
                           void

    Returns whether the lists have all ids; if not, the tables are worthless.
    """
    height, width = truth.shape
    truth_roll, guess_roll = new_roll(width, distance), new_roll(width, distance)
    truth_runs, guess_runs = _room(width), _room(width)
    t = g = 0
    for y in range(height + distance):
        if y < height:
            t = _next_row(truth, y, truth_ids, truth_runs, t)
            g = _next_row(guess, y, guess_ids, guess_runs, g)
            if t < 0 or g < 0:
                return False
            keep_row(truth_roll, y, truth_runs[0][t], truth_runs[2][t])
            keep_row(guess_roll, y, guess_runs[0][g], guess_runs[2][g])
        if y >= distance:
            add_row(pairs, bands, truth_roll, guess_roll, y, y < height)
    return True


@njit(cache=True, nogil=True)
def _room(width):
    """Return room for the runs of two rows: where they begin, their ids, their places."""
    return np.zeros((2, width + 1), np.int64), np.zeros((2, width), np.uint32), np.zeros((2, width), np.int64)


@njit(cache=True, nogil=True)
def _next_row(pixels, y, known, runs, now):
    """Read row y of a map into the half that is not ``now``; return which half holds it, -1 if an id is not known."""
    if y > 0 and _same(pixels[y], pixels[y - 1]):
        return now
    starts, ids, places = runs
    new, row, count, x = 1 - now, pixels[y], 0, 0
    while x < row.size:
        place = places[now, count]
        if ids[now, count] != row[x]:  # rows mostly hold the ids of the row above in the same order
            place = place_of(known, row[x])
        if place > known.size:
            return -1
        starts[new, count], ids[new, count], places[new, count] = x, row[x], place
        x = _run_end(row, x)
        count += 1
    starts[new, count] = row.size
    return new


@njit(cache=True, nogil=True)
def _same(row, other):
    """Return whether two rows are equal; eight pixels at a time, see :func:`joint_run_end`."""
    x = 0
    while x + BLOCK <= row.size:
        change = np.uint32(0)
        for k in range(x, x + BLOCK):
            change |= row[k] ^ other[k]
        if change != 0:
            return False
        x += BLOCK
    while x < row.size:
        if row[x] != other[x]:
            return False
        x += 1
    return True


@njit(cache=True, nogil=True)
def _run_end(row, x):
    """Return the first place after x where a row changes, or its size."""
    value, end = row[x], x + 1
    while end + BLOCK <= row.size:
        block, change = row[end : end + BLOCK], np.uint32(0)
        for k in range(BLOCK):
            change |= block[k] ^ value
        if change != 0:
            break
        end += BLOCK
    while end < row.size and row[end] == value:
        end += 1
    return end


@njit(cache=True, nogil=True)
def new_roll(width, distance):
    """Return the roll of a picture of which no row was read: above its first row lies one run of void."""
    starts, places = np.empty((distance + 2, width + 1), np.int64), np.empty((distance + 2, width), np.int64)
    starts[0, 0], starts[0, 1], places[0, 0] = 0, width, 0
    return starts, places, np.full(width, NEVER, np.int32), np.zeros(distance + 1, np.int64)


@njit(cache=True, nogil=True)
def keep_row(roll, y, row_starts, row_places):
    """Put row y into the roll: where its runs begin, and their places."""
    starts, places, since, held = roll
    width, above = since.size, held[(y + held.size - 1) % held.size]
    new = (above + 1) % (held.size + 1)  # of D + 2 places in a circle the last D + 1 at most are in use
    k, same = 0, True
    while row_starts[k] < width:
        same = same and starts[above, k] == row_starts[k] and places[above, k] == row_places[k]
        starts[new, k], places[new, k] = row_starts[k], row_places[k]
        k += 1
    starts[new, k] = width
    if same and starts[above, k] == width:
        held[y % held.size] = above
        return
    held[y % held.size] = new
    distance = np.int64(held.size - 1)
    _mark_apart(starts[above], places[above], starts[new], places[new], since, distance, NEVER)
    _mark_apart(starts[new], places[new], starts[above], places[above], since, distance, np.int32(y))


@njit(cache=True, nogil=True)
def _mark_apart(starts, places, other_starts, other_places, since, distance, value):
    """Set ``since`` to a value where a column lies D pixels within runs of a segment and, in the other row, does not.

    Outlines move little from one row to the next, so that this touches few columns.
    """
    begin, i, k = 0, 0, 0
    while begin < since.size:
        end = starts[k + 1]
        at, last = begin + distance, end - distance
        if at < last and places[k] > 0:
            while other_starts[i + 1] <= at:
                i += 1
            _mark_run(other_starts, other_places, i, places[k], since, at, last, distance, value)
        begin = end
        k += 1


@njit(cache=True, nogil=True)
def _mark_run(other_starts, other_places, i, place, since, at, last, distance, value):
    """Do so from column ``at`` to ``last``, which lie within runs of one segment; run i of the other row has ``at``."""
    begin = other_starts[i]
    while at < last and begin < last:
        end = other_starts[i + 1]
        if other_places[i] == place and end - distance > max(at, begin + distance):
            while at < min(begin + distance, last):
                since[at] = value
                at += 1
            at = max(at, end - distance)
        if end == since.size:
            break
        begin, i = end, i + 1
    while at < last:
        since[at] = value
        at += 1


@njit(cache=True, nogil=True)
def add_row(pairs, bands, truth_roll, guess_roll, y, there):
    """Add row y - D to the tables; ``there`` tells whether the picture has a row y, else nothing is inside."""
    truth_starts, truth_places, truth_since, held = truth_roll
    distance = held.size - 1
    truth_row = held[(y - distance) % held.size]
    guess_starts, guess_places, guess_since, held = guess_roll
    guess_row = held[(y - distance) % held.size]
    oldest = np.int32(y - 2 * distance)
    there = there and oldest >= 0
    i, j, x = 0, 0, 0
    while x < truth_since.size:
        truth_end, guess_end = truth_starts[truth_row, i + 1], guess_starts[guess_row, j + 1]
        end = min(truth_end, guess_end)
        t, g, pixels = truth_places[truth_row, i], guess_places[guess_row, j], end - x
        in_truth = in_guess = in_both = 0
        if there:
            in_truth, in_guess, in_both = _inside(truth_since[x:end], guess_since[x:end], oldest)
        pairs[t, g] += pixels
        bands[t + 1, g + 1] += pixels - in_truth - in_guess + in_both
        bands[0, g + 1] += in_truth - in_both
        bands[t + 1, 0] += in_guess - in_both
        bands[0, 0] += in_both
        i += truth_end == end
        j += guess_end == end
        x = end


@njit(cache=True, nogil=True)
def _inside(truth_since, guess_since, oldest):
    """Return how many columns lie since row ``oldest`` or longer in the truth's segment, the guess's, and both."""
    in_truth = in_guess = in_both = np.int32(0)
    for k in range(truth_since.size):
        truth, guess = truth_since[k] <= oldest, guess_since[k] <= oldest
        in_truth = np.int32(in_truth + truth)
        in_guess = np.int32(in_guess + guess)
        in_both = np.int32(in_both + (truth & guess))
    return np.int64(in_truth), np.int64(in_guess), np.int64(in_both)
