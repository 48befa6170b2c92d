"""PNG files made by the specification, row by row, so that any filter and any fault can stand in them."""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def colors_of(ids):
    """The (H, W, 3) uint8 colours of ids."""
    return np.stack([ids & 255, ids >> 8 & 255, ids >> 16], -1).astype(np.uint8)


def filtered(ids, kinds):
    """The rows of a map of ids as bytes, each with the filter that is named for it."""
    colors = colors_of(ids).astype(np.int64)
    height, width = ids.shape
    padded = np.zeros((height + 1, width + 1, 3), np.int64)
    padded[1:, 1:] = colors
    left, up, corner = padded[1:, :-1], padded[:-1, 1:], padded[:-1, :-1]
    guess = left + up - corner
    to_left, to_up, to_corner = abs(guess - left), abs(guess - up), abs(guess - corner)
    paeth = np.where((to_left <= to_up) & (to_left <= to_corner), left, np.where(to_up <= to_corner, up, corner))
    predicted = (np.zeros_like(colors), left, up, (left + up) // 2, paeth)
    rows = [
        bytes([kind]) + ((colors[y] - predicted[kind][y]) % 256).astype(np.uint8).tobytes()
        for y, kind in enumerate(kinds)
    ]
    return b"".join(rows)


def chunk(kind, body):
    """One chunk with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width, height, rows, *, bits=8, color=2, interlace=0, level=6, more=()):
    """A file with the given raw rows; ``more`` are chunks between header and pixels."""
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, interlace)
    return png_around(header, zlib.compress(rows, level), more)


def png_around(header, body, more=()):
    """A file of a header, a stream of deflate and their checksums."""
    return b"".join((SIGNATURE, chunk(b"IHDR", header), *more, chunk(b"IDAT", body), chunk(b"IEND", b"")))


def blocks(rng, height, width, most=6):
    """A map of ids as segments are: boxes upon boxes."""
    ids = np.zeros((height, width), np.uint32)
    for number in rng.choice(2**24 - 1, rng.integers(0, most + 1), replace=False) + 1:
        top, left = rng.integers(0, height), rng.integers(0, width)
        ids[top : top + rng.integers(1, height + 1), left : left + rng.integers(1, width + 1)] = number
    return ids
