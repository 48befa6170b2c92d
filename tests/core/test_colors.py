from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.categories import Category, taxonomy
from panscape.colors import NEAR, color_id, disk_ids, made_up_color
from panscape.errors import LabelError
from panscape.labels import Segment

CITY = {category.id: category for category in taxonomy("cityscapes")}


def segments_of(category_ids):
    return [Segment(number, category, 1, (0, 0, 1, 1)) for number, category in enumerate(category_ids, start=1)]


def color_of(number):
    return np.array([number & 255, number >> 8 & 255, number >> 16], int)


@given(st.lists(st.sampled_from(sorted(CITY)), max_size=60))
def test_ids_are_distinct_and_near_their_categories_color(category_ids):
    ids = disk_ids(segments_of(category_ids), CITY).tolist()

    assert len(set(ids)) == len(ids)
    assert all(0 < number < 2**24 for number in ids)
    for number, category in zip(ids, category_ids, strict=True):
        assert np.abs(color_of(number) - CITY[category].color).max() <= NEAR


def test_stuff_has_its_own_color_and_no_thing_has_any_categories():
    own = {color_id(category.color) for category in CITY.values()}

    stuff = disk_ids(segments_of([9, 19]), CITY)
    things = disk_ids(segments_of([3] * 4000), CITY)

    assert stuff.tolist() == [color_id(CITY[9].color), color_id(CITY[19].color)]
    assert own.isdisjoint(things.tolist())


COLORS = st.tuples(*[st.sampled_from([0, 1, 128, 255])] * 3).filter(any)


@given(st.lists(COLORS, min_size=1, max_size=4), st.data())
def test_categories_of_one_color_never_share_an_id(colors, data):
    categories = {k: Category(k, str(k), data.draw(st.booleans()), color) for k, color in enumerate(colors, 1)}
    segments = segments_of(data.draw(st.lists(st.sampled_from(sorted(categories)), max_size=12)))

    ids = disk_ids(segments, categories).tolist()

    assert len(set(ids)) == len(ids)
    assert all(0 < number < 2**24 for number in ids)


@pytest.mark.parametrize("color", [(0, 0, 142), (255, 255, 255), (1, 0, 0), (128, 64, 128)])
def test_more_segments_than_near_colors_still_differ(color):
    categories = {1: Category(1, "ant", True, color)}

    ids = disk_ids(segments_of([1] * 60000), categories)

    assert np.unique(ids).size == 60000
    assert ids.min() > 0


def test_neighbours_of_one_category_differ_to_the_eye():
    ids = disk_ids(segments_of([3] * 40), CITY).tolist()

    steps = [np.abs(color_of(a) - color_of(b)).sum() for a, b in pairwise(ids)]

    assert min(steps) >= 15


def test_the_ids_depend_on_nothing_but_the_segments():
    first = disk_ids(segments_of([3, 9, 3]), CITY)

    assert first.tolist() == disk_ids(segments_of([3, 9, 3]), CITY).tolist()
    assert first.tolist()[:2] == disk_ids(segments_of([3, 9]), CITY).tolist()


def test_an_unknown_category_is_refused():
    with pytest.raises(LabelError, match="segment 1 has category 99"):
        disk_ids(segments_of([99]), CITY)


def test_a_made_up_color_is_none_that_is_there():
    there = {made_up_color(3), made_up_color(4)}

    assert made_up_color(3, there) not in there
    assert made_up_color(5, there) == made_up_color(5)


def test_made_up_colors_differ():
    colors = {made_up_color(number) for number in range(1, 201)}

    assert len(colors) == 200
    assert all(56 <= part <= 255 for color in colors for part in color)
