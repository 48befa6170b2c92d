"""Scoring the same pictures thousands of times, each time with other weights: no picture is matched again."""

from panscape.comparison.resampling.scores import category_scores, group_scores, left_out_scores
from panscape.comparison.resampling.sums import drawn_sums, flipped_sums, total_sums
from panscape.comparison.resampling.table import Table, flags_of, swaps_of, table_of

__all__ = [
    "Table",
    "category_scores",
    "drawn_sums",
    "flags_of",
    "flipped_sums",
    "group_scores",
    "left_out_scores",
    "swaps_of",
    "table_of",
    "total_sums",
]
