"""Laying the guesses of a set over its truths, from disk: blocks of pictures, spread over threads."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import DataError, LabelError, UsageError
from panscape.executor import map_in_threads
from panscape.formats import PanopticSet
from panscape.overlaps.joint import JointSet
from panscape.overlaps.segments import Segments, unknown_category
from panscape.overlaps.sure import place_of_picture
from panscape.overlaps.sure import read_overlaps as read_surely
from panscape.overlaps.tables import Overlaps

Missing = Literal["refuse", "empty"]
Pairs = npt.NDArray[np.int64]
Result = TypeVar("Result")

# A block costs some 30 calls of NumPy beside its pictures, and a thread should get several.
MOST_PICTURES, BLOCKS_A_THREAD = 64, 4
# Loading compiled kernels takes 0.8 s and compiling them 8, NumPy alone 8 ms a pair of 640x480.
PLAIN_PIXELS = 64 * 640 * 480
PLAIN_BAND_PIXELS = PLAIN_PIXELS // 2  # bands take NumPy 14 ms more


@dataclass(frozen=True, eq=False)
class Pairing:
    """Which guess belongs to which truth.

    Attributes
    ----------
    numbers : (N,) int64
        The numbers of the truths: all of a set, or a part.
    partner : (N,) int64
        The number of each one's guess, -1 where there is none.
    warnings : tuple of str
        What is odd about the pairing, one line each.
    """

    numbers: npt.NDArray[np.int64]
    partner: npt.NDArray[np.int64]
    warnings: tuple[str, ...]

    def part(self, number: int, parts: int) -> "Pairing":
        """Return one of so many parts, counted from 1, of almost equal size, with the pictures in their order.

        Raises
        ------
        UsageError
            If there is no such part, or it has no picture.
        """
        if not 1 <= number <= parts:
            raise UsageError(f"found part {number} of {parts}; wanted one from 1 to {parts}")
        if parts > self.numbers.size:
            raise UsageError(f"found {parts} parts of {self.numbers.size} images; take fewer, so that each has one")
        share = np.array_split(np.arange(self.numbers.size), parts)[number - 1]
        return Pairing(self.numbers[share], self.partner[share], self.warnings)


def paired(truth: PanopticSet, guess: PanopticSet, missing: Missing) -> Pairing:
    """Pair guesses with truths by their image ids.

    Raises
    ------
    DataError
        If the truth has no picture, or a guess is missing and that is not allowed.
    """
    index = truth.index
    if not index.image_ids:
        raise DataError(f"{truth.json_path}: there is no annotated image; nothing can be scored")
    where = {image_id: k for k, image_id in enumerate(guess.index.image_ids)}
    partner = np.array([where.get(image_id, -1) for image_id in index.image_ids], np.int64)
    lacking = np.flatnonzero(partner < 0)
    if lacking.size and missing == "refuse":
        first = lacking[0]
        raise DataError(
            f"{guess.json_path}: no guess for image id {index.image_ids[first]} ({index.file_names[first]}), and "
            f"{lacking.size} of {partner.size} images lack one; add them, or count all as missed: --missing empty"
        )
    warnings = []
    if lacking.size:
        warnings.append(
            f"{guess.json_path}: {lacking.size} of {partner.size} images have no guess; all was counted missed"
        )
    extra = len(guess.index.image_ids) - partner.size + lacking.size
    if extra:
        warnings.append(f"{guess.json_path}: {extra} guesses are for images that the truth lacks; they were left out")
    bare = len(truth.contents.sizes.ids) - partner.size
    if bare > 0:
        warnings.append(f"{truth.json_path}: {bare} of its images have no annotation; they were not scored")
    return Pairing(np.arange(partner.size), partner, (*warnings, *_other_categories(truth, guess)))


def overlaid(
    truth: PanopticSet,
    guess: PanopticSet,
    pairing: Pairing,
    categories: Sequence[Category],
    function: Callable[[JointSet, npt.NDArray[np.int64]], Result],
    *,
    workers: int = 1,
    advance: Callable[[int], None] = lambda count: None,
) -> Iterator[Result]:
    """Yield what a function makes of each block of pictures, in the order of the pictures.

    Parameters
    ----------
    truth, guess : PanopticSet
    pairing : Pairing
    categories : sequence of Category
        Places are those of this list.
    function : callable of a JointSet and the (N,) int64 numbers of its truths
        Called in several threads.
    workers : int
        Threads, at least 1. The results do not depend on it as long as the function adds over pictures.
    advance : function
        Told how many more pictures are done.

    Raises
    ------
    DataError
        If sizes differ, a category is unknown, or a PNG and its JSON disagree.
    """
    read = _reader(truth)

    def tables(pairs: Pairs, true: Segments, guessed: Segments) -> tuple[Overlaps, ...]:
        return (read(truth, guess, pairs, true, guessed),)

    return _over_blocks(truth, guess, pairing, categories, tables, function, workers, advance)


def bands_overlaid(
    truth: PanopticSet,
    guess: PanopticSet,
    pairing: Pairing,
    categories: Sequence[Category],
    ratio: float,
    function: Callable[[JointSet, JointSet, npt.NDArray[np.int64]], Result],
    *,
    workers: int = 1,
    advance: Callable[[int], None] = lambda count: None,
) -> Iterator[Result]:
    """Yield what a function makes of each block of pictures and of their boundary bands; all else as :func:`overlaid`.

    Parameters
    ----------
    ratio : float
        How far bands reach, as a share of the diagonal; see :func:`panscape.overlaps.bands.tables.band_distance`.
    function : callable of two JointSet and the (N,) int64 numbers of its truths
        The second holds the bands of the first's segments.
    """
    from panscape.overlaps.bands.reading import read_bands

    kernels = not _is_small(truth, PLAIN_BAND_PIXELS)

    def tables(pairs: Pairs, true: Segments, guessed: Segments) -> tuple[Overlaps, ...]:
        return read_bands(truth, guess, pairs, true, guessed, ratio, kernels=kernels)

    return _over_blocks(truth, guess, pairing, categories, tables, function, workers, advance)


def _over_blocks(
    truth: PanopticSet,
    guess: PanopticSet,
    pairing: Pairing,
    categories: Sequence[Category],
    read: Callable[[Pairs, Segments, Segments], tuple[Overlaps, ...]],
    function: Callable[..., Result],
    workers: int,
    advance: Callable[[int], None],
) -> Iterator[Result]:
    """Read blocks of pictures, make joint sets of the tables and a result of the joint sets; the first is checked."""
    true, other = (segments_of(one, categories) for one in (truth, guess))

    def one(block: npt.NDArray[np.int64]) -> Result:
        numbers, partner = pairing.numbers[block], pairing.partner[block]
        rows = true.of(numbers), other.of(partner)
        joints = [JointSet(overlaps, *rows) for overlaps in read(np.stack([numbers, partner], axis=1), *rows)]
        _refuse_bare(truth, numbers, rows[0], joints[0].truth_area)
        _refuse_bare(guess, partner, rows[1], joints[0].guess_area)
        result = function(*joints, numbers)
        advance(block.size)
        return result

    yield from map_in_threads(one, _blocks(pairing.partner.size, workers), workers)


def segments_of(whole: PanopticSet, categories: Sequence[Category]) -> Segments:
    """Return the segments of all pictures of a set; LabelError if one is of no category of the list."""
    index = whole.index
    known = np.array([category.id for category in categories], np.int64)
    order = np.argsort(known)
    found = np.minimum(np.searchsorted(known[order], index.category_ids), max(known.size - 1, 0))
    places = order[found] if known.size else np.full(index.ids.size, -1)
    strange = np.flatnonzero(known[places] != index.category_ids) if known.size else np.arange(index.ids.size)
    if strange.size:
        row = strange[0]
        k = int(np.searchsorted(index.starts, row, side="right")) - 1
        text = unknown_category(int(index.ids[row]), int(index.category_ids[row]), strange.size)
        raise LabelError(f"{place_of_picture(whole, k)}: {text}")
    return Segments(index.starts, index.ids, places.astype(np.int64), index.areas, index.crowd, index.listed)


def _reader(truth: PanopticSet) -> Callable[..., Overlaps]:
    """Without kernels where there is little to do: starting them would take longer than all of it."""
    if _is_small(truth, PLAIN_PIXELS):
        return read_surely
    from panscape.overlaps.reading import read_overlaps

    return read_overlaps


def _is_small(truth: PanopticSet, pixels: int) -> bool:
    return int((truth.index.heights * truth.index.widths).sum()) <= pixels


def _blocks(pictures: int, workers: int) -> Iterator[npt.NDArray[np.int64]]:
    size = max(1, min(MOST_PICTURES, -(-pictures // (workers * BLOCKS_A_THREAD))))
    for first in range(0, pictures, size):
        yield np.arange(first, min(first + size, pictures))


def _refuse_bare(
    whole: PanopticSet, numbers: npt.NDArray[np.int64], segments: Segments, areas: npt.NDArray[np.int64]
) -> None:
    """Refuse a segment that the JSON describes and no pixel shows."""
    bare = np.flatnonzero(areas == 0)
    if bare.size:
        k = int(segments.picture[bare[0]])
        same = int((segments.picture[bare] == k).sum())
        raise LabelError(
            f"{place_of_picture(whole, int(numbers[k]))}: segments_info has segment {segments.ids[bare[0]]}, but the "
            f"PNG has no pixel of it ({same} such segments); take it out or paint it"
        )


def _other_categories(truth: PanopticSet, guess: PanopticSet) -> Iterator[str]:
    """One line if a category id stands for another name in the guess, or a thing for stuff: it may be another list."""
    known = {category.id: category for category in truth.categories}
    shared = [(one, known[one.id]) for one in guess.categories if one.id in known]
    named = [(one, true) for one, true in shared if one.name != true.name]
    if named:
        one, true = named[0]
        yield (
            f"{guess.json_path}: category {one.id} is {one.name!r} here and {true.name!r} in the truth "
            f"({len(named)} such categories); ids were compared, names were not"
        )
    kinds = [(one, true) for one, true in shared if one.isthing != true.isthing]
    if kinds:
        one, true = kinds[0]
        here, there = ("a thing" if category.isthing else "stuff" for category in (one, true))
        yield (
            f"{guess.json_path}: category {one.id} ({one.name}) is {here} here and {there} in the truth "
            f"({len(kinds)} such categories); the truth's was taken"
        )
