"""Rings around masks, and masks inside rings."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.polygons import Rings, area, fill, length, outline, resampled, simplified

from strategies import id_maps

POINTS = st.tuples(st.integers(-8 * 256, 24 * 256), st.integers(-8 * 256, 24 * 256))


@given(id_maps(most_ids=1))
def test_filling_the_outline_gives_the_mask_back(ids):
    mask = ids == 1

    rings = outline(mask)

    np.testing.assert_array_equal(fill(rings, *mask.shape), mask)


@given(id_maps(most_ids=1))
def test_an_outline_in_every_step_has_one_point_for_each_pixel_edge(ids):
    mask = np.pad(ids == 1, 1)
    edges = (mask[1:] != mask[:-1]).sum() + (mask[:, 1:] != mask[:, :-1]).sum()

    rings = outline(ids == 1, every_step=True)

    assert len(rings.points) == edges
    assert sum(length(rings[k]) for k in range(len(rings))) == edges


@given(id_maps(most_ids=1))
def test_the_area_inside_the_outline_is_the_number_of_pixels(ids):
    assert area(outline(ids == 1)) == (ids == 1).sum()


def test_pixels_that_touch_at_a_corner_have_one_ring():
    assert len(outline(np.eye(3, dtype=bool))) == 1


def test_a_hole_has_a_ring_of_its_own_that_runs_the_other_way():
    mask = np.ones((5, 5), bool)
    mask[2, 2] = False

    rings = outline(mask)

    assert [area(Rings.of([rings[k]])) for k in range(len(rings))] == [25, -1]


def slow_fill(rings, height, width):
    """Even-odd by definition: how many edges does the ray to the left of each pixel's centre cross?"""
    mask = np.zeros((height, width), bool)
    for y in range(height):
        for x in range(width):
            crossed = 0
            for ring in rings:
                for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
                    at_y, at_x = Fraction(2 * y + 1, 2), Fraction(2 * x + 1, 2)
                    if (y0 <= at_y) != (y1 <= at_y):
                        crossed += x0 + (at_y - y0) * (x1 - x0) / (y1 - y0) <= at_x
            mask[y, x] = crossed % 2
    return mask


@given(st.lists(st.lists(POINTS, min_size=3, max_size=6), min_size=1, max_size=2))
def test_filling_follows_the_even_odd_rule_at_every_centre(rings):
    exact = [[(Fraction(x, 256), Fraction(y, 256)) for x, y in ring] for ring in rings]

    filled = fill(Rings.of([[(float(x), float(y)) for x, y in ring] for ring in exact]), 13, 17)

    np.testing.assert_array_equal(filled, slow_fill(exact, 13, 17))


@given(POINTS, POINTS, POINTS, POINTS)
def test_two_triangles_that_share_an_edge_share_no_pixel_and_leave_none_out(a, b, c, d):
    corners = [np.array(point) / 256 for point in (a, b, c, d)]
    halves = [fill(Rings.of([[corners[k] for k in three]]), 16, 16) for three in ((0, 1, 2), (0, 2, 3))]

    whole = fill(Rings.of([corners]), 16, 16)

    np.testing.assert_array_equal(halves[0] ^ halves[1], whole)


@given(id_maps(most_ids=1, most_pixels=16), st.sampled_from([0.0, 0.5, 1.0, 3.0]))
def test_no_vertex_left_out_lies_farther_off_than_the_tolerance(ids, tolerance):
    rings = outline(ids == 1, every_step=True)

    thin = simplified(rings, tolerance)

    for number in range(len(rings)):
        ring = np.concatenate([thin[number], thin[number][:1]])
        for point in rings[number]:
            assert distance_to_chain(point, ring) <= tolerance + 1e-9


def distance_to_chain(point, chain):
    start, along = chain[:-1], np.diff(chain, axis=0)
    squared = np.maximum((along**2).sum(1), 1e-12)
    share = np.clip(((point - start) * along).sum(1) / squared, 0, 1)
    return np.linalg.norm(start + share[:, None] * along - point, axis=1).min()


def test_a_square_needs_four_vertices():
    assert len(simplified(outline(np.ones((30, 40), bool), every_step=True), 1.0).points) == 4


def test_resampled_points_lie_at_equal_distances():
    points = resampled(outline(np.ones((3, 5), bool))[0], 16)

    np.testing.assert_allclose(np.linalg.norm(np.diff(points, axis=0), axis=1), 1.0)


@pytest.mark.parametrize("bad", [[(0, 0), (1, float("nan")), (2, 2)], [(0, 0), (1e9, 0), (2, 2)]])
def test_a_point_that_cannot_be_filled_is_refused(bad):
    with pytest.raises(ValueError, match="not finite or lies farther out"):
        Rings.of([bad])
