"""Why a score is what it is: causes of what was lost, confusions, strata, and a row for every segment."""

from panscape.explanation.causes import CAUSES, Causes
from panscape.explanation.cuts import By, parse_by
from panscape.explanation.decomposition import Decomposition, LossCounts, decompose
from panscape.explanation.explanation import Explanation, explain, explanation_json
from panscape.explanation.table import picture_table, segment_table
from panscape.explanation.table_files import write_table

__all__ = [
    "CAUSES",
    "By",
    "Causes",
    "Decomposition",
    "Explanation",
    "LossCounts",
    "decompose",
    "explain",
    "explanation_json",
    "parse_by",
    "picture_table",
    "segment_table",
    "write_table",
]
