"""Drawn pairs of labels with what makes panoptic quality hard: void, crowds, near misses, wrong areas."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from strategies import CATEGORIES, id_maps


@dataclass(frozen=True)
class Side:
    """A map of on-disk ids and its segments (id, category_id, iscrowd), in the order of a file."""

    ids: np.ndarray
    segments: tuple


def side(small, numbers, category_ids, crowd, order):
    """Give the small ids 1 … n the on-disk numbers, categories and order of a file."""
    table = np.concatenate([[0], numbers]).astype(np.uint32)
    there = [k for k in order if (small == k + 1).any()]
    return Side(table[small], tuple((int(numbers[k]), int(category_ids[k]), bool(crowd[k])) for k in there))


def random_pair(rng, size=24, most=7):
    """A truth and a guess that share most of their outlines, from one stream of chance."""
    height, width = rng.integers(1, size, 2)
    truth, shape = np.zeros((height, width), np.int64), (height, width)
    for k in range(1, most + 1):
        truth[box(rng, shape)] = k
    guess = truth.copy()
    for k in range(1, most + 1):
        if rng.random() < 0.4:
            guess[box(rng, shape)] = rng.choice([0, k, most + 1 - k])
    truth[box(rng, shape)] *= rng.integers(0, 2)
    category_ids = rng.choice([c.id for c in CATEGORIES], most)
    changed = np.where(rng.random(most) < 0.15, rng.choice([c.id for c in CATEGORIES], most), category_ids)
    numbers = rng.choice(2**24 - 1, (2, most), replace=False) + 1
    return (
        side(truth, numbers[0], category_ids, rng.random(most) < 0.3, rng.permutation(most)),
        side(guess, numbers[1], changed, np.zeros(most), rng.permutation(most)),
    )


def box(rng, shape):
    """A random box inside a map, never empty."""
    tops = [rng.integers(0, side) for side in shape]
    ends = [rng.integers(top + 1, side + 1) for top, side in zip(tops, shape, strict=True)]
    return tuple(slice(top, end) for top, end in zip(tops, ends, strict=True))


@st.composite
def pairs(draw):
    """A truth and a guess over CATEGORIES, of the same size."""
    truth = draw(id_maps(most_ids=6)).astype(np.int64)
    guess = np.where(draw(st.booleans()), truth, 0)
    height, width = truth.shape
    for _ in range(draw(st.integers(0, 4))):
        y, x = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        guess[y : y + draw(st.integers(1, height)), x : x + draw(st.integers(1, width))] = draw(st.integers(0, 6))
    category_ids = st.lists(st.sampled_from([c.id for c in CATEGORIES]), min_size=6, max_size=6)
    numbers = st.lists(st.integers(1, 2**24 - 1), min_size=6, max_size=6, unique=True)
    crowd = st.lists(st.booleans(), min_size=6, max_size=6)
    order = st.permutations(range(6))
    shared = draw(category_ids)
    return (
        side(truth, np.array(draw(numbers)), shared, draw(crowd), draw(order)),
        side(guess, np.array(draw(numbers)), draw(st.one_of(st.just(shared), category_ids)), [False] * 6, draw(order)),
    )
