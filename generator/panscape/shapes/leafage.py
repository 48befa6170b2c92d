"""The colours of bark and leaves: by species, by season, and a little by tree."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from panscape.scenes import Material, Texture
from panscape.scenes.material import Color

SEASONS = ("spring", "summer", "autumn", "winter")

# Linear reflectances: leaf, and what lit leaves go to.
_GREENS: Mapping[str, tuple[Color, Color]] = {
    "linden": ((0.045, 0.095, 0.024), (0.12, 0.20, 0.05)),
    "maple": ((0.04, 0.085, 0.024), (0.10, 0.18, 0.05)),
    "plane": ((0.055, 0.10, 0.03), (0.14, 0.21, 0.065)),
    "oak": ((0.036, 0.072, 0.02), (0.095, 0.15, 0.04)),
    "birch": ((0.06, 0.115, 0.028), (0.16, 0.24, 0.06)),
    "poplar": ((0.045, 0.09, 0.028), (0.12, 0.19, 0.06)),
    "cherry": ((0.05, 0.085, 0.026), (0.13, 0.18, 0.055)),
    "pine": ((0.03, 0.058, 0.03), (0.075, 0.115, 0.06)),
    "spruce": ((0.02, 0.046, 0.027), (0.05, 0.09, 0.05)),
    "shrub": ((0.042, 0.088, 0.024), (0.11, 0.185, 0.05)),
}
# In autumn: the two colours between which the trees of a species are spread.
_AUTUMNS: Mapping[str, tuple[Color, Color]] = {
    "linden": ((0.30, 0.20, 0.025), (0.42, 0.30, 0.035)),
    "maple": ((0.34, 0.075, 0.02), (0.40, 0.16, 0.025)),
    "plane": ((0.22, 0.13, 0.03), (0.32, 0.22, 0.05)),
    "oak": ((0.17, 0.085, 0.025), (0.26, 0.14, 0.03)),
    "birch": ((0.36, 0.25, 0.025), (0.48, 0.36, 0.04)),
    "poplar": ((0.32, 0.25, 0.03), (0.42, 0.33, 0.04)),
    "cherry": ((0.32, 0.065, 0.025), (0.38, 0.15, 0.03)),
    "shrub": ((0.12, 0.105, 0.028), (0.26, 0.13, 0.03)),
}
_BARKS: Mapping[str, tuple[Color, Color]] = {
    "birch": ((0.62, 0.60, 0.56), (0.05, 0.045, 0.04)),
    "plane": ((0.30, 0.27, 0.20), (0.13, 0.12, 0.09)),
    "pine": ((0.22, 0.105, 0.055), (0.12, 0.075, 0.05)),
    "cherry": ((0.085, 0.05, 0.042), (0.14, 0.095, 0.08)),
}
_BARK: tuple[Color, Color] = ((0.085, 0.068, 0.052), (0.16, 0.135, 0.105))
_PINK: tuple[Color, ...] = ((0.72, 0.46, 0.50), (0.76, 0.62, 0.62), (0.78, 0.74, 0.70))


def leafage(rng: np.random.Generator, species: str = "shrub", season: str = "summer") -> dict[str, Material]:
    """Return materials for the slots bark, core, leaf and sunlit.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws three numbers, whatever it is for.
    species : str
        A key of ``panscape.shapes.tree.TREES``, or "shrub" for bushes and hedges.
    season : str
        One of ``SEASONS``. Cherries blossom in spring; needles stay as they are.
    """
    tone, warm, bark = rng.random(3).tolist()
    return _leafage(species, season, 0.78 + 0.08 * int(6 * tone), int(6 * warm) / 5.0, 0.8 + 0.15 * int(4 * bark))


@cache
def _leafage(species: str, season: str, tone: float, warm: float, bark: float) -> dict[str, Material]:
    leaf, lit = _GREENS[species]
    through = 1.6
    if season == "spring" and species in _AUTUMNS:
        leaf, lit = _mixed(leaf, (0.11, 0.16, 0.03), 0.45), _mixed(lit, (0.24, 0.32, 0.07), 0.5)
        if species == "cherry":
            bloom = _PINK[int(2.99 * warm)]
            leaf, lit = _times(bloom, 0.72), bloom
    elif season == "autumn" and species in _AUTUMNS:
        low, high = _AUTUMNS[species]
        turned = _mixed(low, high, warm)
        rest = 0.35 if tone < 0.85 else 0.0  # some trees are late
        leaf, lit = _mixed(_times(turned, 0.7), leaf, rest), _mixed(_times(turned, 1.15), lit, rest)
    elif season == "winter" and species in _AUTUMNS:
        leaf, lit = (0.13, 0.075, 0.035), (0.20, 0.12, 0.055)
    else:
        leaf, lit = _mixed(leaf, (0.075, 0.10, 0.022), 0.4 * warm), _mixed(lit, (0.17, 0.20, 0.05), 0.4 * warm)
    first, second = _BARKS.get(species, _BARK)
    leaf, lit = _times(leaf, tone), _times(lit, tone)
    birch = species == "birch"
    return {
        "leaf": Material(leaf, _mixed(leaf, lit, 0.6), Texture.LEAF, through, 0.75, 0.03, contrast=2.2),
        "sunlit": Material(_mixed(leaf, lit, 0.5), lit, Texture.LEAF, through, 0.7, 0.03, contrast=2.2),
        "core": Material(_times(leaf, 0.7), _times(leaf, 1.35), Texture.LEAF, 4.0, 0.9, 0.02, contrast=3.0),
        "bark": Material(
            _times(first, bark if not birch else 1.0), second, Texture.NOISE, 5.0 if birch else 7.0, 0.95,
            contrast=2.0 if birch else 3.0,
        ),
    }  # fmt: skip


def _times(color: Color, factor: float) -> Color:
    red, green, blue = (min(1.0, part * factor) for part in color)
    return red, green, blue


def _mixed(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue
