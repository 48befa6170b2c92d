"""Albedo is the surface's own colour, shadow where the sun does not come, and albedo times shading is the radiance."""

from dataclasses import replace

import numpy as np
import pytest

from panscape.render import render
from panscape.scenes import Lens, Light, Material, Placement, Weather
from panscape.seeds import rng_for
from panscape.truth import kept_for, lit_layers_of, truth_of
from panscape.truth.layers import DARKEST, shading

from solids import GREY, ball, box, camera, scene

WANTED = {"albedo", "shading", "shadow"}
LENSES = {"pinhole": Lens(), "bent": Lens(k1=-0.25, k2=0.06)}
RED = {"body": Material((0.5, 0.1, 0.05))}


def lit(made):
    rendering = render(made, rng_for(0, "sensor"), kept_for(WANTED))
    label, _ = truth_of(made, rendering, ())
    return rendering, lit_layers_of(rendering, label, WANTED)[1]


@pytest.mark.parametrize("lens", LENSES)
def test_albedo_is_the_surfaces_own_colour_in_any_light(lens):
    view = replace(camera(), lens=LENSES[lens])
    thing = Placement(box(), (6.0, 0.0, 0.0), RED, scale=(1, 2, 2))
    for light in (Light(1.0, 0.9, 0.1), Light(2.0, 0.1, 1.0)):
        rendering, layers = lit(scene([thing], view=view, light=light, weather=Weather(visibility=300.0)))

        inside = rendering.ids == 1
        inside[1:-1, 1:-1] &= inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2] & inside[1:-1, 2:]
        assert inside.sum() > 200
        colours = layers["albedo"][inside]
        np.testing.assert_allclose(colours.mean(axis=0), [0.5, 0.1, 0.05], rtol=0.15)
        assert not layers["albedo"][:4][rendering.depth[:4] == 0].any()


@pytest.mark.parametrize("lens", LENSES)
def test_albedo_times_shading_is_the_radiance_of_the_picture(lens):
    made = scene([Placement(ball(), (6.0, 0.0, 1.0), RED)], view=replace(camera(), lens=LENSES[lens]))

    rendering, layers = lit(made)

    bright = layers["albedo"] > DARKEST
    product = layers["albedo"] * layers["shading"]
    np.testing.assert_allclose(product[bright], rendering.layers["radiance"][bright], rtol=1e-5)
    assert not layers["shading"][~bright].any()


def test_the_sun_from_behind_the_camera_shadows_the_ground_behind_a_wall_and_no_sun_shadows_all():
    wall = Placement(box(), (8.0, 0.0, 0.0), GREY, scale=(0.3, 3.0, 2.0))
    view = camera(position=(0.0, 0.0, 20.0), pitch=-1.1)

    rendering, layers = lit(scene([wall], view=view, light=Light(np.pi, 0.6, 0.0)))
    _, dull = lit(scene([wall], view=view, light=Light(np.pi, 0.6, 1.0)))

    ground = (rendering.ids == 2) & (rendering.depth > 0)
    x = (rendering.depth - 20.0 * np.sin(1.1)) / np.cos(1.1)  # of points of the ground
    behind = ground & (np.abs(np.arange(160) - 80)[None, :] < 6) & (x > 9.3) & (x < 10.7)  # the shadow ends at 11.1
    before = ground & (x < 7.0)
    assert behind.sum() > 10
    assert layers["shadow"][behind].mean() > 0.95
    assert layers["shadow"][before].mean() < 0.05
    assert dull["shadow"][ground].min() == 1.0


def test_the_sky_is_neither_in_shadow_nor_coloured():
    rendering, layers = lit(scene([]))

    sky = rendering.depth == 0
    sky[:-1] &= sky[1:]
    assert sky.any()
    assert not layers["shadow"][sky].any()
    assert not layers["albedo"][sky].any()


def test_no_shading_is_told_of_what_is_black():
    radiance = np.full((1, 2, 3), 0.3, np.float32)
    albedo = np.array([[[0.5, 0.5, 0.0], [0.0, 0.0, 0.0]]], np.float32)

    np.testing.assert_allclose(shading(radiance, albedo)[0], [[0.6, 0.6, 0.0], [0.0, 0.0, 0.0]])
