"""What each unit of resampling holds of each category: the few cells of a large table that are not zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import UsageError
from panscape.metrics import Counts

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Table:
    """What U units hold of the C categories of G guesses: a row for each guess and category.

    Attributes
    ----------
    units, guesses, categories : int
        U, G and C. A unit is a picture, or all pictures of a scene.
    starts : (G C + 1,) int64
        The cells of guess g and category c are ``starts[g C + c]:starts[g C + c + 1]``.
    unit : (M,) int64
        Of each cell; ascending within a row.
    values : (3, M) float64
        The sum of the IoUs, the matches, and the spurious and missed segments of each cell.
    """

    units: int
    guesses: int
    categories: int
    starts: Whole
    unit: Whole
    values: npt.NDArray[np.float64]

    @cached_property
    def row(self) -> Whole:
        """(M,) int64: the row of each cell."""
        return np.repeat(np.arange(self.starts.size - 1), np.diff(self.starts))

    @cached_property
    def by_unit(self) -> tuple[Whole, Whole]:
        """Cells in the order of their units, (M,) int64, and where each unit's begin, (U + 1,) int64."""
        order = np.argsort(self.unit, kind="stable")
        return order, np.searchsorted(self.unit[order], np.arange(self.units + 1))


def table_of(counts: Sequence[Counts], units: npt.NDArray[np.integer] | None = None) -> Table:
    """Return what each unit holds of each guess.

    Parameters
    ----------
    counts : G Counts
        Of the same N pictures and the same categories; at least one.
    units : (N,) integer, optional
        The scene of each picture, by any numbers; otherwise each picture is a unit.

    Raises
    ------
    UsageError
        If there are no counts, or counts of different numbers of pictures, or the units are not as many integers.
    """
    if not counts:
        raise UsageError("found no counts to resample; wanted those of at least one guess")
    pictures, categories = counts[0].pictures, counts[0].categories
    shapes = {(one.pictures, one.categories) for one in counts}
    if len(shapes) > 1:
        raise UsageError(
            f"found counts of {' and '.join(f'{n} pictures with {c} categories' for n, c in sorted(shapes))}; "
            f"wanted guesses of the same pictures"
        )
    number = np.arange(pictures) if units is None else _numbered(units, pictures)
    size = int(number.max()) + 1 if pictures else 0
    parts = [_cells(one, number, size, g * categories) for g, one in enumerate(counts)]
    return _joined(parts, size, len(counts), categories)


def flags_of(categories: Sequence[Category], table: Table) -> npt.NDArray[np.bool_]:
    """Return which categories are things, (C,) bool; UsageError if they are not those of the table."""
    if len(categories) != table.categories:
        raise UsageError(
            f"found {len(categories)} categories for counts of {table.categories}; give those that were counted"
        )
    return np.array([category.isthing for category in categories], np.bool_)


def swaps_of(table: Table) -> Table:
    """Return what the first of two guesses gains if the guesses of a unit change places: the second's less its own."""
    if table.guesses != 2:
        raise UsageError(f"found a table of {table.guesses} guesses; wanted two to swap")
    sign = np.where(table.row < table.categories, -1.0, 1.0)
    keys = (table.row % table.categories) * table.units + table.unit
    return _joined([(keys, table.values * sign)], table.units, 1, table.categories)


def _numbered(units: npt.NDArray[np.integer], pictures: int) -> Whole:
    """The units as 0, 1, … in the order of their numbers."""
    if units.shape != (pictures,):
        raise UsageError(f"found units of shape {units.shape}, wanted one number for each of {pictures} pictures")
    if units.dtype.kind not in "iu":
        raise UsageError(f"found units of {units.dtype}, wanted integers: a number for the scene of each picture")
    return np.unique(units, return_inverse=True)[1].astype(np.int64)


def _cells(counts: Counts, number: Whole, units: int, first_row: int) -> tuple[Whole, npt.NDArray[np.float64]]:
    """A key (row, unit) and three values for each event."""
    kinds = [
        (counts.tp_picture, counts.tp_place),
        (counts.fp_picture, counts.fp_place),
        (counts.fn_picture, counts.fn_place),
    ]
    keys = np.concatenate([(place + np.int64(first_row)) * units + number[picture] for picture, place in kinds])
    matches, events = counts.ious.size, keys.size
    values = np.zeros((3, events))
    values[0, :matches], values[1, :matches], values[2, matches:] = counts.ious, 1, 1
    return keys, values


def _joined(parts: Sequence[tuple[Whole, npt.NDArray[np.float64]]], units: int, guesses: int, categories: int) -> Table:
    keys = np.concatenate([keys for keys, _ in parts])
    values = np.concatenate([values for _, values in parts], axis=1)
    cells, cell = np.unique(keys, return_inverse=True)
    sums = np.stack([np.bincount(cell, weights=part, minlength=cells.size) for part in values]).astype(np.float64)
    row, unit = np.divmod(cells, max(units, 1))
    starts = np.searchsorted(row, np.arange(guesses * categories + 1))
    return Table(units, guesses, categories, starts, unit, sums)
