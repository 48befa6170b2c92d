"""Counts are taken apart and put together again unchanged, and what no counts have as columns is refused."""

import numpy as np
import pytest

from panscape.errors import DataError
from panscape.metrics.columns import COLUMNS, MOST_PICTURES, checked_counts, columns_of, ordered
from panscape.metrics.counts import Counts, total

COUNTS = total(
    [
        Counts.of_one_picture([1], [0.75], [0], [1], categories=2),
        Counts.of_one_picture([0, 1], [0.6, 1.5], [], [0], categories=2),
    ],
    2,
)


def test_columns_make_the_counts_they_came_from():
    again = checked_counts(columns_of(COUNTS), 2, 2, "here")

    assert all(np.array_equal(getattr(again, name), getattr(COUNTS, name)) for name in COLUMNS)
    assert (again.pictures, again.categories) == (2, 2)


@pytest.mark.parametrize("iou", [0.5, 0.0, -1.0, np.inf, -np.inf, np.nan])
def test_an_iou_that_no_match_has_is_refused(iou):
    columns = columns_of(COUNTS) | {"ious": np.array([0.75, iou, 1.5])}

    with pytest.raises(DataError, match="here: ious: found 3, or one not above 1/2 or not finite"):
        checked_counts(columns, 2, 2, "here")


@pytest.mark.parametrize(
    ("name", "column", "text"),
    [
        ("fp_picture", [0], "fp_picture: found list, wanted a column of int32"),
        ("fn_place", None, "fn_place: found nothing"),
        ("tp_place", np.array(1, np.int32), r"tp_place: found int32 \(\)"),
        ("ious", np.ones(3, np.float32), r"ious: found float32 \(3,\), wanted a column of float64"),
        ("ious", np.ones(2), "ious: found 2"),
        ("fp_place", np.zeros(2, np.int32), "fp: found 1 pictures and 2 categories of events"),
        ("tp_picture", np.array([1, 0, 1], np.int32), "tp: found events that are not in the order"),
    ],
)
def test_what_is_no_column_is_refused(name, column, text):
    with pytest.raises(DataError, match=f"here: {text}"):
        checked_counts(columns_of(COUNTS) | {name: column}, 2, 2, "here")


@pytest.mark.parametrize("pictures", [-1, MOST_PICTURES + 1, 2**70])
def test_a_number_of_pictures_that_events_cannot_have_is_refused(pictures):
    none = Counts.of_one_picture([], [], [], [], categories=2)

    with pytest.raises(DataError, match=f"here: found {pictures} pictures, wanted 0 to 2147483647"):
        checked_counts(columns_of(none), pictures, 2, "here")


def test_chosen_pictures_come_in_the_order_that_is_asked():
    swapped = ordered(COUNTS, np.array([1, 0]))

    assert [swapped[k].ious.tolist() for k in range(2)] == [[0.6, 1.5], [0.75]]
    assert ordered(COUNTS, np.array([1])).fn.tolist() == [1, 0]
