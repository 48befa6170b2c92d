"""What in a dataset folder is panscape's own to remove, and what of others stands in its way."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from panscape.dataset.layers import LAYERS
from panscape.dataset.manifest import DIGESTS, REMOVING, Plan
from panscape.errors import UsageError
from panscape.formats.json_files import write_json
from panscape.formats.panoptic_set import MANIFEST
from panscape.locks import WORKPLACE
from panscape.storage import inside

PROTOCOL, TIMESHEET = "protocol.json", "timesheet.json"
OF_A_PERSON = ("panoptic*", "polygons*", TIMESHEET, "edits.json")


def clear(folder: Path, manifest: Mapping[str, Any], plan: Plan) -> None:
    """Remove what panscape wrote into a dataset folder and nothing else.

    Whoever is killed on the way leaves the old manifest, in state "removing": it still tells what is ours.

    Parameters
    ----------
    folder : Path
        Locked.
    manifest : mapping
        Of what is there.
    plan : Plan
        Of what is to come.

    Raises
    ------
    UsageError
        If labels of somebody else are there, or a file that the new dataset would write over; nothing is removed.
    DataError
        If the manifest names a split outside the folder, or a link leads out of it.
    """
    doomed = [*_frame_files(folder, manifest, plan), *_protocol_files(folder)]
    write_json(folder / MANIFEST, {**manifest, "state": REMOVING})
    for path in doomed:
        _remove(path)
    _remove(folder / DIGESTS)
    _remove(folder / WORKPLACE / "records")
    for parent in sorted({parent for path in doomed for parent in path.parents}, reverse=True):
        if folder in parent.parents:
            with suppress(OSError):  # it holds what is not ours
                parent.rmdir()


def _frame_files(folder: Path, manifest: Mapping[str, Any], plan: Plan) -> Iterator[Path]:
    """The files of the frames that are there, and the JSON files that list them."""
    where, before, after = str(folder / MANIFEST), int(manifest.get("images", 0)), len(plan.splits)
    for split in dict.fromkeys([*manifest.get("splits", {}), *plan.counts]):
        homes = {f"images/{split}": ".jpg", f"annotations/panoptic_{split}": ".png"}
        homes |= {f"{name}/{split}": kept.suffix for name, kept in LAYERS.items()}
        for path, index in (
            row for name, suffix in homes.items() for row in _numbered(inside(folder, name, where), suffix)
        ):
            if index < before and split in manifest["splits"]:
                yield path
            elif index < after:
                raise UsageError(f"{path}: would be written over, and panscape did not write it; move it away")
        yield from (inside(folder, f"annotations/{kind}_{split}.json", where) for kind in ("panoptic", "instances"))


def _numbered(home: Path, suffix: str) -> Iterator[tuple[Path, int]]:
    """The files of a folder that are named as a frame's are, with the frame's index."""
    for path in sorted(home.iterdir()) if home.is_dir() else ():
        if path.stem.isascii() and path.stem.isdigit() and path.name == f"{int(path.stem):06d}{suffix}":
            yield path, int(path.stem)


def _protocol_files(folder: Path) -> Iterator[Path]:
    """What simulated annotators wrote: their folder has a protocol.json, and their labels come with a timesheet."""
    for home in sorted((folder / "annotators").glob("*")):
        people = [place for place in sorted(home.iterdir()) if place.is_dir()] if home.is_dir() else []
        foreign = [place for place in people if any(place.glob("panoptic*.json")) and not (place / TIMESHEET).is_file()]
        if not (home / PROTOCOL).is_file() and (home.is_file() or any(path.is_file() for path in home.rglob("*"))):
            foreign = [home]
        if foreign:
            raise UsageError(
                f"{foreign[0]}: panscape did not write these labels, and their pictures would go; move them away"
            )
        yield from (path for place in people for name in OF_A_PERSON for path in place.glob(name))
        yield from (home / WORKPLACE, home / PROTOCOL)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
