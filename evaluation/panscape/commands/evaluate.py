"""``panscape evaluate``: the panoptic quality of guesses, as a table and as JSON."""

from pathlib import Path
from typing import Annotated, Literal

import typer


def evaluate(
    truth: Annotated[str, typer.Argument(help="A dataset folder (DIR or DIR:split), or a COCO panoptic JSON.")],
    guess: Annotated[str, typer.Argument(help="The same, or an annotator's folder, or a folder with panoptic.json.")],
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the scores here in panopticapi's shape; - is stdout.")
    ] = None,
    missing: Annotated[
        Literal["refuse", "empty"], typer.Option(help="An image without a guess: stop, or count all of it as missed.")
    ] = "refuse",
    compat: Annotated[
        bool, typer.Option("--compat", help="Believe the areas in the truth's JSON, as panopticapi does.")
    ] = False,
    crowds: Annotated[
        Literal["last", "all"], typer.Option(help="Crowds that excuse a guess; panopticapi's is the last one listed.")
    ] = "last",
    workers: Annotated[int, typer.Option(min=0, help="Threads; 0 for one a processor.")] = 0,
) -> None:
    """Score guesses against the truth: PQ, SQ, RQ for all, things, stuff and each category.

    panopticapi's rules: void is taken out of the union, a crowd is neither found nor missed, a guess that lies
    mostly on void and crowd is ignored.
    """
    import orjson

    from panscape.executor import default_workers
    from panscape.formats import open_panoptic
    from panscape.metrics import Rules, as_json
    from panscape.metrics import evaluate as evaluated
    from panscape.progress import progress
    from panscape.report.terminal import print_table, quality_table, warn
    from panscape.storage import write_whole

    threads = workers or default_workers()
    true = open_panoptic(truth)
    other = open_panoptic(guess, beside=true)
    rules = Rules(crowds, "json" if compat else "pixels")
    with progress("evaluate", len(true), "images") as advance:
        result = evaluated(true, other, rules=rules, missing=missing, workers=threads, advance=advance)
    warn(result.warnings)
    if json is not None:
        text = orjson.dumps(as_json(result), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        if str(json) == "-":
            typer.echo(text.decode(), nl=False)
            return
        write_whole(json, text)
    print_table(quality_table(result))
