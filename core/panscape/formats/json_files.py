"""JSON files: read strictly, with the place of every fault, and written piece by piece."""

import gc
import json
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from panscape.errors import DataError, StorageError
from panscape.formats.kernels import repeated_key
from panscape.storage import write_whole

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# The scan compares each key with all others of its object, so what has very many goes the slow way instead.
OPEN_KEYS, DEEPEST = 4096, 2048


def read_json(path: Path) -> Any:
    """Return what a JSON file holds.

    A byte-order mark is let pass. What JSON forbids and other readers let pass is refused: NaN, Infinity,
    and a key that one object holds twice (of which they silently take the last).

    Raises
    ------
    DataError
        With line and column, if it is not JSON or a key comes twice.
    StorageError
        If the file cannot be read.
    """
    data = read_bytes(path).removeprefix(BYTE_ORDER_MARK)
    # Each of the million small objects of a dataset wakes the collector, which then finds nothing: three
    # times the parsing on 5000 images.
    collecting = gc.isenabled()
    gc.disable()
    try:
        content = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise DataError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    finally:
        if collecting:
            gc.enable()
    _refuse_repeated_keys(data, path)
    return content


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; StorageError names the file if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from error


def write_json(path: Path, content: Any) -> None:
    """Write one object, indented for people, whole or not at all."""
    write_whole(path, _dumped(content, orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def write_json_lists(path: Path, head: Mapping[str, Any], lists: Mapping[str, Iterable[bytes]]) -> None:
    """Write an object with small keys first and then long lists, one entry a line, without holding a list in memory.

    Parameters
    ----------
    path : Path
    head : mapping
        Keys and values that fit into memory.
    lists : mapping of key to iterable of bytes
        Each entry already JSON, as :func:`to_json` makes it.
    """
    write_whole(path, _pieces(head, lists))


def to_json(content: Any) -> bytes:
    """Return one line of JSON; NumPy numbers are written as numbers, nan and infinity are refused."""
    return _dumped(content, 0)


def _pieces(head: Mapping[str, Any], lists: Mapping[str, Iterable[bytes]]) -> Iterator[bytes]:
    yield b"{"
    comma = b"\n"
    for key, value in head.items():
        yield comma + to_json(key) + b": " + to_json(value)
        comma = b",\n"
    for key, entries in lists.items():
        yield comma + to_json(key) + b": ["
        separator = b"\n"
        for entry in entries:
            yield separator + entry
            separator = b",\n"
        yield b"\n]"
        comma = b",\n"
    yield b"\n}\n"


def _dumped(content: Any, option: int) -> bytes:
    try:
        text = orjson.dumps(content, default=_plain, option=option)
    except orjson.JSONEncodeError as error:
        raise DataError(f"cannot be written as JSON: {error}") from error
    # orjson writes null for nan and infinity; the walk is slow, so it is taken only where there is a null.
    place = _place_of_no_number(content) if b"null" in text else None
    if place is not None:
        raise DataError(f"cannot be written as JSON: {place} is not finite; leave it out, or write None")
    return text


def _place_of_no_number(content: object, place: str = "") -> str | None:
    """Where the first nan or infinity stands, such as ``rows[1].depth``."""
    if isinstance(content, np.generic | np.ndarray):
        content = content.tolist()
    if isinstance(content, float):
        return None if isfinite(content) else place
    if isinstance(content, Mapping):
        below = [(value, f"{place}.{key}".lstrip(".")) for key, value in content.items()]
    elif isinstance(content, list | tuple):
        below = [(value, f"{place}[{number}]") for number, value in enumerate(content)]
    else:
        return None
    return next((found for value, where in below if (found := _place_of_no_number(value, where)) is not None), None)


def _plain(value: object) -> object:
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON")


def _refuse_repeated_keys(data: bytes, path: Path) -> None:
    """Scan for a key that comes twice: a kernel at about 0.5 GB/s, so every file can be asked."""
    hashes, starts = np.empty(OPEN_KEYS, np.uint64), np.empty(DEEPEST, np.int64)
    place = repeated_key(np.frombuffer(data, np.uint8), hashes, starts)
    if place == -1:
        return
    if place == -2:
        json.loads(data, object_pairs_hook=lambda pairs: _refuse_pairs(pairs, path))
        return
    line, column = data.count(b"\n", 0, place) + 1, place - data.rfind(b"\n", 0, place)
    key = data[place : data.find(b'"', place + 1) + 1].decode("utf-8", "replace")
    raise DataError(f"{path}:{line}:{column}: the key {key} comes twice in one object; take one of them away")


def _refuse_pairs(pairs: list[tuple[str, Any]], path: Path) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in pairs:
        if key in content:
            raise DataError(f"{path}: the key {key!r} comes twice in one object; take one of them away")
        content[key] = value
    return content
