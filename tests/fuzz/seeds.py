"""Recipes to begin with: a sound picture in each of the ways that files are made of bytes."""

import zlib

import numpy as np

from fuzz.png_files import blocks, filtered, png_of


def _seeds():
    ids = blocks(np.random.default_rng(0), 6, 30)
    rows = {kind: filtered(ids, [kind] * 6) for kind in range(5)}
    found = {f"rows-{kind}": b"\1" + bytes([29, 5, 1]) + rows[kind] for kind in rows}
    found["rows-mixed"] = b"\1" + bytes([29, 5, 1]) + filtered(ids, [0, 4, 3, 2, 1, 4])
    for level in (0, 1, 9):
        found[f"deflate-{level}"] = b"\2" + bytes([29, 5]) + zlib.compress(rows[2], level)[2:-4]
    found["fixed"] = b"\2" + bytes([29, 5]) + _fixed(rows[4])
    found["file"] = b"\0" + png_of(30, 6, rows[1])
    found["interlaced"] = b"\4" + bytes([8, 8, 0, 65, 0, 1, 0, 0, 1]) + bytes(15 + 8 * 8 * 3)
    found["opaque"] = b"\4" + bytes([2, 2, 0, 65, 0, 2, 0, 0, 0]) + b"\0\1\2\3\xff\0\0\0\xff" * 2
    found["chunks"] = b"\3" + bytes([5, 4, 9, 9, 4, 6, 0, 7, 0, 31])
    found["empty"] = b""
    return found


def _fixed(rows):
    """Deflate with the codes that the format itself fixes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 8, zlib.Z_FIXED)
    return packer.compress(rows) + packer.flush()


SEEDS = _seeds()
