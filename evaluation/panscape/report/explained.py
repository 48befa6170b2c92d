"""What the terminal shows of an explanation: where the score was lost, in which strata, and what was confused."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from panscape.explanation.causes import CAUSES
from panscape.explanation.confusion import Mistake
from panscape.explanation.decomposition import Decomposition, Loss
from panscape.explanation.histograms import EDGES, IouHistogram
from panscape.explanation.strata import StrataQuality
from panscape.report.terminal import new_table, percent

MOST_ROWS = 10
BAR = 40
SHOWN = 0.0005  # less is 0.0 percent
SPURIOUS_BY = {
    "own": "a spurious guess counts by its own value",
    "partner": "a spurious guess counts by the truth segment that it lies on",
    "picture": "",
}


def headline(found: Decomposition) -> str:
    """Return where the panoptic quality of all categories was lost, the most first, as one line.

    Examples
    --------
    >>> from panscape.explanation.decomposition import GroupLoss
    >>> loss = Loss(0.123, 0.0, 0.02, 0.0, 0.0, 0.041, 0.0, 0.01)
    >>> headline(Decomposition(GroupLoss(loss, 3), GroupLoss(loss, 3), GroupLoss(None, 0), ()))
    'PQ lost 18.4: 12.3 missed, 4.1 boundary, 2.0 wrong class'
    """
    loss = found.all.loss
    if loss is None:
        return "nothing to score"
    parts = [(name, value) for name, value in _most(loss) if abs(value) >= SHOWN]
    words = ", ".join(f"{100 * value:.1f} {spelled(name)}" for name, value in parts)
    return f"PQ lost {100 * loss.whole:.1f}" + (f": {words}" if words else "")


def loss_table(found: Decomposition, most: int = MOST_ROWS) -> Table:
    """Return the parts of 1 - PQ in percent: of all, things and stuff, and of the categories that cost most.

    Parameters
    ----------
    found : Decomposition
    most : int
        How many categories.
    """
    table = new_table(("", "lost", *(spelled(name) for name in CAUSES)))
    groups = {"All": found.all, "Things": found.things, "Stuff": found.stuff}
    for name, group in groups.items():
        table.add_row(name, *_cells(group.loss), style="bold", end_section=name == "Stuff")
    there = [(one, one.loss) for one in found.categories if one.loss is not None]
    worst = sorted(there, key=lambda row: -row[1].whole)[:most]
    for one, loss in worst:
        table.add_row(escape(one.category.name), *_cells(loss))
    shown = (
        f"the {len(worst)} of {len(there)} categories that lost most" if len(worst) < len(there) else "all categories"
    )
    outlines = "-" if found.all.loss is None else percent(found.all.loss.outlines)
    table.caption = f"percent of PQ; {shown}; boundary: {outlines} of it in matches"
    return table


def strata_table(found: StrataQuality) -> Table:
    """Return the scores within the strata of one fact, in percent."""
    headings = ("PQ", "SQ", "RQ", "PQ things", "PQ stuff", "recall", "segments", "images")
    table = new_table((escape(found.path), *headings))
    for one in found.strata:
        quality = one.quality
        scores = (quality.all.pq, quality.all.sq, quality.all.rq, quality.things.pq, quality.stuff.pq, one.recall)
        table.add_row(escape(one.name), *(percent(score) for score in scores), str(one.segments), str(one.pictures))
    table.caption = "; ".join(filter(None, ("percent", SPURIOUS_BY[found.spurious])))
    return table


def mistakes_table(found: Sequence[Mistake], most: int = MOST_ROWS) -> Table:
    """Return the most frequent confusions of categories."""
    table = new_table(("truth", "taken for", "segments", "of the truth's"))
    table.columns[1].justify = "left"
    for one in found[:most]:
        names = (escape(one.truth.name), escape(one.guess.name))
        table.add_row(*names, str(one.segments), percent(one.share))
    more = len(found) - most
    table.caption = "segments with an IoU above 1/2 and another category" + (f"; {more} more pairs" if more > 0 else "")
    return table


def iou_table(found: IouHistogram) -> Table:
    """Return how the best IoUs of the truth's segments are spread, over all categories."""
    bins = _bins(found)
    table = new_table(("best IoU", "segments", ""))
    table.columns[2].justify = "left"
    largest = max(1, *(count for _, count in bins))
    for name, count in bins:
        table.add_row(name, str(count), "█" * round(BAR * count / largest))
    table.caption = "each truth segment with the guess of its category that fits it best; above 0.5 it matches"
    return table


def spelled(name: str) -> str:
    """Spell a cause as a person would."""
    return name.replace("_", " ")


def _most(loss: Loss) -> list[tuple[str, float]]:
    return sorted(loss.parts.items(), key=lambda part: -part[1])


def _cells(loss: Loss | None) -> list[str]:
    if loss is None:
        return ["-"] * (1 + len(CAUSES))
    return [f"{100 * value:.2f}" if value else "0" for value in (loss.whole, *loss.parts.values())]


def _bins(found: IouHistogram) -> list[tuple[str, int]]:
    """Two bins in one, so that the table has a dozen rows; before them, what no guess of the category touches."""
    counts = found.best.sum(axis=0).reshape(-1, 2).sum(axis=1).tolist()
    names = (f"{low:.1f} to {high:.1f}" for low, high in zip(EDGES[:-1:2], EDGES[2::2], strict=True))
    return [("none", int(found.alone.sum())), *zip(names, counts, strict=True)]
