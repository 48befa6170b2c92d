"""How many pixels each segment of the truth shares with each segment of the guess."""

import numpy as np
import numpy.typing as npt

from panscape.errors import LabelError
from panscape.labels import Ids, PanopticLabel
from panscape.metrics.kernels import count_dense_pairs, count_raw_pairs

Table = npt.NDArray[np.int64]


def overlap(truth: PanopticLabel, guess: PanopticLabel) -> Table:
    """Return the joint table of two labels of one picture.

    Parameters
    ----------
    truth, guess : PanopticLabel
        Of the same size.

    Returns
    -------
    (T + 1, G + 1) int64
        Pixels by truth id and guess id; row and column 0 are void. Its sum is H x W.

    Raises
    ------
    LabelError
        If the sizes differ.

    Examples
    --------
    >>> left = PanopticLabel.from_ids(np.array([[1, 1, 2]]), [7, 7])
    >>> right = PanopticLabel.from_ids(np.array([[1, 0, 1]]), [7])
    >>> overlap(left, right).tolist()
    [[0, 0], [1, 1], [0, 1]]
    """
    _check_sizes(truth.ids, guess.ids, ("truth", "guess"))
    pairs = np.zeros((len(truth.segments) + 1, len(guess.segments) + 1), np.int64)
    count_dense_pairs(_flat(truth.ids), _flat(guess.ids), pairs)
    return pairs


def raw_overlap(
    truth: Ids,
    guess: Ids,
    truth_ids: npt.NDArray[np.uint32],
    guess_ids: npt.NDArray[np.uint32],
    names: tuple[str, str] = ("truth", "guess"),
) -> Table:
    """Return the joint table of two maps whose ids are those on disk, any 32-bit numbers.

    Parameters
    ----------
    truth, guess : (H, W) uint32
        0 is void.
    truth_ids, guess_ids : (T,), (G,) uint32
        The ids that may be there, ascending, without 0.
    names : (str, str)
        Of truth and guess, for messages.

    Returns
    -------
    (T + 1, G + 1) int64
        Pixels by place in the lists, counted from 1; row and column 0 are void.

    Raises
    ------
    LabelError
        If the sizes differ, or a map holds an id that its list lacks.
    """
    _check_sizes(truth, guess, names)
    pairs = np.zeros((truth_ids.size + 2, guess_ids.size + 2), np.int64)
    if truth.size:
        lost = count_raw_pairs(_flat(truth), _flat(guess), truth_ids, guess_ids, pairs)
        for name, ids, known, place in zip(names, (truth, guess), (truth_ids, guess_ids), lost, strict=True):
            if place >= 0:
                y, x = divmod(place, ids.shape[1])
                raise LabelError(
                    f"{name}: pixel (y={y}, x={x}) holds id {ids[y, x]}, which segments_info lacks; "
                    f"{_way_out(ids, known)}"
                )
    return pairs[:-1, :-1]


def _way_out(ids: Ids, known: npt.NDArray[np.uint32]) -> str:
    found = np.unique(ids)
    swapped = found >> 16 | found & 0xFF00 | (found & 0xFF) << 16
    if np.isin(swapped[found > 0], known).all():
        return "R and B look swapped: save the PNG as RGB"
    return "add the segment or paint the pixel 0"


def _flat(ids: Ids) -> Ids:
    return np.ascontiguousarray(ids).reshape(-1)


def _check_sizes(truth: Ids, guess: Ids, names: tuple[str, str]) -> None:
    if truth.shape != guess.shape:
        raise LabelError(
            f"{names[1]} has {guess.shape[1]} x {guess.shape[0]} pixels, {names[0]} has {truth.shape[1]} x "
            f"{truth.shape[0]}; make the guess at the truth's size"
        )
