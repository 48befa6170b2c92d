"""What a panoptic label is: a map of dense ids, and the segment that each id stands for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.errors import LabelError

Ids = npt.NDArray[np.uint32]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Segment:
    """One connected or scattered region with one class: an instance of a thing, or all of one stuff.

    Attributes
    ----------
    id : int
        The value of its pixels in :attr:`PanopticLabel.ids`; at least 1.
    category_id : int
    area : int
        Its pixels; at least 1.
    bbox : (x, y, width, height) int
        The tight box around its pixels.
    iscrowd : bool
        True if it stands for a group whose members were not told apart.
    facts : mapping
        Whatever else is known of it, ready for JSON: ``visible_fraction``, ``occluded_by``, ``depth``, …
    """

    id: int
    category_id: int
    area: int
    bbox: Box
    iscrowd: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class PanopticLabel:
    """Every pixel's segment, and every segment's facts: checked at birth and read-only from then on.

    Attributes
    ----------
    ids : (H, W) uint32, read-only
        0 is void; k is ``segments[k - 1]``. An array that owns its pixels is taken over as it is; of a view, through
        whose base others could write, a copy is made.
    segments : tuple of Segment
        Dense: ``segments[k].id == k + 1``; each has at least one pixel.

    Raises
    ------
    LabelError
        If an id has no segment, a segment no pixel, or an area or box is not what the pixels say.
    """

    ids: Ids
    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        areas, boxes = _measure(self.ids, len(self.segments))
        for number, segment in enumerate(self.segments, start=1):
            if segment.id != number:
                raise LabelError(f"segment {number} of {len(self.segments)} has id {segment.id}; ids run from 1, dense")
            if segment.area != areas[number]:
                raise LabelError(f"segment {number} says area {segment.area}, but has {areas[number]} pixels")
            if segment.area and tuple(segment.bbox) != boxes[number]:
                raise LabelError(f"segment {number} says box {segment.bbox}, but its pixels span {boxes[number]}")
            if segment.area == 0:
                raise LabelError(f"segment {number} has no pixel; leave it out")
        _freeze(self, self.ids)

    @property
    def height(self) -> int:
        return int(self.ids.shape[0])

    @property
    def width(self) -> int:
        return int(self.ids.shape[1])

    def mask(self, segment_id: int) -> npt.NDArray[np.bool_]:
        """The pixels of one segment, (H, W) bool."""
        return self.ids == segment_id

    def category_map(self) -> npt.NDArray[np.int64]:
        """The category of every pixel, (H, W) int64; 0 is void."""
        table = np.zeros(len(self.segments) + 1, np.int64)
        table[1:] = [segment.category_id for segment in self.segments]
        return table[self.ids]

    @classmethod
    def from_ids(
        cls,
        ids: Ids,
        category_ids: Sequence[int],
        *,
        crowd: Iterable[int] = (),
        facts: Sequence[Mapping[str, Any]] | None = None,
    ) -> "PanopticLabel":
        """Make a label of a map whose ids may have gaps; ids without a pixel are dropped, the others renumbered.

        Parameters
        ----------
        ids : (H, W) integer
            0 is void; k stands for ``category_ids[k - 1]``.
        category_ids : sequence of int, one for each id
        crowd : ids of ``ids`` that stand for groups
        facts : one mapping for each id, or None

        Raises
        ------
        LabelError
            If the ids are no integers, or a pixel holds one below 0 or above ``len(category_ids)``.

        Examples
        --------
        >>> label = PanopticLabel.from_ids(np.array([[0, 3], [1, 3]]), [7, 7, 9])
        >>> label.ids.tolist(), [segment.category_id for segment in label.segments]
        ([[0, 2], [1, 2]], [7, 9])
        """
        from panscape.kernels import compact_ids  # here: whoever makes no label need not wait for numba

        ids = _as_ids(ids, len(category_ids))
        areas, boxes = _measure(ids, len(category_ids))
        present = np.flatnonzero(areas[1:]) + 1
        table = np.zeros(len(category_ids) + 1, np.uint32)
        table[present] = np.arange(1, present.size + 1)
        dense = np.empty(ids.shape, np.uint32)
        compact_ids(ids, table, dense)
        return cls._born(dense, areas, boxes, present.tolist(), category_ids, crowd, facts)

    @classmethod
    def from_dense(
        cls,
        ids: Ids,
        category_ids: Sequence[int],
        *,
        crowd: Iterable[int] = (),
        facts: Sequence[Mapping[str, Any]] | None = None,
    ) -> "PanopticLabel":
        """Make a label of a map whose ids are dense; as :meth:`from_ids`, but nothing is dropped, and less is done.

        Parameters
        ----------
        ids : (H, W) uint32
            Taken over, as by the constructor.

        Raises
        ------
        LabelError
            If an id has no pixel, or a pixel an id above ``len(category_ids)``.
        """
        areas, boxes = _measure(ids, len(category_ids))
        if not areas[1:].all():
            raise LabelError(f"segment {int(np.argmin(areas[1:])) + 1} has no pixel; leave it out")
        return cls._born(ids, areas, boxes, range(1, len(category_ids) + 1), category_ids, crowd, facts)

    @classmethod
    def _born(
        cls,
        dense: Ids,
        areas: npt.NDArray[np.int64],
        boxes: Sequence[Box],
        present: Sequence[int],
        category_ids: Sequence[int],
        crowd: Iterable[int],
        facts: Sequence[Mapping[str, Any]] | None,
    ) -> "PanopticLabel":
        """The label whose segments were just measured: measuring again would be half the time of reading one."""
        crowded = set(crowd)
        segments = tuple(
            Segment(
                number,
                int(category_ids[old - 1]),
                int(areas[old]),
                boxes[old],
                old in crowded,
                MappingProxyType(dict(facts[old - 1])) if facts else MappingProxyType({}),
            )
            for number, old in enumerate(present, start=1)
        )
        label = object.__new__(cls)
        object.__setattr__(label, "segments", segments)
        _freeze(label, dense)
        return label


def _freeze(label: PanopticLabel, ids: Ids) -> None:
    own = ids if ids.flags.owndata else ids.copy()
    own.setflags(write=False)
    object.__setattr__(label, "ids", own)


def _as_ids(ids: npt.ArrayLike, count: int) -> Ids:
    """The ids as uint32; what a cast would wrap or cut is refused."""
    found = np.asarray(ids)
    if found.dtype.kind not in "iu":
        raise LabelError(f"a label's ids are integers, not {found.dtype}")
    if found.dtype != np.uint32 and found.size and (found.min() < 0 or found.max() > count):
        place = tuple(np.argwhere((found < 0) | (found > count))[0].tolist())
        raise _unknown_id(place, int(found[place]), count)
    return np.ascontiguousarray(found, dtype=np.uint32)


def _measure(ids: Ids, count: int) -> tuple[npt.NDArray[np.int64], list[Box]]:
    """Area and box (x, y, width, height) of the ids 0 to ``count``."""
    from panscape.kernels import measure_segments

    if ids.ndim != 2 or ids.dtype != np.uint32:
        raise LabelError(f"a label's ids are (H, W) uint32, not {ids.shape} {ids.dtype}")
    height, width = ids.shape
    areas = np.zeros(count + 1, np.int64)
    corners = np.tile(np.array([width, height, -1, -1], np.int64), (count + 1, 1))
    place = measure_segments(ids, areas, corners)
    if place >= 0:
        where = divmod(place, width)
        raise _unknown_id(where, int(ids[where]), count)
    boxes = [(x0, y0, x1 - x0 + 1, y1 - y0 + 1) for x0, y0, x1, y1 in corners.tolist()]
    return areas, boxes


def _unknown_id(place: tuple[int, ...], found: int, count: int) -> LabelError:
    where = ", ".join(f"{axis}={at}" for axis, at in zip("yx", place, strict=False))
    return LabelError(
        f"pixel ({where}) holds id {found}, but the segments describe ids 1 to {count}; "
        f"add the segment or paint the pixel 0"
    )
