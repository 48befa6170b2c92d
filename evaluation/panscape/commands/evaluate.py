"""``panscape evaluate``: how good guesses are, why, and how sure that is."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
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
    from panscape.report.results import Wanted
    from panscape.storage import refuse_unwritable

    if merge:
        _refuse_beside_merge(context)
    for path in (partial, out / "scores.json" if out else None, None if str(json) == "-" else json):
        if path is not None:
            refuse_unwritable(path)
    wanted = Wanted(
        Rules("all" if compat == "corrected" else "last", areas),
        missing,
        ratio if boundary else None,
        metrics_named(metrics, METRICS),
        sequence,
        parse_by(by) if by else (),
        intervals,
        seed,
    )
    threads = workers or default_workers()
    results = _merged(places, wanted, threads, partial) if merge else _evaluated(places, wanted, threads, partial)
    _show(results, json, out)


def _refuse_beside_merge(context: typer.Context) -> None:
    """Partial results were counted by their own rules, and hold the events of panoptic quality alone."""
    from panscape.errors import UsageError

    for name in ("boundary", "ratio", "metrics", "by", "sequence", "compat", "areas", "missing"):
        source = context.get_parameter_source(name)
        if source is not None and source.name != "DEFAULT":
            raise UsageError(
                f"--{name} does not go with --merge: partial results hold the events of panoptic quality, counted by "
                f"the rules of their time; give it where they are made"
            )


def _evaluated(places: list[str], wanted: "Wanted", threads: int, partial: Path | None) -> "Results":
    from panscape.errors import UsageError
    from panscape.formats import open_panoptic
    from panscape.metrics.partial import write_counts
    from panscape.progress import progress
    from panscape.report.results import results_of

    if len(places) != 2:
        raise UsageError(f"found {len(places)} places, wanted two: panscape evaluate TRUTH GUESS")
    truth = open_panoptic(places[0])
    guess = open_panoptic(places[1], beside=truth)
    with progress("evaluate", len(truth), "images") as advance:
        results = results_of(truth, guess, wanted, threads, advance)
    if partial is not None:
        one = results.evaluation
        provenance = {"truth": str(truth.json_path), "guess": str(guess.json_path)}
        write_counts(partial, one.counts, one.categories, one.image_ids, one.rules, provenance)
    return results


def _merged(places: list[str], wanted: "Wanted", threads: int, partial: Path | None) -> "Results":
    from panscape.metrics.partial import merged, write_counts
    from panscape.report.results import results_of_counts

    whole = merged([Path(place) for place in places])
    results = results_of_counts(whole, wanted, threads)
    if partial is not None:
        write_counts(partial, whole.counts, whole.categories, whole.image_ids, whole.rules, whole.provenance)
    return results


def _show(results: "Results", json: Path | None, out: Path | None) -> None:
    """Write what was asked for; JSON on stdout stands there alone."""
    import orjson

    from panscape.report.results import results_json, results_tables, write_results
    from panscape.report.terminal import print_table, warn
    from panscape.storage import write_whole

    warn(results.evaluation.warnings)
    written = write_results(out, results) if out is not None else []
    if json is not None:
        text = orjson.dumps(results_json(results), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        if str(json) == "-":
            typer.echo(text.decode(), nl=False)
            return
        write_whole(json, text)
    for part in results_tables(results):
        print_table(part)
    for path in written:
        typer.echo(f"written: {path}")
