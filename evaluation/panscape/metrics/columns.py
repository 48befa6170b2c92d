"""Counts as plain arrays, for files and for states: taken apart, and put together again only where they are sound."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from panscape.errors import DataError
from panscape.metrics.counts import Counts

KINDS = ("tp", "fp", "fn")
MOST_PICTURES = 2**31 - 1  # an event's picture is an int32
COLUMNS = ("tp_picture", "tp_place", "ious", "fp_picture", "fp_place", "fn_picture", "fn_place")
HEADER = {  # of a metric's state: the kinds of numbers, and the dimensions
    "category_ids": ("iu", 1),
    "isthing": ("b", 1),
    "rules": ("U", 1),
    "pictures": ("iu", 0),
    "numbers": ("iu", 1),
}

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
        At most 2**31 - 1 pictures.
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
        if not isinstance(found, np.ndarray) or found.dtype != wanted or found.ndim != 1:
            raise DataError(f"{where}: {name}: found {spelled(found)}, wanted a column of {wanted}; count again")
    if not 0 <= pictures <= MOST_PICTURES:
        raise DataError(f"{where}: found {pictures} pictures, wanted 0 to {MOST_PICTURES}; count again")
    for kind in KINDS:
        _check_events(columns[f"{kind}_picture"], columns[f"{kind}_place"], (pictures, categories), f"{where}: {kind}")
    ious = columns["ious"]
    # A file's wrong area can give an IoU above 1, but a match has more than one half in any case.
    sound = np.isfinite(ious) & (ious > 0.5)  # type: ignore[operator]  # float64 by now
    if ious.size != columns["tp_place"].size or not sound.all():
        raise DataError(
            f"{where}: ious: found {ious.size}, or one not above 1/2 or not finite; wanted one of each match; "
            f"count again"
        )
    return Counts(pictures, categories, *(columns[name] for name in COLUMNS))  # type: ignore[arg-type]


def checked_header(state: Columns, version: int) -> None:
    """Check all of a metric's state but its columns.

    Raises
    ------
    DataError
        If it is no state, of another version, or a part is missing or no array of its type.
    """
    if not isinstance(state, Mapping):
        raise DataError(f"state: found {type(state).__name__}, wanted what state_dict() gives")
    found = state.get("version")
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "iu" or found.ndim or found != version:
        told = found if isinstance(found, np.ndarray) and found.size == 1 else spelled(found)
        raise DataError(f"state: found version {told}, wanted {version}; take the state with this panscape")
    for name, (kinds, dimensions) in HEADER.items():
        part = state.get(name)
        if not isinstance(part, np.ndarray) or part.dtype.kind not in kinds or part.ndim != dimensions:
            raise DataError(
                f"state: {name}: found {spelled(part)}, wanted an array of {dimensions} dimensions; take it again"
            )


def spelled(found: object) -> str:
    """Return what to call a thing that should have been an array.

    Examples
    --------
    >>> spelled(np.zeros((2, 3))), spelled(None), spelled([1])
    ('float64 (2, 3)', 'nothing', 'list')
    """
    if isinstance(found, np.ndarray):
        return f"{found.dtype} {found.shape}"
    return "nothing" if found is None else type(found).__name__


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
