from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from panscape import config
from panscape.config import config_names, load_config
from panscape.draws import Draw, Within
from panscape.errors import ConfigError


class Lamp(BaseModel):
    model_config = ConfigDict(extra="forbid")

    power: float = Field(1.0, ge=0)


class Params(BaseModel):
    model_config = ConfigDict(extra="forbid")

    camera_height: Annotated[Draw, Within(0.5, 3)] = Draw.fixed(1.6)
    cars: int = 2
    wet: bool = False
    lamps: tuple[Lamp, ...] = ()


class Recipe(BaseModel):
    model_config = ConfigDict(extra="forbid")

    schema_version: Literal[1] = 1
    world: str
    params: Params = Params()


@pytest.fixture
def recipe(tmp_path):
    """Write a recipe and return its path."""

    def write(text):
        path = tmp_path / "recipe.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_file_becomes_checked_facts(recipe):
    path = recipe("world: street\nparams:\n  cars: 7\n  camera_height: {uniform: [1, 2]}\n")

    loaded = load_config(Recipe, path, "recipe")

    assert loaded.world == "street"
    assert loaded.params.cars == 7
    assert loaded.params.camera_height == Draw.uniform(1, 2)


def test_numbers_are_yaml_1_2(recipe):
    path = recipe("world: street\nparams: {camera_height: 1e0}\n")

    assert load_config(Recipe, path, "recipe").params.camera_height == Draw.fixed(1.0)


def test_overrides_are_laid_over_the_file_in_order(recipe):
    path = recipe("world: street\nparams:\n  lamps: [{power: 1}, {power: 2}]\n")

    loaded = load_config(
        Recipe, path, "recipe", ["params.cars=3", "params.cars=4", "params.lamps.1.power=5", "world=plaza"]
    )

    assert loaded.world == "plaza"
    assert loaded.params.cars == 4
    assert [lamp.power for lamp in loaded.params.lamps] == [1, 5]


def test_an_override_makes_the_levels_that_are_missing(recipe):
    loaded = load_config(Recipe, recipe("world: street"), "recipe", ["params.camera_height={uniform: [1, 2]}"])

    assert loaded.params.camera_height == Draw.uniform(1, 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "world: street\nparams:\n  cars: 1\n  camera_hieght: 2\n",
            r"recipe.yaml:4: params.camera_hieght: unknown key; did you mean 'camera_height'\?",
        ),
        (
            "world: street\nparams:\n  lamps:\n    - {power: 1}\n    - {powre: 1}\n",
            r"recipe.yaml:5: params.lamps.1.powre: unknown key; did you mean 'power'\?",
        ),
        ("world: street\nparams:\n  cars: many\n", r"recipe.yaml:3: params.cars: found 'many', wanted a valid integer"),
        ("params:\n  cars: 1\n", r"recipe.yaml: world: missing"),
        (
            "world: street\nparams:\n  lamps: [{power: -1}]\n",
            r"recipe.yaml:3: params.lamps.0.power: found -1, wanted greater than or equal to 0",
        ),
        (
            "world: street\nparams:\n  camera_height: {uniform: [1, 9]}\n",
            r"recipe.yaml:3: params.camera_height: found .* wanted nothing outside 0.5 to 3",
        ),
        ("world: street\nworld: plaza\n", r"recipe.yaml:2: found duplicate key \"world\""),
        ("world: !!python/object:os.system {}\n", r"recipe.yaml:1: the tag .* is not allowed"),
        ("world: [street\n", r"recipe.yaml:\d: expected"),
        ("world: street\nparams: {cars: no}\n", r"recipe.yaml:2: params.cars: found 'no', .*YAML 1.2"),
        ("schema_version: 2\nworld: street\nnew: 1\n", r"recipe.yaml:1: schema_version: found 2, .* up to 1"),
        ("world: &a [*a]\n", r"deeper than"),
        ("- world\n", r"recipe.yaml: found list, wanted keys"),
        ("", r"recipe.yaml: found NoneType, wanted keys"),
        (b"world: \xff\n", r"recipe.yaml: byte 7 is not UTF-8"),
        ("world: [" + "[" * 1500, r"recipe.yaml"),
        ("world: a\nx: 1\ny: 2\n", r"unknown key \(and 1 more\)"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_key(recipe, text, says):
    path = recipe(text)

    with pytest.raises(ConfigError, match=says) as caught:
        load_config(Recipe, path, "recipe")

    assert "\n" not in str(caught.value)


def test_an_alias_bomb_is_refused(recipe):
    levels = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 12)]

    with pytest.raises(ConfigError, match="aliases written out"):
        load_config(Recipe, recipe("\n".join(levels)), "recipe")


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("params.cras=1", r"--set params.cras=1: params.cras: unknown key; did you mean 'cars'\?"),
        ("params.cars=many", r"--set params.cars=many: params.cars: found 'many', wanted"),
        ("params.cars", r"--set params.cars: wanted key=value"),
        ("=3", r"--set =3: wanted key=value"),
        ("params..cars=3", r"wanted key=value"),
        ("params.cars=[1", r"--set params.cars=\[1: the value is not YAML"),
        ("world.name=a", r"--set world.name=a: world is 'street'; it has no keys"),
        ("params.lamps.4.power=1", r"'4' is not the number of one of the 1 entries"),
    ],
)
def test_a_wrong_override_is_refused_as_it_was_typed(recipe, override, says):
    path = recipe("world: street\nparams: {lamps: [{}]}\n")

    with pytest.raises(ConfigError, match=says):
        load_config(Recipe, path, "recipe", [override])


def test_a_name_is_looked_up_among_the_built_ins(tmp_path, monkeypatch):
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes/street.yaml").write_text("world: street\n")
    monkeypatch.setattr(config, "_config_folder", lambda: tmp_path)

    assert list(config_names("recipe")) == ["street"]
    assert load_config(Recipe, "street", "recipe").world == "street"
    with pytest.raises(ConfigError, match=r"no recipe 'steet'; did you mean 'street'\?; built in: street"):
        load_config(Recipe, "steet", "recipe")
    with pytest.raises(ConfigError, match=r"mine/street.yaml: there is no such file"):
        load_config(Recipe, "mine/street.yaml", "recipe")


@given(st.text(max_size=60))
def test_any_text_gives_facts_or_one_line(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "recipe.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    try:
        loaded = load_config(Recipe, path, "recipe")
    except ConfigError as error:
        assert "recipe.yaml" in str(error)
    else:
        assert isinstance(loaded, Recipe)
