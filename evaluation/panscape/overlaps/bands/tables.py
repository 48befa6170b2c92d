"""How many pixels the boundary bands of two maps share: their joint table beside that of the segments."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from panscape.errors import UsageError
from panscape.labels import Ids
from panscape.overlaps.tables import Overlaps, Table, raw_overlap

Known = npt.NDArray[np.uint32]
Tables = tuple[Table, Table]
Runs = tuple[npt.NDArray[np.int32], npt.NDArray[np.uint32], npt.NDArray[np.int64]]


def band_distance(height: int, width: int, ratio: float) -> int:
    """Return how far the bands of a picture reach, in pixels: a share of its diagonal, and at least 1.

    Raises
    ------
    UsageError
        If the ratio is not above 0, or not finite.

    References
    ----------
    Cheng et al. 2021, Boundary IoU; rounded as their code does, half to even.

    Examples
    --------
    >>> band_distance(480, 640, 0.02), band_distance(3, 4, 0.02)
    (16, 1)
    """
    if not 0 < ratio < np.inf:
        raise UsageError(f"found a ratio of {ratio}, wanted a share of the diagonal above 0, such as 0.02")
    return max(1, round(float(ratio * np.sqrt(height**2 + width**2))))


def band_overlaps(
    truth: Ids,
    guess: Ids,
    truth_ids: Known,
    guess_ids: Known,
    distance: int,
    names: tuple[str, str] = ("truth", "guess"),
    *,
    kernels: bool = True,
) -> Tables:
    """Return the joint table of two maps, and that of the boundary bands of their segments.

    A pixel is inside its segment if the window of 2 D + 1 rows and columns around it holds nothing else and lies in
    the picture; the segment's other pixels are its band. Void has no band: all of it stays void.

    Parameters
    ----------
    truth, guess : (H, W) uint32
        0 is void.
    truth_ids, guess_ids : (T,), (G,) uint32
        The ids that may be there, ascending, without 0.
    distance : int
        D, at least 1.
    names : (str, str)
        Of truth and guess, for messages.
    kernels : bool
        Whether compiled code does it; without, it takes some 20 times as long, and nothing has to be compiled.

    Returns
    -------
    pairs : (T + 1, G + 1) int64
        Pixels by place in the lists, counted from 1; row and column 0 are void.
    bands : (T + 2, G + 2) int64
        The same pixels; row and column 0 are those inside a segment, 1 is void, and place k is k + 1.

    Raises
    ------
    LabelError
        If the sizes differ, or a map holds an id that its list lacks.

    References
    ----------
    Cheng et al. 2021, Boundary IoU, section 5.

    Examples
    --------
    >>> square = np.ones((3, 3), np.uint32)
    >>> one = np.array([1], np.uint32)
    >>> [table.tolist() for table in band_overlaps(square, square, one, one, 1, kernels=False)]
    [[[0, 0], [0, 9]], [[1, 0, 0], [0, 0, 0], [0, 0, 8]]]
    """
    if truth.shape != guess.shape or not truth.size or not kernels:
        pairs = raw_overlap(truth, guess, truth_ids, guess_ids, names, kernels=kernels)
        return pairs, _count_plainly(truth, guess, truth_ids, guess_ids, distance)
    tables = run_bands(_runs(truth), _runs(guess), truth_ids, guess_ids, truth.shape[1], distance)
    if tables is None:
        raw_overlap(truth, guess, truth_ids, guess_ids, names)  # which tells what is wrong
        raise AssertionError("one of two ways found an id that its list lacks, the other did not")
    return tables


def run_bands(truth: Runs, guess: Runs, truth_ids: Known, guess_ids: Known, width: int, distance: int) -> Tables | None:
    """Return what :func:`band_overlaps` does, of pictures that were read as runs; None if a list lacks an id.

    Parameters
    ----------
    truth, guess : (starts, ids, rows)
        As by ``panscape.formats.rows.kernels.read_runs``, every place of ``starts`` and ``ids`` in use.
    width : int
        Of both pictures.
    truth_ids, guess_ids, distance
        As in :func:`band_overlaps`.
    """
    from panscape.overlaps.bands.kernels import count_bands
    from panscape.overlaps.streaming.kernels import run_places

    truth_places, guess_places = run_places(truth[1], truth_ids), run_places(guess[1], guess_ids)
    if not truth_places.size or not guess_places.size:
        return None
    pairs = np.zeros((truth_ids.size + 1, guess_ids.size + 1), np.int64)
    bands = np.zeros((truth_ids.size + 2, guess_ids.size + 2), np.int64)
    count_bands(truth[0], truth_places, truth[2], guess[0], guess_places, guess[2], width, distance, pairs, bands)
    return pairs, bands


def _runs(ids: Ids) -> Runs:
    from panscape.overlaps.bands.kernels import map_runs

    height, width = ids.shape
    room = height * (width + 1)  # pages that nothing is written to cost nothing
    starts, values, rows = np.empty(room, np.int32), np.empty(room, np.uint32), np.empty(height, np.int64)
    used = map_runs(np.ascontiguousarray(ids), starts, values, rows)
    return starts[:used], values[:used], rows


def overlaps_of(tables: Sequence[Tables]) -> tuple[Overlaps, Overlaps]:
    """Return the joint tables of pictures and of their bands; the inside of segments is number -1."""
    pairs = Overlaps.from_tables([pairs for pairs, _ in tables])
    bands = Overlaps.from_tables([bands for _, bands in tables])
    one = np.int32(1)
    return pairs, Overlaps(bands.starts, bands.truth - one, bands.guess - one, bands.pixels)


def _count_plainly(truth: Ids, guess: Ids, truth_ids: Known, guess_ids: Known, distance: int) -> Table:
    """The table of bands, with NumPy; every id is known."""
    rows, columns = _numbers(truth, truth_ids, distance), _numbers(guess, guess_ids, distance)
    shape = truth_ids.size + 2, guess_ids.size + 2
    counted = np.bincount((rows * shape[1] + columns).ravel(), minlength=shape[0] * shape[1])
    return counted.astype(np.int64).reshape(shape)


def _numbers(ids: Ids, known: Known, distance: int) -> npt.NDArray[np.int64]:
    """(H, W) int64: the row or column of every pixel in the table of bands."""
    flat = ids.reshape(-1)
    starts = np.flatnonzero(np.concatenate([np.ones(min(1, flat.size), np.bool_), flat[1:] != flat[:-1]]))
    values = flat[starts]
    numbers = np.where(values == 0, 1, np.searchsorted(known, values) + 2)
    spread = np.repeat(numbers, np.diff(starts, append=flat.size)).reshape(ids.shape)
    spread[(ids > 0) & _undisturbed(ids, distance)] = 0
    return spread


def _undisturbed(ids: Ids, distance: int) -> npt.NDArray[np.bool_]:
    """(H, W) bool: where the window around a pixel lies in the picture and holds one id.

    It does where no row of the window changes from left to right, nor the column in its middle from top to bottom.
    Running sums of the changes tell so, however large the window is.
    """
    height, width = ids.shape
    still, span = np.zeros(ids.shape, np.bool_), 2 * distance
    if min(height, width) <= span:
        return still
    changes = np.zeros(ids.shape, np.int32)
    np.cumsum(ids[:, 1:] != ids[:, :-1], axis=1, out=changes[:, 1:])
    restless = changes[:, span:] != changes[:, : width - span]
    middle = ids[:, distance : width - distance]
    broken = restless.astype(np.int32)
    broken[1:] |= middle[1:] != middle[:-1]
    sums = np.cumsum(broken, axis=0, dtype=np.int32)
    still[distance : height - distance, distance : width - distance] = (
        sums[span:] == sums[: height - span]
    ) & ~restless[: height - span]
    return still
