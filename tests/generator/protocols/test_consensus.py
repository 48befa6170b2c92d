"""One label out of several people's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.errors import UsageError
from panscape.labels import PanopticLabel
from panscape.protocols import majority
from panscape.protocols.kernels import vote

from strategies import CATEGORIES, id_maps


def described(label):
    return label.ids.tolist(), [(segment.category_id, segment.iscrowd) for segment in label.segments]


@given(id_maps(), st.integers(1, 5))
def test_people_who_agree_get_what_they_agree_on(ids, count):
    # Each stuff category once, as a label for COCO has it.
    label = PanopticLabel.from_ids(ids, [1, 2, 3, 4, 1, 2])

    assert described(majority([label] * count, CATEGORIES)) == described(label)


@st.composite
def labellings(draw):
    """Three labels of one shape, of which each may have several segments."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    maps = st.lists(st.integers(0, 3), min_size=height * width, max_size=height * width)
    names = st.lists(st.sampled_from([1, 2, 3, 4]), min_size=3, max_size=3)
    return [
        PanopticLabel.from_ids(np.array(draw(maps), np.uint32).reshape(height, width), draw(names)) for _ in range(3)
    ]


@given(labellings())
def test_no_pixel_gets_a_category_that_fewer_gave_it_than_left_it_void(found):
    agreed = majority(found, CATEGORIES).category_map()

    given_by_each = np.array([label.category_map() for label in found])
    votes = (given_by_each == agreed).sum(axis=0)
    assert ((agreed == 0) | (votes > (given_by_each == 0).sum(axis=0))).all()


@given(st.integers(1, 5).flatmap(lambda count: st.lists(st.tuples(*[st.integers(0, 3)] * count), min_size=1)))
def test_a_vote_is_the_count_that_it_is_defined_by(pixels):
    maps, voted = np.array(pixels, np.int32).T.copy(), np.empty(len(pixels), np.uint32)

    vote(maps, voted)

    assert voted.tolist() == [max(sorted(set(choices)), key=choices.count) for choices in pixels]


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

    assert (agreed.segments[0].bbox, agreed.segments[0].area) == ((6, 5, 10, 10), 100)


def test_what_only_a_dropped_thing_covers_stays_void():
    behind = np.full((20, 40), 1, np.uint32)
    behind[5:15, 5:15] = 2
    one, two = (PanopticLabel.from_ids(behind, [4, name]) for name in (1, 2))
    everywhere = PanopticLabel.from_ids(np.ones((20, 40), np.uint32), [4])

    agreed = majority([one, two, everywhere], CATEGORIES)

    assert [segment.category_id for segment in agreed.segments] == [4]
    np.testing.assert_array_equal(agreed.ids == 0, behind == 2)


def test_what_half_of_the_people_drew_is_dropped():
    empty = PanopticLabel.from_ids(np.zeros((20, 40), np.uint32), [])

    assert majority([square(5), empty], CATEGORIES).segments == ()


def test_labels_of_two_sizes_are_refused():
    small = PanopticLabel.from_ids(np.ones((2, 2), np.uint32), [1])

    with pytest.raises(UsageError, match="labels of one size"):
        majority([small, square(5)], CATEGORIES)
