"""Scores of many rounds at once, from their sums, and the scores without one unit."""

from typing import Literal

import numpy as np
import numpy.typing as npt

from panscape.comparison.resampling.sums import Sums, total_sums
from panscape.comparison.resampling.table import Table

Scores = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

Group = Literal["all", "things", "stuff"]
Measure = Literal["pq", "sq", "rq"]
GROUPS: tuple[Group, ...] = ("all", "things", "stuff")
MEASURES: tuple[Measure, ...] = ("pq", "sq", "rq")


def category_scores(sums: npt.NDArray[np.float64]) -> Scores:
    """Return PQ, SQ and RQ, (3, …) float64, of sums (3, …); nan where there is nothing."""
    iou_sum, tp, wrong = sums
    weight = tp + 0.5 * wrong
    there = weight > 0
    weight = np.where(there, weight, np.nan)
    return np.stack([iou_sum / weight, np.where(there, iou_sum / np.maximum(tp, 1.0), np.nan), tp / weight])


def group_scores(sums: Sums, isthing: Flags) -> Scores:
    """Return the means over the categories that are there.

    Parameters
    ----------
    sums : (3, G, C, B) float64
    isthing : (C,) bool

    Returns
    -------
    (G, B, 3, 3) float64
        By group ("all", "things", "stuff") and measure ("pq", "sq", "rq"); nan where there is nothing.
    """
    each = category_scores(sums)
    there = ~np.isnan(each[0])
    each = np.where(there, each, 0.0)
    _, guesses, _, rounds = sums.shape
    scores = np.empty((guesses, rounds, len(GROUPS), len(MEASURES)))
    for place, members in enumerate(_members(isthing)):
        number = there[:, members].sum(axis=1)
        means = each[:, :, members].sum(axis=2) / np.where(number > 0, number, np.nan)
        scores[:, :, place] = np.moveaxis(means, 0, -1)
    return scores


def left_out_scores(table: Table, isthing: Flags) -> Scores:
    """Return the group scores without each unit in turn, (G, U, 3, 3) float64: what the jackknife needs.

    Only the categories that a unit holds change when it goes, so all units together cost one pass over the cells.
    """
    shape = table.guesses, table.categories
    full = category_scores(total_sums(table)).reshape(3, -1)
    there = ~np.isnan(full[0])
    rest = left_out_categories(table)
    gone = np.isnan(rest[0])
    change = np.where(gone, 0.0, rest) - full[:, table.row]
    owner = table.row // max(table.categories, 1) * table.units + table.unit
    size = table.guesses * table.units
    scores = np.empty((table.guesses, table.units, len(GROUPS), len(MEASURES)))
    for place, members in enumerate(_members(isthing)):
        inside = members[table.row % max(table.categories, 1)]
        counted = (there.reshape(shape) & members).sum(axis=1)[:, None]
        number = counted - _added(owner[inside], gone[inside].astype(np.float64), size, shape[0])
        for measure in range(len(MEASURES)):
            whole = np.where(there, full[measure], 0.0).reshape(shape)[:, members].sum(axis=1)[:, None]
            moved = whole + _added(owner[inside], change[measure, inside], size, shape[0])
            scores[:, :, place, measure] = moved / np.where(number > 0, number, np.nan)
    return scores


def left_out_categories(table: Table) -> Scores:
    """Return PQ, SQ and RQ of each cell's category without the cell's unit, (3, M) float64."""
    total = total_sums(table).reshape(3, -1)
    rest = total[:, table.row] - table.values
    return category_scores(rest)


def _added(owner: npt.NDArray[np.int64], values: Scores, size: int, guesses: int) -> Scores:
    return np.bincount(owner, weights=values, minlength=size).astype(np.float64).reshape(guesses, -1)


def _members(isthing: Flags) -> tuple[Flags, Flags, Flags]:
    return np.ones_like(isthing), isthing, ~isthing
