"""The files of one frame: what a worker writes, and the record that says they are whole."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.dataset.layers import encode_layer, layer_path
from panscape.errors import LabelError, StorageError
from panscape.formats.coco_instances import instance_records
from panscape.formats.coco_panoptic import write_label
from panscape.formats.entries import ImageEntry
from panscape.formats.json_files import read_bytes, to_json
from panscape.frames import Frame
from panscape.locks import WORKPLACE
from panscape.storage import write_whole


@dataclass(frozen=True)
class FrameOptions:
    """How frames are kept.

    Attributes
    ----------
    categories : tuple of Category
    jpeg_quality : int
        From 1 to 100.
    """

    categories: tuple[Category, ...]
    jpeg_quality: int = 95


@dataclass(frozen=True)
class FrameRecord:
    """What a frame adds to the JSON files; each part is JSON already.

    Attributes
    ----------
    image, annotation : bytes
        Its entries of ``images`` and ``annotations`` of the panoptic JSON.
    instances : bytes
        A list of instance annotations that have no id yet.
    digests : bytes
        A list of [kind, digest, path].
    """

    image: bytes
    annotation: bytes
    instances: bytes
    digests: bytes


def write_frame(folder: Path, split: str, frame: Frame, options: FrameOptions) -> None:
    """Write every file of a frame, each whole or not at all, and last of all its record.

    Any process may write any frame, in any order; the bytes depend on the arguments alone.

    Parameters
    ----------
    folder : Path
        Of the dataset, as :func:`panscape.dataset.writing` prepared it.
    split : str
    frame : Frame
    options : FrameOptions

    Raises
    ------
    LabelError
        If picture, label and layers differ in size.
    StorageError
        If a file cannot be written.
    """
    label, stem, image_id = frame.label, frame.stem, frame.index + 1
    _refuse_other_sizes(frame)
    picture = _jpeg(frame.image, options.jpeg_quality)
    write_whole(folder / f"images/{split}/{stem}.jpg", picture)
    written = write_label(
        folder / f"annotations/panoptic_{split}", stem, image_id, label, options.categories, frame.cast
    )
    digests = [
        ["sha256", hashlib.sha256(picture).hexdigest(), f"images/{split}/{stem}.jpg"],
        ["pixels", written.digest, f"annotations/panoptic_{split}/{stem}.png"],
    ]
    for name, values in frame.layers.items():
        data, digest = encode_layer(name, values)
        path = layer_path(folder, split, stem, name)
        write_whole(path, data)
        digests.append([*digest, path.relative_to(folder).as_posix()])
    entry = ImageEntry(image_id, f"{stem}.jpg", label.width, label.height, frame.facts)
    things = [category.id for category in options.categories if category.isthing]
    instances = instance_records(label, written.ids, image_id, things, frame.amodal)
    lines = [to_json(part) for part in (entry.record(), written.annotation, instances, digests)]
    write_whole(record_path(folder, split, frame.index), b"\n".join(lines))


def record_path(folder: Path, split: str, index: int) -> Path:
    """The record of a frame: there only when all its files are."""
    return folder / WORKPLACE / "records" / split / f"{index:06d}.json"


def records(folder: Path, splits: tuple[str, ...], split: str) -> Iterator[FrameRecord]:
    """Yield the records of a split in the order of the frames, one in memory at a time.

    Raises
    ------
    StorageError
        If a record is not there: its frame was not written.
    """
    for index, own in enumerate(splits):
        if own == split:
            yield FrameRecord(*read_bytes(record_path(folder, split, index)).split(b"\n"))


def _jpeg(image: npt.NDArray[np.uint8], quality: int) -> bytes:
    """JPEG by OpenCV into memory: its own writing to disk says False where a disk is full, and raises nothing."""
    import cv2

    # Turned by OpenCV: of a view with a step of -1, it makes a copy that takes as long as the encoding.
    turned = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".jpg", turned, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise StorageError(f"OpenCV could not encode a JPEG of {image.shape[1]} x {image.shape[0]} pixels")
    return bytes(data)


def _refuse_other_sizes(frame: Frame) -> None:
    shape = frame.label.ids.shape
    for name, array in {"image": frame.image, **frame.layers}.items():
        if array.shape[:2] != shape:
            raise LabelError(f"frame {frame.index}: {name} is {array.shape[:2]}, but the label is {shape}")
    if frame.image.ndim != 3 or frame.image.shape[2] != 3 or frame.image.dtype != np.uint8:
        raise LabelError(f"frame {frame.index}: image is {frame.image.shape} {frame.image.dtype}, not (H, W, 3) uint8")
