"""Recipes are read with the model of their world, and refused by line."""

import pickle
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.config import config_names
from panscape.errors import ConfigError
from panscape.recipe import FrameParams, load_recipe
from panscape.variants import SECTIONS, Variant
from panscape.worlds.street import StreetParams

shares = st.dictionaries(st.sampled_from(["train", "val", "test"]), st.floats(0.05, 5), min_size=1)

STREET = load_recipe("street")


def again(recipe, variants, count):
    """The recipe with so many variants and frames."""
    return replace(recipe, vary=[Variant(name=f"v{k}") for k in range(variants)], frames=FrameParams(count=count))


def recipe_file(folder, text):
    path = folder / "mine.yaml"
    path.write_text(text)
    return str(path)


def test_a_built_in_recipe_has_the_params_of_its_world():
    recipe = load_recipe("street")

    assert isinstance(recipe.params, StreetParams)
    assert (recipe.name, recipe.world, recipe.image.width) == ("street", "street", 640)


def test_a_recipe_can_be_sent_to_another_process():
    recipe = load_recipe("street", ["light.cloud=0.5"])

    assert pickle.loads(pickle.dumps(recipe)) == recipe


def test_a_misspelt_parameter_is_refused_with_line_key_and_nearest(tmp_path):
    path = recipe_file(tmp_path, "schema_version: 1\nworld: street\nparams:\n  camera_hieght: 1.5\n")

    with pytest.raises(ConfigError, match=r"mine\.yaml:4: params\.camera_hieght: .*did you mean 'camera_height'"):
        load_recipe(path)


def test_an_unknown_world_is_answered_with_those_that_there_are(tmp_path):
    path = recipe_file(tmp_path, "world: steet\nparams: {}\n")

    with pytest.raises(ConfigError, match=r"no world 'steet'; did you mean 'street'"):
        load_recipe(path)


def test_a_world_without_an_annotated_params_is_refused(tmp_path):
    path = recipe_file(tmp_path, "world: 'math:hypot'\nparams: {}\n")

    with pytest.raises(ConfigError, match="must be annotated with a pydantic model"):
        load_recipe(path)


@given(shares, st.integers(1, 200))
def test_splits_get_their_shares_to_within_one(splits, count):
    recipe = replace(STREET, splits=splits)

    given_out = list(recipe.split_of_each(count))

    total = sum(splits.values())
    for name, share in splits.items():
        assert abs(given_out.count(name) - count * share / total) <= len(splits) - 1 + 1e-9


@given(st.integers(1, 100), st.integers(0, 100))
def test_a_frame_keeps_its_split_when_more_are_made(count, more):
    recipe = replace(STREET, splits={"train": 0.7, "val": 0.2, "test": 0.1})

    assert list(recipe.split_of_each(count + more))[:count] == list(recipe.split_of_each(count))


def test_variants_change_single_parameters():
    recipe = load_recipe("street", ["light.cloud=0.3", "vary=[{name: a, light: {sun_elevation_deg: 5}}, {name: b}]"])

    assert [recipe.varied(k).light.sun_elevation_deg.low for k in range(2)] == [5.0, 14.0]
    assert [recipe.varied(k).light.cloud.low for k in range(2)] == [0.3, 0.3]


def test_a_grid_is_every_combination_named_by_its_values():
    grid = "vary={light.sun_elevation_deg: [5, 30], weather.visibility: [200, {uniform: [500, 900]}]}"

    recipe = load_recipe("street", [grid])

    assert [variant.name for variant in recipe.vary] == [
        "sun_elevation_deg=5,visibility=200",
        "sun_elevation_deg=5,visibility=uniform-500-900",
        "sun_elevation_deg=30,visibility=200",
        "sun_elevation_deg=30,visibility=uniform-500-900",
    ]
    assert recipe.varied(3).light.sun_elevation_deg.low == 30.0
    assert recipe.varied(3).weather.visibility.high == 900.0


BAD_VARY = {
    "vary: []": r":3: vary: found no variant",
    "vary: {}": r":3: vary: found no parameter",
    "vary:\n  - {name: a/b}": r":4: vary\.0\.name: found 'a/b', wanted a letter or digit",
    "vary:\n  - {name: a}\n  - {name: a}": r":3: vary: found two variants called 'a'",
    "vary:\n  - {name: a}\n  - {name: b, lite: {}}": r":5: vary\.1\.lite: unknown key; did you mean 'light'",
    "vary:\n  - {name: a,\n     light: {cluod: 1}}": r":5: vary\.0\.light\.cluod: .*did you mean 'cloud'",
    "vary:\n  - {light: {cloud: 1}}": r":4: vary\.0\.name: missing",
    "vary:\n  light.clod: [1]": r":4: vary\.light\.clod: .*did you mean 'light\.cloud'",
    "vary:\n  light.cloud: []": r":4: vary\.light\.cloud: found no value",
    "vary:\n  light.cloud:\n    - 0.5\n    - 7": r":6: vary\.light\.cloud\.1: found 7",
    "vary:\n  light.cloud: [0.5, 0.5]": r":4: vary\.light\.cloud: found 0\.5 twice",
    "frames: {count: 0}": r":3: frames\.count: found 0",
    "camera: {rise: 900}": r":3: camera\.rise: ",
}


@pytest.mark.parametrize("text", BAD_VARY)
def test_a_bad_variant_is_refused_with_line_and_key(tmp_path, text):
    path = recipe_file(tmp_path, f"world: street\nparams: {{}}\n{text}\n")

    with pytest.raises(ConfigError, match=rf"mine\.yaml{BAD_VARY[text]}") as refused:
        load_recipe(path)

    assert "\n" not in str(refused.value)


def test_too_many_combinations_are_refused():
    numbers = ", ".join(str(number) for number in range(50))

    with pytest.raises(ConfigError, match="found 2500 combinations, wanted at most 1000"):
        load_recipe("street", [f"vary={{light.sun_elevation_deg: [{numbers}], camera.yaw_deg: [{numbers}]}}"])


@given(st.integers(1, 7), st.integers(1, 5), st.integers(0, 400))
def test_a_picture_is_one_scene_variant_and_frame(variants, count, index):
    recipe = again(STREET, variants, count)

    shot = recipe.shot(index)

    assert index == (shot.scene * variants + shot.variant) * count + shot.frame
    assert shot.variant < variants
    assert shot.frame < count


@given(shares, st.integers(1, 5), st.integers(1, 120))
def test_a_split_never_divides_a_scene(splits, count, images):
    recipe = again(replace(STREET, splits=splits), 2, count)

    given_out = list(recipe.split_of_each(images))

    assert len(given_out) == images
    for scene in range(recipe.scenes(images)):
        assert len(set(given_out[scene * recipe.pictures : (scene + 1) * recipe.pictures])) == 1


def test_every_key_is_on_the_page():
    page = (Path(__file__).parents[2] / "docs/recipes.md").read_text(encoding="utf-8")
    models = [*SECTIONS.values(), StreetParams, type(STREET.frames), type(STREET.image)]

    keys = [key for model in models for key in model.model_fields]
    missing = [key for key in keys if f"`{key}`" not in page and f"{key}:" not in page]

    assert missing == []


def test_the_yaml_of_the_page_can_be_read(tmp_path):
    page = (Path(__file__).parents[2] / "docs/recipes.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)

    assert len(blocks) == 3
    for block in blocks:
        whole = block if "world:" in block else f"world: street\nparams: {{}}\n{block}"
        assert load_recipe(recipe_file(tmp_path, whole)).world == "street"


@pytest.mark.parametrize("name", sorted(config_names("recipe")))
def test_every_built_in_recipe_can_be_read(name):
    assert load_recipe(name).name == name
