"""Every error is signed, and nothing else is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.annotators.drawn_pictures import EXACT, annotated, annotator, disks, pictures
from panscape.annotators import Guideline
from panscape.labels import PanopticLabel


def kinds(annotation):
    return {edit.kind for edit in annotation.edits}


def test_pixels_differ_only_in_the_regions_that_the_edits_name():
    image, truth = disks([4, 6, 9, 12, 15, 18, 20, 22, 24, 25])
    who = annotator(eye={"smallest_thing_px": 120}, judgement={"confusion": 0.3})
    annotation = annotated(image, truth, who)

    blamed = {edit.segment for edit in annotation.edits}
    guess = annotation.label.category_map()

    for segment in truth.segments:
        right = (guess[truth.mask(segment.id)] == segment.category_id).all()
        assert right == (segment.id not in blamed)


def wrong_pixels(annotation, truth):
    """Where the label is not what the truth says, in segment or category: (H, W) bool."""
    meant = np.array([0, *annotation.meant])[annotation.label.ids]
    return (meant != truth.ids) | (annotation.label.category_map() != truth.category_map())


@given(picture=pictures(), seed=st.integers(0, 2**16), whole=st.booleans())
@settings(max_examples=80)
def test_what_is_signed_of_a_thing_is_what_is_wrong_in_it_when_every_line_is_exact(picture, seed, whole):
    image, truth = picture
    guideline = Guideline.model_validate({"vertices": {"rule": "exact"}, "occlusion": "amodal", "min_area_px": 3})
    who = annotator(eye={"smallest_thing_px": 4}, judgement={"confusion": 0.3}, care={"merge": 0.3, "misorder": 0.5})
    shapes = {segment.id: np.ones(truth.ids.shape, bool) for segment in truth.segments} if whole else None

    annotation = annotated(image, truth, who, guideline, seed=seed, amodal=shapes)

    wrong = wrong_pixels(annotation, truth)
    for segment in truth.segments:
        sizes = [(edit.kind == "order", edit.size_px) for edit in annotation.edits if edit.segment == segment.id]
        as_a_whole, under_others = (sum(size for order, size in sizes if order == which) for which in (False, True))
        lost = wrong[truth.mask(segment.id)].sum()
        if segment.category_id <= 3 or segment.iscrowd:
            assert lost == (as_a_whole or under_others)
        else:  # a piece of stuff that is not found may come right by another piece that is drawn on over it
            assert lost <= as_a_whole
    assert kinds(annotation) <= {"missed", "dropped", "renamed", "merged", "order"}


@pytest.mark.parametrize("mode", ["hierarchical", "flat"])
@given(picture=pictures(), seed=st.integers(0, 2**16), traits=st.sampled_from(["line", "parts", "all"]))
@settings(max_examples=60)
def test_every_wrong_pixel_is_signed(mode, picture, seed, traits):
    image, truth = picture
    guideline = Guideline.model_validate({"vertices": {"rule": "tolerance", "px": 1}, "layers": {"mode": mode}})
    sections = {"hand": {"motor_px": 1.5, "bias_px": 1, "cap": 1}, "habit": {"min_part_px": 6}}
    more = {"care": {"merge": 0.3, "misorder": 0.5}, "judgement": {"confusion": 0.2}, "eye": {"smallest_stuff_px": 9}}
    names = {"line": ["hand"], "parts": ["habit"], "all": ["hand", "habit", *more]}[traits]
    who = annotator(**{name: (sections | more)[name] for name in names})

    annotation = annotated(image, truth, who, guideline, seed=seed)

    assert wrong_pixels(annotation, truth).sum() <= sum(edit.size_px for edit in annotation.edits)


def test_a_part_that_is_left_out_is_signed_once():
    image, truth = touching_disks()

    edits = annotated(image, truth, annotator(habit={"min_part_px": 40})).edits

    assert [(edit.kind, edit.segment, edit.size_px, edit.facts["rings"]) for edit in edits] == [("part", 1, 16, 1)]


def test_a_merged_region_is_not_renamed_as_well():
    image, truth = touching_disks()

    annotation = annotated(image, truth, annotator(care={"merge": 1.0}, judgement={"confusion": 0.99}))

    merged = {edit.segment for edit in annotation.edits if edit.kind == "merged"}
    renamed = {edit.segment for edit in annotation.edits if edit.kind == "renamed"}
    assert merged == {2, 4, 6, 8} and renamed and not merged & renamed


def test_a_front_object_under_all_that_was_painted_between_is_signed_for_each():
    guideline = Guideline.model_validate({"vertices": {"rule": "exact"}, "occlusion": "amodal"})
    ids = np.full((40, 60), 4, np.uint32)
    ids[10:30, 5:15] = 1  # the farthest, beside the nearest, which is swapped with it
    ids[10:30, 15:30] = 3
    ids[10:30, 33:45] = 2  # in between: it touches neither, but goes on behind the nearest
    truth = PanopticLabel.from_ids(ids, [1, 2, 3, 4], facts=[{"depth": 30.0}, {"depth": 20.0}, {"depth": 10.0}, {}])
    whole = np.zeros(ids.shape, bool)
    whole[10:30, 25:45] = True
    image = (60 * ids)[..., None].repeat(3, 2).astype(np.uint8)

    annotation = annotated(image, truth, annotator(care={"misorder": 1.0}), guideline, amodal={2: whole})

    under = {edit.facts["under"]: edit.size_px for edit in annotation.edits if edit.segment == 3}
    wrong = wrong_pixels(annotation, truth)[ids == 3]
    assert under[2] == 20 * 5 and sum(under.values()) == wrong.sum()


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ({"eye": {"smallest_thing_px": 100}}, "missed"),
        ({"judgement": {"confusion": 0.5}}, "renamed"),
        ({"care": {"merge": 1.0}}, "merged"),
        ({"hand": {"motor_px": 1.5}}, "boundary"),
        ({"habit": {"min_part_px": 40}}, "part"),
    ],
)
def test_one_cause_gives_edits_of_its_own_kind_and_no_cause_gives_none(cause, kind):
    image, truth = touching_disks()

    with_cause, without = annotated(image, truth, annotator(**cause)), annotated(image, truth, annotator())

    assert kinds(with_cause) == {kind} and (with_cause.label.ids.shape == truth.ids.shape)
    assert kinds(without) == set()
    np.testing.assert_array_equal(without.label.ids, truth.ids)


def touching_disks():
    """Pairs of disks of which the right one covers part of the left one; a small speck belongs to the first."""
    y, x = np.mgrid[:160, :240]
    ids = np.full((160, 240), 9, np.uint32)
    for row in range(4):
        for column, number in ((0, 2 * row + 1), (1, 2 * row + 2)):
            radius = 18 - 4 * row
            ids[(x - 50 - column * 1.4 * radius) ** 2 + (y - 20 - 38 * row) ** 2 < radius**2] = number
    ids[100:104, 200:204] = 1
    truth = PanopticLabel.from_ids(ids, [1] * 8 + [4])
    image = np.where(ids == 9, 60, 100 + 15 * ids)[..., None].repeat(3, 2).astype(np.uint8)
    return image, truth


def test_objects_below_the_guidelines_size_are_dropped():
    image, truth = disks([3, 5, 20])
    guideline = Guideline.model_validate({"vertices": {"rule": "exact"}, "min_area_px": 100})

    annotation = annotated(image, truth, annotator(), guideline)

    dropped = {edit.segment: edit.size_px for edit in annotation.edits if edit.kind == "dropped"}
    assert dropped == {segment.id: segment.area for segment in truth.segments[:2]}


def test_a_merged_pair_is_one_segment():
    image, truth = touching_disks()

    label = annotated(image, truth, annotator(care={"merge": 1.0})).label

    for left in range(1, 8, 2):
        values = np.unique(label.ids[truth.mask(left) | truth.mask(left + 1)])
        assert len(values) == 1


def test_a_swapped_pair_loses_what_the_one_behind_covers():
    guideline = Guideline.model_validate({"vertices": {"rule": "exact"}, "occlusion": "amodal"})
    y, x = np.mgrid[:60, :90]
    far, near = (x - 35) ** 2 + (y - 30) ** 2 < 20**2, (x - 55) ** 2 + (y - 30) ** 2 < 20**2
    ids = np.where(near, 2, np.where(far, 1, 3)).astype(np.uint32)
    truth = PanopticLabel.from_ids(ids, [1, 2, 4], facts=[{"depth": 20.0}, {"depth": 10.0}, {}])
    image = np.where(ids == 3, 60, 100 + 30 * ids)[..., None].repeat(3, 2).astype(np.uint8)

    annotation = annotated(image, truth, annotator(care={"misorder": 1.0}), guideline, amodal={1: far, 2: near})

    covered = annotation.label.category_map()[near & far]
    (edit,) = annotation.edits
    assert (edit.kind, edit.segment, edit.facts["under"]) == ("order", 2, 1)
    assert edit.size_px == (covered == 1).sum() == (near & far).sum()


def test_the_size_of_a_boundary_edit_is_the_pixels_that_changed():
    image, truth = disks([20])
    annotation = annotated(image, truth, annotator(hand={"bias_px": 2.0}))

    sizes = {edit.segment: edit.size_px for edit in annotation.edits}

    drawn = annotation.label.mask(1)
    assert sizes[1] == (drawn != truth.mask(1)).sum()


def test_seconds_add_up_over_what_was_done():
    image, truth = disks([10, 20])
    pace = {"factor": 2, "find_s": 10, "name_s": 6, "zoom_s": 5, "click_s": 2.1, "close_s": 4}

    annotation = annotated(image, truth, annotator(pace=pace))

    vertices = sum(len(polygon.rings.points) for polygon in annotation.polygons)
    rings = sum(len(polygon.rings) for polygon in annotation.polygons)
    assert annotation.seconds == pytest.approx(
        {"find": 60, "name": 36, "zoom": 30, "click": 4.2 * vertices, "close": 8 * rings}
    )


def test_what_is_missed_takes_no_time():
    image, truth = disks([3, 20])
    pace = {"find_s": 10}

    seen = annotated(image, truth, annotator(pace=pace))
    missed = annotated(image, truth, annotator(pace=pace, eye={"smallest_thing_px": 200, "area_width": 0.05}))

    assert (seen.seconds["find"], missed.seconds["find"]) == (30, 20)


def test_polygons_are_named_for_the_segments_of_the_label():
    image, truth = disks([10, 20])

    annotation = annotated(image, truth, annotator(), EXACT)

    assert sorted(polygon.segment for polygon in annotation.polygons) == [1, 2, 3]
    for polygon in annotation.polygons:
        assert annotation.label.segments[polygon.segment - 1].category_id == polygon.category_id
