"""``panscape annotate``: simulated annotators label a dataset by one or more protocols."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from panscape.formats import PanopticSet


def annotate(
    dataset: Annotated[str, typer.Argument(help="A dataset folder (DIR or DIR:split), or a COCO panoptic JSON.")],
    protocols: Annotated[
        list[str], typer.Argument(help="Built-in protocols (panscape list protocols), or YAML files of yours.")
    ],
    seed: Annotated[int, typer.Option(help="Other people, other errors.")] = 0,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 for one a processor.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what an interrupted run left.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Remove the protocol's labels that are there.")
    ] = False,
) -> None:
    """Let simulated annotators label pictures: COCO panoptic, polygons, seconds of work, every error signed."""
    from time import perf_counter

    from panscape.executor import default_workers
    from panscape.formats import home_of
    from panscape.opencv import conflict
    from panscape.progress import progress
    from panscape.protocols import Run, annotate_set, plan_of

    if warning := conflict():
        typer.echo(f"warning: {warning}", err=True)
    plans = [plan_of(name, seed) for name in protocols]
    home = home_of(dataset)
    for plan in plans:
        for truth in _splits(dataset):
            run, begun = Run(truth, home / "annotators" / plan.protocol.name, plan), perf_counter()
            with progress(f"annotate {plan.protocol.name}", len(truth), "images") as advance:
                made = annotate_set(
                    run, workers or default_workers(), resume=resume, overwrite=overwrite, advance=advance
                )
            seconds = perf_counter() - begun
            people = plan.protocol.redundancy or len(plan.protocol.pool)
            there = f", {len(truth) - made} were there" if made < len(truth) else ""
            typer.echo(
                f"{run.home}: labelled {made} images {people} times in {seconds:.1f} s "
                f"({made * people / seconds:.1f} labels a second){there}"
            )


def _splits(dataset: str) -> "list[PanopticSet]":
    """The set that is named, or one for each split of a folder."""
    from panscape.formats import open_panoptic, splits_of

    found = splits_of(dataset) if Path(dataset).is_dir() else {}
    if len(found) > 1:
        return [open_panoptic(f"{dataset}:{split}") for split in found]
    return [open_panoptic(dataset)]
