"""What else is known of segments and pictures, found by its name and put into columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import UsageError
from panscape.formats import PanopticSet
from panscape.names import nearest
from panscape.overlaps.joint import JointSet, Rows
from panscape.overlaps.segments import Segments

Known = Mapping[str, Any]
MOST_LISTED = 12
MOST_INT = 2**63 - 1


@dataclass(frozen=True, eq=False)
class Column:
    """Values of one type, some of them missing.

    Attributes
    ----------
    kind : "int", "float", "bool" or "text"
    values : (R,) int64, float64 or bool; int64 places in ``words`` for text
        Whatever there is where one is missing.
    missing : (R,) bool
    words : tuple of str
        Of a text column; distinct.
    """

    kind: Literal["int", "float", "bool", "text"]
    values: npt.NDArray[Any]
    missing: npt.NDArray[np.bool_]
    words: tuple[str, ...] = ()

    def __len__(self) -> int:
        return int(self.values.size)

    def take(self, rows: Rows) -> "Column":
        """Return some rows, in that order; a row of -1 is missing."""
        gone = rows < 0
        if not len(self):
            return Column(self.kind, np.zeros(rows.size, self.values.dtype), np.ones(rows.size, np.bool_), self.words)
        there = np.where(gone, 0, rows)
        return Column(self.kind, self.values[there], self.missing[there] | gone, self.words)

    def plain(self) -> list[Any]:
        """Return the values as Python has them, None where one is missing."""
        values = self.values.tolist()
        gone = self.missing.tolist()
        if self.kind == "text":
            return [None if no else self.words[place] for place, no in zip(values, gone, strict=True)]
        return [None if no else value for value, no in zip(values, gone, strict=True)]


def column_of(values: Sequence[object]) -> Column:
    """Return values out of a JSON as a column; None, lists and objects are missing.

    Truth values alone, integers alone and numbers alone keep their type; anything mixed becomes text.

    Examples
    --------
    >>> column_of([1, None, 2.5]).kind, column_of(["fog", [1]]).plain(), column_of([True, 1]).kind
    ('float', ['fog', None], 'text')
    """
    missing = np.array([not isinstance(one, (bool, int, float, str)) for one in values], np.bool_)
    there = [one for one, no in zip(values, missing, strict=True) if not no]
    types = {type(one) for one in there}
    if types == {bool}:
        return _filled("bool", np.array(there, np.bool_), missing)
    if types == {int} and all(abs(one) <= MOST_INT for one in there):  # type: ignore[arg-type]
        return _filled("int", np.array(there, np.int64), missing)
    if types and types <= {int, float}:
        return _filled("float", np.array(there, np.float64), missing)
    return text_column([None if no else str(one) for one, no in zip(values, missing, strict=True)])


def text_column(values: Sequence[str | None]) -> Column:
    """Return texts as a column; None is missing."""
    places: dict[str, int] = {}
    found = [-1 if one is None else places.setdefault(one, len(places)) for one in values]
    codes = np.array(found, np.int64)
    return Column("text", codes, codes < 0, tuple(places))


@dataclass(frozen=True, eq=False)
class KnownFacts:
    """What is known of the truth's segments and pictures, beside their pixels.

    Attributes
    ----------
    segments : sequence of mappings, T
        Of each row of the truth.
    images : sequence of mappings, N
        Of each picture.
    """

    segments: Sequence[Known]
    images: Sequence[Known]

    @staticmethod
    def of_files(truth: PanopticSet) -> "KnownFacts":
        """Return the facts of a set in the order of its files: enough to see which there are."""
        images = [truth.image_of(k) for k in range(len(truth))]
        return KnownFacts(
            [segment.facts for annotation in truth.annotations for segment in annotation.segments],
            [{"width": entry.width, "height": entry.height, **entry.facts} for entry in images],
        )

    @staticmethod
    def of_set(truth: PanopticSet, rows: Segments) -> "KnownFacts":
        """Return the facts of a set on disk.

        Parameters
        ----------
        truth : PanopticSet
        rows : Segments
            Of all its pictures, in its order, as in :attr:`Evaluation.joint`.
        """
        entries = [annotation.segments for annotation in truth.annotations]
        places = zip(rows.picture.tolist(), rows.listed.tolist(), strict=True)
        images = [truth.image_of(k) for k in range(len(truth))]
        return KnownFacts(
            [entries[k][j].facts for k, j in places],
            [{"width": entry.width, "height": entry.height, **entry.facts} for entry in images],
        )


@dataclass(frozen=True, eq=False)
class Fact:
    """One fact of all segments or of all pictures.

    Attributes
    ----------
    path : str
    level : "segment" or "image"
    truth : Column
        A row for each truth segment, whatever the level.
    guess : Column or None
        A row for each guess segment, if guesses have the fact themselves: those of images, the area and the
        supercategory.
    images : Column or None
        A row for each picture, if it is a fact of images.
    """

    path: str
    level: Literal["segment", "image"]
    truth: Column
    guess: Column | None = None
    images: Column | None = None


def fact(path: str, joint: JointSet, known: KnownFacts, categories: Sequence[Category]) -> Fact:
    """Return a fact of segments or, if no segment has it, of images.

    Parameters
    ----------
    path : str
        ``"area"`` (pixels, counted), ``"supercategory"``, or the keys that lead to a number, a text or a truth value
        in the JSON, joined by dots: ``"visible_fraction"``, ``"light.elevation_deg"``.
    joint : JointSet
    known : KnownFacts
    categories : sequence of Category

    Raises
    ------
    UsageError
        If nothing has such a fact; the message says the nearest that there is.
    """
    if path == "area":
        return Fact(path, "segment", _counted(joint.truth_area), _counted(joint.guess_area))
    if path == "supercategory" and any(category.supercategory for category in categories):
        names = text_column([category.supercategory or None for category in categories])
        return Fact(path, "segment", names.take(joint.truth.places), names.take(joint.guess.places))
    words = path.split(".")
    column = column_of([look_up(one, words) for one in known.segments])
    if not column.missing.all():
        return Fact(path, "segment", column)
    column = column_of([look_up(one, words) for one in known.images])
    if not column.missing.all():
        return Fact(path, "image", column.take(joint.truth.picture), column.take(joint.guess.picture), column)
    raise UsageError(_unknown(path, known))


def refuse_unknown(paths: Sequence[str], truth: PanopticSet) -> None:
    """Refuse a path that leads to no fact, before any picture is read; UsageError names the nearest that there is."""
    known = KnownFacts.of_files(truth) if paths else KnownFacts((), ())
    for path in paths:
        words = path.split(".")
        own = path == "area" or (path == "supercategory" and any(one.supercategory for one in truth.categories))
        if not own and all(look_up(one, words) is None for one in (*known.segments, *known.images)):
            raise UsageError(f"{truth.json_path}: {_unknown(path, known)}")


def look_up(known: Known, words: Sequence[str]) -> object:
    """Return what the keys lead to, or None.

    Examples
    --------
    >>> look_up({"light": {"elevation_deg": 40}}, ["light", "elevation_deg"])
    40
    """
    found: object = known
    for word in words:
        if not isinstance(found, Mapping):
            return None
        found = found.get(word)
    return found


def known_paths(known: KnownFacts) -> list[str]:
    """Return the paths of all facts that :func:`fact` finds in a file, and the area, in alphabetical order."""
    return sorted({path for one in (*known.segments, *known.images) for path in _paths(one, "")} | {"area"})


def paths_below(path: str, known: KnownFacts) -> list[str]:
    """Return the paths of the facts that an object holds, such as ``weather``; empty if the path leads to none."""
    words = path.split(".")
    if not any(isinstance(look_up(one, words), Mapping) for one in (*known.images, *known.segments)):
        return []
    return [one for one in known_paths(known) if one.startswith(f"{path}.")]


def _filled(kind: Literal["int", "float", "bool"], there: npt.NDArray[Any], missing: npt.NDArray[np.bool_]) -> Column:
    values = np.zeros(missing.size, there.dtype)
    values[~missing] = there
    return Column(kind, values, missing)


def _counted(area: Rows) -> Column:
    return Column("int", area, np.zeros(area.size, np.bool_))


def _paths(known: Known, before: str) -> Iterator[str]:
    for key, value in known.items():
        if isinstance(value, Mapping):
            yield from _paths(value, f"{before}{key}.")
        elif isinstance(value, (bool, int, float, str)):
            yield f"{before}{key}"


def _unknown(path: str, known: KnownFacts) -> str:
    there = known_paths(known)
    words, below = path.split("."), paths_below(path, known)
    if below:
        return f"{path!r} is no single fact; name one in it: {', '.join(below[:MOST_LISTED])}"
    if any(look_up(one, words) is not None for one in (*known.segments, *known.images)):
        return f"{path!r} holds lists; wanted a number, a text or a truth value; there are: {_listed(there)}"
    return f"no segment and no image has a fact {path!r}{nearest(path, there)}; there are: {_listed(there)}"


def _listed(paths: Sequence[str]) -> str:
    more = len(paths) - MOST_LISTED
    return ", ".join(paths[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
