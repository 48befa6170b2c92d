"""The commands print scores, or one line that says why they cannot."""

import json

import pytest
import typer
from typer.testing import CliRunner

from evaluation.written import changed, write_dataset
from panscape.commands.compare import compare
from panscape.commands.evaluate import evaluate
from panscape.errors import DataError


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
    assert sum(line.strip().startswith("pair/") for line in lines) == 2
    assert lines[-1] == f"report: {dataset / 'report.html'}"
    assert (dataset / "report.html").read_text().startswith("<!doctype html>")


def test_the_page_goes_where_it_is_told(run, dataset, tmp_path):
    run("compare", dataset, "--out", tmp_path / "elsewhere")

    assert (tmp_path / "elsewhere" / "report.html").is_file()
