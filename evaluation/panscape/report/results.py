"""All that one run of ``panscape evaluate`` found: for the terminal, as JSON, and as tables in a folder."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from typing import Any

from rich.markup import escape
from rich.table import Table

from panscape.comparison.intervals import Resampled, resampled, scenes_of, units_of
from panscape.comparison.resampling.scores import GROUPS, MEASURES
from panscape.errors import UsageError
from panscape.explanation.cuts import By
from panscape.explanation.explanation import Explanation, explain, explanation_json
from panscape.explanation.facts import refuse_unknown
from panscape.formats import PanopticSet
from panscape.metrics import Evaluation, Rules, as_json, evaluate
from panscape.metrics.boundary import BoundaryEvaluation, boundary_evaluate
from panscape.metrics.named import Scored, refuse_unscorable, scored_by_name
from panscape.metrics.partial import Partial
from panscape.overlaps.overlaid import Missing
from panscape.report.explained import headline, iou_table, loss_table, mistakes_table, strata_table
from panscape.report.terminal import drawn_over, new_table, percent, quality_table, span
from panscape.seeds import rng_for

WHOLE = (1, 1)
WARNINGS = "warnings"  # of a partial result, in its provenance
Named = Mapping[str, Callable[[Scored], Any]]


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is to be found out, beside panoptic quality.

    Attributes
    ----------
    rules : Rules
    missing : "refuse" or "empty"
    ratio : float or None
        Of the boundary bands, as a share of the diagonal; None for no boundary quality.
    named : mapping of name to function of a Scored
    sequence : str
        The fact of an image that tells its sequence, "" for the usual ones.
    by : tuple of By
    intervals : bool
    seed : int
        Of the resampling.
    part : (int, int)
        Which part of how many is counted, and then nothing but counted.
    """

    rules: Rules = field(default_factory=Rules)
    missing: Missing = "refuse"
    ratio: float | None = None
    named: Named = field(default_factory=dict)
    sequence: str = ""
    by: tuple[By, ...] = ()
    intervals: bool = False
    seed: int = 0
    part: tuple[int, int] = WHOLE


@dataclass(frozen=True, eq=False)
class Results:
    """What was found; each part None, or empty, where it was not asked for.

    Attributes
    ----------
    evaluation : Evaluation
    explanation : Explanation or None
    boundary : BoundaryEvaluation or None
    named : mapping of name to a dataclass or mapping
    intervals : Resampled or None
    """

    evaluation: Evaluation
    explanation: Explanation | None = None
    boundary: BoundaryEvaluation | None = None
    named: Mapping[str, Any] = field(default_factory=dict)
    intervals: Resampled | None = None


def results_of(
    truth: PanopticSet,
    guess: PanopticSet,
    wanted: Wanted,
    workers: int = 1,
    advance: Callable[[int], None] = lambda count: None,
) -> Results:
    """Return all that is wanted of a guess, from one pass over its pictures.

    Errors are those of each part; what JSON alone can tell is refused before any picture is read.
    """
    refuse_unknown([one.path for one in wanted.by], truth)
    refuse_unscorable(truth, guess, wanted.named, wanted.sequence)
    options: dict[str, Any] = {"rules": wanted.rules, "missing": wanted.missing, "workers": workers}
    if wanted.part != WHOLE:
        return Results(evaluate(truth, guess, part=wanted.part, advance=advance, **options))
    options["keep"] = True
    boundary = None
    if wanted.ratio is not None:
        boundary = boundary_evaluate(truth, guess, ratio=wanted.ratio, advance=advance, **options)
    plain = boundary.plain if boundary else evaluate(truth, guess, advance=advance, **options)
    scored = Scored(plain, truth, guess, wanted.sequence)
    return Results(
        plain,
        explain(plain, truth, wanted.by),
        boundary,
        scored_by_name(scored, wanted.named),
        _intervals(plain, truth, wanted.seed, workers) if wanted.intervals else None,
    )


def results_of_counts(partial: Partial, wanted: Wanted, workers: int = 1) -> Results:
    """Return the results of merged counts.

    Raises
    ------
    UsageError
        If something is wanted that counts do not tell: they hold no joint tables.
    """
    asked = {"--boundary": wanted.ratio is not None, "--metrics": bool(wanted.named), "--by": bool(wanted.by)}
    beyond = next((option for option, there in asked.items() if there), None)
    if beyond:
        raise UsageError(f"{beyond} needs the pictures; partial results hold the events of panoptic quality alone")
    warnings = tuple(dict.fromkeys(_warnings(partial.provenance)))
    one = Evaluation(partial.categories, partial.image_ids, partial.counts, partial.rules, warnings=warnings)
    drawn = None
    if wanted.intervals:
        rng, units = rng_for(wanted.seed, "bootstrap"), units_of(partial.scenes)
        drawn = resampled([one.counts], one.categories, rng, units=units, workers=workers)
    return Results(one, intervals=drawn)


def _warnings(provenance: Mapping[str, Any]) -> Iterator[str]:
    """What was odd in the files of each part, as it was told there."""
    yield from (line for line in provenance.get(WARNINGS, ()) if isinstance(line, str))
    for part in provenance.get("parts", ()):
        yield from _warnings(part if isinstance(part, Mapping) else {})


def results_json(results: Results) -> dict[str, Any]:
    """Return the results in panopticapi's shape, with ours in keys beside it."""
    found = as_json(results.evaluation)
    if results.boundary:
        boundary = as_json(results.boundary.boundary)
        keys = ("All", "Things", "Stuff", "per_class")
        found["boundary"] = {"ratio": results.boundary.ratio, **{key: boundary[key] for key in keys}}
    if results.named:
        found["metrics"] = {name: asdict(one) if _is_fact(one) else one for name, one in results.named.items()}
    if results.intervals:
        found["intervals"] = {
            group.capitalize(): {measure: asdict(results.intervals.interval(0, group, measure)) for measure in MEASURES}
            for group in GROUPS
        }
    if results.explanation:
        found |= explanation_json(results.explanation)
    return found


def results_tables(results: Results) -> list[Table | str]:
    """Return what the terminal shows, in order."""
    shown: list[Table | str] = [quality_table(results.evaluation)]
    if results.intervals:
        shown.append(interval_table(results.intervals))
    if results.boundary:
        table = quality_table(results.boundary.boundary)
        reach = percent(results.boundary.ratio).rstrip("0").rstrip(".")
        table.title = f"Boundary quality: bands of {reach} % of the diagonal"
        shown.append(table)
    shown += [named_table(name, one) for name, one in results.named.items()]
    if results.explanation:
        shown += _explanations(results.explanation)
    return shown


def named_table(name: str, found: Any) -> Table:
    """Return the leading numbers of a metric: its own, and those of its groups."""
    table = new_table((escape(name), "percent"))
    for key, value in leading(found).items():
        table.add_row(escape(key), percent(value) if isinstance(value, float) or value is None else str(value))
    return table


def leading(found: Any, before: str = "") -> dict[str, float | int | None]:
    """Return the numbers of a result that are of no single category, picture or sequence.

    Examples
    --------
    >>> from panscape.metrics.quality import GroupQuality
    >>> leading(GroupQuality(0.5, 0.75, 2 / 3, 4), "all.")["all.pq"]
    0.5
    """
    if isinstance(found, Mapping):
        items = list(found.items())
    else:
        items = [(one.name, getattr(found, one.name)) for one in fields(found)]
    numbers: dict[str, float | int | None] = {}
    for key, value in items:
        if value is None or isinstance(value, int | float):
            numbers[f"{before}{key}"] = value
        elif _is_fact(value):
            numbers |= leading(value, f"{before}{key}.")
    return numbers


def interval_table(found: Resampled) -> Table:
    """Return the scores with their 95 % intervals."""
    table = new_table(("", *(f"{measure.upper()}, 95 %" for measure in MEASURES)))
    for group in GROUPS:
        table.add_row(group.capitalize(), *(span(found.interval(0, group, measure)) or "-" for measure in MEASURES))
    table.caption = f"percent; {drawn_over(found.units, found.kind)}"
    return table


def _explanations(explanation: Explanation) -> list[Table | str]:
    shown: list[Table | str] = [headline(explanation.decomposition), loss_table(explanation.decomposition)]
    if explanation.mistakes:
        shown.append(mistakes_table(explanation.mistakes))
    shown.append(iou_table(explanation.histogram))
    return shown + [strata_table(one) for one in explanation.strata]


def _intervals(evaluation: Evaluation, truth: PanopticSet, seed: int, workers: int) -> Resampled:
    units = scenes_of([truth.image_of(k).facts for k in range(len(truth))])
    rng = rng_for(seed, "bootstrap")
    return resampled([evaluation.counts], evaluation.categories, rng, units=units, workers=workers)


def _is_fact(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, type)
