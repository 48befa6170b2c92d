"""The segments of many pictures in columns: what the metrics know of a segment beside its pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import LabelError


class Described(Protocol):
    """A segment of a label in memory or of an annotation in a file."""

    @property
    def id(self) -> int: ...
    @property
    def category_id(self) -> int: ...
    @property
    def area(self) -> int | None: ...
    @property
    def iscrowd(self) -> bool: ...


@dataclass(frozen=True, eq=False)
class Segments:
    """The segments of N pictures, a row each: picture after picture, by ascending id within one.

    Attributes
    ----------
    starts : (N + 1,) int64
        The rows of picture k are ``starts[k]:starts[k + 1]``.
    ids : (S,) uint32
        As on disk, or dense.
    places : (S,) int64
        Of their categories, in the order of the truth's.
    areas : (S,) int64
        In pixels, as told; -1 where nothing is told.
    crowd : (S,) bool
    listed : (S,) int64
        Where each stands in its picture's list.
    """

    starts: npt.NDArray[np.int64]
    ids: npt.NDArray[np.uint32]
    places: npt.NDArray[np.int64]
    areas: npt.NDArray[np.int64]
    crowd: npt.NDArray[np.bool_]
    listed: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.ids.size)

    @property
    def pictures(self) -> int:
        """N."""
        return self.starts.size - 1

    @cached_property
    def picture(self) -> npt.NDArray[np.int64]:
        """(S,) int64: the picture of each row."""
        return np.repeat(np.arange(self.pictures), np.diff(self.starts))

    def of(self, pictures: npt.NDArray[np.int64]) -> "Segments":
        """Return the rows of some pictures, in that order; a picture of -1 has none."""
        there = np.maximum(pictures, 0)
        sizes = np.where(pictures < 0, 0, self.starts[there + 1] - self.starts[there]) if pictures.size else pictures
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        rows = np.arange(starts[-1]) + np.repeat(self.starts[there] - starts[:-1], sizes)
        return Segments(starts, *(column[rows] for column in self._columns()))

    @staticmethod
    def joined(parts: Sequence["Segments"]) -> "Segments":
        """Return the rows of all parts, one after the other; at least one part."""
        columns = zip(*(part._columns() for part in parts), strict=True)
        return Segments(joined_starts([part.starts for part in parts]), *(np.concatenate(c) for c in columns))

    def _columns(self) -> tuple[npt.NDArray[np.generic], ...]:
        return self.ids, self.places, self.areas, self.crowd, self.listed


def joined_starts(parts: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """Return the starts of lists that are put one after the other.

    Examples
    --------
    >>> joined_starts([np.array([0, 2]), np.array([0, 1, 4])]).tolist()
    [0, 2, 3, 6]
    """
    sizes = np.concatenate([np.zeros(1, np.int64), *(np.diff(part) for part in parts)])
    return np.cumsum(sizes)


def columns(segments: Sequence[Described], places: Mapping[int, int]) -> Segments:
    """Return the segments of one label, or of a file's annotation, as columns.

    Raises
    ------
    LabelError
        If a category is unknown.
    """
    unknown = [one for one in segments if one.category_id not in places]
    if unknown:
        raise LabelError(unknown_category(unknown[0].id, unknown[0].category_id, len(unknown)))
    ids = np.array([one.id for one in segments], np.uint32)
    order = np.argsort(ids, kind="stable")
    return Segments(
        np.array([0, ids.size], np.int64),
        ids[order],
        np.array([places[one.category_id] for one in segments], np.int64)[order],
        np.array([-1 if one.area is None else one.area for one in segments], np.int64)[order],
        np.array([one.iscrowd for one in segments], np.bool_)[order],
        order.astype(np.int64),
    )


def places_of(categories: Sequence[Category]) -> dict[int, int]:
    """Return the place of each category id."""
    return {category.id: place for place, category in enumerate(categories)}


def unknown_category(segment: int, category_id: int, count: int) -> str:
    """Spell what is wrong with a segment of a category that the truth does not have."""
    return (
        f"segment {segment} has category {category_id}, which the truth's categories lack "
        f"({count} such segments); map it to one of them or leave it out"
    )
