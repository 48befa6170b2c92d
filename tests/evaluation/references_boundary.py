"""Boundary bands and boundary PQ the slow way: one mask at a time, eroded step by step."""

import numpy as np

from evaluation.references import SlowCounts


def slow_band(mask, distance):
    """The pixels of a mask that erosion takes off: D times a square of 3 x 3; outside the picture there is nothing."""
    left = mask
    for _ in range(distance):
        padded = np.pad(left, 1)
        height, width = mask.shape
        shifted = [padded[y : y + height, x : x + width] for y in range(3) for x in range(3)]
        left = np.logical_and.reduce(shifted)
    return mask & ~left


def slow_band_pairs(truth_map, guess_map, truth_ids, guess_ids, distance):
    """The joint table of bands, one pixel at a time; row and column 0 are the inside of segments, 1 is void."""
    rows, columns = (slow_numbers(*side, distance) for side in ((truth_map, truth_ids), (guess_map, guess_ids)))
    table = np.zeros((len(truth_ids) + 2, len(guess_ids) + 2), np.int64)
    for row, column in zip(rows.ravel().tolist(), columns.ravel().tolist(), strict=True):
        table[row, column] += 1
    return table


def slow_numbers(ids, known, distance):
    """Where every pixel stands in the joint table of bands."""
    numbers = np.where(ids == 0, 1, 0)
    for place, one in enumerate(known, 2):
        numbers[slow_band(ids == one, distance)] = place
    return numbers


def slow_boundary_counts(
    truth_map, truth_segments, guess_map, guess_segments, category_ids, distance, *, crowds="last"
):
    """Count one picture; the rest is as :func:`evaluation.references.slow_counts` says."""
    counts = SlowCounts(*({c: [] if kind == 0 else 0 for c in category_ids} for kind in range(3)))
    void = truth_map == 0
    matched = set()
    for t, truth_category, crowd in sorted(truth_segments):
        for g, guess_category, _ in sorted(guess_segments):
            if crowd or truth_category != guess_category:
                continue
            masks = truth_map == t, guess_map == g
            iou = min(slow_iou(*masks, void), slow_iou(*(slow_band(mask, distance) for mask in masks), void))
            if iou > 0.5:
                counts.ious[truth_category].append(iou)
                matched |= {("truth", t), ("guess", g)}
    for t, category, crowd in truth_segments:
        counts.fn[category] += not crowd and ("truth", t) not in matched
    for g, category, _ in guess_segments:
        excuses = [t for t, truth_category, crowd in truth_segments if crowd and truth_category == category]
        ignored = void | np.isin(truth_map, excuses[-1:] if crowds == "last" else excuses)
        spurious = ("guess", g) not in matched and (ignored & (guess_map == g)).sum() / (guess_map == g).sum() <= 0.5
        counts.fp[category] += int(spurious)
    return counts


def slow_iou(truth, guess, void):
    """Intersection over union of two masks, the void left out of the guess."""
    shared = int((truth & guess).sum())
    return shared / (int(truth.sum()) + int((guess & ~void).sum()) - shared)
