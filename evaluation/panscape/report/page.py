"""One self-contained HTML page of a comparison: it opens from a disk, needs no network and prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from math import isnan

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from panscape.comparison import Comparison, Cost
from panscape.metrics import GroupQuality
from panscape.report.charts import Mark, color_of, scatter, whiskers
from panscape.report.gallery import Exhibit, Failure
from panscape.report.pictures import ERRORS, GUESS_LINE, TRUTH_LINE
from panscape.report.terminal import chance, drawn_over, found_by, percent, points, span


@dataclass(frozen=True, eq=False)
class Report:
    """All that a page shows.

    Attributes
    ----------
    title : str
    provenance : mapping of str to str
        What the dataset is, in the order shown.
    comparison : Comparison
    costs : mapping of name to Cost
        Of the guesses whose cost is known.
    exhibits : sequence of Exhibit
    failures : sequence of Failure
    assumed : mapping of constant to mapping of guess to value
        Constants behind the guesses that no source gives.
    """

    title: str
    provenance: Mapping[str, str]
    comparison: Comparison
    costs: Mapping[str, Cost]
    exhibits: Sequence[Exhibit]
    failures: Sequence[Failure]
    assumed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def page(report: Report) -> str:
    """Return the HTML of a report."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(
        breakable=breakable, chance=chance, percent=percent, span=span, points=points, hours=hours, rgb=rgb
    )
    template = environment.from_string((files("panscape.report") / "page.html.j2").read_text(encoding="utf-8"))
    comparison = report.comparison
    names = [standing.name for standing in comparison.standings]
    marks = [_mark(report, k) for k in range(len(comparison.standings))]
    return template.render(
        report=report,
        comparison=comparison,
        names=names,
        over=drawn_over(comparison.units, comparison.kind),
        found_by=found_by(comparison),
        colors=[mark.color for mark in marks],
        columns=min(max(len(marks), 2), 4),
        whiskers=whiskers(marks, "Panoptic quality with its 95 % interval"),
        scatter=scatter(marks, "Panoptic quality against hours", "annotation time, hours"),
        categories=_category_rows(comparison),
        agreement=_agreement(comparison),
        assumers=[name for name in names if any(name in values for values in report.assumed.values())],
        edit_kinds=sorted({kind for cost in report.costs.values() for kind in cost.edits}),
        errors=list(ERRORS.values()),
        lines=(TRUTH_LINE, GUESS_LINE),
        version=version("panscape"),
    )


def hours(seconds: float) -> str:
    """Spell a duration.

    Examples
    --------
    >>> hours(5430.0), hours(95.0)
    ('1.51 h', '1.6 min')
    """
    return f"{seconds / 3600:.2f} h" if seconds >= 3600 else f"{seconds / 60:.1f} min"


def breakable(name: str) -> Markup:
    """Let a long name break behind a slash or an underscore.

    Examples
    --------
    >>> breakable("trio/<a>")
    Markup('trio/<wbr>&lt;a&gt;')
    """
    return Markup(str(escape(name)).replace("/", "/<wbr>").replace("_", "_<wbr>"))


def rgb(color: tuple[int, int, int]) -> Markup:
    """Spell a colour in CSS."""
    return Markup("rgb({},{},{})").format(*color)


def _mark(report: Report, place: int) -> Mark:
    standing = report.comparison.standings[place]
    cost = report.costs.get(standing.name)
    value = standing.evaluation.quality.all.pq
    low, high = (None if end is None else 100 * end for end in (standing.pq.low, standing.pq.high))
    return Mark(
        standing.name,
        color_of(place),
        None if value is None else 100 * value,
        low,
        high,
        None if cost is None or cost.seconds is None else cost.seconds / 3600,
    )


@dataclass(frozen=True)
class CategoryRow:
    """One category, or a group of them, across the guesses."""

    name: str
    color: Markup | None
    segments: int
    scores: tuple[float | None, ...]


def _category_rows(comparison: Comparison) -> list[CategoryRow]:
    """Groups first, then every category that some guess or the truth has."""
    qualities = [standing.evaluation.quality for standing in comparison.standings]

    def group(name: str, each: Sequence[GroupQuality], isthing: tuple[bool, ...]) -> CategoryRow:
        inside = [one for one in qualities[0].categories if one.category.isthing in isthing]
        return CategoryRow(name, None, sum(one.tp + one.fn for one in inside), tuple(one.pq for one in each))

    rows = [
        group("All", [quality.all for quality in qualities], (True, False)),
        group("Things", [quality.things for quality in qualities], (True,)),
        group("Stuff", [quality.stuff for quality in qualities], (False,)),
    ]
    for columns in zip(*(quality.categories for quality in qualities), strict=True):
        if any(one.pq is not None for one in columns):
            first = columns[0]
            scores = tuple(one.pq for one in columns)
            rows.append(CategoryRow(first.category.name, rgb(first.category.color), first.tp + first.fn, scores))
    return rows


def _agreement(comparison: Comparison) -> list[list[float | None]]:
    return [[None if isnan(value) else value for value in row] for row in comparison.agreement.tolist()]
