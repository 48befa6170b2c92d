"""Semantic quality is that of the definition, pixel by pixel."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.drawn import pairs
from evaluation.joints import category_map, joint_of, random_pairs
from panscape.metrics.semantic import SemanticCounts, semantic_quality

from strategies import CATEGORIES

SIZE = len(CATEGORIES)


def slow_confusion(sides):
    confusion = np.zeros((SIZE + 1, SIZE + 1), np.int64)
    for truth, guess in sides:
        for t, g in zip(category_map(truth).ravel(), category_map(guess).ravel(), strict=True):
            confusion[t, g] += 1  # the ids of CATEGORIES run from 1
    return confusion


def slow_semantics(sides):
    """The four means by one mask for each category."""
    truth = np.concatenate([category_map(t).ravel() for t, _ in sides])
    guess = np.concatenate([category_map(g).ravel() for _, g in sides])
    truth, guess = truth[truth > 0], guess[truth > 0]
    masks = [(truth == c.id, guess == c.id) for c in CATEGORIES]
    ious = [(t & g).sum() / (t | g).sum() if (t | g).any() else None for t, g in masks]
    accuracies = [(t & g).sum() / t.sum() for t, g in masks if t.any()]
    weighted = [t.sum() / truth.size * iou for (t, _), iou in zip(masks, ious, strict=True) if t.any()]
    there = [iou for iou in ious if iou is not None]
    return {
        "ious": ious,
        "miou": np.mean(there) if there else None,
        "fwiou": sum(weighted) if weighted else None,
        "pixel_accuracy": (truth == guess).mean() if truth.size else None,
        "mean_accuracy": np.mean(accuracies) if accuracies else None,
    }


def assert_as_defined(quality, slow):
    for one, iou in zip(quality.categories, slow["ious"], strict=True):
        assert one.iou == iou
    for name in ("miou", "fwiou", "pixel_accuracy", "mean_accuracy"):
        wanted = slow[name]
        assert getattr(quality, name) == (None if wanted is None else pytest.approx(wanted, rel=1e-12))
    assert quality.n == sum(iou is not None for iou in slow["ious"])


@settings(max_examples=40)
@given(st.lists(pairs(), min_size=1, max_size=3))
def test_the_confusion_has_every_pixel_once(sides):
    counts = SemanticCounts.of(joint_of(sides), SIZE)

    np.testing.assert_array_equal(counts.confusion, slow_confusion(sides))
    assert counts.pictures == len(sides)


@settings(max_examples=40)
@given(st.lists(pairs(), min_size=1, max_size=3))
def test_semantic_quality_is_that_of_masks(sides):
    quality = semantic_quality(SemanticCounts.of(joint_of(sides), SIZE), CATEGORIES)

    assert_as_defined(quality, slow_semantics(sides))


def test_semantic_quality_of_many_pictures_is_that_of_masks():
    sides = random_pairs(1, 60)

    quality = semantic_quality(SemanticCounts.of(joint_of(sides), SIZE), CATEGORIES)

    assert quality.n == SIZE
    assert_as_defined(quality, slow_semantics(sides))


def test_counts_of_parts_add_up_to_those_of_the_whole():
    sides = random_pairs(2, 20)

    added = SemanticCounts.of(joint_of(sides[:7]), SIZE) + SemanticCounts.of(joint_of(sides[7:]), SIZE)

    whole = SemanticCounts.of(joint_of(sides), SIZE)
    np.testing.assert_array_equal(added.confusion, whole.confusion)
    assert added.pictures == whole.pictures


def test_void_in_the_guess_is_a_wrong_answer_and_void_in_the_truth_is_left_out():
    confusion = np.zeros((SIZE + 1, SIZE + 1), np.int64)
    confusion[1] = [2, 6, 0, 0, 0]  # cats: two pixels called nothing
    confusion[0] = [9, 0, 9, 0, 0]  # void: nine called dog

    quality = semantic_quality(SemanticCounts(1, confusion), CATEGORIES)

    assert (quality.miou, quality.pixel_accuracy, quality.n) == (0.75, 0.75, 1)
    assert quality.categories[1].iou is None


def test_nothing_but_void_has_no_score():
    quality = semantic_quality(SemanticCounts(1, np.zeros((SIZE + 1, SIZE + 1), np.int64)), CATEGORIES)

    means = quality.miou, quality.fwiou, quality.pixel_accuracy, quality.mean_accuracy
    assert means == (None, None, None, None)


def test_the_result_can_be_written_as_json():
    quality = semantic_quality(SemanticCounts.of(joint_of(random_pairs(3, 4)), SIZE), CATEGORIES)

    assert json.loads(json.dumps(asdict(quality)))["miou"] == quality.miou


def test_counts_of_other_categories_are_refused():
    three, four = (SemanticCounts(1, np.zeros((size + 1, size + 1), np.int64)) for size in (3, 4))

    with pytest.raises(ValueError, match="of 3 and of 4 categories"):
        _ = three + four
    with pytest.raises(ValueError, match="counts of 3 categories and 4 categories"):
        semantic_quality(three, CATEGORIES)
    with pytest.raises(ValueError, match="as many rows as columns"):
        SemanticCounts(1, np.zeros((2, 3), np.int64))
