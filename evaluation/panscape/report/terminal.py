"""What the terminal shows: tables of scores, and warnings."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from panscape.comparison import FEW_PICTURES, Comparison, Cost, Interval
from panscape.comparison.intervals import Kind
from panscape.comparison.power import fewest_units
from panscape.errors import one_line
from panscape.metrics import Evaluation, GroupQuality, Quality

PLAIN_WIDTH = 100


def warn(warnings: Sequence[str]) -> None:
    """Print each warning as one line on stderr."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for line in warnings:
        console.print(f"[yellow]warning:[/yellow] {escape(one_line(line))}")


def print_table(table: Table | str) -> None:
    """Print a table, or a line, on stdout, as wide as the terminal, or as a file likes it."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    console.print(table, soft_wrap=isinstance(table, str))


def quality_table(evaluation: Evaluation) -> Table:
    """Return the scores of all, things, stuff and each category that was there or guessed, in percent."""
    quality = evaluation.quality
    table = new_table(("", "PQ", "SQ", "RQ", "TP", "FP", "FN", "n"))
    for name, group, isthing in _groups(quality):
        rows = [one for one in quality.categories if isthing in (None, one.category.isthing)]
        sums = [str(sum(part)) for part in zip(*((one.tp, one.fp, one.fn) for one in rows), strict=True)]
        scores = (percent(group.pq), percent(group.sq), percent(group.rq))
        table.add_row(name, *scores, *(sums or ["0"] * 3), str(group.n), style="bold", end_section=isthing is False)
    for one in quality.categories:
        if one.pq is None:
            continue
        scores = (percent(one.pq), percent(one.sq), percent(one.rq))
        table.add_row(escape(one.category.name), *scores, str(one.tp), str(one.fp), str(one.fn), "")
    table.caption = f"percent; {len(evaluation.image_ids)} images; n: categories in the mean"
    return table


def comparison_table(comparison: Comparison, costs: Mapping[str, Cost]) -> Table:
    """Return one row for each guess: scores in percent with their intervals, what was wrong, and what it cost."""
    table = new_table(("", "PQ", "95 %", "SQ", "RQ", "TP", "FP", "FN", "hours", "s/segment"))
    for standing in comparison.standings:
        quality, cost = standing.evaluation.quality, costs.get(standing.name, Cost())
        sums = [sum(part) for part in zip(*((one.tp, one.fp, one.fn) for one in quality.categories), strict=True)]
        table.add_row(
            escape(standing.name),
            f"[bold]{percent(quality.all.pq)}[/bold]",
            span(standing.pq),
            percent(quality.all.sq),
            percent(quality.all.rq),
            *map(str, sums),
            "-" if cost.seconds is None else f"{cost.seconds / 3600:.2f}",
            "-" if cost.seconds_per_segment is None else f"{cost.seconds_per_segment:.1f}",
        )
    images = len(comparison.image_ids)
    table.caption = f"percent; {images} images"
    if images > 1:
        table.caption += f"; intervals: paired {drawn_over(comparison.units, comparison.kind)}"
    return table


def drawn_over(units: int, kind: Kind) -> str:
    """Say what intervals are drawn over, and whether they can be taken at their word.

    Examples
    --------
    >>> drawn_over(30, "images"), drawn_over(5, "scenes")
    ('bootstrap over the 30 images', 'bootstrap over the 5 scenes; with so few they are too narrow')
    >>> drawn_over(1, "scenes")
    'bootstrap over the 1 scenes; there are none with a single one'
    """
    rough = "" if units >= FEW_PICTURES else "; with so few they are too narrow"
    return f"bootstrap over the {units} {kind}{rough if units > 1 else '; there are none with a single one'}"


def difference_table(comparison: Comparison) -> Table:
    """Return one row for each pair of guesses: how much better, how surely, how many images would tell.

    A last column has the images for the difference that was wanted to be found, if one was.
    """
    wanted = () if comparison.find is None else (f"for {points(comparison.find)}",)
    table = new_table(("", "PQ", "95 %", "p", "images needed", *wanted))
    names = [escape(standing.name) for standing in comparison.standings]
    for (i, j), one in comparison.differences.items():
        if one.gap is None or one.gap < 0 or (one.gap == 0 and i > j):
            continue
        needed = ["-" if n is None else f"{n:,}" for n in (one.pictures, one.to_find)[: 1 + len(wanted)]]
        gap = f"{100 * one.gap:+.2f}"
        table.add_row(f"{names[i]} over {names[j]}", gap, span(one.interval), chance(one.p), *needed)
    table.caption = (
        "points of PQ; p: paired permutation test, Holm's correction for the pairs; images that find such a "
        f"difference 4 times out of 5; {found_by(comparison)}"
    )
    return table


def found_by(comparison: Comparison) -> str:
    """Say the smallest differences that the images of a comparison find."""
    smallest = [one.smallest for one in comparison.differences.values() if one.smallest is not None]
    if not smallest:
        few = comparison.units < fewest_units()
        why = f"fewer than {fewest_units()}" if few else f"some category is in one of the {comparison.kind} alone"
        return f"which differences these {comparison.units} {comparison.kind} find cannot be told: {why}"
    low, high = points(min(smallest)), points(max(smallest))
    found = low if low == high else f"{low.split()[0]} to {high}"
    return f"these {comparison.units} {comparison.kind} find {found}"


def points(difference: float) -> str:
    """Spell a difference in points of PQ.

    Examples
    --------
    >>> points(0.01), points(0.00526)
    ('1 point', '0.53 points')
    """
    text = f"{100 * difference:.2f}".rstrip("0").rstrip(".")
    return f"{text} {'point' if text == '1' else 'points'}"


def new_table(headings: Sequence[str]) -> Table:
    """Return an empty table: a first column of names, the others numbers."""
    table = Table(box=box.SIMPLE_HEAD, caption_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", overflow="fold")
    return table


def percent(value: float | None) -> str:
    """Spell a score in percent; only an exact 1 is 100.

    Examples
    --------
    >>> percent(1.0), percent(0.999999), percent(0.5), percent(None)
    ('100', '99.99', '50.00', '-')
    """
    if value is None:
        return "-"
    return "100" if value == 1.0 else f"{min(100 * value, 99.99):.2f}" if value < 1.0 else f"{100 * value:.2f}"


def chance(p: float | None) -> str:
    """Spell a p value.

    Examples
    --------
    >>> chance(0.0301), chance(0.00009), chance(None)
    ('0.03', '< 0.001', '-')
    """
    return "-" if p is None else "< 0.001" if p < 0.001 else f"{p:.2g}"


def span(interval: Interval) -> str:
    """Spell an interval of scores in percent.

    Examples
    --------
    >>> span(Interval(0.5, 0.614)), span(Interval(None, None))
    ('50.0 to 61.4', '')
    """
    if interval.low is None or interval.high is None:
        return ""
    return f"{100 * interval.low:.1f} to {100 * interval.high:.1f}"


def _groups(quality: Quality) -> tuple[tuple[str, GroupQuality, bool | None], ...]:
    return ("All", quality.all, None), ("Things", quality.things, True), ("Stuff", quality.stuff, False)
