"""COCO's compressed run lengths, straight from a map of ids."""

import numpy as np

from panscape.frames import Rle
from panscape.labels import PanopticLabel, Segment

FIRST_ROOM = 1 << 14


def visible_rle(label: PanopticLabel, segment: Segment) -> Rle:
    """Return the pixels of a segment as COCO's compressed RLE, byte for byte as pycocotools spells it.

    Parameters
    ----------
    label : PanopticLabel
    segment : Segment
        One of the label's.

    Returns
    -------
    dict
        ``{"size": [height, width], "counts": text}``

    References
    ----------
    maskApi.c of pycocotools, ``rleEncode`` and ``rleToString``: columns first, from a run of zeros; from the third
    run on each is told as the difference from the one before the last; five bits a letter, the sixth says that
    more follow.
    """
    from panscape.formats.kernels import rle_letters  # here: reading a set needs no numba

    letters = np.empty(FIRST_ROOM, np.uint8)
    while (used := rle_letters(label.ids, segment.id, *segment.bbox, letters)) < 0:
        letters = np.empty(4 * letters.size, np.uint8)
    return {"size": [label.height, label.width], "counts": letters[:used].tobytes().decode("ascii")}


def rle_fault(shape: object, height: int, width: int) -> str | None:
    """Return what is wrong with an RLE of a picture of that size, or None: pycocotools does not ask, and crashes."""
    if not isinstance(shape, dict):
        return f"found {type(shape).__name__}, wanted an RLE"
    if shape.get("size") != [height, width]:
        return f"its size is {shape.get('size')!r:.60}, but the picture is {[height, width]}"
    runs = run_lengths(shape.get("counts"))
    if runs is None or any(run < 0 for run in runs):
        return "its counts are no run lengths"
    if sum(runs) != height * width:
        return f"its runs cover {sum(runs)} pixels, but the picture has {height * width}"
    return None


def run_lengths(counts: object) -> list[int] | None:
    """Return the run lengths of an RLE whose counts are a list or COCO's text; None if they are neither.

    Nothing here crashes or allocates much, whatever the text: it is for what nobody vouches for.
    """
    if isinstance(counts, list):
        return counts if all(type(run) is int for run in counts) else None
    if not isinstance(counts, str):
        return None
    runs: list[int] = []
    value = shift = 0
    for letter in counts:
        bits = ord(letter) - 48
        if not 0 <= bits < 64:
            return None
        value |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        if bits & 16:
            value -= 1 << shift
        runs.append(value + (runs[-2] if len(runs) > 2 else 0))
        value = shift = 0
    return runs if shift == 0 else None
