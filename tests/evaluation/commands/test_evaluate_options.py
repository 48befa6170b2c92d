"""What ``panscape evaluate`` finds out when it is asked for more than panoptic quality."""

import csv
import json

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from evaluation.written import changed, write_dataset
from panscape.commands.evaluate import evaluate
from panscape.errors import ConfigError, DataError, StorageError, UsageError
from panscape.formats import open_panoptic
from panscape.metrics.boundary import boundary_evaluate


@pytest.fixture
def run():
    app = typer.Typer()
    app.command()(evaluate)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def sets(tmp_path):
    write_dataset(tmp_path)
    return tmp_path, tmp_path / "annotators" / "pair" / "one"


def scores(result):
    assert result.exit_code == 0, result.exception
    return json.loads(result.stdout)


def test_what_was_lost_sums_to_the_whole(run, sets):
    found = scores(run(*sets, "--json", "-"))

    parts = {name: value for name, value in found["lost"]["All"]["parts"].items() if name not in ("whole", "outlines")}
    assert found["lost"]["All"]["parts"]["whole"] == pytest.approx(1 - found["All"]["pq"], abs=1e-12)
    assert sum(parts.values()) == pytest.approx(1 - found["All"]["pq"], abs=1e-12)


def test_boundary_quality_is_that_of_its_own_call(run, sets):
    found = scores(run(*sets, "--boundary", "--ratio", "0.05", "--json", "-"))

    truth = open_panoptic(sets[0])
    wanted = boundary_evaluate(truth, open_panoptic(sets[1], beside=truth), ratio=0.05).boundary.quality
    assert found["boundary"]["ratio"] == 0.05
    assert found["boundary"]["All"]["pq"] == wanted.all.pq < found["All"]["pq"]


def test_further_metrics_stand_in_json_by_name(run, sets):
    found = scores(run(*sets, "--metrics", "semantic,dagger, covering", "--json", "-"))

    assert list(found["metrics"]) == ["semantic", "dagger", "covering"]
    assert 0 < found["metrics"]["semantic"]["miou"] < 1
    assert found["metrics"]["dagger"]["things"]["pq"] == found["Things"]["pq"]


def test_a_misspelt_metric_is_refused_with_the_nearest(run, sets):
    result = run(*sets, "--metrics", "semantics")

    assert isinstance(result.exception, ConfigError) and "did you mean 'semantic'?" in str(result.exception)


def test_average_precision_ranks_by_the_scores_in_the_guess(run, sets):
    def rate(content):
        for annotation in content["annotations"]:
            for segment in annotation["segments_info"]:
                if segment["category_id"] in (1, 2):
                    segment["score"] = 0.5

    without = run(*sets, "--metrics", "ap")
    changed(sets[1] / "panoptic_train.json", rate)
    found = scores(run(*sets, "--metrics", "ap", "--json", "-"))

    assert isinstance(without.exception, DataError) and "score: found None, wanted a number" in str(without.exception)
    assert 0 < found["metrics"]["ap"]["ap"] <= found["metrics"]["ap"]["ap50"] <= 1


def test_sequences_are_told_by_a_fact_of_the_images(run, sets):
    def into_two(content):
        for number, image in enumerate(content["images"]):
            image["clip"] = f"clip {number // 3}"

    without = run(*sets, "--metrics", "vpq")
    changed(sets[0] / "annotations" / "panoptic_train.json", into_two)
    found = scores(run(*sets, "--metrics", "vpq,stq", "--sequence", "clip", "--json", "-"))

    assert isinstance(without.exception, UsageError) and "which are frames of one sequence" in str(without.exception)
    assert [window["windows"] for window in found["metrics"]["vpq"]["windows"]] == [6, 4, 2, 0]
    assert [sequence["frames"] for sequence in found["metrics"]["stq"]["sequences"]] == [3, 3]


def test_a_metric_of_the_users_own_is_called(run, sets, tmp_path, monkeypatch):
    (tmp_path / "house.py").write_text("def pictures(scored):\n    return {'pictures': scored.joint.pictures}\n")
    monkeypatch.syspath_prepend(tmp_path)

    found = scores(run(*sets, "--metrics", "house:pictures", "--json", "-"))

    assert found["metrics"] == {"house:pictures": {"pictures": 6}}


def test_strata_are_shown_and_an_unknown_fact_is_refused(run, sets):
    found = scores(run(*sets, "--by", "area:40,80", "--json", "-"))
    unknown = run(*sets, "--by", "aera")

    assert [stratum["name"] for stratum in found["strata"][0]["strata"]] == ["< 40", "40 to 80", ">= 80"]
    assert isinstance(unknown.exception, UsageError) and "did you mean 'area'?" in str(unknown.exception)


def test_intervals_hold_the_score_and_follow_the_seed(run, sets):
    one, same, other = (scores(run(*sets, "--intervals", "--seed", seed, "--json", "-")) for seed in (0, 0, 1))

    interval = one["intervals"]["All"]["pq"]
    assert interval["low"] <= one["All"]["pq"] <= interval["high"]
    assert one["intervals"] == same["intervals"] != other["intervals"]


def test_a_folder_takes_the_scores_and_a_row_for_each_segment_and_picture(run, sets, tmp_path, monkeypatch):
    monkeypatch.setattr("panscape.report.outputs._table_ending", lambda: ".csv")

    result = run(*sets, "--out", tmp_path / "found", "--by", "area")

    pictures = list(csv.DictReader((tmp_path / "found" / "pictures.csv").open()))
    segments = list(csv.DictReader((tmp_path / "found" / "segments.csv").open()))
    found = json.loads((tmp_path / "found" / "scores.json").read_text())
    assert f"written: {tmp_path / 'found' / 'segments.csv'}" in result.stdout
    assert len(pictures) == found["images"] == 6
    assert sum(row["outcome"] == "matched" for row in segments) == sum(one["tp"] for one in found["per_class"].values())


def test_parts_merge_into_the_results_of_one_run(run, sets, tmp_path):
    whole = scores(run(*sets, "--json", "-"))
    parts = [tmp_path / f"{k}.npz" for k in (1, 2, 3, 4)]
    for k, path in enumerate(parts, start=1):
        assert run(*sets, "--part", f"{k}/4", "--partial", path).exit_code == 0

    merged = run("--merge", *parts, "--json", "-")

    assert scores(merged)["per_class"] == whole["per_class"]
    assert scores(merged)["All"] == whole["All"]


@pytest.mark.parametrize("words", [["--boundary"], ["--compat", "corrected"], ["--by", "area"]])
def test_what_counts_do_not_tell_is_refused_with_merge(run, sets, tmp_path, words):
    run(*sets, "--partial", tmp_path / "a.npz")

    result = run("--merge", tmp_path / "a.npz", *words)

    assert isinstance(result.exception, UsageError) and f"{words[0]} does not go with --merge" in str(result.exception)


def test_what_was_odd_where_parts_were_counted_is_told_where_they_are_merged(run, sets, tmp_path):
    changed(sets[1] / "panoptic_train.json", lambda content: content["annotations"].pop())
    for k in (1, 2):
        run(*sets, "--missing", "empty", "--part", f"{k}/2", "--partial", tmp_path / f"{k}.npz")

    merged = run("--merge", tmp_path / "1.npz", tmp_path / "2.npz")

    assert merged.stderr.count("have no guess; all was counted missed") == 1


def test_merged_results_may_be_kept_as_a_part_of_more(run, sets, tmp_path):
    run(*sets, "--partial", tmp_path / "a.npz")

    once = scores(run("--merge", tmp_path / "a.npz", "--partial", tmp_path / "b.npz", "--json", "-"))

    assert scores(run("--merge", tmp_path / "b.npz", "--json", "-"))["per_class"] == once["per_class"]


def test_a_part_alone_says_of_how_many_images_it_is(run, sets, tmp_path):
    found = scores(run(*sets, "--part", "1/4", "--partial", tmp_path / "a.npz", "--json", "-"))

    assert found["images"] == 2
    assert "lost" not in found


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--part", "1/2"], "--part says nothing without --partial"),
        (["--part", "3/2", "--partial", "a.npz"], "wanted K/N with K from 1 to N"),
        (["--part", "7/7", "--partial", "a.npz"], "found 7 parts of 6 images"),
        (["--part", "1/2", "--partial", "a.npz", "--by", "area"], "--by does not go with --part"),
        (["--boundary", "--ratio", "nan"], "found a ratio of nan"),
        (["--boundary", "--ratio", "-1"], "found a ratio of -1"),
        (["--ratio", "0.1"], "--ratio says nothing without --boundary"),
        (["--partial", "-"], "found - for --partial"),
        (["--json", "a", "--partial", "a"], "would be one file"),
        (["--json", "annotations/panoptic_train.json"], "is read, and would be written over"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(run, sets, monkeypatch, words, says):
    monkeypatch.chdir(sets[0])

    result = run(*sets, *words)

    assert isinstance(result.exception, UsageError) and says in str(result.exception)
    assert result.stdout == ""


@pytest.mark.parametrize("option", ["--json", "--partial", "--out"])
def test_a_place_that_takes_no_file_is_refused_before_the_pictures_are_read(run, sets, tmp_path, monkeypatch, option):
    monkeypatch.setattr("panscape.report.results.evaluate", lambda *_, **__: pytest.fail("read the pictures"))
    (tmp_path / "file").write_text("here already")

    result = run(*sets, option, tmp_path / "file" / "below")

    assert isinstance(result.exception, StorageError) and "is no folder; name another place" in str(result.exception)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--by", "nosuch"], "no segment and no image has a fact 'nosuch'"),
        (["--metrics", "stq"], "which are frames of one sequence"),
        (["--metrics", "ap"], "score: found None"),
    ],
)
def test_what_the_json_does_not_tell_is_refused_before_the_pictures_are_read(run, sets, monkeypatch, words, says):
    monkeypatch.setattr("panscape.report.results.evaluate", lambda *_, **__: pytest.fail("read the pictures"))

    result = run(*sets, *words)

    assert isinstance(result.exception, UsageError | DataError) and says in str(result.exception)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return 3", "found int, wanted a dataclass or a mapping"),
        ("return {'a': float('nan')}", "not finite"),
        ("return {'a': object()}", "not JSON serializable: object"),
        ("return 1 / 0", "failed: ZeroDivisionError"),
    ],
)
def test_a_metric_of_the_users_own_that_fails_is_named(run, sets, tmp_path, monkeypatch, body, says):
    name = f"house_{len(body)}"
    (tmp_path / f"{name}.py").write_text(f"def odd(scored):\n    {body}\n")
    monkeypatch.syspath_prepend(tmp_path)

    result = run(*sets, "--metrics", f"{name}:odd")

    assert isinstance(result.exception, UsageError)
    assert f"metric '{name}:odd'" in str(result.exception) and says in str(result.exception)


def test_a_told_area_that_empties_a_union_is_refused(run, sets):
    def empty(content):
        for annotation in content["annotations"]:
            for segment in annotation["segments_info"]:
                segment["area"] = 0

    changed(sets[0] / "annotations" / "panoptic_train.json", empty)
    result = run(sets[0], sets[0], "--areas", "json")

    assert isinstance(result.exception, DataError) and "area: found 0, but the PNG has" in str(result.exception)


@pytest.mark.parametrize("count", [1, 3])
def test_a_wrong_number_of_places_is_refused(run, sets, count):
    result = run(*[sets[0]] * count)

    assert isinstance(result.exception, UsageError) and f"found {count} places, wanted two" in str(result.exception)


def test_what_differs_from_panopticapi_is_named(run, sets):
    default, corrected, exact = (
        scores(run(*sets, "--json", "-", *words))["deviations"]
        for words in ([], ["--compat", "corrected"], ["--areas", "json"])
    )

    assert set(exact) < set(default) < set(corrected)
    assert np.char.find(corrected, "every crowd").max() >= 0
