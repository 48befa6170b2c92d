"""Video panoptic metrics the slow way: stacks of masks, from the definitions."""

from math import sqrt

import numpy as np

from evaluation.drawn import Side, box
from evaluation.references import slow_counts

from strategies import CATEGORIES


def clip(rng, frames, size=14, most=5, crowds=0.25):
    """A sequence whose truth and guess share outlines and keep their ids, mostly their categories: [(truth, guess)]."""
    shape = tuple(rng.integers(4, size, 2))
    kinds = rng.choice([c.id for c in CATEGORIES], most)
    guessed = np.where(rng.random(most) < 0.2, rng.choice([c.id for c in CATEGORIES], most), kinds)
    crowd = rng.random(most) < crowds
    numbers = [rng.choice(2**24 - 1, most, replace=False) + 1 for _ in range(2)]
    boxes = [box(rng, shape) for _ in range(most)]
    pairs = []
    for _ in range(frames):
        truth = np.zeros(shape, np.int64)
        for k in rng.permutation(most):
            moved = box(rng, shape) if rng.random() < 0.2 else boxes[k]
            truth[moved] = k + 1
        guess = truth.copy()
        for k in range(most):
            if rng.random() < 0.25:
                guess[box(rng, shape)] = rng.choice([0, k + 1, most - k])
        truth[box(rng, shape)] *= rng.integers(0, 2)
        order = rng.permutation(most)
        named = np.where(rng.random(most) < 0.1, rng.choice([c.id for c in CATEGORIES], most), guessed)
        pairs.append(
            (_side(truth, numbers[0], kinds, crowd, order), _side(guess, numbers[1], named, np.zeros(most), order))
        )
    return pairs


def _side(small, numbers, kinds, crowd, order):
    there = [k for k in order if (small == k + 1).any()]
    ids = np.concatenate([[0], numbers]).astype(np.uint32)[small]
    return Side(ids, tuple((int(numbers[k]), int(kinds[k]), bool(crowd[k])) for k in there))


def slow_windows(clips, length, crowds="last"):
    """The counts of every window: its frames are one tall picture, a tube is what has one id there."""
    counts = []
    for frames in clips:
        for first in range(len(frames) - length + 1):
            window = frames[first : first + length]
            maps = [np.concatenate([pair[side].ids for pair in window]) for side in (0, 1)]
            lists = [_first_of_each(pair[side].segments for pair in window) for side in (0, 1)]
            counts.append(slow_counts(maps[0], lists[0], maps[1], lists[1], [c.id for c in CATEGORIES], crowds=crowds))
    return counts


def _first_of_each(lists):
    found = {}
    for segments in lists:
        for one in segments:
            found.setdefault(one[0], one)
    return list(found.values())


def slow_association(frames):
    """The association quality of each truth tube of a sequence: thing by thing, by masks over all its frames."""
    things = [c.id for c in CATEGORIES if c.isthing]
    truth, guess = (np.stack([pair[side].ids for pair in frames]) for side in (0, 1))
    crowd, true, guessed = np.zeros(truth.shape, bool), {}, {}
    for t, (one, other) in enumerate(frames):
        for number, category, iscrowd in one.segments:
            if category in things and iscrowd:
                crowd[t] |= truth[t] == number
            elif category in things:
                true.setdefault((category, number), np.zeros(truth.shape, bool))[t] = truth[t] == number
        for number, category, _ in other.segments:
            if category in things:
                guessed.setdefault((category, number), np.zeros(truth.shape, bool))[t] = guess[t] == number
    scores = []
    for tube in true.values():
        score = 0.0
        for other in guessed.values():
            free = other & ~crowd
            shared = (tube & free).sum()
            score += shared * (shared / (tube | free).sum())
        scores.append(score / tube.sum())
    return scores


def slow_semantics(clips, count_void):
    """The mean IoU of categories over all pixels of some sequences."""
    named = ([], [])
    for frames in clips:
        for pair in frames:
            for side, whole in zip(pair, named, strict=True):
                kinds = np.zeros(side.ids.shape, int)
                for number, category, _ in side.segments:
                    kinds[side.ids == number] = category
                whole.append(kinds.ravel())
    truth, guess = (np.concatenate(whole) for whole in named)
    truth, guess = truth[truth > 0], guess[truth > 0]
    masks = [(truth == c.id, guess == c.id) for c in CATEGORIES] + [(truth == 0, guess == 0)] * count_void
    ious = [(t & g).sum() / (t | g).sum() for t, g in masks if (t | g).any()]
    return sum(ious) / len(ious) if ious else None


def slow_stq(clips, count_void=False):
    """STQ, AQ and SQ over some sequences."""
    scores = [score for frames in clips for score in slow_association(frames)]
    aq, sq = sum(scores) / len(scores) if scores else None, slow_semantics(clips, count_void)
    return None if aq is None or sq is None else sqrt(aq * sq), aq, sq
