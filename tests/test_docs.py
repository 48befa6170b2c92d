"""What the documentation shows runs, and gives what it says."""

import doctest
import importlib
import re
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(
    str(path.relative_to(ROOT / root).with_suffix("")).replace("/", ".").removesuffix(".__init__")
    for root in ("core", "generator", "evaluation")
    for path in (ROOT / root).rglob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)
PAGES = [path for path in sorted((ROOT / "docs").glob("*.md")) if ">>>" in path.read_text(encoding="utf-8")]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_a_module_give_what_they_say(name):
    module = importlib.import_module(name)

    result = doctest.testmod(module, extraglobs={"np": np})

    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_python_of_readme_runs(code, capsys):
    exec(compile(code, "README.md", "exec"), {})

    assert capsys.readouterr().out


@pytest.mark.parametrize("page", [str(path.relative_to(ROOT)) for path in PAGES])
def test_the_python_of_a_page_gives_what_it_says(page):
    result = doctest.testfile(str(ROOT / page), module_relative=False)

    assert result.attempted > 0
    assert result.failed == 0


def test_every_picture_and_page_that_readme_names_is_there():
    named = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
