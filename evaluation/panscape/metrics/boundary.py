"""Boundary PQ: panoptic quality that asks of a match that the outlines agree too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.formats import PanopticSet
from panscape.labels import PanopticLabel
from panscape.metrics.counts import Counts
from panscape.metrics.evaluation import Evaluation, Part, evaluation_of, refuse_infinite, unsound
from panscape.metrics.matching import STANDARD, Rules, match
from panscape.metrics.panoptic import Labels, listed
from panscape.metrics.quality import Quality, score
from panscape.overlaps.bands.tables import Tables, band_distance, band_overlaps, overlaps_of
from panscape.overlaps.joint import JointSet
from panscape.overlaps.overlaid import Missing, bands_overlaid, paired
from panscape.overlaps.segments import Segments, columns, places_of

RATIO = 0.02  # of the diagonal, as in Cheng et al. 2021 for COCO; their Cityscapes has 0.005


@dataclass(frozen=True, eq=False)
class BoundaryEvaluation:
    """How a set of guesses compares with the truth, by segments and by their boundaries too, from one pass.

    Attributes
    ----------
    plain : Evaluation
        What :func:`panscape.metrics.evaluate` gives.
    boundary : Evaluation
        The same pictures, where the IoU of a pair is the lesser of the segments' and of their bands'.
    ratio : float
        How far bands reach, as a share of a picture's diagonal.
    bands : JointSet or None
        The joint tables of the bands, if they were kept; the plain ones are ``plain.joint``.
    """

    plain: Evaluation
    boundary: Evaluation
    ratio: float
    bands: JointSet | None = None


def boundary_evaluate(
    truth: PanopticSet,
    guess: PanopticSet,
    *,
    ratio: float = RATIO,
    rules: Rules = STANDARD,
    missing: Missing = "refuse",
    workers: int = 1,
    keep: bool = False,
    advance: Callable[[int], None] = lambda count: None,
) -> BoundaryEvaluation:
    """Score guesses on disk against truths on disk, by segments and by their boundaries too.

    Parameters
    ----------
    truth, guess, rules, missing, workers, advance
        As in :func:`panscape.metrics.evaluate`.
    ratio : float
        How far bands reach, as a share of each picture's diagonal.
    keep : bool
        Whether both kinds of joint tables are kept.

    Returns
    -------
    BoundaryEvaluation

    Raises
    ------
    DataError
        As :func:`panscape.metrics.evaluate`.
    ValueError
        If the ratio is not above 0.

    References
    ----------
    Cheng et al. 2021, Boundary IoU, section 5, and their code, boundary-iou-api: counts and scores are equal.
    """
    band_distance(1, 1, ratio)  # refuses a ratio before anything is read
    pairing = paired(truth, guess, missing)
    categories = tuple(truth.categories)

    def one(joint: JointSet, bands: JointSet, numbers: npt.NDArray[np.int64]) -> tuple[Part, Part, JointSet | None]:
        wrong, kept = numbers[unsound(joint)].tolist(), joint if keep else None
        matches = match(joint, rules)
        refuse_infinite(truth, numbers, joint, matches)
        plain, boundary = (
            Part(Counts.of_matches(joint, one, len(categories)), wrong, kept)
            for one in (matches, match(joint, rules, bands))
        )
        return plain, boundary, bands if keep else None

    parts = list(bands_overlaid(truth, guess, pairing, categories, ratio, one, workers=workers, advance=advance))
    plain, boundary, bands = zip(*parts, strict=True)
    return BoundaryEvaluation(
        evaluation_of(truth, pairing, plain, rules),
        evaluation_of(truth, pairing, boundary, rules),
        ratio,
        JointSet.joined(bands) if keep else None,
    )


def boundary_sets(
    truth: Labels, guess: Labels, categories: Sequence[Category], ratio: float = RATIO
) -> tuple[JointSet, JointSet]:
    """Return the joint tables of labels in memory, and those of their bands; errors as :func:`boundary_quality`.

    With them, :func:`panscape.metrics.matching.band_ious` gives the boundary IoU of each pair.
    """
    truths, guesses = listed(truth), listed(guess)
    if not truths:
        raise ValueError("found no label; wanted at least one truth and its guess")
    overlaps = overlaps_of([_tables(*pair, ratio) for pair in zip(truths, guesses, strict=True)])
    places = places_of(categories)
    sides = [Segments.joined([columns(one.segments, places) for one in side]) for side in (truths, guesses)]
    return JointSet(overlaps[0], *sides), JointSet(overlaps[1], *sides)


def boundary_quality(
    truth: Labels, guess: Labels, categories: Sequence[Category], ratio: float = RATIO, rules: Rules = STANDARD
) -> Quality:
    """Boundary PQ, SQ and RQ of labels in memory: panoptic quality with the lesser of two IoUs.

    Parameters
    ----------
    truth, guess, categories, rules
        As in :func:`panscape.metrics.panoptic_quality`.
    ratio : float
        A segment's band reaches so far from its outline and from the picture's edge, as a share of the diagonal; a
        pair's IoU is the lesser of that of the segments and that of the bands.

    Returns
    -------
    Quality

    Raises
    ------
    LabelError
        If sizes differ, or a category is unknown.
    ValueError
        If there are more labels of one kind than of the other, or none, or the ratio is not above 0.

    References
    ----------
    Cheng et al. 2021, Boundary IoU, section 5.

    Examples
    --------
    >>> import numpy as np
    >>> from panscape.categories import taxonomy
    >>> whole = np.ones((90, 90), np.int64)
    >>> inner = np.pad(whole[3:-3, 3:-3], 3)  # 87 % of it, but none of its band, which is 3 pixels wide
    >>> truth, guess = (PanopticLabel.from_ids(ids, [3]) for ids in (whole, inner))
    >>> boundary_quality(truth, guess, taxonomy("cityscapes").categories).all
    GroupQuality(pq=0.0, sq=0.0, rq=0.0, n=1)
    """
    joint, bands = boundary_sets(truth, guess, categories, ratio)
    return score(Counts.of_matches(joint, match(joint, rules, bands), len(categories)), categories)


def _tables(truth: PanopticLabel, guess: PanopticLabel, ratio: float) -> Tables:
    rows, others = (np.arange(1, len(label.segments) + 1, dtype=np.uint32) for label in (truth, guess))
    return band_overlaps(truth.ids, guess.ids, rows, others, band_distance(truth.height, truth.width, ratio))
