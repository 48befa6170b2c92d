"""Pictures as a training loop has them in memory: labels, maps and their segments, paired maps, lists of RLEs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import index
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import ConfigError, LabelError, UsageError
from panscape.formats.png import MOST_PIXELS
from panscape.labels import Ids, PanopticLabel
from panscape.metrics.colors import Colors
from panscape.metrics.painted import painted
from panscape.overlaps.segments import Segments, columns, places_of

Given = Any  # what update() takes: see FORMS
Whole = npt.NDArray[np.int64]
Maps = npt.NDArray[Any]

MOST_ID = 2**32 - 1
FORMS = (
    "a PanopticLabel; (ids, segments_info); (RGB, segments_info); (categories, instances), or one array of both "
    "(..., 2); a list of RLEs; or a batch of one of them"
)


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture's map and segments.

    Attributes
    ----------
    ids : (H, W) uint32, or None
        0 is void. Where neither it nor ``colors`` is there, of a list without any RLE, the picture is void all over,
        at the size of the other side.
    segments : Segments
        Of this one picture.
    colors : (H, W, 3) uint8, or None
        In place of ids: id = R + 256 G + 65536 B.
    """

    ids: Ids | None
    segments: Segments
    colors: Colors | None = None


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
        If two categories have one id, the numbering leads to a category that is none, or gives void's number one.
    """

    def __init__(
        self, categories: Sequence[Category], numbering: Mapping[int, int] | None = None, void: int = 0
    ) -> None:
        self.void = void
        _refuse_twins(categories)
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
            If a category is unknown, an id is listed twice or is 0, an area cannot be, RLEs overlap, or a map is none.
        UsageError
            If it is none of the forms.
        """
        if isinstance(given, PanopticLabel):
            return [Picture(given.ids, columns(given.segments, self._places))]
        if isinstance(given, Mapping) and "segments_info" in given:
            return self._of_dict(given.get("segmentation"), given["segments_info"], side)
        if isinstance(given, tuple) and len(given) == 2 and _is_array(given[0]):
            return self._of_two(given[0], given[1], side)
        if _is_array(given):
            return self._of_stack(_array(given, side), side)
        if isinstance(given, Sequence) and not isinstance(given, str | bytes):
            if all(isinstance(one, Mapping) and "segments_info" not in one for one in given):
                return [self._of_rles(given, side)]
            return [
                picture for k, one in enumerate(given) for picture in _single(self.pictures(one, f"{side}[{k}]"), side)
            ]
        raise UsageError(f"{side}: found {type(given).__name__}; wanted {FORMS}")

    def _of_two(self, first: Given, second: Given, side: str) -> list[Picture]:
        maps = _array(first, side)
        if _is_array(second):
            others = _array(second, side)
            if all(one.ndim == 3 and one.shape[-1] == 2 for one in (maps, others)):
                raise UsageError(
                    f"{side}: found a tuple of two arrays {maps.shape}: two pictures, or categories and instances of a "
                    f"batch? give pictures as a list, and a batch of pairs as one array (B, H, W, 2)"
                )
            return self._of_maps(maps, others, side)
        return self._of_described(maps, _listed(second, side), side)

    def _of_dict(self, segmentation: Given, rows: Any, side: str) -> list[Picture]:
        """One of transformers' dicts: a pixel without segment may be -1, and where nothing was found all are.

        Its documentation has None for the map then.
        """
        described = _listed(rows, side)
        if segmentation is None and not described:
            return [self._of_rles([], side)]
        if not _is_array(segmentation):
            raise LabelError(f"{side}: segmentation: found {type(segmentation).__name__}, wanted a map (H, W)")
        maps = _array(segmentation, side)
        empty = maps == -1 if maps.dtype.kind in "if" else np.zeros(1, np.bool_)
        return self._of_described(np.where(empty, 0, maps) if empty.any() else maps, described, side)

    def _of_described(self, maps: Maps, rows: Sequence[Any], side: str) -> list[Picture]:
        """One picture, of ids (H, W) or colours (H, W, 3), or a batch of such and as many lists."""
        colored = maps.dtype == np.uint8 and maps.shape[-1:] == (3,)
        lists = maps.shape[:1] == (len(rows),) and not any(isinstance(one, Mapping) for one in rows)
        if maps.ndim == 2 or (maps.ndim == 3 and colored and not lists):
            return [self._of_info(maps, rows, side)]
        if not lists or not (maps.ndim == 3 or (maps.ndim == 4 and colored)):
            raise LabelError(
                f"{side}: found a map {maps.shape} {maps.dtype} and segments_info of {len(rows)}; wanted ids (H, W) or "
                f"colours (H, W, 3) uint8 and a list of dicts, or B such maps in one array and B such lists"
            )
        return [self._of_info(one, part, f"{side}[{k}]") for k, (one, part) in enumerate(zip(maps, rows, strict=True))]

    def _of_maps(self, categories: Maps, instances: Maps, side: str) -> list[Picture]:
        """Pictures of (H, W) categories and instances, or of (B, H, W) of both."""
        if categories.shape != instances.shape or categories.ndim not in (2, 3):
            raise LabelError(f"{side}: found categories {categories.shape} and instances {instances.shape}")
        if categories.ndim == 2:
            return [self._of_pair(categories, instances, side)]
        pairs = enumerate(zip(categories, instances, strict=True))
        return [self._of_pair(*pair, f"{side}[{k}]") for k, pair in pairs]

    def _of_info(self, maps: Maps, rows: Sequence[Mapping[str, Any]], side: str) -> Picture:
        described = [_row(row, k, side) for k, row in enumerate(_listed(rows, side))]
        known: set[int] = set()
        for row in described:
            if not 0 < row.id <= MOST_ID or row.id in known:
                wrong = "is there twice" if row.id in known else f"is none; ids are 1 to {MOST_ID}, and 0 is void"
                raise LabelError(f"{side}: segments_info: id {row.id} {wrong}")
            known.add(row.id)
        segments = self._columns(described, side)
        return Picture(_ids(maps, side), segments) if maps.ndim == 2 else Picture(None, segments, maps)

    def _of_stack(self, stack: Maps, side: str) -> list[Picture]:
        """Pictures of (H, W, 2) or (B, H, W, 2): category and instance."""
        if stack.ndim not in (3, 4) or stack.shape[-1] != 2:
            raise UsageError(f"{side}: found an array {stack.shape}; wanted {FORMS}")
        return self._of_maps(stack[..., 0], stack[..., 1], side)

    def _of_pair(self, categories: Maps, instances: Maps, side: str) -> Picture:
        """Segments are looked for among the few thousand runs of a map, not among its pixels."""
        categories, instances = _whole(categories, side), _whole(instances, side)
        starts = _run_starts(categories, instances)
        category, instance = (_picked(maps, starts, side) for maps in (categories, instances))
        place = self._places_of(category, starts, categories.shape[1], side)
        numbers, number = np.unique(self._instances(place, instance), return_inverse=True)
        keys, segment = np.unique(place * numbers.size + number, return_inverse=True)
        # Void has place -1, so that its key comes first and is the only one below 0.
        void = int(np.count_nonzero(keys < 0))
        ids = (segment + 1 - void).astype(np.uint32)
        flat = np.repeat(ids, np.diff(starts, append=categories.size))
        places, instance = np.divmod(keys[void:], max(numbers.size, 1))
        return Picture(flat.reshape(categories.shape), _made(places, numbers[instance]))

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
        return Picture(painted([row.get("segmentation") for row in rows], side) if rows else None, segments)

    def _columns(self, rows: Sequence[_Row], side: str) -> Segments:
        try:
            return columns(rows, self._numbered)
        except LabelError as error:
            raise LabelError(f"{side}: {error}") from None


def _refuse_twins(categories: Sequence[Category]) -> None:
    known: dict[int, str] = {}
    for category in categories:
        if category.id in known:
            raise ConfigError(
                f"categories {known[category.id]!r} and {category.name!r} both have id {category.id}; give each its own"
            )
        known[category.id] = category.name


def _made(places: Whole, instances: Whole) -> Segments:
    """The segments 1, 2, … of paired maps; a thing with an instance below 0 stands for a crowd."""
    count = np.arange(places.size)
    ids, areas = (count + 1).astype(np.uint32), np.full(places.size, -1)
    return Segments(np.array([0, places.size]), ids, places, areas, instances < 0, count)


def _row(row: Any, number: int, side: str) -> _Row:
    """A segment's facts; category_id may be called label_id, as transformers does."""
    if not isinstance(row, Mapping):
        raise LabelError(f"{side}: segments_info[{number}]: found {type(row).__name__}, wanted a dict")
    place = f"{side}: segments_info[{number}]"
    category = row.get("category_id", row.get("label_id"))
    return _Row(
        _index(row.get("id"), place, "id"),
        _index(category, place, "category_id"),
        _area(row.get("area"), place),
        bool(_index(row.get("iscrowd", 0), place, "iscrowd", flag=True)),
    )


def _area(area: Any, place: str) -> int | None:
    """What a list tells of an area, 6 or 6.0; a segment has a pixel, and an area of 0 could make an IoU infinite."""
    if area is None:
        return None
    whole = _index(int(area) if isinstance(area, float) and area.is_integer() else area, place, "area")
    if not 0 < whole <= MOST_PIXELS:
        raise LabelError(
            f"{place}.area: found {area!r:.60}, wanted 1 to {MOST_PIXELS} pixels; leave it out, and it is counted"
        )
    return whole


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


def _ids(maps: Maps, side: str) -> Ids:
    found = _whole(maps, side)
    signed, wide = found.dtype.kind == "i", found.dtype.itemsize > 4
    if found.size and ((signed and found.min() < 0) or (wide and found.max() > MOST_ID)):
        y, x = np.argwhere((found < 0) | (found > MOST_ID))[0].tolist()
        raise LabelError(f"{side}: pixel (y={y}, x={x}) holds id {found[y, x]}, wanted 0 to {MOST_ID}; void is 0")
    return np.ascontiguousarray(found, np.uint32)


def _run_starts(categories: Maps, instances: Maps) -> Whole:
    """Where, in the flat map, a row begins or a pixel differs from the one before it."""
    height, width = categories.shape
    change = np.empty((height, width), np.bool_)
    change[:, :1] = True
    # Row by row, no map is copied to be flat; a fresh copy costs more in page faults than all else here.
    np.not_equal(categories[:, 1:], categories[:, :-1], out=change[:, 1:])
    change[:, 1:] |= instances[:, 1:] != instances[:, :-1]
    return np.flatnonzero(change)


def _picked(maps: Maps, starts: Whole, side: str) -> Whole:
    """What a map holds where runs start."""
    found = maps[np.divmod(starts, max(maps.shape[1], 1))]
    if found.dtype == np.uint64 and found.size and found.max() >= 2**63:
        raise LabelError(f"{side}: found {found.max()} in a map, wanted numbers below 2**63; number them anew")
    return found.astype(np.int64)


def _whole(maps: Maps, side: str) -> Maps:
    """A map as integers; of floats only what is whole, and too small to have been rounded."""
    if maps.dtype.kind in "iu":
        return maps
    if maps.dtype.kind != "f":
        raise LabelError(f"{side}: found a map of {maps.dtype}, wanted integers; cast it where its numbers are whole")
    limit = 2 ** min(np.finfo(maps.dtype).nmant + 1, 53)
    fine = (np.abs(maps) < limit) & (np.floor(maps) == maps)  # nan is neither
    if not fine.all():
        y, x = np.argwhere(~fine)[0].tolist()
        raise LabelError(
            f"{side}: pixel (y={y}, x={x}) of a map of {maps.dtype} holds {maps[y, x]}, wanted whole numbers below "
            f"{limit}, which it holds exactly; give integers"
        )
    return maps.astype(np.int64)


def _is_array(given: Any) -> bool:
    return isinstance(given, np.ndarray) or (hasattr(given, "shape") and hasattr(given, "dtype"))


def _array(given: Any, side: str) -> npt.NDArray[Any]:
    """An array, or a tensor on whatever device: torch itself is not needed."""
    if isinstance(given, np.ma.MaskedArray):
        raise LabelError(f"{side}: found a masked array, wanted a plain one; fill it with void's number: ids.filled(0)")
    if not hasattr(given, "detach"):
        return np.asarray(given)
    try:
        return np.asarray(given.detach().cpu().numpy())
    except TypeError:  # bfloat16 and its like, which NumPy does not know
        raise LabelError(f"{side}: found a map of {given.dtype}, wanted integers; cast it") from None


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
