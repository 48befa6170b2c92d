"""Resampling the slow way: pictures are put in a list as often as they were drawn, and scored as any other list."""

import numpy as np

from panscape.categories import Category
from panscape.metrics import Counts, score, total


def some_categories(number):
    """Every second one a thing."""
    return tuple(Category(k + 1, f"category {k}", k % 2 == 0, (1, 2, k + 1)) for k in range(number))


def drawn_counts(rng, pictures, categories, quality=0.5, most=4):
    """Counts of pictures with up to ``most`` matches, spurious and missed segments each; some hold nothing."""
    parts = []
    for _ in range(pictures):
        tp, fp, fn = (np.sort(rng.integers(0, categories, rng.integers(0, most))).tolist() for _ in range(3))
        ious = (quality + (1 - quality) * rng.random(len(tp))).tolist()
        parts.append(Counts.of_one_picture(tp, ious, fp, fn, categories))
    return total(parts, categories)


def slow_scores(pictures, categories):
    """(3, 3): PQ, SQ and RQ of all, things and stuff over a list of pictures' counts; nan where there is nothing."""
    quality = score(total(pictures, len(categories)), categories)
    groups = quality.all, quality.things, quality.stuff
    return np.array([[np.nan if v is None else v for v in (one.pq, one.sq, one.rq)] for one in groups])


def weighted_pictures(counts, units, times):
    """The pictures of the units that were drawn, each as often as its unit."""
    return [one for one, unit in zip(counts, units, strict=True) for _ in range(times[unit])]
