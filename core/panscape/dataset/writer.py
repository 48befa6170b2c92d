"""How a dataset folder is begun, locked, resumed, overwritten and finished."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from panscape.dataset.frame_files import FrameRecord, record_path, records
from panscape.dataset.layers import LAYERS
from panscape.dataset.manifest import (
    DIGESTS,
    REMOVING,
    WRITING,
    Plan,
    difference,
    read_manifest,
    this_platform,
    write_manifest,
)
from panscape.dataset.removal import clear
from panscape.errors import StorageError, UsageError
from panscape.formats.coco_instances import write_instances
from panscape.formats.coco_panoptic import write_panoptic
from panscape.formats.json_files import to_json
from panscape.formats.panoptic_set import COMPLETE, MANIFEST
from panscape.locks import WORKPLACE, locked
from panscape.storage import PARTIAL, drop_partial, sync_folder, write_whole


@dataclass(frozen=True)
class Writing:
    """A dataset folder that is locked for this process.

    Attributes
    ----------
    folder : Path
    plan : Plan
    made_on : list of dict
        The platforms that made pictures of it.
    complete : bool
        True if it was finished before; nothing is left to do.
    """

    folder: Path
    plan: Plan
    made_on: list[dict[str, Any]]
    complete: bool

    def remaining(self) -> Iterator[tuple[int, str]]:
        """Yield index and split of each frame that is not written yet, in order."""
        if self.complete:
            return
        for index, split in enumerate(self.plan.splits):
            if not record_path(self.folder, split, index).is_file():
                yield index, split


@contextmanager
def writing(folder: Path, plan: Plan, *, resume: bool = False, overwrite: bool = False) -> Iterator[Writing]:
    """Lock a dataset folder, new or resumed, for as long as the block lasts.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    plan : Plan
    resume : bool
        Go on with what an earlier run of the same plan left; a new folder is begun.
    overwrite : bool
        Remove what panscape wrote there before. What it did not write is never touched.

    Raises
    ------
    UsageError
        If the folder holds something else, or a dataset and neither flag is given, or one of another plan, or
        labels that panscape did not write and that ``overwrite`` would leave without their pictures.
    StorageError
        If another process writes to it, or it cannot be written.
    """
    if resume and overwrite:
        raise UsageError("--resume keeps what is there, --overwrite removes it; give one of them")
    if not plan.splits:
        raise UsageError("a dataset has at least one image; found 0")
    _refuse_foreign(folder)
    with locked(folder) as workplace:
        manifest = read_manifest(folder)
        if manifest is not None and overwrite:
            clear(folder, manifest, plan)
            manifest = None
        begun = _begun(folder, plan, manifest, resume)
        if not begun.complete:
            drop_partial(folder)
        yield begun
        if (read_manifest(folder) or {}).get("state") == COMPLETE:
            shutil.rmtree(workplace / "records", ignore_errors=True)


def finish(begun: Writing) -> None:
    """Put the records of all frames together, in the order of the frames, and declare the dataset complete.

    Each JSON is written entry by entry, so the memory does not grow with the number of images. If it is
    interrupted, resuming finishes it to the same bytes.

    Raises
    ------
    StorageError
        If a frame was not written, or the disk is full.
    """
    if begun.complete:
        return
    folder, plan = begun.folder, begun.plan
    missing = sum(1 for _ in begun.remaining())
    if missing:
        raise StorageError(f"{folder}: {missing} of {len(plan.splits)} frames are not written; go on with --resume")
    for split in plan.counts:
        _write_split(folder, plan, split)
    write_whole(folder / DIGESTS, _digest_lines(folder, plan))
    digest = {"file": DIGESTS, "sha256": _file_digest(folder / DIGESTS)}
    _sync(folder, plan)
    write_manifest(folder, plan, COMPLETE, begun.made_on, digests=digest)
    sync_folder(folder)


def _write_split(folder: Path, plan: Plan, split: str) -> None:
    def all_records() -> Iterator[FrameRecord]:
        return records(folder, plan.splits, split)

    info = {"description": f"panscape, split {split}", "seed": plan.seed, "version": plan.facts()["panscape_version"]}
    home, categories = folder / "annotations", plan.taxonomy.categories
    images = (record.image for record in all_records())
    annotations = (record.annotation for record in all_records())
    write_panoptic(home / f"panoptic_{split}.json", categories, images, annotations, info)
    images = (record.image for record in all_records())
    write_instances(home / f"instances_{split}.json", categories, images, _numbered(all_records()), info)


def _sync(folder: Path, plan: Plan) -> None:
    """Files were synced as they were written; their names in the folders are synced here, all before the manifest."""
    kinds = [name for name in ("images", *LAYERS) if (folder / name).is_dir()]
    for split in plan.counts:
        homes = [folder / kind / split for kind in kinds] + [folder / f"annotations/panoptic_{split}"]
        for home in homes:
            if home.is_dir():
                sync_folder(home)
    for home in (*(folder / kind for kind in kinds), folder / "annotations", folder):
        sync_folder(home)


def _numbered(found: Iterator[FrameRecord]) -> Iterator[bytes]:
    number = 0
    for record in found:
        for instance in orjson.loads(record.instances):
            number += 1
            yield to_json({"id": number, **instance})


def _digest_lines(folder: Path, plan: Plan) -> Iterator[bytes]:
    """``KIND DIGEST  PATH`` for every file: of a PNG the pixels, of anything else the bytes."""
    for split in plan.counts:
        for kind in ("panoptic", "instances"):
            name = f"annotations/{kind}_{split}.json"
            yield f"sha256 {_file_digest(folder / name)}  {name}\n".encode()
        for record in records(folder, plan.splits, split):
            yield "".join(f"{kind} {digest}  {name}\n" for kind, digest, name in orjson.loads(record.digests)).encode()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_foreign(folder: Path) -> None:
    """Refuse a file, and a folder that holds anything but a dataset of ours; nothing is written before."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file; name a folder")
    if folder.is_dir() and read_manifest(folder) is None:
        there = sorted(path.name for path in folder.iterdir() if path.name != WORKPLACE and PARTIAL not in path.name)
        if there:
            raise UsageError(f"{folder}: holds {there[0]!r} and no {MANIFEST} of ours; name an empty or a new folder")


def _begun(folder: Path, plan: Plan, manifest: dict[str, Any] | None, resume: bool) -> Writing:
    here = this_platform()
    if manifest is None:
        write_manifest(folder, plan, WRITING, [here])
        return Writing(folder, plan, [here], complete=False)
    state = manifest.get("state")
    if state == REMOVING:
        raise UsageError(f"{folder}: removing what was there was interrupted; give --overwrite to go on with it")
    if not resume:
        what = "a finished" if state == COMPLETE else "an unfinished"
        raise UsageError(f"{folder}: holds {what} dataset; give --resume to go on with it, or --overwrite to remove it")
    differs = difference(manifest, plan)
    if differs:
        raise UsageError(f"{folder}: is another dataset: {differs}; give --overwrite to remove it, or another folder")
    if state == COMPLETE:
        return Writing(folder, plan, manifest["made_on"], complete=True)
    made_on = manifest["made_on"] if here in manifest["made_on"] else [*manifest["made_on"], here]
    if made_on != manifest["made_on"]:
        write_manifest(folder, plan, WRITING, made_on)
    return Writing(folder, plan, made_on, complete=False)
