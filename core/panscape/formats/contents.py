"""What a COCO panoptic JSON says of its pictures: objects and columns, of which each is made when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import orjson

from panscape.categories import Category
from panscape.errors import DataError, StorageError
from panscape.formats.entries import (
    Annotation,
    ImageEntry,
    annotation_entries,
    category_entries,
    image_entries,
)
from panscape.formats.index import ImageSizes, PanopticIndex, index_of, sizes_of
from panscape.formats.json_files import read_json
from panscape.formats.scan import Scan, scan_panoptic

# From this size on a JSON is scanned: 250 pictures of COCO, 80 of Cityscapes, 40 streets of ours. Objects of 1 MB are
# made in 65 ms, and a scan takes 5 ms and 50 to load it; where numba is not there yet, that takes 600 ms more, but as
# many pictures need it anyway. Smaller sets must be read without waiting for numba.
SCAN_FROM = 300_000
# Categories are looked up in a table up to this id.
LARGEST_TABLE = 2**16
_PARSING = RLock()  # a guess that is parsed may ask the truth for its images


class Contents(Protocol):
    """The categories and pictures of a set."""

    @property
    def categories(self) -> tuple[Category, ...]: ...
    @property
    def images(self) -> tuple[ImageEntry, ...]: ...
    @property
    def annotations(self) -> tuple[Annotation, ...]: ...
    @property
    def index(self) -> PanopticIndex: ...
    @property
    def sizes(self) -> ImageSizes: ...


@dataclass(frozen=True, eq=False)
class ParsedContents:
    """What was read into objects; the columns are made of them."""

    categories: tuple[Category, ...]
    images: tuple[ImageEntry, ...]
    annotations: tuple[Annotation, ...]

    @cached_property
    def index(self) -> PanopticIndex:
        return index_of({entry.id: entry for entry in self.images}, self.annotations)

    @cached_property
    def sizes(self) -> ImageSizes:
        return sizes_of(self.images)


@dataclass(frozen=True, eq=False)
class ScannedContents:
    """What was scanned into columns; the objects are made of the file when somebody asks for one.

    Attributes
    ----------
    path : Path
    stamp : tuple of int
        Size and time of the file that was scanned.
    beside : Contents or None
        Has the images if the file does not.
    categories, index, sizes
        As in :class:`Contents`.
    """

    path: Path
    stamp: tuple[int, int]
    beside: Contents | None
    categories: tuple[Category, ...]
    index: PanopticIndex
    sizes: ImageSizes

    @property
    def images(self) -> tuple[ImageEntry, ...]:
        with _PARSING:  # of several threads, one parses
            return self._images

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        with _PARSING:
            return self._annotations

    @cached_property
    def _images(self) -> tuple[ImageEntry, ...]:
        return _images_in(self.path, self._content(), self.beside)

    @cached_property
    def _annotations(self) -> tuple[Annotation, ...]:
        return annotation_entries(self._content().get("annotations"), f"{self.path}: annotations")

    def _content(self) -> Mapping[str, Any]:
        content = _object_in(self.path)
        if _stamp_of(self.path) != self.stamp:
            raise StorageError(f"{self.path}: another was written in its place while it was in use; start again")
        return content


def read_contents(path: Path, beside: Contents | None, scan_from: int = SCAN_FROM) -> Contents:
    """Return what a COCO panoptic JSON says, fully checked.

    Parameters
    ----------
    path : Path
    beside : Contents or None
        Gives the categories and the images where the file has no such key.
    scan_from : int, bytes
        A file of at least this size is scanned into columns, unless it is unusual; the result is the same.

    Raises
    ------
    DataError
        If it is no JSON, or contradicts itself: place, what was found, what was wanted.
    StorageError
        If the file cannot be read.
    """
    stamp = _stamp_of(path)
    if stamp[0] >= scan_from:
        scan = scan_panoptic(path)
        scanned = _scanned(path, stamp, beside, scan) if scan is not None and stamp == _stamp_of(path) else None
        if scanned is not None:
            return scanned
    return parse_contents(path, beside)


def parse_contents(path: Path, beside: Contents | None) -> ParsedContents:
    """Return the same by way of objects; DataError and StorageError as there."""
    content = _object_in(path)
    categories = (
        beside.categories
        if beside and "categories" not in content
        else category_entries(content.get("categories"), f"{path}: categories")
    )
    images = _images_in(path, content, beside)
    annotations = annotation_entries(content.get("annotations"), f"{path}: annotations")
    _refuse_strangers(path, categories, images, annotations)
    return ParsedContents(categories, images, annotations)


def _object_in(path: Path) -> Mapping[str, Any]:
    content = read_json(path)
    if not isinstance(content, dict):
        raise DataError(f"{path}: found {type(content).__name__}, wanted an object with images and annotations")
    return content


def _images_in(path: Path, content: Mapping[str, Any], beside: Contents | None) -> tuple[ImageEntry, ...]:
    if beside and "images" not in content:
        return beside.images
    return image_entries(content.get("images"), f"{path}: images")


def _scanned(path: Path, stamp: tuple[int, int], beside: Contents | None, scan: Scan) -> ScannedContents | None:
    """The columns put together, or None where parsing has to say what is wrong."""
    sizes = scan.images or (beside.sizes if beside else None)
    if sizes is None or (scan.categories is None and not beside):
        return None
    categories = (
        beside.categories
        if beside and scan.categories is None
        else category_entries(orjson.loads(scan.categories or b"null"), f"{path}: categories")
    )
    rows = _rows_of(sizes, scan)
    if rows is None or not _are_known(scan.category_ids, categories):
        return None
    index = PanopticIndex(
        sizes.ids if scan.image_ids == sizes.ids else scan.image_ids,
        scan.file_names,
        sizes.heights[rows],
        sizes.widths[rows],
        scan.starts,
        scan.ids,
        scan.category_ids,
        scan.areas,
        scan.crowd,
        scan.listed,
    )
    return ScannedContents(path, stamp, beside, categories, index, sizes)


def _rows_of(sizes: ImageSizes, scan: Scan) -> npt.NDArray[np.int64] | None:
    """Where each annotation's image stands; None if one is not there, or an id comes twice."""
    if not scan.image_ids:
        return None
    if scan.image_ids == sizes.ids:  # as most sets are written; 1 and "1" differ here too
        return np.arange(len(sizes.ids)) if len(set(sizes.ids)) == len(sizes.ids) else None
    row_of = {identity: row for row, identity in enumerate(sizes.ids)}
    if len(row_of) != len(sizes.ids) or len(set(scan.image_ids)) != len(scan.image_ids):
        return None
    rows = np.array([row_of.get(identity, -1) for identity in scan.image_ids], np.int64)
    return rows if rows.min() >= 0 else None


def _are_known(category_ids: npt.NDArray[np.int64], categories: tuple[Category, ...]) -> bool:
    known = np.array([category.id for category in categories], np.int64)
    if not known.size or not category_ids.size:
        return not category_ids.size
    if known.max() >= LARGEST_TABLE:
        return bool(np.isin(np.unique(category_ids), known).all())
    table = np.zeros(LARGEST_TABLE + 1, np.bool_)
    table[known] = True
    return bool(table[np.minimum(category_ids, LARGEST_TABLE)].all())


def _refuse_strangers(
    path: Path, categories: tuple[Category, ...], images: tuple[ImageEntry, ...], annotations: tuple[Annotation, ...]
) -> None:
    """Refuse an annotation of an image, and a segment of a category, that the JSON does not list."""
    known_images, known_categories = {entry.id for entry in images}, {category.id for category in categories}
    for number, annotation in enumerate(annotations):
        if annotation.image_id not in known_images:
            raise DataError(
                f"{path}: annotations[{number}].image_id: {annotation.image_id!r} is not among the images; "
                f"list it there, or take the annotation out"
            )
        for place, segment in enumerate(annotation.segments):
            if segment.category_id not in known_categories:
                raise DataError(
                    f"{path}: annotations[{number}].segments_info[{place}].category_id: {segment.category_id} "
                    f"is not among the categories; list it there, or give the segment one of theirs"
                )


def _stamp_of(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from error
    return state.st_size, state.st_mtime_ns
