"""Names in a configuration find their function, or the reader finds the name."""

import pytest

from panscape.errors import ConfigError
from panscape.names import nearest, resolve

BUILT_IN = {"sorted": "builtins:sorted", "street": "builtins:len"}


def test_a_built_in_name_gives_its_function():
    assert resolve("sorted", BUILT_IN, "world") is sorted


def test_a_function_of_the_users_own_is_found_by_module_and_name():
    import math

    assert resolve("math:hypot", BUILT_IN, "world") is math.hypot


def test_an_unknown_name_is_answered_with_the_list_and_the_nearest():
    with pytest.raises(ConfigError, match=r"no world 'steet'; did you mean 'street'\?; built in: sorted, street"):
        resolve("steet", BUILT_IN, "world")


@pytest.mark.parametrize("name", ["no_such_module:f", "math:no_such_function"])
def test_a_module_or_function_that_is_not_there_is_named(name):
    with pytest.raises(ConfigError, match="could not be loaded"):
        resolve(name, BUILT_IN, "world")


@pytest.mark.parametrize("name", [":f", ":", "math:", ".:f", ".math:hypot", "..math:hypot"])
def test_a_name_without_a_module_or_a_function_is_refused(name):
    with pytest.raises(ConfigError, match="names no module and function; one of your own is"):
        resolve(name, BUILT_IN, "world")


def test_a_name_of_something_that_is_no_function_is_refused():
    with pytest.raises(ConfigError, match="names float, not a function"):
        resolve("math:pi", BUILT_IN, "world")


def test_a_name_that_is_near_to_none_is_answered_with_nothing():
    assert nearest("xyz", ["street", "plaza"]) == ""


def test_the_beginning_of_a_long_name_finds_it():
    assert nearest("vis", ["area", "visible_fraction"]) == "; did you mean 'visible_fraction'?"
    assert nearest("v", ["visible_fraction"]) == ""
