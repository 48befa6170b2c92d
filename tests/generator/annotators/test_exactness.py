"""Without an error the truth comes back, and the same chance gives the same label."""

import numpy as np
import pytest
from hypothesis import given, settings

from generator.annotators.drawn_pictures import CATEGORIES, EXACT, THINGS, annotated, annotator, disks, pictures
from panscape.annotators import Guideline, Streams, annotate_picture, view_of

PERFECT = annotator()
NOISY = annotator(
    hand={"motor_px": 1.2, "contrast_px": 12, "click_px": 0.3, "shared": 0.3},
    eye={"smallest_thing_px": 100, "smallest_stuff_px": 100},
    judgement={"confusion": 0.2},
    care={"merge": 0.2, "misorder": 0.2},
)
MODES = [
    Guideline.model_validate({"vertices": {"rule": "exact"}, "layers": {"mode": mode}})
    for mode in ("hierarchical", "flat")
]


@pytest.mark.parametrize("guideline", MODES, ids=lambda guideline: guideline.layers.mode)
@given(picture=pictures())
@settings(max_examples=60)
def test_an_annotator_at_rest_gives_the_truth_back(guideline, picture):
    image, truth = picture

    annotation = annotated(image, truth, PERFECT, guideline)

    np.testing.assert_array_equal(annotation.label.ids, truth.ids)
    assert [(s.category_id, s.iscrowd) for s in annotation.label.segments] == [
        (s.category_id, s.iscrowd) for s in truth.segments
    ]
    assert annotation.edits == ()


@given(picture=pictures())
@settings(max_examples=30)
def test_whole_shapes_change_nothing_while_nothing_is_painted_out_of_order(picture):
    image, truth = picture
    guideline = Guideline.model_validate({"vertices": {"rule": "exact"}, "occlusion": "amodal"})
    whole = {segment.id: np.ones(truth.ids.shape, bool) for segment in truth.segments}

    annotation = annotated(image, truth, PERFECT, guideline, amodal=whole)

    np.testing.assert_array_equal(annotation.label.ids, truth.ids)


@given(picture=pictures(fewest=1))
@settings(max_examples=30)
def test_filling_gaps_leaves_no_pixel_unpainted(picture):
    image, truth = picture
    guideline = Guideline.model_validate({"vertices": {"rule": "tolerance", "px": 2}, "gaps": "nearest"})

    annotation = annotated(image, truth, NOISY, guideline)

    assert (annotation.label.ids > 0).all() == bool(annotation.label.segments)


def test_the_same_chance_gives_the_same_label_and_another_seed_another():
    image, truth = disks([6, 9, 14, 20, 25])

    labels = [annotated(image, truth, NOISY, EXACT, seed=seed).label.ids for seed in (3, 3, 4)]

    np.testing.assert_array_equal(labels[0], labels[1])
    assert (labels[0] != labels[2]).any()


def test_who_works_with_a_view_that_others_have_used_gives_the_same_label():
    image, truth = disks([6, 9, 14, 20, 25])
    alone = annotated(image, truth, NOISY, EXACT)

    view = view_of(image, truth, THINGS)
    for name in ("somebody", "ann"):
        after = annotate_picture(view, CATEGORIES, EXACT, NOISY, Streams(0, "solo", name, "000000.jpg"))

    np.testing.assert_array_equal(alone.label.ids, after.label.ids)
