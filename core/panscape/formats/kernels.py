# mypy: allow-untyped-defs
"""Kernels between maps of ids and the bytes of the files that hold them."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def filter_ids(ids, rows):
    """Write each pixel's id as red, green, blue, less the pixel above: PNG's filter 2 (Up).

    ids  : (H, W) uint32, below 2**24
    rows : (H, 1 + 3 W) uint8, all of it written; the first byte of a row names the filter
    """
    height, width = ids.shape
    for y in range(height):
        rows[y, 0] = 2
        for x in range(width):
            here = ids[y, x]
            above = ids[y - 1, x] if y > 0 else np.uint32(0)
            at = 1 + 3 * x
            rows[y, at] = np.uint8((here & np.uint32(255)) - (above & np.uint32(255)))
            rows[y, at + 1] = np.uint8(
                ((here >> np.uint32(8)) & np.uint32(255)) - ((above >> np.uint32(8)) & np.uint32(255))
            )
            rows[y, at + 2] = np.uint8((here >> np.uint32(16)) - (above >> np.uint32(16)))


@njit(cache=True, nogil=True)
def filter_up(lines, rows):
    """Write each byte less the one above it: PNG's filter 2 (Up).

    lines : (H, L) uint8
    rows  : (H, 1 + L) uint8, all of it written; the first byte of a row names the filter
    """
    height, length = lines.shape
    for y in range(height):
        rows[y, 0] = 2
        line, row = lines[y], rows[y, 1:]
        if y == 0:
            row[:] = line
        else:
            above = lines[y - 1]
            for at in range(length):
                row[at] = line[at] - above[at]


@njit(cache=True, nogil=True)
def unfilter(rows, step, lines):
    """Undo PNG's row filters; return the first row whose filter is none of PNG's, or -1.

    rows  : (H, 1 + L) uint8: the filter, then L filtered bytes
    step  : bytes a pixel
    lines : (H, L) uint8, all of it written

    One loop for each filter: the first three then run on whole vectors.
    """
    height, length = lines.shape
    above = np.zeros(length, np.uint8)
    for y in range(height):
        kind, filtered, line = rows[y, 0], rows[y, 1:], lines[y]
        if kind == 0:
            for at in range(length):
                line[at] = filtered[at]
        elif kind == 1:
            for at in range(length):
                line[at] = filtered[at] + (line[at - step] if at >= step else np.uint8(0))
        elif kind == 2:
            for at in range(length):
                line[at] = filtered[at] + above[at]
        elif kind == 3:
            for at in range(length):
                left = np.uint32(line[at - step]) if at >= step else np.uint32(0)
                line[at] = np.uint8(filtered[at] + ((left + above[at]) >> np.uint32(1)))
        elif kind == 4:
            _unfilter_paeth(filtered, above, step, line)
        else:
            return y
        above = line
    return -1


@njit(cache=True, nogil=True)
def _unfilter_paeth(filtered, above, step, line):
    """Undo filter 4: each byte is a difference from whichever neighbour is nearest to left + above - corner."""
    for at in range(line.size):
        if at < step:
            line[at] = filtered[at] + above[at]
            continue
        left, up, corner = np.int32(line[at - step]), np.int32(above[at]), np.int32(above[at - step])
        to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
        guess = corner
        if to_left <= to_up and to_left <= to_corner:
            guess = left
        elif to_up <= to_corner:
            guess = up
        line[at] = np.uint8(filtered[at] + guess)


@njit(cache=True, nogil=True)
def join_ids(pixels, ids):
    """Write ``R + 256 G + 65536 B`` of every pixel; return the flat index of the first that lets light through, or -1.

    pixels : (H, W, 3 or 4) uint8; the fourth channel is the opacity, wanted 255
    ids    : (H, W) uint32
    """
    height, width = ids.shape
    channels = pixels.shape[2]
    for y in range(height):
        for x in range(width):
            if channels == 4 and pixels[y, x, 3] != 255:
                return y * width + x
            ids[y, x] = (
                np.uint32(pixels[y, x, 0])
                | (np.uint32(pixels[y, x, 1]) << np.uint32(8))
                | (np.uint32(pixels[y, x, 2]) << np.uint32(16))
            )
    return -1


@njit(cache=True, nogil=True)
def look_up_ids(raw, known, numbers, dense):
    """Write the number of every pixel's id; return the flat index of the first id that is not known, or -1.

    raw     : (H, W) uint32
    known   : (N,) uint32, ascending; without 0, which stays 0
    numbers : (N,) uint32: what stands for ``known[k]``
    dense   : (H, W) uint32; may be ``raw`` itself

    A run of one id is looked up once: a row of a panoptic map has about 6 of them.
    """
    height, width = raw.shape
    for y in range(height):
        x = 0
        while x < width:
            value = raw[y, x]
            number = np.uint32(0)
            if value != 0:
                place = np.searchsorted(known, value)
                if place == known.size or known[place] != value:
                    return y * width + x
                number = numbers[place]
            while x < width and raw[y, x] == value:
                dense[y, x] = number
                x += 1
    return -1


@njit(cache=True, nogil=True)
def rle_letters(ids, segment, left, top, width, height, letters):
    """Spell the run lengths of one id, column by column, in COCO's letters; return how many, or -1 if there is no room.

    ids                      : (H, W) uint32
    left, top, width, height : the box outside of which no pixel holds ``segment``
    letters                  : (N,) uint8, written from the start
    """
    rows, columns = ids.shape
    runs = np.zeros(3, np.int64)  # how many there are; the last; the one before the last
    used, start, inside = 0, 0, False
    for x in range(left, left + width):
        for y in range(top, top + height):
            if (ids[y, x] == segment) != inside:
                here = x * rows + y
                used = _spell_run(here - start, runs, letters, used)
                start, inside = here, not inside
                if used < 0:
                    return -1
        # Below the box the column goes on, or right of it the next one begins, without the segment.
        if inside and (height < rows or x + 1 == left + width < columns):
            here = x * rows + top + height
            used = _spell_run(here - start, runs, letters, used)
            start, inside = here, False
            if used < 0:
                return -1
    if start < rows * columns:
        used = _spell_run(rows * columns - start, runs, letters, used)
    return used


@njit(cache=True, nogil=True)
def _spell_run(length, runs, letters, used):
    """Append one run; return how many letters there are now, or -1 if there is no room."""
    if used + 8 > letters.size:
        return -1
    rest = length - runs[2] if runs[0] > 2 else length
    runs[0] += 1
    runs[2] = runs[1]
    runs[1] = length
    more = True
    while more:
        bits = rest & 31
        rest >>= 5
        more = rest != -1 if bits & 16 else rest != 0
        letters[used] = 48 + (bits | 32 if more else bits)
        used += 1
    return used
