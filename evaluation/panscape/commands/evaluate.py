"""``panscape evaluate``: how good guesses are, why, and how sure that is."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from panscape.report.outputs import Outputs
    from panscape.report.results import Results, Wanted


def evaluate(
    context: typer.Context,
    places: Annotated[
        list[str],
        typer.Argument(
            metavar="TRUTH GUESS",
            help="Each a dataset folder (DIR or DIR:split), an annotator's folder, a folder with panoptic.json, or a "
            "COCO panoptic JSON. With --merge: the files to merge.",
        ),
    ],
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the scores here in panopticapi's shape; - is stdout.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write scores.json, and a table of all segments and one of all pictures."),
    ] = None,
    boundary: Annotated[bool, typer.Option("--boundary", help="Boundary PQ too (Cheng et al. 2021).")] = False,
    ratio: Annotated[float, typer.Option(help="How far boundary bands reach: a share of the diagonal.")] = 0.02,
    metrics: Annotated[
        str, typer.Option(metavar="NAME,…", help="Further metrics; panscape list metrics names them.")
    ] = "",
    by: Annotated[
        str,
        typer.Option(
            metavar="FACT,…", help="Scores within strata: area:32^2,96^2,visible_fraction,light.elevation_deg"
        ),
    ] = "",
    intervals: Annotated[bool, typer.Option("--intervals", help="95 % intervals, by bootstrap.")] = False,
    compat: Annotated[
        Literal["panopticapi", "corrected"],
        typer.Option(help="panopticapi: of several crowds of a category, only the last excuses. corrected: each does."),
    ] = "panopticapi",
    areas: Annotated[
        Literal["pixels", "json"],
        typer.Option(help="Count the areas of truth segments, or believe the JSON as panopticapi does."),
    ] = "pixels",
    missing: Annotated[
        Literal["refuse", "empty"], typer.Option(help="An image without a guess: stop, or count all of it as missed.")
    ] = "refuse",
    sequence: Annotated[
        str, typer.Option(metavar="FACT", help="The fact of an image that tells its sequence, for vpq and stq.")
    ] = "",
    partial: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the counts here, to be merged with those of others.")
    ] = None,
    part: Annotated[
        str, typer.Option(metavar="K/N", help="Score the K-th of N parts of the images alone; with --partial.")
    ] = "",
    merge: Annotated[bool, typer.Option("--merge", help="Add up files that --partial wrote, and score.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of the bootstrap.")] = 0,
    workers: Annotated[int, typer.Option(min=0, help="Threads; 0 for one a processor.")] = 0,
) -> None:
    """Score guesses against the truth: PQ, SQ, RQ of all, things, stuff and each category, and what was lost to what.

    panopticapi's rules: void is taken out of the union, a crowd is neither found nor missed, a guess that lies
    mostly on void and crowd is ignored.
    """
    from panscape.executor import default_workers
    from panscape.explanation.cuts import parse_by
    from panscape.metrics import METRICS, Rules
    from panscape.metrics.named import metrics_named
    from panscape.report.outputs import Outputs, parsed_part
    from panscape.report.results import Wanted

    _refuse_alone(context)
    outputs = Outputs(json, out, partial)
    wanted = Wanted(
        Rules("all" if compat == "corrected" else "last", areas),
        missing,
        ratio if boundary else None,
        metrics_named(metrics, METRICS),
        sequence,
        parse_by(by) if by else (),
        intervals,
        seed,
        parsed_part(part),
    )
    threads = workers or default_workers()
    results = _merged(places, wanted, threads, outputs) if merge else _evaluated(places, wanted, threads, outputs)
    _show(results, outputs)


def _refuse_alone(context: typer.Context) -> None:
    """Refuse options that would be passed over without a word beside the others, or without them."""
    from panscape.errors import UsageError

    sources = {name: context.get_parameter_source(name) for name in context.params}
    given = {name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"}
    beside = given & {"boundary", "ratio", "metrics", "by", "sequence", "compat", "areas", "missing", "part"}
    if "merge" in given and beside:
        raise UsageError(
            f"--{min(beside)} does not go with --merge: partial results hold the events of panoptic quality, counted "
            f"by the rules of their time; give it where they are made"
        )
    whole = given & {"boundary", "metrics", "by", "intervals", "out"}
    if "part" in given and whole:
        raise UsageError(f"--{min(whole)} does not go with --part, which does no more than count; leave it out")
    for name, other in {"ratio": "boundary", "sequence": "metrics", "part": "partial"}.items():
        if name in given and other not in given:
            raise UsageError(f"--{name} says nothing without --{other}; add it, or leave --{name} out")


def _evaluated(places: list[str], wanted: "Wanted", threads: int, outputs: "Outputs") -> "Results":
    from panscape.errors import UsageError
    from panscape.formats import open_panoptic
    from panscape.progress import progress
    from panscape.report.outputs import write_partial
    from panscape.report.results import results_of

    if len(places) != 2:
        raise UsageError(f"found {len(places)} places, wanted two: panscape evaluate TRUTH GUESS")
    truth = open_panoptic(places[0])
    guess = open_panoptic(places[1], beside=truth)
    outputs.refuse_over([truth.json_path, guess.json_path])
    with progress("evaluate", len(truth) // wanted.part[1], "images") as advance:
        results = results_of(truth, guess, wanted, threads, advance)
    if outputs.partial is not None:
        write_partial(outputs.partial, results.evaluation, truth, guess)
    return results


def _merged(places: list[str], wanted: "Wanted", threads: int, outputs: "Outputs") -> "Results":
    from panscape.metrics.partial import merged, write_counts
    from panscape.report.results import results_of_counts

    paths = [Path(place) for place in places]
    outputs.refuse_over(paths)
    whole = merged(paths)
    results = results_of_counts(whole, wanted, threads)
    if outputs.partial is not None:
        facts = whole.categories, whole.image_ids, whole.rules, whole.provenance, whole.scenes
        write_counts(outputs.partial, whole.counts, *facts)
    return results


def _show(results: "Results", outputs: "Outputs") -> None:
    """Print what was found and write what was asked for; JSON on stdout stands there alone."""
    from panscape.report.outputs import json_text, write_results
    from panscape.report.results import results_tables
    from panscape.report.terminal import print_table, warn
    from panscape.storage import write_whole

    warn(results.evaluation.warnings)
    if outputs.stdout:
        typer.echo(json_text(results).decode(), nl=False)
    else:
        for part in results_tables(results):
            print_table(part)
    if outputs.json_file is not None:
        write_whole(outputs.json_file, json_text(results))
    written = write_results(outputs.out, results) if outputs.out is not None else []
    for path in written if not outputs.stdout else ():
        typer.echo(f"written: {path}")
