"""Pictures of one row, sketched as texts: a letter is a segment, a dot is void."""

from dataclasses import dataclass

import numpy as np

from panscape.metrics import JointSet, Overlaps, match, raw_overlap
from panscape.overlaps.segments import Segments, columns, places_of

from strategies import CATEGORIES

# Who is told by the letter: cats, dogs, grass, sky; an upper case letter is a crowd.
CATEGORY_OF = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "g": 3, "s": 4}


@dataclass(frozen=True)
class Row:
    id: int
    category_id: int
    iscrowd: bool
    area: int | None = None


def rows(text):
    """The segments of a sketch, by letter."""
    letters = sorted(set(text) - {"."})
    return [Row(ord(one), CATEGORY_OF[one.lower()], one.isupper()) for one in letters]


def ids(text):
    """The map of a sketch, (1, W) uint32."""
    return np.array([[0 if one == "." else ord(one) for one in text]], np.uint32)


def joint_of(truth, guess, truth_segments, guess_segments):
    """The joint set of one picture from maps of ids and described segments."""
    places = places_of(CATEGORIES)
    sides = columns(truth_segments, places), columns(guess_segments, places)
    return JointSet(Overlaps.from_tables([raw_overlap(truth, guess, sides[0].ids, sides[1].ids)]), *sides)


def sketched(*pictures):
    """The joint set of pictures, each given as ``(truth, guess)``, and its matches."""
    parts = [joint_of(ids(t), ids(g), rows(t), rows(g)) for t, g in pictures]
    joint = JointSet.joined(parts)
    return joint, match(joint)


def letters(segments: Segments, flags):
    """The letters of some rows."""
    return "".join(chr(one) for one in segments.ids[flags])
