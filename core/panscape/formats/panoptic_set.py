"""Reading COCO panoptic: a JSON beside its folder of PNGs, ours or anybody's, found, checked and made dense."""

import errno
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import DataError, LabelError, StorageError, UsageError
from panscape.formats.coco_instances import AMODAL, amodal_by_segment
from panscape.formats.contents import SCAN_FROM, Contents, read_contents
from panscape.formats.entries import Annotation, ImageEntry, ImageId
from panscape.formats.index import PanopticIndex
from panscape.formats.json_files import read_bytes, read_json
from panscape.formats.png import decode_ids
from panscape.formats.rle import rle_fault
from panscape.frames import Rle
from panscape.labels import PanopticLabel
from panscape.names import nearest
from panscape.storage import inside

MANIFEST, COMPLETE = "panscape.json", "complete"
PREFIX = "panoptic_"
NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)


@dataclass(frozen=True, eq=False)
class PanopticSet:
    """A COCO panoptic set whose JSON was read and checked, and whose pixels are read when they are asked for.

    ``k`` numbers :attr:`annotations`. All methods may be called from several threads at once.

    Attributes
    ----------
    json_path : Path
    folder : Path
        Of the PNGs.
    split : str
        ``"train"`` of ``panoptic_train.json``; ``""`` if the file's name tells none.
    contents : Contents
        What the JSON says. Of a large one, :attr:`images` and :attr:`annotations` are made when they are first asked
        for; :attr:`index` is always cheap.
    """

    json_path: Path
    folder: Path
    split: str
    contents: Contents

    def __len__(self) -> int:
        return len(self.index)

    @property
    def categories(self) -> tuple[Category, ...]:
        return self.contents.categories

    @property
    def images(self) -> tuple[ImageEntry, ...]:
        """In the order of the JSON; perhaps more than there are annotations."""
        return self.contents.images

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        return self.contents.annotations

    @property
    def index(self) -> PanopticIndex:
        """What scoring needs of the JSON, in columns."""
        return self.contents.index

    def image_of(self, k: int) -> ImageEntry:
        """The entry of the picture that annotation ``k`` labels."""
        return self._image_by_id[self.index.image_ids[k]]

    def png_path(self, k: int) -> Path:
        """The file that holds the ids of annotation ``k``; DataError if its name leads out of the folder."""
        return inside(self.folder, self.index.file_names[k], f"{self.json_path}: annotations[{k}].file_name")

    def raw_ids(self, k: int, *, kernels: bool = True) -> npt.NDArray[np.uint32]:
        """Return the on-disk ids of annotation ``k``, (H, W) uint32; 0 is void.

        Parameters
        ----------
        k : int
        kernels : bool
            False does without numba, which a few pictures are not worth loading for; the ids are the same.

        Raises
        ------
        StorageError
            If the PNG cannot be read.
        DataError
            If it is not there, is no sound 8-bit RGB PNG, or its size is not what the JSON says.
        """
        path, index = self.png_path(k), self.index
        ids = decode_ids(self._png(k, path), str(path), kernels=kernels)
        if ids.shape != (index.heights[k], index.widths[k]):
            raise DataError(
                f"{path}: found {ids.shape[1]} x {ids.shape[0]} pixels, but {self.json_path} says "
                f"{index.widths[k]} x {index.heights[k]} for image {index.image_ids[k]!r}"
            )
        return ids

    def _png(self, k: int, path: Path) -> bytes:
        """The bytes of a PNG. A set that lacks one contradicts itself; one that may not be read does not."""
        try:
            return read_bytes(path)
        except StorageError as error:
            cause = error.__cause__
            if not isinstance(cause, OSError) or cause.errno not in NOT_THERE:
                raise
            is_link = os.path.islink(path)  # noqa: PTH114  # Path.is_symlink raises where a name is too long
            found = "is a link to nothing" if is_link else "is not there"
            raise DataError(
                f"{path}: {found}, but {self.json_path}: annotations[{k}].file_name names it for image "
                f"{self.index.image_ids[k]!r}; add it, or take the annotation out"
            ) from error

    def label(self, k: int) -> PanopticLabel:
        """Return the label of annotation ``k``: segment j + 1 is entry j of its JSON, areas and boxes are counted.

        Raises
        ------
        LabelError
            If the PNG holds an id that the JSON does not describe, or the JSON describes one without a pixel.
        """
        from panscape.formats.kernels import look_up_ids  # here: whoever reads no label need not wait for numba

        ids, entries = self.raw_ids(k), self.annotations[k].segments
        known = np.array([entry.id for entry in entries], np.uint32)
        order = np.argsort(known)
        # In place: a fresh map costs more in page faults than the look-up itself.
        place = look_up_ids(ids, known[order], (order + 1).astype(np.uint32), ids)
        if place >= 0:
            raise LabelError(self._unknown_id(k, place))
        number_of = {entry.id: number for number, entry in enumerate(entries, start=1)}
        try:
            return PanopticLabel.from_dense(
                ids,
                [entry.category_id for entry in entries],
                crowd=[number_of[entry.id] for entry in entries if entry.iscrowd],
                facts=[_dense_facts(entry.facts, number_of) for entry in entries],
            )
        except LabelError as error:
            bare = entries[int(np.setdiff1d(np.arange(1, len(entries) + 1), ids)[0]) - 1]
            raise LabelError(
                f"{self.json_path}: annotations[{k}].segments_info: segment {bare.id} has no pixel "
                f"in {self.annotations[k].file_name} (image {self.annotations[k].image_id}); take it out, or paint it"
            ) from error

    def image_path(self, k: int) -> Path | None:
        """Return the picture that annotation ``k`` labels, or None if no known place holds it."""
        name = self.image_of(k).file_name
        for folder in self._image_folders:
            path = inside(folder, name, f"{self.json_path}: images: file_name")
            if os.path.isfile(path):  # noqa: PTH113  # Path.is_file raises where a name is too long
                return path
        return None

    def image(self, k: int) -> npt.NDArray[np.uint8]:
        """Return the picture that annotation ``k`` labels, (H, W, 3) uint8 RGB.

        Raises
        ------
        StorageError
            If it is not there.
        DataError
            If it does not decode, or its size is not what the JSON says.
        """
        import cv2

        entry, path = self.image_of(k), self.image_path(k)
        if path is None:
            looked = ", ".join(str(folder) for folder in self._image_folders[:3])
            raise StorageError(f"{entry.file_name}: the picture of image {entry.id} is in none of {looked}")
        data = np.frombuffer(read_bytes(path), np.uint8)
        # The label was drawn on the pixels as they are stored; a turn in the EXIF would tear the two apart.
        flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
        image = cv2.imdecode(data, flags) if data.size else None
        if image is None:
            raise DataError(f"{path}: the picture does not decode; copy it again")
        if image.shape[:2] != (entry.height, entry.width):
            raise DataError(
                f"{path}: found {image.shape[1]} x {image.shape[0]} pixels, but {self.json_path} says "
                f"{entry.width} x {entry.height}"
            )
        return cv2.cvtColor(image, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)

    def amodal(self, k: int) -> dict[int, Rle]:
        """Return the whole shape of each thing of annotation ``k`` by its dense id; empty if none were written.

        Raises
        ------
        DataError
            If one is no compressed RLE of the picture's size.
        """
        shapes, entry = self._amodal.get(self.annotations[k].image_id, {}), self.image_of(k)
        found: dict[int, Rle] = {}
        for number, segment in enumerate(self.annotations[k].segments, start=1):
            if segment.id not in shapes:
                continue
            shape = shapes[segment.id]
            fault = rle_fault(shape, entry.height, entry.width)
            if fault is None and isinstance(shape, dict) and isinstance(shape["counts"], str):
                found[number] = shape
                continue
            fault = fault or "its counts are a list, wanted COCO's compressed text"
            place = f"{self._instances_path}: image {entry.id}: segment {segment.id}: {AMODAL}"
            raise DataError(f"{place}: {fault}")
        return found

    @cached_property
    def _image_by_id(self) -> dict[ImageId, ImageEntry]:
        return {entry.id: entry for entry in self.images}

    @cached_property
    def _amodal(self) -> Mapping[ImageId, Mapping[int, object]]:
        return amodal_by_segment(self._instances_path) if self._instances_path.is_file() else {}

    @property
    def _instances_path(self) -> Path:
        return self.json_path.with_name(self.json_path.name.replace("panoptic", "instances", 1))

    @cached_property
    def _image_folders(self) -> tuple[Path, ...]:
        """Where pictures lie: ours and COCO's layout, from the JSON upwards as deep as an annotator's folder is."""
        bases = [self.json_path.absolute().parent, *self.json_path.absolute().parents[1:4]]
        below = [name for name in (f"images/{self.split}" if self.split else "", self.split, "images", ".") if name]
        return tuple(dict.fromkeys(folder for base in bases for name in below if (folder := base / name).is_dir()))

    def _unknown_id(self, k: int, place: int) -> str:
        raw = self.raw_ids(k)
        y, x = divmod(place, raw.shape[1])
        known = {segment.id for segment in self.annotations[k].segments}
        present = [int(value) for value in np.unique(raw) if value]
        swapped = {value >> 16 | value & 0xFF00 | (value & 0xFF) << 16 for value in present}
        way_out = (
            "R and B look swapped: save it as RGB" if swapped <= known else "describe it, or paint the pixel black"
        )
        return (
            f"{self.folder / self.annotations[k].file_name}: pixel (y={y}, x={x}) holds id {raw[y, x]}, which "
            f"{self.json_path} does not describe for image {self.annotations[k].image_id}; {way_out}"
        )


def open_panoptic(where: str | Path, beside: PanopticSet | None = None, *, scan_from: int = SCAN_FROM) -> PanopticSet:
    """Return the COCO panoptic set at a place; its whole JSON is checked, its pixels are not read yet.

    Parameters
    ----------
    where : str or Path
        A dataset folder (``DIR``, or ``DIR:split`` where it has several), an annotator's folder, a folder with
        ``panoptic.json``, or a COCO panoptic JSON beside the folder of its PNGs.
    beside : PanopticSet, optional
        The truth that a guess belongs to: gives the split, the images and the categories that the guess does not
        state itself, as model outputs often do not.
    scan_from : int, bytes
        A JSON of at least this size is read into columns first; nothing but time and memory depends on it.

    Raises
    ------
    StorageError
        If there is no such place, or it holds no set.
    UsageError
        If it has several splits and none was named, or lacks the one that it stands beside.
    DataError
        If the JSON contradicts itself: file, key, what was found and what was wanted.
    """
    path, split = _find(where, beside.split if beside else None)
    contents = read_contents(path, beside.contents if beside else None, scan_from)
    return PanopticSet(path, _png_folder(path, contents.index.file_names), split, contents)


def splits_of(where: str | Path) -> dict[str, Path]:
    """Return the JSON of each split in a folder, in alphabetical order; empty if the folder holds no set."""
    folder = Path(where)
    for home in (folder / "annotations", folder):
        found = {path.stem.removeprefix(PREFIX): path for path in sorted(home.glob(f"{PREFIX}*.json"))}
        if found:
            return found
    return {"": folder / "panoptic.json"} if (folder / "panoptic.json").is_file() else {}


def home_of(place: str | Path) -> Path:
    """Return the folder that has or takes ``annotators/``: of ``DIR``, of ``DIR:split``, or of one of its JSON files.

    Examples
    --------
    >>> home_of("street:val").name, home_of("street").name
    ('street', 'street')
    """
    path = Path(place)
    if path.is_file():
        folder = path.absolute().parent
        return folder.parent if folder.name == "annotations" else folder
    head, colon, _ = str(place).rpartition(":")
    return path if path.exists() or not colon else Path(head)


def _find(where: str | Path, split_beside: str | None) -> tuple[Path, str]:
    """The JSON and the split that a place stands for."""
    path, wanted = Path(where), None
    head, colon, tail = str(where).rpartition(":")
    if not path.exists() and colon and Path(head).is_dir():
        path, wanted = Path(head), tail
    if not path.exists():
        raise StorageError(f"{path}: there is no such file or folder")
    if path.is_file():
        return path, path.stem.removeprefix(PREFIX) if path.stem.startswith(PREFIX) else ""
    if (path / MANIFEST).is_file() and read_json(path / MANIFEST).get("state") != COMPLETE:
        raise StorageError(f"{path}: the dataset is not finished; finish it: panscape generate … {path} --resume")
    splits = splits_of(path)
    if not splits:
        raise StorageError(f"{path}: holds no panoptic set; wanted annotations/panoptic_SPLIT.json or panoptic.json")
    if wanted is None and split_beside and split_beside not in splits and "" not in splits:
        raise UsageError(
            f"{path}: has no split {split_beside!r}, which the truth is; there are: {', '.join(splits)}; name one, "
            f"if its images are the same: {path}:{next(iter(splits))}"
        )
    if wanted is None:
        wanted = split_beside if split_beside in splits else next(iter(splits)) if len(splits) == 1 else None
    if wanted is None:
        raise UsageError(f"{path}: has the splits {', '.join(splits)}; name one: {path}:{next(iter(splits))}")
    if wanted not in splits:
        raise UsageError(f"{path}: has no split {wanted!r}{nearest(wanted, splits)}; there are: {', '.join(splits)}")
    return splits[wanted], wanted


def _png_folder(path: Path, names: Sequence[str]) -> Path:
    if not names:
        raise DataError(f"{path}: annotations: there is no image in it")
    candidates = (path.with_suffix(""), path.parent, path.parent / "panoptic")
    for folder in candidates:
        if os.path.isfile(folder / names[0]):  # noqa: PTH113  # as above
            return folder
    existing = next((folder for folder in candidates[::2] if folder.is_dir()), None)
    if existing:
        return existing
    raise StorageError(f"{path}: the folder of its PNGs is not there; wanted {candidates[0]}")


def _dense_facts(facts: Mapping[str, Any], number_of: Mapping[int, int]) -> Mapping[str, Any]:
    if "occluded_by" not in facts or not isinstance(facts["occluded_by"], list):
        return facts
    others = [other for other in facts["occluded_by"] if type(other) is int]  # a list has no place in a dict
    return {**facts, "occluded_by": [number_of[other] for other in others if other in number_of]}
