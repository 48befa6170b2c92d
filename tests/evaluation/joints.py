"""Joint sets of drawn pairs, beside the maps that slow definitions look at."""

from dataclasses import dataclass

import numpy as np

from evaluation.drawn import random_pair
from panscape.metrics import JointSet, Overlaps, raw_overlap
from panscape.overlaps.segments import columns, places_of

from strategies import CATEGORIES

PLACES = places_of(CATEGORIES)


@dataclass(frozen=True)
class Row:
    """A segment of a drawn side, with the area that a file would tell."""

    id: int
    category_id: int
    iscrowd: bool
    area: int


def joint_of(sides):
    """The joint set of drawn pairs of sides, a picture each."""
    return JointSet.joined([_joint(*pair) for pair in sides])


def random_pairs(seed, count, **options):
    """As many random pairs, from one stream of chance."""
    rng = np.random.default_rng(seed)
    return [random_pair(rng, **options) for _ in range(count)]


def category_map(side, crowd=None):
    """The category id of every pixel, 0 where there is void; only of crowds, or of all but crowds, if told so."""
    named = np.zeros(side.ids.shape, np.int64)
    for number, category_id, iscrowd in side.segments:
        if crowd is None or crowd == iscrowd:
            named[side.ids == number] = category_id
    return named


def _joint(truth, guess):
    true, guessed = (
        columns([Row(*one, int((side.ids == one[0]).sum())) for one in side.segments], PLACES)
        for side in (truth, guess)
    )
    table = raw_overlap(truth.ids, guess.ids, true.ids, guessed.ids, kernels=False)
    return JointSet(Overlaps.from_tables([table]), true, guessed)
