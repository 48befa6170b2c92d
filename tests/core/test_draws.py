from typing import Annotated

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from panscape.draws import Draw, Within
from panscape.errors import ConfigError

positive = st.floats(1e-6, 1e6)
numbers = st.floats(-1e6, 1e6)


@st.composite
def draws(draw):
    """A draw of any kind."""
    kind = draw(st.sampled_from(["fixed", "uniform", "log_uniform", "normal", "choice"]))
    if kind == "fixed":
        return Draw.fixed(draw(numbers))
    if kind == "normal":
        low, high = sorted((draw(numbers), draw(numbers)))
        return Draw.normal(draw(numbers), draw(st.floats(0, 1e3)), low, high)
    if kind == "choice":
        values = draw(st.lists(numbers, min_size=1, max_size=5))
        weights = draw(st.lists(st.floats(0, 9), min_size=len(values), max_size=len(values)).filter(any))
        return Draw.choice(values, weights)
    low, high = sorted((draw(positive), draw(positive)))
    return Draw.uniform(low, high) if kind == "uniform" else Draw.log_uniform(low, high)


class Params(BaseModel):
    model_config = ConfigDict(extra="forbid")

    height: Annotated[Draw, Within(0.5, 3.0)] = Draw.fixed(1.6)
    free: Draw = Draw.fixed(0)


@given(draws(), st.integers(0, 2**32))
def test_what_is_drawn_lies_in_the_support(draw, seed):
    value = draw.sample(np.random.default_rng(seed))

    assert isinstance(value, float)
    assert draw.low <= value <= draw.high


@given(draws(), st.integers(0, 2**32))
def test_every_kind_takes_one_number_from_the_stream(draw, seed):
    stream, other = np.random.default_rng(seed), np.random.default_rng(seed)

    draw.sample(stream)
    other.random()

    assert stream.random() == other.random()


@given(draws())
def test_a_draw_survives_being_spelled(draw):
    assert Draw.parse(draw.spelled()) == draw


@given(draws(), st.floats(0, 0.999), st.floats(0, 0.999))
def test_a_quantile_of_an_ordered_draw_never_falls(draw, chance, other):
    lower, higher = sorted((chance, other))
    if draw.kind != "choice":
        assert draw.quantile(lower) <= draw.quantile(higher)


def test_many_draws_have_the_mean_that_the_definition_gives():
    chances = (np.arange(20000) + 0.5) / 20000
    wanted = {
        Draw.uniform(2, 6): 4.0,
        Draw.log_uniform(1, np.e): np.e - 1,  # (b - a) / ln(b / a)
        Draw.normal(3, 0.5, -9, 9): 3.0,
        Draw.choice([0, 10], [1, 3]): 7.5,
    }

    for draw, mean in wanted.items():
        assert np.mean([draw.quantile(chance) for chance in chances]) == pytest.approx(mean, abs=1e-3)


@pytest.mark.parametrize(
    ("spelling", "wanted"),
    [
        (1.6, Draw.fixed(1.6)),
        (2, Draw.fixed(2)),
        ({"uniform": [1.2, 2.6]}, Draw.uniform(1.2, 2.6)),
        ({"log_uniform": [1, 100]}, Draw.log_uniform(1, 100)),
        ({"normal": [1.6, 0.1], "clip": [1, 2]}, Draw.normal(1.6, 0.1, 1, 2)),
        ({"choice": [1, 2]}, Draw.choice([1, 2])),
        ({"choice": [1, 2], "weights": [1, 3]}, Draw.choice([1, 2], [1, 3])),
    ],
)
def test_each_spelling_is_read(spelling, wanted):
    assert Params.model_validate({"free": spelling}).free == wanted


@pytest.mark.parametrize(
    ("spelling", "says"),
    [
        ("tall", "wanted a number or one of"),
        (True, "wanted a number or one of"),
        (None, "wanted a number or one of"),
        (float("nan"), "finite"),
        ({}, "exactly one of"),
        ({"unifrom": [1, 2]}, "did you mean 'uniform'"),
        ({"uniform": [2, 1]}, "lower number first"),
        ({"uniform": [1]}, r"\{uniform: \[low, high\]\}"),
        ({"uniform": "12"}, "list of numbers"),
        ({"uniform": [1, 2], "clip": [1, 2]}, "'clip' beside 'uniform'"),
        ({"uniform": [1, 2], "choice": [1, 2]}, "exactly one of"),
        ({"log_uniform": [0, 2]}, "above 0"),
        ({"normal": [1, 2]}, "clip"),
        ({"normal": [1, -2], "clip": [0, 1]}, "standard deviation of 0 or more"),
        ({"choice": []}, "choice"),
        ({"choice": [1, 2], "weights": [0, 0]}, "not all 0"),
        ({"choice": [1, 2], "weights": [1]}, "one weight for each"),
    ],
)
def test_a_wrong_spelling_is_refused_with_the_right_form(spelling, says):
    with pytest.raises(ValidationError, match=says):
        Params.model_validate({"free": spelling})
    with pytest.raises(ConfigError, match=says):
        Draw.parse(spelling)


def test_a_draw_that_can_leave_its_bounds_is_refused():
    with pytest.raises(ValidationError, match=r"draws from 1 to 4; wanted nothing outside 0.5 to 3"):
        Params.model_validate({"height": {"uniform": [1, 4]}})


def test_a_value_without_a_chance_is_outside_the_support():
    assert Draw.choice([1, 9], [1, 0]).high == 1


def test_a_model_gives_back_what_the_configuration_said():
    params = Params.model_validate({"height": {"uniform": [1, 2]}})

    assert params.model_dump(mode="json") == {"height": {"uniform": [1.0, 2.0]}, "free": 0.0}
