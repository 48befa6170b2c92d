"""Why each segment that is missed or spurious is so: one cause each, from the joint table alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.explanation.meetings import Meetings, best_of, meetings, seen_area
from panscape.metrics.matching import Matches, Rules, ignored_pixels
from panscape.overlaps.joint import JointSet, Rows, summed

CAUSES = ("missed", "spurious", "wrong_class", "merged", "split", "boundary", "void")
MISSED, SPURIOUS, WRONG_CLASS, MERGED, SPLIT, BOUNDARY, VOID = range(len(CAUSES))
NO_CAUSE = -1

# Below it, two segments have nothing to do with each other: the background threshold of TIDE (Bolya et al. 2020).
NEAR = 0.1

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Causes:
    """Why segments do not count as found.

    Attributes
    ----------
    truth : (T,) int8
        A place in ``CAUSES`` for each missed segment, else ``NO_CAUSE``.
    guess : (G,) int8
        The same for each spurious segment.
    truth_partner, guess_partner : (T,), (G,) int64
        The row on the other side that the segment has most to do with: its match; the one that came nearest, where
        the cause is ``boundary``; else the one that shares most of its pixels. -1 where there is none.
    truth_iou, guess_iou : (T,), (G,) float64
        With that partner; nan where there is none.
    """

    truth: npt.NDArray[np.int8]
    guess: npt.NDArray[np.int8]
    truth_partner: Rows
    guess_partner: Rows
    truth_iou: npt.NDArray[np.float64]
    guess_iou: npt.NDArray[np.float64]


def causes(joint: JointSet, matches: Matches) -> Causes:
    """Return the cause of each missed and each spurious segment; the first of these that holds.

    wrong_class
        A segment of another category has an IoU above 1/2 with it.
    void
        It is lost to what the truth leaves open. Missed: it lies mostly in an excused guess of its category.
        Spurious: it lies mostly on void and crowds, of whatever category. Both: the two would match if the pixels on
        crowds of their category were left out, as those on void are.
    merged
        The truth segments that lie mostly in one guess of their category are several, and together have an IoU above
        1/2 with it. The cause of those that are missed, and of that guess if it is spurious.
    split
        The guesses that lie mostly in one truth segment of their category are several, and together have an IoU above
        1/2 with it. The cause of those that are spurious, and of that truth segment if it is missed.
    boundary
        An unmatched segment of its category has an IoU above 0.1 with it: seen, but badly outlined.
    missed, spurious
        Nothing of the kind is there.

    "Mostly" is more than half of its pixels; for a guess, of those not on void. Areas are as counted.

    Parameters
    ----------
    joint : JointSet
    matches : Matches
        Of that set.

    References
    ----------
    After Bolya et al. 2020, TIDE, which does this for boxes; merging and splitting take the place of
    duplicates, which cannot be where segments do not overlap.
    """
    met = meetings(joint)
    evidence = _evidence(joint, matches, met)
    truth = _first(evidence.truth, matches.missed, MISSED)
    guess = _first(evidence.guess, matches.spurious, SPURIOUS)
    truth_best, guess_best = _partners(met, evidence.near, truth, guess)
    truth_partner, truth_iou = _with_matches(met, truth_best, met.guess, (matches.truth, matches.guess, matches.ious))
    guess_partner, guess_iou = _with_matches(met, guess_best, met.truth, (matches.guess, matches.truth, matches.ious))
    return Causes(truth, guess, truth_partner, guess_partner, truth_iou, guess_iou)


@dataclass(frozen=True, eq=False)
class _Evidence:
    """What is said of each truth row and each guess row by cause, in order of precedence; and which pairs are near."""

    truth: dict[int, Flags]
    guess: dict[int, Flags]
    near: Flags


def _evidence(joint: JointSet, matches: Matches, met: Meetings) -> _Evidence:
    sizes = len(joint.truth), len(joint.guess)
    truth_area, guess_area = joint.truth_area, seen_area(joint)
    truth_inside = met.alike & (2 * met.shared > truth_area[met.truth])
    guess_inside = met.alike & (2 * met.shared > guess_area[met.guess])
    wrong = ~met.alike & (met.ious > 0.5)
    crowded = _lost_to_crowds(joint, met)
    excused = truth_inside & matches.excused[met.guess]
    merged = _groups(met.truth, met.guess, met.shared, truth_inside, (truth_area, guess_area))
    split = _groups(met.guess, met.truth, met.shared, guess_inside, (guess_area, truth_area))
    near = met.alike & (met.ious > NEAR)
    near &= ~_flags(matches.truth, sizes[0])[met.truth] & ~_flags(matches.guess, sizes[1])[met.guess]
    return _Evidence(
        {
            WRONG_CLASS: _flags(met.truth[wrong], sizes[0]),
            VOID: _flags(met.truth[crowded | excused], sizes[0]),
            MERGED: merged[0],
            SPLIT: split[1],
            BOUNDARY: _flags(met.truth[near], sizes[0]),
        },
        {
            WRONG_CLASS: _flags(met.guess[wrong], sizes[1]),
            VOID: _flags(met.guess[crowded], sizes[1]) | _unjudged(joint),
            MERGED: merged[1],
            SPLIT: split[0],
            BOUNDARY: _flags(met.guess[near], sizes[1]),
        },
        near,
    )


def _groups(member: Rows, host: Rows, shared: Rows, inside: Flags, areas: tuple[Rows, Rows]) -> tuple[Flags, Flags]:
    """Which rows are members, and which hosts, of several segments inside one that together match it."""
    member_area, host_area = areas
    rows, pixels = host[inside], shared[inside]
    size = host_area.size
    count = np.bincount(rows, minlength=size)
    common = summed(pixels, rows, size)
    union = host_area + summed(member_area[member[inside]], rows, size) - common
    hosts = (count > 1) & (2 * common > union)
    return _flags(member[inside & hosts[host]], member_area.size), hosts


def _lost_to_crowds(joint: JointSet, met: Meetings) -> Flags:
    """(M,) bool: whether a pair of one category would match if crowds of it were left out of the union."""
    on_crowds = ignored_pixels(joint, Rules(crowds="all")) - joint.guess_void
    union = joint.truth_area[met.truth] + seen_area(joint)[met.guess] - met.shared
    return met.alike & (met.ious <= 0.5) & (2 * met.shared > union - on_crowds[met.guess])


def _unjudged(joint: JointSet) -> Flags:
    """(G,) bool: whether a guess lies mostly on void and crowds, of whatever category."""
    there = np.flatnonzero((joint.truth_row >= 0) & (joint.guess_row >= 0))
    there = there[joint.truth.crowd[joint.truth_row[there]]]
    on_crowds = summed(joint.overlaps.pixels[there], joint.guess_row[there], len(joint.guess))
    return 2 * (joint.guess_void + on_crowds) > joint.guess_area


def _first(evidence: dict[int, Flags], unmatched: Flags, otherwise: int) -> npt.NDArray[np.int8]:
    found = np.select(list(evidence.values()), list(evidence), otherwise)
    return np.where(unmatched, found, NO_CAUSE).astype(np.int8)


def _partners(
    met: Meetings, near: Flags, truth: npt.NDArray[np.int8], guess: npt.NDArray[np.int8]
) -> tuple[Rows, Rows]:
    """The meeting that says most about each truth row and each guess row; -1 where there is none."""
    places = np.flatnonzero(near)
    found = []
    for rows, code in ((met.truth, truth), (met.guess, guess)):
        most = best_of(met.shared, rows, code.size)
        nearest = best_of(met.ious[places], rows[places], code.size)
        outlined = code == BOUNDARY
        most[outlined] = places[nearest[outlined]]
        found.append(most)
    return found[0], found[1]


def _with_matches(
    met: Meetings, best: Rows, others: Rows, matched: tuple[Rows, Rows, npt.NDArray[np.float64]]
) -> tuple[Rows, npt.NDArray[np.float64]]:
    """The partner of each row and the IoU with it; matches go first."""
    partner, iou, there = np.full(best.size, -1), np.full(best.size, np.nan), best >= 0
    partner[there], iou[there] = others[best[there]], met.ious[best[there]]
    rows, partners, ious = matched
    partner[rows], iou[rows] = partners, ious
    return partner, iou


def _flags(rows: Rows, size: int) -> Flags:
    flags = np.zeros(size, np.bool_)
    flags[rows] = True
    return flags
