"""PNG files that hold numbers: written small and fast, and read without ever guessing."""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from zlib_ng import zlib_ng

from panscape.errors import DataError, LabelError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 2**28
MOST_IDS = 2**24
# Measured on drawn 640x480 maps of 45 segments, filter Up: level 1 38.2 kB in 0.8 ms, 2 25.9 kB in 1.0 ms,
# 3 24.5 kB in 1.5 ms, 6 22.0 kB in 3.5 ms; Pillow's default is 25.1 kB.
ID_LEVEL = 2
# Depth of streets, filter Up: ISA-L level 1 131 kB in 1.3 ms, 3 132 kB in 3.5 ms; zlib-ng 2 130 kB in 3.5 ms,
# 3 116 kB in 4.6 ms. Normals, which zlib-ng packs at 100 MB/s, gain more.
PIXEL_LEVEL = 1
ZlibError: type[Exception] = zlib_ng.error  # type: ignore[assignment]  # its stub calls it an instance
# A byte of deflate holds at most 1032 of pixels. What cannot pass 64 MB is inflated in one piece of the right size;
# to grow the piece up to a limit takes 0.25 ms longer at 2048x1024, of 0.7.
MOST_EXPANSION, ONE_PIECE = 1032, 2**26
WIDEST_BY_OPENCV = 10**6  # libpng's own limit, of either side
# Interlaced: first row and column of each pass, and the steps down and right.
PASSES = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
COLORS = {"grey": 0, "RGB": 2}
MODES = {0: "grey", 2: "RGB", 3: "palette", 4: "grey with opacity", 6: "RGBA"}


@dataclass(frozen=True)
class PngHeader:
    """What a PNG says of itself before its pixels.

    Attributes
    ----------
    width, height : int, pixels
    bits : int
        A channel's: 1, 2, 4, 8 or 16.
    mode : str
        One of ``MODES``.
    interlaced : bool
    """

    width: int
    height: int
    bits: int
    mode: str
    interlaced: bool

    def __str__(self) -> str:
        return f"{self.bits}-bit {self.mode}"


def encode_ids(ids: npt.NDArray[np.uint32]) -> bytes:
    """Return the PNG of a map of on-disk ids: 8-bit RGB with id = R + 256 G + 65536 B.

    Parameters
    ----------
    ids : (H, W) uint32
        Each below 2**24; 0 is void.

    Raises
    ------
    LabelError
        If an id does not fit: it would wrap to another's without a word.
    """
    if ids.size and int(ids.max()) >= MOST_IDS:
        raise LabelError(
            f"segment id {int(ids.max())} does not fit into a PNG's three bytes; ids end at {MOST_IDS - 1}"
        )
    from panscape.formats.kernels import filter_ids

    height, width = ids.shape
    rows = np.empty((height, 1 + 3 * width), np.uint8)
    filter_ids(np.ascontiguousarray(ids), rows)
    return _packed(zlib_ng.compress(rows.data, ID_LEVEL), height, width, 8, COLORS["RGB"])


def encode_pixels(values: npt.NDArray[Any]) -> bytes:
    """Return the PNG of (H, W) or (H, W, 3) numbers, uint8 or uint16: grey or RGB of 8 or 16 bits."""
    from isal import isal_zlib

    from panscape.formats.kernels import filter_up

    height, width = values.shape[:2]
    bits, color = 8 * values.itemsize, COLORS["RGB" if values.ndim == 3 else "grey"]
    lines = np.ascontiguousarray(values, f">u{values.itemsize}").view(np.uint8).reshape(height, -1)
    rows = np.empty((height, 1 + lines.shape[1]), np.uint8)
    filter_up(lines, rows)
    return _packed(isal_zlib.compress(rows.data, PIXEL_LEVEL), rows.shape[0], width, bits, color)


def decode_ids(
    data: bytes, name: str, most_pixels: int = MOST_PIXELS, *, kernels: bool = True
) -> npt.NDArray[np.uint32]:
    """Return the on-disk ids, (H, W) uint32, of a COCO panoptic PNG.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        The file's name, for messages.
    most_pixels : int
        A header that promises more is refused before anything is decoded.
    kernels : bool
        Without, OpenCV undoes the filters: over five times as slow at 640x480, and nothing has to be compiled
        or loaded for it. The ids, and what is refused, are the same.

    Raises
    ------
    DataError
        If it is not a whole, sound PNG of 8-bit RGB, or of RGBA that is opaque everywhere.
    """
    header = png_header(data, name, most_pixels)
    if header.bits != 8 or header.mode not in ("RGB", "RGBA"):
        raise DataError(f"{name}: found {header}, wanted 8-bit RGB with id = R + 256 G + 65536 B; convert it")
    pixels = _decoded(data, header, name, kernels)
    ids, place = _joined_by_kernels(pixels) if kernels else _joined_by_numpy(pixels)
    if place >= 0:
        y, x = divmod(place, header.width)
        raise DataError(f"{name}: pixel (y={y}, x={x}) has opacity {pixels[y, x, 3]}, wanted 255; save it as RGB")
    return ids


def plain_rows(data: bytes, height: int, width: int) -> bytes | None:
    """Return the rows of a plain PNG of ids, each as the name of its filter and what is filtered, or None.

    Plain is 8-bit RGB of that size, not interlaced, with all checksums right: what nearly all files are. Any other,
    sound or not, is left to :func:`decode_ids`.

    Parameters
    ----------
    data : bytes
        The whole file.
    height, width : int, pixels

    Returns
    -------
    bytes, height * (1 + 3 * width) of them, or None
        No filter was looked at yet.
    """
    if not data.startswith(_plain_header(height, width)):
        return None
    wanted = height * (1 + 3 * width)
    try:
        body = _body(data, "")
        if len(body) * MOST_EXPANSION <= ONE_PIECE:
            rows = zlib_ng.decompress(body, 15, wanted + 1)
        else:
            inflater = zlib_ng.decompressobj()
            rows = inflater.decompress(body, wanted + 1)
            if not inflater.eof:
                return None
    except (DataError, ZlibError):
        return None
    return rows if len(rows) == wanted else None


def decode_pixels(
    data: bytes, name: str, bits: int, mode: str, most_pixels: int = MOST_PIXELS
) -> npt.NDArray[np.uint8] | npt.NDArray[np.uint16]:
    """Return the numbers of a PNG that :func:`encode_pixels` made, or anybody's of that kind.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        The file's name, for messages.
    bits : int
        Of a channel, 8 or 16.
    mode : "grey" or "RGB"
    most_pixels : int
        A header that promises more is refused before anything is decoded.

    Returns
    -------
    (H, W) or (H, W, 3) uint8 or uint16

    Raises
    ------
    DataError
        If it is of another kind, or not a whole, sound PNG.
    """
    header = png_header(data, name, most_pixels)
    if header.bits != bits or header.mode != mode:
        raise DataError(f"{name}: found {header}, wanted {bits}-bit {mode}")
    pixels = _decoded(data, header, name, kernels=True)
    if bits == 16:
        order = "=u2" if header.interlaced else ">u2"  # OpenCV has turned the bytes
        pixels = np.ascontiguousarray(pixels).view(order).astype(np.uint16)
    return pixels[:, :, 0] if mode == "grey" else pixels


def png_header(data: bytes, name: str, most_pixels: int = MOST_PIXELS) -> PngHeader:
    """Return what a PNG says of itself; DataError if it is no PNG or promises more than ``most_pixels``."""
    if not data:
        raise DataError(f"{name}: the file is empty")
    if not data.startswith(SIGNATURE):
        found = "a JPEG, which loses ids" if data.startswith(b"\xff\xd8\xff") else f"bytes {data[:8]!r}"
        raise DataError(f"{name}: found {found}; wanted a PNG")
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise DataError(f"{name}: the file ends within its header after {len(data)} bytes; copy it again")
    width, height, bits, color, packing, filters, interlace = struct.unpack(">IIBBBBB", data[16:29])
    if data[8:12] != b"\0\0\0\r" or packing or filters or interlace > 1:
        raise DataError(
            f"{name}: the header is none that PNG knows: {data[8:29]!r}; the file is damaged: copy it again"
        )
    if not width or not height or width * height > most_pixels:
        raise DataError(f"{name}: the header promises {width} x {height} pixels; the limit is {most_pixels} in all")
    return PngHeader(width, height, bits, MODES.get(color, f"colour type {color}"), bool(interlace))


def pixel_digest(pixels: npt.NDArray[Any]) -> str:
    """Return the SHA-256 of an array: its shape, its type and its values, little-endian, in C order.

    Two PNG files with the same pixels may differ in bytes: how well zlib does depends on version and machine.
    """
    little = np.ascontiguousarray(pixels, dtype=pixels.dtype.newbyteorder("<"))
    digest = hashlib.sha256(f"{little.dtype.str}{pixels.shape}".encode())
    digest.update(little.data)
    return digest.hexdigest()


def _packed(body: bytes, height: int, width: int, bits: int, color: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, 0)
    return b"".join((SIGNATURE, *_chunk(b"IHDR", header), *_chunk(b"IDAT", body), *_chunk(b"IEND", b"")))


def _chunk(kind: bytes, body: bytes) -> tuple[bytes, ...]:
    checksum = zlib_ng.crc32(body, zlib_ng.crc32(kind))
    return struct.pack(">I", len(body)), kind, body, struct.pack(">I", checksum)


@lru_cache(maxsize=256)
def _plain_header(height: int, width: int) -> bytes:
    if not (0 < height < 2**31 and 0 < width < 2**31 and height * width <= MOST_PIXELS):
        return b"none"
    return SIGNATURE + b"".join(_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)))


def _decoded(data: bytes, header: PngHeader, name: str, kernels: bool) -> npt.NDArray[np.uint8]:
    """The pixels, (H, W, bytes a pixel) uint8; everything is checked before, also where OpenCV does the work."""
    body = _body(data, name)
    step = {"grey": 1, "RGB": 3, "RGBA": 4}[header.mode] * header.bits // 8
    passes = PASSES if header.interlaced else ((0, 0, 1, 1),)
    sizes = [(-(-(header.height - y) // down), -(-(header.width - x) // right)) for y, x, down, right in passes]
    sizes = [(height, width * step) for height, width in sizes if height > 0 and width > 0]
    flat, stream = _inflated(body, sum(height * (1 + length) for height, length in sizes), name)
    _check_filters(flat, sizes, name)
    too_wide = max(header.height, header.width) > WIDEST_BY_OPENCV
    if header.interlaced or not (kernels or too_wide):
        return _decoded_by_opencv(data[16:29], stream, name)
    from panscape.formats.kernels import unfilter

    lines = np.empty((header.height, header.width * step), np.uint8)
    unfilter(flat.reshape(header.height, -1), step, lines)
    return lines.reshape(header.height, header.width, step)


def _inflated(body: bytes | memoryview, wanted: int, name: str) -> tuple[npt.NDArray[np.uint8], bytes | memoryview]:
    """The rows, and the body without what follows their stream: all readers pass over it, OpenCV aloud."""
    inflater = zlib_ng.decompressobj()
    try:
        flat = inflater.decompress(body, wanted + 1)
    except ZlibError as error:
        raise DataError(
            f"{name}: the pixels do not decompress ({error}); the file is damaged: copy it again"
        ) from error
    if len(flat) != wanted or not inflater.eof:
        raise DataError(
            f"{name}: found {len(flat)} bytes of pixels, wanted {wanted}; the file is damaged: copy it again"
        )
    return np.frombuffer(flat, np.uint8), body[: len(body) - len(inflater.unused_data)]


def _check_filters(flat: npt.NDArray[np.uint8], sizes: list[tuple[int, int]], name: str) -> None:
    """Refuse a row whose filter is none of the five; ``sizes`` are rows and bytes a row of each pass."""
    at = 0
    for height, length in sizes:
        end = at + height * (1 + length)
        odd = flat[at : end : 1 + length] > 4
        if odd.any():
            raise DataError(
                f"{name}: row {int(odd.argmax())} has a filter that PNG does not know; the file is damaged: "
                f"copy it again"
            )
        at = end


def _decoded_by_opencv(header: bytes, stream: bytes | memoryview, name: str) -> npt.NDArray[np.uint8]:
    """The pixels of a file that has nothing but header and pixels: OpenCV acts upon some of the other chunks."""
    import cv2

    bare = b"".join((SIGNATURE, *_chunk(b"IHDR", header), *_chunk(b"IDAT", bytes(stream)), *_chunk(b"IEND", b"")))
    image = cv2.imdecode(np.frombuffer(bare, np.uint8), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise DataError(f"{name}: the pixels do not decode; the file is damaged: copy it again")
    if image.ndim == 2:
        return np.ascontiguousarray(image)[:, :, None].view(np.uint8)
    order = cv2.COLOR_BGR2RGB if image.shape[2] == 3 else cv2.COLOR_BGRA2RGBA
    return np.ascontiguousarray(cv2.cvtColor(image, order)).view(np.uint8)


def _joined_by_kernels(pixels: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint32], int]:
    """The ids, and the flat place of the first pixel that lets light through, or -1."""
    from panscape.formats.kernels import join_ids

    ids = np.empty(pixels.shape[:2], np.uint32)
    return ids, int(join_ids(pixels, ids))


def _joined_by_numpy(pixels: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint32], int]:
    ids = pixels[:, :, 2].astype(np.uint32)
    for channel in (1, 0):
        ids <<= 8
        ids |= pixels[:, :, channel]
    clear = pixels[:, :, 3].ravel() != 255 if pixels.shape[2] == 4 else np.zeros(1, np.bool_)
    return ids, int(clear.argmax()) if clear.any() else -1


def _body(data: bytes, name: str) -> bytes | memoryview:
    """The compressed pixels, after comparing every chunk's checksum."""
    bodies = list(_bodies(data, name))
    return bodies[0] if len(bodies) == 1 else b"".join(bodies)


def _bodies(data: bytes, name: str) -> Iterator[memoryview]:
    """The compressed pixels, chunk by chunk, after comparing every chunk's checksum.

    A second header, or pixels after other chunks, would be one picture to one reader and another to the next.
    """
    view, at, begun, done = memoryview(data), len(SIGNATURE), False, False
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 12 + length
        if end > len(data):
            break
        kind = data[at + 4 : at + 8]
        if zlib_ng.crc32(view[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise DataError(
                f"{name}: the checksum of chunk {kind!r} at byte {at} is wrong; the file is damaged: copy it again"
            )
        if (kind == b"IHDR" and at > len(SIGNATURE)) or (kind == b"IDAT" and done):
            raise DataError(
                f"{name}: chunk {kind!r} at byte {at} may not stand there; the file is damaged: copy it again"
            )
        if kind == b"IDAT":
            begun = True
            yield view[at + 8 : end - 4]
        if kind == b"IEND":
            return
        done = begun and kind != b"IDAT"
        at = end
    raise DataError(f"{name}: the file is cut off after {len(data)} bytes; copy it again")
