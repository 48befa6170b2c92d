"""How a fact is cut into strata: at given edges, at quantiles, by size as COCO and as Kirillov do, or by class."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from panscape.errors import UsageError
from panscape.explanation.facts import Column, Fact
from panscape.names import nearest
from panscape.overlaps.joint import JointSet, Rows

SIZES = ("small", "medium", "large")
# pycocotools' areaRng: 32 and 96 pixels squared.
COCO_EDGES = (32.0**2, 96.0**2)
QUARTERS = (0.25, 0.5, 0.75)
# After Kirillov et al. 2019: the smallest 25 %, the middle 50 % and the largest 25 % of the objects of a set.
KIRILLOV = (0.25, 0.75)
SCHEMES = ("coco", "kirillov", "kirillov-per-category", "quarters")
MOST_CLASSES = 64

Scheme = Literal["", "coco", "kirillov", "kirillov-per-category", "quarters"]


@dataclass(frozen=True)
class By:
    """A fact, and how it is to be cut.

    Attributes
    ----------
    path : str
    edges : tuple of float
        Ascending; a value is in the stratum of the edges ``low <= value < high``. Without any, the scheme tells.
    scheme : str
        ``"coco"``: areas below 32 x 32 and below 96 x 96 pixels. ``"kirillov"``: the smallest 25 %, the middle 50 %,
        the largest 25 % of all truth segments; ``"kirillov-per-category"``: of each category, where the only segment
        of one is large. ``"quarters"``: at the quartiles. ``""``: coco for the area, else a stratum for each value of
        a text, a truth value or a number that has few, else quarters.
    """

    path: str
    edges: tuple[float, ...] = ()
    scheme: Scheme = ""


@dataclass(frozen=True, eq=False)
class Cut:
    """The stratum of everything; -1 where the fact is missing.

    Attributes
    ----------
    names : tuple of str
    truth : (T,) int64
    guess : (G,) int64 or None
        None where guesses have no such fact.
    images : (N,) int64 or None
        None of a fact of segments.
    """

    names: tuple[str, ...]
    truth: Rows
    guess: Rows | None
    images: Rows | None


def parse_by(text: str) -> tuple[By, ...]:
    """Return what an option such as ``--by`` asks for.

    Parameters
    ----------
    text : str
        Facts joined by commas; behind a colon the edges, themselves joined by commas, or a scheme. ``32^2`` is 1024.

    Raises
    ------
    UsageError
        If a name is empty, an edge is no number, or the edges do not ascend.

    Examples
    --------
    >>> parse_by("area:32^2,96^2,weather")
    (By(path='area', edges=(1024.0, 9216.0), scheme=''), By(path='weather', edges=(), scheme=''))
    >>> parse_by("area:kirillov")[0].scheme
    'kirillov'
    """
    found: list[tuple[str, list[str]]] = []
    for part in text.split(","):
        head, colon, tail = (word.strip() for word in part.partition(":"))
        if not colon and found and found[-1][1] and _number(head) is not None:
            found[-1][1].append(head)
        elif head and (tail or not colon):
            found.append((head, [tail] if colon else []))
        else:
            raise UsageError(f"found {part!r} in {text!r}, wanted a fact, such as area or light.elevation_deg:0,30,60")
    return tuple(_by(path, words) for path, words in found)


def cut(fact: Fact, by: By, joint: JointSet, categories: int) -> Cut:
    """Return the stratum of each segment, guess and picture.

    Parameters
    ----------
    fact : Fact
    by : By
    joint : JointSet
        That the fact is of.
    categories : int
        C.

    Raises
    ------
    UsageError
        If edges or a scheme are asked of a text, or there would be more than 64 strata.
    """
    scheme = "coco" if by == By("area") else by.scheme
    column = fact.truth if fact.images is None else fact.images
    if column.kind in ("bool", "text"):
        if by.edges or scheme:
            raise UsageError(f"{by.path} is no number, so that it cannot be cut at {scheme or 'edges'}; name it alone")
        return _by_class(fact, column)
    # Of what quantiles are taken: of the segments that are scored, or of the pictures.
    counted = ~column.missing & (~joint.truth.crowd if fact.images is None else True)
    if scheme == "kirillov-per-category":
        return _per_category(fact, joint, counted, categories)
    values = np.unique(column.values[counted])
    if not by.edges and not scheme and values.size <= len(QUARTERS):
        names = tuple(_spelled(value) for value in values.tolist())
        return _applied(fact, names, lambda one: _places(values, one.values))
    edges = by.edges or (COCO_EDGES if scheme == "coco" else _quantiles(column.values[counted], scheme))
    names = SIZES if scheme in ("coco", "kirillov") and len(edges) == len(SIZES) - 1 else _between(edges)
    return _applied(fact, names, lambda one: np.searchsorted(edges, one.values, side="right"))


def size_classes(areas: Rows) -> Column:
    """Return COCO's size class of areas in pixels, as texts.

    Examples
    --------
    >>> size_classes(np.array([1023, 1024, 9216])).plain()
    ['small', 'medium', 'large']
    """
    return Column("text", np.searchsorted(COCO_EDGES, areas, side="right"), np.zeros(areas.size, np.bool_), SIZES)


def _by(path: str, words: Sequence[str]) -> By:
    if len(words) == 1 and words[0] in SCHEMES:
        return By(path, scheme=words[0])  # type: ignore[arg-type]  # it is one of them
    edges = [_number(word) for word in words]
    if None in edges:
        wrong = words[edges.index(None)]
        raise UsageError(
            f"{path}: found {wrong!r}, wanted edges such as 32^2,96^2, or one of {', '.join(SCHEMES)}"
            f"{nearest(wrong, SCHEMES)}"
        )
    found = tuple(edge for edge in edges if edge is not None)
    if any(low >= high for low, high in pairwise(found)):
        raise UsageError(f"{path}: the edges {', '.join(words)} do not ascend; put the least first, each once")
    return By(path, found)


def _number(word: str) -> float | None:
    base, power, exponent = word.partition("^")
    try:
        found = float(base) ** float(exponent) if power else float(base)
    except (ValueError, OverflowError, ZeroDivisionError):
        return None
    return found if isinstance(found, float) and math.isfinite(found) else None


def _quantiles(values: npt.NDArray[np.float64], scheme: str) -> tuple[float, ...]:
    """The quantiles of the scheme, each once; one that nothing lies below is none."""
    if not values.size:
        return ()
    shares = KIRILLOV if scheme == "kirillov" else QUARTERS
    # Observed values: an edge at 0.9 between one 0.6 and many 1.0 would tell of nothing that is there.
    found = np.unique(np.quantile(values, shares, method="higher"))
    return tuple(found[found > values.min()].tolist())


def _per_category(fact: Fact, joint: JointSet, counted: npt.NDArray[np.bool_], categories: int) -> Cut:
    if fact.images is not None:
        raise UsageError(f"{fact.path} is a fact of images, which have no category; cut it at kirillov or quarters")
    edges = np.full((categories, len(KIRILLOV)), np.nan)
    for place in np.unique(joint.truth.places[counted]).tolist():
        values = fact.truth.values[counted & (joint.truth.places == place)]
        edges[place] = np.quantile(values, KIRILLOV, method="higher")

    def stratum(column: Column, places: Rows) -> Rows:
        # A guess of a category that the truth never has is neither small nor large for it.
        unknown = column.missing | np.isnan(edges[places, 0])
        return np.where(unknown, -1, (column.values[:, None] >= edges[places]).sum(axis=1))

    guess = None if fact.guess is None else stratum(fact.guess, joint.guess.places)
    return Cut(SIZES, stratum(fact.truth, joint.truth.places), guess, None)


def _by_class(fact: Fact, column: Column) -> Cut:
    """A stratum for each text or truth value that is there, in alphabetical order."""
    words = np.array(column.words if column.kind == "text" else ("false", "true"), np.str_)
    sides = [one for one in (fact.truth, fact.guess, fact.images) if one is not None]
    there = np.unique(np.concatenate([one.values[~one.missing].astype(np.int64) for one in sides]))
    if there.size > MOST_CLASSES:
        raise UsageError(
            f"{fact.path} has {there.size} different values, which is too many strata ({MOST_CLASSES} at most); "
            f"name a fact that more segments share"
        )
    known = there[np.argsort(words[there], kind="stable")]
    place = np.full(words.size, -1)
    place[known] = np.arange(known.size)
    return _applied(fact, tuple(words[known].tolist()), lambda one: place[one.values.astype(np.int64)])


def _applied(fact: Fact, names: tuple[str, ...], stratum: Callable[[Column], Rows]) -> Cut:
    def of(column: Column) -> Rows:
        return np.where(column.missing, -1, stratum(column))

    guess, images = (None if one is None else of(one) for one in (fact.guess, fact.images))
    return Cut(names, of(fact.truth), guess, images)


def _places(values: npt.NDArray[np.float64], found: npt.NDArray[np.float64]) -> Rows:
    """The place of each value among a few; -1 for another, which only crowds have."""
    if not values.size:
        return np.full(found.size, -1)
    place = np.minimum(np.searchsorted(values, found), values.size - 1)
    return np.where(values[place] == found, place, -1)


def _between(edges: Sequence[float]) -> tuple[str, ...]:
    if not edges:
        return ("all",)
    words = [_spelled(edge) for edge in edges]
    if len(set(words)) < len(words):
        words = [repr(float(edge)) for edge in edges]
    return (f"< {words[0]}", *(f"{low} to {high}" for low, high in pairwise(words)), f">= {words[-1]}")


def _spelled(value: float) -> str:
    return f"{value + 0.0:.6g}"  # no "-0"
