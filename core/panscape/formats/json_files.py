"""JSON files: read strictly, with the place of every fault, and written piece by piece."""

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from panscape.errors import DataError, StorageError
from panscape.storage import write_whole

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ESCAPED_COLON = re.compile(rb"\\u003[aA]")
GZIP = b"\x1f\x8b"
CUT, CUT_OFF = "unexpected end of data", "the file looks cut off: copy it again"
# Latin-1 has control signs there, which nobody types.
WINDOWS_SIGN = re.compile(rb"[\x80-\x9f]")
STRING_OR_MARK = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],]')


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
        raise DataError(f"{path}:{_fault(data, error)}") from error
    finally:
        if collecting:
            gc.enable()
    _refuse_repeated_keys(data, content, path)
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


def _fault(data: bytes, error: orjson.JSONDecodeError) -> str:
    """Line, column, what is wrong there, and the way out. Of what is no UTF-8, orjson tells no place."""
    if data.startswith(GZIP):
        return "1:1: not JSON: the file is a gzip archive; unpack it"
    other = _wide_encoding(data)
    if other:
        return f"1:1: not JSON: the text looks like {other}; save it as UTF-8"
    try:
        data.decode()
    except UnicodeDecodeError as fault:
        at = fault.start
        line = data.count(b"\n", 0, at) + 1
        column = len(data[data.rfind(b"\n", 0, at) + 1 : at].decode()) + 1
        if fault.reason == CUT:
            return f"{line}:{column}: not JSON: {CUT}; {CUT_OFF}"
        looks = "Windows-1252" if WINDOWS_SIGN.search(data) else "Latin-1"
        found = f"byte 0x{data[at]:02x} is no UTF-8; the text looks like {looks}; save it as UTF-8"
        return f"{line}:{column}: not JSON: {found}"
    place = f"{error.lineno}:{error.colno}: not JSON: "
    if not data.strip():
        return f"{place}the file is empty; copy it again"
    is_cut = error.pos >= len(data.decode().rstrip())
    return f"{place}{error.msg}; {CUT_OFF if is_cut else 'mend it there'}"


def _wide_encoding(data: bytes) -> str:
    """The encoding of a JSON that gives two or four bytes to each sign, or nothing; JSON begins with ASCII."""
    for order in ("little", "big"):
        for size, name in ((4, "UTF-32"), (2, "UTF-16")):
            first = int.from_bytes(data[:size], order) if len(data) >= size else 0
            if first == 0xFEFF or 0 < first < 0x80:
                return name
    return ""


def _refuse_repeated_keys(data: bytes, content: Any, path: Path) -> None:
    """Compare how many colons there are before and after: each key that came twice took one away.

    A colon in a text is there on both sides, unless the file spells it as an escape. Measured on 1 MB of
    annotations: 0.6 ms, where ``object_pairs_hook`` takes 20 ms.
    """
    try:
        if not ESCAPED_COLON.search(data) and orjson.dumps(content).count(b":") == data.count(b":"):
            return
    except orjson.JSONEncodeError:
        pass  # it reads more levels than it writes: look at each key
    place = _place_of_repeated_key(data)
    if place is None:
        return
    line, column = data.count(b"\n", 0, place) + 1, place - data.rfind(b"\n", 0, place)
    key = STRING_OR_MARK.match(data, place)
    spelled = key.group().decode() if key else ""
    raise DataError(f"{path}:{line}:{column}: the key {spelled} comes twice in one object; take one of them away")


def _place_of_repeated_key(data: bytes) -> int | None:
    """Where a well-formed JSON holds a key that its object has already, however the two are spelled."""
    opened: list[set[str] | None] = []  # the keys of each open object; None for an open list
    wants_key = False
    for token in STRING_OR_MARK.finditer(data):
        first = token.group()[:1]
        if first == b'"':
            keys = opened[-1] if wants_key else None
            if keys is not None:
                key = orjson.loads(token.group())
                if key in keys:
                    return token.start()
                keys.add(key)
            wants_key = False
        elif first in b"{[":
            opened.append(set() if first == b"{" else None)
            wants_key = first == b"{"
        elif first in b"}]":
            opened.pop()
            wants_key = False
        else:
            wants_key = bool(opened) and opened[-1] is not None
    return None
