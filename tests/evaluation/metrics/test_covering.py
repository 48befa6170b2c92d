"""Parsing Covering is that of the definition, mask by mask."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.drawn import pairs
from evaluation.joints import category_map, joint_of, random_pairs
from panscape.metrics.covering import CoveringCounts, parsing_covering

from strategies import CATEGORIES


def slow_covering(sides, normalize):
    """The covering of each category id: crowds of the truth are void, and void is nobody's."""
    covered, whole = {c.id: 0.0 for c in CATEGORIES}, {c.id: 0.0 for c in CATEGORIES}
    for truth, guess in sides:
        valid = category_map(truth, crowd=False) > 0
        for number, category_id, crowd in truth.segments:
            if crowd:
                continue
            mask = truth.ids == number
            others = [(guess.ids == g) & valid for g, c, _ in guess.segments if c == category_id]
            best = max(((mask & other).sum() / (mask | other).sum() for other in others), default=0.0)
            weight = mask.sum() / (mask.size if normalize else 1)
            covered[category_id] += weight * best
            whole[category_id] += weight
    return {c.id: covered[c.id] / whole[c.id] if whole[c.id] else None for c in CATEGORIES}


def assert_as_defined(sides, normalize):
    covering = parsing_covering(CoveringCounts.of(joint_of(sides)), CATEGORIES, normalize_by_image_size=normalize)

    slow = slow_covering(sides, normalize)
    for one in covering.categories:
        wanted = slow[one.category_id]
        assert one.covering == (None if wanted is None else pytest.approx(wanted, rel=1e-12))
    for group, ids in ((covering.all, (1, 2, 3, 4)), (covering.things, (1, 2)), (covering.stuff, (3, 4))):
        values = [slow[c] for c in ids if slow[c] is not None]
        assert group.n == len(values)
        assert group.pc == (pytest.approx(np.mean(values), rel=1e-12) if values else None)


@settings(max_examples=40)
@given(st.lists(pairs(), min_size=1, max_size=3), st.booleans())
def test_covering_is_that_of_masks(sides, normalize):
    assert_as_defined(sides, normalize)


@pytest.mark.parametrize("normalize", [False, True])
def test_covering_of_many_pictures_of_many_sizes_is_that_of_masks(normalize):
    assert_as_defined(random_pairs(11, 80), normalize)


def test_the_size_of_a_picture_matters_only_if_pictures_differ():
    sides = random_pairs(12, 60)
    counts = CoveringCounts.of(joint_of(sides))

    by_share, by_pixels = (
        parsing_covering(counts, CATEGORIES, normalize_by_image_size=normalize) for normalize in (True, False)
    )
    alone = CoveringCounts.of(joint_of(sides[:1]))

    assert by_share.all.pc != pytest.approx(by_pixels.all.pc, rel=1e-6)
    assert parsing_covering(alone, CATEGORIES).all.pc == pytest.approx(
        parsing_covering(alone, CATEGORIES, normalize_by_image_size=False).all.pc, rel=1e-12
    )


def test_a_truth_against_itself_is_wholly_covered():
    truth = [(pair[0], pair[0]) for pair in random_pairs(13, 10)]

    covering = parsing_covering(CoveringCounts.of(joint_of(truth)), CATEGORIES)

    assert covering.all.pc == 1.0


def test_counts_of_parts_add_up_to_the_same_doubles():
    sides = random_pairs(14, 30)

    added = CoveringCounts.of(joint_of(sides[:9])) + CoveringCounts.of(joint_of(sides[9:]))

    whole = CoveringCounts.of(joint_of(sides))
    for name in ("picture_px", "picture", "place", "area_px", "iou"):
        np.testing.assert_array_equal(getattr(added, name), getattr(whole, name))
    assert parsing_covering(added, CATEGORIES) == parsing_covering(whole, CATEGORIES)


def test_the_result_can_be_written_as_json():
    covering = parsing_covering(CoveringCounts.of(joint_of(random_pairs(15, 4))), CATEGORIES)

    assert json.loads(json.dumps(asdict(covering)))["all"]["pc"] == covering.all.pc
