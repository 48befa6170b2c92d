"""What a COCO panoptic JSON says of images, categories and segments, checked entry by entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from panscape.categories import Category
from panscape.colors import Color, made_up_color
from panscape.errors import DataError
from panscape.formats.png import MOST_IDS, MOST_PIXELS

MOST_NUMBER = 2**63 - 1
# COCO numbers its images, Cityscapes names them; 1 and "1" are two images.
ImageId = int | str


@dataclass(frozen=True, slots=True)
class ImageEntry:
    """A picture, as the JSON lists it.

    Attributes
    ----------
    id : int or str
    file_name : str
        Inside the folder of the pictures.
    width, height : int, pixels
    facts : mapping
        Whatever else the JSON says of it: ``camera``, ``light``, ``seed``, ``index``, …
    """

    id: ImageId
    file_name: str
    width: int
    height: int
    facts: Mapping[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """Return the entry as COCO spells it."""
        return {"id": self.id, "file_name": self.file_name, "width": self.width, "height": self.height, **self.facts}


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment, as the JSON describes it; nothing here was compared with the pixels.

    Attributes
    ----------
    id : int
        On disk: R + 256 G + 65536 B of its pixels.
    category_id : int
    area : int or None
    bbox : (x, y, width, height) or None
    iscrowd : bool
    facts : mapping
        Whatever else the JSON says of it; ids in it are on-disk ids.
    """

    id: int
    category_id: int
    area: int | None
    bbox: tuple[float, float, float, float] | None
    iscrowd: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotation:
    """One labelled picture: its PNG, and its segments in the order of the JSON."""

    image_id: ImageId
    file_name: str
    segments: tuple[SegmentEntry, ...]


def category_entries(rows: object, where: str) -> tuple[Category, ...]:
    """Return the categories of a JSON; one that came without a colour gets one.

    Raises
    ------
    DataError
        If an id is missing, doubled or not positive, or ``isthing`` is not 0 or 1.
    """
    categories: dict[int, Category] = {}
    colors = [_color(row.get("color")) for row in _rows(rows, where)]
    there = {color for color in colors if color}
    for number, row in enumerate(_rows(rows, where)):
        place = f"{where}[{number}]"
        identity = _integer(row, "id", place, 1)
        if identity in categories:
            _refuse(place, "id", identity, "an id that no other category has")
        isthing = row.get("isthing")
        if isthing not in (0, 1):
            _refuse(place, "isthing", isthing, "0 (stuff) or 1 (thing)")
        categories[identity] = Category(
            identity,
            _text(row, "name", place),
            bool(isthing),
            colors[number] or made_up_color(number + 1, there),
            branch if isinstance(branch := row.get("supercategory"), str) else "",
        )
    return tuple(categories.values())


def image_entries(rows: object, where: str) -> tuple[ImageEntry, ...]:
    """Return the images of a JSON; DataError if an id is doubled or a size is none."""
    entries: dict[ImageId, ImageEntry] = {}
    for number, row in enumerate(_rows(rows, where)):
        place = f"{where}[{number}]"
        identity = _image_id(row, "id", place)
        if identity in entries:
            _refuse(place, "id", identity, "an id that no other image has")
        width, height = (_integer(row, key, place, 1, MOST_PIXELS) for key in ("width", "height"))
        if width * height > MOST_PIXELS:
            raise DataError(f"{place}: found {width} x {height} pixels, wanted at most {MOST_PIXELS} in all; cut it up")
        facts = {key: value for key, value in row.items() if key not in ("id", "file_name", "width", "height")}
        entries[identity] = ImageEntry(identity, _text(row, "file_name", place), width, height, facts)
    return tuple(entries.values())


def annotation_entries(rows: object, where: str) -> tuple[Annotation, ...]:
    """Return the annotations of a JSON; DataError if an image is annotated twice or a segment's id cannot be."""
    entries: dict[ImageId, Annotation] = {}
    for number, row in enumerate(_rows(rows, where)):
        place = f"{where}[{number}]"
        image_id = _image_id(row, "image_id", place)
        if image_id in entries:
            _refuse(place, "image_id", image_id, "an image that no other annotation has")
        segments = _segment_entries(row.get("segments_info"), f"{place}.segments_info")
        entries[image_id] = Annotation(image_id, _text(row, "file_name", place), segments)
    return tuple(entries.values())


def _segment_entries(rows: object, where: str) -> tuple[SegmentEntry, ...]:
    """The hot loop of reading: a place is spelled only for a message."""
    entries: dict[int, SegmentEntry] = {}
    for number, row in enumerate(_rows(rows, where)):
        identity, category_id = row.get("id"), row.get("category_id")
        if type(identity) is not int or not 0 < identity < MOST_IDS:  # first of all: a list has no place in a dict
            _refuse(f"{where}[{number}]", "id", identity, f"an integer from 1 to {MOST_IDS - 1}")
        if identity in entries:
            _refuse(f"{where}[{number}]", "id", identity, "an id that no other segment has")
        if type(category_id) is not int:
            _refuse(f"{where}[{number}]", "category_id", category_id, "an integer")
        iscrowd = row.get("iscrowd", 0)
        if iscrowd not in (0, 1):
            _refuse(f"{where}[{number}]", "iscrowd", iscrowd, "0 or 1")
        area, bbox = row.get("area"), row.get("bbox")
        if area is not None and (type(area) is not int or not 0 <= area <= MOST_PIXELS):
            area = _pixels(area, f"{where}[{number}]", "area")
        if bbox is not None and not (
            isinstance(bbox, list) and len(bbox) == 4 and all(type(part) in (int, float) for part in bbox)
        ):
            _refuse(f"{where}[{number}]", "bbox", bbox, "four numbers: x, y, width, height")
        facts = {key: value for key, value in row.items() if key not in _SEGMENT_KEYS}
        entries[identity] = SegmentEntry(
            identity, category_id, area, tuple(bbox) if bbox is not None else None, bool(iscrowd), facts
        )
    return tuple(entries.values())


_SEGMENT_KEYS = {"id", "category_id", "area", "bbox", "iscrowd"}


def _color(found: object) -> Color | None:
    """A colour that can tell a category from void."""
    if not isinstance(found, list) or len(found) != 3 or not all(type(c) is int and 0 <= c <= 255 for c in found):
        return None
    red, green, blue = found
    return (red, green, blue) if any(found) else None


def _rows(rows: object, where: str) -> Sequence[Mapping[str, Any]]:
    if not isinstance(rows, list):
        raise DataError(f"{where}: {'missing' if rows is None else f'found {type(rows).__name__}'}, wanted a list")
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise DataError(f"{where}[{number}]: found {type(row).__name__}, wanted an object")
    return rows


def _integer(row: Mapping[str, Any], key: str, place: str, low: int, high: int = MOST_NUMBER) -> int:
    value = row.get(key)
    if type(value) is not int or not low <= value <= high:
        _refuse(place, key, value, f"an integer from {low} to {high}")
    return value


def _image_id(row: Mapping[str, Any], key: str, place: str) -> ImageId:
    value = row.get(key)
    if isinstance(value, str) and value:
        return value
    if type(value) is not int or not 0 <= value <= MOST_NUMBER:
        _refuse(place, key, value, f"an integer from 0 to {MOST_NUMBER}, or a text")
    return value


def _pixels(value: object, place: str, key: str) -> int:
    """A number of pixels that is spelled as 7.0."""
    if type(value) is not float or not value.is_integer() or not 0 <= value <= MOST_PIXELS:
        _refuse(place, key, value, f"a number of pixels from 0 to {MOST_PIXELS}")
    return int(value)


def _text(row: Mapping[str, Any], key: str, place: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        _refuse(place, key, value, "a text")
    return value


def _refuse(place: str, key: str, found: object, wanted: str) -> NoReturn:
    spelled = "nothing" if found is None else f"{found!r} ({type(found).__name__})"
    raise DataError(f"{place}.{key}: found {spelled:.80}, wanted {wanted}")
