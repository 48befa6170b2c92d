"""Panoptic quality is that of the definition and of panopticapi's rules, to the last bit."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.drawn import Side, pairs, random_pair, side
from evaluation.references import slow_counts, slow_quality
from panscape.errors import LabelError
from panscape.labels import PanopticLabel
from panscape.metrics import (
    PANOPTICAPI,
    STANDARD,
    Counts,
    JointSet,
    Overlaps,
    Rules,
    count,
    match,
    panoptic_quality,
    raw_overlap,
    score,
    total,
)
from panscape.overlaps.segments import columns, places_of

from strategies import CATEGORIES, labels

PLACES = places_of(CATEGORIES)
CATEGORY_IDS = [category.id for category in CATEGORIES]


@dataclass(frozen=True)
class Row:
    id: int
    category_id: int
    iscrowd: bool
    area: int


def rows(one: Side, areas=None):
    return [Row(*segment, (areas or {}).get(segment[0], 0)) for segment in one.segments]


def fast_counts(truth, guess, rules=STANDARD, areas=None):
    truth_columns, guess_columns = columns(rows(truth, areas), PLACES), columns(rows(guess), PLACES)
    table = raw_overlap(truth.ids, guess.ids, truth_columns.ids, guess_columns.ids)
    joint = JointSet(Overlaps.from_tables([table]), truth_columns, guess_columns)
    return Counts.of_matches(joint, match(joint, rules), len(CATEGORIES))


def assert_equal(fast, slow):
    for place, category_id in enumerate(CATEGORY_IDS):
        assert fast.ious[fast.tp_place == place].tolist() == slow.ious[category_id]
        assert fast.fp[place] == slow.fp[category_id]
        assert fast.fn[place] == slow.fn[category_id]


def assert_same_quality(quality, pictures):
    groups, each = slow_quality(pictures, CATEGORIES)
    for name, wanted in groups.items():
        group = getattr(quality, name)
        assert (group.pq, group.sq, group.rq, group.n) == wanted
    for one in quality.categories:
        assert (one.pq, one.sq, one.rq) == (each[one.category.id] or (None, None, None))


@given(pairs(), st.sampled_from(["last", "all"]))
def test_counts_are_those_of_the_definition(pair, crowds):
    truth, guess = pair

    fast = fast_counts(truth, guess, Rules(crowds))

    slow = slow_counts(truth.ids, truth.segments, guess.ids, guess.segments, CATEGORY_IDS, crowds=crowds)
    assert_equal(fast, slow)


@given(pairs(), st.data())
def test_areas_told_by_a_file_are_believed_where_panopticapi_believes_them(pair, data):
    truth, guess = pair
    areas = {one[0]: data.draw(st.integers(1, 200)) for one in truth.segments}

    fast = fast_counts(truth, guess, PANOPTICAPI, areas)

    slow = slow_counts(truth.ids, truth.segments, guess.ids, guess.segments, CATEGORY_IDS, areas=areas)
    # An area below the overlap makes the union nought or negative: panopticapi divides, the definition has no answer.
    if all(areas[one[0]] >= (truth.ids == one[0]).sum() for one in truth.segments):
        assert_equal(fast, slow)


def test_quality_over_thousands_of_random_pairs_is_equal_to_the_last_bit():
    rng = np.random.default_rng(20260101)
    sides = [random_pair(rng) for _ in range(2000)]

    quality = score(total([fast_counts(*pair) for pair in sides], len(CATEGORIES)), CATEGORIES)

    slow = [slow_counts(t.ids, t.segments, g.ids, g.segments, CATEGORY_IDS) for t, g in sides]
    assert quality.all.n == len(CATEGORIES) and all(one.tp and one.fp and one.fn for one in quality.categories)
    assert_same_quality(quality, slow)


@given(st.lists(pairs(), max_size=3))
def test_quality_of_a_few_pairs_has_no_score_where_there_is_nothing(drawn):
    quality = score(total([fast_counts(*pair) for pair in drawn], len(CATEGORIES)), CATEGORIES)

    slow = [slow_counts(t.ids, t.segments, g.ids, g.segments, CATEGORY_IDS) for t, g in drawn]
    assert_same_quality(quality, slow)


@given(labels())
def test_a_label_against_itself_scores_exactly_one(label):
    quality = panoptic_quality(label, label, CATEGORIES)

    for group in (quality.all, quality.things, quality.stuff):
        assert (group.pq, group.sq, group.rq) == ((1.0, 1.0, 1.0) if group.n else (None, None, None))


@given(st.lists(pairs(), min_size=3, max_size=6), st.integers(1, 2))
def test_counts_add_the_same_however_pictures_are_dealt_out(drawn, cut):
    parts = [fast_counts(*pair) for pair in drawn]

    whole = total(parts, len(CATEGORIES))
    dealt = total(parts[:cut], len(CATEGORIES)) + total(parts[cut:], len(CATEGORIES))

    assert whole.iou_sum.tolist() == dealt.iou_sum.tolist()
    assert (whole.tp.tolist(), whole.fp.tolist()) == (dealt.tp.tolist(), dealt.fp.tolist())


def drawn_side(ids, category_ids, crowd=None, order=None):
    n = len(category_ids)
    return side(np.array(ids), np.arange(1, n + 1), category_ids, crowd or [False] * n, order or range(n))


def test_a_guess_exactly_half_on_void_is_spurious_and_one_pixel_more_is_excused():
    truth = drawn_side([[0, 0, 1, 1, 1, 1]], [1])
    half, more = drawn_side([[0, 1, 1, 0, 0, 0]], [1]), drawn_side([[1, 1, 1, 0, 0, 0]], [1])

    assert fast_counts(truth, half).fp.tolist() == [1, 0, 0, 0]
    assert fast_counts(truth, more).fp.tolist() == [0, 0, 0, 0]


def test_an_overlap_of_exactly_one_half_is_no_match():
    truth, guess = drawn_side([[1, 1, 2, 2]], [1, 3]), drawn_side([[1, 2, 2, 2]], [1, 3])

    counts = fast_counts(truth, guess)

    assert counts.tp.tolist() == [0, 0, 1, 0]
    assert (counts.fp.tolist(), counts.fn.tolist()) == ([1, 0, 0, 0], [1, 0, 0, 0])


def test_of_two_crowds_the_one_listed_last_excuses_and_all_excuse_when_asked():
    truth = drawn_side([[1, 1, 2, 2]], [1, 1], [True, True], order=[1, 0])
    guess = drawn_side([[1, 1, 2, 2]], [1, 1])

    assert fast_counts(truth, guess).fp.tolist() == [1, 0, 0, 0]
    assert fast_counts(truth, guess, Rules("all")).fp.tolist() == [0, 0, 0, 0]


def test_segments_of_one_stuff_category_are_matched_one_by_one():
    truth = PanopticLabel.from_ids(np.array([[1, 1, 2, 2]]), [3, 3])
    guess = PanopticLabel.from_ids(np.array([[1, 1, 1, 1]]), [3])

    counts = count(truth, guess, CATEGORIES)

    assert (counts.tp.tolist(), counts.fp.tolist(), counts.fn.tolist()) == ([0] * 4, [0, 0, 1, 0], [0, 0, 2, 0])


def test_an_unknown_category_is_refused():
    label = PanopticLabel.from_ids(np.ones((2, 2), np.uint32), [9])

    with pytest.raises(LabelError, match="segment 1 has category 9, which the truth's categories lack"):
        panoptic_quality(label, label, CATEGORIES)
