"""Joint tables of maps that are still colours: id = R + 256 G + 65536 B, as COCO's PNGs have it."""

import numpy as np
import numpy.typing as npt

from panscape.errors import LabelError
from panscape.labels import Ids
from panscape.overlaps.tables import Table, raw_overlap

Colors = npt.NDArray[np.uint8]


def color_overlap(
    truth: Colors,
    guess: Colors,
    truth_ids: npt.NDArray[np.uint32],
    guess_ids: npt.NDArray[np.uint32],
    names: tuple[str, str] = ("truth", "guess"),
) -> Table:
    """Return the joint table of two maps of colours; all as :func:`panscape.overlaps.tables.raw_overlap` says.

    Parameters
    ----------
    truth, guess : (H, W, 3) uint8, red, green, blue
    truth_ids, guess_ids : (T,), (G,) uint32
        The ids that may be there, ascending, without 0.
    names : (str, str)
        Of truth and guess, for messages.

    Returns
    -------
    (T + 1, G + 1) int64

    Raises
    ------
    LabelError
        If an array is no map of colours, the sizes differ, or a map holds an id that its list lacks.

    Examples
    --------
    >>> truth = np.array([[[5, 0, 0], [5, 0, 0], [0, 1, 0]]], np.uint8)
    >>> known = np.array([5, 256], np.uint32)
    >>> color_overlap(truth, truth, known, known).tolist()
    [[0, 0, 0], [0, 2, 0], [0, 0, 1]]
    """
    from panscape.overlaps.kernels import count_color_pairs

    for name, colors in zip(names, (truth, guess), strict=True):
        if colors.ndim != 3 or colors.shape[2] != 3 or colors.dtype != np.uint8:
            raise LabelError(f"{name}: found {colors.shape} {colors.dtype}, wanted (H, W, 3) uint8: red, green, blue")
    pairs = np.zeros((truth_ids.size + 2, guess_ids.size + 2), np.int64)
    if truth.shape == guess.shape and truth.size:
        lost = count_color_pairs(_bytes(truth), _bytes(guess), truth_ids, guess_ids, pairs)
        if max(lost) < 0:
            return pairs[:-1, :-1]
    return raw_overlap(joined(truth), joined(guess), truth_ids, guess_ids, names)


def joined(colors: Colors) -> Ids:
    """Return the ids of a map of colours, (H, W) uint32.

    Examples
    --------
    >>> joined(np.array([[[1, 2, 3]]], np.uint8)).tolist()
    [[197121]]
    """
    red, green, blue = np.moveaxis(colors.astype(np.uint32), -1, 0)
    return red | green << np.uint32(8) | blue << np.uint32(16)


def _bytes(colors: Colors) -> npt.NDArray[np.uint8]:
    """The bytes in a row, at an address that whole words may be read from."""
    flat = np.ascontiguousarray(colors).reshape(-1)
    return flat if flat.ctypes.data % 8 == 0 else flat.copy()
