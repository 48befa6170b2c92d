# mypy: allow-untyped-defs
"""Kernels that walk over JSON and say where each part ends; what orjson refuses they never let pass.

``text`` is the address of a buffer and ``at`` a place in it. PAD zeros stand before the JSON and behind it: a zero
belongs nowhere in a JSON, so each walk ends there at the latest, and wherever a walk stands, the eight bytes ahead may
be loaded as one word. A kernel takes the place where a part begins and returns the one behind it; or 0 for "I give
up": this is no JSON, or it is cut off, or unusual (a key with a backslash, a number beyond a double, 500 levels). At
place 0 there are zeros, so who goes on from there gives up as well.

A walk is as fast as one step tells where the next begins. So what is nearly always the same (a key, the one space
behind a comma) is compared and stepped over by a constant, which the processor runs ahead of; only texts and digits
are measured, eight bytes at once.
"""

import numpy as np
from numba import njit, types
from numba.extending import intrinsic

# What only kernels call needs no wrapper for Python and no file of its own. A call hands its place back by way of
# memory, and the next step waits for that; so the steps between values are put in where they are called, which takes
# a fifth off the time, and more where segments have many facts.
_BARE = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
inner = njit(**_BARE)  # type: ignore[call-overload]  # numba's hints do not know the last two
inline = njit(**_BARE, forceinline=True)  # type: ignore[call-overload]

PAD = 64
# Room for the keys of all open objects, and for all open brackets: SCRATCH words of 8 bytes in all.
MOST_KEYS, MOST_LEVELS = 512, 500
SCRATCH = MOST_KEYS + MOST_LEVELS
# orjson refuses what is beyond a double, 1e308; no number with so many digits and two of an exponent is.
MOST_DIGITS, LONGEST_NUMBER, LONGEST_EXPONENT = 18, 200, 2

# NumPy's numbers: a plain one is a type of its own, for which numba compiles each function anew.
START, GIVEN_UP = np.int64(0), np.int64(0)
QUOTE, BACKSLASH, COMMA, COLON, POINT, MINUS, PLUS = (np.uint8(byte) for byte in b'"\\,:.-+')
OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT = (np.uint8(byte) for byte in b"[]{}")
NAUGHT, UNIT, NINE, SMALL_E, LARGE_E, SMALL_U = (np.uint8(byte) for byte in b"019eEu")
SPACE, TABULATOR, NEW_LINE, RETURN = (np.uint8(byte) for byte in b" \t\n\r")
ESCAPED = tuple(np.uint8(byte) for byte in b'"\\/bfnrt')

# A mark is the top bit of a byte. Borrows and carries go upwards only, so of a word's marks the lowest is right.
ZERO, ONES, TOPS = np.uint64(0), np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
QUOTES, SLASHES = np.uint64(0x2222222222222222), np.uint64(0x5C5C5C5C5C5C5C5C)
SPACES, DIGITS, ABOVE_NINE = np.uint64(0x2020202020202020), np.uint64(0x3030303030303030), np.uint64(0x7676767676767676)
# From eight digits to a number: by pairs, then both halves at once (Lemire 2018, "Quickly parsing eight digits").
PAIRS, HIGH_HALF, LOW_HALF = np.uint64(0x000000FF000000FF), np.uint64(0x000F424000000064), np.uint64(0x0000271000000001)
MIX = np.uint64(0x9E3779B97F4A7C15)
FOUR, FIVE, SIX, SEVEN = (np.uint64(256**count - 1) for count in (4, 5, 6, 7))  # masks of a word's first bytes


def spelled(letters):
    """Return the word that :func:`load_word` gives where up to eight bytes stand, the others zero."""
    return np.uint64(int.from_bytes(letters, "little"))


TRUE, NULL, FALSE = spelled(b"true"), spelled(b"null"), spelled(b"false")


@inner
def after_stranger(text, at, scratch, first, count):
    """Walk over a key that the caller does not know, and over its value.

    scratch      : the address of SCRATCH words
    first, count : the object's other such keys are the words ``first`` to ``count`` of ``scratch``; this one is put
                   behind them, and given up if it is among them
    """
    return after_value(text, _after_key(text, at, scratch, first, count), scratch, count + 1)


@njit(cache=True, nogil=True)
def after_value(text, at, scratch, count):
    """Walk over a value of any kind; ``count`` words of ``scratch`` are taken."""
    depth, closing, levels = START, CLOSE_LIST, scratch + 8 * (MOST_KEYS - 1)
    while at:
        is_object = load_byte(text, at) == OPEN_OBJECT
        if is_object or load_byte(text, at) == OPEN_LIST:
            if depth == MOST_LEVELS:
                return GIVEN_UP
            depth += 1
            # What is kept of an open bracket: where its keys begin, or a number that no key has for a list.
            store_word(levels, 8 * depth, np.uint64(count) if is_object else TOPS)
            closing = CLOSE_OBJECT if is_object else CLOSE_LIST
            at = after_space(text, at + 1)
        else:
            at = _after_scalar(text, at)
            if depth == 0:
                return at
            at = after_comma(text, at, closing)
        while at and load_byte(text, at) == closing:
            depth -= 1
            if depth == 0:
                return at + 1
            if closing == CLOSE_OBJECT:
                count = np.int64(load_word(levels, 8 * (depth + 1)))
            closing = CLOSE_LIST if load_word(levels, 8 * depth) == TOPS else CLOSE_OBJECT
            at = after_comma(text, at + 1, closing)
        if at and closing == CLOSE_OBJECT:
            at = _after_key(text, at, scratch, np.int64(load_word(levels, 8 * depth)), count)
            count += 1
    return GIVEN_UP


@inner
def _after_key(text, at, scratch, first, count):
    """Walk over a key and its colon.

    Of a key is kept a mixture of its bytes: two that mix alike are taken for one, and given up.
    """
    if load_byte(text, at) != QUOTE or count == MOST_KEYS:
        return GIVEN_UP
    at, mixed, length = at + 1, ZERO, 8
    while length == 8:
        word = load_word(text, at)
        length = _plain(word)
        at += length
        if length:
            mixed = (mixed ^ (word << np.uint64(64 - 8 * length))) * MIX
            mixed ^= mixed >> np.uint64(29)
    if load_byte(text, at) != QUOTE:  # a backslash gives a key a second spelling
        return GIVEN_UP
    for other in range(first, count):
        if load_word(scratch, 8 * other) == mixed:
            return GIVEN_UP
    store_word(scratch, 8 * count, mixed)
    return after_colon(text, at + 1)


@inner
def after_bracket(text, at, bracket):
    """Step over an opening bracket and space, to the first value or key, or to the closing bracket."""
    if load_byte(text, at) != bracket:
        return GIVEN_UP
    at = after_space(text, at + 1)
    return at if load_byte(text, at) != 0 else GIVEN_UP


@inline
def after_colon(text, at):
    """Step from behind a key to its value."""
    if load_byte(text, at) != COLON:
        at = after_space(text, at)
    return after_space(text, at + 1) if load_byte(text, at) == COLON else GIVEN_UP


@inline
def after_comma(text, at, closing):
    """Step from behind a value to the one after the comma, or to the closing bracket."""
    if load_byte(text, at) != COMMA:
        at = after_space(text, at)
        if load_byte(text, at) == closing:
            return at
        if load_byte(text, at) != COMMA:
            return GIVEN_UP
    at = after_space(text, at + 1)
    # A closing bracket must not follow a comma; where the text is cut off, none may follow later.
    return at if load_byte(text, at) != closing and load_byte(text, at) != 0 else GIVEN_UP


@inner
def after_space(text, at):
    """Step over space, tabulators and ends of lines."""
    while load_byte(text, at) <= SPACE:
        byte = load_byte(text, at)
        if byte != SPACE and byte != NEW_LINE and byte != RETURN and byte != TABULATOR:
            return at
        at += 1
        while load_word(text, at) == SPACES:
            at += 8
    return at


@inner
def _after_scalar(text, at):
    """Walk over a text, a number, true, false or null."""
    if load_byte(text, at) == QUOTE:
        return after_text(text, at)
    word = load_word(text, at)
    if word & FOUR == TRUE or word & FOUR == NULL:
        return at + 4
    if word & FIVE == FALSE:
        return at + 5
    return after_number(text, at)


@inner
def after_text(text, at):
    """Walk over a text in quotes."""
    if load_byte(text, at) != QUOTE:
        return GIVEN_UP
    at += 1
    while at:
        length = _plain(load_word(text, at))
        if length == 8:
            at += 8
            continue
        at += length
        byte = load_byte(text, at)
        if byte == QUOTE:
            return at + 1
        at = _after_escape(text, at) if byte == BACKSLASH else _after_letter(text, at)
    return GIVEN_UP


@inner
def _after_escape(text, at):
    """Walk over a backslash and what belongs to it."""
    letter = load_byte(text, at + 1)
    if letter != SMALL_U:
        for known in ESCAPED:
            if letter == known:
                return at + 2
        return GIVEN_UP
    unit = _four_digits(text, at + 2)
    if unit < 0 or 0xDC00 <= unit < 0xE000:
        return GIVEN_UP
    if unit < 0xD800 or unit >= 0xE000:
        return at + 6
    # The first half of a pair: the other must follow at once.
    if load_byte(text, at + 6) != BACKSLASH or load_byte(text, at + 7) != SMALL_U:
        return GIVEN_UP
    return at + 12 if 0xDC00 <= _four_digits(text, at + 8) < 0xE000 else GIVEN_UP


@inner
def _four_digits(text, at):
    """Return what four hexadecimal digits say, or -1."""
    value = START
    for place in range(at, at + 4):
        byte = np.int64(load_byte(text, place))
        if 48 <= byte <= 57:
            value = 16 * value + byte - 48
        elif 97 <= (byte | 32) <= 102:
            value = 16 * value + (byte | 32) - 87
        else:
            return np.int64(-1)
    return value


@inner
def _after_letter(text, at):
    """Walk over a letter of two to four bytes of UTF-8 (RFC 3629: none too long, none too high, no half of a pair)."""
    first, second = np.int64(load_byte(text, at)), np.int64(load_byte(text, at + 1))
    low, high, length = 0x80, 0xBF, 0
    if 0xC2 <= first <= 0xDF:
        length = 2
    elif 0xE0 <= first <= 0xEF:
        length = 3
        low, high = 0xA0 if first == 0xE0 else 0x80, 0x9F if first == 0xED else 0xBF
    elif 0xF0 <= first <= 0xF4:
        length = 4
        low, high = 0x90 if first == 0xF0 else 0x80, 0x8F if first == 0xF4 else 0xBF
    if length == 0 or not low <= second <= high:
        return GIVEN_UP
    for place in range(at + 2, at + length):
        if not 0x80 <= np.int64(load_byte(text, place)) <= 0xBF:
            return GIVEN_UP
    return at + length


@inline
def after_number(text, at):
    """Walk over a number that a double holds."""
    begin = at
    if load_byte(text, at) == MINUS:
        at += 1
    end = _after_digits(text, at)
    if end == at or (load_byte(text, at) == NAUGHT and end > at + 1):
        return GIVEN_UP
    at = end
    if load_byte(text, at) == POINT:
        end = _after_digits(text, at + 1)
        if end == at + 1:
            return GIVEN_UP
        at = end
    if at > begin + LONGEST_NUMBER:
        return GIVEN_UP
    if load_byte(text, at) == SMALL_E or load_byte(text, at) == LARGE_E:
        at += 2 if load_byte(text, at + 1) == PLUS or load_byte(text, at + 1) == MINUS else 1
        end = _after_digits(text, at)
        return end if at < end <= at + LONGEST_EXPONENT else GIVEN_UP
    return at


@inline
def _after_digits(text, at):
    """Return the place of the next byte that is no digit."""
    length = 8
    while length == 8:
        length = _digits(load_word(text, at))
        at += length
    return at


@njit(cache=True, nogil=True, forceinline=True)
def read_integer(text, at):
    """Read an integer from 0 on, of up to 18 digits; return it, -1 if it is none, and the place behind it."""
    begin, word = at, load_word(text, at)
    length = _digits(word)
    if length == 0 or (length > 1 and load_byte(text, at) == NAUGHT):
        return np.int64(-1), GIVEN_UP
    digits = (word ^ DIGITS) << np.uint64(64 - 8 * length)
    digits = digits * np.uint64(10) + (digits >> np.uint64(8))
    halves = (digits & PAIRS) * HIGH_HALF + ((digits >> np.uint64(16)) & PAIRS) * LOW_HALF
    value = np.int64(halves >> np.uint64(32))
    at += length
    while length == 8 and NAUGHT <= load_byte(text, at) <= NINE:
        if at == begin + MOST_DIGITS:
            return np.int64(-1), GIVEN_UP
        value = 10 * value + np.int64(load_byte(text, at)) - 48
        at += 1
    return value, at


@inline
def _digits(word):
    """Return how many of a word's bytes are digits before the first that is none; at most 8."""
    bare = word ^ DIGITS
    return _lowest((bare + ABOVE_NINE) | bare)


@inline
def _plain(word):
    """Return how many bytes come before a quote, a backslash, a control or a letter beyond ASCII; at most 8."""
    quotes, slashes = word ^ QUOTES, word ^ SLASHES
    return _lowest(((quotes - ONES) & ~quotes) | ((slashes - ONES) & ~slashes) | ((word - SPACES) & ~word) | word)


@inline
def _lowest(marks):
    """Return the number of the lowest byte that has its top bit set; 8 if none has."""
    return np.int64(_low_zeros(marks & TOPS) >> np.uint64(3))


def _load(context, builder, signature, arguments):
    """Load what the signature returns, whether its address is a multiple of 8 or not.

    An array would be counted, by two locked additions, in each function that it is handed to: a third of the time.
    """
    address = builder.add(arguments[0], arguments[1])
    place = builder.inttoptr(address, context.get_value_type(signature.return_type).as_pointer())
    return builder.load(place, align=1)


def _count_low_zeros(context, builder, signature, arguments):
    return builder.cttz(arguments[0], context.get_constant(types.boolean, False))


def _store(context, builder, signature, arguments):
    address = builder.add(arguments[0], arguments[1])
    builder.store(arguments[2], builder.inttoptr(address, arguments[2].type.as_pointer()), align=1)
    return context.get_dummy_value()


@intrinsic
def load_byte(typing, buffer, at):
    """Return a byte of a buffer."""
    return types.uint8(types.intp, types.intp), _load


@intrinsic
def load_word(typing, buffer, at):
    """Return the eight bytes from a place on as one number; the first is the lowest, on what panscape runs on."""
    return types.uint64(types.intp, types.intp), _load


@intrinsic
def store_word(typing, buffer, at, word):
    """Write eight bytes from a place on."""
    return types.none(types.intp, types.intp, types.uint64), _store


@intrinsic
def _low_zeros(typing, word):
    """Return how many zeros a word has below its lowest one; 64 if it is zero."""
    return types.uint64(types.uint64), _count_low_zeros
