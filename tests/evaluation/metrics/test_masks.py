"""Average precision is that of pycocotools on masks that were encoded from the maps, to the last bit."""

import json
from contextlib import redirect_stdout
from dataclasses import asdict
from io import StringIO

import numpy as np
import pytest
from pycocotools import mask as coding
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from evaluation.drawn import Side
from evaluation.joints import joint_of, random_pairs
from panscape.metrics.masks import MaskCounts, mask_precision
from panscape.metrics.precision import curves

from strategies import CATEGORIES

THINGS = [category.id for category in CATEGORIES if category.isthing]
NAMES = ("ap", "ap50", "ap75", "ap_small", "ap_medium", "ap_large")
NAMES += ("ar1", "ar10", "ar100", "ar_small", "ar_medium", "ar_large")


def enlarged(side, times):
    return Side(np.kron(side.ids, np.ones((times, times), np.uint32)), side.segments)


def scored_pairs(seed, count, times=16, **options):
    """Pairs with masks of all sizes, and a score for each guess id, with ties among them."""
    pairs = [(enlarged(t, times), enlarged(g, times)) for t, g in random_pairs(seed, count, **options)]
    rng = np.random.default_rng(seed)
    return pairs, [{number: float(rng.integers(1, 8)) / 8 for number, *_ in g.segments} for _, g in pairs]


def small_side(rng, crowd):
    """Four pixels with up to two cats, and on a whim a dog."""
    ids = rng.integers(rng.integers(0, 2), 3, (1, 4)).astype(np.uint32)
    there = [k for k in (2, 1) if (ids == k).any()]
    return Side(ids, tuple((k, 1 + int(rng.random() < 0.05), bool(rng.random() < crowd)) for k in there))


def rows_of(joint, scores):
    """The scores by rows of the joint set."""
    return [scores[k][number] for k, number in zip(joint.guess.picture.tolist(), joint.guess.ids.tolist(), strict=True)]


def plain_eval(pairs, scores):
    """COCOeval as everyone uses it: every thing a mask, every mask encoded."""
    truths, guesses = [], []
    for image_id, ((truth, guess), of_guess) in enumerate(zip(pairs, scores, strict=True)):
        for number, category_id, crowd in truth.segments:
            if category_id in THINGS:
                mask = truth.ids == number
                one = {"id": len(truths) + 1, "image_id": image_id, "category_id": category_id, "iscrowd": int(crowd)}
                truths.append(one | {"area": int(mask.sum()), "segmentation": encoded(mask)})
        for number, category_id, _ in guess.segments:
            if category_id in THINGS:
                one = {"image_id": image_id, "category_id": category_id, "score": of_guess[number]}
                guesses.append(one | {"segmentation": encoded(guess.ids == number)})
    sizes = [truth.ids.shape for truth, _ in pairs]
    images = [{"id": k, "height": height, "width": width} for k, (height, width) in enumerate(sizes)]
    with redirect_stdout(StringIO()):
        coco = COCO()
        coco.dataset = {"images": images, "annotations": truths, "categories": [{"id": c} for c in THINGS]}
        coco.createIndex()
        run = COCOeval(coco, coco.loadRes(guesses), "segm")
        run.evaluate()
        run.accumulate()
        run.summarize()
    return run


def curves_of(counts):
    """Of things alone, which are the first two categories."""
    return curves(counts.truth, counts.guess, counts.pairs, len(THINGS))


def encoded(mask):
    return coding.encode(np.asfortranarray(mask.astype(np.uint8)))


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_precision_and_recall_are_those_of_encoded_masks_to_the_last_bit(seed):
    pairs, scores = scored_pairs(seed, 40)
    joint = joint_of(pairs)
    counts = MaskCounts.of(joint, rows_of(joint, scores), CATEGORIES)

    fast, quality = curves_of(counts), mask_precision(counts, CATEGORIES)

    plain = plain_eval(pairs, scores)
    np.testing.assert_array_equal(fast.precision, plain.eval["precision"][..., 2])
    np.testing.assert_array_equal(fast.recall, plain.eval["recall"])
    assert [getattr(quality, name) for name in NAMES] == plain.stats.tolist()
    assert (plain.stats > 0).all() and joint.truth.crowd.any() and (joint.guess_void > 0).any()


def test_guesses_that_compete_for_a_truth_are_matched_as_coco_matches_them():
    rng = np.random.default_rng(29)  # four pixels, two masks: an IoU of exactly 1/2 with both of them is common
    pairs = [tuple(small_side(rng, crowd) for crowd in (0.25, 0.0)) for _ in range(500)]
    scores = [{k: float(rng.integers(1, 3)) for k in (1, 2)} for _ in pairs]
    joint = joint_of(pairs)
    counts = MaskCounts.of(joint, rows_of(joint, scores), CATEGORIES)

    fast = curves_of(counts)

    plain = plain_eval(pairs, scores)
    np.testing.assert_array_equal(fast.precision, plain.eval["precision"][..., 2])
    np.testing.assert_array_equal(fast.recall, plain.eval["recall"])
    close = counts.pairs.where(counts.pairs.iou >= 0.5)
    rivals = close.truth[~counts.truth.crowd[close.truth]]
    assert close.guess.size - np.unique(close.guess).size > 9 and rivals.size - np.unique(rivals).size > 9


def test_more_guesses_than_count_are_cut_where_coco_cuts_them():
    rng = np.random.default_rng(24)
    cells = np.arange(1, 145, dtype=np.uint32).reshape(12, 12)
    truth = Side(np.kron(cells, np.ones((3, 3), np.uint32)), tuple((k, 1, False) for k in range(1, 145)))
    ids = np.where(rng.random(truth.ids.shape) < 0.2, 0, truth.ids)
    pairs, scores = [(truth, Side(ids, truth.segments))], [{k: float(rng.random()) for k in range(1, 145)}]
    joint = joint_of(pairs)

    fast = curves_of(MaskCounts.of(joint, rows_of(joint, scores), CATEGORIES))

    plain = plain_eval(pairs, scores)
    np.testing.assert_array_equal(fast.precision, plain.eval["precision"][..., 2])
    np.testing.assert_array_equal(fast.recall, plain.eval["recall"])
    assert 0 < plain.eval["recall"][0, 0, 0, 2] < 1


def test_each_thing_has_its_own_precision():
    pairs, scores = scored_pairs(25, 30)
    joint = joint_of(pairs)

    quality = mask_precision(MaskCounts.of(joint, rows_of(joint, scores), CATEGORIES), CATEGORIES)

    precision = plain_eval(pairs, scores).eval["precision"]
    assert [one.category_id for one in quality.categories] == THINGS
    assert [one.ap for one in quality.categories] == [precision[:, :, k, 0, 2].mean() for k in (0, 1)]
    assert [one.ap75 for one in quality.categories] == [precision[5, :, k, 0, 2].mean() for k in (0, 1)]


def test_counts_of_parts_add_up_to_the_same_precision():
    pairs, scores = scored_pairs(26, 20)
    parts = [(joint_of(pairs[span]), scores[span]) for span in (slice(0, 6), slice(6, 13), slice(13, 20))]

    added = [MaskCounts.of(joint, rows_of(joint, of_part), CATEGORIES) for joint, of_part in parts]

    joint = joint_of(pairs)
    whole = MaskCounts.of(joint, rows_of(joint, scores), CATEGORIES)
    assert mask_precision(added[0] + added[1] + added[2], CATEGORIES) == mask_precision(whole, CATEGORIES)


def test_nothing_in_the_truth_gives_no_precision():
    side = Side(np.zeros((4, 4), np.uint32), ())

    quality = mask_precision(MaskCounts.of(joint_of([(side, side)]), [], CATEGORIES), CATEGORIES)

    assert quality.ap is None and quality.ar_large is None
    assert json.loads(json.dumps(asdict(quality)))["ap"] is None


def test_scores_that_cannot_be_are_refused():
    pairs, scores = scored_pairs(27, 3)
    joint = joint_of(pairs)
    rows = np.array(rows_of(joint, scores))

    with pytest.raises(ValueError, match=f"wanted one for each of {len(rows)} segments"):
        MaskCounts.of(joint, rows[1:], CATEGORIES)
    with pytest.raises(ValueError, match="has score nan; wanted a number"):
        MaskCounts.of(joint, rows * np.nan, CATEGORIES)
