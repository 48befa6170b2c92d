"""An evaluation of sets on disk is explained as a whole, and put into JSON."""

import numpy as np
import orjson
import pytest

from evaluation.written import changed, disturbed, random_label, write_set
from panscape.errors import UsageError
from panscape.explanation.cuts import By, parse_by
from panscape.explanation.explanation import explain, explanation_json
from panscape.formats import open_panoptic
from panscape.metrics import PANOPTICAPI, Rules, evaluate

from strategies import CATEGORIES


def tell(content):
    for image, annotation in zip(content["images"], content["annotations"], strict=True):
        image["weather"] = {"wet": image["id"] % 2 == 0, "seen_m": 10.0 * image["id"]}
        for segment in annotation["segments_info"]:
            segment["visible_fraction"] = 1 / (1 + segment["id"] % 5)


@pytest.fixture
def sets(tmp_path):
    rng = np.random.default_rng(12)
    truths = [random_label(rng) for _ in range(8)]
    truth = write_set(tmp_path / "truth", truths)
    guess = write_set(tmp_path / "guess", [disturbed(label, rng) for label in truths])
    changed(truth, tell)
    opened = open_panoptic(truth)
    return opened, open_panoptic(guess, beside=opened)


def explained(sets, by="", rules=None):
    evaluation = evaluate(*sets, keep=True, rules=rules or Rules())
    return explain(evaluation, sets[0], parse_by(by) if by else ())


@pytest.mark.parametrize("rules", [Rules(), PANOPTICAPI, Rules("all")])
def test_parts_and_strata_are_of_the_evaluation(sets, rules):
    found = explained(sets, "area,weather.wet", rules)

    quality = found.evaluation.quality
    assert found.decomposition.all.loss.whole == pytest.approx(1 - quality.all.pq, abs=1e-12)
    for strata in found.strata:
        assert sum(one.matched for one in strata.strata) == sum(one.tp for one in quality.categories)
        assert sum(one.segments for one in strata.strata) == len(found.joint.truth)
    assert found.histogram.matched.sum() == np.trace(found.confusion.table) == sum(one.tp for one in quality.categories)
    assert all(one.truth != one.guess for one in found.mistakes)


def test_facts_that_an_object_holds_are_strata_each(sets):
    found = explained(sets, "weather,visible_fraction")

    assert [one.path for one in found.by] == ["weather.seen_m", "weather.wet", "visible_fraction"]
    assert [(one.path, one.level) for one in found.strata] == [
        ("weather.seen_m", "image"),
        ("weather.wet", "image"),
        ("visible_fraction", "segment"),
    ]
    assert list(found.segments.columns)[-3:] == ["weather.seen_m", "weather.wet", "visible_fraction"]


def test_an_object_has_no_edges_of_its_own(sets):
    with pytest.raises(UsageError, match=r"name one in it: weather.seen_m, weather.wet"):
        explained(sets, "weather:1,2")


def test_without_joint_tables_nothing_is_explained(sets):
    with pytest.raises(ValueError, match="keep=True"):
        explain(evaluate(*sets), sets[0], [By("area")])


def test_json_holds_what_was_explained(sets):
    found = explained(sets, "area")

    read = orjson.loads(orjson.dumps(explanation_json(found)))

    quality, parts = found.evaluation.quality, read["lost"]["All"]["parts"]
    assert parts.pop("whole") == pytest.approx(1 - quality.all.pq)
    assert parts.pop("outlines") <= parts["boundary"]
    assert sum(parts.values()) == pytest.approx(1 - quality.all.pq)
    for one in quality.categories:
        category = read["lost"]["per_class"][str(one.category.id)]
        assert sum(category["missed"].values()) == one.fn
        assert sum(category["spurious"].values()) == one.fp
        assert sum(read["iou_histogram"]["per_class"][str(one.category.id)]["matched"]) == one.tp
        assert read["confusion"].get(str(one.category.id), {}).get(str(one.category.id), 0) == one.tp
    sizes = read["strata"][0]
    assert (sizes["fact"], sizes["of"], sizes["spurious_by"]) == ("area", "segment", "own")
    assert sizes["strata"][0]["All"]["pq"] == found.strata[0].strata[0].quality.all.pq
    assert len(read["lost"]["per_class"]) == len(CATEGORIES)
