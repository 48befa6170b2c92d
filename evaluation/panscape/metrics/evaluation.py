"""Panoptic quality of a whole set of guesses against a set of truths, from disk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import DataError
from panscape.formats import PanopticSet
from panscape.metrics.counts import Counts, total
from panscape.metrics.matching import STANDARD, Matches, Rules, match
from panscape.metrics.quality import Quality, score
from panscape.overlaps.joint import JointSet
from panscape.overlaps.overlaid import Missing, Pairing, overlaid, paired
from panscape.overlaps.sure import place_of_picture


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How a set of guesses compares with the truth.

    Attributes
    ----------
    categories : tuple of Category
        The truth's.
    image_ids : tuple of int or str
        In the order of the truth's annotations.
    counts : Counts
        Of these pictures; ``counts[k]`` is one of them.
    rules : Rules
    joint : JointSet or None
        The pictures' joint tables, if they were kept.
    warnings : tuple of str
        What was odd in the files and did not stop the scoring, one line each.
    """

    categories: tuple[Category, ...]
    image_ids: tuple[int | str, ...]
    counts: Counts
    rules: Rules = STANDARD
    joint: JointSet | None = None
    warnings: tuple[str, ...] = ()

    @cached_property
    def quality(self) -> Quality:
        """Over all pictures."""
        return score(self.counts, self.categories)


@dataclass(frozen=True, eq=False)
class Part:
    """What a block of pictures gives to an evaluation.

    Attributes
    ----------
    counts : Counts
    unsound : list of int
        The numbers of the pictures whose file tells a wrong area.
    joint : JointSet or None
        If it is kept.
    """

    counts: Counts
    unsound: list[int]
    joint: JointSet | None


def evaluate(
    truth: PanopticSet,
    guess: PanopticSet,
    *,
    rules: Rules = STANDARD,
    missing: Missing = "refuse",
    workers: int = 1,
    keep: bool = False,
    part: tuple[int, int] = (1, 1),
    advance: Callable[[int], None] = lambda count: None,
) -> Evaluation:
    """Score guesses on disk against truths on disk.

    Parameters
    ----------
    truth, guess : PanopticSet
        From :func:`panscape.formats.open_panoptic`; pictures are paired by their image id.
    rules : Rules
    missing : "refuse" or "empty"
        What to do about a picture that the guesses lack: stop, or count all its segments as missed.
    workers : int
        Threads, at least 1. The result does not depend on it.
    keep : bool
        Whether the joint tables are kept, some 1.5 kB a picture of COCO: every other metric follows from them.
    part : (int, int)
        Which part of the pictures, counted from 1, of how many: ``(2, 8)`` is the second eighth. Counts of all parts
        add up to those of the whole, to the last bit.
    advance : function
        Told how many more pictures are done, for a progress bar.

    Returns
    -------
    Evaluation

    Raises
    ------
    UsageError
        If there is no such part.
    DataError
        If there is no picture, a guess is missing, sizes differ, a category is unknown, or a PNG and its JSON disagree.
    """
    pairing = paired(truth, guess, missing).part(*part)
    categories = tuple(truth.categories)

    def one(joint: JointSet, numbers: npt.NDArray[np.int64]) -> Part:
        matches = match(joint, rules)
        refuse_infinite(truth, numbers, joint, matches)
        counts = Counts.of_matches(joint, matches, len(categories))
        return Part(counts, numbers[unsound(joint)].tolist(), joint if keep else None)

    parts = list(overlaid(truth, guess, pairing, categories, one, workers=workers, advance=advance))
    return evaluation_of(truth, pairing, parts, rules)


def evaluation_of(truth: PanopticSet, pairing: Pairing, parts: Sequence[Part], rules: Rules) -> Evaluation:
    """Return the evaluation that consists of parts; at least one."""
    categories = tuple(truth.categories)
    joints = [part.joint for part in parts if part.joint is not None]
    return Evaluation(
        categories,
        tuple(truth.index.image_ids[k] for k in pairing.numbers.tolist()),
        total([part.counts for part in parts], len(categories)),
        rules,
        JointSet.joined(joints) if joints else None,
        (*pairing.warnings, *_area_warnings(truth, [k for part in parts for k in part.unsound], rules)),
    )


def refuse_infinite(truth: PanopticSet, numbers: npt.NDArray[np.int64], joint: JointSet, matches: Matches) -> None:
    """Refuse a told area so small that a union is empty: panopticapi divides by zero there."""
    bad = np.flatnonzero(np.isinf(matches.ious))
    if bad.size:
        row = int(matches.truth[bad[0]])
        place = place_of_picture(truth, int(numbers[joint.truth.picture[row]]))
        raise DataError(
            f"{place}: segment {joint.truth.ids[row]}: area: found {joint.truth.areas[row]}, but the PNG has "
            f"{joint.truth_area[row]} pixels of it, so that a union would be empty; mend it, or let areas be counted: "
            f"--areas pixels"
        )


def unsound(joint: JointSet) -> npt.NDArray[np.int64]:
    """Return the pictures with a truth segment whose area is told wrong."""
    wrong = (joint.truth.areas != joint.truth_area) & (joint.truth.areas >= 0)
    return np.unique(joint.truth.picture[wrong])


def _area_warnings(truth: PanopticSet, wrong: Sequence[int], rules: Rules) -> Sequence[str]:
    """One line if the truth's file tells a wrong area in some picture, and what was done about it."""
    if not wrong:
        return ()
    counted = rules.truth_area == "pixels"
    taken = "the pixels were counted" if counted else "the file was believed, as panopticapi does"
    first = truth.index.file_names[wrong[0]]
    return (f"{truth.json_path}: in {len(wrong)} images ({first} first) an area is not that of the pixels; {taken}",)
