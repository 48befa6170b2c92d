"""Scores apart for small and large, hidden and open, day and night: within the strata of any fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.explanation.causes import Causes
from panscape.explanation.cuts import By, Cut, cut
from panscape.explanation.facts import Fact
from panscape.metrics.counts import Counts
from panscape.metrics.matching import Matches
from panscape.metrics.quality import Quality, score
from panscape.overlaps.joint import JointSet, Rows

NOT_KNOWN = "not known"


@dataclass(frozen=True, eq=False)
class Strata:
    """What N pictures add to the scores in each stratum of a fact.

    Attributes
    ----------
    by : By
    level : "segment" or "image"
        What the fact is a fact of.
    spurious : "own", "partner" or "picture"
        Where a spurious guess counts: by its own value; by that of the truth segment that it has most to do with,
        in the stratum ``"not known"`` if it meets none; or with its picture.
    names : tuple of str, S
        ``"not known"`` is the last, if anything has no such fact.
    counts : tuple of Counts, S
        A match and a missed segment count by the truth segment's value.
    segments, pictures : (S,) int64
        Truth segments without crowds, and pictures that have any segment in the stratum, or are in it themselves.
    """

    by: By
    level: Literal["segment", "image"]
    spurious: Literal["own", "partner", "picture"]
    names: tuple[str, ...]
    counts: tuple[Counts, ...]
    segments: npt.NDArray[np.int64]
    pictures: npt.NDArray[np.int64]

    def __add__(self, other: "Strata") -> "Strata":
        if (self.by, self.names) != (other.by, other.names):
            raise ValueError(
                f"found strata {', '.join(other.names)} of {other.by.path}, wanted {', '.join(self.names)} of "
                f"{self.by.path}; give the same edges to both"
            )
        counts = tuple(one + another for one, another in zip(self.counts, other.counts, strict=True))
        segments, pictures = self.segments + other.segments, self.pictures + other.pictures
        return Strata(self.by, self.level, self.spurious, self.names, counts, segments, pictures)


@dataclass(frozen=True)
class StratumQuality:
    """The scores within one stratum.

    Attributes
    ----------
    name : str
    pictures, segments : int
        As in :class:`Strata`.
    matched : int
        Of these segments.
    quality : Quality
    """

    name: str
    pictures: int
    segments: int
    matched: int
    quality: Quality

    @property
    def recall(self) -> float | None:
        """The share of the truth's segments that are matched, whatever their category; None of none."""
        return self.matched / self.segments if self.segments else None


@dataclass(frozen=True)
class StrataQuality:
    """The scores within each stratum of a fact; attributes as in :class:`Strata`."""

    path: str
    level: Literal["segment", "image"]
    spurious: Literal["own", "partner", "picture"]
    strata: tuple[StratumQuality, ...]


def strata(joint: JointSet, matches: Matches, causes: Causes, fact: Fact, by: By, categories: int) -> Strata:
    """Return the counts of a joint set, apart for each stratum of a fact.

    Parameters
    ----------
    joint : JointSet
    matches : Matches
    causes : Causes
        Both of that set.
    fact : Fact
        Of that set.
    by : By
        How the fact is cut.
    categories : int
        C.

    Returns
    -------
    Strata
        Their events are those of the whole, each in one stratum.

    Raises
    ------
    UsageError
        If the fact cannot be cut so.
    """
    found = cut(fact, by, joint, categories)
    events = _Events(joint, matches, found, _of_guesses(found, causes.guess_partner))
    size = len(found.names)
    ways: dict[bool, Literal["own", "partner"]] = {True: "own", False: "partner"}
    spurious = "picture" if fact.level == "image" else ways[found.guess is not None]
    none = size if events.any_at(-1) else None
    places = [*range(size), *([-1] if none is not None else [])]
    return Strata(
        by,
        fact.level,
        spurious,
        (*found.names, *([NOT_KNOWN] if none is not None else [])),
        tuple(events.counts(place, categories) for place in places),
        np.array([events.segments(place) for place in places], np.int64),
        np.array([events.pictures(place) for place in places], np.int64),
    )


def score_strata(strata: Strata, categories: Sequence[Category]) -> StrataQuality:
    """Return the scores that the counts of strata amount to."""
    columns = zip(strata.names, strata.pictures.tolist(), strata.segments.tolist(), strata.counts, strict=True)
    return StrataQuality(
        strata.by.path,
        strata.level,
        strata.spurious,
        tuple(
            StratumQuality(name, pictures, segments, int(counts.tp.sum()), score(counts, categories))
            for name, pictures, segments, counts in columns
        ),
    )


@dataclass(frozen=True, eq=False)
class _Events:
    """The events of a joint set, and the stratum of each; -1 is none."""

    joint: JointSet
    matches: Matches
    cut: Cut
    guess_stratum: Rows

    @cached_property
    def missed(self) -> Rows:
        return np.flatnonzero(self.matches.missed)

    @cached_property
    def spurious(self) -> Rows:
        return np.flatnonzero(self.matches.spurious)

    def counts(self, place: int, categories: int) -> Counts:
        found = self.cut.truth[self.matches.truth] == place
        missed = self.missed[self.cut.truth[self.missed] == place]
        spurious = self.spurious[self.guess_stratum[self.spurious] == place]
        sides = (self.joint.truth, self.matches.truth[found]), (self.joint.guess, spurious), (self.joint.truth, missed)
        tp, fp, fn = ((s.picture[rows].astype(np.int32), s.places[rows].astype(np.int32)) for s, rows in sides)
        return Counts(self.joint.pictures, categories, *tp, self.matches.ious[found], *fp, *fn)

    def segments(self, place: int) -> int:
        return int(((self.cut.truth == place) & ~self.joint.truth.crowd).sum())

    def pictures(self, place: int) -> int:
        if self.cut.images is not None:
            return int((self.cut.images == place).sum())
        rows = np.flatnonzero((self.cut.truth == place) & ~self.joint.truth.crowd)
        return int(np.unique(self.joint.truth.picture[rows]).size)

    def any_at(self, place: int) -> bool:
        if self.cut.images is not None:
            return bool((self.cut.images == place).any())
        return self.segments(place) > 0 or bool((self.guess_stratum[self.spurious] == place).any())


def _of_guesses(cut: Cut, partner: Rows) -> Rows:
    """(G,) int64: the stratum of each guess, by its own value or its partner's."""
    if cut.guess is not None:
        return cut.guess
    return np.append(cut.truth, -1)[partner]
