"""What became of every segment, and the scores of every picture, as tidy tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.explanation.causes import CAUSES, NO_CAUSE, Causes
from panscape.explanation.cuts import size_classes
from panscape.explanation.facts import Column, Fact, column_of, text_column
from panscape.metrics.counts import Counts
from panscape.metrics.matching import Matches
from panscape.overlaps.joint import JointSet, Rows

OUTCOMES = ("matched", "missed", "spurious", "excused", "crowd")
MATCHED, MISSED, SPURIOUS, EXCUSED, CROWD = range(len(OUTCOMES))


@dataclass(frozen=True)
class Table:
    """Columns of one length, by name.

    Attributes
    ----------
    columns : mapping of str to Column
        In their order.
    """

    columns: Mapping[str, Column]

    def __post_init__(self) -> None:
        lengths = {len(column) for column in self.columns.values()}
        if len(lengths) > 1:
            raise ValueError(f"found columns of {sorted(lengths)} rows, wanted one length")

    def __len__(self) -> int:
        return next((len(column) for column in self.columns.values()), 0)

    def rows(self, first: int, last: int) -> "Table":
        """Return the rows from ``first`` up to but not ``last``."""
        places = np.arange(first, min(last, len(self)))
        return Table({name: column.take(places) for name, column in self.columns.items()})


def segment_table(
    joint: JointSet,
    matches: Matches,
    causes: Causes,
    categories: Sequence[Category],
    image_ids: Sequence[int | str],
    facts: Sequence[Fact] = (),
) -> Table:
    """Return a row for each truth segment and for each guess that matches none, picture by picture.

    Columns: ``image_id``; ``side`` (``"truth"`` or ``"guess"``); ``segment_id``, as on disk; ``category_id``,
    ``category``, ``isthing``; ``outcome`` (``"matched"``, ``"missed"``, ``"spurious"``, ``"excused"``, ``"crowd"``);
    ``cause`` of what is missed or spurious; ``partner_id``, ``partner_category_id``, ``partner_area`` and ``iou``, of
    the match or of the segment on the other side that it has most to do with; ``area`` in pixels, as counted;
    ``size``, by the area, as COCO has it; and the facts, by their paths (``fact.`` before one that is named like a
    column). Those of segments are the truth's alone.

    Parameters
    ----------
    joint : JointSet
    matches : Matches
    causes : Causes
        All of the same pictures.
    categories : sequence of Category
        In the order of the places.
    image_ids : sequence of int or str, N
    facts : sequence of Fact
    """
    shown = _shown(joint, matches)
    outcome = shown.of(_outcomes(joint, matches), np.where(matches.excused, EXCUSED, SPURIOUS))
    cause = shown.of(causes.truth, causes.guess)
    area = shown.of(joint.truth_area, joint.guess_area)
    columns = {
        "image_id": column_of(list(image_ids)).take(shown.of(joint.truth.picture, joint.guess.picture)),
        "side": Column("text", shown.is_guess.astype(np.int64), shown.nowhere, ("truth", "guess")),
        "segment_id": _ids(joint, shown.at),
        **_of_categories(categories, shown.of(joint.truth.places, joint.guess.places)),
        "outcome": Column("text", outcome, shown.nowhere, OUTCOMES),
        "cause": Column("text", cause, cause == NO_CAUSE, CAUSES),
        **_of_partners(joint, shown, causes, categories),
        "area": Column("int", area, shown.nowhere),
        "size": size_classes(area),
    }
    for fact in facts:
        if fact.path != "area":
            name = fact.path if fact.path not in columns else f"fact.{fact.path}"
            columns[name] = _of_fact(fact, shown)
    return Table(columns)


def picture_table(counts: Counts, image_ids: Sequence[int | str]) -> Table:
    """Return a row for each picture: ``image_id``, ``pq``, ``sq``, ``rq``, ``tp``, ``fp``, ``fn``.

    Parameters
    ----------
    counts : Counts
    image_ids : sequence of int or str, N

    Returns
    -------
    Table
        Scores are means over the categories of the picture, as if it were the whole set; missing where it has none.
    """
    size, everywhere = counts.pictures, np.zeros(counts.pictures, np.bool_)
    picture, scores = _cells(counts)
    n = np.bincount(picture, minlength=size)
    means = {
        name: Column("float", np.bincount(picture, weights=score, minlength=size) / np.maximum(n, 1), n == 0)
        for name, score in zip(("pq", "sq", "rq"), scores, strict=True)
    }
    events = {"tp": counts.tp_picture, "fp": counts.fp_picture, "fn": counts.fn_picture}
    sums = {
        name: Column("int", np.bincount(pictures, minlength=size).astype(np.int64), everywhere)
        for name, pictures in events.items()
    }
    return Table({"image_id": column_of(list(image_ids)), **means, **sums})


def _cells(counts: Counts) -> tuple[Rows, Sequence[npt.NDArray[np.float64]]]:
    """The pictures, and PQ, SQ and RQ, of all pairs of a picture and a category in which anything happened."""
    kinds = (
        (counts.tp_picture, counts.tp_place),
        (counts.fp_picture, counts.fp_place),
        (counts.fn_picture, counts.fn_place),
    )
    keys = [picture.astype(np.int64) * counts.categories + place for picture, place in kinds]
    known = np.unique(np.concatenate(keys))
    matched, *wrong = (np.searchsorted(known, key) for key in keys)
    tp, fp, fn = (np.bincount(cells, minlength=known.size) for cells in (matched, *wrong))
    iou_sum = np.bincount(matched, weights=counts.ious, minlength=known.size)
    weight = tp + 0.5 * fp + 0.5 * fn
    picture = known // max(counts.categories, 1)
    return picture, (iou_sum / weight, iou_sum / np.maximum(tp, 1), tp / weight)


@dataclass(frozen=True, eq=False)
class _Shown:
    """Which segment each row of the table is of: truth row ``at``, or guess row ``at - truths``."""

    at: Rows
    truths: int

    @cached_property
    def is_guess(self) -> npt.NDArray[np.bool_]:
        return self.at >= self.truths

    @cached_property
    def nowhere(self) -> npt.NDArray[np.bool_]:
        return np.zeros(self.at.size, np.bool_)

    def of(self, truth: npt.NDArray[Any], guess: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The value of each row, from those of all truth rows and all guess rows."""
        return np.concatenate([truth, guess])[self.at]


def _shown(joint: JointSet, matches: Matches) -> _Shown:
    """All truth rows and the unmatched guess rows, by picture, then side, then id."""
    guess = np.flatnonzero(matches.spurious | matches.excused)
    at = np.concatenate([np.arange(len(joint.truth)), len(joint.truth) + guess])
    picture = np.concatenate([joint.truth.picture, joint.guess.picture[guess]])
    return _Shown(at[np.argsort(picture, kind="stable")], len(joint.truth))


def _outcomes(joint: JointSet, matches: Matches) -> Rows:
    found = np.where(matches.missed, MISSED, MATCHED)
    found[joint.truth.crowd] = CROWD
    return found


def _ids(joint: JointSet, at: Rows) -> Column:
    """The ids of segments on either side; -1 is none."""
    ids = np.concatenate([joint.truth.ids, joint.guess.ids]).astype(np.int64)
    return Column("int", ids, np.zeros(ids.size, np.bool_)).take(at)


def _of_categories(categories: Sequence[Category], places: Rows) -> dict[str, Column]:
    return {
        "category_id": column_of([category.id for category in categories]).take(places),
        "category": text_column([category.name for category in categories]).take(places),
        "isthing": column_of([category.isthing for category in categories]).take(places),
    }


def _of_partners(joint: JointSet, shown: _Shown, causes: Causes, categories: Sequence[Category]) -> dict[str, Column]:
    partner = shown.of(causes.truth_partner, causes.guess_partner)
    gone = partner < 0
    at = np.where(gone, -1, partner + np.where(shown.is_guess, 0, shown.truths))
    places = np.concatenate([joint.truth.places, joint.guess.places, [-1]])[at]
    area = np.concatenate([joint.truth_area, joint.guess_area, [0]])[at]
    return {
        "partner_id": _ids(joint, at),
        "partner_category_id": column_of([category.id for category in categories]).take(places),
        "partner_area": Column("int", area, gone),
        "iou": Column("float", shown.of(causes.truth_iou, causes.guess_iou), gone),
    }


def _of_fact(fact: Fact, shown: _Shown) -> Column:
    truths = len(fact.truth)
    found = fact.truth.take(np.where(shown.is_guess, -1, shown.at))
    if fact.guess is None:
        return found
    other = fact.guess.take(np.where(shown.is_guess, shown.at - truths, -1))
    values = np.where(shown.is_guess, other.values, found.values)
    return Column(found.kind, values, np.where(shown.is_guess, other.missing, found.missing), found.words)
