"""Histograms of IoU hold each match and each truth segment once."""

import numpy as np
from hypothesis import given

from evaluation.drawn import pairs
from evaluation.references_causes import Masks
from evaluation.sketches import Row, joint_of, sketched
from panscape.explanation.histograms import BINS, IouHistogram
from panscape.metrics import match
from panscape.overlaps.segments import places_of

from strategies import CATEGORIES

SIZE = len(CATEGORIES)


def slow_bin(iou):
    """The bin whose upper edge is the first that an IoU does not pass."""
    return next(b for b in range(BINS) if iou <= (b + 1) / BINS)


@given(pairs())
def test_histograms_are_those_of_the_definition(pair):
    truth, guess = pair
    rows = [[Row(*one) for one in side.segments] for side in pair]
    joint = joint_of(truth.ids, guess.ids, *rows)
    masks, places = Masks(truth.ids, truth.segments, guess.ids, guess.segments), places_of(CATEGORIES)

    fast = IouHistogram.of_matches(joint, match(joint), SIZE)

    matched, best, alone = np.zeros((SIZE, BINS)), np.zeros((SIZE, BINS)), np.zeros(SIZE)
    for t, (_, category) in masks.truth.items():
        place = places[category]
        ious = [masks.iou(t, g) for g in masks.guess if masks.alike(t, g) and masks.shared(t, g)]
        if not ious:
            alone[place] += 1
            continue
        best[place, slow_bin(max(ious))] += 1
        if max(ious) > 0.5:
            matched[place, slow_bin(max(ious))] += 1
    np.testing.assert_array_equal(fast.matched, matched)
    np.testing.assert_array_equal(fast.best, best)
    np.testing.assert_array_equal(fast.alone, alone)


def test_an_iou_of_exactly_a_half_is_below_the_edge_that_matches_are_above():
    joint, matches = sketched(("aaaagggggggggggg", "aagggggggggggggg"))

    found = IouHistogram.of_matches(joint, matches, SIZE)

    assert (found.best[0].argmax(), found.matched[0].sum()) == (9, 0)


def test_an_iou_of_eleven_twentieths_is_in_the_bin_that_ends_there():
    joint, matches = sketched(("a" * 20 + "g" * 50, "a" * 11 + "g" * 59))

    found = IouHistogram.of_matches(joint, matches, SIZE)

    assert found.matched[0].argmax() == 10


def test_histograms_add_over_pictures():
    pictures = ("aaaaggg", "aaagggg"), ("aaddggg", "ggddggg")
    whole = IouHistogram.of_matches(*sketched(*pictures), SIZE)

    parts = [IouHistogram.of_matches(*sketched(one), SIZE) for one in pictures]

    for name in ("matched", "best", "alone"):
        np.testing.assert_array_equal(getattr(parts[0] + parts[1], name), getattr(whole, name))
