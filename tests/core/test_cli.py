"""Whatever goes wrong on the command line, one line says it, and the exit code says of what kind it is."""

import json
import signal
import subprocess
import sys

import pytest

from panscape.cli import main


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command in this process: its exit code, what it printed and what it complained of."""
    monkeypatch.setattr(signal, "signal", lambda number, act: None)

    def leave(*words):
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        return (left.value.code or 0, *capsys.readouterr())

    return leave


# The words, and what every version of typer says of them.
WRONG = [
    (["evalaute"], "No such command 'evalaute'", "see panscape --help"),
    (["--verson"], "No such option: --verson", "see panscape --help"),
    (["evaluate"], "Missing argument", "see panscape evaluate --help"),
    (["check", "a", "b"], "Got unexpected extra argument", "see panscape check --help"),
    (["check", "a", "--most", "many"], "Invalid value for '--most': ", "see panscape check --help"),
    (["check", "a", "--most", "0"], "Invalid value for '--most': ", "see panscape check --help"),
    (["check", "a", "--most"], "Option '--most' requires an argument", "see panscape check --help"),
]


@pytest.mark.parametrize(("words", "says", "way_out"), WRONG)
def test_a_wrong_command_is_told_in_one_line(run, words, says, way_out):
    code, out, complaint = run(*words)

    assert (code, out) == (2, "")
    assert complaint.startswith(f"panscape: {says}") and complaint.endswith(f" {way_out}\n")
    assert complaint.count("\n") == 1 and "│" not in complaint


@pytest.mark.parametrize("words", [words for words, _, _ in WRONG])
def test_a_wrong_command_is_told_as_json(run, words):
    code, out, complaint = run(*words, "--json-errors")

    told = json.loads(complaint)
    assert (code, out, told["exit_code"], told["error"]) == (2, "", 2, "UsageError")
    assert run(*words)[2] == f"panscape: {told['message']}\n"


def test_a_misspelt_command_is_answered_with_the_nearest(run):
    assert "Did you mean 'evaluate'?" in run("evalaute")[2]


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["--version"], ["list", "--help"]])
def test_help_and_version_are_no_errors(run, words):
    code, out, complaint = run(*words)

    assert (code, complaint) == (0, "")
    assert "panscape" in out


def test_without_a_word_the_help_is_shown(run):
    code, out, complaint = run()

    assert code == 2
    assert "evaluate" in out + complaint and (out + complaint).count("\n") > 10


def test_a_place_that_is_not_there_gives_the_code_of_its_error(run, tmp_path):
    assert run("check", tmp_path / "nowhere")[0] == 4


def test_a_name_cannot_write_to_the_terminal(run, tmp_path):
    _, _, complaint = run("check", tmp_path / "a\x1b]0;title\x07\x9b31m\u202eb\nc")

    assert r"a\x1b]0;title\x07\x9b31m\u202eb c: there is no such file" in complaint
    assert complaint.count("\n") == 1


def test_a_finding_cannot_write_to_the_terminal(run, tmp_path):
    folder = tmp_path / "panoptic"
    folder.mkdir()
    picture = {"id": 1, "file_name": "a.jpg", "width": 2, "height": 2}
    label = {"image_id": 1, "file_name": "a\x1b[31m\n.png", "segments_info": []}
    content = {"images": [picture], "annotations": [label], "categories": []}
    (tmp_path / "panoptic.json").write_text(json.dumps(content))

    code, out, _ = run("check", tmp_path / "panoptic.json")

    assert code == 3
    assert r"a\x1b[31m" in out and "\x1b" not in out
    assert all(line.startswith(("error: ", "warning: ")) for line in out.splitlines())


def test_an_error_can_be_seen_with_its_traceback():
    with pytest.raises(Exception, match="No such command"):
        main(["--debug", "evalaute"])


def test_ctrl_c_ends_with_130(run, tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("panscape.formats.splits_of", interrupt)

    assert run("check", tmp_path) == (130, "", "")


def test_the_process_leaves_with_the_code_and_one_line():
    command = [sys.executable, "-m", "panscape.cli", "evalaute", "--json-errors"]

    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert json.loads(ended.stderr)["exit_code"] == 2
