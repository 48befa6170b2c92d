"""Joint tables of pictures on disk, the slow and sure way: every odd file is read right, or refused with its place."""

import numpy as np
import numpy.typing as npt

from panscape.formats import PanopticSet
from panscape.labels import Ids
from panscape.overlaps.segments import Segments
from panscape.overlaps.tables import Overlaps, Table, raw_overlap


def read_overlaps(
    truth: PanopticSet,
    guess: PanopticSet,
    pairs: npt.NDArray[np.int64],
    truth_segments: Segments,
    guess_segments: Segments,
) -> Overlaps:
    """Return the joint tables of some pictures, with NumPy alone: nothing has to be compiled or loaded for it.

    Parameters
    ----------
    truth, guess : PanopticSet
    pairs : (N, 2) int64
        The numbers of truth and guess; a guess of -1 is void all over.
    truth_segments, guess_segments : Segments
        Of these N pictures.

    Raises
    ------
    DataError
        If a PNG cannot be read, sizes differ, or a map holds an id that its list lacks.
    """
    tables = [
        sure_table(truth, guess, (k, other), ids_of(truth_segments, n), ids_of(guess_segments, n), kernels=False)
        for n, (k, other) in enumerate(pairs.tolist())
    ]
    return Overlaps.from_tables(tables)


def sure_table(
    truth: PanopticSet,
    guess: PanopticSet,
    pair: tuple[int, int],
    truth_ids: npt.NDArray[np.uint32],
    guess_ids: npt.NDArray[np.uint32],
    *,
    kernels: bool,
) -> Table:
    """Return the joint table of one picture, (T + 1, G + 1) int64, by way of its two maps of ids.

    Errors are those of :func:`read_overlaps`; ``pair`` is a row of its ``pairs``.
    """
    true, guessed, names = sure_maps(truth, guess, pair, kernels=kernels)
    return raw_overlap(true, guessed, truth_ids, guess_ids, names, kernels=kernels)


def sure_maps(
    truth: PanopticSet, guess: PanopticSet, pair: tuple[int, int], *, kernels: bool
) -> tuple[Ids, Ids, tuple[str, str]]:
    """Return the on-disk ids of a picture's truth and guess, each (H, W) uint32, and what messages call the two."""
    k, other = pair
    true = truth.raw_ids(k, kernels=kernels)
    guessed = np.zeros_like(true) if other < 0 else guess.raw_ids(other, kernels=kernels)
    return true, guessed, (place_of_picture(truth, k), place_of_picture(guess, other) if other >= 0 else "no guess")


def ids_of(segments: Segments, picture: int) -> npt.NDArray[np.uint32]:
    """Return the ids of one picture's segments, ascending."""
    return segments.ids[segments.starts[picture] : segments.starts[picture + 1]]


def place_of_picture(whole: PanopticSet, k: int) -> str:
    """Spell where the k-th picture of a set is described."""
    return f"{whole.json_path}: image id {whole.index.image_ids[k]} ({whole.index.file_names[k]})"
