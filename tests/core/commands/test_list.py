import sys

import pytest
import typer
from typer.testing import CliRunner

from panscape.categories import taxonomy
from panscape.commands import list as listing
from panscape.commands.list import Kind, list_names, names
from panscape.config import config_names


@pytest.mark.parametrize("kind", ["recipes", "guidelines", "annotators", "protocols"])
def test_every_built_in_configuration_is_listed_with_a_line(kind):
    listed = names(Kind(kind))

    assert list(listed) == list(config_names(kind.removesuffix("s")))
    assert all(listed.values())


@pytest.mark.parametrize("kind", ["worlds", "taxonomies", "formats", "metrics"])
def test_every_other_built_in_is_listed_with_a_line(kind):
    listed = names(Kind(kind))

    assert listed
    assert all(listed.values())


def test_each_taxonomy_that_is_listed_can_be_had():
    assert all(len(taxonomy(name)) for name in names(Kind.TAXONOMIES))


def test_a_table_is_read_from_the_source_and_not_imported(tmp_path, monkeypatch):
    (tmp_path / "zoo").mkdir()
    (tmp_path / "zoo/__init__.py").write_text('raise SystemExit("imported")\n')
    (tmp_path / "zoo/worlds.py").write_text(
        'WORLDS: dict[str, str] = {"cage": "zoo.cage:build", "pit": "zoo.pit:build"}'
    )
    (tmp_path / "zoo/cage.py").write_text('def build(params, rng):\n    """A cage. With bars.\n\n    More.\n    """\n')
    (tmp_path / "zoo/pit.py").write_text(
        '"""Dug into the ground."""\nraise SystemExit\n\ndef build(params, rng): ...\n'
    )
    monkeypatch.setattr(
        listing, "TABLES", {Kind.WORLDS: ("zoo.worlds", "WORLDS"), Kind.METRICS: ("zoo.none", "METRICS")}
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    assert names(Kind.WORLDS) == {"cage": "A cage", "pit": "Dug into the ground"}
    assert names(Kind.METRICS) == {}
    assert "zoo" not in sys.modules


def test_a_pipe_gets_one_plain_line_for_each():
    app = typer.Typer()
    app.command()(list_names)

    result = CliRunner().invoke(app, ["taxonomies"])

    assert result.exit_code == 0
    assert [line.split("\t")[0] for line in result.output.splitlines()] == list(names(Kind.TAXONOMIES))
