"""Coverage counts the rays of each pixel that meet the segment of its centre."""

from dataclasses import replace

import numpy as np
import pytest

from panscape.render import look, render
from panscape.scenes import Lens, Placement
from panscape.seeds import rng_for
from panscape.truth.coverage import coverage

from solids import GREY, box, camera, crowd, scene

LENSES = {"pinhole": Lens(), "bent": Lens(k1=-0.25, k2=0.06)}


@pytest.mark.parametrize("samples", [2, 4])
def test_coverage_is_the_share_of_a_finer_picture(samples):
    made = scene(crowd(rng_for(1, "crowd")))
    view = made.camera
    finer = replace(made, camera=replace(view, width=samples * view.width, height=samples * view.height))
    rendering = render(made, rng_for(0, "sensor"))
    fine = look(finer).ids.copy()

    found = coverage(made, rendering, samples)

    own = np.repeat(np.repeat(rendering.ids, samples, 0), samples, 1)
    alike = (fine == own).reshape(view.height, samples, view.width, samples)
    np.testing.assert_array_equal(found, alike.mean(axis=(1, 3), dtype=np.float32))


@pytest.mark.parametrize("lens", LENSES)
def test_inside_a_segment_coverage_is_whole_and_on_a_straight_edge_it_is_partial(lens):
    wall = Placement(box(), (8.0, 0.0, -5.0), GREY, scale=(0.1, 3.0, 20.0))
    made = scene([wall], view=replace(camera(roll=0.05), lens=LENSES[lens]))
    rendering = render(made, rng_for(0, "sensor"))

    found = coverage(made, rendering)

    inside = np.ones(rendering.ids.shape, bool)
    for axis in (0, 1):
        for step in (-1, 1):
            inside &= np.roll(rendering.ids, step, axis) == rendering.ids
    assert (found[2:-2, 2:-2][inside[2:-2, 2:-2]] == 1.0).mean() > 0.999
    edge = found[found < 1.0]
    assert 0.4 < edge.mean() < 0.95
    assert edge.min() > 0.2
