"""Joint tables of pictures on disk and of their boundary bands, from one pass over the pixels."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from panscape.formats import PanopticSet
from panscape.overlaps.bands.tables import Tables, band_distance, band_overlaps, overlaps_of, run_bands
from panscape.overlaps.segments import Segments
from panscape.overlaps.sure import ids_of, sure_maps
from panscape.overlaps.tables import Overlaps

Known = tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]


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
        As :func:`panscape.overlaps.sure.read_overlaps` says.
    ratio : float
        How far bands reach, as a share of each picture's diagonal.
    kernels : bool
        Whether compiled code does it.

    Raises
    ------
    DataError
        If a PNG cannot be read, sizes differ, or a map holds an id that its list lacks.
    """

    streamed = _streamer(truth, guess, pairs, ratio) if kernels else None
    tables = []
    for n, (k, other) in enumerate(pairs.tolist()):
        ids = ids_of(truth_segments, n), ids_of(guess_segments, n)
        found = streamed((k, other), ids) if streamed else None
        tables.append(found or _sure_tables(truth, guess, (k, other), ids, ratio, kernels))
    return overlaps_of(tables)


def _streamer(
    truth: PanopticSet, guess: PanopticSet, pairs: npt.NDArray[np.int64], ratio: float
) -> Callable[[tuple[int, int], Known], Tables | None]:
    """What makes the tables of one picture without a map of its pixels, or None if anything at all is odd."""
    from panscape.overlaps.reading import rooms_for, runs_of_pair

    rooms = rooms_for(truth, pairs)

    def streamed(pair: tuple[int, int], ids: Known) -> Tables | None:
        runs = runs_of_pair(truth, guess, pair, rooms)
        if runs is None:
            return None
        height, width = int(truth.index.heights[pair[0]]), int(truth.index.widths[pair[0]])
        true, guessed = ((one.starts, one.ids, one.rows) for one in runs)
        return run_bands(true, guessed, *ids, width, band_distance(height, width, ratio))

    return streamed


def _sure_tables(
    truth: PanopticSet,
    guess: PanopticSet,
    pair: tuple[int, int],
    ids: Known,
    ratio: float,
    kernels: bool,
) -> Tables:
    """The tables of one picture by way of its two maps: every odd file is read right, or refused with its place."""
    true, guessed, names = sure_maps(truth, guess, pair, kernels=kernels)
    height, width = true.shape
    return band_overlaps(true, guessed, *ids, band_distance(height, width, ratio), names, kernels=kernels)
