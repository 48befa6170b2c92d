"""A thermal camera sees warmth: people and engines white, a clear sky black, glass a mirror, no lamp's light."""

from dataclasses import replace
from math import radians

import numpy as np
import pytest

from panscape.render import render
from panscape.render.thermal import SKIN, air_temperature, warmth
from panscape.scenes import Light, Material, Placement, Thing, Weather
from panscape.seeds import rng_for

from solids import GREY, ball, box, camera, scene

MATT, GLASS = Material((0.3, 0.3, 0.3)), Material((0.1, 0.1, 0.1), f0=0.08, roughness=0.05)


def thing(**facts):
    return Thing("car", (), facts)


def seen(category="person", light=None, weather=None, facts=None):
    """A box of some category on a road, photographed by warmth: the picture and what is what."""
    made = scene(
        [Placement(box(), (6.0, 0.0, 0.0), GREY)],
        view=camera(width=160, height=120, mode="thermal", noise=0.0, vignette=0.0),
        light=light or Light(1.0, 0.7, 0.0), weather=weather,
    )  # fmt: skip
    made = replace(made, things=(replace(made.things[0], category=category, facts=facts or {}),))
    rendering = render(made, rng_for(0, "s"))
    return rendering.image[..., 0].astype(float), rendering.ids


def of(image, ids, number):
    """Mean of a segment's pixels, those at its rim, which the optics blur, left out."""
    inside = ids == number
    for axis in (0, 1):
        for step in (-2, 2):
            inside = inside & np.roll(ids == number, step, axis)
    return image[inside].mean()


def test_skin_is_warmer_than_clothes_and_clothes_than_the_air():
    skin, top = (warmth("person", slot, MATT, None, 16.0, 0.0).base for slot in ("skin", "top"))

    assert 30.0 < top + 6.0 < skin + 1.0
    assert skin == SKIN
    assert top > 18.0


def test_what_drives_is_warm_in_front_and_at_its_wheels_and_what_is_parked_is_not():
    tyres = [warmth("car", "tyre", MATT, thing(parked=parked), 16.0, 0.0).base for parked in (False, True)]
    paints = [warmth("car", "paint", MATT, thing(parked=parked), 16.0, 0.0).engine for parked in (False, True)]

    assert tyres[0] > tyres[1] + 10.0
    assert paints[0] > 5.0 > paints[1]


def test_who_sits_behind_glass_is_not_seen():
    slots = (("face", MATT), ("glass", GLASS))

    face, pane = (warmth("car", slot, material, thing(), 16.0, 0.0) for slot, material in slots)

    assert face.base == pane.base
    assert face.emissivity == pane.emissivity < 0.9


def test_dark_ground_takes_more_of_the_sun():
    dark, pale = (warmth("road", "top", Material((tone, tone, tone)), None, 16.0, 0.0).sun for tone in (0.05, 0.7))

    assert dark > 2.5 * pale


def test_a_lit_lamp_is_warm_and_a_dark_one_is_not():
    lamp = Material((0.9, 0.9, 0.9), night=2.0)

    assert warmth("pole", "lens", lamp, None, 16.0, 1.0).base > warmth("pole", "lens", lamp, None, 16.0, 0.0).base + 5


@pytest.mark.parametrize(
    ("weather", "low", "high"), [(Weather(), 14, 21), (Weather(rain=5.0), 8, 15), (Weather(snow=1.0), -5, 0)]
)
def test_the_air_is_as_warm_as_the_weather_suggests(weather, low, high):
    assert low < air_temperature(scene([], weather=weather)) < high


def test_by_night_a_person_is_white_the_ground_grey_and_a_clear_sky_black():
    image, ids = seen(light=Light(0.0, radians(-20.0), 0.0))

    person, ground, sky = (of(image, ids, number) for number in (1, 2, 3))

    assert person > ground + 60 > sky + 70
    assert image[:10].max() < 10


def test_cloud_makes_the_sky_warmer():
    clear, cloudy = (seen(light=Light(0.0, radians(-20.0), cloud)) for cloud in (0.0, 1.0))

    assert of(*cloudy, 3) > of(*clear, 3) + 10


def test_fog_hides_the_warmth_of_what_is_far():
    placements = [Placement(box(), (4.0, 1.0, 0.0), GREY), Placement(box(), (12.0, -2.0, 0.0), GREY, scale=(2, 2, 2))]

    def far_of_near(visibility):
        made = scene(
            placements, view=camera(width=160, height=120, mode="thermal", noise=0.0, vignette=0.0),
            light=Light(0.0, radians(-20.0), 1.0), weather=Weather(visibility=visibility),
        )  # fmt: skip
        made = replace(made, things=tuple(replace(thing, category="person") for thing in made.things))
        rendering = render(made, rng_for(0, "s"))
        near, far = (of(rendering.image[..., 0].astype(float), rendering.ids, number) for number in (1, 2))
        return far / near

    assert far_of_near(20000.0) > 0.97
    assert far_of_near(30.0) < 0.9


def test_ground_in_the_sun_is_warmer_than_in_the_shade():
    image, ids = seen("car", light=Light(radians(90.0), radians(35.0), 0.0), facts={"parked": True})
    ground = ids == 2
    shade = np.zeros_like(ground)
    # The sun stands at the left: the shadow lies at the right of the box.
    columns = np.flatnonzero((ids == 1).any(axis=0))
    rows = np.flatnonzero((ids == 1).any(axis=1))
    shade[rows[-1] - 4 : rows[-1], columns[-1] + 4 : columns[-1] + 10] = True

    assert image[ground & shade].mean() < image[ground & np.fliplr(shade)].mean() - 10


def test_the_three_channels_are_one():
    made = scene([Placement(ball(), (6.0, 0.0, 1.0), GREY)], view=camera(mode="thermal", noise=0.02))

    image = render(made, rng_for(0, "s")).image

    np.testing.assert_array_equal(image, np.repeat(image[..., :1], 3, axis=2))
