"""The ways in which people's tools write a map of ids as PNG, by name: libraries, levels, and each of the filters."""

import io
import struct
import zlib
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image

from panscape.formats.png import encode_ids

Ids = np.ndarray
FILTERS = {"none": 0, "sub": 1, "up": 2, "average": 3, "paeth": 4}


def colors_of(ids: Ids) -> np.ndarray:
    """Return the (H, W, 3) uint8 picture of ids: id = R + 256 G + 65536 B."""
    return np.stack([ids & 255, ids >> 8 & 255, ids >> 16 & 255], axis=-1).astype(np.uint8)


def ids_of(colors: np.ndarray) -> Ids:
    """Return the (H, W) uint32 ids of a picture of them."""
    red, green, blue = np.moveaxis(colors[..., :3].astype(np.uint32), -1, 0)
    return red | green << np.uint32(8) | blue << np.uint32(16)


def by_pillow(ids: Ids, level: int = 6) -> bytes:
    """Return Pillow's file; level 6 is its default."""
    buffer = io.BytesIO()
    Image.fromarray(colors_of(ids)).save(buffer, "PNG", compress_level=level)
    return buffer.getvalue()


def by_opencv(ids: Ids) -> bytes:
    """Return OpenCV's file: filter Sub throughout, runs alone."""
    return bytes(cv2.imencode(".png", colors_of(ids)[:, :, ::-1])[1])


def by_filters(ids: Ids, kinds: np.ndarray, level: int = 6) -> bytes:
    """Return a file whose row y has the filter ``kinds[y]``, (H,) uint8 from 0 to 4."""
    height, width = ids.shape
    rows = colors_of(ids).reshape(height, 3 * width).astype(np.int16)
    above = np.zeros_like(rows)
    above[1:] = rows[:-1]
    left, corner = np.zeros_like(rows), np.zeros_like(rows)
    left[:, 3:], corner[:, 3:] = rows[:, :-3], above[:, :-3]
    foretold = np.stack([np.zeros_like(rows), left, above, (left + above) >> 1, _paeth(left, above, corner)])
    filtered = (rows - foretold[kinds, np.arange(height)]).astype(np.uint8)
    body = zlib.compress(np.concatenate([kinds[:, None].astype(np.uint8), filtered], axis=1).tobytes(), level)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _paeth(left: np.ndarray, above: np.ndarray, corner: np.ndarray) -> np.ndarray:
    """The PNG specification, section 9.4: whichever of the three is nearest to left + above - corner."""
    to_left, to_above = np.abs(above - corner), np.abs(left - corner)
    to_corner = np.abs(left + above - 2 * corner)
    best = np.where(to_above <= to_corner, above, corner)
    return np.where((to_left <= to_above) & (to_left <= to_corner), left, best)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _one_filter(kind: int) -> Callable[[Ids], bytes]:
    return lambda ids: by_filters(ids, np.full(ids.shape[0], kind, np.uint8))


WRITERS: dict[str, Callable[[Ids], bytes]] = {
    "pillow": by_pillow,
    "pillow1": lambda ids: by_pillow(ids, 1),
    "pillow9": lambda ids: by_pillow(ids, 9),
    "opencv": by_opencv,
    "panscape": lambda ids: encode_ids(ids.astype(np.uint32)),
    **{name: _one_filter(kind) for name, kind in FILTERS.items()},
}
