"""The colours of people: skin, hair, clothes for the street, for work and for the rain."""

import numpy as np

from panscape.scenes import Material, Texture
from panscape.scenes.material import Color

_SKINS: tuple[Color, ...] = (
    (0.58, 0.38, 0.28), (0.63, 0.44, 0.34), (0.46, 0.28, 0.19), (0.33, 0.19, 0.12), (0.19, 0.105, 0.065),
    (0.09, 0.05, 0.034),
)  # fmt: skip
_HAIRS: tuple[Color, ...] = (
    (0.018, 0.014, 0.012), (0.045, 0.026, 0.016), (0.10, 0.058, 0.03), (0.27, 0.17, 0.075), (0.30, 0.29, 0.28),
    (0.16, 0.05, 0.02),
)  # fmt: skip
_GREY = 4
_TOPS: tuple[Color, ...] = (
    (0.60, 0.60, 0.58), (0.025, 0.027, 0.032), (0.10, 0.11, 0.125), (0.035, 0.06, 0.16), (0.34, 0.035, 0.04),
    (0.06, 0.15, 0.09), (0.42, 0.30, 0.16), (0.20, 0.32, 0.48), (0.56, 0.40, 0.06), (0.30, 0.10, 0.24),
    (0.50, 0.22, 0.17), (0.13, 0.09, 0.065), (0.07, 0.28, 0.32), (0.58, 0.16, 0.045),
)  # fmt: skip
_BOTTOMS: tuple[Color, ...] = (
    (0.035, 0.055, 0.12), (0.06, 0.095, 0.19), (0.018, 0.018, 0.021), (0.09, 0.09, 0.095), (0.31, 0.25, 0.165),
    (0.10, 0.08, 0.06), (0.15, 0.20, 0.28), (0.07, 0.085, 0.055),
)  # fmt: skip
_SHOES: tuple[Color, ...] = ((0.02, 0.018, 0.017), (0.55, 0.54, 0.52), (0.11, 0.06, 0.03), (0.16, 0.16, 0.17))


def person_materials(
    rng: np.random.Generator, young: bool = False, old: bool = False, at_work: bool = False
) -> dict[str, Material]:
    """Return skin, hair and clothes, drawn slot by slot; all slots that ``body.dressed`` knows.

    Parameters
    ----------
    rng : numpy.random.Generator
    young, old : bool
        A child or a youth; somebody whose hair is grey.
    at_work : bool
        In yellow or orange that cannot be overlooked, with bands that throw light back.
    """
    skin = int(rng.choice(len(_SKINS), p=(0.26, 0.22, 0.18, 0.14, 0.12, 0.08)))
    # Fair hair goes with fair skin, and grey hair with age.
    shares = np.array((0.22, 0.25, 0.2, 0.14, 0.12, 0.07) if skin < 2 else (0.6, 0.28, 0.04, 0.0, 0.08, 0.0))
    shares[_GREY] *= 0.0 if young else 1.0
    hair = _GREY if old else int(rng.choice(len(_HAIRS), p=shares / shares.sum()))
    red, green, blue = _SKINS[skin]
    top, bottom, hat, bag, shirt, scarf, umbrella = (
        _shaded(rng, palette) for palette in (_TOPS, _BOTTOMS, _HATS, _BAGS, _TOPS, _TOPS, _TOPS)
    )
    if at_work:
        top = _SIGNALS[int(rng.random() * len(_SIGNALS))]
        hat = (0.62, 0.50, 0.05) if rng.random() < 0.5 else (0.66, 0.66, 0.64)
    return _BARE | {
        "skin": Material(_SKINS[skin], roughness=0.55, f0=0.035),
        "lips": Material((0.75 * red, 0.5 * green, 0.5 * blue), roughness=0.5),
        "hair": Material(_HAIRS[hair], roughness=0.5),
        "top": _cloth(top),
        "shirt": _cloth(shirt),
        "stripe": _cloth((0.62, 0.62, 0.60) if sum(top) < 0.9 else (0.03, 0.05, 0.12)),
        "print": _cloth(umbrella if sum(top) > 0.6 else (0.60, 0.58, 0.52)),
        "bottom": _cloth(bottom),
        "hat": Material(hat, roughness=0.35) if at_work else _cloth(hat),
        "scarf": _cloth(scarf),
        "bag": _cloth(bag),
        "umbrella": Material(umbrella, roughness=0.6),
        "shoes": Material(_shaded(rng, _SHOES), roughness=0.5),
    }


_SIGNALS: tuple[Color, ...] = ((0.62, 0.66, 0.02), (0.80, 0.24, 0.02))
_BAGS: tuple[Color, ...] = (
    (0.02, 0.02, 0.022), (0.14, 0.075, 0.035), (0.30, 0.20, 0.11), (0.05, 0.07, 0.14), (0.35, 0.03, 0.04),
    (0.10, 0.11, 0.11), (0.55, 0.50, 0.42), (0.06, 0.16, 0.12),
)  # fmt: skip
_HATS: tuple[Color, ...] = (
    (0.02, 0.021, 0.024), (0.035, 0.05, 0.10), (0.11, 0.08, 0.05), (0.09, 0.09, 0.095), (0.36, 0.31, 0.22),
    (0.30, 0.03, 0.035), (0.50, 0.49, 0.46), (0.05, 0.10, 0.06),
)  # fmt: skip
_BARE = {
    "trim": Material((0.014, 0.014, 0.016), roughness=0.3),
    "belt": Material((0.03, 0.02, 0.014), roughness=0.5),
    "sole": Material((0.40, 0.40, 0.39), roughness=0.8),
    "band": Material((0.62, 0.63, 0.64), roughness=0.5),
    "metal": Material((0.30, 0.31, 0.32), roughness=0.3, f0=0.3, metal=0.4),
    "cup": Material((0.62, 0.60, 0.56), roughness=0.6),
    "cane": Material((0.12, 0.06, 0.03), roughness=0.4),
}


def _shaded(rng: np.random.Generator, palette: tuple[Color, ...]) -> Color:
    color = np.array(palette[int(rng.integers(len(palette)))]) * rng.uniform(0.75, 1.25)
    red, green, blue = color.clip(0.004, 0.85).tolist()
    return red, green, blue


def _cloth(color: Color) -> Material:
    red, green, blue = (0.62 * part for part in color)
    return Material(color, (red, green, blue), Texture.CLOTH, 6.0, roughness=0.9, f0=0.03, contrast=1.2)
