"""The same scene again: what a variant does not name stays equal; what a recipe says is what is drawn."""

from dataclasses import replace
from math import degrees

import numpy as np
import pytest
from scipy import stats

from panscape.pipeline import make_frame, make_frames, make_scene
from panscape.recipe import load_recipe
from panscape.seeds import rng_for
from panscape.worlds.street.plan import street_plan
from panscape.worlds.street.view import view

SMALL = ["image.width=96", "image.height=72"]
VARY = (
    "vary=[{name: noon}, {name: dusk, light: {sun_elevation_deg: 2}}, {name: fog, weather: {visibility: 80}},"
    " {name: aside, camera: {yaw_deg: 30}}, {name: loud, sensor: {noise: 0.15}}]"
)
DRAWN = 400


@pytest.fixture(scope="module")
def varied():
    return load_recipe("street", [*SMALL, VARY, "frames.count=2"])


@pytest.fixture(scope="module")
def frames(varied):
    """All pictures of scene 1, by variant and frame."""
    count = varied.pictures
    made = {frame.index: frame for frame in make_frames(varied, 5, range(count, 2 * count))}
    return [[made[count + 2 * variant + time] for time in range(2)] for variant in range(5)]


def test_pictures_of_one_scene_under_other_light_differ_in_their_pixels_alone(frames):
    noon, dusk, fog, _, loud = (variant[0] for variant in frames)

    for other in (dusk, fog, loud):
        np.testing.assert_array_equal(other.label.ids, noon.label.ids)
        np.testing.assert_array_equal(other.layers["depth"], noon.layers["depth"])
        assert not np.array_equal(other.image, noon.image)


def test_what_a_variant_does_not_name_stays_equal(frames):
    noon, dusk, fog, aside, loud = (variant[0].facts for variant in frames)
    named = {"index", "variant", "variant_index", "sequence"}

    for other, section in ((dusk, "light"), (fog, "weather"), (aside, "camera"), (loud, "sensor")):
        differ = {key for key in noon if noon[key] != other[key]}
        assert differ == {*named, section}
    assert {key for key in noon["light"] if noon["light"][key] != dusk["light"][key]} <= {"elevation_deg", "lamps"}
    assert noon["sensor"]["exposure"] == loud["sensor"]["exposure"]


def test_another_angle_is_another_label_of_the_same_things(frames):
    noon, aside = frames[0][0], frames[3][0]

    assert not np.array_equal(noon.label.ids, aside.label.ids)
    assert noon.cast == aside.cast


def test_a_picture_made_alone_is_that_made_with_its_scene(varied, frames):
    for variant, time in ((2, 1), (3, 0)):
        alone = make_frame(varied, 5, 10 + 2 * variant + time)

        np.testing.assert_array_equal(alone.image, frames[variant][time].image)
        np.testing.assert_array_equal(alone.label.ids, frames[variant][time].label.ids)
        assert alone.facts == frames[variant][time].facts


def test_pictures_tell_scene_variant_sequence_and_time(frames):
    told = frames[3][1].facts

    assert (told["scene"], told["variant"], told["variant_index"]) == (1, "aside", 3)
    assert (told["sequence"], told["frame"], told["time_s"]) == (8, 1, 0.1)


def test_a_thing_has_one_track_in_every_picture_of_its_scene(varied, frames):
    scene = make_scene(varied, 5, 10)
    names = {category.id: category.name for category in scene.taxonomy}
    for variant in frames:
        for frame in variant:
            for segment in frame.label.segments:
                if "track_id" in segment.facts:
                    thing = scene.things[segment.facts["track_id"] - 1]
                    assert names[segment.category_id] == thing.category


def test_pictures_of_several_scenes_are_not_made_together(varied):
    with pytest.raises(ValueError, match=r"scenes \[0, 1\]"):
        list(make_frames(varied, 5, [9, 10]))


@pytest.mark.parametrize("name", ["street", "street_dusk", "street_night"])
def test_the_sun_stands_as_high_as_the_recipe_says(name):
    params = load_recipe(name).light

    drawn = [degrees(params.drawn(rng_for(3, "light", index)).elevation) for index in range(DRAWN)]

    low, high = params.sun_elevation_deg.values[0], params.sun_elevation_deg.values[-1]
    assert params.sun_elevation_deg.kind == "uniform"
    assert stats.kstest(drawn, stats.uniform(low, high - low).cdf).pvalue > 0.01


def test_the_camera_is_pitched_as_the_recipe_says():
    params = load_recipe("street", ["params.camera_raised=0"]).params
    mean, sd, low, high = params.camera_pitch_deg.values

    pitches = []
    for index in range(DRAWN):
        seed = int(rng_for(3, "scene", index).integers(2**62))
        camera = view(params, street_plan(params, rng_for(seed, "plan")), rng_for(seed, "camera")).camera
        pitches.append(degrees(camera.pitch))

    assert low <= min(pitches) <= max(pitches) <= high
    assert stats.kstest(pitches, stats.norm(mean, sd).cdf).pvalue > 0.01


def test_a_camera_section_is_drawn_as_it_says_and_added():
    plain = load_recipe("street", SMALL)
    tilted = load_recipe("street", [*SMALL, "camera.pitch_deg={uniform: [-30, -10]}"])

    drawn = [degrees(tilted.camera.drawn(rng_for(3, "view", index)).pitch) for index in range(DRAWN)]
    pairs = [(make_scene(plain, 3, index).camera, make_scene(tilted, 3, index).camera) for index in range(3)]

    assert stats.kstest(drawn, stats.uniform(-30, 20).cdf).pvalue > 0.01
    assert [degrees(other.pitch - one.pitch) for one, other in pairs] == pytest.approx(drawn[:3])


def test_more_is_hidden_where_the_recipe_says_that_it_is_fuller():
    def hidden(name):
        recipe = load_recipe(name, ["image.width=160", "image.height=120"])
        found = [s.facts for index in range(5) for s in make_frame(recipe, 3, index).label.segments]
        return [facts["visible_fraction"] < 1.0 for facts in found if "visible_fraction" in facts]

    crowded, usual = hidden("street_crowded"), hidden("street")

    assert np.mean(crowded) > 0.5
    assert sum(crowded) > 1.5 * sum(usual)


def mean_contrast(recipe, count):
    """How far the mean over pictures still swings, against how far one picture does."""
    pictures = [make_frame(recipe, 3, index).image.astype(np.float64).mean(-1) for index in range(count)]
    # The lower half: sky is above in every street, and the same houses are to no side.
    lower = [picture[len(picture) // 2 :] - picture[len(picture) // 2 :].mean() for picture in pictures]
    return np.std(np.mean(lower, axis=0)) / np.mean([np.std(picture) for picture in lower])


def test_the_mean_of_many_streets_is_the_picture_of_none():
    assert mean_contrast(load_recipe("street", SMALL), 16) < 0.45


@pytest.mark.slow
def test_the_mean_of_500_streets_is_a_haze():
    assert mean_contrast(load_recipe("street", SMALL), 500) < 0.25


def test_variants_over_one_recipe_are_recipes_without_variants(varied):
    fog = varied.varied(2)

    assert fog.vary == ()
    assert fog.weather.visibility.values == (80.0,)
    assert replace(fog, weather=varied.weather, vary=varied.vary) == varied
