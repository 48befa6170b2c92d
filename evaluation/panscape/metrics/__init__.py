"""Scores of a guess against the truth: counts that add over pictures, and what follows from them."""

from panscape.metrics.accumulator import PanopticQuality
from panscape.metrics.boundary import BoundaryEvaluation, boundary_evaluate, boundary_quality
from panscape.metrics.counts import Counts, total
from panscape.metrics.evaluation import Evaluation, evaluate
from panscape.metrics.matching import PANOPTICAPI, STANDARD, Matches, Rules, match
from panscape.metrics.output import as_json
from panscape.metrics.panoptic import count, joint_set, panoptic_quality
from panscape.metrics.partial import Partial, merged, read_counts, write_counts
from panscape.metrics.quality import CategoryQuality, GroupQuality, Quality, score
from panscape.overlaps.joint import JointSet
from panscape.overlaps.segments import Segments
from panscape.overlaps.tables import Overlaps, overlap, raw_overlap

# Asked for by `panscape evaluate --metrics NAME,…`, beside panoptic quality and `--boundary`.
METRICS = {
    "semantic": "panscape.metrics.named:semantic",
    "dagger": "panscape.metrics.named:dagger",
    "covering": "panscape.metrics.named:covering",
    "ap": "panscape.metrics.named:average_precision",
    "vpq": "panscape.metrics.named:video",
    "stq": "panscape.metrics.named:tracking",
}

__all__ = [
    "METRICS",
    "PANOPTICAPI",
    "STANDARD",
    "BoundaryEvaluation",
    "CategoryQuality",
    "Counts",
    "Evaluation",
    "GroupQuality",
    "JointSet",
    "Matches",
    "Overlaps",
    "PanopticQuality",
    "Partial",
    "Quality",
    "Rules",
    "Segments",
    "as_json",
    "boundary_evaluate",
    "boundary_quality",
    "count",
    "evaluate",
    "joint_set",
    "match",
    "merged",
    "overlap",
    "panoptic_quality",
    "raw_overlap",
    "read_counts",
    "score",
    "total",
    "write_counts",
]
