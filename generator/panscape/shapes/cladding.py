"""What buildings wear: plaster, brick, stone, tiles, frames and the colours of shops, made once for all of them."""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import product
from typing import TypeVar

import numpy as np

from panscape.scenes import Material, Texture
from panscape.scenes.material import Color

Item = TypeVar("Item")
DRAWS = 14  # numbers that dressing one building takes


def clad(rng: np.random.Generator, style: str, flat: bool) -> dict[str, Material]:
    """Return a material for every slot that a building may have.

    Every call draws equally many numbers, whatever it is for.

    Parameters
    ----------
    rng : numpy.random.Generator
    style : str
        As in ``panscape.shapes.building.Building``.
    flat : bool
        Whether its roof is felt on a slab, not tiles.
    """
    wall_draw, stone, tiles, frame, shop, awning, door, rail, lit, cloth, panel, *late = rng.random(DRAWS).tolist()
    wall = _at(_walls(style), wall_draw)
    shop_material = _at(_shops(), shop)
    return {
        "wall": wall,
        "trim": _paler(wall) if style == "flats" else _at(_stones(), stone),
        "roof": _FLAT_ROOF if flat else _at(_tiles(), tiles),
        **{slot: _at(_panes(style == "office"), chance) for slot, chance in zip(_LATE, late, strict=True)},
        "lit_window": _at(_lit(), lit),
        "display": _at(_displays(), lit),
        "curtain": _at(_curtains(), cloth),
        "blind": _BLIND,
        "bill": _BILLS[int(panel * len(_BILLS))],
        "pipe": _PIPE,
        "panel": _at(_panels(), panel),
        "pane": _PANE,
        "frame": _at(_frames(style == "office"), frame),
        "door": _at(_shops(), door),
        "shop": shop_material,
        "letters": _LETTERS_DARK if min(shop_material.color) > 0.3 else _LETTERS,
        "awning": _at(_awnings(), awning),
        "rail": _at(_frames(False)[2:], rail),
    }


# Linear reflectances.
_PLASTERS: tuple[Color, ...] = (
    (0.52, 0.44, 0.32), (0.60, 0.55, 0.46), (0.50, 0.34, 0.24), (0.46, 0.47, 0.46), (0.62, 0.58, 0.54),
    (0.55, 0.47, 0.25), (0.36, 0.42, 0.40), (0.52, 0.38, 0.34), (0.64, 0.62, 0.58), (0.40, 0.34, 0.30),
)  # fmt: skip
_BRICKS: tuple[Color, ...] = (
    (0.26, 0.10, 0.065), (0.32, 0.15, 0.09), (0.20, 0.09, 0.07), (0.38, 0.26, 0.16), (0.30, 0.22, 0.17),
    (0.40, 0.33, 0.24),
)  # fmt: skip
_PANELS: tuple[Color, ...] = (
    (0.55, 0.55, 0.54), (0.20, 0.21, 0.23), (0.42, 0.38, 0.34), (0.30, 0.34, 0.38), (0.62, 0.60, 0.57),
)  # fmt: skip
_ROOFS: tuple[Color, ...] = (
    (0.22, 0.085, 0.05), (0.12, 0.055, 0.04), (0.07, 0.07, 0.08), (0.16, 0.12, 0.10), (0.09, 0.10, 0.11),
)  # fmt: skip
_BRIGHT: tuple[Color, ...] = (
    (0.35, 0.03, 0.03), (0.02, 0.10, 0.25), (0.03, 0.18, 0.09), (0.45, 0.30, 0.03), (0.03, 0.03, 0.035),
    (0.55, 0.53, 0.50), (0.12, 0.03, 0.10), (0.03, 0.20, 0.24), (0.40, 0.13, 0.03),
)  # fmt: skip
_JOINERY: tuple[Color, ...] = (
    (0.68, 0.67, 0.64), (0.62, 0.61, 0.58), (0.10, 0.10, 0.11), (0.22, 0.14, 0.08), (0.06, 0.11, 0.09),
)  # fmt: skip
_STONES: tuple[Color, ...] = ((0.52, 0.49, 0.44), (0.60, 0.58, 0.54), (0.40, 0.38, 0.35), (0.66, 0.64, 0.60))
_TONES = (0.85, 0.92, 0.99, 1.06, 1.13)
_LETTERS = Material((0.66, 0.64, 0.56), roughness=0.5)
_LETTERS_DARK = Material((0.03, 0.03, 0.035), roughness=0.5)
_FLAT_ROOF = Material((0.20, 0.20, 0.20), (0.12, 0.12, 0.12), Texture.NOISE, 0.8, 0.95)


def _at(items: tuple[Item, ...], chance: float) -> Item:
    return items[int(chance * len(items))]


def _shaded(color: Color, factor: float) -> Color:
    red, green, blue = (min(part * factor, 1.0) for part in color)
    return red, green, blue


def _toned(colors: tuple[Color, ...], make: Callable[[Color], Material]) -> tuple[Material, ...]:
    return tuple(make(_shaded(color, tone)) for color, tone in product(colors, _TONES))


@cache
def _walls(style: str) -> tuple[Material, ...]:
    """All that the walls of a style may be, each as likely as another."""
    plasters = _toned(_PLASTERS, lambda c: Material(c, _shaded(c, 0.72), Texture.NOISE, 0.5, 0.92, contrast=1.6))
    bricks = _toned(_BRICKS, lambda c: Material(c, (0.36, 0.34, 0.31), Texture.BRICK, 4.2, 0.9))
    cast = _toned(_PLASTERS, lambda c: Material(c, _shaded(c, 0.75), Texture.CONCRETE, 0.4, 0.85))
    panels = _toned(_PANELS, lambda c: Material(c, _shaded(c, 0.85), Texture.CONCRETE, 0.6, 0.6))
    styles: Mapping[str, tuple[Material, ...]] = {
        "brick": bricks,
        "office": panels,
        "flats": plasters + cast,
        "terrace": plasters + 2 * bricks,
        "house": plasters + bricks,
    }
    return styles.get(style, plasters)


@cache
def _paler(wall: Material) -> Material:
    """The trim of flats: their wall's own colour, a little lighter."""
    color = _shaded(wall.color, 1.15)
    return Material(color, _shaded(color, 0.75), Texture.NOISE, 0.8, 0.85, contrast=1.4)


@cache
def _stones() -> tuple[Material, ...]:
    return _toned(_STONES, lambda c: Material(c, _shaded(c, 0.75), Texture.NOISE, 0.8, 0.85, contrast=1.4))


@cache
def _tiles() -> tuple[Material, ...]:
    return _toned(_ROOFS, lambda c: Material(c, _shaded(c, 0.6), Texture.ROOF, 3.0, 0.85))


@cache
def _frames(office: bool) -> tuple[Material, ...]:
    return tuple(Material(color, roughness=0.5) for color in (_PANELS if office else _JOINERY))


@cache
def _shops() -> tuple[Material, ...]:
    return _toned(_BRIGHT, lambda c: Material(c, roughness=0.45))


@cache
def _awnings() -> tuple[Material, ...]:
    return _toned(_BRIGHT, lambda c: Material(c, _shaded(c, 0.8), Texture.CLOTH, 3.0, 0.9))


@cache
def _panes(tinted: bool) -> tuple[Material, ...]:
    """Dark glass; behind two of five the lamps are on after dusk, in one tone or another."""
    f0, color = (0.16, (0.02, 0.035, 0.045)) if tinted else (0.09, (0.025, 0.03, 0.035))
    dark = Material(color, roughness=0.05, f0=f0)
    late = [
        Material(glow, roughness=0.05, f0=f0, night=night)
        for glow, night in (((0.045, 0.03, 0.014), 11.0), ((0.04, 0.033, 0.022), 15.0))
    ]
    return (dark, dark, dark, *late)


@cache
def _lit() -> tuple[Material, ...]:
    """Rooms in which a lamp is on by day too."""
    return tuple(
        Material((0.40, 0.33, 0.23), (0.26, 0.22, 0.16), Texture.NOISE, 2.0, 0.25, 0.06, emission=0.03 * k, night=1.1)
        for k in range(1, 6)
    )


@cache
def _displays() -> tuple[Material, ...]:
    """Goods behind the pane of a shop, more or less lit."""
    return tuple(
        Material((0.03, 0.028, 0.026), second, Texture.NOISE, 4.5, 0.08, 0.07, contrast=2.6, night=3.0)
        for second in (
            (0.34, 0.27, 0.18),
            (0.22, 0.24, 0.26),
            (0.36, 0.16, 0.12),
            (0.14, 0.22, 0.16),
            (0.42, 0.38, 0.32),
        )
    )


@cache
def _curtains() -> tuple[Material, ...]:
    return tuple(
        Material(color, _shaded(color, 0.8), Texture.CLOTH, 4.0, 0.25, 0.05, night=0.25)
        for color in (
            (0.46, 0.44, 0.40),
            (0.38, 0.33, 0.26),
            (0.30, 0.12, 0.09),
            (0.16, 0.20, 0.24),
            (0.52, 0.50, 0.47),
        )
    )


@cache
def _panels() -> tuple[Material, ...]:
    """What closes balconies: sheets of steel or board."""
    return tuple(
        Material(color, roughness=0.5)
        for color in (
            (0.55, 0.54, 0.52),
            (0.16, 0.17, 0.18),
            (0.42, 0.30, 0.14),
            (0.30, 0.09, 0.06),
            (0.14, 0.22, 0.26),
        )
    )


_GOODS: tuple[Color, ...] = (
    (0.34, 0.27, 0.18), (0.22, 0.24, 0.26), (0.36, 0.16, 0.12), (0.14, 0.22, 0.16), (0.42, 0.38, 0.32),
)  # fmt: skip
_CLOTHS: tuple[Color, ...] = (
    (0.46, 0.44, 0.40), (0.38, 0.33, 0.26), (0.30, 0.12, 0.09), (0.16, 0.20, 0.24), (0.52, 0.50, 0.47),
)  # fmt: skip
_SHEETS: tuple[Color, ...] = (
    (0.55, 0.54, 0.52), (0.16, 0.17, 0.18), (0.42, 0.30, 0.14), (0.30, 0.09, 0.06), (0.14, 0.22, 0.26),
)  # fmt: skip
_LATE = ("window", "window2", "window3")
_PIPE = Material((0.20, 0.20, 0.20), roughness=0.5, f0=0.1)
_BLIND = Material((0.44, 0.42, 0.37), roughness=0.2, f0=0.05, night=0.3)
_PANE = Material((0.10, 0.12, 0.12), roughness=0.05, f0=0.08)
_BILLS = tuple(
    Material(color, roughness=0.2, f0=0.05, night=0.3)
    for color in ((0.62, 0.60, 0.55), (0.55, 0.07, 0.05), (0.62, 0.46, 0.05), (0.05, 0.16, 0.36))
)
