"""Recipes are read with the model of their world, and refused by line."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.errors import ConfigError
from panscape.recipe import load_recipe
from panscape.worlds.street import StreetParams

shares = st.dictionaries(st.sampled_from(["train", "val", "test"]), st.floats(0.05, 5), min_size=1)


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
    recipe = load_recipe("street", [f"splits={{{', '.join(f'{k}: {v!r}' for k, v in splits.items())}}}"])

    given_out = list(recipe.split_of_each(count))

    total = sum(splits.values())
    for name, share in splits.items():
        assert abs(given_out.count(name) - count * share / total) <= len(splits) - 1 + 1e-9


@given(st.integers(1, 100), st.integers(0, 100))
def test_a_frame_keeps_its_split_when_more_are_made(count, more):
    recipe = load_recipe("street", ["splits={train: 0.7, val: 0.2, test: 0.1}"])

    assert list(recipe.split_of_each(count + more))[:count] == list(recipe.split_of_each(count))
