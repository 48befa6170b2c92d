"""Boundary PQ is that of the definition and of boundary-iou-api's rules, to the last bit."""

import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.drawn import pairs, random_pair, side
from evaluation.references import slow_quality
from evaluation.references_boundary import slow_band, slow_boundary_counts, slow_iou
from evaluation.written import changed, disturbed, random_label, write_set
from panscape.errors import DataError, LabelError
from panscape.formats import open_panoptic
from panscape.labels import PanopticLabel
from panscape.metrics import STANDARD, Counts, JointSet, Rules, as_json, evaluate, match, score, total
from panscape.metrics.boundary import boundary_evaluate, boundary_quality, boundary_sets
from panscape.metrics.matching import band_ious
from panscape.overlaps.bands.tables import band_distance, band_overlaps, overlaps_of
from panscape.overlaps.segments import columns, places_of

from strategies import CATEGORIES

PLACES = places_of(CATEGORIES)
CATEGORY_IDS = [category.id for category in CATEGORIES]


@dataclass(frozen=True)
class Row:
    id: int
    category_id: int
    iscrowd: bool
    area: int = 0


def joint_sets(truth, guess, distance, kernels=True):
    sides = [columns([Row(*segment) for segment in one.segments], PLACES) for one in (truth, guess)]
    tables = band_overlaps(truth.ids, guess.ids, *(one.ids for one in sides), distance, kernels=kernels)
    return tuple(JointSet(overlaps, *sides) for overlaps in overlaps_of([tables]))


def fast_counts(truth, guess, distance, rules=STANDARD, kernels=True):
    joint, bands = joint_sets(truth, guess, distance, kernels)
    return Counts.of_matches(joint, match(joint, rules, bands), len(CATEGORIES))


def slow_counts(truth, guess, distance, crowds="last"):
    return slow_boundary_counts(
        truth.ids, truth.segments, guess.ids, guess.segments, CATEGORY_IDS, distance, crowds=crowds
    )


def assert_equal(fast, slow):
    for place, category_id in enumerate(CATEGORY_IDS):
        assert fast.ious[fast.tp_place == place].tolist() == slow.ious[category_id]
        assert fast.fp[place] == slow.fp[category_id]
        assert fast.fn[place] == slow.fn[category_id]


@settings(max_examples=40)
@given(pairs(), st.integers(1, 5), st.sampled_from(["last", "all"]), st.booleans())
def test_counts_are_those_of_the_definition(pair, distance, crowds, kernels):
    fast = fast_counts(*pair, distance, Rules(crowds), kernels)

    assert_equal(fast, slow_counts(*pair, distance, crowds))


def test_quality_over_hundreds_of_random_pairs_is_equal_to_the_last_bit():
    rng = np.random.default_rng(20260102)
    drawn = [(*random_pair(rng), int(rng.integers(1, 5))) for _ in range(400)]

    quality = score(total([fast_counts(*one) for one in drawn], len(CATEGORIES)), CATEGORIES)

    groups, each = slow_quality([slow_counts(*one) for one in drawn], CATEGORIES)
    assert all(one.tp and one.fp and one.fn for one in quality.categories)
    for name, wanted in groups.items():
        group = getattr(quality, name)
        assert (group.pq, group.sq, group.rq, group.n) == wanted
    assert [(one.pq, one.sq, one.rq) for one in quality.categories] == [each[c] for c in CATEGORY_IDS]


def test_the_boundary_iou_of_each_pair_is_that_of_the_masks():
    rng = np.random.default_rng(8)
    apart = 0
    for truth, guess in [random_pair(rng, size=40) for _ in range(60)]:
        joint, bands = joint_sets(truth, guess, 2)
        matches = match(joint)

        found = band_ious(bands, matches.truth, matches.guess)

        for t, g, iou, plain in zip(matches.truth, matches.guess, found, matches.ious, strict=True):
            masks = truth.ids == joint.truth.ids[t], guess.ids == joint.guess.ids[g]
            assert iou == slow_iou(*(slow_band(mask, 2) for mask in masks), truth.ids == 0)
            apart += iou != plain
    assert apart > 10


def test_what_excuses_a_guess_is_told_by_segments_not_by_bands():
    # More than half of the guess's band lies on void, less than half of the guess.
    ids = np.ones((12, 12), np.int64)
    ids[:2] = ids[-2:] = ids[:, :2] = 0
    everything = np.ones((12, 12), np.int64)
    truth, guess = side(ids, [7], [1], [False], [0]), side(everything, [9], [2], [False], [0])

    assert fast_counts(truth, guess, 1).fp.tolist() == [0, 1, 0, 0]


def test_segments_that_match_and_whose_outlines_do_not_are_missed_and_spurious():
    truth, guess = np.zeros((40, 40), np.int64), np.zeros((40, 40), np.int64)
    truth[5:35, 5:35] = 1
    guess[5:35, 5:35] = 1
    truth[5:8], guess[32:35] = 2, 2  # what the bands do not share is no void
    truth, guess = (side(ids, [3, 4], [1, 3], [False] * 2, [0, 1]) for ids in (truth, guess))
    joint, bands = joint_sets(truth, guess, 1)

    plain, strict = (Counts.of_matches(joint, match(joint, STANDARD, b), 4) for b in (None, bands))

    assert (plain.tp[0], strict.tp[0], strict.fp[0], strict.fn[0]) == (1, 0, 1, 1)


def test_segments_whose_bands_do_not_meet_have_a_boundary_iou_of_nought_beside_others_that_have_one():
    truth, guess = np.zeros((2, 40, 80), np.int64)
    truth[:, :40], guess[2:-2, 2:38] = 1, 1
    truth[:, 50:], guess[:, 50:] = 2, 2
    truth, guess = (side(ids, [3, 4], [1, 3], [False] * 2, [0, 1]) for ids in (truth, guess))
    joint, bands = joint_sets(truth, guess, 1)

    matches = match(joint)

    assert matches.truth.tolist() == [0, 1]
    assert band_ious(bands, matches.truth, matches.guess).tolist() == [0.0, 1.0]


def test_a_band_as_wide_as_the_picture_leaves_the_plain_quality():
    rng = np.random.default_rng(4)
    for truth, guess in [random_pair(rng) for _ in range(40)]:
        joint, _ = joint_sets(truth, guess, 1)

        wide = fast_counts(truth, guess, 1000)

        plain = Counts.of_matches(joint, match(joint), len(CATEGORIES))
        assert wide.ious.tolist() == plain.ious.tolist()


def test_labels_in_memory_score_as_their_definition():
    rng = np.random.default_rng(2)
    truths = [random_label(rng) for _ in range(12)]
    guesses = [disturbed(label, rng) for label in truths]

    quality = boundary_quality(truths, guesses, CATEGORIES, 0.05)

    sides = [[side(x.ids.astype(np.int64), *numbered(x)) for x in labels] for labels in (truths, guesses)]
    distance = band_distance(20, 30, 0.05)
    slow = [slow_counts(*pair, distance) for pair in zip(*sides, strict=True)]
    assert (quality.all.pq, quality.all.sq, quality.all.rq, quality.all.n) == slow_quality(slow, CATEGORIES)[0]["all"]
    assert distance == 2 and 0 < quality.all.pq < 1


def numbered(label):
    n = len(label.segments)
    return np.arange(1, n + 1), [one.category_id for one in label.segments], [False] * n, range(n)


def test_a_label_against_itself_scores_exactly_one():
    label = random_label(np.random.default_rng(0))

    assert boundary_quality(label, label, CATEGORIES).all.pq == 1.0


def test_labels_that_cannot_be_scored_are_refused():
    small, large = (PanopticLabel.from_ids(np.ones(shape, np.uint32), [1]) for shape in ((2, 3), (3, 2)))

    with pytest.raises(LabelError, match="guess has 2 x 3 pixels, truth has 3 x 2"):
        boundary_quality(small, large, CATEGORIES)
    with pytest.raises(ValueError, match="found no label"):
        boundary_sets([], [], CATEGORIES)
    with pytest.raises(ValueError, match="found a ratio of 0"):
        boundary_quality(small, small, CATEGORIES, 0)


@pytest.fixture
def sets(tmp_path):
    """Pictures of two sizes, so that their bands differ in width."""
    rng = np.random.default_rng(11)
    truths = [random_label(rng, shape) for shape in [(20, 30), (40, 70)] * 4]
    guesses = [disturbed(label, rng) for label in truths]
    return write_set(tmp_path / "truth", truths), write_set(tmp_path / "guess", guesses), truths, guesses


def opened(truth, guess):
    one = open_panoptic(truth)
    return one, open_panoptic(guess, beside=one)


@pytest.mark.parametrize("kernels", [True, False])
def test_sets_on_disk_score_as_labels_in_memory_and_plainly_too(sets, kernels, monkeypatch):
    truth, guess, truths, guesses = sets
    monkeypatch.setattr("panscape.overlaps.overlaid.PLAIN_BAND_PIXELS", 0 if kernels else 10**9)

    result = boundary_evaluate(*opened(truth, guess), ratio=0.03, keep=True)

    in_memory = boundary_quality(truths, guesses, CATEGORIES, 0.03)
    assert 0 < in_memory.all.pq < result.plain.quality.all.pq
    # Ids on disk are in another order than in memory, so that sums differ in the last bit.
    assert [one.tp for one in result.boundary.quality.categories] == [one.tp for one in in_memory.categories]
    assert result.boundary.quality.all.pq == pytest.approx(in_memory.all.pq, rel=1e-14)
    assert as_json(result.plain) == as_json(evaluate(*opened(truth, guess)))
    assert len(result.boundary.counts) == 8 and result.bands.pictures == 8
    again = match(result.plain.joint, STANDARD, result.bands)
    assert again.ious.tolist() == result.boundary.counts.ious.tolist()


def test_the_number_of_threads_changes_nothing(sets, monkeypatch):
    monkeypatch.setattr("panscape.overlaps.overlaid.PLAIN_BAND_PIXELS", 0)

    one, three = (as_json(boundary_evaluate(*opened(*sets[:2]), workers=workers).boundary) for workers in (1, 3))

    assert one == three


def test_a_missing_guess_is_refused_and_its_way_out_counts_all_as_missed(sets):
    truth, guess, truths, _ = sets
    changed(guess, lambda content: content["annotations"].pop())

    with pytest.raises(DataError, match=r"no guess for image id 8 \(000007.png\)"):
        boundary_evaluate(*opened(truth, guess))

    result = boundary_evaluate(*opened(truth, guess), missing="empty")
    assert result.boundary.counts[-1].fn.sum() == len(truths[-1].segments)
    assert "1 of 8 images have no guess" in result.boundary.warnings[0]


@pytest.mark.parametrize("kernels", [True, False])
@pytest.mark.parametrize("side", ["truth", "guess"])
def test_a_segment_without_a_pixel_is_refused_with_file_and_image(sets, side, kernels, monkeypatch):
    monkeypatch.setattr("panscape.overlaps.overlaid.PLAIN_BAND_PIXELS", 0 if kernels else 10**9)
    path = sets[0] if side == "truth" else sets[1]
    ghost = {"id": 77, "category_id": 1, "iscrowd": 0, "area": 5, "bbox": [0, 0, 1, 1]}
    changed(path, lambda content: content["annotations"][3]["segments_info"].append(ghost))

    with pytest.raises(LabelError, match=rf"{side}.*image id 4 \(000003.png\): segments_info has segment 77"):
        boundary_evaluate(*opened(*sets[:2]))


@pytest.mark.parametrize("kernels", [True, False])
def test_an_id_without_a_segment_is_refused_with_its_pixel(sets, kernels, monkeypatch):
    monkeypatch.setattr("panscape.overlaps.overlaid.PLAIN_BAND_PIXELS", 0 if kernels else 10**9)
    lost = []
    changed(sets[1], lambda content: lost.append(content["annotations"][2]["segments_info"].pop()["id"]))

    with pytest.raises(LabelError, match=rf"guess.*image id 3 \(000002.png\): pixel .* holds id {lost[0]}"):
        boundary_evaluate(*opened(*sets[:2]))


def test_a_ratio_that_is_no_share_is_refused_before_anything_is_read(sets):
    with pytest.raises(ValueError, match="found a ratio of -1"):
        boundary_evaluate(*opened(*sets[:2]), ratio=-1)


def test_small_sets_are_scored_without_loading_numba(sets):
    code = (
        "import sys; from panscape.formats import open_panoptic; "
        "from panscape.metrics.boundary import boundary_evaluate; "
        "sets = [open_panoptic(path) for path in sys.argv[1:]]; "
        "print(boundary_evaluate(*sets).boundary.quality.all.n, 'numba' in sys.modules)"
    )

    told = subprocess.run([sys.executable, "-c", code, *map(str, sets[:2])], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["4", "False"]
