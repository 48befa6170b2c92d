"""One file for each format that labels are read from and written to."""

from panscape.formats.coco_panoptic import WrittenLabel, write_label, write_panoptic
from panscape.formats.entries import Annotation, ImageEntry, SegmentEntry
from panscape.formats.index import NO_AREA, PanopticIndex
from panscape.formats.json_files import read_json, to_json, write_json
from panscape.formats.panoptic_set import PanopticSet, home_of, open_panoptic, splits_of

__all__ = [
    "NO_AREA",
    "Annotation",
    "ImageEntry",
    "PanopticIndex",
    "PanopticSet",
    "SegmentEntry",
    "WrittenLabel",
    "home_of",
    "open_panoptic",
    "read_json",
    "splits_of",
    "to_json",
    "write_json",
    "write_label",
    "write_panoptic",
]
