"""The command ``panscape check``."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panscape.checks import Finding


def check(
    dataset: Annotated[
        str, typer.Argument(help="A dataset folder, DIR:split, an annotator's folder, or a COCO panoptic JSON.")
    ],
    workers: Annotated[int, typer.Option(min=0, help="Threads; 0 for one a processor.")] = 0,
    pictures: Annotated[bool, typer.Option(help="Decode the pictures too.")] = True,
    most: Annotated[int, typer.Option(min=1, help="Print at most so many findings; all are counted.")] = 100,
) -> None:
    """Say whether a COCO panoptic dataset, ours or not, is well formed, exact and untouched."""
    from panscape.errors import DataError, one_line

    errors = warnings = 0
    for finding in _findings(dataset, workers, pictures):
        errors, warnings = errors + finding.is_error, warnings + (not finding.is_error)
        if errors + warnings <= most:
            typer.echo(str(finding))
    if errors + warnings > most:
        typer.echo(f"… and {errors + warnings - most} more; --most prints them")
    if errors:
        raise DataError(f"{dataset}: {_counted(errors, 'error')}, {_counted(warnings, 'warning')}")
    typer.echo(one_line(f"{dataset}: no error, {_counted(warnings, 'warning')}"))


def _findings(dataset: str, workers: int, pictures: bool) -> "Iterator[Finding]":
    from pathlib import Path

    from panscape.checks import Finding, check_digests
    from panscape.errors import DataError
    from panscape.executor import default_workers
    from panscape.formats import home_of, splits_of

    threads = workers or default_workers()
    whole = Path(dataset)
    splits = splits_of(whole) if whole.is_dir() else {}
    for place in [f"{dataset}:{split}" for split in splits if split] or [dataset]:
        try:
            yield from _findings_of_split(place, threads, pictures, home_of(dataset))
        except DataError as error:
            yield Finding("not readable", str(error))
    split = None if whole.is_dir() else _split_named(dataset)
    yield from check_digests(home_of(dataset), threads, split)


def _findings_of_split(place: str, threads: int, pictures: bool, home: "Path") -> "Iterator[Finding]":
    from rich.progress import track

    from panscape.checks import Finding, check_images, check_layers, check_set, open_instances
    from panscape.formats import open_panoptic

    opened = open_panoptic(place)
    yield from check_set(opened)
    instances = None
    beside = opened.json_path.with_name(opened.json_path.name.replace("panoptic", "instances", 1))
    if beside.is_file():
        instances, findings = open_instances(beside, opened)
        yield from findings
    if pictures and not any(opened.image_path(k) for k in range(min(len(opened), 3))):
        yield Finding(str(opened.json_path), "its pictures are not beside it, so they were not looked at", False)
        pictures = False
    images = check_images(opened, instances, threads, pictures)
    shown = track(images, f"check {opened.split}", len(opened), transient=True) if sys.stdout.isatty() else images
    for found in shown:
        yield from found
    yield from check_layers(opened, home, threads)


def _split_named(dataset: str) -> str:
    """The split of ``DIR:split``, or of ``panoptic_SPLIT.json``."""
    from pathlib import Path

    path = Path(dataset)
    return path.stem.removeprefix("panoptic_") if path.is_file() else dataset.rpartition(":")[2]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
