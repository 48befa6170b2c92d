"""Contrast at a boundary is what the definition says, and the overlap of two normal distributions follows from it."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm

from panscape.labels import PanopticLabel
from panscape.truth.contrast import JUST_NOTICEABLE, REACH, _lab_tables, ambiguity, boundary_contrasts, contrast
from panscape.truth.windows import to_lab

SHAPE = (9, 11)
pictures = arrays(np.uint8, (*SHAPE, 3))
maps = arrays(np.uint32, SHAPE, elements=st.integers(1, 3))


def lab_of(image):
    out = np.empty(image.shape, np.float32)
    to_lab(image, *_lab_tables(), out)
    return out


def label_of(ids):
    return PanopticLabel.from_ids(ids, [1, 2, 3])


def slow_contrast(image, ids, y, x):
    """By the definition, with the nearest other segment, first in reading order among the nearest, in doubles."""
    places = [(j, i) for j in range(SHAPE[0]) for i in range(SHAPE[1])]
    near = [(j, i) for j, i in places if (j - y) ** 2 + (i - x) ** 2 <= 4 and ids[j, i] != ids[y, x]]
    if not near:
        return -1.0
    other = ids[min(near, key=lambda place: ((place[0] - y) ** 2 + (place[1] - x) ** 2, place))]
    window = [(j, i) for j, i in places if abs(j - y) <= REACH and abs(i - x) <= REACH]
    lab = lab_of(image).astype(np.float64)
    sides = [np.array([lab[place] for place in window if ids[place] == number]) for number in (ids[y, x], other)]
    spread = sum((side - side.mean(axis=0)).T @ (side - side.mean(axis=0)) for side in sides) / sum(map(len, sides))
    apart = sides[0].mean(axis=0) - sides[1].mean(axis=0)
    return float(np.sqrt(apart @ np.linalg.inv(spread + JUST_NOTICEABLE**2 * np.eye(3)) @ apart))


@settings(max_examples=25)
@given(pictures, maps)
def test_contrast_is_mahalanobis_distance_of_the_two_sides(image, ids):
    label = label_of(ids)

    found = contrast(image, label)

    wanted = [[slow_contrast(image, ids, y, x) for x in range(SHAPE[1])] for y in range(SHAPE[0])]
    np.testing.assert_allclose(found, wanted, rtol=1e-3, atol=1e-3)


@given(pictures)
def test_colours_are_cie_lab_as_opencv_has_it_to_within_its_tables(image):
    theirs = cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)

    np.testing.assert_allclose(lab_of(image), theirs, atol=1.0)


@pytest.mark.parametrize(
    # Bruce Lindbloom's calculator, sRGB, D65, no adaptation.
    ("code", "wanted"),
    [
        ((255, 0, 0), (53.2408, 80.0925, 67.2032)),
        ((0, 255, 0), (87.7347, -86.1827, 83.1793)),
        ((0, 0, 255), (32.2970, 79.1875, -107.8602)),
        ((255, 255, 255), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_corners_of_the_cube_have_their_published_coordinates(code, wanted):
    np.testing.assert_allclose(lab_of(np.full((1, 1, 3), code, np.uint8))[0, 0], wanted, atol=0.03)


def test_ambiguity_is_the_overlap_of_two_normal_distributions():
    apart = np.array([[-1.0, 0.0, 0.5, 1.0, 2.0, 4.0, 50.0]], np.float32)

    found = ambiguity(apart)

    np.testing.assert_allclose(found[0, 1:], 2 * norm.cdf(-apart[0, 1:] / 2), atol=1e-3)
    assert found[0, 0] == 0.0


@pytest.mark.parametrize(("other", "least", "most"), [((100, 100, 100), 0.99, 1.0), ((230, 20, 20), 0.0, 0.001)])
def test_alike_sides_are_ambiguous_and_unlike_ones_are_not(other, least, most):
    ids = np.ones((20, 20), np.uint32)
    ids[:, 10:] = 2
    image = np.full((20, 20, 3), 100, np.uint8)
    image[:, 10:] = other
    label = label_of(ids)

    contrasts = contrast(image, label)
    found = ambiguity(contrasts)

    assert (found[:, 8:12] >= least).all()
    assert (found[:, 8:12] <= most).all()
    assert not found[:, :8].any()
    assert not found[:, 12:].any()
    assert boundary_contrasts(contrasts, label) == [round(float(contrasts[0, 9]), 3)] * 2


def test_two_even_sides_a_just_noticeable_difference_apart_have_a_contrast_of_one():
    ids = np.ones((20, 20), np.uint32)
    ids[:, 10:] = 2
    image = np.full((20, 20, 3), 100, np.uint8)
    image[:, 10:] = 106
    step = np.linalg.norm(lab_of(image)[0, 0] - lab_of(image)[0, 19])

    found = contrast(image, label_of(ids))

    assert found[10, 10] == pytest.approx(step / JUST_NOTICEABLE, rel=1e-3)


def test_a_segment_that_fills_the_picture_has_no_boundary():
    label = label_of(np.ones((6, 6), np.uint32))

    assert boundary_contrasts(contrast(np.zeros((6, 6, 3), np.uint8), label), label) == [None]
