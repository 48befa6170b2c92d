"""The confusion of categories counts each segment of the truth once, and each of the guess."""

import numpy as np
import pytest
from hypothesis import given

from evaluation.drawn import pairs
from evaluation.references_causes import Masks
from evaluation.sketches import Row, joint_of, sketched
from panscape.explanation.confusion import Confusion, mistakes
from panscape.metrics import PANOPTICAPI, match
from panscape.overlaps.segments import places_of

from strategies import CATEGORIES

SIZE = len(CATEGORIES)
CAT, DOG, GRASS, NONE = 0, 1, 2, SIZE


def slow_confusion(masks):
    """One segment at a time, from the definition, at an IoU above 1/2."""
    places, table, used = places_of(CATEGORIES), np.zeros((SIZE + 1, SIZE + 1), np.int64), set()
    for t, (_, category) in masks.truth.items():
        fits = [g for g in masks.guess if masks.iou(t, g) > 0.5]
        used |= set(fits)
        table[places[category], places[masks.guess[fits[0]][1]] if fits else SIZE] += 1
    for g, (_, category) in masks.guess.items():
        table[SIZE, places[category]] += g not in used and g not in masks.excused
    return table


@given(pairs())
def test_confusion_is_that_of_the_definition(pair):
    truth, guess = pair
    joint = joint_of(truth.ids, guess.ids, *([Row(*one) for one in side.segments] for side in pair))

    fast = Confusion.of_matches(joint, match(joint), SIZE)

    slow = slow_confusion(Masks(truth.ids, truth.segments, guess.ids, guess.segments))
    np.testing.assert_array_equal(fast.table, slow)


def test_a_cat_taken_for_a_dog_is_in_the_cats_row_and_the_dogs_column():
    joint, matches = sketched(("aaaabbggggggggggg", "ddddggggggggggeee"), ("aaggggg", "aaggggg"))

    found = Confusion.of_matches(joint, matches, SIZE).table

    expected = np.zeros((SIZE + 1, SIZE + 1))
    expected[CAT, [CAT, DOG, NONE]] = 1
    expected[GRASS, GRASS] = 1 + 1
    expected[NONE, DOG] = 1
    np.testing.assert_array_equal(found, expected)


def test_a_lower_threshold_tells_what_lies_where_a_segment_was_missed():
    joint, matches = sketched(("aaagggggg", "ggggggggg"))

    at_half, lower = (Confusion.of_matches(joint, matches, SIZE, above=above).table for above in (0.5, 0.1))

    assert (at_half[CAT, NONE], at_half[CAT, GRASS]) == (1, 0)
    assert (lower[CAT, NONE], lower[CAT, GRASS]) == (0, 1)


def test_crowds_and_excused_guesses_are_in_no_cell():
    joint, matches = sketched(("AAAAgggg....", "aaaaggggdddd"))

    found = Confusion.of_matches(joint, matches, SIZE).table

    assert (found.sum(), found[GRASS, GRASS]) == (1, 1)


def test_a_match_counts_as_one_whatever_its_pixels_say():
    # The file tells the cat smaller than it is, and is believed: an IoU of 4/8 becomes one of 4/5.
    truth, guess = np.array([[1] * 8 + [2] * 9], np.uint32), np.array([[1] * 4 + [2] * 13], np.uint32)
    told = [Row(1, 1, False, 5), Row(2, 3, False, 9)]
    joint = joint_of(truth, guess, told, [Row(1, 1, False), Row(2, 3, False)])

    found = Confusion.of_matches(joint, match(joint, PANOPTICAPI), SIZE).table

    assert (found[CAT, CAT], found.sum()) == (1, 2)


def test_confusion_adds_over_pictures():
    pictures = ("aaaaggg", "ddddggg"), ("aaddggg", "ggddggg")
    whole = Confusion.of_matches(*sketched(*pictures), SIZE)

    parts = [Confusion.of_matches(*sketched(one), SIZE) for one in pictures]

    np.testing.assert_array_equal((parts[0] + parts[1]).table, whole.table)


def test_mistakes_come_with_the_most_frequent_first():
    table = np.zeros((SIZE + 1, SIZE + 1), np.int64)
    table[CAT, [CAT, DOG, NONE]] = 5, 2, 1
    table[DOG, [DOG, CAT]] = 1, 3

    found = mistakes(Confusion(table), CATEGORIES)

    assert [(one.truth.name, one.guess.name, one.segments) for one in found] == [("dog", "cat", 3), ("cat", "dog", 2)]
    assert [one.share for one in found] == [pytest.approx(3 / 4), pytest.approx(2 / 8)]
