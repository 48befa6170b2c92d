"""Guesses side by side: models, annotators, protocols."""

from panscape.comparison.compare import Comparison, Standing, compare
from panscape.comparison.costs import Cost, Planted, cost_of
from panscape.comparison.differences import Difference, differences
from panscape.comparison.intervals import FEW_PICTURES, Interval, middle, resampled
from panscape.comparison.sources import guesses_of, opened

__all__ = [
    "FEW_PICTURES",
    "Comparison",
    "Cost",
    "Difference",
    "Interval",
    "Planted",
    "Standing",
    "compare",
    "cost_of",
    "differences",
    "guesses_of",
    "middle",
    "opened",
    "resampled",
]
