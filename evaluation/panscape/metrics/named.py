"""The metrics that are asked for by name, beside panoptic quality: each from joint tables, none reads a pixel again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.errors import DataError, PanscapeError, UsageError
from panscape.formats import PanopticSet, to_json
from panscape.metrics.covering import Covering, CoveringCounts, parsing_covering
from panscape.metrics.dagger import DaggerCounts, DaggerQuality, dagger_quality
from panscape.metrics.evaluation import Evaluation
from panscape.metrics.masks import MaskCounts, MaskPrecision, mask_precision
from panscape.metrics.semantic import SemanticCounts, SemanticQuality, semantic_quality
from panscape.metrics.tracking import TrackingCounts, TrackingQuality, tracking_quality
from panscape.metrics.video import VideoCounts, VideoQuality, video_quality
from panscape.names import nearest, resolve
from panscape.overlaps.joint import JointSet, Rows

# Where readers of video datasets look; ours are told by a scene's sequence.
SEQUENCE_FACTS = ("sequence", "video_id")
SCORE = "score"


@dataclass(frozen=True, eq=False)
class Scored:
    """A set of guesses that was laid over its truth: what a metric by name is given.

    Attributes
    ----------
    evaluation : Evaluation
        Its joint tables were kept.
    truth, guess : PanopticSet
    sequence : str
        The fact of an image that tells its sequence; "" for the first of ``SEQUENCE_FACTS`` that images have.
    """

    evaluation: Evaluation
    truth: PanopticSet
    guess: PanopticSet
    sequence: str = ""

    @property
    def joint(self) -> JointSet:
        """The joint tables."""
        if self.evaluation.joint is None:
            raise ValueError("found an evaluation without joint tables; make it with keep=True")
        return self.evaluation.joint

    @cached_property
    def sequences(self) -> Rows:
        """(N,) int64: the sequence of each picture, as :func:`sequences_of` tells it."""
        return sequences_of(self.truth, self.sequence)

    @cached_property
    def scores(self) -> npt.NDArray[np.float64]:
        """(G,) float64: how sure the guess is of each of its segments; DataError if one tells nothing."""
        told = scores_of(self.guess, [category.id for category in self.evaluation.categories if category.isthing])
        found = np.full(len(self.joint.guess), np.nan)
        for k, image_id in enumerate(self.evaluation.image_ids):
            first, last = self.joint.guess.starts[k : k + 2].tolist()
            if first < last:
                found[first:last] = told[image_id]
        return found


def sequences_of(truth: PanopticSet, fact: str = "") -> Rows:
    """Return the sequence of each picture, (N,) int64, numbered as they come.

    Parameters
    ----------
    truth : PanopticSet
    fact : str
        The fact of an image that tells it, a number or a text; "" for the first of ``SEQUENCE_FACTS`` that all have.

    Raises
    ------
    UsageError
        If some image does not tell it.
    """
    entries = [truth.image_of(k).facts for k in range(len(truth))]
    names = (fact,) if fact else SEQUENCE_FACTS
    told = {name for name in names if all(type(facts.get(name)) in (int, str) for facts in entries)}
    name = next((name for name in names if name in told), None)
    if name is None:
        known = sorted({key for facts in entries for key in facts})
        wanted, there = " or ".join(map(repr, names)), ", ".join(known) or "no facts"
        raise UsageError(
            f"{truth.json_path}: not every image has a number or a text for {wanted}, so it is not known which are "
            f"frames of one sequence{nearest(names[0], known)}; images have: {there}"
        )
    found: dict[int | str, int] = {}
    return np.array([found.setdefault(facts[name], len(found)) for facts in entries], np.int64)


def scores_of(guess: PanopticSet, things: Sequence[int]) -> dict[int | str, list[float]]:
    """Return how sure a guess is of each of its segments by image id, by ascending segment id; nan for stuff.

    Parameters
    ----------
    guess : PanopticSet
    things : sequence of int
        The ids of the categories that need a score.

    Raises
    ------
    DataError
        If a segment of such a category has none.
    """
    wanted = set(things)
    found: dict[int | str, list[float]] = {}
    for annotation in guess.annotations:
        ordered = sorted(annotation.segments, key=lambda segment: segment.id)
        values = [one.facts.get(SCORE) if one.category_id in wanted else np.nan for one in ordered]
        bare = next((one for one, value in zip(ordered, values, strict=True) if type(value) not in (int, float)), None)
        if bare is not None:
            raise DataError(
                f"{guess.json_path}: image id {annotation.image_id}: segment {bare.id}: score: found "
                f"{bare.facts.get(SCORE)!r}, wanted a number; average precision ranks the guesses by it"
            )
        found[annotation.image_id] = [float(value) for value in values if isinstance(value, int | float)]
    return found


def semantic(scored: Scored) -> SemanticQuality:
    """Mean IoU, frequency-weighted IoU and accuracy of the categories of all pixels."""
    categories = scored.evaluation.categories
    return semantic_quality(SemanticCounts.of(scored.joint, len(categories)), categories)


def dagger(scored: Scored) -> DaggerQuality:
    """PQ-dagger: stuff by the IoU of its region, without a threshold (Porzi et al. 2019)."""
    categories = scored.evaluation.categories
    return dagger_quality(DaggerCounts.of(scored.joint, categories, scored.evaluation.rules), categories)


def covering(scored: Scored) -> Covering:
    """Parsing Covering: how well the best guess covers each segment, by area (Yang et al. 2019)."""
    return parsing_covering(CoveringCounts.of(scored.joint), scored.evaluation.categories)


def average_precision(scored: Scored) -> MaskPrecision:
    """COCO's AP and AR of the masks of things; segments of the guess need a ``score``."""
    categories = scored.evaluation.categories
    return mask_precision(MaskCounts.of(scored.joint, scored.scores, categories), categories)


def video(scored: Scored) -> VideoQuality:
    """Video panoptic quality of tubes over 1 to 4 frames that share ids (Kim et al. 2020)."""
    one = scored.evaluation
    return video_quality(VideoCounts.of(scored.joint, scored.sequences, len(one.categories), one.rules), one.categories)


def tracking(scored: Scored) -> TrackingQuality:
    """Segmentation and tracking quality over sequences that share ids (Weber et al. 2021)."""
    return tracking_quality(TrackingCounts.of(scored.joint, scored.sequences, scored.evaluation.categories))


def scored_by_name(scored: Scored, named: Mapping[str, Callable[[Scored], Any]]) -> dict[str, Any]:
    """Return the result of each metric, ready for JSON or a dataclass that is.

    Raises
    ------
    UsageError
        If a metric of the user's own fails, or gives what JSON cannot hold.
    """
    return {name: _result(name, function, scored) for name, function in named.items()}


def refuse_unscorable(
    truth: PanopticSet, guess: PanopticSet, named: Mapping[str, Callable[[Scored], Any]], sequence: str = ""
) -> None:
    """Refuse before any picture is read what a metric would refuse after; errors as of the metrics."""
    if {video, tracking} & set(named.values()):
        sequences_of(truth, sequence)
    if average_precision in named.values():
        scores_of(guess, [category.id for category in truth.categories if category.isthing])


def _result(name: str, function: Callable[[Scored], Any], scored: Scored) -> Any:
    try:
        found = function(scored)
    except PanscapeError:
        raise
    except Exception as error:
        raise UsageError(f"metric {name!r} failed: {type(error).__name__}: {error}") from error
    plain = asdict(found) if is_dataclass(found) and not isinstance(found, type) else found
    try:
        if not isinstance(plain, Mapping):
            raise TypeError(f"found {type(found).__name__}, wanted a dataclass or a mapping of names to numbers")
        to_json(plain)
    except (TypeError, PanscapeError) as error:
        raise UsageError(f"metric {name!r} gives no result that can be written: {error}") from error
    return found


def metrics_named(text: str, table: dict[str, str]) -> dict[str, Callable[[Scored], Any]]:
    """Return the functions behind names joined by commas; ConfigError with the nearest name if there is none such."""
    names: Sequence[str] = [name.strip() for name in text.split(",") if name.strip()]
    return {name: resolve(name, table, "metric") for name in names}
