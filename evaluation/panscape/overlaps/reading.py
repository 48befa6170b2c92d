"""Joint tables of pictures on disk, straight from the bytes of plain PNGs, with compiled kernels."""

import os
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.errors import PanscapeError
from panscape.formats import PanopticSet
from panscape.formats.json_files import read_bytes
from panscape.formats.png import plain_rows
from panscape.formats.rows.kernels import read_runs
from panscape.overlaps.segments import Segments
from panscape.overlaps.streaming.kernels import joint_entries
from panscape.overlaps.sure import ids_of, sure_table
from panscape.overlaps.tables import Overlaps

Ids = npt.NDArray[np.uint32]
Entries = npt.NDArray[np.int64]

# A picture with more runs than one in so many pixels is no map of segments, and goes the sure way.
PIXELS_A_RUN = 8
# A table of more cells is larger than most caches, and the sure way's is not written where nothing meets.
MOST_CELLS = 2**22
ONE_READ = 2**16
DIRECTLY = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC if os.name == "posix" else 0


@dataclass(frozen=True, eq=False)
class Room:
    """Where the runs of one picture are written; the next one overwrites them.

    Attributes
    ----------
    starts : (R,) int32
    ids : (R,) uint32
    """

    starts: npt.NDArray[np.int32]
    ids: npt.NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Runs:
    """One picture as runs, as :func:`panscape.formats.rows.kernels.read_runs` describes them.

    Attributes
    ----------
    starts : (R,) int32
    ids : (R,) uint32
    rows : (H,) int64
    """

    starts: npt.NDArray[np.int32]
    ids: npt.NDArray[np.uint32]
    rows: npt.NDArray[np.int64]


def read_overlaps(
    truth: PanopticSet,
    guess: PanopticSet,
    pairs: npt.NDArray[np.int64],
    truth_segments: Segments,
    guess_segments: Segments,
) -> Overlaps:
    """Return the joint tables of some pictures; all as :func:`panscape.overlaps.sure.read_overlaps` says.

    A plain PNG is never made a map of pixels: its filtered rows are read as runs, and runs are laid over each other.
    Whatever is odd about a picture, its files or its ids, leaves it to the sure way, which reads it right or says
    what is wrong with it. So nothing is refused here.
    """
    rooms = rooms_for(truth, pairs)
    entries = []
    for n, (k, other) in enumerate(pairs.tolist()):
        ids = ids_of(truth_segments, n), ids_of(guess_segments, n)
        found = _streamed(truth, guess, (k, other), ids, rooms)
        entries.append(_surely(truth, guess, (k, other), ids) if found is None else found)
    sizes = [found.shape[0] for found in entries]
    whole = np.concatenate([np.zeros((0, 3), np.int64), *entries])
    return Overlaps(
        np.cumsum([0, *sizes], dtype=np.int64),
        whole[:, 0].astype(np.int32),
        whole[:, 1].astype(np.int32),
        whole[:, 2].copy(),
    )


def _streamed(
    truth: PanopticSet, guess: PanopticSet, pair: tuple[int, int], ids: tuple[Ids, Ids], rooms: tuple[Room, Room]
) -> Entries | None:
    """(M, 3) int64: truth, guess, pixels of each entry of the joint table; None if anything at all is odd."""
    if (ids[0].size + 1) * (ids[1].size + 1) > MOST_CELLS:
        return None
    runs = runs_of_pair(truth, guess, pair, rooms)
    if runs is None:
        return None
    true, guessed = runs
    entries: Entries = joint_entries(
        true.starts, true.ids, true.rows, ids[0], guessed.starts, guessed.ids, guessed.rows, ids[1]
    )
    return entries if entries.size else None


def runs_of_pair(
    truth: PanopticSet, guess: PanopticSet, pair: tuple[int, int], rooms: tuple[Room, Room]
) -> tuple[Runs, Runs] | None:
    """Return a picture's truth and guess as runs, of one size; None if anything is odd about the two files.

    ``pair`` is a row of the ``pairs`` of :func:`panscape.overlaps.sure.read_overlaps`; what is returned lies in the
    rooms.
    """
    k, other = pair
    size = int(truth.index.heights[k]), int(truth.index.widths[k])
    true = _runs(truth, k, size, rooms[0])
    if true is None:
        return None
    guessed = _void(size) if other < 0 else _runs(guess, other, size, rooms[1])
    return None if guessed is None else (true, guessed)


def _surely(truth: PanopticSet, guess: PanopticSet, pair: tuple[int, int], ids: tuple[Ids, Ids]) -> Entries:
    table = sure_table(truth, guess, pair, *ids, kernels=True)
    places = np.nonzero(table)
    return np.stack([*places, table[places]], axis=1)


def _runs(whole: PanopticSet, k: int, size: tuple[int, int], room: Room) -> Runs | None:
    """The runs of one PNG, None if it is not plain, has another size than its JSON or than its truth, or very many."""
    height, width = int(whole.index.heights[k]), int(whole.index.widths[k])
    data = _file(whole, k) if size == (height, width) else None
    rows = None if data is None else plain_rows(data, height, width)
    if rows is None:
        return None
    where = np.empty(height, np.int64)
    used = read_runs(np.frombuffer(rows, np.uint8), height, width, room.starts, room.ids, where)
    return Runs(room.starts[:used], room.ids[:used], where) if used > 0 else None


def _void(size: tuple[int, int]) -> Runs:
    """The runs of a guess that says nothing."""
    height, width = size
    return Runs(np.array([0, width], np.int32), np.zeros(2, np.uint32), np.zeros(height, np.int64))


def _file(whole: PanopticSet, k: int) -> bytes | None:
    """The bytes of a PNG, None if they cannot be had."""
    name = whole.index.file_names[k]
    try:
        if not DIRECTLY or "/" in name or "\\" in name or "\0" in name:
            return read_bytes(whole.png_path(k))
        # One question to the system where a Path asks four, and with it Python's lock is let go four times.
        # A link is not followed: the sure way asks whether it leads out of the folder.
        return _content(os.open(f"{whole.folder}/{name}", DIRECTLY))
    except (OSError, PanscapeError):
        return None


def _content(descriptor: int) -> bytes:
    try:
        pieces = [os.read(descriptor, ONE_READ)]
        while len(pieces[-1]) == ONE_READ:
            pieces.append(os.read(descriptor, ONE_READ))
    finally:
        os.close(descriptor)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def rooms_for(truth: PanopticSet, pairs: npt.NDArray[np.int64]) -> tuple[Room, Room]:
    """Return room for any truth, and any guess, of a block of pictures."""
    heights, widths = (side[pairs[:, 0]].astype(np.int64) for side in (truth.index.heights, truth.index.widths))
    most = int((heights * widths // PIXELS_A_RUN + 4 * (widths + 1)).max(initial=0))
    true, guessed = (Room(np.empty(most, np.int32), np.empty(most, np.uint32)) for _ in range(2))
    return true, guessed
