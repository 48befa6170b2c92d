"""How much room a shape takes, for those who lay out a scene before its meshes exist."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """The box that holds a shape at scale 1, metres; the shape stands on z = 0 in its middle."""

    length: float
    width: float
    height: float
