"""Writing COCO panoptic: one PNG of ids and one JSON record a label, and the JSON that holds all records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.colors import disk_ids
from panscape.formats.entries import ImageId
from panscape.formats.json_files import to_json, write_json_lists
from panscape.formats.png import encode_ids, pixel_digest
from panscape.labels import PanopticLabel
from panscape.storage import write_whole


@dataclass(frozen=True, eq=False)
class WrittenLabel:
    """A label that is on the disk.

    Attributes
    ----------
    annotation : dict
        Its entry of ``annotations``, ready for :func:`write_panoptic`.
    ids : (N,) uint32
        The on-disk id of each segment.
    digest : str
        Of the PNG's pixels: see :func:`panscape.formats.png.pixel_digest`.
    """

    annotation: dict[str, Any]
    ids: npt.NDArray[np.uint32]
    digest: str


def write_label(
    folder: Path,
    stem: str,
    image_id: ImageId,
    label: PanopticLabel,
    categories: Iterable[Category],
    cast: Sequence[int] = (),
) -> WrittenLabel:
    """Write ``folder/stem.png`` whole or not at all, and return the record that describes it.

    Parameters
    ----------
    folder : Path
        Made if it is not there: ``panoptic_train`` beside ``panoptic_train.json``.
    stem : str
        The picture's own, since readers pair the two by it.
    image_id : int or str
    label : PanopticLabel
        Facts of its segments become extra keys; ``occluded_by`` is turned into on-disk ids.
    categories : iterable of Category
    cast : sequence of int
        Of the label's scene, as :func:`panscape.colors.disk_ids` takes it.

    Raises
    ------
    LabelError
        If a segment's category is not among the categories.
    StorageError
        If the file cannot be written.
    """
    ids = disk_ids(label.segments, {category.id: category for category in categories}, cast)
    raw = on_disk(label, ids)
    write_whole(folder / f"{stem}.png", encode_ids(raw))
    annotation = {
        "image_id": image_id,
        "file_name": f"{stem}.png",
        "segments_info": [
            {
                "id": int(ids[segment.id - 1]),
                "category_id": segment.category_id,
                "area": segment.area,
                "bbox": list(segment.bbox),
                "iscrowd": int(segment.iscrowd),
                **facts_on_disk(segment.facts, ids),
            }
            for segment in label.segments
        ],
    }
    return WrittenLabel(annotation, ids, pixel_digest(raw))


def write_panoptic(
    path: Path,
    categories: Sequence[Category],
    images: Iterable[Mapping[str, Any] | bytes],
    annotations: Iterable[Mapping[str, Any] | bytes],
    info: Mapping[str, Any] | None = None,
) -> None:
    """Write the JSON of a COCO panoptic set, entry by entry, so that it may be larger than the memory.

    Parameters
    ----------
    path : Path
        Such as ``panoptic_train.json``.
    categories : sequence of Category
    images, annotations : iterables of mapping, or of its JSON as bytes
        In the same order: several readers pair them by it.
    info : mapping, optional
        Where the set comes from. Nothing that changes from run to run.
    """
    head = {"info": dict(info or {}), "licenses": [], "categories": [category_record(c) for c in categories]}
    write_json_lists(path, head, {"images": map(_spelled, images), "annotations": map(_spelled, annotations)})


def category_record(category: Category) -> dict[str, Any]:
    """Return a category as COCO spells it: ``isthing`` is 0 or 1, since readers compare it with 1."""
    return {
        "id": category.id,
        "name": category.name,
        "supercategory": category.supercategory,
        "isthing": int(category.isthing),
        "color": list(category.color),
    }


def on_disk(label: PanopticLabel, ids: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Return the map of on-disk ids, (H, W) uint32; ``ids[k]`` is that of segment k + 1."""
    from panscape.kernels import compact_ids  # here: whoever only reads need not wait for numba

    raw = np.empty_like(label.ids)
    compact_ids(label.ids, np.concatenate([np.zeros(1, np.uint32), ids]), raw)
    return raw


def facts_on_disk(facts: Mapping[str, Any], ids: npt.NDArray[np.uint32]) -> dict[str, Any]:
    """Return a segment's facts with every id that they hold as it is on disk."""
    if "occluded_by" not in facts:
        return dict(facts)
    return {**facts, "occluded_by": [int(ids[number - 1]) for number in facts["occluded_by"]]}


def _spelled(entry: Mapping[str, Any] | bytes) -> bytes:
    return entry if isinstance(entry, bytes) else to_json(entry)
