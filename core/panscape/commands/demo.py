"""``panscape demo``: the whole story, small, each step shown as the line that a user would type."""

from pathlib import Path
from typing import Annotated

import typer

PROTOCOL = "trio"
SHOWN_ANNOTATOR = "typical"


def demo(
    out: Annotated[Path, typer.Argument(help="The folder; a dataset in it is made anew.")] = Path("demo"),
    images: Annotated[int, typer.Option(min=2, help="How many pictures.")] = 12,
    seed: Annotated[int, typer.Option(help="Another seed, other streets.")] = 0,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 for one a processor.")] = 0,
) -> None:
    """Make street scenes with exact truth, let three annotators label them, score and compare: one HTML page."""
    shared = ["--workers", str(workers)] if workers else []
    for step in (
        ["generate", "street", str(out), "--images", str(images), "--seed", str(seed), "--overwrite", *shared],
        ["check", str(out)],
        ["annotate", str(out), PROTOCOL, "--seed", str(seed), *shared],
        ["evaluate", str(out), str(out / "annotators" / PROTOCOL / SHOWN_ANNOTATOR)],
        ["compare", str(out)],
    ):
        _run(step)


def _run(words: list[str]) -> None:
    """Run one subcommand as its user would."""
    from rich.console import Console

    from panscape.cli import application

    Console(highlight=False).print(f"\n[bold]$ panscape {' '.join(words)}[/bold]")
    application()(args=words, prog_name="panscape", standalone_mode=False)
