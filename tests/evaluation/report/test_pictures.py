"""Pictures of labels show what the labels say."""

import numpy as np
from hypothesis import given

from evaluation.references import slow_pairs
from panscape.categories import Category
from panscape.labels import PanopticLabel
from panscape.report.pictures import (
    AGREE,
    BOUNDARY,
    ERRORS,
    GUESS_LINE,
    IGNORED,
    MISSED,
    RENAMED,
    SPURIOUS,
    TRUTH_LINE,
    WHITE,
    borders,
    crop,
    error_codes,
    error_map,
    fitted,
    overlay,
)

from strategies import CATEGORIES, labels


def label(rows, category_ids, crowd=()):
    return PanopticLabel.from_ids(np.array(rows), category_ids, crowd=crowd)


def test_an_overlay_does_not_grow_with_the_number_of_a_category():
    far = Category(2**40 + 1, "far", False, (10, 200, 30))

    painted = overlay(np.zeros((2, 2, 3), np.uint8), label([[1, 1], [1, 1]], [far.id]), [far], opacity=1.0)

    np.testing.assert_array_equal(painted, np.full((2, 2, 3), far.color))


@given(labels())
def test_a_label_against_itself_agrees_wherever_there_is_truth(one):
    codes = error_codes(one, one)

    np.testing.assert_array_equal(codes == AGREE, one.ids > 0)
    np.testing.assert_array_equal(codes == IGNORED, one.ids == 0)


@given(labels(), labels())
def test_pixels_agree_exactly_where_segments_match(one, other):
    height, width = min(one.height, other.height), min(one.width, other.width)
    truth, guess = (
        PanopticLabel.from_ids(x.ids[:height, :width], [s.category_id for s in x.segments]) for x in (one, other)
    )

    codes = error_codes(truth, guess)

    numbers = [np.arange(1, len(x.segments) + 1) for x in (truth, guess)]
    pairs = slow_pairs(truth.ids, guess.ids, *numbers)
    for t, g in np.ndindex(pairs.shape):
        here = codes[(truth.ids == t) & (guess.ids == g)]
        if not t or not g or not here.size:
            continue
        same = truth.segments[t - 1].category_id == guess.segments[g - 1].category_id
        union = ((truth.ids == t) | (guess.ids == g) & (truth.ids > 0)).sum()
        matched = pairs[t, g] / union > 0.5
        assert set(here.tolist()) <= ({AGREE if same else RENAMED} if matched else {BOUNDARY, MISSED, SPURIOUS})


def test_every_kind_of_error_is_told_apart():
    truth = label([[1, 1, 1, 1, 2, 2, 3, 3, 4, 0, 5, 5, 5, 5, 5]], [1, 1, 3, 2, 4], crowd=[4])
    guess = label([[1, 1, 1, 0, 0, 0, 2, 2, 2, 2, 3, 3, 3, 4, 4]], [1, 1, 4, 2])

    codes = error_codes(truth, guess)

    agree, boundary, missed = [AGREE] * 3, [BOUNDARY], [MISSED] * 2
    assert codes[0].tolist() == [
        *(agree + boundary + missed),
        *([RENAMED] * 2 + [IGNORED] * 2),
        *([AGREE] * 3 + [SPURIOUS] * 2),
    ]


def test_an_error_map_shows_errors_in_their_own_colors_over_a_picture():
    truth, guess = label([[1, 1], [2, 2]], [1, 2]), label([[1, 1], [0, 0]], [1])

    plain = error_map(truth, guess)
    over = error_map(truth, guess, np.zeros((2, 2, 3), np.uint8))

    assert tuple(plain[0, 0]) == ERRORS[AGREE][1]
    assert tuple(plain[1, 0]) == tuple(over[1, 0]) == ERRORS[MISSED][1]


def test_an_overlay_is_the_category_color_with_white_lines_around_things():
    ids = np.repeat([[1, 2, 3]], 6, 0).repeat(6, 1)

    painted = overlay(np.zeros((6, 18, 3), np.uint8), label(ids, [3, 4, 1]), CATEGORIES, opacity=1.0)

    assert [tuple(painted[0, x]) for x in (0, 5, 6, 17)] == [CATEGORIES[k].color for k in (2, 2, 3, 0)]
    assert tuple(painted[0, 11]) == WHITE


@given(labels())
def test_a_line_runs_around_things_and_between_segments_of_one_category(one):
    lines = borders(one, CATEGORIES)

    segments = {0: (0, False, one.ids.size)}
    segments |= {s.id: (s.category_id, CATEGORIES[s.category_id - 1].isthing, s.area) for s in one.segments}
    for y, x in np.ndindex(one.ids.shape):
        mine = segments[one.ids[y, x]]
        wanted = False
        for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            if 0 <= y + dy < one.height and 0 <= x + dx < one.width and one.ids[y + dy, x + dx] != one.ids[y, x]:
                other = segments[one.ids[y + dy, x + dx]]
                larger = mine[2] > other[2] or (mine[2] == other[2] and dy + dx > 0)
                wanted |= larger and (mine[1] or other[1] or mine[0] == other[0])
        assert lines[y, x] == wanted


def test_a_crop_at_the_corner_stays_inside_the_picture():
    mask = np.zeros((30, 40), np.bool_)
    mask[0, 0] = True

    cut = crop(np.full((30, 40, 3), 90, np.uint8), mask, ~mask & False, side=64)

    assert cut.shape == (64, 64, 3)
    assert set(map(tuple, cut.reshape(-1, 3).tolist())) == {(90, 90, 90), TRUTH_LINE}


def test_a_crop_of_a_segment_wider_than_the_picture_is_high_is_square_and_shows_both_lines():
    truth = np.ones((10, 80), np.bool_)

    cut = crop(np.full((10, 80, 3), 90, np.uint8), truth, truth, side=100)

    assert cut.shape == (100, 100, 3)
    assert {TRUTH_LINE, GUESS_LINE} <= set(map(tuple, cut.reshape(-1, 3).tolist()))


def test_a_picture_is_shrunk_and_never_enlarged():
    image = np.zeros((30, 60, 3), np.uint8)

    assert fitted(image, 20).shape == (10, 20, 3)
    assert fitted(image, 100) is image
