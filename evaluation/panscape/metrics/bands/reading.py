"""Joint tables of pictures on disk and of their boundary bands, from one pass over the pixels."""

import numpy as np
import numpy.typing as npt

from panscape.formats import PanopticSet
from panscape.metrics.bands.tables import Tables, band_distance, band_overlaps, overlaps_of
from panscape.metrics.overlap import Overlaps
from panscape.metrics.segments import Segments
from panscape.metrics.sure import ids_of, sure_maps


def read_bands(
    truth: PanopticSet,
    guess: PanopticSet,
    pairs: npt.NDArray[np.int64],
    truth_segments: Segments,
    guess_segments: Segments,
    ratio: float,
    *,
    kernels: bool,
) -> tuple[Overlaps, Overlaps]:
    """Return the joint tables of some pictures, and those of their bands, in which -1 is the inside of a segment.

    Parameters
    ----------
    truth, guess, pairs, truth_segments, guess_segments
        As :func:`panscape.metrics.sure.read_overlaps` says.
    ratio : float
        How far bands reach, as a share of each picture's diagonal.
    kernels : bool
        Whether compiled code does it.

    Raises
    ------
    DataError
        If a PNG cannot be read, sizes differ, or a map holds an id that its list lacks.
    """

    def tables(n: int, k: int, other: int) -> Tables:
        ids = ids_of(truth_segments, n), ids_of(guess_segments, n)
        return _sure_tables(truth, guess, (k, other), ids, ratio, kernels)

    return overlaps_of([tables(n, *pair) for n, pair in enumerate(pairs.tolist())])


def _sure_tables(
    truth: PanopticSet,
    guess: PanopticSet,
    pair: tuple[int, int],
    ids: tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]],
    ratio: float,
    kernels: bool,
) -> Tables:
    """The tables of one picture by way of its two maps: every odd file is read right, or refused with its place."""
    true, guessed, names = sure_maps(truth, guess, pair)
    height, width = true.shape
    return band_overlaps(true, guessed, *ids, band_distance(height, width, ratio), names, kernels=kernels)
