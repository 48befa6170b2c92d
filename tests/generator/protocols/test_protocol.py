"""What a protocol may say."""

import pytest

from panscape.config import config_names
from panscape.errors import ConfigError
from panscape.protocols import plan_of

POOL = "pool: {ann: typical, bob: hasty, eve: careful}"


def written(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(f"schema_version: 1\nname: mine\nguideline: dense\n{text}\n")
    return str(path)


@pytest.mark.parametrize("name", sorted(config_names("protocol")))
def test_every_protocol_that_comes_along_can_be_planned(name):
    plan = plan_of(name, seed=0)

    assert plan.protocol.name == name
    assert set(plan.people()) == set(plan.protocol.pool)


def test_a_plan_survives_its_way_through_json():
    plan = plan_of("trio", seed=3)

    again = type(plan).model_validate_json(plan.model_dump_json())

    assert again == plan and again.people() == plan.people()


def test_each_picture_is_labelled_by_as_many_as_the_redundancy_says(tmp_path):
    plan = plan_of(written(tmp_path, f"{POOL}\nredundancy: 2"), seed=0)

    chosen = [plan.labellers(f"{k}.jpg") for k in range(60)]

    assert all(len(set(names)) == 2 for names in chosen)
    assert {name for names in chosen for name in names} == {"ann", "bob", "eve"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{POOL}\nredundancy: 4", "wanted at most the 3 of the pool"),
        ("pool: {final: typical}", "nobody can be named 'final'"),
        ("pool: {../ann: typical}", "pool"),
        (f"{POOL}\nconsensus: vote", "consensus: found 'vote'"),
        ("pool: {ann: tipical}", "no annotator 'tipical'; did you mean 'typical'"),
    ],
)
def test_a_protocol_that_cannot_be_is_refused(tmp_path, text, message):
    with pytest.raises(ConfigError, match=message):
        plan_of(written(tmp_path, text), seed=0)
