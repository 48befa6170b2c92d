# mypy: allow-untyped-defs
"""Kernels that read a COCO panoptic JSON into columns, piece by piece, in one strict pass; or give it up.

As in JSON's grammar, ``at`` is an address, and 0 is returned for "I give up". A piece of the file may end anywhere;
what it cuts off is given up as anything else is, and read again with the next piece. So a part counts only when
what follows it was seen, and the state is kept from one such place to the next.
"""

import numpy as np
from numba import njit

from panscape.formats.grammar.kernels import (
    CLOSE_LIST,
    CLOSE_OBJECT,
    COMMA,
    FALSE,
    FIVE,
    FOUR,
    GIVEN_UP,
    NAUGHT,
    NULL,
    OPEN_LIST,
    OPEN_OBJECT,
    POINT,
    QUOTE,
    SEVEN,
    SIX,
    START,
    TRUE,
    UNIT,
    after_bracket,
    after_colon,
    after_comma,
    after_number,
    after_space,
    after_stranger,
    after_text,
    after_value,
    inline,
    inner,
    load_byte,
    load_word,
    read_integer,
    spelled,
)

MOST_IDS, MOST_PIXELS = 2**24, 2**28

# The state: what comes next; the top level's keys; rows and bytes that are written; where the categories stand.
PHASE, SEEN, STRANGERS, IMAGES, ANNOTATIONS, SEGMENTS, IMAGE_BYTES, ANNOTATION_BYTES, NAME_BYTES = range(9)
CATEGORIES, CATEGORIES_END, STATES = range(9, 12)
BEGIN, KEY, IMAGE, ANNOTATION, END = (np.int64(phase) for phase in range(5))
# What is seen of the top level.
HAS_IMAGES, HAS_ANNOTATIONS, HAS_CATEGORIES = 1, 2, 4

# Keys in their quotes: all of it, or its first and its last eight bytes.
ID_KEY, AREA_KEY, BBOX_KEY, WIDTH_KEY = spelled(b'"id"'), spelled(b'"area"'), spelled(b'"bbox"'), spelled(b'"width"')
HEIGHT_KEY, IMAGES_KEY = spelled(b'"height"'), spelled(b'"images"')
ISCROWD_KEY, ISCROWD_END = spelled(b'"iscrowd'), spelled(b'iscrowd"')
IMAGE_ID_KEY, IMAGE_ID_END = spelled(b'"image_i'), spelled(b'mage_id"')
FILE_NAME_KEY, FILE_NAME_END = spelled(b'"file_na'), spelled(b'le_name"')
CATEGOR_KEY, CATEGORY_ID_END, CATEGORIES_KEY_END = spelled(b'"categor'), spelled(b'gory_id"'), spelled(b'egories"')
ANNOTATIONS_KEY, ANNOTATIONS_KEY_END = spelled(b'"annotat'), spelled(b'tations"')
SEGMENTS_KEY, SEGMENTS_KEY_END = spelled(b'"segment'), spelled(b'ts_info"')


@njit(cache=True, nogil=True)
def scan(text, begin, state, widths, heights, last_rows, segments, spellings, scratch):
    """Read on in a piece of a JSON; return how far it was read.

    text           : (N,) uint8, the piece, and PAD zeros behind it
    begin          : where to go on
    state          : (STATES,) int64, zeros at first; CATEGORIES and its end are places in ``text``
    widths, heights: (I,) int64, of each image
    last_rows      : (A,) int64: the row behind each annotation's last segment
    segments       : ids uint32, category ids int64, areas int64 (-1 for none), crowd bool, listed int64, each (S,);
                     ascending by id within an annotation
    spellings      : three (B,) uint8: the ids of the images, the annotations' image ids and their names, as JSON
                     spells them, a comma behind each
    scratch        : (SCRATCH,) uint64
    """
    base, words, at = text.ctypes.data, scratch.ctypes.data, np.int64(begin)
    safe = at
    while at:
        phase, safe = state[PHASE], at
        if phase == IMAGE:
            at = _image(base, at, state, widths, heights, spellings[0], words)
        elif phase == ANNOTATION:
            at = _annotation(base, at, state, last_rows, segments, spellings[1], spellings[2], words)
        elif phase == KEY:
            at = _top(base, at, state, words)
        elif phase == BEGIN:
            at = after_bracket(base, after_space(base, at), OPEN_OBJECT)
            state[PHASE] = KEY if at else BEGIN
        else:
            return after_space(base, at)
    return safe


@inner
def _top(text, at, state, scratch):
    """Read a key of the top level: into a list, or over its value."""
    if load_byte(text, at) == CLOSE_OBJECT:
        state[PHASE] = END
        return at + 1
    word, bit, phase, first = load_word(text, at), 0, KEY, START
    if word == IMAGES_KEY:
        bit, phase = HAS_IMAGES, IMAGE
        at = after_bracket(text, after_colon(text, at + 8), OPEN_LIST)
    elif word == ANNOTATIONS_KEY and load_word(text, at + 5) == ANNOTATIONS_KEY_END:
        bit, phase = HAS_ANNOTATIONS, ANNOTATION
        at = after_bracket(text, after_colon(text, at + 13), OPEN_LIST)
    elif word == CATEGOR_KEY and load_word(text, at + 4) == CATEGORIES_KEY_END:
        bit, first = HAS_CATEGORIES, after_colon(text, at + 12)
        end = after_value(text, first, scratch, state[STRANGERS])
        at = after_comma(text, end, CLOSE_OBJECT)
    else:
        at = after_comma(text, after_stranger(text, at, scratch, START, state[STRANGERS]), CLOSE_OBJECT)
    if at == 0 or state[SEEN] & bit:
        return GIVEN_UP
    if bit == HAS_CATEGORIES:
        state[CATEGORIES], state[CATEGORIES_END] = first, end
    state[SEEN] |= bit
    state[STRANGERS] += bit == 0
    state[PHASE] = phase
    return at


@inner
def _after_list(text, at, state):
    """Step behind the end of a list of the top level."""
    at = after_comma(text, at + 1, CLOSE_OBJECT)
    if at:
        state[PHASE] = KEY
    return at


@inner
def _image(text, at, state, widths, heights, ids, scratch):
    """Read an image and the comma behind it, or the end of the list; it needs an id, a name and a size."""
    if load_byte(text, at) == CLOSE_LIST:
        return _after_list(text, at, state)
    first, row = state[STRANGERS], state[IMAGES]
    if row == widths.size:
        return GIVEN_UP
    at, count, seen, id_first, id_end = after_bracket(text, at, OPEN_OBJECT), first, 0, START, START
    while load_byte(text, at) != CLOSE_OBJECT:
        word, bit = load_word(text, at), 0
        if word == FILE_NAME_KEY and load_word(text, at + 3) == FILE_NAME_END:
            bit, at = 1, _after_name(text, after_colon(text, at + 11))
        elif word & FOUR == ID_KEY:
            bit, id_first = 2, after_colon(text, at + 4)
            at = id_end = _after_id(text, id_first)
        elif word & SEVEN == WIDTH_KEY:
            bit = 4
            widths[row], at = _pixels(text, after_colon(text, at + 7), 1)
        elif word == HEIGHT_KEY:
            bit = 8
            heights[row], at = _pixels(text, after_colon(text, at + 8), 1)
        else:
            at = after_stranger(text, at, scratch, first, count)
            count += 1
        at = after_comma(text, at, CLOSE_OBJECT)
        if at == 0 or seen & bit:
            return GIVEN_UP
        seen |= bit
    at = after_comma(text, at + 1, CLOSE_LIST)
    if at == 0 or seen != 15 or widths[row] * heights[row] > MOST_PIXELS:
        return GIVEN_UP
    if not _spell(text, id_first, id_end, state, IMAGE_BYTES, ids):
        return GIVEN_UP
    state[IMAGES] += 1
    return at


@inner
def _annotation(text, at, state, last_rows, segments, ids, names, scratch):
    """Read an annotation and the comma behind it, or the end of the list; it needs an image, a name and segments."""
    if load_byte(text, at) == CLOSE_LIST:
        return _after_list(text, at, state)
    first, number, last = state[STRANGERS], state[ANNOTATIONS], state[SEGMENTS]
    if number == last_rows.size:
        return GIVEN_UP
    at, count, seen, id_first, id_end = after_bracket(text, at, OPEN_OBJECT), first, 0, START, START
    name_first = name_end = START
    while load_byte(text, at) != CLOSE_OBJECT:
        word, bit = load_word(text, at), 0
        if word == SEGMENTS_KEY and load_word(text, at + 7) == SEGMENTS_KEY_END:
            bit = 1
            last, at = _segments(text, after_colon(text, at + 15), segments, state[SEGMENTS], scratch, count)
        elif word == FILE_NAME_KEY and load_word(text, at + 3) == FILE_NAME_END:
            bit, name_first = 2, after_colon(text, at + 11)
            at = name_end = _after_name(text, name_first)
        elif word == IMAGE_ID_KEY and load_word(text, at + 2) == IMAGE_ID_END:
            bit, id_first = 4, after_colon(text, at + 10)
            at = id_end = _after_id(text, id_first)
        else:
            at = after_stranger(text, at, scratch, first, count)
            count += 1
        at = after_comma(text, at, CLOSE_OBJECT)
        if at == 0 or seen & bit:
            return GIVEN_UP
        seen |= bit
    at = after_comma(text, at + 1, CLOSE_LIST)
    if at == 0 or seen != 7 or not _spell(text, name_first, name_end, state, NAME_BYTES, names):
        return GIVEN_UP
    _spell(text, id_first, id_end, state, ANNOTATION_BYTES, ids)
    last_rows[number], state[SEGMENTS] = last, last
    state[ANNOTATIONS] += 1
    return at


@inner
def _segments(text, at, segments, begin, scratch, count):
    """Read the segments of one annotation into the rows from ``begin`` on; return the row behind the last."""
    ids, category_ids, areas, crowd, listed = segments
    row, at = begin, after_bracket(text, at, OPEN_LIST)
    while load_byte(text, at) != CLOSE_LIST:
        if row == ids.size:
            return row, GIVEN_UP
        at, ids[row], category_ids[row], areas[row], crowd[row] = _segment(text, at, scratch, count)
        at = after_comma(text, at, CLOSE_LIST)
        if at == 0:
            return row, GIVEN_UP
        listed[row] = row - begin
        row += 1
    _sort(segments, begin, row)
    for other in range(begin + 1, row):
        if ids[other] == ids[other - 1]:
            return row, GIVEN_UP
    return row, at + 1


@inner
def _segment(text, at, scratch, first):
    """Read one segment, which needs an id and a category: the place behind it, both, its area and whether a crowd."""
    identity, category_id, area, is_crowd = START, START, np.int64(-1), False
    at, count, seen = after_bracket(text, at, OPEN_OBJECT), first, 0
    while load_byte(text, at) != CLOSE_OBJECT:
        word, bit = load_word(text, at), 0
        if word & FOUR == ID_KEY:
            bit = 1
            identity, at = read_integer(text, after_colon(text, at + 4))
        elif word == CATEGOR_KEY and load_word(text, at + 5) == CATEGORY_ID_END:
            bit = 2
            category_id, at = read_integer(text, after_colon(text, at + 13))
        elif word & SIX == AREA_KEY:
            bit = 4
            area, at = _area(text, after_colon(text, at + 6))
        elif word == ISCROWD_KEY and load_word(text, at + 1) == ISCROWD_END:
            bit = 8
            is_crowd, at = _truth(text, after_colon(text, at + 9))
        elif word & SIX == BBOX_KEY:
            bit, at = 16, _after_box(text, after_colon(text, at + 6))
        else:
            at = after_stranger(text, at, scratch, first, count)
            count += 1
        at = after_comma(text, at, CLOSE_OBJECT)
        if at == 0 or seen & bit:
            return GIVEN_UP, np.uint32(0), category_id, area, is_crowd
        seen |= bit
    is_whole = seen & 3 == 3 and 0 < identity < MOST_IDS
    return at + 1 if is_whole else GIVEN_UP, np.uint32(identity), category_id, area, is_crowd


@inner
def _sort(segments, begin, end):
    """Sort rows by id. Shell's sort: of a dozen rows it is an insertion sort, and of a thousand it is not slow."""
    ids, category_ids, areas, crowd, listed = segments
    gap = 1
    while gap < (end - begin) // 8:
        gap = 3 * gap + 1
    while gap > 0:
        for row in range(begin + gap, end):
            to, identity, category_id = row, ids[row], category_ids[row]
            area, is_crowd, place = areas[row], crowd[row], listed[row]
            while to >= begin + gap and ids[to - gap] > identity:
                ids[to], category_ids[to], areas[to] = ids[to - gap], category_ids[to - gap], areas[to - gap]
                crowd[to], listed[to] = crowd[to - gap], listed[to - gap]
                to -= gap
            ids[to], category_ids[to], areas[to], crowd[to], listed[to] = identity, category_id, area, is_crowd, place
        gap //= 3


@inner
def _after_id(text, at):
    """Walk over the id of an image: an integer from 0 on, or a text."""
    if load_byte(text, at) == QUOTE:
        return _after_name(text, at)
    return read_integer(text, at)[1]


@inner
def _after_name(text, at):
    """Walk over a text that is not empty."""
    end = after_text(text, at)
    return end if end > at + 2 else GIVEN_UP


@inner
def _spell(text, first, end, state, used, spellings):
    """Append what stands there and a comma to ``spellings``; False if there is no room."""
    to = state[used]
    if to + end - first + 1 > spellings.size:
        return False
    for at in range(first, end):
        spellings[to + at - first] = load_byte(text, at)
    spellings[to + end - first] = COMMA
    state[used] = to + end - first + 1
    return True


@inner
def _pixels(text, at, least):
    """Read a number of pixels."""
    value, at = read_integer(text, at)
    return value, at if least <= value <= MOST_PIXELS else GIVEN_UP


@inner
def _area(text, at):
    """Read a number of pixels, also one spelled 7.0, or null for -1."""
    if load_word(text, at) & FOUR == NULL:
        return np.int64(-1), at + 4
    value, at = _pixels(text, at, 0)
    if load_byte(text, at) == POINT:
        end = at + 1
        while load_byte(text, end) == NAUGHT:
            end += 1
        at = end if end > at + 1 else GIVEN_UP
    return value, at


@inner
def _truth(text, at):
    """Read 0, 1, false or true."""
    byte, word = load_byte(text, at), load_word(text, at)
    if NAUGHT <= byte <= UNIT:
        return byte == UNIT, at + 1
    if word & FOUR == TRUE:
        return True, at + 4
    return False, at + 5 if word & FIVE == FALSE else GIVEN_UP


@inline
def _after_box(text, at):
    """Walk over a list of four numbers, or null."""
    if load_word(text, at) & FOUR == NULL:
        return at + 4
    at = after_bracket(text, at, OPEN_LIST)
    for part in range(4):
        at = after_comma(text, after_number(text, at), CLOSE_LIST)
        if (load_byte(text, at) == CLOSE_LIST) != (part == 3):
            return GIVEN_UP
    return at + 1
