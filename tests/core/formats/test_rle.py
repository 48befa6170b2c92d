import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco_mask

from panscape.formats import rle
from panscape.formats.rle import run_lengths, visible_rle
from panscape.labels import PanopticLabel

from strategies import labels


def pycocotools_rle(mask):
    encoded = coco_mask.encode(np.asfortranarray(mask.astype(np.uint8)))
    return {"size": list(encoded["size"]), "counts": encoded["counts"].decode()}


@given(labels(most_ids=4))
def test_every_segment_is_spelled_as_pycocotools_spells_it(label):
    for segment in label.segments:
        assert visible_rle(label, segment) == pycocotools_rle(label.mask(segment.id))


@pytest.mark.parametrize("shape", [(1, 1), (7, 1), (1, 7), (300, 500)])
def test_a_segment_that_fills_the_picture_is_spelled(shape):
    label = PanopticLabel.from_ids(np.ones(shape, np.uint32), [1])

    assert visible_rle(label, label.segments[0]) == pycocotools_rle(label.mask(1))


def test_long_spellings_get_more_room(monkeypatch):
    monkeypatch.setattr(rle, "FIRST_ROOM", 8)
    noise = np.random.default_rng(0).integers(0, 2, (60, 70)).astype(np.uint32)
    label = PanopticLabel.from_ids(noise, [1])

    assert visible_rle(label, label.segments[0]) == pycocotools_rle(noise)


@given(labels(most_ids=2))
def test_run_lengths_give_the_mask_back(label):
    for segment in label.segments:
        runs = run_lengths(visible_rle(label, segment)["counts"])

        column_major = np.repeat(np.arange(len(runs)) % 2, runs)
        np.testing.assert_array_equal(column_major, label.mask(segment.id).ravel(order="F"))


@given(st.text() | st.lists(st.integers() | st.text(), max_size=5) | st.none() | st.integers())
def test_whatever_is_no_spelling_gives_none_or_numbers(counts):
    runs = run_lengths(counts)

    assert runs is None or all(type(run) is int for run in runs)
