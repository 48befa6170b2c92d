"""Scores of a guess against the truth: counts that add over pictures, and what follows from them."""

from panscape.metrics.counts import Counts, total
from panscape.metrics.evaluation import Evaluation, evaluate
from panscape.metrics.joint import JointSet
from panscape.metrics.matching import PANOPTICAPI, STANDARD, Matches, Rules, match
from panscape.metrics.output import as_json
from panscape.metrics.overlap import Overlaps, overlap, raw_overlap
from panscape.metrics.panoptic import count, joint_set, panoptic_quality
from panscape.metrics.quality import CategoryQuality, GroupQuality, Quality, score
from panscape.metrics.segments import Segments

METRICS = {"panoptic_quality": "panscape.metrics.panoptic:panoptic_quality"}

__all__ = [
    "METRICS",
    "PANOPTICAPI",
    "STANDARD",
    "CategoryQuality",
    "Counts",
    "Evaluation",
    "GroupQuality",
    "JointSet",
    "Matches",
    "Overlaps",
    "Quality",
    "Rules",
    "Segments",
    "as_json",
    "count",
    "evaluate",
    "joint_set",
    "match",
    "overlap",
    "panoptic_quality",
    "raw_overlap",
    "score",
    "total",
]
