"""What stands on sidewalks for people's use: bins, benches, hydrants, cabinets, racks, planters, kiosks, tables."""

from collections.abc import Callable, Mapping
from functools import cache
from math import cos, pi, sin

import numpy as np

from panscape.scenes import Material, Mesh, Placement, Texture, join
from panscape.scenes.material import Color
from panscape.shapes.blocks import blocks
from panscape.shapes.size import Size
from panscape.shapes.solids import lathe, loft, moved, pipe, rotation, sphere, tube


@cache
def amenity_mesh(model: str) -> Mesh:
    """Return a piece of street furniture that faces +x (a bench is sat on from there).

    Parameters
    ----------
    model : str
        A key of ``AMENITIES``.

    Returns
    -------
    Mesh
        Slots among body, metal, wood, dark, panel, cloth, red, bag.
    """
    return _MAKERS[model]()


def amenity(finish: float, position: tuple[float, float, float], yaw: float, model: str) -> Placement:
    """Return a dressed piece of street furniture; ``finish`` in [0, 1) chooses one of a few."""
    return Placement(amenity_mesh(model), position, _dress(model, int(finish * _FINISHES)), yaw)


def _bin() -> Mesh:
    """A round litter bin on a foot, with an opening all round below its lid."""
    drum = lathe([(0.2, 0.06), (0.23, 0.1), (0.24, 0.72), (0.21, 0.75)], 12, "body")
    throat = lathe([(0.17, 0.74), (0.17, 0.9)], 8, "dark")
    lid = lathe([(0.25, 0.88), (0.26, 0.93), (0.17, 1.0), (0.02, 1.02)], 12, "body")
    foot = lathe([(0.16, 0.0), (0.16, 0.07)], 8, "dark")
    stays = blocks([(x - 0.02, x + 0.02, y - 0.02, y + 0.02, 0.72, 0.9) for x, y in _ring(4, 0.2)], "metal")
    return join([drum, throat, lid, foot, stays])


def _post_bin() -> Mesh:
    """A basket on a post."""
    basket = lathe([(0.14, 0.5), (0.19, 0.95), (0.2, 0.98)], 10, "body")
    inside = lathe([(0.17, 0.975), (0.0, 0.985)], 10, "dark", caps=False)
    return join([basket, inside, tube((-0.2, 0, 0), (-0.2, 0, 1.2), 0.03, sides=6, slot="metal")])


def _wheelie() -> Mesh:
    """A household bin: a body that widens upwards, a lid that overhangs, a handle and two wheels."""
    body = _box_loft([(0.0, 0.21, 0.2), (0.06, 0.23, 0.22), (0.92, 0.3, 0.27)], "body")
    lid = _box_loft([(0.92, 0.33, 0.29), (0.99, 0.31, 0.28), (1.05, 0.2, 0.24)], "body")
    wheels = [moved(_wheel(0.11, 0.06), (-0.22, y, 0.11)) for y in (-0.25, 0.25)]
    bar = tube((-0.37, -0.22, 0.93), (-0.37, 0.22, 0.93), 0.018, sides=5, slot="dark")
    return join([body, lid, bar, *wheels])


def _bags() -> Mesh:
    """Three tied bags in a heap."""
    spots = ((0.0, 0.0, 0.26, 0.3), (0.42, 0.18, 0.22, 0.26), (0.1, 0.5, 0.24, 0.27))
    sacks = [sphere((x, y, z), (r, 0.9 * r, z), "bag", 9, 5) for x, y, z, r in spots]
    ties = [tube((x, y, 2 * z - 0.04), (x + 0.03, y, 2 * z + 0.12), 0.03, 0.08, 5, "bag") for x, y, z, _ in spots]
    return join([*sacks, *ties])


def _bench() -> Mesh:
    """Slats for seat and back between two cast ends."""
    seat = [(x, x + 0.085, -0.85, 0.85, 0.43, 0.46) for x in (-0.2, -0.095, 0.01, 0.115)]
    slats = [blocks(seat, "wood")]
    for low, back in ((0.56, -0.245), (0.68, -0.275), (0.8, -0.305)):
        slats.append(blocks([(back, back + 0.03, -0.85, 0.85, low, low + 0.085)], "wood"))
    ends = []
    for y in (-0.7, 0.7):
        line = [(0.19, y, 0.0), (0.17, y, 0.42), (-0.2, y, 0.42), (-0.33, y, 0.9)]
        ends.append(pipe(np.array(line), 0.028, 4, "metal"))
        ends.append(tube((-0.2, y, 0.42), (-0.26, y, 0.0), 0.028, sides=4, slot="metal"))
        ends.append(pipe(np.array([(-0.25, y, 0.66), (0.15, y, 0.64), (0.17, y, 0.42)]), 0.022, 4, "metal"))
    return join([*slats, *ends])


def _slab_bench() -> Mesh:
    """A bench of cast stone with a wooden top."""
    legs = blocks([(-0.2, 0.2, -0.8, -0.6, 0.0, 0.4), (-0.2, 0.2, 0.6, 0.8, 0.0, 0.4)], "body")
    return join([legs, blocks([(x, x + 0.13, -0.95, 0.95, 0.4, 0.46) for x in (-0.22, -0.07, 0.08)], "wood")])


def _hydrant() -> Mesh:
    """A hydrant as high as a knee: flange, barrel, bonnet and three nozzles."""
    barrel = lathe(
        [(0.16, 0.0), (0.16, 0.05), (0.105, 0.07), (0.1, 0.5), (0.135, 0.52), (0.13, 0.58), (0.06, 0.7), (0.03, 0.76)],
        12, "red",
    )  # fmt: skip
    nozzles = [
        tube((0, -0.19, 0.4), (0, 0.19, 0.4), 0.05, sides=8, slot="red"),
        tube((0, 0, 0.36), (0.19, 0, 0.36), 0.065, sides=8, slot="red"),
        tube((0.18, 0, 0.36), (0.21, 0, 0.36), 0.075, sides=6, slot="metal"),
    ]
    return join([barrel, *nozzles])


def _cabinet() -> Mesh:
    """A cabinet for cables: two doors on a plinth, a lid that overhangs."""
    return join(
        [
            blocks([(-0.2, 0.2, -0.6, 0.6, 0.0, 0.12)], "dark"),
            blocks([(-0.19, 0.19, -0.58, 0.58, 0.12, 1.25)], "body"),
            blocks([(-0.21, 0.22, -0.6, 0.6, 1.25, 1.3)], "body"),
            blocks([(0.185, 0.193, -0.006, 0.006, 0.14, 1.23)], "dark"),
            blocks([(0.185, 0.194, y, y + 0.2, z, z + 0.02) for y in (-0.4, 0.2) for z in (0.95, 1.0, 1.05)], "dark"),
            blocks([(0.19, 0.215, 0.04, 0.07, 0.6, 0.75)], "metal"),
        ]
    )  # fmt: skip


def _post_box() -> Mesh:
    """A letter box on a foot, with a slot and a plate."""
    return join(
        [
            blocks([(-0.06, 0.06, -0.06, 0.06, 0.0, 0.75)], "metal"),
            moved(_box_loft([(0.0, 0.16, 0.24), (0.62, 0.16, 0.24), (0.7, 0.08, 0.2)], "red"), (0.0, 0.0, 0.72)),
            blocks([(0.155, 0.165, -0.16, 0.16, 1.2, 1.235)], "dark"),
            blocks([(0.155, 0.163, -0.1, 0.1, 0.9, 1.08)], "panel"),
        ]
    )


def _rack() -> Mesh:
    """Four hoops for bicycles, 0.8 m apart."""
    angles = np.linspace(0.0, pi, 6)
    arch = [(0.35 * cos(a), 0.0, 0.5 + 0.28 * sin(a)) for a in angles]
    hoop = pipe(np.array([(0.35, 0.0, 0.0), *arch, (-0.35, 0.0, 0.0)]), 0.024, 6, "metal")
    return join([moved(hoop, (0.0, y, 0.0)) for y in (-1.2, -0.4, 0.4, 1.2)])


def _planter() -> Mesh:
    """A tub of cast stone, full of earth."""
    tub = _box_loft([(0.0, 0.42, 0.42), (0.5, 0.5, 0.5), (0.55, 0.5, 0.5)], "body")
    return join([tub, blocks([(-0.43, 0.43, -0.43, 0.43, 0.5, 0.56)], "dark")])


def _phone_box() -> Mesh:
    """A phone box: a frame with open panes, a roof with a sign, a telephone on its back wall."""
    posts = [(x, x + 0.07, y, y + 0.07, 0.0, 2.2) for x in (-0.45, 0.38) for y in (-0.45, 0.38)]
    rails = [(-0.45, 0.45, y, y + 0.04, z, z + 0.05) for y in (-0.43, 0.39) for z in (0.25, 0.9, 1.55)]
    back = [(-0.45, -0.41, -0.4, 0.4, 0.1, 2.1)]
    roof = [(-0.5, 0.5, -0.5, 0.5, 2.2, 2.42)]
    return join(
        [
            blocks(posts + rails + roof, "red"),
            blocks(back, "metal"),
            blocks([(-0.41, -0.27, -0.2, 0.2, 1.05, 1.6)], "dark"),
            blocks([(0.5, 0.51, -0.36, 0.36, 2.25, 2.37)], "panel"),
            blocks([(-0.45, 0.45, -0.45, 0.45, 0.0, 0.05)], "dark"),
        ]
    )


def _column() -> Mesh:
    """A pillar for posters, with a plinth and a cap; the posters stand a little off its drum."""
    drum = lathe(
        [(0.68, 0.0), (0.68, 0.3), (0.6, 0.34), (0.6, 2.75), (0.72, 2.8), (0.74, 2.95), (0.45, 3.2), (0.02, 3.4)],
        14,
        "body",
    )
    sheets = []
    for k, (low, high) in enumerate(
        ((0.5, 1.5), (1.6, 2.65), (0.6, 2.0), (0.5, 1.7), (1.8, 2.6), (0.7, 2.2), (0.5, 1.4))
    ):
        angle = 2 * pi * k / 7
        board = blocks([(0.555, 0.625, -0.24, 0.24, low, high)], ("panel", "cloth", "red")[k % 3])
        sheets.append(moved(board, rotation=rotation("z", angle)))
    return join([drum, *sheets])


def _board() -> Mesh:
    """A sandwich board before a shop."""
    legs = []
    for way in (-1.0, 1.0):
        plate = blocks([(-0.012, 0.012, -0.3, 0.3, 0.0, 1.02)], "wood")
        face = blocks([(-0.018, 0.018, -0.25, 0.25, 0.1, 0.95)], "panel")
        legs += [moved(part, (-0.17 * way, 0.0, 0.0), rotation("y", 0.16 * way)) for part in (plate, face)]
    board = join(legs)
    return moved(board, (0.0, 0.0, -float(board.bounds[0][2])))


def _table() -> Mesh:
    """A café table and two chairs."""
    table = [
        lathe([(0.2, 0.0), (0.2, 0.02), (0.02, 0.05), (0.02, 0.7), (0.34, 0.71), (0.34, 0.735)], 12, "metal"),
    ]
    return join(
        [
            *table,
            moved(_chair(), (0.0, -0.62, 0.0), rotation("z", 0.5 * pi)),
            moved(_chair(), (0.1, 0.64, 0.0), rotation("z", -0.6 * pi)),
        ]
    )


def _parasol() -> Mesh:
    """An open parasol over the table at its foot."""
    cloth = lathe([(1.3, 2.12), (1.3, 2.2), (0.1, 2.62)], 8, "cloth", 20.0)
    pole = tube((0, 0, 0.7), (0, 0, 2.66), 0.025, sides=6, slot="wood")
    return join([_table(), cloth, pole])


def _cone() -> Mesh:
    """A traffic cone with two white bands."""
    foot = blocks([(-0.19, 0.19, -0.19, 0.19, 0.0, 0.035)], "red")
    bands = (
        (0.145, 0.035, 0.115, 0.2, "red"),
        (0.115, 0.2, 0.088, 0.34, "panel"),
        (0.088, 0.34, 0.065, 0.46, "red"),
        (0.065, 0.46, 0.045, 0.56, "panel"),
        (0.045, 0.56, 0.025, 0.7, "red"),
    )
    return join([foot, *(lathe([(r0, z0), (r1, z1)], 10, slot) for r0, z0, r1, z1, slot in bands)])


def _chair() -> Mesh:
    legs = [
        tube((x, y, 0.0), (0.85 * x, 0.85 * y, 0.45), 0.012, sides=4, slot="metal")
        for x in (-0.2, 0.2)
        for y in (-0.19, 0.19)
    ]
    seat = blocks([(-0.2, 0.2, -0.2, 0.2, 0.44, 0.465)], "wood")
    back = blocks(
        [
            (-0.21, -0.19, -0.2, 0.2, 0.66, 0.86),
            (-0.2, -0.185, -0.19, -0.17, 0.46, 0.86),
            (-0.2, -0.185, 0.17, 0.19, 0.46, 0.86),
        ],
        "wood",
    )
    return join([*legs, seat, back])


def _wheel(radius: float, width: float) -> Mesh:
    return moved(lathe([(radius, -0.5 * width), (radius, 0.5 * width)], 10, "dark"), rotation=rotation("x", 0.5 * pi))


def _box_loft(rings: list[tuple[float, float, float]], slot: str) -> Mesh:
    """A body of square rings: (height, half length, half width) of each, from below."""
    points = [[(x, -y, z), (x, y, z), (-x, y, z), (-x, -y, z)] for z, x, y in rings]
    return loft(points, slot, 25.0)


def _ring(count: int, radius: float) -> list[tuple[float, float]]:
    return [(radius * cos(2 * pi * (k + 0.5) / count), radius * sin(2 * pi * (k + 0.5) / count)) for k in range(count)]


_MAKERS: Mapping[str, Callable[[], Mesh]] = {
    "bin": _bin,
    "post bin": _post_bin,
    "wheelie bin": _wheelie,
    "bags": _bags,
    "bench": _bench,
    "slab bench": _slab_bench,
    "hydrant": _hydrant,
    "cabinet": _cabinet,
    "post box": _post_box,
    "rack": _rack,
    "planter": _planter,
    "phone box": _phone_box,
    "poster column": _column,
    "board": _board,
    "table": _table,
    "parasol": _parasol,
    "cone": _cone,
}
# The ground that each takes; the parasol's cloth hangs over it.
AMENITIES: Mapping[str, Size] = {
    "bin": Size(0.54, 0.54, 1.03),
    "post bin": Size(0.46, 0.42, 1.21),
    "wheelie bin": Size(0.74, 0.6, 1.06),
    "bags": Size(1.1, 1.15, 0.7),
    "bench": Size(0.62, 1.75, 0.95),
    "slab bench": Size(0.5, 1.95, 0.48),
    "hydrant": Size(0.4, 0.42, 0.78),
    "cabinet": Size(0.46, 1.25, 1.32),
    "post box": Size(0.36, 0.5, 1.45),
    "rack": Size(0.8, 2.5, 0.82),
    "planter": Size(1.05, 1.05, 0.58),
    "phone box": Size(1.05, 1.05, 2.44),
    "poster column": Size(1.5, 1.5, 3.42),
    "board": Size(0.6, 0.64, 1.04),
    "table": Size(0.9, 1.9, 0.9),
    "parasol": Size(0.9, 1.9, 2.7),
    "cone": Size(0.4, 0.4, 0.72),
}

_FINISHES = 4
_PAINTS: tuple[Color, ...] = ((0.035, 0.07, 0.045), (0.05, 0.052, 0.055), (0.22, 0.225, 0.23), (0.02, 0.03, 0.06))
_LIDS: tuple[Color, ...] = ((0.03, 0.05, 0.035), (0.02, 0.02, 0.022), (0.02, 0.05, 0.14), (0.12, 0.075, 0.04))
_STONES: tuple[Color, ...] = ((0.34, 0.33, 0.31), (0.27, 0.26, 0.25), (0.42, 0.39, 0.34), (0.20, 0.20, 0.20))
_REDS: tuple[Color, ...] = ((0.42, 0.02, 0.018), (0.42, 0.02, 0.018), (0.62, 0.38, 0.01), (0.02, 0.06, 0.24))
_CLOTHS: tuple[Color, ...] = ((0.52, 0.48, 0.40), (0.34, 0.04, 0.035), (0.06, 0.12, 0.09), (0.58, 0.57, 0.54))
_PANELS: tuple[Color, ...] = ((0.62, 0.61, 0.57), (0.06, 0.06, 0.06), (0.55, 0.40, 0.08), (0.10, 0.24, 0.34))
_WOODS: tuple[Color, ...] = ((0.22, 0.125, 0.06), (0.15, 0.08, 0.045), (0.28, 0.20, 0.12), (0.10, 0.07, 0.05))
_BODIES: Mapping[str, tuple[Color, ...]] = {
    "wheelie bin": _LIDS,
    "slab bench": _STONES,
    "planter": _STONES,
    "cabinet": ((0.24, 0.245, 0.24), (0.10, 0.14, 0.11), (0.32, 0.31, 0.28), (0.18, 0.18, 0.18)),
    "poster column": ((0.30, 0.29, 0.26), (0.05, 0.09, 0.07), (0.36, 0.34, 0.30), (0.12, 0.12, 0.12)),
}


@cache
def _dress(model: str, finish: int) -> Mapping[str, Material]:
    body = _BODIES.get(model, _PAINTS)[finish]
    rough = Texture.CONCRETE if body in _STONES else Texture.NOISE
    red = (0.62, 0.13, 0.01) if model == "cone" else (0.42, 0.02, 0.018) if model == "hydrant" else _REDS[finish]
    panel = (0.75, 0.75, 0.72) if model == "cone" else _PANELS[finish]
    wood = _WOODS[finish]
    return {
        "body": Material(body, tuple(0.8 * part for part in body), rough, 1.5, 0.6),  # type: ignore[arg-type]
        "metal": Material((0.10, 0.10, 0.105), (0.15, 0.15, 0.15), Texture.NOISE, 3.0, 0.45, 0.15),
        "wood": Material(wood, tuple(0.65 * part for part in wood), Texture.NOISE, 6.0, 0.75),  # type: ignore[arg-type]
        "dark": Material((0.018, 0.018, 0.019), roughness=0.8),
        "panel": Material(panel, roughness=0.5),
        "cloth": Material(_CLOTHS[finish], tuple(0.8 * part for part in _CLOTHS[finish]), Texture.CLOTH, 2.0, 0.9),  # type: ignore[arg-type]
        "red": Material(red, roughness=0.4),
        "bag": Material((0.016, 0.016, 0.018), roughness=0.3, f0=0.05),
    }
