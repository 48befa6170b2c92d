"""``panscape list``: what there is to choose from, read without importing any of it."""

import ast
import sys
from enum import StrEnum
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer


class Kind(StrEnum):
    """What can be listed."""

    WORLDS = "worlds"
    RECIPES = "recipes"
    GUIDELINES = "guidelines"
    ANNOTATORS = "annotators"
    PROTOCOLS = "protocols"
    TAXONOMIES = "taxonomies"
    FORMATS = "formats"
    METRICS = "metrics"


FORMATS = {
    "coco-panoptic": "One PNG of segment ids for each picture and one JSON; read and written",
    "coco-instances": "Masks, boxes and whole shapes of the things in one JSON; written beside the panoptic one",
}
# Where a hand-written table of names stands: the module, and the table's name in it.
TABLES = {Kind.WORLDS: ("panscape.worlds", "WORLDS"), Kind.METRICS: ("panscape.metrics", "METRICS")}


def list_names(
    kind: Annotated[Kind, typer.Argument(help="What to list.", show_default=False)],
) -> None:
    """List what there is to choose from, each with one line about it."""
    rows = names(kind)
    if not sys.stdout.isatty():
        for name, line in rows.items():
            typer.echo(f"{name}\t{line}")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for name, line in rows.items():
        table.add_row(name, line)
    Console(highlight=False).print(table)


def names(kind: Kind) -> dict[str, str]:
    """Return every built-in of a kind, by name, with the first sentence of its comment or docstring."""
    if kind in TABLES:
        return {name: _first_sentence(_docstring(target)) for name, target in _table(*TABLES[kind]).items()}
    if kind is Kind.FORMATS:
        return FORMATS
    if kind is Kind.TAXONOMIES:
        entries = sorted(files("panscape.taxonomies").iterdir(), key=lambda entry: entry.name)
        texts = {entry.name: entry.read_text(encoding="utf-8") for entry in entries if entry.name.endswith(".yaml")}
        return {name.removesuffix(".yaml"): _first_sentence(_comment(text)) for name, text in texts.items()}
    from panscape.config import config_names

    paths = config_names(kind.removesuffix("s"))
    return {name: _first_sentence(_comment(path.read_text(encoding="utf-8"))) for name, path in paths.items()}


def _table(module: str, name: str) -> dict[str, str]:
    """A table of strings in a module's source; empty if the module is not installed."""
    tree = _tree(module)
    for node in tree.body if tree else ():
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and target.id == name:
            table: dict[str, str] = ast.literal_eval(node.value) if node.value else {}
            return table
    return {}


def _docstring(target: str) -> str:
    """The docstring of ``"package.module:function"``, or else of its module."""
    module, _, function = target.partition(":")
    tree = _tree(module)
    named = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function] if tree else []
    return (ast.get_docstring(named[0]) if named else None) or (ast.get_docstring(tree) if tree else None) or ""


def _tree(module: str) -> ast.Module | None:
    """A module's syntax. Of the packages above it only namespaces may be imported, which costs nothing."""
    package, _, last = module.rpartition(".")
    spec = find_spec(package)
    for folder in spec.submodule_search_locations or () if spec else ():
        for path in (Path(folder, f"{last}.py"), Path(folder, last, "__init__.py")):
            if path.is_file():
                return ast.parse(path.read_text(encoding="utf-8"))
    return None


def _comment(text: str) -> str:
    """The comment at the head of a YAML file."""
    lines = text.splitlines()
    end = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return " ".join(line.lstrip("# ").rstrip() for line in lines[:end])


def _first_sentence(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split()).partition(". ")[0].rstrip(".")
