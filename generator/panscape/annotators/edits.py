"""What an annotator did to the truth, each error by its kind, its place and its size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["missed", "dropped", "part", "renamed", "merged", "order", "boundary"]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Edit:
    """One planted error.

    Attributes
    ----------
    kind : str
        ``missed``: not noticed. ``dropped``: smaller than the guideline asks for. ``part``: holes or loose parts
        too small to be drawn on their own. ``renamed``: given another category. ``merged``: drawn as one with a
        neighbour. ``order``: painted before what lies behind it. ``boundary``: the line departs from the edge.
    segment : int
        The truth's segment.
    bbox : (x, y, width, height) int
        Of the region: the segment or, of stuff, a part of it; around all of them where specks are signed together.
    size_px : int
        Pixels that the error concerns: of the region where it is not drawn, renamed or merged; those that it had, and
        that one behind it covers (order); those inside and outside that the polygon gets wrong of what can be seen,
        in the parts that are left out (part) and elsewhere (boundary).
    facts : mapping
        ``missed``, ``dropped``: ``regions``, where specks of one stuff are signed together. ``renamed``: ``from``
        and ``to``, categories. ``merged``: ``into``, a segment. ``order``: ``under``, a segment. ``part``:
        ``rings``. ``boundary``: ``mean_px`` and ``max_px`` of the line, without its sign.
    """

    kind: Kind
    segment: int
    bbox: Box
    size_px: int
    facts: Mapping[str, Any] = field(default_factory=dict)

    def record(self, numbers: Sequence[int]) -> dict[str, Any]:
        """Return it ready for JSON; ``numbers[k]`` is what the truth's segment k is called on disk."""
        facts = {key: numbers[value] if key in ("into", "under") else value for key, value in self.facts.items()}
        return {
            "kind": self.kind,
            "segment": numbers[self.segment],
            "bbox": list(self.bbox),
            "size_px": self.size_px,
            **facts,
        }
