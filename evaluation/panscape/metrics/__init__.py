"""Scores of a guess against the truth: counts that add over pictures, and what follows from them."""

from panscape.metrics.matching import PANOPTICAPI, Rules
from panscape.metrics.overlap import overlap, raw_overlap
from panscape.metrics.panoptic import count, panoptic_quality
from panscape.metrics.quality import CategoryQuality, Counts, GroupQuality, PanopticQuality, score, total

METRICS = {"panoptic_quality": "panscape.metrics.panoptic:panoptic_quality"}

__all__ = [
    "METRICS",
    "PANOPTICAPI",
    "CategoryQuality",
    "Counts",
    "GroupQuality",
    "PanopticQuality",
    "Rules",
    "count",
    "overlap",
    "panoptic_quality",
    "raw_overlap",
    "score",
    "total",
]
