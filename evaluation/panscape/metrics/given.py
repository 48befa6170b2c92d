"""Pictures as a training loop has them in memory: labels, maps with their segments, paired maps, lists of RLEs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import index
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import ConfigError, LabelError, UsageError
from panscape.formats.rle import rle_fault, run_lengths
from panscape.labels import Ids, PanopticLabel
from panscape.metrics.segments import Segments, columns, places_of

Given = Any  # what update() takes: see FORMS
Whole = npt.NDArray[np.int64]

MOST_ID = 2**32 - 1
FORMS = (
    "a PanopticLabel; (ids, segments_info); (categories, instances), or one array of both (..., 2); a list of RLEs; "
    "or a batch of one of them"
)


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture's map and segments.

    Attributes
    ----------
    ids : (H, W) uint32, or None
        0 is void. None of a list without any RLE: it is void all over, at the size of the other side.
    segments : Segments
        Of this one picture.
    """

    ids: Ids | None
    segments: Segments


@dataclass(frozen=True)
class _Row:
    """A segment of a segments_info."""

    id: int
    category_id: int
    area: int | None
    iscrowd: bool


class Reader:
    """Makes pictures of all that holds a panoptic label in memory.

    Parameters
    ----------
    categories : sequence of Category
    numbering : mapping of int to int, optional
        The category id of each number that maps and segments use for categories, where that is not the id itself:
        of a model that counts from 0, say. A PanopticLabel holds ids in any case.
    void : int
        The number that stands for void in maps of categories.

    Raises
    ------
    ConfigError
        If the numbering leads to a category that is none, or gives void's number a category.
    """

    def __init__(
        self, categories: Sequence[Category], numbering: Mapping[int, int] | None = None, void: int = 0
    ) -> None:
        self.void = void
        self._places = places_of(categories)
        self._isthing = np.array([category.isthing for category in categories], np.bool_)
        numbers = numbering if numbering is not None else {category.id: category.id for category in categories}
        strange = [number for number in numbers.values() if number not in self._places]
        if strange:
            raise ConfigError(f"the numbering leads to category {strange[0]}, which the categories lack; leave it out")
        if void in numbers:
            raise ConfigError(
                f"number {void} stands for void and for category {numbers[void]}; give void another: void="
            )
        self._numbered = {number: self._places[category_id] for number, category_id in numbers.items()}

    def pictures(self, given: Given, side: str) -> list[Picture]:
        """Return the pictures of one side.

        Parameters
        ----------
        given : one picture or a batch
        side : str
            "truth" or "guess", for messages.

        Raises
        ------
        LabelError
            If a category is unknown, an id is listed twice or is 0, RLEs overlap, or a map is no map.
        UsageError
            If it is none of the forms.
        """
        if isinstance(given, PanopticLabel):
            return [Picture(given.ids, columns(given.segments, self._places))]
        if isinstance(given, Mapping) and "segments_info" in given:
            return self.pictures((given.get("segmentation"), given["segments_info"]), side)
        if isinstance(given, tuple) and len(given) == 2 and _is_array(given[0]):
            return self._of_two(given[0], given[1], side)
        if _is_array(given):
            return self._of_stack(_array(given), side)
        if isinstance(given, Sequence) and not isinstance(given, str | bytes):
            if all(isinstance(one, Mapping) and "segments_info" not in one for one in given):
                return [self._of_rles(given, side)]
            return [
                picture for k, one in enumerate(given) for picture in _single(self.pictures(one, f"{side}[{k}]"), side)
            ]
        raise UsageError(f"{side}: found {type(given).__name__}; wanted {FORMS}")

    def _of_two(self, first: Given, second: Given, side: str) -> list[Picture]:
        maps = _array(first)
        if _is_array(second):
            if maps.shape != _array(second).shape:
                raise LabelError(f"{side}: found categories {maps.shape} and instances {_array(second).shape}")
            return self._of_stack(np.stack([maps, _array(second)], axis=-1), side)
        if maps.ndim == 2:
            return [self._of_info(maps, second, side)]
        if maps.ndim != 3 or len(maps) != len(second):
            raise LabelError(
                f"{side}: found ids {maps.shape} and segments_info of {len(second)}; "
                f"wanted (H, W) and a list of dicts, or (B, H, W) and B such lists"
            )
        return [
            self._of_info(one, rows, f"{side}[{k}]") for k, (one, rows) in enumerate(zip(maps, second, strict=True))
        ]

    def _of_info(self, ids: npt.NDArray[Any], rows: Sequence[Mapping[str, Any]], side: str) -> Picture:
        described = [_row(row, k, side) for k, row in enumerate(_listed(rows, side))]
        known: set[int] = set()
        for row in described:
            if not 0 < row.id <= MOST_ID or row.id in known:
                wrong = "is there twice" if row.id in known else f"is none; ids are 1 to {MOST_ID}, and 0 is void"
                raise LabelError(f"{side}: segments_info: id {row.id} {wrong}")
            known.add(row.id)
        return Picture(_ids(ids, side), self._columns(described, side))

    def _of_stack(self, stack: npt.NDArray[Any], side: str) -> list[Picture]:
        """Pictures of (H, W, 2) or (B, H, W, 2): category and instance."""
        if stack.ndim not in (3, 4) or stack.shape[-1] != 2:
            raise UsageError(f"{side}: found an array {stack.shape}; wanted {FORMS}")
        if stack.ndim == 3:
            return [self._of_pair(_whole(stack, side), side)]
        return [self._of_pair(_whole(one, f"{side}[{k}]"), f"{side}[{k}]") for k, one in enumerate(stack)]

    def _of_pair(self, pair: Whole, side: str) -> Picture:
        """Segments are looked for among the few thousand runs of a map, not among its pixels."""
        category, instance = pair[..., 0].ravel(), pair[..., 1].ravel()
        change = (category[1:] != category[:-1]) | (instance[1:] != instance[:-1])
        starts = np.concatenate([[0], np.flatnonzero(change) + 1])[: category.size]
        place = self._places_of(category[starts], starts, pair.shape[1], side)
        numbers, number = np.unique(self._instances(place, instance[starts]), return_inverse=True)
        keys, segment = np.unique(place * numbers.size + number, return_inverse=True)
        # Void has place -1 and instance 0, so that its key comes first and is the only one below 0.
        void = int(np.count_nonzero(keys < 0))
        ids = (segment + 1 - void).astype(np.uint32)
        keys = keys[void:]
        flat = np.repeat(ids, np.diff(starts, append=category.size))
        return Picture(flat.reshape(pair.shape[:2]), _made(*np.divmod(keys, max(numbers.size, 1)), numbers))

    def _places_of(self, category: Whole, starts: Whole, width: int, side: str) -> Whole:
        """The place of each run's category, -1 of void."""
        found, run = np.unique(category, return_inverse=True)
        places = [-1 if number == self.void else self._numbered.get(number, -2) for number in found.tolist()]
        if -2 in places:
            strange = places.index(-2)
            y, x = divmod(int(starts[np.argmax(run == strange)]), width)
            raise LabelError(
                f"{side}: pixel (y={y}, x={x}) holds category {found[strange]}, which the categories lack; "
                f"map it to one of them (numbering=) or name it void (void={self.void} now)"
            )
        return np.array(places, np.int64)[run]

    def _instances(self, place: Whole, instance: Whole) -> Whole:
        """All of a stuff is one segment, whatever its instances are called, and all void is one."""
        return np.where((place >= 0) & self._isthing[place], instance, 0) if self._isthing.size else 0 * instance

    def _of_rles(self, rows: Sequence[Mapping[str, Any]], side: str) -> Picture:
        described = [_row({"id": k + 1, **_without_id(row)}, k, side) for k, row in enumerate(rows)]
        segments = self._columns(described, side)
        return Picture(_painted([row.get("segmentation") for row in rows], side) if rows else None, segments)

    def _columns(self, rows: Sequence[_Row], side: str) -> Segments:
        try:
            return columns(rows, self._numbered)
        except LabelError as error:
            raise LabelError(f"{side}: {error}") from None


def _made(places: Whole, number: Whole, numbers: Whole) -> Segments:
    """The segments 1, 2, … of paired maps; a thing with an instance below 0 stands for a crowd."""
    count = np.arange(places.size)
    ids, areas = (count + 1).astype(np.uint32), np.full(places.size, -1)
    crowd = numbers[number] < 0 if numbers.size else np.zeros(0, np.bool_)
    return Segments(np.array([0, places.size]), ids, places, areas, crowd, count)


def _painted(rles: Sequence[Any], side: str) -> Ids:
    """(H, W) uint32: 1 + the number of the RLE that covers a pixel."""
    height, width = _size(rles[0], side)
    flat = np.zeros(height * width, np.uint32)  # COCO's runs go down the columns
    for k, rle in enumerate(rles):
        ends = np.cumsum(_runs(rle, height, width, f"{side}: segment {k + 1}"))
        first = ends[0 : 2 * (ends.size // 2) : 2]
        lengths = ends[1::2] - first
        before = np.cumsum(lengths) - lengths
        pixels = np.arange(int(lengths.sum())) + np.repeat(first - before, lengths)
        taken = flat[pixels]
        if taken.any():
            other = int(taken[np.argmax(taken > 0)])
            raise LabelError(
                f"{side}: segments {other} and {k + 1} of the list share {int((taken == other).sum())} pixels; a pixel "
                f"has one segment: take it from one of them, as by score"
            )
        flat[pixels] = k + 1
    return np.ascontiguousarray(flat.reshape(width, height).T)


def _runs(rle: Any, height: int, width: int, place: str) -> Whole:
    if not isinstance(rle, Mapping):
        raise LabelError(f"{place}: segmentation: found {type(rle).__name__}, wanted an RLE")
    counts, size = rle.get("counts"), rle.get("size")
    text = counts.decode("ascii", "replace") if isinstance(counts, bytes) else counts
    told = list(size) if isinstance(size, tuple) else size
    runs = run_lengths(text)
    if runs is None or told != [height, width] or sum(runs) != height * width or any(run < 0 for run in runs):
        raise LabelError(f"{place}: segmentation: {rle_fault({'size': told, 'counts': text}, height, width)}")
    return np.array(runs, np.int64)


def _size(rle: Any, side: str) -> tuple[int, int]:
    size = rle.get("size") if isinstance(rle, Mapping) else None
    if not isinstance(size, list | tuple) or len(size) != 2 or not all(type(one) is int and one > 0 for one in size):
        found = type(rle).__name__ if size is None else f"size {size!r:.60}"
        raise LabelError(
            f"{side}: segment 1: segmentation: found {found}, wanted an RLE with size [height, width] and counts; "
            f"pycocotools.mask.frPyObjects makes them of polygons"
        )
    return size[0], size[1]


def _row(row: Any, number: int, side: str) -> _Row:
    """A segment's facts; category_id may be called label_id, as transformers does."""
    if not isinstance(row, Mapping):
        raise LabelError(f"{side}: segments_info[{number}]: found {type(row).__name__}, wanted a dict")
    place = f"{side}: segments_info[{number}]"
    category = row.get("category_id", row.get("label_id"))
    area = row.get("area")
    whole = area if area is None or not isinstance(area, float) or not area.is_integer() else int(area)
    return _Row(
        _index(row.get("id"), place, "id"),
        _index(category, place, "category_id"),
        None if whole is None else _index(whole, place, "area"),
        bool(_index(row.get("iscrowd", 0), place, "iscrowd", flag=True)),
    )


def _index(value: Any, place: str, key: str, *, flag: bool = False) -> int:
    """An integer, whoever's: Python's, NumPy's or a tensor of one. A flag may be True or False too."""
    try:
        if isinstance(value, bool | np.bool_):
            if flag:
                return int(value)
            raise TypeError
        return index(value)
    except TypeError:
        found = "nothing" if value is None else f"{value!r:.60} ({type(value).__name__})"
        raise LabelError(f"{place}.{key}: found {found}, wanted an integer") from None


def _ids(found: npt.NDArray[Any], side: str) -> Ids:
    whole = _whole(found, side) if found.dtype != np.uint32 else found
    if whole.dtype != np.uint32 and whole.size and (whole.min() < 0 or whole.max() > MOST_ID):
        y, x = np.argwhere((whole < 0) | (whole > MOST_ID))[0].tolist()
        raise LabelError(f"{side}: pixel (y={y}, x={x}) holds id {whole[y, x]}, wanted 0 to {MOST_ID}; void is 0")
    return np.ascontiguousarray(whole, np.uint32)


def _whole(found: npt.NDArray[Any], side: str) -> Whole:
    if found.dtype.kind not in "iu" or (found.dtype == np.uint64 and found.size and found.max() >= 2**63):
        raise LabelError(f"{side}: found a map of {found.dtype}, wanted integers; cast it where its numbers are whole")
    return found.astype(np.int64)


def _is_array(given: Any) -> bool:
    return isinstance(given, np.ndarray) or (hasattr(given, "shape") and hasattr(given, "dtype"))


def _array(given: Any) -> npt.NDArray[Any]:
    """An array, or a tensor on whatever device: torch itself is not needed."""
    return np.asarray(given.detach().cpu().numpy() if hasattr(given, "detach") else given)


def _listed(rows: Any, side: str) -> Sequence[Any]:
    if isinstance(rows, Sequence) and not isinstance(rows, str | bytes):
        return rows
    raise LabelError(f"{side}: segments_info: found {type(rows).__name__}, wanted a list of dicts")


def _without_id(row: Mapping[str, Any]) -> dict[str, Any]:
    """An RLE's segment is named by its place in the list; its own id, if any, is one of a whole data set."""
    return {key: value for key, value in row.items() if key != "id"}


def _single(pictures: list[Picture], side: str) -> list[Picture]:
    if len(pictures) != 1:
        raise UsageError(f"{side}: found a batch within a batch; wanted {FORMS}")
    return pictures
