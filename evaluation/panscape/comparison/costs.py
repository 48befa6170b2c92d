"""What a labelling cost, and which errors were planted in it: its timesheet and its signed edits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
        Where ``timesheet.json`` and ``edits.json`` may lie.
    guess : PanopticSet

    Raises
    ------
    DataError
        If one of them is no JSON.
    """
    sheet, signed = folder / TIMESHEET, folder / EDITS
    if not sheet.is_file() and not signed.is_file():
        return None
    seconds = sum(_seconds(read_json(sheet))) if sheet.is_file() else None
    segments = sum(len(annotation.segments) for annotation in guess.annotations)
    edits = _planted(read_json(signed)) if signed.is_file() else {}
    return Cost(seconds, seconds / segments if seconds is not None and segments else None, edits)


def _seconds(node: Any) -> Iterator[float]:
    """The numbers under the outermost ``seconds``: one total, or one for each picture or activity."""
    if isinstance(node, list):
        for entry in node:
            yield from _seconds(entry)
    elif isinstance(node, dict) and "seconds" in node:
        yield from _numbers(node["seconds"])
    elif isinstance(node, dict):
        for entry in node.values():
            yield from _seconds(entry)


def _numbers(node: Any) -> Iterator[float]:
    if isinstance(node, int | float):
        yield float(node)
    elif isinstance(node, dict | list):
        for entry in node.values() if isinstance(node, dict) else node:
            yield from _numbers(entry)


def _planted(node: Any) -> dict[str, Planted]:
    planted: dict[str, Planted] = {}
    for edit in _edits(node):
        so_far, size = planted.get(edit["kind"], Planted()), edit.get("size_px", 0)
        planted[edit["kind"]] = Planted(so_far.count + 1, so_far.pixels + (size if isinstance(size, int) else 0))
    return planted


def _edits(node: Any) -> Iterator[dict[str, Any]]:
    """Whatever in the file has a ``kind``, wherever it stands."""
    if isinstance(node, dict) and isinstance(node.get("kind"), str):
        yield node
    elif isinstance(node, dict | list):
        for entry in node.values() if isinstance(node, dict) else node:
            yield from _edits(entry)
