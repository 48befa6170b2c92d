"""One label out of several people's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.errors import UsageError
from panscape.labels import PanopticLabel
from panscape.protocols import majority

from strategies import CATEGORIES, id_maps, labels


def described(label):
    return label.ids.tolist(), [(segment.category_id, segment.iscrowd) for segment in label.segments]


@given(id_maps(), st.integers(1, 5))
def test_people_who_agree_get_what_they_agree_on(ids, count):
    # Each stuff category once, as a label for COCO has it.
    label = PanopticLabel.from_ids(ids, [1, 2, 3, 4, 1, 2])

    assert described(majority([label] * count, CATEGORIES)) == described(label)


@given(st.lists(labels(most_pixels=1), min_size=3, max_size=3))
def test_no_pixel_gets_a_category_that_nobody_gave_it(found):
    shape = min(label.ids.shape for label in found)
    same = [
        PanopticLabel.from_ids(label.ids[: shape[0], : shape[1]].copy(), [s.category_id for s in label.segments])
        for label in found
    ]
    if len({label.ids.shape for label in same}) > 1:
        return

    agreed = majority(same, CATEGORIES).category_map()

    given_by_some = np.array([label.category_map() for label in same])
    assert ((agreed == 0) | (given_by_some == agreed).any(axis=0)).all()


def square(left, category=1, size=10):
    ids = np.zeros((20, 40), np.uint32)
    ids[5 : 5 + size, left : left + size] = 1
    return PanopticLabel.from_ids(ids, [category])


def test_two_of_three_outvote_the_third():
    agreed = majority([square(5), square(5), square(25)], CATEGORIES)

    np.testing.assert_array_equal(agreed.ids, square(5).ids)


def test_a_name_is_decided_by_the_majority():
    agreed = majority([square(5, 1), square(5, 2), square(5, 2)], CATEGORIES)

    assert [segment.category_id for segment in agreed.segments] == [2]


def test_the_edge_runs_where_most_draw_it():
    agreed = majority([square(5), square(7), square(6)], CATEGORIES)

    assert agreed.segments[0].bbox == (5, 5, 12, 10)
    assert agreed.mask(1)[10, 6:15].all()


def test_what_half_of_the_people_drew_is_dropped():
    empty = PanopticLabel.from_ids(np.zeros((20, 40), np.uint32), [])

    assert majority([square(5), empty], CATEGORIES).segments == ()


def test_labels_of_two_sizes_are_refused():
    small = PanopticLabel.from_ids(np.ones((2, 2), np.uint32), [1])

    with pytest.raises(UsageError, match="labels of one size"):
        majority([small, square(5)], CATEGORIES)
