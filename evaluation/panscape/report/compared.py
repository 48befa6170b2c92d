"""The HTML page of a comparison, from the files to the text."""

from collections.abc import Mapping
from pathlib import Path

from panscape.comparison import Comparison, Cost
from panscape.formats import PanopticSet
from panscape.report.facts import assumed_constants, provenance
from panscape.report.gallery import chosen, gallery
from panscape.report.page import Report, page


def compared_page(
    truth: PanopticSet,
    guesses: Mapping[str, PanopticSet],
    folders: Mapping[str, Path],
    comparison: Comparison,
    costs: Mapping[str, Cost],
) -> str:
    """Return the HTML page of a comparison: scores, agreement, cost, pictures and the worst segments.

    Parameters
    ----------
    truth, guesses
        As :func:`panscape.comparison.compare` was given them.
    folders : mapping of name to Path
        Where the timesheets of the guesses may lie.
    comparison : Comparison
    costs : mapping of name to Cost
    """
    exhibits, failures = gallery(truth, guesses, comparison, chosen(comparison))
    facts = provenance(truth, len(comparison.image_ids))
    title = f"{facts['dataset']}: labellings compared"
    return page(Report(title, facts, comparison, costs, exhibits, failures, assumed_constants(folders)))
