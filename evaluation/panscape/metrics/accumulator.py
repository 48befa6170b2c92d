"""Panoptic quality over a training loop: pictures come in batches, on several processes, as arrays or tensors."""

from collections.abc import Mapping, Sequence
from operator import index
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.errors import DataError, LabelError, UsageError
from panscape.metrics.colors import color_overlap, joined
from panscape.metrics.columns import MOST_PICTURES, checked_counts, checked_header, columns_of, ordered
from panscape.metrics.counts import Counts, total
from panscape.metrics.given import Given, Picture, Reader
from panscape.metrics.matching import STANDARD, Rules, match
from panscape.metrics.quality import Quality, score
from panscape.overlaps.joint import JointSet
from panscape.overlaps.segments import Segments
from panscape.overlaps.tables import Overlaps, raw_overlap

VERSION = 1
MOST_NUMBER = 2**63 - 1  # of a picture: numbers are kept as int64
MOST_PARTS = 256  # counts that wait to be joined: joining at each update would copy all of them each time

State = dict[str, npt.NDArray[np.generic]]


class PanopticQuality:
    """Panoptic quality of pictures that come one by one or in batches.

    What is kept is the events, 8 or 16 bytes a segment, so that merging is exact. A picture, of truth or of guess, is

    - a :class:`~panscape.labels.PanopticLabel`;
    - ``(ids, segments_info)``: a map (H, W) of integers, 0 for void, or colours (H, W, 3) uint8 as COCO's PNGs have
      them, id = R + 256 G + 65536 B; and a list of dicts with ``id``, ``category_id`` (or ``label_id``) and perhaps
      ``iscrowd`` and ``area``, as detectron2 gives it;
    - transformers' dict of ``segmentation`` and ``segments_info``, where -1 is void too, and None a map without any
      segment;
    - ``(categories, instances)``, two maps (H, W), or one array (H, W, 2) of both, as torchmetrics wants it. Stuff is
      one segment a category, whatever its instances. A thing whose instance is below 0 is a crowd, and -1 is
      the one that is taken for listed last;
    - a list of COCO's RLEs: dicts with ``segmentation``, ``category_id`` and perhaps ``iscrowd``, which do not overlap.
      Without any it is void all over, at the size of the other side.

    A batch is (B, H, W) ids or (B, H, W, 3) colours with B lists, (B, H, W, 2), a pair of (B, H, W), or a list of
    pictures; two empty lists are no pictures. Maps may be NumPy arrays or torch tensors, on any device, and of floats
    where each is a whole number. Masked arrays are refused, and so is a tuple of two (H, W, 2), which could be two
    pictures or a pair.

    On several processes each keeps its own; then one gathers the states and adds them. With torch::

        states = [None] * torch.distributed.get_world_size()
        torch.distributed.all_gather_object(states, metric.state_dict())
        whole = PanopticQuality(categories)
        for state in states:
            whole.merge(state)

    Scores follow from sums in the order of the pictures. Give ``update`` the number of each picture in the data set,
    and neither the order of merging nor how pictures were dealt out changes a bit; those that a sampler handed out
    twice to make shares even are counted once.

    Parameters
    ----------
    categories : sequence of Category
    rules : Rules
    numbering : mapping of int to int, optional
        The category id of each number that maps and dicts use, where it is another: ``{0: 7, 1: 8}``.
    void : int
        The number that stands for void in maps of categories, such as 255.

    Raises
    ------
    ConfigError
        If two categories have one id, the numbering leads to no category, or gives void's number one.

    Examples
    --------
    >>> from panscape.categories import taxonomy
    >>> metric = PanopticQuality(taxonomy("cityscapes").categories)
    >>> ids = np.array([[1, 1, 2]])
    >>> segments = [{"id": 1, "category_id": 3}, {"id": 2, "category_id": 12}]
    >>> metric.update((ids, segments), (ids, segments))
    >>> metric.compute().all
    GroupQuality(pq=1.0, sq=1.0, rq=1.0, n=2)
    """

    def __init__(
        self,
        categories: Sequence[Category],
        rules: Rules = STANDARD,
        *,
        numbering: Mapping[int, int] | None = None,
        void: int = 0,
    ) -> None:
        self.categories = tuple(categories)
        self.rules = rules
        self._reader = Reader(self.categories, numbering, void)
        self.reset()

    def reset(self) -> None:
        """Forget all pictures, as at the start of an epoch."""
        self._parts: list[Counts] = []
        self._numbers: list[int] | None = None
        self._seen: set[int] = set()

    def __len__(self) -> int:
        """How many pictures were given, those that came twice counted twice."""
        return sum(part.pictures for part in self._parts)

    def update(self, truth: Given, guess: Given, numbers: Sequence[int] | None = None) -> None:
        """Add one picture or a batch; what is refused adds nothing.

        Parameters
        ----------
        truth, guess : as the class says, each in a form of its own
        numbers : sequence of int, optional
            Of these pictures in the data set, from 0 to 2**63 - 1; for all updates or for none. An array or a tensor
            of integers will do.

        Raises
        ------
        LabelError
            If sizes differ, a category is unknown, a map holds an id that its list lacks, a segment has no pixel, or
            RLEs overlap.
        UsageError
            If there are more pictures of one side, or the numbers are not as many integers, or one was there before.
        """
        truths, guesses = self._pictures(truth, guess)
        if len(truths) != len(guesses):
            raise UsageError(f"found {len(truths)} truths and {len(guesses)} guesses; wanted as many of each")
        known = self._checked_numbers(numbers, len(truths))
        if truths:
            self._add(_counts(truths, guesses, self.rules, len(self.categories)), known)

    def counts(self) -> Counts:
        """Return what the pictures add: by number where they have one, each number once; else as they came."""
        whole = self._joined()
        if self._numbers is None:
            return whole
        return ordered(whole, np.unique(np.array(self._numbers, np.int64), return_index=True)[1])

    def compute(self) -> Quality:
        """Return the quality of all pictures so far; scores are None where there is nothing."""
        return score(self.counts(), self.categories)

    def merge(self, other: "PanopticQuality | Mapping[str, npt.NDArray[np.generic]]") -> None:
        """Add the pictures of another process, from its metric or from its state.

        Raises
        ------
        UsageError
            If its categories or rules are others, or only one of the two has numbers.
        DataError
            If its state is none.
        """
        if not isinstance(other, PanopticQuality):
            state, other = other, PanopticQuality(self.categories, self.rules)
            other.load_state_dict(state)
        if _kinds(other.categories) != _kinds(self.categories) or other.rules != self.rules:
            raise UsageError("the other metric has other categories or rules; make both of the same")
        if not len(other):
            return
        if len(self) and (self._numbers is None) != (other._numbers is None):
            raise UsageError(
                "only one of the two metrics has numbers of pictures; give them to update() on all or on none"
            )
        self._add(other._joined(), other._numbers)

    def __add__(self, other: "PanopticQuality") -> "PanopticQuality":
        """Return a metric of the pictures of both."""
        if not isinstance(other, PanopticQuality):
            return NotImplemented
        both = PanopticQuality(self.categories, self.rules)
        both._reader = self._reader
        both.merge(self)
        both.merge(other)
        return both

    def state_dict(self) -> State:
        """Return all that was counted, as NumPy arrays alone: to be pickled, gathered, or kept by ``torch.save``.

        They are copies: nothing that is done to them changes the metric. ``torch.load`` reads it with
        ``weights_only=False``.
        """
        return {
            "version": np.array(VERSION),
            "category_ids": np.array([category.id for category in self.categories], np.int64),
            "isthing": np.array([category.isthing for category in self.categories], np.bool_),
            "rules": np.array([self.rules.crowds, self.rules.truth_area]),
            "pictures": np.array(len(self), np.int64),
            "numbers": np.array(self._numbers or [], np.int64),
            **{name: column.copy() for name, column in columns_of(self._joined()).items()},
        }

    def load_state_dict(self, state: Mapping[str, npt.NDArray[np.generic]]) -> None:
        """Take the place of the metric that gave the state; what was counted here is forgotten, the state copied.

        Raises
        ------
        UsageError
            If its categories or rules are others.
        DataError
            If it is no state of this version, or contradicts itself.
        """
        checked_header(state, VERSION)
        mine, pictures = self.state_dict(), int(state["pictures"])
        for name, what in (("category_ids", "categories"), ("isthing", "things and stuff"), ("rules", "rules")):
            if not np.array_equal(state[name], mine[name]):
                raise UsageError(f"the state has other {what} than the metric; make the metric of the same")
        counts = total([checked_counts(state, pictures, len(self.categories), "state")], len(self.categories))
        numbers: list[int] = state["numbers"].tolist()
        if numbers and (len(numbers) != pictures or not 0 <= min(numbers) <= max(numbers) <= MOST_NUMBER):
            raise DataError(
                f"state: found {len(numbers)} numbers of {pictures} pictures, or one that is not from 0 to "
                f"{MOST_NUMBER}; take the state again"
            )
        self._parts, self._numbers, self._seen = [counts], numbers or None, set(numbers)

    def _pictures(self, truth: Given, guess: Given) -> tuple[list[Picture], list[Picture]]:
        """The pictures of both sides; an empty list is a batch of none, or no RLE where the other side is a picture."""
        read = self._reader.pictures
        truths, guesses = (
            [] if _is_empty(one) else read(one, side) for one, side in ((truth, "truth"), (guess, "guess"))
        )
        if len(guesses) == 1 and _is_empty(truth):
            truths = read([], "truth")
        elif len(truths) == 1 and _is_empty(guess):
            guesses = read([], "guess")
        return truths, guesses

    def _checked_numbers(self, numbers: Sequence[int] | None, pictures: int) -> list[int] | None:
        if len(self) and (numbers is None) != (self._numbers is None):
            raise UsageError("found numbers of pictures in some updates only; give them in all or in none")
        if numbers is None:
            return None
        known = _whole_numbers(numbers)
        if known is None or len(known) != pictures or len(set(known)) < len(known):
            raise UsageError(
                f"found numbers {numbers!r:.60} for {pictures} pictures; wanted one for each, integers from 0 to "
                f"{MOST_NUMBER}, none twice"
            )
        twice = self._seen.intersection(known)
        if twice:
            raise UsageError(f"picture {min(twice)} was given before; call reset() at the start of an epoch")
        return known

    def _add(self, counts: Counts, numbers: list[int] | None) -> None:
        if len(self) + counts.pictures > MOST_PICTURES:
            raise UsageError(
                f"found {len(self) + counts.pictures} pictures; a metric holds {MOST_PICTURES}: use another"
            )
        self._parts.append(counts)
        if numbers is not None:
            self._numbers = self._numbers or []
            self._numbers.extend(numbers)
            self._seen.update(numbers)
        if len(self._parts) > MOST_PARTS:
            self._joined()

    def _joined(self) -> Counts:
        """All counts as one, read-only, which then takes the place of its parts."""
        whole = total(self._parts, len(self.categories))
        for column in columns_of(whole).values():
            column.flags.writeable = False
        self._parts = [whole]
        return whole


def _is_empty(given: Given) -> bool:
    return isinstance(given, list | tuple) and not given


def _whole_numbers(numbers: Any) -> list[int] | None:
    """The numbers as Python's integers, if that is what they are."""
    if isinstance(numbers, np.ndarray) and numbers.dtype.kind not in "iu":
        return None
    try:
        known = [index(number) for number in numbers if not isinstance(number, bool | np.bool_)]
        sound = len(known) == len(numbers) and 0 <= min(known, default=0) <= max(known, default=0) <= MOST_NUMBER
    except (TypeError, ValueError):
        return None
    return known if sound else None


def _counts(truths: Sequence[Picture], guesses: Sequence[Picture], rules: Rules, categories: int) -> Counts:
    tables = [
        _table(one, other, _names(k, len(truths))) for k, (one, other) in enumerate(zip(truths, guesses, strict=True))
    ]
    sides = [Segments.joined([one.segments for one in side]) for side in (truths, guesses)]
    joint = JointSet(Overlaps.from_tables(tables), *sides)
    for side, (segments, areas) in enumerate(((joint.truth, joint.truth_area), (joint.guess, joint.guess_area))):
        bare = np.flatnonzero(areas == 0)
        if bare.size:
            place = _names(int(segments.picture[bare[0]]), joint.pictures)[side]
            raise LabelError(f"{place}: segment {segments.ids[bare[0]]} has no pixel; leave it out of the list")
    return Counts.of_matches(joint, match(joint, rules), categories)


def _table(truth: Picture, guess: Picture, names: tuple[str, str]) -> npt.NDArray[np.int64]:
    """The joint table of one picture; a list without RLEs is void all over."""
    if truth.colors is not None and guess.colors is not None:
        return color_overlap(truth.colors, guess.colors, truth.segments.ids, guess.segments.ids, names)
    sides = [one.ids if one.colors is None else joined(one.colors) for one in (truth, guess)]
    there = next((ids for ids in sides if ids is not None), None)
    if there is None:
        raise LabelError(
            f"{names[0]}: neither it nor the guess has a single RLE, so that its size is unknown; give a map"
        )
    maps = [np.zeros_like(there) if ids is None else ids for ids in sides]
    return raw_overlap(maps[0], maps[1], truth.segments.ids, guess.segments.ids, names)


def _names(k: int, pictures: int) -> tuple[str, str]:
    """What to call the two sides of a picture in a message."""
    return (f"truth[{k}]", f"guess[{k}]") if pictures > 1 else ("truth", "guess")


def _kinds(categories: Sequence[Category]) -> list[tuple[int, bool]]:
    return [(category.id, category.isthing) for category in categories]
