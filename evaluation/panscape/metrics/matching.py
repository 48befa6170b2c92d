"""Which truth and guess segments match, by panopticapi's rules, and what that counts for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import LabelError
from panscape.metrics.kernels import match_segments
from panscape.metrics.overlap import Table
from panscape.metrics.quality import Counts


@dataclass(frozen=True)
class Rules:
    """What is left open by the definition of panoptic quality, and how it is settled.

    Attributes
    ----------
    crowds : "last" or "all"
        Which truth crowds of a category excuse a guess that lies on them: the one listed last, as in panopticapi
        and so in every published score, or every one, as the definition says.
    truth_area : "pixels" or "json"
        Where the area of a truth segment comes from: counted, or what the file says, as in panopticapi. They
        differ only where a file is wrong, and then the PQ of panopticapi can be above 1.
    """

    crowds: Literal["last", "all"] = "last"
    truth_area: Literal["pixels", "json"] = "pixels"


STANDARD = Rules()
PANOPTICAPI = Rules("last", "json")


class Described(Protocol):
    """A segment of a label in memory or of an annotation in a file."""

    @property
    def id(self) -> int: ...
    @property
    def category_id(self) -> int: ...
    @property
    def area(self) -> int | None: ...
    @property
    def iscrowd(self) -> bool: ...


@dataclass(frozen=True, eq=False)
class Segments:
    """The segments of one label as columns, in the order of their ids.

    Attributes
    ----------
    ids : (N,) uint32
        Ascending.
    places : (N,) int64
        Of their categories.
    areas : (N,) int64
        In pixels, as told; -1 where nothing is told.
    crowd : (N,) bool
    listed : (N,) int64
        Where each stands in the file.
    """

    ids: npt.NDArray[np.uint32]
    places: npt.NDArray[np.int64]
    areas: npt.NDArray[np.int64]
    crowd: npt.NDArray[np.bool_]
    listed: npt.NDArray[np.int64]


def columns(segments: Sequence[Described], places: Mapping[int, int]) -> Segments:
    """Return the segments of a label, or of a file's annotation, as columns, sorted by id.

    Raises
    ------
    LabelError
        If a category is unknown.
    """
    unknown = [one for one in segments if one.category_id not in places]
    if unknown:
        raise LabelError(
            f"segment {unknown[0].id} has category {unknown[0].category_id}, which the truth's categories lack "
            f"({len(unknown)} such segments); map it to one of them or leave it out"
        )
    ids = np.array([one.id for one in segments], np.uint32)
    order = np.argsort(ids, kind="stable")
    return Segments(
        ids[order],
        np.array([places[one.category_id] for one in segments], np.int64)[order],
        np.array([-1 if one.area is None else one.area for one in segments], np.int64)[order],
        np.array([one.iscrowd for one in segments], np.bool_)[order],
        order.astype(np.int64),
    )


def places_of(categories: Sequence[Category]) -> dict[int, int]:
    """Return the place of each category id."""
    return {category.id: place for place, category in enumerate(categories)}


def matched(pairs: Table, truth: Segments, guess: Segments, categories: int, rules: Rules) -> Counts:
    """Return what one picture counts for.

    A truth and a guess segment of one category match if their IoU is above 1/2, where the void pixels of the truth
    are taken out of the guess. A truth crowd is neither matched nor missed. A guess that matches nothing is spurious,
    unless more than half of it lies on void and on the truth crowds of its category.

    Parameters
    ----------
    pairs : (T + 1, G + 1) int64
        From :func:`panscape.metrics.overlap`, rows and columns in the order of ``truth`` and ``guess``.
    truth, guess : Segments
    categories : int
        How many there are.
    rules : Rules

    Returns
    -------
    Counts
    """
    areas = pairs[1:].sum(axis=1)
    if rules.truth_area == "json":
        areas = np.where(truth.areas >= 0, truth.areas, areas)
    room = np.count_nonzero(pairs[1:, 1:])
    ious, truth_match, guess_match = np.zeros(room), np.zeros(room, np.int64), np.zeros(room, np.int64)
    found = match_segments(pairs, truth.places, areas, truth.crowd, guess.places, ious, truth_match, guess_match)
    missed, spurious = ~truth.crowd, ~_excused(pairs, truth, guess, rules)
    missed[truth_match[:found]] = False
    spurious[guess_match[:found]] = False
    return Counts(
        ious[:found],
        truth.places[truth_match[:found]],
        np.bincount(guess.places[spurious], minlength=categories).astype(np.int64),
        np.bincount(truth.places[missed], minlength=categories).astype(np.int64),
    )


def _excused(pairs: Table, truth: Segments, guess: Segments, rules: Rules) -> npt.NDArray[np.bool_]:
    """(G,) bool: guesses more than half of which lie on void and on crowds of their category."""
    ignored = pairs[0, 1:].copy()
    crowds = sorted(np.flatnonzero(truth.crowd).tolist(), key=lambda t: int(truth.listed[t]))
    last = {int(truth.places[t]): t for t in crowds}
    for t in crowds if rules.crowds == "all" else last.values():
        ignored += np.where(guess.places == truth.places[t], pairs[t + 1, 1:], 0)
    areas = pairs[:, 1:].sum(axis=0)
    return ignored > 0.5 * areas
