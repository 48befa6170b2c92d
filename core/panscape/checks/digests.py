"""Whether the files of a dataset of ours are those that were written."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from panscape.checks.finding import Finding
from panscape.dataset.layers import LAYERS, decode_layer
from panscape.dataset.manifest import DIGESTS, read_manifest
from panscape.errors import PanscapeError
from panscape.executor import map_in_threads
from panscape.formats.json_files import read_bytes
from panscape.formats.panoptic_set import COMPLETE, MANIFEST
from panscape.formats.png import decode_ids, pixel_digest
from panscape.storage import inside


def check_digests(folder: Path, workers: int, split: str | None = None) -> Iterator[Finding]:
    """Yield every file of a dataset folder that is missing, changed, or was not there when it was finished.

    Of a PNG the pixels are compared, of anything else the bytes. Nothing is yielded for a folder that panscape
    did not write.

    Parameters
    ----------
    folder : Path
    workers : int
        Threads.
    split : str, optional
        Look at its files alone.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        return
    if manifest.get("state") != COMPLETE:
        yield Finding(str(folder / MANIFEST), "the dataset is not finished; finish it with --resume")
        return
    listed = read_bytes(folder / DIGESTS)
    if hashlib.sha256(listed).hexdigest() != manifest.get("digests", {}).get("sha256"):
        yield Finding(str(folder / DIGESTS), f"was changed since the dataset was finished: {MANIFEST} says otherwise")
    rows = [line.partition("  ") for line in listed.decode("utf-8", "replace").splitlines()]
    known = {name for _, _, name in rows}
    rows = [row for row in rows if split is None or _is_of(row[2], split)]
    found = map_in_threads(lambda row: _fault(folder, row[0], row[2]), rows, workers)
    yield from (finding for finding in found if finding)
    for kind in ("images", *LAYERS):
        paths = sorted(path.relative_to(folder).as_posix() for path in (folder / kind).rglob("*") if path.is_file())
        extra = [path for path in paths if path not in known and (split is None or _is_of(path, split))]
        if extra:
            text = f"{len(extra)} files were not written by panscape, the first is {extra[0]}"
            yield Finding(str(folder / kind), text, is_error=False)


def _is_of(name: str, split: str) -> bool:
    """Whether a file is of a split: its own folder, or a file or folder of annotations, tells."""
    _, _, below = name.partition("/")
    return below.split("/")[0] in (split, f"panoptic_{split}", f"panoptic_{split}.json", f"instances_{split}.json")


def _fault(folder: Path, head: str, name: str) -> Finding | None:
    """What is wrong with one file, or None. ``head`` is the kind of digest and the digest."""
    kind, _, wanted = head.partition(" ")
    try:
        path = inside(folder, name, DIGESTS)
        data = read_bytes(path)
        if kind == "pixels":
            home = name.partition("/")[0]
            is_layer = home != "annotations"
            digest = pixel_digest(decode_layer(home, data, str(path)) if is_layer else decode_ids(data, str(path)))
        else:
            digest = hashlib.sha256(data).hexdigest()
    except PanscapeError as error:
        return Finding("digest", str(error))
    return None if digest == wanted else Finding(str(path), f"was changed: its {kind} digest is not that of {DIGESTS}")
