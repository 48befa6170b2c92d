"""Claims refuse exactly the footprints that overlap."""

from math import cos, sin

from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import Polygon

from panscape.worlds.street.claims import Claims

places = st.floats(-14.0, 14.0)
rects = st.tuples(places, places, st.floats(-7.0, 7.0), st.floats(0.1, 9.0), st.floats(0.1, 3.0))


def polygon(x, y, yaw, length, width):
    """The rectangle's corners, one by one."""
    corners = [(0.5 * length, 0.5 * width), (-0.5 * length, 0.5 * width), (-0.5 * length, -0.5 * width)]
    corners.append((0.5 * length, -0.5 * width))
    return Polygon([(x + a * cos(yaw) - b * sin(yaw), y + a * sin(yaw) + b * cos(yaw)) for a, b in corners])


@given(st.lists(rects, min_size=2, max_size=12))
def test_a_claim_is_refused_exactly_when_it_overlaps_one_that_was_granted(wanted):
    claims, granted = Claims(), []

    for rect in wanted:
        shape = polygon(*rect)
        overlap = max((shape.intersection(other).area for other in granted), default=0.0)
        assume(overlap == 0.0 or overlap > 1e-9)  # a touch is decided by rounding

        assert claims.claim(*rect) == (overlap == 0.0)
        if overlap == 0.0:
            granted.append(shape)


@given(rects, st.floats(0.05, 2.0))
def test_clearance_counts_on_every_side(rect, clear):
    x, y, yaw, length, width = rect
    claims = Claims()
    claims.take(*rect)
    beside = 0.5 * width + 0.5 + clear

    near = (x - (beside - 0.01) * sin(yaw), y + (beside - 0.01) * cos(yaw), yaw, length, 1.0)
    away = (x - (beside + 0.01) * sin(yaw), y + (beside + 0.01) * cos(yaw), yaw, length, 1.0)

    assert not claims.is_free(*near, clear)
    assert claims.is_free(*away, clear)
