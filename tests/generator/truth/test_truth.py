"""What is said of a segment is what its pixels, and those of the thing alone, say."""

from dataclasses import replace
from math import atan, tan

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from panscape.render import render
from panscape.scenes import VOID, Placement, Stuff, Thing
from panscape.seeds import rng_for
from panscape.truth import truth_of

from solids import GREY, ball, box, camera, crowd, scene

ALL = frozenset({"amodal", "depth"})


def truth(drawn, want=ALL):
    rendering = render(drawn, rng_for(0, "sensor"))
    return rendering, *truth_of(drawn, rendering, want)


@pytest.mark.parametrize("seed", range(4))
def test_every_fact_is_what_the_pixels_say(seed):
    rng = rng_for(seed, "crowd")
    view = camera(yaw=rng.uniform(-0.5, 0.5), pitch=rng.uniform(-0.3, 0.3), roll=0.1)
    drawn = scene(crowd(rng, 30), view=view)

    rendering, label, amodal = truth(drawn)

    numbers = np.unique(rendering.ids)
    for segment, number in zip(label.segments, numbers.tolist(), strict=True):
        visible = label.mask(segment.id)
        np.testing.assert_array_equal(visible, rendering.ids == number)
        distances = np.sort(rendering.depth[visible])
        if number <= len(drawn.things):
            alone = render(replace(drawn, things=(drawn.things[number - 1],), stuff=()), rng_for(0, "sensor")).ids == 1
            facts = segment.facts
            np.testing.assert_array_equal(coco_mask.decode(amodal[segment.id]), alone)
            assert facts["amodal_area"] == alone.sum()
            assert facts["visible_fraction"] == pytest.approx(visible.sum() / alone.sum(), abs=1e-6)
            assert facts["amodal_bbox"] == coco_mask.toBbox(amodal[segment.id]).tolist()
            assert facts["occluded_by"] == np.setdiff1d(label.ids[alone], [segment.id]).tolist()
            assert facts["depth"] == pytest.approx(distances[(len(distances) - 1) // 2], abs=6e-4)
    assert set(amodal) == {k for k, number in enumerate(numbers.tolist(), 1) if number <= len(drawn.things)}


def test_a_thing_that_nothing_covers_is_wholly_visible():
    _, label, _ = truth(scene([Placement(ball(), (8.0, 0.0, 1.0), GREY)]))

    facts = label.segments[0].facts
    assert (facts["visible_fraction"], facts["occluded_by"], facts["truncated"]) == (1.0, [], False)


def test_void_stuff_hides_a_thing_and_is_no_segment():
    drawn = scene([Placement(ball(), (8.0, 0.0, 1.0), GREY)])
    board = Placement(box(), (5.0, 0.0, 0.5), GREY, scale=(0.2, 0.4, 0.4))
    drawn = replace(drawn, stuff=(*drawn.stuff, Stuff(VOID, (board,))))

    rendering, label, _ = truth(drawn)

    hidden = int((rendering.ids == 0).sum())
    assert hidden > 50 and (label.ids == 0).sum() == hidden
    assert sum(segment.area for segment in label.segments) == label.ids.size - hidden
    assert label.segments[0].facts["occluded_by"] == []
    assert 0.0 < label.segments[0].facts["visible_fraction"] < 1.0
    assert len(rendering.category_ids) == rendering.ids.max()


def test_a_hidden_thing_is_not_in_the_label():
    things = [Placement(ball(), (20.0, 0.0, 1.0), GREY), Placement(box(), (5.0, 0.0, 0.0), GREY, scale=(1, 8, 8))]

    _, label, amodal = truth(scene(things))

    assert [segment.category_id for segment in label.segments].count(3) == 1
    assert set(amodal) == {1}


@pytest.mark.parametrize(("y", "wanted"), [(0.0, False), (4.3, True), (-4.3, True)])
def test_truncated_means_that_the_shape_goes_on_beyond_the_edge(y, wanted):
    _, label, _ = truth(scene([Placement(ball(), (8.0, y, 1.0), GREY)]))

    assert label.segments[0].facts["truncated"] is wanted


@pytest.mark.parametrize("y", [0.0, 4.0, 4.6, -4.4])
def test_the_truncated_fraction_is_what_a_larger_picture_shows_beyond_the_edge(y):
    drawn = scene([Placement(ball(), (8.0, y, 1.0), GREY)], ground=False)
    view = drawn.camera
    width, height = 3 * view.width, 3 * view.height
    wider = replace(drawn, camera=replace(view, width=width, height=height, fov=2 * atan(3 * tan(view.fov / 2))))
    whole = (render(wider, rng_for(0, "sensor")).ids == 1).sum()

    _, label, _ = truth(drawn, {"truncation"})

    segment = label.segments[0]
    assert segment.facts["truncated_fraction"] == pytest.approx(1 - segment.area / whole, abs=0.002)
    assert (segment.facts["truncated_fraction"] == 0) == (y == 0.0)


def test_what_reaches_behind_the_camera_has_no_truncated_fraction():
    _, label, _ = truth(scene([Placement(box(), (0.0, 0.5, 0.0), GREY, scale=(20, 0.5, 2))]), {"truncation"})

    assert "truncated_fraction" not in label.segments[0].facts


def test_a_thing_of_several_placements_is_one_shape():
    drawn = scene([])
    pair = (Placement(ball(), (8.0, -1.0, 1.0), GREY), Placement(ball(), (8.0, 1.0, 1.0), GREY))

    _, label, _ = truth(replace(drawn, things=(Thing("car", pair),)))

    assert label.segments[0].facts["visible_fraction"] == 1.0


def test_facts_are_given_only_where_they_are_asked_for():
    drawn = scene([Placement(ball(), (8.0, 0.0, 1.0), GREY)])

    _, label, amodal = truth(drawn, frozenset())
    _, with_depth, _ = truth(drawn, frozenset({"depth"}))

    assert amodal == {}
    assert [set(segment.facts) for segment in label.segments] == [{"track_id"}, set(), set()]
    assert [set(segment.facts) for segment in with_depth.segments] == [{"track_id", "depth"}, {"depth"}, set()]


def test_segments_cover_the_picture():
    _, label, _ = truth(scene(crowd(rng_for(1, "crowd"))))

    assert sum(segment.area for segment in label.segments) == label.ids.size
    assert (label.ids > 0).all()
