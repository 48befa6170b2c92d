"""A COCO panoptic JSON read into columns, piece by piece, without an object for each segment or the file in memory."""

import os
import sys
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from panscape.errors import StorageError
from panscape.formats.entries import ImageId
from panscape.formats.index import ImageSizes

# A piece fits into a core's second cache. One that grew to 16 MiB for a single entry is somebody's mistake.
PIECE, LARGEST_PIECE = 2**18, 2**24
BYTE_ORDER_MARK = (0xEF, 0xBB, 0xBF)
# The fewest bytes of JSON that an image or an annotation can have, and a segment, with its comma.
LEAST_PICTURE, LEAST_SEGMENT = 40, 24


@dataclass(frozen=True, eq=False)
class Scan:
    """What a COCO panoptic JSON says in columns: A annotations, S segments; nothing was compared with the categories.

    Attributes
    ----------
    categories : bytes or None
        Their JSON; None if the file has no such key.
    images : ImageSizes or None
        None if the file has no such key.
    image_ids : tuple of int or str, A
        The image of each annotation, perhaps one that is not there, perhaps one twice.
    file_names : tuple of str, A
    starts : (A + 1,) int64
    ids, category_ids, areas, crowd, listed : (S,)
        As in :class:`panscape.formats.index.PanopticIndex`.
    """

    categories: bytes | None
    images: ImageSizes | None
    image_ids: tuple[ImageId, ...]
    file_names: tuple[str, ...]
    starts: npt.NDArray[np.int64]
    ids: npt.NDArray[np.uint32]
    category_ids: npt.NDArray[np.int64]
    areas: npt.NDArray[np.int64]
    crowd: npt.NDArray[np.bool_]
    listed: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Room:
    """Columns with room for all that so many bytes can say; pages that nothing is written to take no memory."""

    state: npt.NDArray[np.int64]
    widths: npt.NDArray[np.int64]
    heights: npt.NDArray[np.int64]
    last_rows: npt.NDArray[np.int64]
    segments: tuple[npt.NDArray[Any], ...]
    spellings: tuple[npt.NDArray[np.uint8], ...]
    scratch: npt.NDArray[np.uint64]

    def parts(self) -> tuple[Any, ...]:
        return self.state, self.widths, self.heights, self.last_rows, self.segments, self.spellings, self.scratch


def scan_panoptic(path: Path, piece: int = PIECE) -> Scan | None:
    """Return what a COCO panoptic JSON says, or None if that is not sure: then the file must be read another way.

    Parameters
    ----------
    path : Path
    piece : int
        Bytes to read at once, at first.

    Raises
    ------
    StorageError
        If the file cannot be read.
    """
    if sys.byteorder != "little":
        return None  # the kernels compare keys as words
    try:
        with path.open("rb", buffering=0) as file:
            room = _room(os.fstat(file.fileno()).st_size)
            categories = _read_pieces(file, room, piece)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from error
    return None if categories is None else _scan_of(room, categories)


def _room(size: int) -> _Room:
    from panscape.formats.grammar.kernels import SCRATCH  # here: small sets are read without numba
    from panscape.formats.scan.kernels import STATES

    pictures, rows = size // LEAST_PICTURE + 1, size // LEAST_SEGMENT + 1
    return _Room(
        np.zeros(STATES, np.int64),
        np.empty(pictures, np.int64),
        np.empty(pictures, np.int64),
        np.empty(pictures, np.int64),
        tuple(np.empty(rows, dtype) for dtype in (np.uint32, np.int64, np.int64, np.bool_, np.int64)),
        tuple(np.empty(size + 1, np.uint8) for _ in range(3)),
        np.empty(SCRATCH, np.uint64),
    )


def _read_pieces(file: FileIO, room: _Room, piece: int) -> bytes | None:
    """Fill the columns; return the JSON of the categories, empty if there are none, or None if anything is unusual.

    What a piece cuts off is moved to the front, and the next piece is read behind it.
    """
    from panscape.formats.grammar.kernels import PAD
    from panscape.formats.scan.kernels import CATEGORIES, CATEGORIES_END, END, PHASE, scan

    buffer, filled, categories = np.zeros(piece + 2 * PAD, np.uint8), PAD, b""
    while True:
        if filled == buffer.size - PAD:  # one entry fills all of it
            if buffer.size > LARGEST_PIECE:
                return None
            buffer = np.concatenate([buffer, np.zeros(buffer.size, np.uint8)])
        got = file.readinto(buffer.data[filled:-PAD]) or 0
        filled += got
        buffer[filled : filled + PAD] = 0
        is_marked = room.state[PHASE] == 0 and tuple(buffer[PAD : PAD + 3]) == BYTE_ORDER_MARK
        at = scan(buffer, PAD + 3 if is_marked else PAD, *room.parts())
        if room.state[CATEGORIES_END]:
            categories = buffer[room.state[CATEGORIES] : room.state[CATEGORIES_END]].tobytes()
            room.state[CATEGORIES_END] = 0
        if not got:
            return categories if room.state[PHASE] == END and at == filled else None
        rest = filled - at
        buffer[PAD : PAD + rest] = buffer[at:filled].copy()
        filled = PAD + rest


def _scan_of(room: _Room, categories: bytes) -> Scan | None:
    """The columns without the room that was not needed."""
    from panscape.formats.scan import kernels as k

    state = room.state
    seen = int(state[k.SEEN])
    if not seen & k.HAS_ANNOTATIONS:
        return None
    images, pictures, rows = state[k.IMAGES], state[k.ANNOTATIONS], state[k.SEGMENTS]
    own_ids, image_ids, names = (
        tuple(orjson.loads(b"[" + spelled[: state[used]].tobytes()[:-1] + b"]"))
        for spelled, used in zip(room.spellings, (k.IMAGE_BYTES, k.ANNOTATION_BYTES, k.NAME_BYTES), strict=True)
    )
    return Scan(
        categories if seen & k.HAS_CATEGORIES else None,
        ImageSizes(own_ids, room.heights[:images], room.widths[:images]) if seen & k.HAS_IMAGES else None,
        image_ids,
        names,
        np.concatenate([np.zeros(1, np.int64), room.last_rows[:pictures]]),
        *(column[:rows] for column in room.segments),
    )
