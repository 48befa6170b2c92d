"""An evaluation as JSON, in the shape of panopticapi's results."""

from dataclasses import asdict
from typing import Any

from panscape.metrics.evaluation import Evaluation
from panscape.metrics.matching import Rules
from panscape.metrics.quality import CategoryQuality, GroupQuality

ALWAYS = (
    "a group or category without any segment has null scores; panopticapi divides by zero, or says 0.0",
    "per_class also holds name, iou (the sum over matches), tp, fp and fn",
    "an id without a segment, a segment without a pixel and an id that comes twice are refused; of the truth's, "
    "panopticapi says nothing",
)
PIXELS = "areas of truth segments are counted; panopticapi believes the file, which matters where the file is wrong"
CROWDS = "every crowd of a category excuses a guess; panopticapi looks at the last one listed"


def deviations(rules: Rules) -> list[str]:
    """Return what differs from panopticapi under these rules, a line each."""
    return [*ALWAYS, *([PIXELS] if rules.truth_area == "pixels" else []), *([CROWDS] if rules.crowds == "all" else [])]


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return ``All``, ``Things``, ``Stuff`` (pq, sq, rq in [0, 1] or null, n) and ``per_class`` by category id.

    The keys beside them, ``rules``, ``images``, ``warnings`` and ``deviations``, are ours.
    """
    quality = evaluation.quality
    return {
        "All": _group(quality.all),
        "Things": _group(quality.things),
        "Stuff": _group(quality.stuff),
        "per_class": {str(one.category.id): _category(one) for one in quality.categories},
        "rules": asdict(evaluation.rules),
        "images": len(evaluation.image_ids),
        "warnings": list(evaluation.warnings),
        "deviations": deviations(evaluation.rules),
    }


def _group(group: GroupQuality) -> dict[str, float | int | None]:
    return {"pq": group.pq, "sq": group.sq, "rq": group.rq, "n": group.n}


def _category(one: CategoryQuality) -> dict[str, float | int | str | None]:
    return {
        "name": one.category.name,
        "pq": one.pq,
        "sq": one.sq,
        "rq": one.rq,
        "iou": one.iou_sum,
        "tp": one.tp,
        "fp": one.fp,
        "fn": one.fn,
    }
