"""The commands print scores, or one line that says why they cannot."""

import json
import re

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from evaluation.written import changed, write_dataset, write_set
from panscape.commands.compare import compare
from panscape.commands.evaluate import evaluate
from panscape.errors import DataError, UsageError
from panscape.labels import PanopticLabel


@pytest.fixture
def run():
    app = typer.Typer()
    app.command("evaluate")(evaluate)
    app.command("compare")(compare)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def dataset(tmp_path):
    write_dataset(tmp_path)
    return tmp_path


def test_a_dataset_against_itself_prints_exactly_100(run, dataset):
    result = run("evaluate", dataset, dataset)

    assert result.exit_code == 0
    assert result.stdout.split("All")[1].split()[:3] == ["100", "100", "100"]


def test_json_goes_to_a_file_beside_the_table_or_to_stdout_alone(run, dataset, tmp_path):
    guess = dataset / "annotators" / "pair" / "one"

    to_file = run("evaluate", dataset, guess, "--json", tmp_path / "scores.json")
    to_stdout = run("evaluate", dataset, guess, "--json", "-")

    assert "Things" in to_file.stdout
    assert json.loads((tmp_path / "scores.json").read_text()) == json.loads(to_stdout.stdout)


def test_a_fault_is_told_before_anything_is_printed(run, dataset):
    path = dataset / "annotators" / "pair" / "one" / "panoptic_train.json"
    changed(path, lambda content: content["annotations"].pop())

    result = run("evaluate", dataset, path)

    assert isinstance(result.exception, DataError) and result.exception.exit_code == 3
    assert result.stdout == ""


def test_compare_prints_a_row_for_each_guess_and_names_its_page_last(run, dataset):
    result = run("compare", dataset)

    lines = result.stdout.strip().splitlines()
    assert result.exit_code == 0
    assert sum(line.strip().startswith("pair/") and " over " not in line for line in lines) == 2
    assert sum(line.strip().startswith("pair/") and " over " in line for line in lines) == 1
    assert lines[-1] == f"report: {dataset / 'report.html'}"
    assert (dataset / "report.html").read_text().startswith("<!doctype html>")


def test_what_is_wrong_with_the_truth_is_said_once(run, dataset):
    path = dataset / "annotations/panoptic_train.json"
    changed(path, lambda content: content["annotations"][1]["segments_info"][0].update(area=1))

    assert run("compare", dataset).stderr.count("an area is not that of the pixels") == 1


def test_intervals_over_few_pictures_are_marked_as_rough(run, dataset, tmp_path):
    write_dataset(tmp_path / "one", images=1)

    few, one = (" ".join(run("compare", place).stdout.split()) for place in (dataset, tmp_path / "one"))

    assert "over the 6 images; with so few they are too narrow" in few
    assert " to " in few and " to " not in one


def test_all_crowds_excuse_a_guess_where_that_is_asked(run, tmp_path):
    ids = np.repeat(np.arange(1, 4, dtype=np.uint32), 4).reshape(3, 4)
    truth = PanopticLabel.from_ids(ids, [1, 1, 3], crowd=[1, 2])
    write_set(tmp_path / "truth", [truth])
    write_set(tmp_path / "guess", [PanopticLabel.from_ids(ids, [1, 1, 3])])

    last, every = (
        json.loads(run("evaluate", tmp_path / "truth", tmp_path / "guess", "--json", "-", *words).stdout)
        for words in ([], ["--compat", "corrected"])
    )

    assert last["per_class"]["1"]["fp"] == 1
    assert every["per_class"]["1"]["fp"] == 0


def test_scenes_are_told_where_scenes_are_drawn(run, dataset):
    truth = dataset / "annotations/panoptic_train.json"
    changed(truth, lambda content: [image.update(scene=k // 2) for k, image in enumerate(content["images"])])

    shown = " ".join(run("compare", dataset).stdout.split())
    alone = " ".join(run("evaluate", dataset, dataset / "annotators/pair/one", "--intervals").stdout.split())

    told = "over the 3 scenes; with so few they are too narrow"
    assert told in shown and told in alone and told in (dataset / "report.html").read_text()
    assert "which differences these 3 scenes find cannot be told: fewer than 6" in shown


def test_the_images_for_a_wanted_difference_stand_in_a_column(run, dataset):
    result = run("compare", dataset, "--find", "1.5")

    shown = " ".join(result.stdout.split())
    assert result.exit_code == 0
    assert "images needed for 1.5 points" in shown
    found = re.search(r"these 6 images find ([\d.]+) points", shown)
    assert found and float(found[1]) > 1.5
    assert "images find 1.5 points</span>" in (dataset / "report.html").read_text()


@pytest.mark.parametrize("find", ["0", "-1", "nan", "101"])
def test_a_wanted_difference_that_is_none_is_refused(run, dataset, find):
    result = run("compare", dataset, "--find", find)

    assert isinstance(result.exception, UsageError) and result.exception.exit_code == 2
    assert "points of PQ; wanted above 0, at most 100" in str(result.exception)


def test_compare_takes_the_rules_that_evaluate_takes(run, tmp_path):
    ids = np.repeat(np.arange(1, 4, dtype=np.uint32), 4).reshape(3, 4)
    write_set(tmp_path / "truth", [PanopticLabel.from_ids(ids, [1, 1, 3], crowd=[1, 2])])
    write_set(tmp_path / "guess", [PanopticLabel.from_ids(ids, [1, 1, 3])])
    changed(
        tmp_path / "truth/panoptic_train.json",
        lambda content: content["annotations"][0]["segments_info"][2].update(area=5),
    )
    places = tmp_path / "truth", tmp_path / "guess"

    last, corrected = (run("compare", *places, "--compat", name) for name in ("panopticapi", "corrected"))
    believed = run("compare", *places, "--areas", "json")
    page = (tmp_path / "truth/report.html").read_text()

    rows = [
        [line.split() for line in one.stdout.splitlines() if line.strip().startswith("guess")]
        for one in (last, corrected)
    ]
    assert [row[0][5] for row in rows] == ["1", "0"]
    assert "the file was believed" in believed.stderr and "the pixels were counted" in last.stderr
    assert "believed as its file tells them" in page


def test_a_seed_below_0_is_refused(run, dataset):
    assert run("compare", dataset, "--seed", "-1").exit_code == 2


def test_the_page_goes_where_it_is_told(run, dataset, tmp_path):
    run("compare", dataset, "--out", tmp_path / "elsewhere")

    assert (tmp_path / "elsewhere" / "report.html").is_file()


def test_merged_parts_have_the_intervals_of_the_whole_scenes_and_all(run, dataset, tmp_path):
    truth, guess = dataset / "annotations/panoptic_train.json", dataset / "annotators/pair/one"
    changed(truth, lambda content: [image.update(scene=f"s{k // 2}") for k, image in enumerate(content["images"])])

    whole = run("evaluate", truth, guess, "--intervals", "--json", "-")
    for part in "1/2", "2/2":
        run("evaluate", truth, guess, "--partial", tmp_path / f"{part[0]}.npz", "--part", part)
    again = tmp_path / "all.npz"
    parts = run("evaluate", "--merge", tmp_path / "1.npz", tmp_path / "2.npz", "--intervals", "--partial", again)
    merged = run("evaluate", "--merge", again, "--intervals", "--json", "-")

    assert "over the 3 scenes" in " ".join(parts.stdout.split())
    assert json.loads(merged.stdout)["intervals"] == json.loads(whole.stdout)["intervals"]
