"""At night a street is lit by its own lamps: those beside it, in its windows, and on what drives."""

from dataclasses import replace
from math import radians

import numpy as np
import pytest

from panscape.pipeline import make_frame, make_scene
from panscape.recipe import load_recipe
from panscape.render import look, picture
from panscape.scenes import Light, Weather
from panscape.seeds import rng_for

SMALL = ["image.width=160", "image.height=120"]
NIGHT = Light(0.0, radians(-25.0), 0.5)


@pytest.fixture(scope="module")
def street():
    return make_scene(load_recipe("street", SMALL), 0, 3)


def radiance(scene, sight=None):
    sight = sight or look(scene)
    picture(sight, scene, rng_for(0, "x"))
    return sight.space.radiance.copy()


def test_what_drives_has_its_lamps_on_and_what_is_parked_has_not(street):
    vehicles = [thing for thing in street.things if thing.category in ("car", "bus", "truck")]
    near = [v for v in vehicles if np.hypot(*np.subtract(v.placements[0].position, street.camera.position)[:2]) < 60]

    driving = [v for v in near if not v.facts.get("parked")]
    assert len(driving) > 1
    assert all(v.lamps for v in driving)
    assert not any(v.lamps for v in vehicles if v.facts.get("parked"))


def test_head_lights_point_ahead_and_tail_lights_back(street):
    for thing in street.things:
        ahead = thing.placements[0].matrix[:, 0]
        for lamp in thing.lamps:
            away = (np.array(lamp.position) - thing.placements[0].position) @ ahead
            red = lamp.color[0] > 10 * lamp.color[2]
            assert np.sign(away) == np.sign(np.array(lamp.direction) @ ahead) == (-1 if red else 1)
            assert 0.2 < lamp.position[2] < 2.0


def test_lamps_light_a_street_at_night_and_change_nothing_by_day(street):
    sight = look(street)
    dark, lit = (radiance(replace(street, light=replace(NIGHT, lamps=lamps)), sight) for lamps in (0.0, 1.0))
    day, bare = (
        radiance(replace(scene, light=Light(0.0, 0.8)), sight)
        for scene in (street, replace(street, lamps=(), things=tuple(replace(t, lamps=()) for t in street.things)))
    )

    assert np.median(lit) > 1.5 * np.median(dark)
    assert np.percentile(lit, 95) > 5 * np.percentile(dark, 95)
    np.testing.assert_array_equal(day, bare)


def test_snow_whitens_what_looks_up(street):
    sight = look(street)
    grey = Light(0.0, 0.6, 1.0)
    bare, white = (radiance(replace(street, light=grey, weather=Weather(snow_cover=s)), sight) for s in (0.0, 1.0))
    named = {category.id: category.name for category in street.taxonomy.categories}
    names = [named[number] for number in sight.packed.category_ids]
    share = {}
    for wanted in ("sidewalk", "building"):
        there = np.isin(sight.ids, [k for k, name in enumerate(names, start=1) if name == wanted])
        share[wanted] = (white[there].mean() / bare[there].mean(), there.sum())

    assert share["sidewalk"][1] > 5
    assert share["sidewalk"][0] > 2.0
    assert share["building"][0] < 1.6


@pytest.mark.parametrize(
    ("recipe", "part", "fact", "low", "high"),
    [
        ("street_night", "light", "elevation_deg", -45, -7),
        ("street_rain", "weather", "rain_mm_h", 1, 40),
        ("street_snow", "weather", "snow_cover", 0.3, 1),
        ("street_fog", "weather", "visibility_m", 25, 800),
        ("street_dust", "weather", "dust", 0.6, 1),
    ],
)
def test_recipes_say_their_weather_in_each_frames_facts(recipe, part, fact, low, high):
    frame = make_frame(load_recipe(recipe, SMALL), 0, 1)

    assert low <= frame.facts[part][fact] <= high
    assert {"cloud", "lamps", "moon"} <= set(frame.facts["light"])
    assert {"visibility_m", "wet", "rain_mm_h", "snow_mm_h", "snow_cover", "dust"} == set(frame.facts["weather"])
