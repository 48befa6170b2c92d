"""``panscape compare``: annotators and models side by side, as a table and as one HTML page."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer


def compare(
    dataset: Annotated[str, typer.Argument(help="A dataset folder, DIR or DIR:split; its annotators are compared.")],
    guesses: Annotated[list[str] | None, typer.Argument(metavar="[GUESS]...", help="Further guesses.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where report.html goes; else DATASET.")] = None,
    missing: Annotated[
        Literal["refuse", "empty"], typer.Option(help="An image without a guess: stop, or count all of it as missed.")
    ] = "refuse",
    find: Annotated[
        float | None,
        typer.Option(metavar="POINTS", help="A difference in points of PQ: how many images would find it."),
    ] = None,
    compat: Annotated[
        Literal["panopticapi", "corrected"],
        typer.Option(help="panopticapi: of several crowds of a category, only the last excuses. corrected: each does."),
    ] = "panopticapi",
    areas: Annotated[
        Literal["pixels", "json"],
        typer.Option(help="Count the areas of truth segments, or believe the JSON as panopticapi does."),
    ] = "pixels",
    seed: Annotated[int, typer.Option(min=0, help="Of the resampling behind the intervals.")] = 0,
    workers: Annotated[int, typer.Option(min=0, help="Threads; 0 for one a processor.")] = 0,
) -> None:
    """Compare annotators and models with the truth and with each other: scores, intervals, cost, one HTML page."""
    from panscape.comparison import compare as compared
    from panscape.comparison import cost_of, opened
    from panscape.executor import default_workers
    from panscape.formats import home_of
    from panscape.metrics import Rules
    from panscape.progress import progress
    from panscape.report.compared import compared_page
    from panscape.report.terminal import comparison_table, difference_table, print_table, warn
    from panscape.storage import refuse_unwritable, write_whole

    path = (out or home_of(dataset)) / "report.html"
    refuse_unwritable(path)
    threads = workers or default_workers()
    options: dict[str, Any] = {
        "rules": Rules("all" if compat == "corrected" else "last", areas),
        "missing": missing,
        "workers": threads,
        "seed": seed,
        "find": None if find is None else find / 100,
    }
    truth, sets, folders = opened(dataset, guesses or [])
    with progress("compare", len(truth) * len(sets), "images") as advance:
        result = compared(truth, sets, advance=advance, **options)
    costs = {name: cost for name, place in folders.items() if (cost := cost_of(place, sets[name]))}
    # What is wrong with the truth is said once, not once for each guess.
    warn(list(dict.fromkeys(line for standing in result.standings for line in standing.evaluation.warnings)))
    print_table(comparison_table(result, costs))
    if len(result.standings) > 1:
        print_table(difference_table(result))
    write_whole(path, compared_page(truth, sets, folders, result, costs).encode())
    typer.echo(f"report: {path}")
