"""Profiles describe populations, and one person stays the same wherever one meets them."""

import pytest

from panscape.annotators import Annotator, Guideline, Streams, person, sources
from panscape.annotators.rules import rules_of
from panscape.config import config_names, load_config
from panscape.draws import Draw
from panscape.errors import ConfigError

PROFILE = Annotator[Draw].model_validate({"hand": {"bias_px": {"uniform": [-2, 2]}}, "habit": {"compliance": 0.5}})


def test_a_person_is_the_same_whenever_they_are_called():
    assert person(PROFILE, 5, "ann") == person(PROFILE, 5, "ann")


def test_two_persons_of_one_profile_differ():
    assert person(PROFILE, 5, "ann").hand.bias_px != person(PROFILE, 5, "bob").hand.bias_px


def test_widening_one_trait_moves_no_other():
    wider = Annotator[Draw].model_validate({"hand": {"bias_px": {"uniform": [-2, 2]}, "motor_px": {"uniform": [1, 2]}}})

    assert person(wider, 5, "ann").hand.bias_px == person(PROFILE, 5, "ann").hand.bias_px


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hand: {motor: 1}", r"hand.motor: unknown key; did you mean 'motor_px'\?"),
        ("hand: {motor_px: {uniform: [1, 90]}}", "motor_px: .* nothing outside 0 to 50"),
    ],
)
def test_a_trait_that_cannot_be_is_refused_with_its_line(tmp_path, text, message):
    path = tmp_path / "mine.yaml"
    path.write_text(f"schema_version: 1\n{text}\n")

    with pytest.raises(ConfigError, match=f"mine.yaml:2: .*{message}"):
        load_config(Annotator[Draw], path, "annotator")


@pytest.mark.parametrize("name", sorted(config_names("annotator")))
def test_every_profile_that_comes_along_is_sound(name):
    profile = load_config(Annotator[Draw], name, "annotator")

    assert person(profile, 0, "ann").name == "ann" and profile.name == name


@pytest.mark.parametrize("name", sorted(config_names("guideline")))
def test_every_guideline_that_comes_along_is_sound(name):
    assert load_config(Guideline, name, "guideline").name == name


def test_every_trait_says_where_its_number_comes_from():
    found = sources(Annotator[float])

    assert found["hand.motor_px"].startswith("fitted") and found["care.merge"] == "assumed"
    assert all(found.values())


def test_a_rule_that_is_left_out_is_left_to_habit():
    who = person(Annotator[Draw].model_validate({"habit": {"tolerance_px": 2.5, "place_px": 1.0}}), 0, "ann")

    rules = rules_of(Guideline(), who, Streams(0, "solo", "ann", "a.jpg"))

    assert rules.vertices.px == 2.5 and rules.place_px == 1.0


def test_rules_are_followed_as_often_as_the_profile_complies():
    guideline = Guideline.model_validate({"vertices": {"rule": "spacing", "px": 9}})

    followed = [
        rules_of(guideline, person(PROFILE, 0, name), Streams(0, "solo", name, "a.jpg")).vertices.rule == "spacing"
        for name in map(str, range(300))
    ]

    assert 120 < sum(followed) < 180
