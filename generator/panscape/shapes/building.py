"""Buildings: tenements, flats, brick blocks, offices, terraces and houses, each in several sizes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from panscape.scenes import Mesh, Placement, join
from panscape.shapes.blocks import blocks
from panscape.shapes.cladding import clad
from panscape.shapes.facade import PANES, Facade, plain_walls, shell, window_frames
from panscape.shapes.fittings import balconies, entrance, pipes, shop_boards, shop_signs, trim
from panscape.shapes.panels import fronts, turned
from panscape.shapes.roof import cornice, flat_roof, gable_front, gable_roof, hip_roof, mansard_roof


@dataclass(frozen=True)
class Building:
    """One model: a front, a depth and a roof. It faces +x; depth lies along x, width along y; metres.

    Attributes
    ----------
    style : str
        "tenement", "flats", "brick", "office", "terrace" or "house": which palette dresses it.
    facade : Facade
    depth : float
    roof : "flat", "gable", "gable front", "mansard" or "hip"
    detached : bool
        With windows on its sides.
    """

    style: str
    facade: Facade
    depth: float
    roof: str
    detached: bool = False

    @property
    def width(self) -> float:
        return self.facade.width

    @property
    def height(self) -> float:
        """Of the walls; the roof comes on top."""
        return self.facade.height


def _tenement(bays: int, storeys: int, shop: bool, roof: str) -> Building:
    facade = Facade(
        bays, storeys, 2.6, 3.4, 4.1 if shop else 3.7, (1.15, 1.9, 0.75), "shop" if shop else "door", 2, "", 0.16
    )
    return Building("tenement", facade, 12.0, roof)


def _flats(bays: int, storeys: int, shop: bool, balconies: str) -> Building:
    facade = Facade(bays, storeys, 3.2, 2.9, 3.4, (1.7, 1.4, 0.9), "shop" if shop else "door", 2, balconies)
    return Building("flats", facade, 12.0, "flat")


def _brick(bays: int, storeys: int, shop: bool, roof: str) -> Building:
    facade = Facade(
        bays, storeys, 2.4, 3.1, 3.8 if shop else 3.2, (1.05, 1.65, 0.8), "shop" if shop else "door", 2, "", 0.0
    )
    return Building("brick", facade, 11.0, roof)


def _office(bays: int, storeys: int) -> Building:
    return Building("office", Facade(bays, storeys, 2.1, 3.6, 4.4, (1.96, 2.6, 0.7), "lobby", 1), 15.0, "flat")


def _terrace(bays: int, storeys: int) -> Building:
    return Building("terrace", Facade(bays, storeys, 2.7, 2.8, 2.9, (1.3, 1.4, 0.85), "door", 2, "", 0.1), 9.0, "gable")


def _house(bays: int, storeys: int, roof: str) -> Building:
    return Building(
        "house", Facade(bays, storeys, 3.0, 2.7, 2.9, (1.4, 1.3, 0.9), "door", 2, "", 0.0, bays == 3), 9.0, roof, True
    )


BUILDINGS: Mapping[str, Building] = {
    "tenement 4x5 shop": _tenement(4, 5, True, "mansard"),
    "tenement 5x4 shop": _tenement(5, 4, True, "gable"),
    "tenement 3x5": _tenement(3, 5, False, "gable"),
    "tenement 6x5": _tenement(6, 5, False, "mansard"),
    "tenement 5x6 shop": _tenement(5, 6, True, "flat"),
    "flats 5x5": _flats(5, 5, False, "bars"),
    "flats 4x7": _flats(4, 7, False, "panel"),
    "flats 5x4 shop": _flats(5, 4, True, ""),
    "flats 7x6": _flats(7, 6, False, "glass"),
    "brick 4x3 shop": _brick(4, 3, True, "gable"),
    "brick 5x4": _brick(5, 4, False, "flat"),
    "brick 3x4 shop": _brick(3, 4, True, "flat"),
    "brick 6x3 shop": _brick(6, 3, True, "flat"),
    "office 8x6": _office(8, 6),
    "office 10x8": _office(10, 8),
    "office 6x5": _office(6, 5),
    "terrace 2x2": _terrace(2, 2),
    "terrace 2x3": _terrace(2, 3),
    "terrace 3x2": _terrace(3, 2),
    "house 3x2 hip": _house(3, 2, "hip"),
    "house 4x2 hip": _house(4, 2, "hip"),
    "house 3x2 gable": _house(3, 2, "gable front"),
    "house 4x1 gable": _house(4, 1, "gable"),
}


@cache
def building_mesh(model: str, detail: int = 0, corner: bool = False) -> Mesh:
    """Return a building, facing +x, the middle of its outline over the origin.

    Parameters
    ----------
    model : str
        A key of ``BUILDINGS``.
    detail : int
        0 for one beside the camera; 1 leaves out letters and the bars that no pixel holds; 2, seen from afar, recesses,
        frames, sills and balconies too.
    corner : bool
        True for one whose sides stand free, at a street corner: they have windows too.
    """
    plan = BUILDINGS[model]
    facade, x, z = plan.facade, 0.5 * plan.depth, plan.height
    meshes = (
        plain_walls(facade, plan.depth)
        if detail == 2
        else [shell(facade, plan.depth), *window_frames(facade, x, detail)]
    )
    meshes += _sides(plan, plan.detached or corner, detail)
    if facade.entrance == "shop":
        meshes += shop_boards(facade, x)
    if plan.style == "office":
        meshes += _curtain(facade, x)
    elif detail < 2:
        meshes += [*trim(facade, x, detail), *entrance(facade, x), *balconies(facade, x, detail), pipes(facade, x)]
        meshes.append(_bands(plan, x))
    else:
        meshes += balconies(facade, x, detail)
    if detail == 0 and facade.entrance == "shop":
        meshes += shop_signs(facade, x)
    if plan.style in ("tenement", "brick"):
        meshes += cornice(plan.width, plan.depth, z, 0.42 if plan.style == "tenement" else 0.2)
    return join(meshes + _roof(plan))


def _bands(plan: Building, x: float) -> Mesh:
    """A plinth or a band over the shops, and string courses on old fronts."""
    facade, y = plan.facade, 0.5 * plan.width - 0.006
    low, high = (0.005, 0.4) if facade.entrance == "door" else (facade.ground - 0.08, facade.ground + 0.1)
    bands = [(x - 0.02, x + 0.06, -y, y, low, high)]
    if plan.style == "tenement":
        bands += [(x - 0.02, x + 0.09, -y, y, floor - 0.12, floor) for floor in facade.floors[2:-1].tolist()]
    return blocks(bands, "trim")


def _sides(plan: Building, windows: bool, detail: int) -> list[Mesh]:
    """What is on the two walls beside the front: a column of windows each three metres, or nothing."""
    if not windows:
        return []
    y, facade = 0.5 * plan.width, plan.facade
    width, height, sill = facade.window
    columns = max(2, int(plan.depth / 3.2))
    centers = [(k - 0.5 * (columns - 1)) * 3.0 for k in range(columns)]
    ground = [] if facade.entrance == "lobby" else [0.15]
    floors = ground + [facade.ground + k * facade.storey for k in range(facade.storeys - 1)]
    half = min(0.5 * width, 1.2)
    spots = [(c, floor + sill) for floor in floors for c in centers]
    meshes = []
    for k, slot in enumerate(PANES):
        chosen = [spot for number, spot in enumerate(spots) if (0, 1, 2, 0, 1, 2, 3)[(5 * number) % 7] == k]
        meshes.append(fronts([(y + 0.03, c - half, c + half, low, low + height) for c, low in chosen], slot))
    if detail < 2:
        meshes += _side_trim(y, half, height, spots, detail)
    return [turned(mesh, quarter) for quarter in (1, 3) for mesh in meshes]


def _side_trim(y: float, half: float, height: float, spots: list[tuple[float, float]], detail: int) -> list[Mesh]:
    """Frames, sills and mullions of side windows that are 2 ``half`` wide, with their sills at ``spots``."""
    rim = 0.07
    bars = [(y + 0.05, c - 0.03, c + 0.03, low, low + height) for c, low in spots]
    frames = [(y + 0.02, c - half - rim, c + half + rim, low - rim, low + height + rim) for c, low in spots]
    if detail == 1:
        sills = [(y + 0.025, c - half - 0.12, c + half + 0.12, low - 0.15, low - 0.02) for c, low in spots]
        return [fronts(frames + bars, "frame"), fronts(sills, "trim")]
    boxes = [(y - 0.01, *frame) for frame in frames]
    ledges = [(y - 0.01, y + 0.09, c - half - 0.1, c + half + 0.1, low - 0.1, low) for c, low in spots]
    return [blocks(boxes, "frame"), blocks(ledges, "trim"), fronts(bars, "frame")]


def _curtain(facade: Facade, x: float) -> list[Mesh]:
    """Mullions and floor bands that stand before the glass of an office."""
    half = 0.5 * facade.width
    edges = np.arange(facade.bays + 1) * facade.bay - half
    posts = [(x - 0.02, x + 0.12, e - 0.04, e + 0.04, facade.ground, facade.height) for e in edges]
    bands = [
        (
            x - 0.02,
            x + 0.07,
            -half,
            half,
            facade.ground + k * facade.storey - 0.12,
            facade.ground + k * facade.storey + 0.5,
        )
        for k in range(facade.storeys - 1)
    ]
    return [blocks(posts, "frame"), blocks(bands, "trim")]


def _roof(plan: Building) -> list[Mesh]:
    width, depth, z = plan.width, plan.depth, plan.height
    if plan.roof == "gable":
        dormers = plan.facade.bays // 2 if plan.style in ("tenement", "brick") or plan.facade.storeys > 2 else 0
        return gable_roof(width, depth, z, 0.36 * depth, 2 if width > 8 else 1, dormers)
    if plan.roof == "gable front":
        return gable_front(width, depth, z, 0.36 * width)
    if plan.roof == "mansard":
        return mansard_roof(width, depth, z, plan.facade.bays, plan.facade.bay)
    if plan.roof == "hip":
        return hip_roof(width, depth, z, 2.8)
    return flat_roof(width, depth, z, plan.facade.storeys > 3)


def building(
    rng: np.random.Generator,
    position: tuple[float, float, float],
    yaw: float,
    model: str,
    detail: int = 0,
    corner: bool = False,
) -> Placement:
    """Return a dressed building whose front faces along ``yaw``.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the colours.
    position : (x, y, z), metres
        Where the middle of its outline stands.
    yaw : float, radians
    model : str
        A key of ``BUILDINGS``.
    detail, corner : int, bool
        As for ``building_mesh``.
    """
    plan = BUILDINGS[model]
    return Placement(building_mesh(model, detail, corner), position, clad(rng, plan.style, plan.roof == "flat"), yaw)
