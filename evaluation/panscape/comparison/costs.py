"""What a labelling cost, and which errors were planted in it: its timesheet and its signed edits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from panscape.errors import DataError
from panscape.formats import PanopticSet, read_json

TIMESHEET = "timesheet.json"
EDITS = "edits.json"


@dataclass(frozen=True)
class Planted:
    """The errors of one kind that were planted in a labelling: how many, and how many pixels they concern."""

    count: int = 0
    pixels: int = 0


@dataclass(frozen=True)
class Cost:
    """What one labelling cost.

    Attributes
    ----------
    seconds : float or None
        Of work, all pictures; None where no timesheet tells.
    seconds_per_segment : float or None
        Of the labelling's own segments.
    edits : mapping of str to Planted
        The errors that were planted and signed, by kind.
    """

    seconds: float | None = None
    seconds_per_segment: float | None = None
    edits: Mapping[str, Planted] = field(default_factory=dict)


def cost_of(folder: Path, guess: PanopticSet) -> Cost | None:
    """Return the cost of a labelling from the files beside it, or None if there are none.

    Parameters
    ----------
    folder : Path
        Where ``timesheet.json`` and ``edits.json`` may lie. Both hold ``images``, a list of rows with ``image_id``,
        perhaps ``split``, and ``seconds`` (a number, or one for each activity) or ``edits`` (each with ``kind`` and
        perhaps ``size_px``). Rows of other splits and images are left out.
    guess : PanopticSet

    Raises
    ------
    DataError
        If one of them is no such file.
    """
    sheet, signed = folder / TIMESHEET, folder / EDITS
    if not sheet.is_file() and not signed.is_file():
        return None
    seconds = sum(_seconds(row, sheet) for row in _rows(sheet, guess)) if sheet.is_file() else None
    segments = sum(len(annotation.segments) for annotation in guess.annotations)
    per_segment = seconds / segments if seconds is not None and segments else None
    return Cost(seconds, per_segment, _planted(signed, guess) if signed.is_file() else {})


def _rows(path: Path, guess: PanopticSet) -> Iterator[Mapping[str, Any]]:
    """The rows of a file that belong to the labelling's pictures."""
    content = read_json(path)
    rows = content.get("images") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise DataError(f"{path}: images: found {type(rows).__name__}, wanted a list with a row for each image")
    ids = {annotation.image_id for annotation in guess.annotations}
    for row in rows:
        if not isinstance(row, dict):
            raise DataError(f"{path}: images: found {type(row).__name__}, wanted an object with image_id")
        if type(row.get("image_id")) not in (int, str):
            raise DataError(f"{path}: images: found image_id {row.get('image_id')!r:.60}, wanted an integer or a text")
        if row["image_id"] in ids and row.get("split", guess.split) == guess.split:
            yield row


def _seconds(row: Mapping[str, Any], path: Path) -> float:
    found = row.get("seconds")
    parts = list(found.values()) if isinstance(found, dict) else [found]
    told = [float(part) for part in parts if isinstance(part, int | float) and part >= 0]
    if len(told) != len(parts):
        raise DataError(
            f"{path}: image id {row['image_id']}: seconds: found {found!r:.60}, wanted a number at least 0, or "
            f"one for each activity"
        )
    return sum(told)


def _planted(path: Path, guess: PanopticSet) -> dict[str, Planted]:
    planted: dict[str, Planted] = {}
    for kind, size in (edit for row in _rows(path, guess) for edit in _edits(row, path)):
        so_far = planted.get(kind, Planted())
        planted[kind] = Planted(so_far.count + 1, so_far.pixels + size)
    return planted


def _edits(row: Mapping[str, Any], path: Path) -> Iterator[tuple[str, int]]:
    """Kind and size of each edit of a row."""
    edits, place = row.get("edits", []), f"{path}: image id {row['image_id']}"
    if not isinstance(edits, list):
        raise DataError(f"{place}: edits: found {type(edits).__name__}, wanted a list")
    for edit in edits:
        kind, size = (edit.get("kind"), edit.get("size_px", 0)) if isinstance(edit, dict) else (None, None)
        if not isinstance(kind, str) or type(size) is not int:
            raise DataError(f"{place}: found the edit {edit!r:.60}, wanted kind, size_px")
        yield kind, size
