"""The street world: never the same street twice, seen as from a car or from the sidewalk."""

from panscape.worlds.street.params import StreetKinds, StreetParams
from panscape.worlds.street.street import build

__all__ = ["StreetKinds", "StreetParams", "build"]
