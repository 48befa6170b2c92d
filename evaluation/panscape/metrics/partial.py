"""Results of some of the pictures, on disk: written by one machine, merged and scored by another."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from panscape.categories import Category
from panscape.errors import DataError, StorageError, UsageError
from panscape.formats.entries import ImageId, category_entries
from panscape.metrics.columns import COLUMNS, checked_counts, columns_of
from panscape.metrics.counts import Counts, total
from panscape.metrics.matching import Rules
from panscape.storage import write_whole

FORMAT, VERSION = "panscape counts", 2
FACTS = "facts"
MOST_BYTES = 2**32  # 250 million events; a file above it is no result of ours


@dataclass(frozen=True, eq=False)
class Partial:
    """The counts of some pictures, and what they were counted by.

    Attributes
    ----------
    counts : Counts
    categories : tuple of Category
    image_ids : tuple of int or str
        Of the pictures of the counts, in their order.
    rules : Rules
    provenance : mapping
        Ready for JSON: where truth and guess came from, which version counted them.
    scenes : tuple of str or None
        The scene of each picture, as :func:`panscape.comparison.intervals.scene_of` spells it; None where none is told.
    """

    counts: Counts
    categories: tuple[Category, ...]
    image_ids: tuple[ImageId, ...]
    rules: Rules
    provenance: Mapping[str, Any]
    scenes: tuple[str | None, ...]


def write_counts(
    path: Path,
    counts: Counts,
    categories: Sequence[Category],
    image_ids: Sequence[ImageId],
    rules: Rules,
    provenance: Mapping[str, Any],
    scenes: Sequence[str | None] | None = None,
) -> None:
    """Write a partial result; the same result gives the same bytes.

    It is a NumPy ``.npz`` without pickle, not compressed: the columns of the counts, and ``facts``, which is JSON.

    Parameters
    ----------
    path : Path
    counts, categories, image_ids, rules, provenance
        As in :class:`Partial`.
    scenes : sequence of str or None, optional
        The same; otherwise no picture is told a scene, and intervals take each for one of its own.

    Raises
    ------
    UsageError
        If image ids or scenes are not as many as the pictures, or an id is there twice, or the provenance is none
        for JSON.
    StorageError
        If the file cannot be written.
    """
    if len(image_ids) != counts.pictures or len(categories) != counts.categories:
        raise UsageError(
            f"found {len(image_ids)} image ids and {len(categories)} categories for counts of "
            f"{counts.pictures} pictures with {counts.categories} categories; give as many"
        )
    if len(set(image_ids)) < len(image_ids):
        twice = next(one for k, one in enumerate(image_ids) if one in image_ids[:k])
        raise UsageError(f"found image id {twice!r} twice; a picture counts once")
    scenes = [None] * counts.pictures if scenes is None else list(scenes)
    if len(scenes) != counts.pictures or not _are_scenes(scenes):
        raise UsageError(f"found scenes {scenes!r:.60}; wanted a text or None for each of {counts.pictures} pictures")
    facts = {
        "format": FORMAT,
        "version": VERSION,
        "categories": [asdict(category) for category in categories],
        "image_ids": list(image_ids),
        "scenes": scenes,
        "rules": asdict(rules),
        "provenance": dict(provenance),
    }
    try:
        text = orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise UsageError(f"the provenance or an image id cannot be told in JSON: {error}") from None
    arrays = {FACTS: np.frombuffer(text, np.uint8), **columns_of(counts)}
    file = io.BytesIO()
    # Nothing in them is pickled; before NumPy 2 there was no way to say so.
    np.savez(file, **arrays)  # type: ignore[arg-type]  # its stub takes them for the flag
    write_whole(path, file.getvalue())


def read_counts(path: Path) -> Partial:
    """Read a partial result and check all of it.

    Nothing in it is compressed, pickled or told longer than it is, so that it takes twice its size on the disk.

    Raises
    ------
    StorageError
        If the file cannot be read.
    DataError
        If it is no partial result, of another version, cut short, or contradicts itself.
    """
    arrays = _arrays(path)
    facts = _facts(arrays.pop(FACTS, None), path)
    categories = category_entries(facts["categories"], f"{path}: categories")
    image_ids = tuple(facts["image_ids"])
    if any(type(one) not in (int, str) for one in image_ids) or len(set(image_ids)) < len(image_ids):
        raise DataError(f"{path}: image_ids: found one twice, or one that is neither integer nor text; count again")
    scenes = facts["scenes"]
    if len(scenes) != len(image_ids) or not _are_scenes(scenes):
        raise DataError(f"{path}: scenes: wanted a text or null for each of {len(image_ids)} pictures; count again")
    counts = checked_counts(arrays, len(image_ids), len(categories), str(path))
    rules = _rules(facts["rules"], path)
    return Partial(counts, categories, image_ids, rules, facts["provenance"], tuple(scenes))


def merged(paths: Sequence[Path]) -> Partial:
    """Return the result of all pictures of some partial results, in the order of the files.

    Counts are the events themselves, so that the scores are those of one run over the same pictures in that order, to
    the last bit. Its provenance is that of all parts, ``{"parts": [...]}``.

    Raises
    ------
    UsageError
        If there is no file.
    DataError
        As :func:`read_counts`; or if categories or rules differ, or a picture is in two files.
    """
    if not paths:
        raise UsageError("found no partial result to merge; name the files that were written with --partial")
    parts: list[Partial] = []
    owner: dict[ImageId, Path] = {}
    for path in paths:
        part = read_counts(path)
        _refuse_other(parts[0] if parts else part, part, paths[0], path)
        for image_id in part.image_ids:
            if image_id in owner:
                raise DataError(
                    f"{path}: image id {image_id!r} is in {owner[image_id]} too; a picture counts once: "
                    f"leave one file out"
                )
            owner[image_id] = path
        parts.append(part)
    first = parts[0]
    counts = total([part.counts for part in parts], len(first.categories))
    provenance = {"parts": [{"file": path.name, **part.provenance} for path, part in zip(paths, parts, strict=True)]}
    scenes = tuple(scene for part in parts for scene in part.scenes)
    return Partial(counts, first.categories, tuple(owner), first.rules, provenance, scenes)


def _are_scenes(found: Sequence[Any]) -> bool:
    return all(scene is None or type(scene) is str for scene in found)


def _refuse_other(first: Partial, part: Partial, first_path: Path, path: Path) -> None:
    if part.rules != first.rules:
        raise DataError(
            f"{path}: counted by {part.rules}, but {first_path} by {first.rules}; count both by the same rules"
        )
    kinds = [[(one.id, one.name, one.isthing) for one in whole.categories] for whole in (first, part)]
    if kinds[0] != kinds[1]:
        there = next((b for a, b in zip(*kinds, strict=False) if a != b), "another number of them")
        raise DataError(f"{path}: its categories are not those of {first_path}: {there}; count both against one truth")


def _arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    content = _bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            members = file.infolist()
            names = [member.filename.removesuffix(".npy") for member in members]
            if sorted(names) != sorted([FACTS, *COLUMNS]):
                strange = sorted({FACTS, *COLUMNS}.symmetric_difference(names)) or names
                raise DataError(
                    f"{path}: too much or missing: {strange!r:.80}; wanted what panscape evaluate --partial writes"
                )
            if any(member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1 for member in members):
                raise DataError(f"{path}: found compressed or encrypted parts, wanted none; write it again")
            if sum(member.file_size for member in members) > len(content):
                raise DataError(f"{path}: its parts are told larger than the file; write it again")
            parts = {name: file.read(member) for name, member in zip(names, members, strict=True)}
    except DataError:
        raise
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, struct.error) as error:
        raise DataError(f"{path}: {error!r:.80}; it is no partial result, or cut short: write it again") from None
    return {name: _array(part, f"{path}: {name}") for name, part in parts.items()}


def _bytes(path: Path) -> bytes:
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise DataError(f"{path}: it has {size} bytes, more than any result; name what --partial wrote")
        return path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}; name a file that can be read") from error


def _array(content: bytes, place: str) -> npt.NDArray[Any]:
    """The array of a .npy file, a view of its bytes: a shape that is told too large takes no memory."""
    stream = io.BytesIO(content)
    try:
        if np.lib.format.read_magic(stream) != (1, 0):
            raise ValueError("of another version of .npy")
        shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
        if dtype.hasobject or len(shape) != 1 or shape[0] * dtype.itemsize != len(content) - stream.tell():
            raise ValueError(f"told to be {shape} of {dtype}, which it is not")
        return np.frombuffer(content, dtype, offset=stream.tell())
    except ValueError as error:
        raise DataError(f"{place}: {str(error)[:80]}; write it again") from None


def _facts(found: npt.NDArray[Any] | None, path: Path) -> dict[str, Any]:
    try:
        facts = orjson.loads(b"" if found is None else found.tobytes())
    except orjson.JSONDecodeError as error:
        raise DataError(f"{path}: facts: {error}; write it again") from None
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise DataError(f"{path}: it is no partial result; wanted what panscape evaluate --partial writes")
    if facts.get("version") != VERSION:
        raise DataError(
            f"{path}: it is of version {facts.get('version')!r:.20}, wanted {VERSION}; count again with this panscape"
        )
    for key, kind in (
        ("categories", list),
        ("image_ids", list),
        ("scenes", list),
        ("rules", dict),
        ("provenance", dict),
    ):
        if not isinstance(facts.get(key), kind):
            raise DataError(f"{path}: {key}: found {type(facts.get(key)).__name__}, wanted a {kind.__name__}")
    return facts


def _rules(found: Mapping[str, Any], path: Path) -> Rules:
    if set(found) != {"crowds", "truth_area"} or found["crowds"] not in ("last", "all"):
        raise DataError(f"{path}: rules: found {found!r:.60}, wanted crowds and truth_area")
    if found["truth_area"] not in ("pixels", "json"):
        raise DataError(f"{path}: rules: found {found!r:.60}, wanted truth_area pixels or json")
    return Rules(**found)
