# mypy: allow-untyped-defs
"""Kernels that lay the boundary bands of two labels over each other in one pass, without a map of bands.

A pixel is inside its segment if the window of 2 D + 1 rows and columns around it holds nothing else and lies in the
picture; the other pixels are the segment's band. Along a row that is known from its runs: D pixels off either end. Down
the columns it takes one number each: since which row the column has lain within that segment's runs. Rows are read as
runs and kept until the D rows below them are read.

What is kept of one side is a *roll*, a tuple of arrays:

starts : (D + 2, width + 1) int64, where the runs of a row begin; behind the last one stands ``width``
ids    : (D + 2, width) uint32
places : (D + 2, width) int64, of the ids in the list of segments, counted from 1; 0 is void
since  : (width,) int32, the row from which on the column lies D pixels within runs of one segment, or NEVER
held   : (D + 1,) int64, where in ``starts``, ``ids`` and ``places`` the last rows are, row y in ``held[y % (D + 1)]``;
         rows that repeat the one above share its place
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
    for y in range(height + distance):
        if y < height:
            if not _next_row(truth, y, truth_ids, truth_roll, distance):
                return False
            if not _next_row(guess, y, guess_ids, guess_roll, distance):
                return False
        if y >= distance:
            add_row(pairs, bands, truth_roll, guess_roll, width, distance, y, y < height)
    return True


@njit(cache=True, nogil=True)
def new_roll(width, distance):
    """Return the roll of a picture of which no row was read: above its first row lies one run of void."""
    room = distance + 2
    starts, ids = np.empty((room, width + 1), np.int64), np.zeros((room, width), np.uint32)
    places, since = np.zeros((room, width), np.int64), np.full(width, NEVER, np.int32)
    starts[0, 0], starts[0, 1] = 0, width
    return starts, ids, places, since, np.zeros(distance + 1, np.int64)


@njit(cache=True, nogil=True)
def place_above(held, y):
    """Return where row y - 1 is held; for the first row, where the void above it is."""
    return held[(y + held.size - 1) % held.size]


@njit(cache=True, nogil=True)
def place_below(held, above):
    """Return where the row below may be written: in a circle of D + 2 places, the last D + 1 at most are in use."""
    return (above + 1) % (held.size + 1)


@njit(cache=True, nogil=True)
def _next_row(pixels, y, known, roll, distance):
    """Read row y of a map into the roll; return whether all its ids are known."""
    starts, ids, places, since, held = roll
    above = place_above(held, y)
    if y > 0 and _same(pixels[y], pixels[y - 1]):
        held[y % held.size] = above
        return True
    new = place_below(held, above)
    row, count, x = pixels[y], 0, 0
    while x < row.size:
        place = places[above, count]
        if ids[above, count] != row[x]:  # rows mostly hold the ids of the row above in the same order
            place = place_of(known, row[x])
        if place > known.size:
            return False
        starts[new, count], ids[new, count], places[new, count] = x, row[x], place
        x = _run_end(row, x)
        count += 1
    starts[new, count] = row.size
    mark_since(starts, places, since, above, new, distance, y)
    held[y % held.size] = new
    return True


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
def mark_since(starts, places, since, above, new, distance, y):
    """Bring ``since`` from the row above to row y; a column keeps its number where it stays within one segment."""
    width, begin, i, k = since.size, 0, 0, 0
    while begin < width:
        end, place = starts[new, k + 1], places[new, k]
        first, last = begin + distance, end - distance
        if place == 0 or first >= last:
            since[begin:end] = NEVER
        else:
            since[begin:first] = NEVER
            i = _mark_run(starts, places, since, above, i, place, first, last, distance, y)
            since[last:end] = NEVER
        begin = end
        k += 1


@njit(cache=True, nogil=True)
def _mark_run(starts, places, since, above, i, place, first, last, distance, y):
    """Bring the columns from ``first`` to ``last`` to row y; return the run above to go on from."""
    while starts[above, i + 1] <= first:
        i += 1
    at, other = first, i
    while at < last and starts[above, other] < last:
        inner, outer = starts[above, other] + distance, min(starts[above, other + 1] - distance, last)
        if places[above, other] == place and inner < outer and outer > at:
            since[at:inner] = y  # nothing where the run above begins before
            at = outer
        if starts[above, other + 1] == since.size:
            break
        other += 1
    since[at:last] = y
    return i


@njit(cache=True, nogil=True)
def add_row(pairs, bands, truth_roll, guess_roll, width, distance, y, read):
    """Add row y - D to the tables, ``read`` telling whether row y was there; below the picture nothing is inside."""
    truth_starts, _, truth_places, truth_since, truth_held = truth_roll
    guess_starts, _, guess_places, guess_since, guess_held = guess_roll
    truth_row, guess_row = truth_held[(y - distance) % truth_held.size], guess_held[(y - distance) % guess_held.size]
    oldest = np.int32(y - 2 * distance)
    read = read and oldest >= 0
    i, j, x = 0, 0, 0
    while x < width:
        truth_end, guess_end = truth_starts[truth_row, i + 1], guess_starts[guess_row, j + 1]
        end = min(truth_end, guess_end)
        t, g, pixels = truth_places[truth_row, i], guess_places[guess_row, j], end - x
        pairs[t, g] += pixels
        in_truth = in_guess = in_both = 0
        if read:
            in_truth, in_guess, in_both = _inside(truth_since[x:end], guess_since[x:end], oldest)
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
    in_truth = in_guess = in_both = 0
    for k in range(truth_since.size):
        truth, guess = truth_since[k] <= oldest, guess_since[k] <= oldest
        in_truth += truth
        in_guess += guess
        in_both += truth & guess
    return in_truth, in_guess, in_both
