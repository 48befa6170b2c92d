"""Why an evaluation came out as it did: all explanations of one guess, from its joint tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from panscape.explanation.causes import Causes, causes
from panscape.explanation.confusion import Confusion, Mistake, mistakes
from panscape.explanation.cuts import By
from panscape.explanation.decomposition import CategoryLoss, Decomposition, GroupLoss, Loss, LossCounts, decompose
from panscape.explanation.facts import Fact, KnownFacts, fact, paths_below
from panscape.explanation.histograms import EDGES, IouHistogram
from panscape.explanation.strata import StrataQuality, StratumQuality, score_strata, strata
from panscape.explanation.table import Table, segment_table
from panscape.formats import PanopticSet
from panscape.metrics.evaluation import Evaluation
from panscape.metrics.matching import Matches, match
from panscape.metrics.quality import GroupQuality
from panscape.overlaps.joint import JointSet


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why one guess scored what it did; each part is made when it is first asked for.

    Attributes
    ----------
    evaluation : Evaluation
    joint : JointSet
        Its joint tables.
    matches : Matches
        By its rules.
    facts : tuple of Fact
        As asked for.
    by : tuple of By
        How each is cut.
    """

    evaluation: Evaluation
    joint: JointSet
    matches: Matches
    facts: tuple[Fact, ...]
    by: tuple[By, ...]

    @cached_property
    def causes(self) -> Causes:
        """Of each missed and each spurious segment."""
        return causes(self.joint, self.matches)

    @cached_property
    def decomposition(self) -> Decomposition:
        """Where the panoptic quality was lost."""
        counts = LossCounts.of_causes(self.joint, self.evaluation.counts, self.causes)
        return decompose(counts, self.evaluation.categories)

    @cached_property
    def histogram(self) -> IouHistogram:
        """How IoUs are spread."""
        return IouHistogram.of_matches(self.joint, self.matches, len(self.evaluation.categories))

    @cached_property
    def confusion(self) -> Confusion:
        """Which categories are taken for which."""
        return Confusion.of_matches(self.joint, self.matches, len(self.evaluation.categories))

    @cached_property
    def mistakes(self) -> Sequence[Mistake]:
        """The confused pairs of categories, the most frequent first."""
        return mistakes(self.confusion, self.evaluation.categories)

    @cached_property
    def strata(self) -> tuple[StrataQuality, ...]:
        """The scores within the strata of each fact."""
        categories = self.evaluation.categories
        return tuple(
            score_strata(strata(self.joint, self.matches, self.causes, one, by, len(categories)), categories)
            for one, by in zip(self.facts, self.by, strict=True)
        )

    @cached_property
    def segments(self) -> Table:
        """A row for each segment."""
        one = self.evaluation
        return segment_table(self.joint, self.matches, self.causes, one.categories, one.image_ids, self.facts)


def explain(evaluation: Evaluation, truth: PanopticSet, by: Sequence[By] = ()) -> Explanation:
    """Return the explanations of an evaluation.

    Parameters
    ----------
    evaluation : Evaluation
        Made with ``keep=True``.
    truth : PanopticSet
        That it was made of.
    by : sequence of By
        The facts whose strata are wanted, from :func:`panscape.explanation.cuts.parse_by`. One that holds several, such
        as ``weather``, stands for each of them.

    Raises
    ------
    UsageError
        If nothing has such a fact, or it cannot be cut so.
    ValueError
        If the joint tables were not kept.
    """
    joint = evaluation.joint
    if joint is None:
        raise ValueError("found an evaluation without joint tables; make it with keep=True")
    known = KnownFacts.of_set(truth, joint.truth) if by else KnownFacts((), ())
    single = tuple(part for one in by for part in _singled(one, known))
    facts = tuple(fact(one.path, joint, known, evaluation.categories) for one in single)
    return Explanation(evaluation, joint, match(joint, evaluation.rules), facts, single)


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Return ``lost``, ``iou_histogram``, ``confusion`` and ``strata``, ready for JSON.

    Everything is by category id, as ``per_class`` is; ``confusion`` has no cells of 0, and ``null`` is spelled
    ``"none"`` in it: only the truth, or only the guess, has such a segment.
    """
    return {
        "lost": _lost(explanation.decomposition),
        "iou_histogram": _histogram(explanation),
        "confusion": _confusion(explanation),
        "strata": [_strata(one) for one in explanation.strata],
    }


def _singled(by: By, known: KnownFacts) -> Sequence[By]:
    if by.edges or by.scheme:  # they would hardly fit each of several facts
        return [by]
    return [By(path) for path in paths_below(by.path, known)] or [by]


def _lost(found: Decomposition) -> dict[str, Any]:
    groups = {"All": found.all, "Things": found.things, "Stuff": found.stuff}
    return {
        **{name: _group_loss(group) for name, group in groups.items()},
        "per_class": {str(one.category.id): _category_loss(one) for one in found.categories},
    }


def _parts(loss: Loss | None) -> dict[str, float | None] | None:
    return None if loss is None else {"whole": loss.whole, **loss.parts, "outlines": loss.outlines}


def _group_loss(group: GroupLoss) -> dict[str, Any]:
    return {"parts": _parts(group.loss), "n": group.n}


def _category_loss(one: CategoryLoss) -> dict[str, Any]:
    parts = {"name": one.category.name, "parts": _parts(one.loss)}
    return {**parts, "missed": one.missed, "spurious": one.spurious}


def _histogram(explanation: Explanation) -> dict[str, Any]:
    found = explanation.histogram
    rows = zip(found.matched.tolist(), found.best.tolist(), found.alone.tolist(), strict=True)
    return {
        "edges": EDGES.tolist(),
        "per_class": {
            str(category.id): {"matched": matched, "best": best, "alone": alone}
            for category, (matched, best, alone) in zip(explanation.evaluation.categories, rows, strict=True)
        },
    }


def _confusion(explanation: Explanation) -> dict[str, dict[str, int]]:
    names = [*(str(category.id) for category in explanation.evaluation.categories), "none"]
    rows = zip(names, explanation.confusion.table.tolist(), strict=True)
    cells = {truth: {guess: n for guess, n in zip(names, row, strict=True) if n} for truth, row in rows}
    return {truth: row for truth, row in cells.items() if row}


def _strata(found: StrataQuality) -> dict[str, Any]:
    strata = [_stratum(one) for one in found.strata]
    return {"fact": found.path, "of": found.level, "spurious_by": found.spurious, "strata": strata}


def _stratum(one: StratumQuality) -> dict[str, Any]:
    groups = {"All": one.quality.all, "Things": one.quality.things, "Stuff": one.quality.stuff}
    sizes = {"name": one.name, "images": one.pictures, "segments": one.segments, "recall": one.recall}
    return {**sizes, **{name: _group(group) for name, group in groups.items()}}


def _group(group: GroupQuality) -> dict[str, float | int | None]:
    return {"pq": group.pq, "sq": group.sq, "rq": group.rq, "n": group.n}
