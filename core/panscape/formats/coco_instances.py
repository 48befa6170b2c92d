"""COCO instances: each thing's visible mask, tight box and area, and its whole shape as extra keys."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import DataError
from panscape.formats.coco_panoptic import category_record, facts_on_disk
from panscape.formats.entries import ImageId
from panscape.formats.json_files import read_json, write_json_lists
from panscape.formats.rle import visible_rle
from panscape.frames import Rle
from panscape.labels import PanopticLabel

AMODAL = "amodal_segmentation"
SEGMENT_ID = "segment_id"


def instance_records(
    label: PanopticLabel,
    ids: npt.NDArray[np.uint32],
    image_id: ImageId,
    things: Iterable[int],
    amodal: Mapping[int, Rle],
) -> list[dict[str, Any]]:
    """Return the instance annotations of one label, without ``id``: that is given when all are put together.

    Parameters
    ----------
    label : PanopticLabel
    ids : (N,) uint32
        The on-disk id of each segment, kept as ``segment_id``.
    image_id : int or str
    things : iterable of int
        The ids of the thing categories.
    amodal : mapping of segment id to Rle

    Returns
    -------
    list of dict
        ``segmentation`` is a compressed RLE, since COCO's polygons cannot hold a hole.
    """
    countable = set(things)
    records = []
    for segment in label.segments:
        if segment.category_id not in countable:
            continue
        record = {
            "image_id": image_id,
            "category_id": segment.category_id,
            "iscrowd": int(segment.iscrowd),
            "area": segment.area,
            "bbox": list(segment.bbox),
            "segmentation": visible_rle(label, segment),
            SEGMENT_ID: int(ids[segment.id - 1]),
            **facts_on_disk(segment.facts, ids),
        }
        if segment.id in amodal:
            record[AMODAL] = amodal[segment.id]
        records.append(record)
    return records


def write_instances(
    path: Path,
    categories: Sequence[Category],
    images: Iterable[bytes],
    annotations: Iterable[bytes],
    info: Mapping[str, Any] | None = None,
) -> None:
    """Write the JSON of a COCO instances set, entry by entry; things alone are categories.

    Parameters
    ----------
    path : Path
    categories : sequence of Category
    images, annotations : iterables of JSON, as bytes
        Annotations have ids from 1: COCOeval takes 0 for "no match".
    info : mapping, optional
    """
    records = [category_record(category) for category in categories if category.isthing]
    head = {"info": dict(info or {}), "licenses": [], "categories": records}
    write_json_lists(path, head, {"images": images, "annotations": annotations})


def amodal_by_segment(path: Path) -> dict[ImageId, dict[int, object]]:
    """Return the whole shapes of an instances JSON: image id to on-disk segment id to what should be an RLE.

    Raises
    ------
    DataError
        If its annotations are no list of objects, or a shape's ids are no integers.
    """
    found: dict[ImageId, dict[int, object]] = {}
    content = read_json(path)
    rows = content.get("annotations") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise DataError(f"{path}: annotations: found {type(rows).__name__}, wanted a list")
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise DataError(f"{path}: annotations[{number}]: found {type(row).__name__}, wanted an object")
        if AMODAL not in row or SEGMENT_ID not in row:
            continue
        image_id: Any = row.get("image_id")
        segment_id = row[SEGMENT_ID]
        if type(image_id) not in (int, str) or type(segment_id) is not int:
            wanted = f"found {image_id!r:.30} and {segment_id!r:.30}, wanted the id of an image and an integer"
            raise DataError(f"{path}: annotations[{number}]: image_id and segment_id: {wanted}")
        found.setdefault(image_id, {})[segment_id] = row[AMODAL]
    return found
