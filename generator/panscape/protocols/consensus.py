"""One label out of several people's: segments that a majority drew, with the pixels that most of them gave them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import UsageError
from panscape.labels import PanopticLabel, Segment
from panscape.protocols.kernels import vote

Member = tuple[int, int]  # labelling, segment's id


def majority(labels: Sequence[PanopticLabel], categories: Sequence[Category]) -> PanopticLabel:
    """Return the consensus of several labellings of one picture.

    Segments of one category that overlap by more than half (IoU) are taken for the same thing; all that people call
    by one stuff category are the same stuff. What no more than half of the people drew is dropped, and is void.
    Each pixel goes to what most people gave it to, be it a segment or void; of equals, to void, then to the segment
    that more people drew, then to the smaller.

    Parameters
    ----------
    labels : sequence of PanopticLabel
        At least one, all of one size.
    categories : sequence of Category

    Raises
    ------
    UsageError
        If there is none, or they differ in size.

    Examples
    --------
    >>> label = PanopticLabel.from_ids(np.array([[1, 1, 2]]), [1, 1])
    >>> majority([label, label], [Category(1, "cat", True, (1, 1, 1))]).ids.tolist()
    [[1, 1, 2]]
    """
    if len({label.ids.shape for label in labels}) != 1:
        raise UsageError(f"a consensus needs labels of one size; found {[label.ids.shape for label in labels]}")
    things = {category.id for category in categories if category.isthing}
    clusters = [members for members in _clusters(labels, things) if 2 * len({m for m, _ in members}) > len(labels)]
    clusters.sort(key=lambda members: (-len({m for m, _ in members}), _mean_area(labels, members), members))
    maps = np.zeros((len(labels), labels[0].ids.size), np.int32)
    for number, label in enumerate(labels):
        table = np.zeros(len(label.segments) + 1, np.int32)
        for cluster, members in enumerate(clusters, start=1):
            for labelling, segment in members:
                if labelling == number:
                    table[segment] = cluster
        maps[number] = table[label.ids.ravel()]
    voted = np.empty(labels[0].ids.size, np.uint32)
    vote(maps, voted)
    first = [_segment(labels, members[0]) for members in clusters]
    order = sorted(range(len(clusters)), key=lambda place: clusters[place][0])
    return _renumbered(voted.reshape(labels[0].ids.shape), first, order)


def _clusters(labels: Sequence[PanopticLabel], things: set[int]) -> list[list[Member]]:
    """Groups of segments that are taken for one; the largest segments choose their partners first."""
    overlaps = {
        (one, other): _ious(labels[one], labels[other])
        for one in range(len(labels))
        for other in range(len(labels))
        if one < other
    }
    members = [(number, segment) for number, label in enumerate(labels) for segment in label.segments]
    members.sort(key=lambda member: (-member[1].area, member[0], member[1].id))
    stuff: dict[int, list[Member]] = {}
    clusters: list[list[Member]] = []
    taken: set[Member] = set()
    for number, segment in members:
        if (number, segment.id) in taken:
            continue
        if segment.category_id not in things:
            stuff.setdefault(segment.category_id, []).append((number, segment.id))
            continue
        cluster = [(number, segment.id)]
        for other in range(len(labels)):
            partner = _partner(overlaps, number, segment, other, labels)
            if partner is not None and partner not in taken:
                cluster.append(partner)
        taken.update(cluster)
        clusters.append(sorted(cluster))
    return clusters + [sorted(same) for same in stuff.values()]


def _partner(
    overlaps: dict[tuple[int, int], npt.NDArray[np.float64]],
    number: int,
    segment: Segment,
    other: int,
    labels: Sequence[PanopticLabel],
) -> Member | None:
    """The one segment of another labelling that overlaps a thing by more than half, if its category is the same."""
    if other == number:
        return None
    ious = overlaps[number, other][segment.id] if number < other else overlaps[other, number][:, segment.id]
    best = int(ious.argmax())
    if best == 0 or ious[best] <= 0.5:
        return None
    alike = labels[other].segments[best - 1]
    same = alike.category_id == segment.category_id and alike.iscrowd == segment.iscrowd
    return (other, best) if same else None


def _ious(one: PanopticLabel, other: PanopticLabel) -> npt.NDArray[np.float64]:
    """The overlap of each segment with each, (S + 1, T + 1); 0 for void."""
    columns = len(other.segments) + 1
    rows = len(one.segments) + 1
    joint = one.ids.ravel().astype(np.int64) * columns + other.ids.ravel()
    counts = np.bincount(joint, minlength=rows * columns).reshape(rows, columns)
    union = counts.sum(1)[:, None] + counts.sum(0)[None] - counts
    ious = counts / np.maximum(union, 1)
    ious[0], ious[:, 0] = 0.0, 0.0
    return np.asarray(ious, np.float64)


def _mean_area(labels: Sequence[PanopticLabel], members: Sequence[Member]) -> float:
    return sum(_segment(labels, member).area for member in members) / len(members)


def _segment(labels: Sequence[PanopticLabel], member: Member) -> Segment:
    return labels[member[0]].segments[member[1] - 1]


def _renumbered(voted: npt.NDArray[np.uint32], first: Sequence[Segment], order: Sequence[int]) -> PanopticLabel:
    """The voted clusters as a label, in the order of the people's own segments."""
    table = np.zeros(len(first) + 1, np.uint32)
    for number, place in enumerate(order, start=1):
        table[place + 1] = number
    crowd = [number for number, place in enumerate(order, start=1) if first[place].iscrowd]
    return PanopticLabel.from_ids(table[voted], [first[place].category_id for place in order], crowd=crowd)
