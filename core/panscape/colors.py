"""Which id a segment has on disk: the number whose colour a person can read as its category."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, count, islice

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import LabelError
from panscape.labels import Segment

Color = tuple[int, int, int]

# How far, in each channel, a segment's colour may lie from its category's while there is room: as panopticapi's.
NEAR = 30
# 2**32 times the powers of 1/1.2207…, the root of x**4 = x + 1: multiples of them, mod 2**32, fill a cube
# evenly and put neighbours far apart (the R3 sequence, Roberts 2018), so that two cars side by side differ.
STRIDES = (3518319155, 2882110345, 2360945575)
MOST_IDS = 2**24
KEPT = 256  # ids near a category's colour that are kept; a street has less than a hundred things of one category


def color_id(color: Color) -> int:
    """Return the id whose pixels have that colour: R + 256 G + 65536 B."""
    red, green, blue = color
    return red + 256 * green + 65536 * blue


def disk_ids(
    segments: Iterable[Segment], categories: Mapping[int, Category], cast: Sequence[int] = ()
) -> npt.NDArray[np.uint32]:
    """Return an id for each segment whose colour lies near its category's, the same in every run.

    Parameters
    ----------
    segments : iterable of Segment
    categories : mapping of category id to Category
    cast : sequence of int
        The category id of everything that several pictures of one scene show; then a thing has one id in all of them.
        Its place there, from 1, is its fact ``track_id``; a category without such a fact is there once.

    Returns
    -------
    (N,) uint32
        Distinct, from 1 to 2**24 - 1. The first segment of a stuff category has the category's own colour, unless an
        earlier segment has it; no thing has a category's own colour, so an instance is never taken for stuff.

    Raises
    ------
    LabelError
        If a segment's category is not among the categories.
    """
    if not cast:
        return _given_out((segment.category_id for segment in segments), categories)
    of_cast = _given_out(cast, categories)
    once = {number: place for place, number in enumerate(cast, start=1)}
    places = [segment.facts.get("track_id") or once.get(segment.category_id, 0) for segment in segments]
    return of_cast[np.array(places, np.int64) - 1]


def _given_out(numbers: Iterable[int], categories: Mapping[int, Category]) -> npt.NDArray[np.uint32]:
    """An id for each of some categories, in their order."""
    taken = {0, *(color_id(category.color) for category in categories.values())}
    own = {number: color_id(category.color) for number, category in categories.items() if not category.isthing}
    used = {0}
    streams: dict[int, Iterator[int]] = {}
    ids = []
    for place, number in enumerate(numbers, start=1):
        if number not in categories:
            raise LabelError(f"segment {place} has category {number}, which the dataset does not have")
        first = own.pop(number, 0)
        if first not in used:
            used.add(first)
            ids.append(first)
            continue
        if number not in streams:
            color = categories[number].color
            streams[number] = chain(_first_near(color), islice(_ids_near(color), KEPT, None))
        ids.append(next(candidate for candidate in streams[number] if candidate not in taken))
        taken.add(ids[-1])
    return np.array(ids, np.uint32)


def made_up_color(number: int, there: Collection[Color] = ()) -> Color:
    """Return a colour for a category that came without one: bright, unlike its neighbours', none that is there."""
    # Steps beyond the numbers of other categories, whose colours stay free.
    for turn in count(number, 2**16):
        red, green, blue = (56 + (turn * stride % 2**32) * 200 // 2**32 for stride in STRIDES)
        if (red, green, blue) not in there:
            break
    return red, green, blue


@lru_cache(maxsize=256)
def _first_near(color: Color) -> tuple[int, ...]:
    """The first of the ids near a colour: to find them anew took a twelfth of the time of writing a frame."""
    return tuple(islice(_ids_near(color), KEPT))


def _ids_near(color: Color) -> Iterator[int]:
    """Every id, those near a colour first; ends, but not before all 2**24 came by."""
    lows = [max(0, part - NEAR) for part in color]
    sizes = [min(255, part + NEAR) - low + 1 for part, low in zip(color, lows, strict=True)]
    cells = sizes[0] * sizes[1] * sizes[2]
    for turn in range(1, 2 * cells):
        red, green, blue = (
            low + ((turn * stride) % 2**32) * size // 2**32
            for low, size, stride in zip(lows, sizes, STRIDES, strict=True)
        )
        yield red + 256 * green + 65536 * blue
    start = color_id(color)
    yield from ((start + step) % MOST_IDS for step in range(MOST_IDS))
