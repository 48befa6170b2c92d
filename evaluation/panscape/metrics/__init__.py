"""Scores of a guess against the truth: counts that add over pictures, and what follows from them."""

from panscape.metrics.evaluation import Evaluation, evaluate
from panscape.metrics.matching import PANOPTICAPI, STANDARD, Rules
from panscape.metrics.output import as_json
from panscape.metrics.overlap import overlap, raw_overlap
from panscape.metrics.panoptic import count, panoptic_quality
from panscape.metrics.quality import CategoryQuality, Counts, GroupQuality, PanopticQuality, score, total

METRICS = {"panoptic_quality": "panscape.metrics.panoptic:panoptic_quality"}

__all__ = [
    "METRICS",
    "PANOPTICAPI",
    "STANDARD",
    "CategoryQuality",
    "Counts",
    "Evaluation",
    "GroupQuality",
    "PanopticQuality",
    "Rules",
    "as_json",
    "count",
    "evaluate",
    "overlap",
    "panoptic_quality",
    "raw_overlap",
    "score",
    "total",
]
