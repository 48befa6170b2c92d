"""Whether a COCO instances JSON is well formed, and says the same as the panoptic label beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from panscape.checks.finding import Finding
from panscape.errors import PanscapeError
from panscape.formats.coco_instances import AMODAL, SEGMENT_ID
from panscape.formats.entries import Annotation, ImageId
from panscape.formats.json_files import read_json
from panscape.formats.panoptic_set import PanopticSet
from panscape.formats.rle import rle_fault, visible_rle
from panscape.labels import PanopticLabel


@dataclass(frozen=True, eq=False)
class InstanceSet:
    """The annotations of an instances JSON.

    Attributes
    ----------
    path : Path
    by_image : mapping of image id to rows
        Each with its number in the file.
    things : frozenset of int
        The thing categories whose segments must all be there: none where no row says which segment it is.
    """

    path: Path
    by_image: Mapping[ImageId, tuple[tuple[int, dict[str, Any]], ...]]
    things: frozenset[int]


def open_instances(path: Path, opened: PanopticSet) -> tuple[InstanceSet | None, list[Finding]]:
    """Return the instances JSON beside a set, if it can be read, and what is wrong with it as a whole."""
    try:
        content = read_json(path)
    except PanscapeError as error:
        return None, [Finding("instances", str(error))]
    rows = content.get("annotations") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        return None, [Finding(f"{path}: annotations", "missing, wanted a list")]
    findings, sound = _row_findings(path, rows, _image_ids(content.get("images")) | {one.id for one in opened.images})
    by_image: dict[ImageId, list[tuple[int, dict[str, Any]]]] = {}
    for number in sound:
        by_image.setdefault(rows[number]["image_id"], []).append((number, rows[number]))
    things = frozenset(category.id for category in opened.categories if category.isthing)
    linked = any(SEGMENT_ID in rows[number] for number in sound)
    count = sum(segment.category_id in things for one in opened.annotations for segment in one.segments)
    if not rows and count:
        text = f"is empty, but the panoptic JSON has {count} segments of things"
        findings.append(Finding(f"{path}: annotations", text))
    instances = InstanceSet(
        path, {image: tuple(found) for image, found in by_image.items()}, things if linked else frozenset()
    )
    return instances, findings


def _row_findings(path: Path, rows: list[Any], image_ids: set[ImageId]) -> tuple[list[Finding], list[int]]:
    """What is wrong with the ids of the rows, and the numbers of the rows that belong to an image."""
    findings, sound, seen = [], [], set()
    for number, row in enumerate(rows):
        place = f"{path}: annotations[{number}]"
        if not isinstance(row, dict):
            findings.append(Finding(place, f"found {type(row).__name__}, wanted an object"))
            continue
        identity, image_id = row.get("id"), row.get("image_id")
        if type(identity) is not int or identity < 1 or identity in seen:
            # COCOeval takes 0 for "no match".
            text = f"found {identity!r}, wanted an integer above 0 that no other annotation has"
            findings.append(Finding(f"{place}.id", text))
        else:
            seen.add(identity)
        if type(image_id) in (int, str) and image_id in image_ids:
            sound.append(number)
        else:
            findings.append(Finding(f"{place}.image_id", f"found {image_id!r:.60}, wanted the id of an image"))
    return findings, sound


def _image_ids(rows: object) -> set[ImageId]:
    """The ids that an instances JSON lists itself: it may hold more pictures than the panoptic one."""
    found = [row.get("id") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {identity for identity in found if isinstance(identity, int | str) and not isinstance(identity, bool)}


def check_instances(instances: InstanceSet, annotation: Annotation, label: PanopticLabel) -> Iterator[Finding]:
    """Yield what is wrong with the instances of one picture."""
    segment_of = {entry.id: segment for entry, segment in zip(annotation.segments, label.segments, strict=True)}
    row_of: dict[int, int] = {}
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
        if row[SEGMENT_ID] in row_of:
            text = f"found {row[SEGMENT_ID]}, which annotations[{row_of[row[SEGMENT_ID]]}] has already"
            yield Finding(f"{place}.{SEGMENT_ID}", text)
        row_of[row[SEGMENT_ID]] = number
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
    for identity, segment in segment_of.items():
        if segment.category_id in instances.things and identity not in row_of:
            where = f"{instances.path}: image {annotation.image_id}"
            yield Finding(where, f"thing segment {identity} of the panoptic JSON has no annotation here")


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
