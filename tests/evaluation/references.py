"""Panoptic quality the slow way: one mask at a time, from the definition and panopticapi's rules on void and crowds."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class SlowCounts:
    """Per category id: the IoUs of the matches, and how many were spurious and missed."""

    ious: dict = field(default_factory=dict)
    fp: dict = field(default_factory=dict)
    fn: dict = field(default_factory=dict)


def slow_counts(truth_map, truth_segments, guess_map, guess_segments, category_ids, *, areas=None, crowds="last"):
    """Count one picture; segments are (id, category_id, iscrowd) in the order of the file, areas by truth id."""
    counts = SlowCounts(*({c: [] if kind == 0 else 0 for c in category_ids} for kind in range(3)))
    void = truth_map == 0
    matched_truth, matched_guess = set(), set()
    for t, truth_category, crowd in sorted(truth_segments):
        for g, guess_category, _ in sorted(guess_segments):
            if crowd or truth_category != guess_category:
                continue
            truth_mask, guess_mask = truth_map == t, guess_map == g
            shared = int((truth_mask & guess_mask).sum())
            area = int(truth_mask.sum()) if areas is None else areas[t]
            union = area + int((guess_mask & ~void).sum()) - shared
            if shared and shared / union > 0.5:
                counts.ious[truth_category].append(shared / union)
                matched_truth.add(t)
                matched_guess.add(g)
    for t, category, crowd in truth_segments:
        counts.fn[category] += not crowd and t not in matched_truth
    for g, category, _ in guess_segments:
        excuses = [t for t, truth_category, crowd in truth_segments if crowd and truth_category == category]
        ignored = void | np.isin(truth_map, excuses[-1:] if crowds == "last" else excuses)
        guess_mask = guess_map == g
        spurious = g not in matched_guess and (guess_mask & ignored).sum() / guess_mask.sum() <= 0.5
        counts.fp[category] += int(spurious)
    return counts


def slow_quality(pictures, categories):
    """PQ, SQ, RQ and n by group, and by category id, of a list of SlowCounts; None where there is nothing."""
    each = {}
    for category in categories:
        ious = [iou for one in pictures for iou in one.ious[category.id]]
        wrong = sum(one.fp[category.id] + one.fn[category.id] for one in pictures)
        if not ious and not wrong:
            each[category.id] = None
            continue
        iou_sum = 0.0
        for iou in ious:
            iou_sum += iou
        weight = len(ious) + 0.5 * wrong
        each[category.id] = (iou_sum / weight, iou_sum / len(ious) if ious else 0.0, len(ious) / weight)
    groups = {}
    for name, kinds in {"all": (True, False), "things": (True,), "stuff": (False,)}.items():
        rows = [each[c.id] for c in categories if c.isthing in kinds and each[c.id] is not None]
        sums = [0.0, 0.0, 0.0]
        for row in rows:
            sums = [a + b for a, b in zip(sums, row, strict=True)]
        groups[name] = (*(s / len(rows) if rows else None for s in sums), len(rows))
    return groups, each


def slow_pairs(truth_map, guess_map, truth_ids, guess_ids):
    """The joint table, one pixel at a time; row and column 0 are void."""
    pairs = np.zeros((len(truth_ids) + 1, len(guess_ids) + 1), np.int64)
    rows, columns = ({0: 0} | {int(one): k for k, one in enumerate(ids, 1)} for ids in (truth_ids, guess_ids))
    for t, g in zip(truth_map.ravel().tolist(), guess_map.ravel().tolist(), strict=True):
        pairs[rows[t], columns[g]] += 1
    return pairs
