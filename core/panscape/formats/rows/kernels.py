# mypy: allow-untyped-defs
"""Kernels that read the filtered rows of a PNG of ids as runs, and never make its pixels.

A filtered byte of zero says "as predicted", and most are: rows are searched in blocks of 64 bytes for the odd pixels
that break a prediction, and only those are computed. Every index is compared with the size of its array, whatever
the bytes say. Words are little-endian, as on every machine that numba compiles for.
"""

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.extending import intrinsic

BLOCK = np.uint64(8)  # words: 64 bytes, two or four vectors
NONE, ALL = np.uint64(0), np.uint64(0xFFFFFFFFFFFFFFFF)
ONE, TWO, THREE, SEVEN, WHOLE = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(7), np.uint64(64)
WORDS, BYTES = ir.VectorType(ir.IntType(64), 8), ir.VectorType(ir.IntType(8), 64)
NO_ID = np.uint32(0xFFFFFFFF)  # ids have three bytes
LOW_BITS, HIGH_BITS = np.uint32(0x7F7F7F), np.uint32(0x808080)


@njit(cache=True, nogil=True)
def read_runs(flat, height, width, starts, ids, rows):
    """Read all rows of a picture as runs of one id; return how many places of ``starts`` are used, -1 if it cannot be.

    flat   : (height * (1 + 3 * width),) uint8: of each row the name of its filter, then red, green, blue, filtered
    starts : (R,) int32: the x at which each run begins; behind the last run of a row stands ``width``, with id 0
    ids    : (R,) uint32: the id of each run
    rows   : (height,) int64: where the runs of each row begin; rows of the same runs may share them

    It cannot be if ``flat`` has another size, a filter is none of PNG's, or there is no room for as many runs.
    """
    stride = 1 + 3 * width
    if height < 1 or width < 1 or flat.size != height * stride or rows.size < height:
        return -1
    if starts.size < 2 or starts.size > ids.size:
        return -1
    words, odd = flat[: flat.size // 8 * 8].view(np.uint64), np.empty(width + 1, np.int64)
    masks, begins = np.empty(3 * width // 64 + 3, np.uint64), np.empty(3 * width // 64 + 3, np.uint64)
    starts[0], starts[1], ids[0], ids[1] = 0, width, 0, 0  # above the first row lies one of void
    above, new = 0, 2
    for y in range(height):
        kind, first = flat[y * stride], np.uint64(y * stride + 1)
        if kind > 4 or starts.size - new < width + 1:
            return -1
        if kind == 0:
            found = changed_pixels(flat, words, first, width, odd, masks, begins)
        else:
            found = odd_pixels(flat, words, first, width, odd, masks, begins)
        end = _runs(kind, flat, first, width, found, starts, ids, above, new, odd)
        if end > new:
            starts[end], ids[end] = width, 0
            above, new = new, end + 1
        rows[y] = above
    return new


@njit(cache=True, nogil=True, inline="always")
def _runs(kind, flat, first, width, found, starts, ids, above, new, odd):
    """Write the runs of a row from place ``new`` on; return the place behind them, ``new`` if it is the row above."""
    if kind == 0:
        return _plain_runs(flat, first, found, starts, ids, new, odd)
    if kind == 1:
        return _sub_runs(flat, first, found, starts, ids, new, odd)
    if kind == 2 and found == 0:
        return new
    if kind == 2:
        return _up_runs(flat, first, width, starts, ids, above, new, odd)
    if kind == 3:
        return _average_runs(flat, first, width, starts, ids, above, new, odd)
    return _paeth_runs(flat, first, width, starts, ids, above, new, odd)


@njit(cache=True, nogil=True)
def odd_pixels(flat, words, first, width, odd, masks, begins):
    """Find the pixels of a row, from byte ``first`` on, that have a byte other than 0; return how many.

    odd           : (width + 1,) int64, filled in ascending order, and ``width`` behind the last
    masks, begins : (3 * width // 64 + 3,) uint64, scratch
    """
    end, count = first + THREE * np.uint64(width), 0
    i, inside = first >> THREE, ALL << (first & SEVEN)
    while i + BLOCK <= np.uint64(words.size) and (i << THREE) + WHOLE <= end:
        mask = odd_bytes(*block_of(words, i)) & inside
        masks[count], begins[count] = mask, i << THREE
        count += mask != 0
        inside = ALL
        i += BLOCK
    if i + BLOCK <= np.uint64(words.size) and i << THREE < end:
        mask = odd_bytes(*block_of(words, i)) & inside & (ALL >> ((i << THREE) + WHOLE - end))
        masks[count], begins[count] = mask, i << THREE
        count += mask != 0
        i += BLOCK
    found = _pixels_of(masks, begins, count, first, 0, odd)
    for at in range(max(first, i << THREE), end):  # at most a block at the end of the picture
        x = np.int64((np.uint64(at) - first) // THREE)
        if flat[np.uint64(at)] != 0 and (found == 0 or odd[found - 1] != x):
            odd[found] = x
            found += 1
    odd[found] = width
    return found


@njit(cache=True, nogil=True)
def changed_pixels(flat, words, first, width, odd, masks, begins):
    """Find the pixels that are not the one to their left, as :func:`odd_pixels` does; the first is always one."""
    begin, end, count = first + THREE, first + THREE * np.uint64(width), 0
    i, inside = begin >> THREE, ALL << (begin & SEVEN)
    while i + BLOCK <= np.uint64(words.size) and i << THREE < end:
        left = (i << THREE) + WHOLE
        before = words[i - ONE] if i > 0 else NONE
        mask = unlike_bytes(before, *block_of(words, i)) & inside & (ALL >> (left - end) if left > end else ALL)
        masks[count], begins[count] = mask, i << THREE
        count += mask != 0
        inside = ALL
        i += BLOCK
    odd[0] = 0
    found = _pixels_of(masks, begins, count, first, 1, odd)
    for at in range(max(begin, i << THREE), end):
        x = np.int64((np.uint64(at) - first) // THREE)
        if flat[np.uint64(at)] != flat[np.uint64(at) - THREE] and odd[found - 1] != x:
            odd[found] = x
            found += 1
    odd[found] = width
    return found


@njit(cache=True, nogil=True)
def _pixels_of(masks, begins, count, first, found, odd):
    """Append to ``odd`` the pixels that have a bit in one of the masks of blocks; return how many there are now.

    Where the next bit is, in this block or another, is as good as random: so this is one loop over pixels without a
    branch, and not a loop over bits inside one over blocks.
    """
    k, last = 0, np.int64(-1)
    while k < count:
        mask, begin = masks[k], begins[k]
        x = np.int64((begin + trailing_zeros(mask) - first) // THREE)
        odd[found] = x
        found += x != last  # a pixel on the edge has bits in two blocks
        last = x
        behind = first + THREE * np.uint64(x + 1) - begin
        mask = mask & (ALL << behind) if behind < WHOLE else NONE
        masks[k] = mask
        k += mask == 0
    return found


@njit(cache=True, nogil=True)
def bytes_from(at, begin):
    """Return a bit for each byte of the block at ``begin`` that does not lie before ``at``."""
    if at <= begin:
        return ALL
    return ALL << (at - begin) if at - begin < WHOLE else NONE


@njit(cache=True, nogil=True)
def block_of(words, i):
    """Return 8 words from the i-th on; i + 8 is at most their number."""
    return (
        words[i],
        words[i + np.uint64(1)],
        words[i + np.uint64(2)],
        words[i + np.uint64(3)],
        words[i + np.uint64(4)],
        words[i + np.uint64(5)],
        words[i + np.uint64(6)],
        words[i + np.uint64(7)],
    )


@njit(cache=True, nogil=True, inline="always")
def _plain_runs(flat, first, found, starts, ids, new, odd):
    """Filter 0: bytes as they are; ``odd`` is where an id begins."""
    for n in range(found):
        starts[new + n], ids[new + n] = odd[n], pixel(flat, first, odd[n])
    return new + found


@njit(cache=True, nogil=True, inline="always")
def _sub_runs(flat, first, found, starts, ids, new, odd):
    """Filter 1: a byte is that of the pixel to the left, plus what is filtered."""
    last = np.uint32(0)
    if odd[0] > 0:
        starts[new], ids[new] = 0, 0
        new += 1
    for n in range(found):
        last = _added(last, pixel(flat, first, odd[n]))
        starts[new + n], ids[new + n] = odd[n], last
    return new + found


# Inlined: each is called in one place, and it halves the time to compile.
#
# The three filters that look above go from event to event: where a run above begins, and at odd pixels. Whether one
# of them changes the id is as good as random, so nothing branches on it: a run is written, and kept if it is new.


@njit(cache=True, nogil=True, inline="always")
def _up_runs(flat, first, width, starts, ids, above, new, odd):
    """Filter 2: a byte is the one above, plus what is filtered, which is 0 where a pixel is not odd."""
    last, x, n = NO_ID, 0, 0
    while x < width:
        above += starts[above + 1] == x
        here = _added(ids[above], pixel(flat, first, x))
        starts[new], ids[new] = x, here
        new += here != last
        last = here
        next_odd = odd[n]
        n += next_odd == x
        x = min(starts[above + 1], next_odd + (next_odd == x))
    return new


@njit(cache=True, nogil=True, inline="always")
def _average_runs(flat, first, width, starts, ids, above, new, odd):
    """Filter 3: a byte is the mean of left and above, rounded down, plus what is filtered."""
    last, left, x, n = NO_ID, np.uint32(0), 0, 0
    while x < width:
        above += starts[above + 1] == x
        up = ids[above]
        here = _added(_mean(left, up), pixel(flat, first, x))
        starts[new], ids[new] = x, here
        new += here != last
        last = left = here
        n += odd[n] == x
        x = min(starts[above + 1], odd[n]) if _mean(here, up) == here else x + 1
    return new


@njit(cache=True, nogil=True, inline="always")
def _paeth_runs(flat, first, width, starts, ids, above, new, odd):
    """Filter 4: a byte is whichever neighbour is nearest to left + above - corner, plus what is filtered."""
    last, left, corner, x, n = NO_ID, np.uint32(0), np.uint32(0), 0, 0
    while x < width:
        above += starts[above + 1] == x
        up = ids[above]
        here = _added(_nearest(left, up, corner), pixel(flat, first, x))
        starts[new], ids[new] = x, here
        new += here != last
        last = left = here
        n += odd[n] == x
        corner = up  # right of here, above and corner are one run, and left goes on
        x = min(starts[above + 1], odd[n])
    return new


@njit(cache=True, nogil=True)
def _mean(left, up):
    """Return the mean of two ids, byte by byte, rounded down."""
    return (left & up) + (((left ^ up) >> np.uint32(1)) & LOW_BITS)


@njit(cache=True, nogil=True)
def _nearest(left, up, corner):
    """Return Paeth's choice among three ids, byte by byte."""
    if up == corner:
        return left
    if left == corner:
        return up
    chosen = np.uint32(0)
    for shift in (0, 8, 16):
        a, b, c = (left >> shift) & 255, (up >> shift) & 255, (corner >> shift) & 255
        to_left, to_up, to_corner = abs(b - c), abs(a - c), abs(a + b - 2 * c)
        nearest = c
        if to_left <= to_up and to_left <= to_corner:
            nearest = a
        elif to_up <= to_corner:
            nearest = b
        chosen |= np.uint32(nearest << shift)
    return chosen


@njit(cache=True, nogil=True)
def _added(one, other):
    """Return the sum of two ids, byte by byte, each modulo 256."""
    return ((one & LOW_BITS) + (other & LOW_BITS)) ^ ((one ^ other) & HIGH_BITS)


@njit(cache=True, nogil=True)
def pixel(flat, first, x):
    """Return the three bytes of pixel x as a number; the row's pixels begin at ``first``."""
    at = first + THREE * np.uint64(x)
    return np.uint32(flat[at]) | np.uint32(flat[at + ONE]) << 8 | np.uint32(flat[at + TWO]) << 16


@intrinsic
def odd_bytes(typing_context, a, b, c, d, e, f, g, h):
    """Return a bit for each byte of 8 words that is not 0, the lowest first."""

    def generate(context, builder, signature, arguments):
        return _bits(builder, _vector(builder, arguments))

    return types.uint64(*[types.uint64] * 8), generate


@intrinsic
def unlike_bytes(typing_context, before, a, b, c, d, e, f, g, h):
    """Return a bit for each byte of the last 8 of 9 words that is not the byte three before it, the lowest first."""

    def generate(context, builder, signature, arguments):
        left, here = _vector(builder, arguments[:8]), _vector(builder, arguments[1:])
        moved = builder.or_(builder.shl(here, _each(24)), builder.lshr(left, _each(40)))
        return _bits(builder, builder.xor(here, moved))

    return types.uint64(*[types.uint64] * 9), generate


@intrinsic
def unlike_lanes(typing_context, before, a, b, c, d, e, f, g, h):
    """Return a bit for each of the last 8 of 9 uint32 that is not the one before it, the lowest first."""

    def generate(context, builder, signature, arguments):
        left, here = _vector(builder, arguments[:8]), _vector(builder, arguments[1:])
        return builder.zext(builder.bitcast(builder.icmp_unsigned("!=", left, here), ir.IntType(8)), ir.IntType(64))

    return types.uint64(*[types.uint32] * 9), generate


def _vector(builder, words):
    """One vector of 8 numbers: LLVM sees that they lie side by side, and loads them at once."""
    vector = ir.Constant(ir.VectorType(words[0].type, 8), ir.Undefined)
    for k, word in enumerate(words):
        vector = builder.insert_element(vector, word, ir.Constant(ir.IntType(32), k))
    return vector


def _each(number):
    return ir.Constant(WORDS, [number] * 8)


def _bits(builder, vector):
    return builder.bitcast(
        builder.icmp_unsigned("!=", builder.bitcast(vector, BYTES), ir.Constant(BYTES, [0] * 64)), ir.IntType(64)
    )


@intrinsic
def trailing_zeros(typing_context, word):
    """Return how many low bits of a uint64 are 0, 64 if all are: one instruction, which numba has no name for."""
    if word != types.uint64:
        return None

    def generate(context, builder, signature, arguments):
        return builder.cttz(arguments[0], context.get_constant(types.boolean, False))

    return types.uint64(types.uint64), generate
