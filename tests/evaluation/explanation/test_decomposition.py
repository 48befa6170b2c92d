"""The parts of the decomposition sum to 1 - PQ, and each lost segment is in one of them."""

import numpy as np
import pytest
from hypothesis import given

from evaluation.drawn import pairs, random_pair
from evaluation.sketches import Row, joint_of, sketched
from panscape.explanation.causes import CAUSES, causes
from panscape.explanation.decomposition import LossCounts, decompose
from panscape.metrics import PANOPTICAPI, Counts, JointSet, match, score

from strategies import CATEGORIES


def loss_counts(joint, matches=None):
    matches = match(joint) if matches is None else matches
    counts = Counts.of_matches(joint, matches, len(CATEGORIES))
    return LossCounts.of_causes(joint, counts, causes(joint, matches))


def joint_of_pair(pair):
    return joint_of(*(side.ids for side in pair), *([Row(*one) for one in side.segments] for side in pair))


def assert_sums_to_the_whole(counts):
    lost, quality = decompose(counts, CATEGORIES), score(counts.counts, CATEGORIES)
    groups = [(lost.all, quality.all), (lost.things, quality.things), (lost.stuff, quality.stuff)]
    for one, other in (*groups, *zip(lost.categories, quality.categories, strict=True)):
        assert (one.loss is None) == (other.pq is None)
        if one.loss is not None:
            assert one.loss.whole == pytest.approx(1 - other.pq, abs=1e-12)
    assert [one.n for one, _ in groups] == [other.n for _, other in groups]


@given(pairs())
def test_parts_sum_to_what_was_lost(pair):
    assert_sums_to_the_whole(loss_counts(joint_of_pair(pair)))


def test_parts_sum_to_what_was_lost_over_many_pictures():
    rng = np.random.default_rng(8)
    joint = JointSet.joined([joint_of_pair(random_pair(rng)) for _ in range(200)])

    counts = loss_counts(joint)

    assert_sums_to_the_whole(counts)
    assert all(value > 0 for value in decompose(counts, CATEGORIES).all.loss.parts.values())


def test_every_lost_segment_has_one_cause():
    rng = np.random.default_rng(9)
    joint = JointSet.joined([joint_of_pair(random_pair(rng)) for _ in range(50)])

    counts = loss_counts(joint)

    assert counts.missed.sum(axis=1).tolist() == counts.counts.fn.tolist()
    assert counts.spurious.sum(axis=1).tolist() == counts.counts.fp.tolist()


def test_counts_of_pictures_add_up_to_those_of_the_set():
    rng = np.random.default_rng(10)
    joints = [joint_of_pair(random_pair(rng)) for _ in range(6)]
    whole = loss_counts(JointSet.joined(joints))

    added = loss_counts(joints[0])
    for joint in joints[1:]:
        added = added + loss_counts(joint)

    np.testing.assert_array_equal(added.missed, whole.missed)
    np.testing.assert_array_equal(added.spurious, whole.spurious)
    assert decompose(added, CATEGORIES) == decompose(whole, CATEGORIES)


def test_each_lost_segment_costs_half_a_segment():
    # Cats: one found with an IoU of 3/4, one missed, one spurious: W = 2.
    joint, matches = sketched(("aaaagggggggbbggggggggg", "aaaggggggggggggggggccg"))

    cats = decompose(loss_counts(joint, matches), CATEGORIES).categories[0]

    assert cats.loss.parts == dict.fromkeys(CAUSES, 0.0) | {"missed": 1 / 4, "spurious": 1 / 4, "boundary": 1 / 8}
    assert cats.loss.outlines == 1 / 8
    assert (cats.missed, cats.spurious) == ({"missed": 1}, {"spurious": 1})


def test_a_group_is_the_mean_over_categories_that_were_there_or_guessed():
    # Cats lose all, dogs nothing; there is no stuff but grass, which loses nothing.
    joint, matches = sketched(("aaddgggggggg", "ggddgggggggg"))

    lost = decompose(loss_counts(joint, matches), CATEGORIES)

    assert (lost.things.n, lost.things.loss.missed) == (2, 1 / 2)
    assert (lost.stuff.n, lost.stuff.loss.whole) == (1, pytest.approx(1 - 8 / 10))
    assert lost.categories[3].loss is None


def test_nothing_at_all_loses_nothing():
    joint, matches = sketched(("..", ".."))

    lost = decompose(loss_counts(joint, matches), CATEGORIES)

    assert (lost.all.loss, lost.all.n) == (None, 0)


def test_parts_sum_to_what_was_lost_with_areas_told_wrong():
    ids = np.array([[1, 1, 1, 1, 2, 2, 3, 3]], np.uint32)
    told = [Row(1, 1, False, 40), Row(2, 3, False, 1), Row(3, 2, False, 2)]
    joint = joint_of(ids, ids, told, told)

    assert_sums_to_the_whole(loss_counts(joint, match(joint, PANOPTICAPI)))
