"""How many pixels each segment of the truth shares with each segment of the guess."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from panscape.errors import LabelError
from panscape.labels import Ids, PanopticLabel
from panscape.overlaps.segments import joined_starts

Table = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Overlaps:
    """The joint tables of N pictures, without their zeros.

    Attributes
    ----------
    starts : (N + 1,) int64
        The entries of picture k are ``starts[k]:starts[k + 1]``, by truth and then by guess.
    truth, guess : (M,) int32
        The place of a segment among its picture's, by ascending id, counted from 1; 0 is void.
    pixels : (M,) int64
        How many pixels the two share, at least 1.
    """

    starts: npt.NDArray[np.int64]
    truth: npt.NDArray[np.int32]
    guess: npt.NDArray[np.int32]
    pixels: npt.NDArray[np.int64]

    @property
    def pictures(self) -> int:
        """N."""
        return self.starts.size - 1

    @cached_property
    def picture(self) -> npt.NDArray[np.int64]:
        """(M,) int64: the picture of each entry."""
        return np.repeat(np.arange(self.pictures), np.diff(self.starts))

    @staticmethod
    def from_tables(tables: Sequence[Table]) -> "Overlaps":
        """Return the entries of dense joint tables, each (T + 1, G + 1) int64."""
        places = [np.nonzero(table) for table in tables]
        sizes = [truth.size for truth, _ in places]
        return Overlaps(
            np.cumsum([0, *sizes], dtype=np.int64),
            np.concatenate([np.zeros(0, np.int32), *(truth for truth, _ in places)]).astype(np.int32),
            np.concatenate([np.zeros(0, np.int32), *(guess for _, guess in places)]).astype(np.int32),
            np.concatenate([np.zeros(0, np.int64), *(t[p] for t, p in zip(tables, places, strict=True))]),
        )

    @staticmethod
    def joined(parts: Sequence["Overlaps"]) -> "Overlaps":
        """Return the pictures of all parts, one after the other; at least one part."""
        return Overlaps(
            joined_starts([part.starts for part in parts]),
            np.concatenate([part.truth for part in parts]),
            np.concatenate([part.guess for part in parts]),
            np.concatenate([part.pixels for part in parts]),
        )

    def transposed(self) -> "Overlaps":
        """Return the same tables with truth and guess in each other's place."""
        order = np.lexsort((self.truth, self.guess, self.picture))
        return Overlaps(self.starts, self.guess[order], self.truth[order], self.pixels[order])


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
    from panscape.overlaps.kernels import count_dense_pairs

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
    *,
    kernels: bool = True,
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
    kernels : bool
        Whether compiled code does it; without, it takes some 1 ms at 640x480, and nothing has to be compiled.

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
        count = _count_raw_pairs() if kernels else _count_plainly
        lost = count(_flat(truth), _flat(guess), truth_ids, guess_ids, pairs)
        for name, ids, known, place in zip(names, (truth, guess), (truth_ids, guess_ids), lost, strict=True):
            if place >= 0:
                y, x = divmod(place, ids.shape[1])
                raise LabelError(
                    f"{name}: pixel (y={y}, x={x}) holds id {ids[y, x]}, which segments_info lacks; "
                    f"{_way_out(ids, known)}"
                )
    return pairs[:-1, :-1]


def _count_raw_pairs() -> Callable[..., tuple[int, int]]:
    from panscape.overlaps.kernels import count_raw_pairs

    return count_raw_pairs


def _count_plainly(
    truth: Ids, guess: Ids, truth_ids: npt.NDArray[np.uint32], guess_ids: npt.NDArray[np.uint32], pairs: Table
) -> tuple[int, int]:
    """What the kernel of the name does, with NumPy: only where truth or guess changes is an id looked up."""
    change = np.flatnonzero((truth[1:] != truth[:-1]) | (guess[1:] != guess[:-1])) + 1
    starts = np.concatenate([[0], change])
    rows, columns = (_places(ids[starts], known) for ids, known in ((truth, truth_ids), (guess, guess_ids)))
    lengths = np.diff(starts, append=truth.size)
    width = pairs.shape[1]
    sums = np.bincount(rows * width + columns, weights=lengths, minlength=pairs.size)
    pairs += sums.astype(np.int64).reshape(pairs.shape)
    return _lost(starts, rows, pairs.shape[0] - 1), _lost(starts, columns, width - 1)


def _places(ids: Ids, known: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """0 for id 0, 1 + its index for a known id, 1 + their number for any other."""
    place = np.searchsorted(known, ids)
    if not known.size:
        return np.where(ids == 0, 0, 1)
    found = known[np.minimum(place, known.size - 1)] == ids
    return np.where(ids == 0, 0, np.where(found, place + 1, known.size + 1))


def _lost(starts: npt.NDArray[np.int64], places: npt.NDArray[np.int64], unknown: int) -> int:
    there = np.flatnonzero(places == unknown)
    return int(starts[there[-1]]) if there.size else -1


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
