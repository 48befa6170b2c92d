"""Panoptic quality of a whole set of guesses against a set of truths, from disk, pictures spread over threads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from panscape.categories import Category
from panscape.errors import DataError, LabelError
from panscape.executor import map_in_threads
from panscape.formats import PanopticSet
from panscape.labels import Ids
from panscape.metrics.matching import STANDARD, Rules, Segments, columns, matched, places_of
from panscape.metrics.overlap import raw_overlap
from panscape.metrics.quality import Counts, PanopticQuality, score, total

# Python runs in one thread at a time, and each turn costs; kernels run in all. 24 pairs on two cores, one thread
# against two: 160x120 10 ms against 15, 640x480 25 against 31, 2048x1024 187 against 119.
LEAST_PIXELS = 2**19
Missing = Literal["refuse", "empty"]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How a set of guesses compares with the truth, picture by picture.

    Attributes
    ----------
    categories : tuple of Category
        The truth's.
    image_ids : tuple of int
        In the order of the truth's annotations.
    counts : tuple of Counts
        One for each picture.
    warnings : tuple of str
        What was odd in the files and did not stop the scoring, one line each.
    """

    categories: tuple[Category, ...]
    image_ids: tuple[int, ...]
    counts: tuple[Counts, ...]
    warnings: tuple[str, ...] = ()

    @cached_property
    def quality(self) -> PanopticQuality:
        """Over all pictures."""
        return score(total(self.counts, len(self.categories)), self.categories)


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture's map of on-disk ids and its segments.

    Attributes
    ----------
    place : str
        File and picture, for messages.
    ids : (H, W) uint32
    segments : Segments
    """

    place: str
    ids: Ids
    segments: Segments


def evaluate(
    truth: PanopticSet,
    guess: PanopticSet,
    *,
    rules: Rules = STANDARD,
    missing: Missing = "refuse",
    workers: int = 1,
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
        Threads at most, at least 1; small pictures take one. The result does not depend on it.
    advance : function
        Told how many more pictures are done, for a progress bar.

    Returns
    -------
    Evaluation

    Raises
    ------
    DataError
        If there is no picture, a guess is missing, sizes differ, a category is unknown, or a PNG and its JSON disagree.
    """
    partner, warnings = paired(truth, guess, missing)
    places = places_of(truth.categories)

    def one(k: int) -> tuple[Counts, bool]:
        true = read_picture(truth, k, places)
        other = partner[k]
        guessed = empty_guess(true) if other is None else read_picture(guess, other, places)
        counts, sound = compared(true, guessed, len(places), rules)
        advance(1)
        return counts, sound

    results = list(map_in_threads(one, range(len(truth.annotations)), threads_for(truth, workers)))
    warnings += area_warnings(truth, [sound for _, sound in results], rules)
    return Evaluation(
        tuple(truth.categories),
        tuple(annotation.image_id for annotation in truth.annotations),
        tuple(counts for counts, _ in results),
        tuple(warnings),
    )


def paired(truth: PanopticSet, guess: PanopticSet, missing: Missing) -> tuple[list[int | None], list[str]]:
    """Return the place of each truth's guess, None where there is none, and what is odd about the pairing.

    Raises
    ------
    DataError
        If the truth has no picture, or a guess is missing and that is not allowed.
    """
    if not truth.annotations:
        raise DataError(f"{truth.json_path}: there is no annotated image; nothing can be scored")
    where = {annotation.image_id: k for k, annotation in enumerate(guess.annotations)}
    partner = [where.get(annotation.image_id) for annotation in truth.annotations]
    lacking = [one for one, other in zip(truth.annotations, partner, strict=True) if other is None]
    if lacking and missing == "refuse":
        raise DataError(
            f"{guess.json_path}: no guess for image id {lacking[0].image_id} ({lacking[0].file_name}), "
            f"and {len(lacking)} of {len(partner)} images lack one; add them, or count all as missed: --missing empty"
        )
    warnings = []
    if lacking:
        warnings.append(
            f"{guess.json_path}: {len(lacking)} of {len(partner)} images have no guess; all was counted missed"
        )
    extra = len(guess.annotations) - len(partner) + len(lacking)
    if extra:
        warnings.append(f"{guess.json_path}: {extra} guesses are for images that the truth lacks; they were left out")
    return partner, [*warnings, *_other_names(truth, guess)]


def threads_for(truth: PanopticSet, workers: int) -> int:
    """Return how many threads of those allowed are worth while: one where most pictures are small."""
    sizes = sorted(entry.width * entry.height for entry in truth.images)
    return workers if sizes[len(sizes) // 2] >= LEAST_PIXELS else 1


def area_warnings(truth: PanopticSet, sound: Sequence[bool], rules: Rules) -> Sequence[str]:
    """Return one line if the truth's file tells a wrong area in some picture, and what was done about it."""
    wrong = [truth.annotations[k].file_name for k, right in enumerate(sound) if not right]
    if not wrong:
        return ()
    counted = rules.truth_area == "pixels"
    taken = "the pixels were counted" if counted else "the file was believed, as panopticapi does"
    return (f"{truth.json_path}: in {len(wrong)} images ({wrong[0]} first) an area is not that of the pixels; {taken}",)


def read_picture(whole: PanopticSet, k: int, places: Mapping[int, int]) -> Picture:
    """Return the k-th picture of a set; DataError if it cannot be read or names an unknown category."""
    annotation = whole.annotations[k]
    place = f"{whole.json_path}: image id {annotation.image_id} ({annotation.file_name})"
    try:
        segments = columns(annotation.segments, places)
    except LabelError as error:
        raise LabelError(f"{place}: {error}") from error
    return Picture(place, whole.raw_ids(k), segments)


def compared(truth: Picture, guess: Picture, categories: int, rules: Rules) -> tuple[Counts, bool]:
    """Return what one pair counts for, and whether the areas that the truth's file tells are right.

    Raises
    ------
    LabelError
        If the sizes differ, or a PNG and its JSON disagree.
    """
    names = truth.place, guess.place
    pairs = raw_overlap(truth.ids, guess.ids, truth.segments.ids, guess.segments.ids, names)
    areas = pairs.sum(axis=1)[1:], pairs.sum(axis=0)[1:]
    for picture, counted in zip((truth, guess), areas, strict=True):
        absent = picture.segments.ids[counted == 0]
        if absent.size:
            raise LabelError(
                f"{picture.place}: segments_info has segment {absent[0]}, but the PNG has no pixel of it "
                f"({absent.size} such segments); take it out or paint it"
            )
    sound = bool(((areas[0] == truth.segments.areas) | (truth.segments.areas < 0)).all())
    return matched(pairs, truth.segments, guess.segments, categories, rules), sound


def empty_guess(truth: Picture) -> Picture:
    """Return the guess that says nothing."""
    return Picture(truth.place, np.zeros_like(truth.ids), columns((), {}))


def _other_names(truth: PanopticSet, guess: PanopticSet) -> Sequence[str]:
    """One line if a category id stands for another name in the guess: it may be another numbering altogether."""
    names = {category.id: category.name for category in truth.categories}
    other = [c for c in guess.categories if names.get(c.id, c.name) != c.name]
    if not other:
        return ()
    return (
        f"{guess.json_path}: category {other[0].id} is {other[0].name!r} here and {names[other[0].id]!r} in the truth "
        f"({len(other)} such categories); ids were compared, names were not",
    )
