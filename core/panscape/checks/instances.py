"""Whether a COCO instances JSON is well formed, and says the same as the panoptic label beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from panscape.checks.finding import Finding
from panscape.errors import PanscapeError
from panscape.formats.coco_instances import AMODAL, SEGMENT_ID
from panscape.formats.entries import Annotation
from panscape.formats.json_files import read_json
from panscape.formats.rle import rle_fault, visible_rle
from panscape.labels import PanopticLabel


@dataclass(frozen=True, eq=False)
class InstanceSet:
    """The annotations of an instances JSON by image; each with its number in the file."""

    path: Path
    by_image: Mapping[int, tuple[tuple[int, dict[str, Any]], ...]]


def open_instances(path: Path) -> tuple[InstanceSet | None, list[Finding]]:
    """Return an instances JSON, if it can be read, and what is wrong with it as a whole."""
    try:
        content = read_json(path)
    except PanscapeError as error:
        return None, [Finding("instances", str(error))]
    rows = content.get("annotations") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        return None, [Finding(f"{path}: annotations", "missing, wanted a list")]
    by_image: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    findings, seen = [], set()
    for number, row in enumerate(rows):
        identity = row.get("id") if isinstance(row, dict) else None
        if type(identity) is not int or identity < 1 or identity in seen:
            # COCOeval takes 0 for "no match".
            text = f"found {identity!r}, wanted an integer above 0 that no other annotation has"
            findings.append(Finding(f"{path}: annotations[{number}].id", text))
        seen.add(identity)
        if isinstance(row, dict) and isinstance(row.get("image_id"), int):
            by_image.setdefault(row["image_id"], []).append((number, row))
    return InstanceSet(path, {image: tuple(rows) for image, rows in by_image.items()}), findings


def check_instances(instances: InstanceSet, annotation: Annotation, label: PanopticLabel) -> Iterator[Finding]:
    """Yield what is wrong with the instances of one picture."""
    segment_of = {entry.id: segment for entry, segment in zip(annotation.segments, label.segments, strict=True)}
    for number, row in instances.by_image.get(annotation.image_id, ()):
        place = f"{instances.path}: annotations[{number}]"
        for key in ("segmentation", AMODAL):
            fault = _shape_fault(row.get(key), label) if key in row else None
            if fault:
                yield Finding(f"{place}.{key}", fault)
        if SEGMENT_ID not in row:
            continue
        segment = segment_of.get(row[SEGMENT_ID]) if type(row[SEGMENT_ID]) is int else None
        if segment is None:
            yield Finding(f"{place}.{SEGMENT_ID}", f"found {row[SEGMENT_ID]}, which is no segment of the panoptic JSON")
            continue
        wanted = {
            "category_id": segment.category_id,
            "area": segment.area,
            "bbox": list(segment.bbox),
            "segmentation": visible_rle(label, segment),
        }
        for key, value in wanted.items():
            if row.get(key) != value:
                shown = f"found {row.get(key)!r:.60}, but the panoptic PNG says {value!r:.60}"
                yield Finding(f"{place}.{key}", shown)


def _shape_fault(shape: object, label: PanopticLabel) -> str | None:
    """What is wrong with a polygon list or an RLE; nothing unsound is ever handed to pycocotools."""
    if isinstance(shape, list):
        return next((fault for ring in shape if (fault := _ring_fault(ring, label))), None)
    return rle_fault(shape, label.height, label.width)


def _ring_fault(ring: object, label: PanopticLabel) -> str | None:
    if not isinstance(ring, list) or len(ring) < 6 or len(ring) % 2:
        return f"a polygon has {len(ring) if isinstance(ring, list) else ring!r} numbers, wanted 6 or more, in pairs"
    if not all(isinstance(value, int | float) and isfinite(value) for value in ring):
        return "a polygon holds what is no number"
    limit = 2 * max(label.ids.shape)
    far = next((value for value in ring if not -limit <= value <= limit), None)
    return f"a polygon reaches to {far}, far outside the picture" if far is not None else None
