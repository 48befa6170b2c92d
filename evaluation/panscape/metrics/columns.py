"""Counts as plain arrays, for files and for states: taken apart, and put together again only where they are sound."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from panscape.errors import DataError
from panscape.metrics.counts import Counts

KINDS = ("tp", "fp", "fn")
COLUMNS = ("tp_picture", "tp_place", "ious", "fp_picture", "fp_place", "fn_picture", "fn_place")

Columns = Mapping[str, npt.NDArray[np.generic]]


def columns_of(counts: Counts) -> dict[str, npt.NDArray[np.generic]]:
    """Return the columns of counts by name."""
    return {name: getattr(counts, name) for name in COLUMNS}


def checked_counts(columns: Columns, pictures: int, categories: int, where: str) -> Counts:
    """Return the counts whose columns these are.

    Parameters
    ----------
    columns : mapping of str to array
        Has all of ``COLUMNS``.
    pictures, categories : int
    where : str
        Where the columns come from, for messages.

    Raises
    ------
    DataError
        If a column is missing, or of another type, or holds a picture, category or IoU that cannot be.
    """
    for name in COLUMNS:
        wanted = np.dtype(np.float64 if name == "ious" else np.int32)
        found = columns.get(name)
        if found is None or found.dtype != wanted or found.ndim != 1:
            kind = "nothing" if found is None else f"{found.dtype} {found.shape}"
            raise DataError(f"{where}: {name}: found {kind}, wanted a column of {wanted}; count again")
    for kind in KINDS:
        _check_events(columns[f"{kind}_picture"], columns[f"{kind}_place"], (pictures, categories), f"{where}: {kind}")
    ious = columns["ious"]
    # A file's wrong area can give an IoU above 1, but a match has more than one half in any case.
    if ious.size != columns["tp_place"].size or not (ious > 0.5).all():  # type: ignore[operator]  # float64 by now
        raise DataError(
            f"{where}: ious: found {ious.size}, or one not above 1/2; wanted one of each match; count again"
        )
    return Counts(pictures, categories, *(columns[name] for name in COLUMNS))  # type: ignore[arg-type]


def ordered(counts: Counts, pictures: npt.NDArray[np.int64]) -> Counts:
    """Return the counts of some pictures, each at most once, in that order."""
    rank = np.full(counts.pictures, -1, np.int32)
    rank[pictures] = np.arange(pictures.size)
    chosen = {}
    for kind in KINDS:
        new = rank[getattr(counts, f"{kind}_picture")]
        rows = np.argsort(new, kind="stable")[np.count_nonzero(new < 0) :]
        chosen[f"{kind}_picture"], chosen[f"{kind}_place"] = new[rows], getattr(counts, f"{kind}_place")[rows]
        if kind == "tp":
            chosen["ious"] = counts.ious[rows]
    return Counts(pictures.size, counts.categories, *(chosen[name] for name in COLUMNS))


def _check_events(
    picture: npt.NDArray[np.generic], place: npt.NDArray[np.generic], most: tuple[int, int], where: str
) -> None:
    if picture.size != place.size:
        raise DataError(f"{where}: found {picture.size} pictures and {place.size} categories of events; count again")
    for name, column, limit in (("picture", picture, most[0]), ("category", place, most[1])):
        numbers = column.astype(np.int64)
        if numbers.size and (numbers.min() < 0 or numbers.max() >= limit):
            raise DataError(f"{where}: found an event of a {name} that is none of {limit}; count again")
    if (np.diff(picture.astype(np.int64)) < 0).any():
        raise DataError(f"{where}: found events that are not in the order of their pictures; count again")
