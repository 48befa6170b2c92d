"""What is known of annotators holds for ours: how errors follow contrast, area and the number of vertices."""

from math import pi, sin

import numpy as np
import pytest

from generator.annotators.drawn_pictures import CATEGORIES, EXACT, THINGS, annotated, annotator, disks
from panscape.annotators import Guideline, Streams, annotate_picture, view_of
from panscape.annotators.naming import Judgement, chance_to_confuse, confused_name
from panscape.annotators.outline import Hand, displacement, line_sd, sketch_of
from panscape.annotators.perception import Eye, chance_to_notice
from panscape.labels import PanopticLabel
from panscape.seeds import rng_for


@pytest.mark.parametrize("count", [6, 8, 12, 16, 24, 32])
def test_a_circle_of_n_vertices_overlaps_as_the_inscribed_polygon_does(count):
    guideline = Guideline.model_validate({"vertices": {"rule": "spacing", "px": 2 * pi * 40 / count}})

    ious = []
    for off in (0.0, 0.21, 0.37, 0.5, 0.83):  # on one place alone, the pixels' own pattern is of the same size
        image, truth = centered_disk(40, 60 + off)
        drawn = annotated(image, truth, annotator(), guideline).label.mask(1)
        ious.append((drawn & truth.mask(1)).sum() / (drawn | truth.mask(1)).sum())

    assert np.mean(ious) == pytest.approx(count * sin(2 * pi / count) / (2 * pi), abs=0.005)


def centered_disk(radius, center=60.0):
    y, x = np.mgrid[:120, :120]
    inside = (x + 0.5 - center) ** 2 + (y + 0.5 - 60.3) ** 2 < radius**2
    label = PanopticLabel.from_ids(np.where(inside, 1, 2), [1, 4])
    return np.where(inside[..., None], 160, 90).repeat(3, 2).astype(np.uint8), label


def test_the_line_strays_farther_as_the_contrast_falls():
    hand = Hand[float](motor_px=1.0, contrast_px=12, ambiguity_px=8)

    sd = line_sd(hand, np.array([100.0, 30.0, 10.0, 3.0, 1.0, 0.1]), 40.0, True)

    assert (np.diff(sd) >= 0).all() and sd[4] == sd[5] > 5 * sd[0]
    assert sd[1] == pytest.approx((1 + 0.4**2) ** 0.5)


def test_pixels_are_lost_where_the_picture_itself_is_faint():
    wrong = []
    for contrast in (80, 4):
        image, truth = disks([22] * 20, contrast=contrast)
        who = annotator(hand={"contrast_px": 24})
        wrong.append(sum(edit.size_px for edit in annotated(image, truth, who).edits))

    assert wrong[1] > 3 * wrong[0]


def test_the_error_of_a_line_has_the_sd_and_the_correlation_that_were_asked_for():
    image, truth = centered_disk(50)
    sketch = sketch_of(view_of(image, truth, THINGS), 2, None, None)
    hand = Hand[float](motor_px=2.0, correlation_px=12.0, cap=1.0)

    lines = np.array([displacement(sketch, hand, True, 0.0, rng_for(k), rng_for(k, "all")) for k in range(400)])

    lag = round(12.0 * len(sketch.curves) / sketch.lengths[0])
    assert lines.std() == pytest.approx(2.0, rel=0.05)
    assert np.mean(lines * np.roll(lines, lag, 1)) / 4.0 == pytest.approx(np.exp(-1), abs=0.1)


def test_annotators_share_as_much_of_a_lines_error_as_the_profile_says():
    image, truth = centered_disk(50)
    sketch = sketch_of(view_of(image, truth, THINGS), 2, None, None)
    hand = Hand[float](motor_px=2.0, shared=0.4, cap=1.0)

    pairs = [
        [displacement(sketch, hand, True, 0.0, rng_for(k, who), rng_for(k, "all")) for who in "ab"] for k in range(400)
    ]

    one, other = np.array(pairs).transpose(1, 0, 2)
    assert np.mean(one * other) / 4.0 == pytest.approx(0.4, abs=0.08)


def test_nobody_errs_on_the_frame_of_the_picture():
    image, truth = disks([20, 20])
    who = annotator(hand={"motor_px": 5, "cap": 1, "click_px": 3})

    frame = np.ones(truth.ids.shape, bool)
    frame[1:-1, 1:-1] = False

    np.testing.assert_array_equal(annotated(image, truth, who).label.ids[frame] > 0, truth.ids[frame] > 0)


def test_more_is_missed_the_smaller_it_is():
    eye = Eye[float](smallest_thing_px=70, area_width=0.9, contrast_weight=0.05)

    chances = [chance_to_notice(eye, True, area, 40.0, 0.0) for area in (5, 20, 70, 300, 3000)]

    assert chances == sorted(chances) and chances[2] == pytest.approx(0.5)
    assert chance_to_notice(eye, True, 70, 5.0, 0.0) < 0.5


def test_small_disks_are_missed_and_large_ones_are_not():
    image, truth = disks([3] * 10 + [25] * 10)
    who = annotator(eye={"smallest_thing_px": 100, "area_width": 0.3})

    missed = {edit.segment for edit in annotated(image, truth, who).edits if edit.kind == "missed"}

    assert len(missed & set(range(1, 11))) >= 9 and not missed & set(range(11, 21))


def test_names_are_confused_more_with_less_evidence():
    judgement = Judgement[float](confusion=0.04, evidence=0.35, contrast_weight=0.02)

    chances = [chance_to_confuse(judgement, area, 40.0, 0.0) for area in (10000, 1000, 100, 10)]

    assert chances == sorted(chances) and chances[1] == pytest.approx(0.04)


def test_a_car_is_taken_for_a_truck_eight_times_as_often_as_for_a_person():
    names = [confused_name(CATEGORIES[0], CATEGORIES, (k + 0.5) / 900).name for k in range(900)]

    assert names.count("truck") == 8 * names.count("person") == 800


def test_what_is_alone_of_its_kind_keeps_its_name():
    assert confused_name(CATEGORIES[0], [CATEGORIES[0], *CATEGORIES[3:]], 0.5).name == "car"


def test_the_difficulty_of_a_region_is_the_same_for_all_annotators():
    image, truth = disks([10] * 20)
    view = view_of(image, truth, THINGS)
    who = annotator(eye={"smallest_thing_px": 314, "area_width": 0.05, "difficulty": 10})

    missed = []
    for name in ("one", "two"):
        edits = annotate_picture(view, CATEGORIES, EXACT, who, Streams(0, "duo", name, "a.jpg")).edits
        missed.append({edit.segment for edit in edits if edit.kind == "missed"})

    assert len(missed[0] ^ missed[1]) <= 3 < len(missed[0] & missed[1])


def test_gaps_between_bars_are_drawn_over_by_who_bridges_them():
    ids = np.full((60, 80), 2, np.uint32)
    ids[20:40, 10:70:4] = 1
    ids[20:40, 11:71:4] = 1
    truth = PanopticLabel.from_ids(ids, [1, 4])
    image = np.where(ids[..., None] == 1, 160, 90).repeat(3, 2).astype(np.uint8)
    guideline = Guideline.model_validate({"vertices": {"rule": "exact"}, "bridge_px": 2})

    drawn = annotated(image, truth, annotator(), guideline).label

    assert drawn.segments[0].bbox == (10, 20, 58, 20) and drawn.segments[0].area == 58 * 20
