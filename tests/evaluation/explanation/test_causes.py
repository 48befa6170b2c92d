"""Each missed and each spurious segment has the one cause that a person would name."""

import numpy as np
import pytest
from hypothesis import given

from evaluation.drawn import pairs, random_pair
from evaluation.references_causes import Masks
from evaluation.sketches import Row, joint_of, sketched
from panscape.explanation.causes import CAUSES, NO_CAUSE, causes
from panscape.metrics import PANOPTICAPI, match


def named(segments, code):
    return {int(one): CAUSES[place] for one, place in zip(segments.ids, code, strict=True) if place != NO_CAUSE}


def explained(truth, guess):
    """The causes of a sketch, by letter."""
    joint, matches = sketched((truth, guess))
    found = causes(joint, matches)
    return tuple(
        {chr(one): cause for one, cause in named(segments, code).items()}
        for segments, code in ((joint.truth, found.truth), (joint.guess, found.guess))
    )


CASES = {
    "nothing is there": ("aaaggggg", "gggggggg", {"a": "missed"}, {}),
    "the guess leaves it void": ("aaaagggg", "....gggg", {"a": "missed"}, {}),
    "something is there that is not": ("gggggggg", "ggggggaa", {}, {"a": "spurious"}),
    "it was taken for another": ("aaaagggg", "dddggggg", {"a": "wrong_class"}, {"d": "wrong_class"}),
    "two halves were taken for one": (
        "aaaabbbbgg",
        "aaaaaaaagg",
        {"a": "merged", "b": "merged"},
        {"a": "merged"},
    ),
    "a large one swallowed a small one": ("aaaaaabbgg", "aaaaaaaagg", {"b": "merged"}, {}),
    "one was taken for two halves": ("aaaaaaaagg", "aaaabbbbgg", {"a": "split"}, {"a": "split", "b": "split"}),
    "a piece broke off one that was found": ("aaaaaaaagg", "aaaaaabbgg", {}, {"b": "split"}),
    "it was seen beside its place": (
        "ggaaaagggggg",
        "ggggaaaagggg",
        {"a": "boundary"},
        {"a": "boundary"},
    ),
    "two specks do not make one": (
        "aaaaaaaaaaaagggggggggggggggggggg",
        "abgggggggggggggggggggggggggggggg",
        {"a": "missed"},
        {"a": "spurious", "b": "spurious"},
    ),
    "it ran over into a crowd of its kind": (
        "aaaaAAAAgggggggggg",
        "aaaaaaaagggggggggg",
        {"a": "void"},
        {"a": "void"},
    ),
    "the only guess on it was excused for its void": (
        "aa......gggggggg",
        "aaaaaaaaaagggggg",
        {"a": "void"},
        {},
    ),
    "a guess lies on the crowd of another kind": ("AAAAgggggg", "ddddgggggg", {}, {"d": "void"}),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_person_would_say_so(case):
    truth, guess, missed, spurious = CASES[case]

    assert explained(truth, guess) == (missed, spurious)


def test_a_guess_that_fits_neither_by_its_kind_nor_its_place_is_spurious():
    # It shares a pixel with the dog: an IoU of 1/6.
    missed, spurious = explained("ggggggdddggggg", "ggggggggaaaagg")

    assert (missed, spurious) == ({"d": "missed"}, {"a": "spurious"})


def slow_and_fast(truth, guess):
    rows = [[Row(*one) for one in side.segments] for side in (truth, guess)]
    joint = joint_of(truth.ids, guess.ids, *rows)
    fast = causes(joint, match(joint))
    slow = Masks(truth.ids, truth.segments, guess.ids, guess.segments).causes()
    return slow, (named(joint.truth, fast.truth), named(joint.guess, fast.guess))


@given(pairs())
def test_causes_are_those_of_the_definition(pair):
    slow, fast = slow_and_fast(*pair)

    assert fast == slow


def test_causes_are_those_of_the_definition_in_pictures_of_boxes():
    rng, seen = np.random.default_rng(5), set()
    for _ in range(200):
        slow, fast = slow_and_fast(*random_pair(rng))

        assert fast == slow
        seen |= {*fast[0].values(), *fast[1].values()}
    assert seen == set(CAUSES)


def test_a_partner_is_the_match_or_what_lies_there_instead():
    joint, matches = sketched(("aaaabbggggg", "aaaabgggggg"), ("aaaagggggggg", "ddddgggggggg"))

    found = causes(joint, matches)

    # cat, half a cat missing, grass; cat taken for a dog, grass
    assert found.truth_partner.tolist() == [0, 1, 2, 3, 4]
    np.testing.assert_allclose(found.truth_iou, [1, 1 / 2, 5 / 6, 1, 1])
    assert found.guess_partner.tolist() == [0, 1, 2, 3, 4]


def test_a_badly_outlined_segment_has_the_nearest_of_its_kind_for_a_partner():
    # Most of the cat lies under grass, and yet the other cat is what was meant.
    joint, matches = sketched(("aaaaaaaaggggggggggggg", "aaaggggggggggggggggga"))

    found = causes(joint, matches)

    assert CAUSES[found.truth[0]] == "boundary"
    assert joint.guess.ids[found.truth_partner[0]] == ord("a")


def test_a_segment_that_meets_nothing_has_no_partner():
    joint, matches = sketched(("aa..", "..gg"))

    found = causes(joint, matches)

    assert found.truth_partner.tolist() == found.guess_partner.tolist() == [-1]
    assert np.isnan([found.truth_iou, found.guess_iou]).all()


def test_the_iou_of_a_match_is_the_one_that_it_matched_with():
    ids = np.array([[1, 1, 1, 1, 2, 2]], np.uint32)
    told = [Row(1, 1, False, 5), Row(2, 3, False, 2)]
    joint = joint_of(ids, ids, told, told)

    found = causes(joint, match(joint, PANOPTICAPI))

    assert found.truth_iou.tolist() == found.guess_iou.tolist() == [4 / 5, 1]


def test_of_two_that_share_as_much_the_first_is_the_partner():
    joint, matches = sketched(("aaggggggggg", "deggggggggg"), ("aabbggggg", "ddddggggg"))

    found = causes(joint, matches)

    partners = joint.guess.ids[found.truth_partner[[0, 2, 3]]]
    assert "".join(map(chr, partners)) == "ddd"
    assert chr(joint.truth.ids[found.guess_partner[3]]) == "a"


def test_areas_told_wrong_move_matches_but_not_causes():
    ids = np.array([[1, 1, 1, 1, 2, 2]], np.uint32)
    told = [Row(1, 1, False, 40), Row(2, 3, False, 2)]
    joint = joint_of(ids, ids, told, told)

    found = causes(joint, match(joint, PANOPTICAPI))

    assert CAUSES[found.truth[0]] == CAUSES[found.guess[0]] == "boundary"
