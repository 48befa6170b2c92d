"""Facts are found by their path, with their type; one that nothing has is refused with the nearest that there is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.sketches import sketched
from evaluation.written import changed, random_label, write_set
from panscape.categories import Category
from panscape.errors import UsageError
from panscape.explanation.facts import KnownFacts, column_of, fact, known_paths
from panscape.formats import open_panoptic
from panscape.metrics import evaluate

from strategies import CATEGORIES

KNOWN = KnownFacts(
    [{"visible_fraction": 0.5, "occluded_by": [2]}, {"visible_fraction": 1}, {}],
    [{"width": 6, "light": {"elevation_deg": 40, "sun": {"up": True}}, "weather": "fog"}],
)


@pytest.fixture
def joint():
    return sketched(("aabbgg", "aabbgg"))[0]


@given(st.lists(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just([1])))
def test_a_column_gives_back_what_was_put_in(values):
    column = column_of(values)

    there = [one if isinstance(one, (bool, int, float, str)) else None for one in values]
    if column.kind == "text":
        there = [None if one is None else str(one) for one in there]
    assert column.plain() == there


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([True, None], "bool"),
        ([1, None, 2], "int"),
        ([1, 2.5], "float"),
        ([2**70, 1], "float"),
        (["fog", 1], "text"),
        ([True, 1], "text"),
        ([None], "text"),
    ],
)
def test_a_column_has_the_narrowest_type_that_holds_all(values, kind):
    assert column_of(values).kind == kind


def test_rows_of_a_column_are_taken_and_a_row_that_is_none_is_missing():
    assert column_of(["fog", None, "sun"]).take(np.array([2, -1, 0, 1])).plain() == ["sun", None, "fog", None]
    assert column_of([]).take(np.array([-1])).plain() == [None]


def test_a_fact_of_segments_is_that_of_the_truths_alone(joint):
    found = fact("visible_fraction", joint, KNOWN, CATEGORIES)

    assert (found.level, found.truth.plain(), found.guess) == ("segment", [0.5, 1.0, None], None)


def test_a_fact_of_images_is_that_of_all_their_segments(joint):
    found = fact("light.elevation_deg", joint, KNOWN, CATEGORIES)

    assert (found.level, found.images.plain()) == ("image", [40])
    assert found.truth.plain() == found.guess.plain() == [40, 40, 40]
    assert fact("light.sun.up", joint, KNOWN, CATEGORIES).images.plain() == [True]


def test_the_area_is_counted_for_both_sides():
    joint, _ = sketched(("aabbgg", "aaagg."))

    found = fact("area", joint, KNOWN, CATEGORIES)

    assert (found.truth.plain(), found.guess.plain()) == ([2, 2, 2], [3, 2])


def test_the_supercategory_is_that_of_the_category(joint):
    categories = [Category(c.id, c.name, c.isthing, c.color, "animal" if c.isthing else "") for c in CATEGORIES]

    assert fact("supercategory", joint, KNOWN, categories).truth.plain() == ["animal", "animal", None]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("visible_fration", "did you mean 'visible_fraction'"),
        ("light", "name one in it: light.elevation_deg, light.sun.up"),
        ("occluded_by", "holds lists"),
        ("light.elevation_deg.x", "no segment and no image has a fact"),
        ("supercategory", "no segment and no image has a fact"),
    ],
)
def test_a_fact_that_nothing_has_is_refused_with_a_way_out(joint, path, says):
    with pytest.raises(UsageError, match=says):
        fact(path, joint, KNOWN, CATEGORIES)


def test_paths_lead_to_all_single_facts():
    assert known_paths(KNOWN) == [
        "area",
        "light.elevation_deg",
        "light.sun.up",
        "visible_fraction",
        "weather",
        "width",
    ]


def test_facts_of_a_set_on_disk_stand_beside_their_segments(tmp_path):
    rng = np.random.default_rng(4)
    path = write_set(tmp_path, [random_label(rng) for _ in range(3)])

    def tell(content):
        for image, annotation in zip(content["images"], content["annotations"], strict=True):
            image["weather"] = f"w{image['id']}"
            annotation["segments_info"].reverse()
            for segment in annotation["segments_info"]:
                segment["own_id"] = segment["id"]

    changed(path, tell)
    opened = open_panoptic(path)
    joint = evaluate(opened, opened, keep=True).joint

    known = KnownFacts.of_set(opened, joint.truth)

    assert fact("own_id", joint, known, CATEGORIES).truth.plain() == joint.truth.ids.tolist()
    assert fact("weather", joint, known, CATEGORIES).images.plain() == ["w1", "w2", "w3"]
    assert fact("width", joint, known, CATEGORIES).images.plain() == [30, 30, 30]
