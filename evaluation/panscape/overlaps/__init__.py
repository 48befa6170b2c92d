"""How many pixels each segment of the truth shares with each of the guess: from files, or from labels in memory.

``tables`` and ``joint`` are the facts, ``overlaid`` reads sets from disk by way of ``reading`` (plain PNGs, as runs of
ids) or of ``sure`` (everything else), ``bands`` does the same for boundaries.
"""

from panscape.overlaps.joint import JointSet
from panscape.overlaps.segments import Segments
from panscape.overlaps.tables import Overlaps, overlap, raw_overlap

__all__ = ["JointSet", "Overlaps", "Segments", "overlap", "raw_overlap"]
