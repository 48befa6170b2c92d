"""Files made of arbitrary bytes, and what every way of reading them must agree on."""

import io
import struct
import warnings
import zlib

import numpy as np
from PIL import Image

from fuzz.png_files import chunk, png_around, png_of
from panscape.errors import DataError
from panscape.formats.png import decode_ids, plain_rows, png_header
from panscape.formats.rows.kernels import read_runs
from panscape.overlaps.streaming.kernels import joint_entries
from panscape.overlaps.tables import raw_overlap

MOST_PIXELS = 2**16
CHUNKS = (b"IDAT", b"IEND", b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"acTL", b"fcTL", b"fdAT", b"tEXt")
Image.MAX_IMAGE_PIXELS = None


def file_of(recipe):
    """A file for any bytes: as they are, or behind the checksums as rows, as deflate, as chunks, or as a header."""
    kind, rest = recipe[:1], recipe[1:]
    ways = (
        lambda: rest,
        lambda: _of_rows(rest),
        lambda: _of_deflate(rest),
        lambda: _of_chunks(rest),
        lambda: _of_header(rest),
    )
    return ways[kind[0] % len(ways)]() if kind else b""


def check(data):
    """Fail unless all ways of reading a file give the same ids, or leave it alone; return whether it was read."""
    slow, plain = _slow(data, kernels=True), _slow(data, kernels=False)
    assert type(slow) is type(plain), (slow, plain)
    if isinstance(slow, str):
        assert slow == plain
        _check_declined(data)
        return False
    np.testing.assert_array_equal(slow, plain)
    _check_against_pillow(data, slow)
    height, width = slow.shape
    runs = _runs(data, height, width)
    header = png_header(data, "a.png")
    assert (runs is not None) == (header.mode == "RGB" and not header.interlaced)
    if runs is not None:
        _check_runs(runs, slow)
        _check_joint(runs, slow)
    assert plain_rows(data, width + 1, height) is None
    return True


def _of_rows(rest):
    """Two bytes of size, one of how much is missing or too much, then filtered rows."""
    width, height, extra, rows = *(rest[:3] + bytes(3))[:3], rest[3:]
    width, height = width % 64 + 1, height % 16 + 1
    wanted = height * (1 + 3 * width)
    rows = (rows + bytes(wanted))[:wanted]
    if extra & 7:  # else filters come from anywhere, most of them none
        rows = b"".join(
            bytes([rows[at] % 5]) + rows[at + 1 : at + 1 + 3 * width] for at in range(0, wanted, 1 + 3 * width)
        )
    return png_of(
        width, height, rows + b"\0" if extra == 255 else rows[:-1] if extra == 254 else rows, level=extra % 10
    )


def _of_deflate(rest):
    """Two bytes of size, then a stream of deflate, whose checksum is made right as far as it can be read."""
    width, height, body = *(rest[:2] + bytes(2))[:2], rest[2:]
    inflater = zlib.decompressobj(-15)
    try:
        adler = zlib.adler32(inflater.decompress(body, 2**16))
    except zlib.error:
        adler = 1
    end = len(body) - len(inflater.unused_data)
    stream = b"\x78\x9c" + body[:end] + struct.pack(">I", adler) + body[end:]
    return png_around(_header(width % 32 + 1, height % 8 + 1), stream)


def _of_chunks(rest):
    """A small sound picture in pieces, and other chunks anywhere."""
    stream = zlib.compress(b"".join(b"\1" + bytes([y, 0, 0, *[0] * 12, 5, 1, 0]) for y in range(4)))
    parts, at = [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", _header(6, 4))], 0
    for k in range(0, min(len(rest) - 1, 40), 2):
        kind, length = CHUNKS[rest[k] % len(CHUNKS)], rest[k + 1] % 32
        if kind == b"IDAT":
            parts.append(chunk(kind, stream[at : at + length]))
            at += length
        else:
            parts.append(chunk(kind, (rest[k:] * 16)[:length]))
    if len(rest) % 4:
        parts.append(chunk(b"IDAT", stream[at:]))
        parts.append(chunk(b"IEND", b""))
    return b"".join(parts)


def _of_header(rest):
    """A header of any bytes, of sizes that need not be large, then rows."""
    packed, rows = (rest[:9] + bytes(9))[:9], rest[9:]
    width, height = packed[0] % 16, packed[1] % 16
    header = struct.pack(">II", width, height) + bytes(
        [(packed[2], 8)[packed[3] > 64], (packed[4], 2, 6)[packed[5] % 3]]
    )
    header += bytes(value if value < 3 else 0 for value in packed[6:9])
    return png_around(header, zlib.compress(rows[: 2**12]))


def _header(width, height):
    return struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)


def _slow(data, kernels):
    """The ids, or what the refusal says."""
    try:
        return decode_ids(data, "a.png", MOST_PIXELS, kernels=kernels)
    except DataError as error:
        assert "\n" not in str(error)
        return str(error)


def _check_declined(data):
    """What is refused has no runs, at the size that its header tells, if any."""
    try:
        header = png_header(data, "a.png", MOST_PIXELS)
    except DataError:
        return
    assert _runs(data, header.height, header.width) is None


def _check_against_pillow(data, ids):
    """Pillow reads some files that are refused here; what is read by both must be the same."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd animations
            colors = np.array(Image.open(io.BytesIO(data)).convert("RGB"), np.uint32)
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        return
    np.testing.assert_array_equal(colors @ np.array([1, 256, 65536], np.uint32), ids)


def _runs(data, height, width):
    rows = plain_rows(data, height, width)
    if rows is None:
        return None
    room = (height + 1) * (width + 1) + 2
    starts, ids, where = np.empty(room, np.int32), np.empty(room, np.uint32), np.empty(height, np.int64)
    used = read_runs(np.frombuffer(rows, np.uint8), height, width, starts, ids, where)
    return None if used < 0 else (starts[:used], ids[:used], where)


def _check_runs(runs, ids):
    starts, values, where = runs
    for y, k in enumerate(where):
        end = k + int(np.argmax(starts[k:] == ids.shape[1]))
        assert end > k and starts[k] == 0 and (np.diff(starts[k : end + 1]) > 0).all()
        np.testing.assert_array_equal(np.repeat(values[k:end], np.diff(starts[k : end + 1])), ids[y])


def _check_joint(runs, ids):
    """With itself and with void, and with a list that lacks an id."""
    known = np.setdiff1d(ids, [0]).astype(np.uint32)
    height, width = ids.shape
    void = np.array([0, width], np.int32), np.zeros(2, np.uint32), np.zeros(height, np.int64)
    for other, other_ids, other_known in ((runs, ids, known), (void, np.zeros_like(ids), known[:1])):
        table = raw_overlap(ids, other_ids, known, other_known, kernels=False)
        entries = joint_entries(*runs, known, *other, other_known)
        places = np.nonzero(table)
        np.testing.assert_array_equal(entries, np.stack([*places, table[places]], 1))
    if known.size:
        lacking = np.delete(known, known.size // 2)
        assert joint_entries(*runs, lacking, *void, known).size == 0
        assert joint_entries(*void, known, *runs, lacking).size == 0
