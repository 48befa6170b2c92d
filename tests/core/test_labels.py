"""A panoptic label says what its pixels say, or is not born."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from panscape.errors import LabelError
from panscape.labels import PanopticLabel, Segment

from strategies import id_maps, labels


def slow_box(mask):
    ys, xs = np.nonzero(mask)
    return (xs.min(), ys.min(), xs.max() - xs.min() + 1, ys.max() - ys.min() + 1)


@given(labels())
def test_areas_and_boxes_are_those_of_the_pixels(label):
    for segment in label.segments:
        mask = label.ids == segment.id

        assert segment.area == mask.sum()
        assert segment.bbox == slow_box(mask)


@given(id_maps())
def test_from_ids_renumbers_without_moving_a_pixel(ids):
    category_ids = [10, 20, 30, 40, 50, 60]

    label = PanopticLabel.from_ids(ids, category_ids)

    wanted = np.array([0, *category_ids])[ids]
    np.testing.assert_array_equal(label.category_map(), wanted)
    assert [segment.id for segment in label.segments] == list(range(1, len(label.segments) + 1))


@given(labels())
def test_areas_and_void_fill_the_picture(label):
    void = int((label.ids == 0).sum())

    assert sum(segment.area for segment in label.segments) + void == label.height * label.width


def test_a_label_is_read_only():
    label = PanopticLabel.from_ids(np.array([[1, 1]]), [3])

    with pytest.raises(ValueError, match="read-only"):
        label.ids[0, 0] = 2


def test_a_label_leaves_the_callers_array_alone():
    whole = np.ones((4, 4), np.uint32)
    label = PanopticLabel(whole[:2, :2], (Segment(1, 7, 4, (0, 0, 2, 2)),))

    whole[0, 0] = 9

    assert label.ids[0, 0] == 1
    assert not label.ids.flags.writeable


def test_an_array_of_its_own_is_not_copied():
    ids = np.ones((2, 2), np.uint32)

    label = PanopticLabel(ids, (Segment(1, 7, 4, (0, 0, 2, 2)),))

    assert label.ids is ids


@pytest.mark.parametrize("found", [-1, 2, 2**32 + 1, 2**63 + 1])
def test_an_id_that_would_wrap_is_refused(found):
    ids = np.array([[1, found]], np.int64 if found < 0 else np.uint64)

    with pytest.raises(LabelError, match=rf"pixel \(y=0, x=1\) holds id {found}, but .* ids 1 to 1"):
        PanopticLabel.from_ids(ids, [7])


@pytest.mark.parametrize("ids", [np.array([[1.9]]), np.array([["1"]]), np.array([[True]])])
def test_ids_that_are_no_integers_are_refused(ids):
    with pytest.raises(LabelError, match=r"ids are integers, not"):
        PanopticLabel.from_ids(ids, [7])


def test_a_category_map_holds_any_number_of_a_category():
    assert PanopticLabel.from_ids(np.array([[1]]), [2**40 + 1]).category_map().tolist() == [[2**40 + 1]]


def test_crowd_and_facts_follow_their_segment():
    ids = np.array([[0, 3], [1, 3]])

    label = PanopticLabel.from_ids(ids, [7, 7, 9], crowd=[3], facts=[{"a": 1}, {"a": 2}, {"a": 3}])

    assert [(s.category_id, s.iscrowd, s.facts["a"]) for s in label.segments] == [(7, False, 1), (9, True, 3)]


def test_an_id_without_a_segment_is_refused_with_its_place():
    ids = np.array([[0, 1], [1, 5]], np.uint32)

    with pytest.raises(LabelError, match=r"pixel \(y=1, x=1\) holds id 5, but the segments describe ids 1 to 1"):
        PanopticLabel(ids, (Segment(1, 7, 2, (0, 0, 2, 2)),))


GOOD = Segment(1, 7, 2, (0, 0, 2, 1))


@pytest.mark.parametrize(
    ("segment", "text"),
    [
        (replace(GOOD, id=2), "has id 2"),
        (replace(GOOD, area=3), "says area 3, but has 2"),
        (replace(GOOD, bbox=(0, 0, 1, 1)), "says box"),
    ],
)
def test_a_segment_that_contradicts_the_pixels_is_refused(segment, text):
    with pytest.raises(LabelError, match=text):
        PanopticLabel(np.array([[1, 1]], np.uint32), (segment,))


def test_a_segment_without_pixels_is_refused():
    with pytest.raises(LabelError, match="has no pixel"):
        PanopticLabel(np.array([[1, 1]], np.uint32), (GOOD, Segment(2, 7, 0, (0, 0, 0, 0))))


@pytest.mark.parametrize("ids", [np.zeros((2, 2), np.int64), np.zeros((2, 2, 3), np.uint32), np.zeros(4, np.uint32)])
def test_ids_of_another_shape_or_type_are_refused(ids):
    with pytest.raises(LabelError, match=r"\(H, W\) uint32"):
        PanopticLabel(ids, ())
