"""The metrics that are asked for by name, beside panoptic quality: each from joint tables, none reads a pixel again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.errors import DataError, UsageError
from panscape.formats import PanopticSet
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
        """(N,) int64: the sequence of each picture, numbered as they come; UsageError if the images tell none."""
        entries = [self.truth.image_of(k).facts for k in range(len(self.truth))]
        names = (self.sequence,) if self.sequence else SEQUENCE_FACTS
        name = next((name for name in names if all(name in facts for facts in entries)), None)
        if name is None:
            known = sorted({key for facts in entries for key in facts})
            wanted, there = " or ".join(map(repr, names)), ", ".join(known) or "no facts"
            raise UsageError(
                f"{self.truth.json_path}: not every image has {wanted}, so it is not known which are frames of one "
                f"sequence{nearest(names[0], known)}; images have: {there}"
            )
        found: dict[Any, int] = {}
        return np.array([found.setdefault(facts[name], len(found)) for facts in entries], np.int64)

    @cached_property
    def scores(self) -> npt.NDArray[np.float64]:
        """(G,) float64: how sure the guess is of each of its segments; DataError if one tells nothing."""
        place = {annotation.image_id: annotation for annotation in self.guess.annotations}
        found = np.empty(len(self.joint.guess))
        for k, image_id in enumerate(self.evaluation.image_ids):
            first, last = self.joint.guess.starts[k : k + 2].tolist()
            if first < last:
                ordered = sorted(place[image_id].segments, key=lambda segment: segment.id)
                found[first:last] = [self._score(s.facts.get(SCORE), image_id, s.id) for s in ordered]
        return found

    def _score(self, value: object, image_id: int | str, segment: int) -> float:
        if type(value) not in (int, float):
            raise DataError(
                f"{self.guess.json_path}: image id {image_id}: segment {segment}: score: found {value!r}, wanted a "
                f"number; average precision ranks the guesses by it"
            )
        return float(value)  # type: ignore[arg-type]


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


def metrics_named(text: str, table: dict[str, str]) -> dict[str, Callable[[Scored], Any]]:
    """Return the functions behind names joined by commas; ConfigError with the nearest name if there is none such."""
    names: Sequence[str] = [name.strip() for name in text.split(",") if name.strip()]
    return {name: resolve(name, table, "metric") for name in names}
