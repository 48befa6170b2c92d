# mypy: allow-untyped-defs
"""Kernels that lay the boundary bands of two labels over each other in one pass, without a map of bands.

A pixel is inside its segment if the window of 2 D + 1 rows and columns around it holds nothing else and lies in the
picture; the other pixels are the segment's band. Along a row the runs tell that: D pixels off either end. Down the
columns it takes one number each: the row since which the column has lain D pixels within runs of one segment.

Pictures are given as runs, as by ``panscape.formats.rows.kernels.read_runs``:

starts : (R,) int32: the x at which each run begins; behind the last run of a row stands the width
places : (R,) int32: the place of each run's id in the list of segments, counted from 1; 0 is void
rows   : (height,) int64: where the runs of each row begin; rows of the same runs may share them
"""

import numpy as np
from numba import njit

BLOCK = 8  # pixels compared at a time, without a branch, which LLVM turns into vector code
NEVER = np.int32(2**31 - 1)


@njit(cache=True, nogil=True)
def count_bands(
    truth_starts, truth_places, truth_rows, guess_starts, guess_places, guess_rows, width, distance, pairs, bands
):
    """Add two pictures to their joint table, and to that of their bands.

    starts, places, rows : of pictures of one height
    width                : of both pictures
    distance             : D, at least 1
    pairs                : (T + 1, G + 1) int64, zeroed by the caller: row and column 0 are void
    bands                : (T + 2, G + 2) int64, zeroed by the caller: row and column 0 are the inside of segments, 1
                           is void
    """
    height = truth_rows.size
    distance = min(distance, height)  # from there on no window lies in the picture
    truth_since, guess_since = np.full(width, NEVER, np.int32), np.full(width, NEVER, np.int32)
    for y in range(height + distance):
        if y < height:
            _mark_row(truth_starts, truth_places, truth_rows, truth_since, distance, y)
            _mark_row(guess_starts, guess_places, guess_rows, guess_since, distance, y)
        centre, oldest = y - distance, y - 2 * distance
        if centre < 0:
            continue
        if y >= height or oldest < 0:
            oldest = -1  # the window leaves the picture
        _add_row(
            truth_starts,
            truth_places,
            truth_rows[centre],
            truth_since,
            guess_starts,
            guess_places,
            guess_rows[centre],
            guess_since,
            np.int32(oldest),
            pairs,
            bands,
        )


@njit(cache=True, nogil=True)
def map_runs(pixels, starts, ids, rows):
    """Read a map of ids as runs; return how many places of ``starts`` are used.

    pixels : (H, W) uint32, contiguous; at least one pixel
    starts : (H * (W + 1),) int32, and ids, uint32: filled
    rows   : (H,) int64, filled
    """
    used = 0
    for y in range(rows.size):
        row, x = pixels[y], 0
        if y > 0 and _same(row, pixels[y - 1]):
            rows[y] = rows[y - 1]
            continue
        rows[y] = used
        while x < row.size:
            starts[used], ids[used] = x, row[x]
            x = _run_end(row, x)
            used += 1
        starts[used], ids[used] = row.size, 0
        used += 1
    return used


@njit(cache=True, nogil=True)
def _same(row, other):
    """Return whether two rows are equal."""
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
def _mark_row(starts, places, rows, since, distance, y):
    """Bring ``since`` from the row above to row y: a column keeps its number where it stays within one segment.

    What lies D pixels within a run is a core. Two rows' cores are gone through side by side; they mostly are alike, or
    moved by a pixel, so that few columns are touched.
    """
    now, x = np.int32(y), np.int64(0)
    above_first, above_last, above_place, above = np.int64(NEVER), np.int64(NEVER), np.int32(0), np.int64(0)
    if y > 0 and rows[y] == rows[y - 1]:
        return
    if y > 0:
        above_first, above_last, above_place, above = _core(starts, places, rows[y - 1], since.size, distance)
    first, last, place, k = _core(starts, places, rows[y], since.size, distance)
    while x < since.size:
        within_above, within = x >= above_first, x >= first
        end = min(above_last if within_above else above_first, last if within else first, since.size)
        if (above_place if within_above else 0) != (place if within else 0):
            for column in range(x, end):
                since[column] = now if within else NEVER
        x = end
        if x == above_last:
            above_first, above_last, above_place, above = _core(starts, places, above, since.size, distance)
        if x == last:
            first, last, place, k = _core(starts, places, k, since.size, distance)


@njit(cache=True, nogil=True)
def _core(starts, places, k, width, distance):
    """Return the first and the last column (not included) and the place of the next core, and the run after it.

    k : the run to begin with
    """
    begin = np.int64(starts[k])
    while begin < width:
        end = np.int64(starts[k + 1])
        k += 1
        if end - begin > 2 * distance and places[k - 1] > 0:
            return begin + distance, end - distance, places[k - 1], k
        begin = end
    return np.int64(NEVER), np.int64(NEVER), np.int32(0), k


@njit(cache=True, nogil=True)
def _add_row(
    truth_starts, truth_places, t, truth_since, guess_starts, guess_places, g, guess_since, oldest, pairs, bands
):
    """Add a row to the tables; what has been within one segment since row ``oldest`` is inside, -1 if nothing is.

    t, g : where the row's runs begin
    """
    x = np.int64(0)
    while x < truth_since.size:
        truth_end, guess_end = truth_starts[t + 1], guess_starts[g + 1]
        end = np.int64(min(truth_end, guess_end))
        row, column, pixels = truth_places[t], guess_places[g], end - x
        in_truth = in_guess = in_both = np.int64(0)
        if oldest >= 0:
            in_truth, in_guess, in_both = _inside(truth_since[x:end], guess_since[x:end], oldest)
        pairs[row, column] += pixels
        bands[row + 1, column + 1] += pixels - in_truth - in_guess + in_both
        bands[0, column + 1] += in_truth - in_both
        bands[row + 1, 0] += in_guess - in_both
        bands[0, 0] += in_both
        t += truth_end == end
        g += guess_end == end
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
