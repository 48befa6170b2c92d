"""A map of ids from a list of COCO's RLEs."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.errors import LabelError
from panscape.formats.png import MOST_PIXELS
from panscape.formats.rle import rle_fault, run_lengths
from panscape.labels import Ids

Whole = npt.NDArray[np.int64]

MOST_LETTERS = 6  # of a run's length: 30 bits, and no picture has more pixels
MOST_RUN = 2**40


def painted(rles: Sequence[Any], side: str) -> Ids:
    """Return a map whose pixels hold 1 + the number of the RLE that covers them, (H, W) uint32; 0 is void.

    Parameters
    ----------
    rles : sequence of dict
        ``size`` [height, width] and ``counts``: a text, bytes or a list of run lengths. At least one.
    side : str
        For messages.

    Raises
    ------
    LabelError
        If one is no RLE, sizes differ or are larger than a file's may be, or two share a pixel.
    """
    height, width = _size(rles[0], side)
    flat = np.zeros(height * width, np.uint32)  # COCO's runs go down the columns
    for k, rle in enumerate(rles):
        ends = np.cumsum(_runs(rle, height, width, f"{side}: segment {k + 1}"))
        first = ends[0 : 2 * (ends.size // 2) : 2]
        lengths = ends[1::2] - first
        before = np.cumsum(lengths) - lengths
        pixels = np.arange(int(lengths.sum())) + np.repeat(first - before, lengths)
        taken = flat[pixels]
        if taken.any():
            other = int(taken[np.argmax(taken > 0)])
            raise LabelError(
                f"{side}: segments {other} and {k + 1} of the list share {int((taken == other).sum())} pixels; a pixel "
                f"has one segment: take it from one of them, as by score"
            )
        flat[pixels] = k + 1
    return np.ascontiguousarray(flat.reshape(width, height).T)


def run_lengths_of(counts: object) -> Whole | None:
    """Return the run lengths of an RLE's counts, as :func:`panscape.formats.rle.run_lengths` does letter by letter.

    Examples
    --------
    >>> run_lengths_of("52203").tolist()
    [5, 2, 2, 2, 5]
    """
    if not isinstance(counts, str) or not counts.isascii():
        return _sure_runs(counts)
    letters = np.frombuffer(counts.encode(), np.uint8).astype(np.int64) - 48
    if not letters.size or letters.min() < 0 or letters.max() > 63 or letters[-1] & 32:
        return _sure_runs(counts)
    last = np.flatnonzero(letters & 32 == 0)
    first = np.concatenate([[0], last[:-1] + 1])
    length = last - first + 1
    if length.max() > MOST_LETTERS:
        return _sure_runs(counts)
    place = np.arange(letters.size) - np.repeat(first, length)
    runs = np.add.reduceat((letters & 31) << 5 * place, first) - ((letters[last] >> 4 & 1) << 5 * length)
    runs[1::2], runs[2::2] = np.cumsum(runs[1::2]), np.cumsum(runs[2::2])
    return runs


def _sure_runs(counts: object) -> Whole | None:
    """The same of what is no sound text; numbers that are out of all bounds are none."""
    runs = run_lengths(counts)
    if runs is None or any(abs(run) > MOST_RUN for run in runs):
        return None
    return np.array(runs, np.int64)


def _runs(rle: Any, height: int, width: int, place: str) -> Whole:
    if not isinstance(rle, Mapping):
        raise LabelError(f"{place}: segmentation: found {type(rle).__name__}, wanted an RLE")
    counts, size = rle.get("counts"), rle.get("size")
    text = counts.decode("ascii", "replace") if isinstance(counts, bytes) else counts
    told = list(size) if isinstance(size, tuple) else size
    runs = run_lengths_of(text)
    if runs is None or told != [height, width] or runs.sum() != height * width or (runs < 0).any():
        raise LabelError(f"{place}: segmentation: {rle_fault({'size': told, 'counts': text}, height, width)}")
    return runs


def _size(rle: Any, side: str) -> tuple[int, int]:
    size = rle.get("size") if isinstance(rle, Mapping) else None
    if not isinstance(size, list | tuple) or len(size) != 2 or not all(type(one) is int and one > 0 for one in size):
        found = type(rle).__name__ if size is None else f"size {size!r:.60}"
        raise LabelError(
            f"{side}: segment 1: segmentation: found {found}, wanted an RLE with size [height, width] and counts; "
            f"pycocotools.mask.frPyObjects makes them of polygons"
        )
    if size[0] * size[1] > MOST_PIXELS:
        raise LabelError(
            f"{side}: segment 1: segmentation: found size {size!r:.60}, wanted at most {MOST_PIXELS} pixels; cut the "
            f"picture in tiles"
        )
    return size[0], size[1]
