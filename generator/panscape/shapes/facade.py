"""The street front of a building: openings in a wall, and what is set into and hung before them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh
from panscape.shapes.panels import boxes, fronts, quads, reveals

Floats = npt.NDArray[np.float64]
RECESS = 0.16
FRAME = 0.06


@dataclass(frozen=True)
class Facade:
    """The grid of a front: bays side by side, storeys above one another; lengths in metres.

    Attributes
    ----------
    bays, storeys : int
        Storeys count the ground floor.
    bay, storey, ground : float
        Width of a bay, height of an upper storey and of the ground floor.
    window : (width, height, sill)
        Of an upper window; the sill is its height above the floor.
    entrance : "shop", "door" or "lobby"
        What the ground floor holds.
    panes : int
        Columns of panes in a window; 1 has no mullion.
    balconies : bool
        On every second bay of the upper floors.
    surround : float
        Width of the trim about a window; 0 is none.
    """

    bays: int
    storeys: int
    bay: float
    storey: float
    ground: float
    window: tuple[float, float, float]
    entrance: str
    panes: int = 2
    balconies: bool = False
    surround: float = 0.0

    @property
    def width(self) -> float:
        return self.bays * self.bay

    @property
    def height(self) -> float:
        return self.ground + (self.storeys - 1) * self.storey


def front(facade: Facade, x: float, fine: bool) -> list[Mesh]:
    """Return the meshes of a front that stands at ``x``, faces +x, and is centred on y = 0.

    Parameters
    ----------
    facade : Facade
    x : float, metres
    fine : bool
        With recessed windows, frames, sills and balconies; without, panes lie on a plain wall.

    Returns
    -------
    list of Mesh
        Slots among wall, trim, glass, lit, frame, shop, letters, awning, door, rail.
    """
    windows = _windows(facade, x)
    ground = _ground_openings(facade, x)
    openings = np.concatenate([windows, ground])
    if not fine:
        half = 0.5 * facade.width
        wall = fronts([(x, -half, half, 0.0, facade.height)], "wall")
        return [wall, *_panes(openings, facade, 0.012), *_fascia(facade, x)]
    meshes = [fronts(_wall_around(facade, x, windows, ground), "wall"), reveals(openings, RECESS, "trim")]
    meshes += [*_panes(openings, facade, -RECESS), *_frames(windows, facade), *_trim(windows, facade, x)]
    meshes += [*_fascia(facade, x), *_letters(facade, x), *_ground_frames(ground, facade)]
    return meshes + (_balconies(facade, x) if facade.balconies else [])


def blank_wall(x: float, y0: float, y1: float, z1: float) -> Mesh:
    """Return a wall without openings that faces +x, from the ground to ``z1``."""
    return fronts([(x, y0, y1, 0.0, z1)], "wall")


def _bay_centers(facade: Facade) -> Floats:
    return np.asarray((np.arange(facade.bays) - 0.5 * (facade.bays - 1)) * facade.bay, np.float64)


def _windows(facade: Facade, x: float) -> Floats:
    """(N, 5) openings of the upper floors, floor by floor; a balcony's opening is a door."""
    width, height, sill = facade.window
    centers = _bay_centers(facade)
    floors = facade.ground + facade.storey * np.arange(facade.storeys - 1)
    low = np.where(_has_balcony(facade), 0.05, sill)
    y = np.tile(centers, len(floors))
    z0 = (floors[:, None] + low).ravel()
    z1 = np.repeat(floors + sill + height, len(centers))
    return np.stack([np.full(len(y), x), y - 0.5 * width, y + 0.5 * width, z0, z1], axis=1)


def _has_balcony(facade: Facade) -> npt.NDArray[np.bool_]:
    return np.array([facade.balconies and k % 2 == 1 for k in range(facade.bays)])


def _door_bay(facade: Facade) -> int:
    return facade.bays // 2


def _ground_openings(facade: Facade, x: float) -> Floats:
    """(bays, 5): one opening in each bay of the ground floor; the door's comes at ``_door_bay``."""
    centers = _bay_centers(facade)
    if facade.entrance == "door":
        width, height, sill = facade.window
        half = np.full(facade.bays, 0.5 * width)
        low, high = np.full(facade.bays, sill), np.full(facade.bays, sill + height)
    else:
        half = np.full(facade.bays, 0.5 * facade.bay - 0.2)
        low = np.full(facade.bays, 0.45 if facade.entrance == "shop" else 0.12)
        high = np.full(facade.bays, facade.ground - (0.85 if facade.entrance == "shop" else 0.5))
    door = _door_bay(facade)
    half[door] = min(0.62 if facade.entrance == "door" else 0.8, half[door])
    low[door], high[door] = 0.04, min(2.45, facade.ground - 0.4)
    return np.stack([np.full(facade.bays, x), centers - half, centers + half, low, high], axis=1)


def _wall_around(facade: Facade, x: float, windows: Floats, ground: Floats) -> Floats:
    """(M, 5): each bay of each storey as four rectangles about its opening."""
    openings = np.concatenate([ground, windows])
    storeys = np.repeat(np.arange(facade.storeys), facade.bays)
    z0 = np.where(storeys == 0, 0.0, facade.ground + (storeys - 1) * facade.storey)
    z1 = np.where(storeys == 0, facade.ground, z0 + facade.storey)
    centers = np.tile(_bay_centers(facade), facade.storeys)
    y0, y1 = centers - 0.5 * facade.bay, centers + 0.5 * facade.bay
    _, left, right, low, high = openings.T
    rects = [(y0, y1, z0, low), (y0, y1, high, z1), (y0, left, low, high), (right, y1, low, high)]
    return np.concatenate([np.stack([np.full(len(y0), x), *rect], axis=1) for rect in rects])


def _panes(openings: Floats, facade: Facade, out: float) -> list[Mesh]:
    """Glass, with a light or a blind behind some of it, and the door leaf; ``out`` metres before the wall."""
    moved = openings + np.array([out, 0, 0, 0, 0])
    number = np.arange(len(moved))
    door = number == len(moved) - facade.bays + _door_bay(facade)
    # A fixed scatter: the mesh is shared by all of its placements, so nothing may be drawn here.
    lit = (number * 7 + number // 3 * 5) % 11 < 2
    kinds = (("glass", ~door & ~lit), ("lit", ~door & lit), ("door", door))
    return [fronts(moved[mask], slot) for slot, mask in kinds if mask.any()]


def _frames(windows: Floats, facade: Facade) -> list[Mesh]:
    """The frame about each pane and its mullions, a little before the glass."""
    if not len(windows):
        return []
    x, y0, y1, z0, z1 = windows.T
    plane = x - RECESS + 0.03
    rails = [
        (plane, y0, y0 + FRAME, z0, z1),
        (plane, y1 - FRAME, y1, z0, z1),
        (plane, y0, y1, z0, z0 + FRAME),
        (plane, y0, y1, z1 - FRAME, z1),
    ]
    for k in range(1, facade.panes):
        middle = y0 + (y1 - y0) * k / facade.panes
        rails.append((plane, middle - 0.03, middle + 0.03, z0, z1))
    if facade.panes > 1:
        transom = z1 - 0.32 * (z1 - z0)
        rails.append((plane, y0, y1, transom - 0.025, transom + 0.025))
    return [fronts(np.concatenate([np.stack(rail, axis=1) for rail in rails]), "frame")]


def _trim(windows: Floats, facade: Facade, x: float) -> list[Mesh]:
    """Sills, and the surround where there is one; both stand out from the wall."""
    if not len(windows):
        return []
    _, y0, y1, z0, z1 = windows.T
    back = np.full(len(windows), x - 0.02)
    sills = np.stack([back, np.full(len(windows), x + 0.1), y0 - 0.08, y1 + 0.08, z0 - 0.09, z0], axis=1)
    bands = [sills]
    if facade.surround:
        out, wide = np.full(len(windows), x + 0.045), facade.surround
        bands += [
            np.stack([back, out, y0 - wide, y0, z0, z1], axis=1),
            np.stack([back, out, y1, y1 + wide, z0, z1], axis=1),
            np.stack([back, out + 0.05, y0 - wide - 0.04, y1 + wide + 0.04, z1, z1 + 1.3 * wide], axis=1),
        ]
    return [boxes(np.concatenate(bands), "trim", ("+x", "+y", "-y", "+z", "-z"))]


def _fascia(facade: Facade, x: float) -> list[Mesh]:
    """Over shops: the board with the name, and an awning over some bays."""
    if facade.entrance != "shop":
        return []
    half = 0.5 * facade.width
    low, high = facade.ground - 0.75, facade.ground - 0.15
    board = boxes([(x, x + 0.09, -half + 0.08, half - 0.08, low, high)], "shop", ("+x", "+y", "-y", "+z", "-z"))
    stall = boxes([(x - 0.1, x + 0.03, -half, half, 0.0, 0.3)], "shop", ("+x", "+z"))
    meshes = [board, stall]
    for number, center in enumerate(_bay_centers(facade)):
        if (number + facade.bays) % 3 != 0:
            meshes.append(_awning(x, center, 0.5 * facade.bay - 0.12, low))
    return meshes


def _letters(facade: Facade, x: float) -> list[Mesh]:
    """The shops' names: a row of blocks as high as letters, a word for each two bays."""
    if facade.entrance != "shop":
        return []
    middle, blocks = facade.ground - 0.45, []
    for word, center in enumerate(_bay_centers(facade)[::2]):
        count = 5 + (3 * word + facade.bays) % 5
        for k in range(count):
            wide = 0.09 + 0.03 * ((word + 2 * k) % 3)
            y = center + 0.23 * (k - 0.5 * (count - 1))
            high = 0.17 if k == 0 else 0.13 + 0.04 * ((word + k) % 2)
            blocks.append((x + 0.096, y - 0.5 * wide - 0.03, y + 0.5 * wide, middle - 0.14, middle - 0.14 + 1.6 * high))
    return [fronts(blocks, "letters")]


def _awning(x: float, center: float, half: float, top: float) -> Mesh:
    y0, y1 = center - half, center + half
    out, low = x + 1.15, top - 0.42
    slope = [(out, y0, low), (out, y1, low), (x, y1, top), (x, y0, top)]
    under = [(x, y0, top - 0.03), (x, y1, top - 0.03), (out, y1, low - 0.03), (out, y0, low - 0.03)]
    valance = [(out, y0, low - 0.2), (out, y1, low - 0.2), (out, y1, low), (out, y0, low)]
    inner = [(out, y1, low - 0.2), (out, y0, low - 0.2), (out, y0, low), (out, y1, low)]
    left = [(x, y0, low - 0.03), (out, y0, low - 0.03), (out, y0, low), (x, y0, top)]
    right = [(out, y1, low - 0.03), (x, y1, low - 0.03), (x, y1, top), (out, y1, low)]
    return quads([slope, under, valance, inner, left, right], "awning")


def _ground_frames(ground: Floats, facade: Facade) -> list[Mesh]:
    """Posts and a transom in the shop windows, a frame and a step at the door."""
    x, y0, y1, z0, z1 = ground.T
    plane = x - RECESS + 0.03
    rails = [(plane, y0, y0 + FRAME, z0, z1), (plane, y1 - FRAME, y1, z0, z1), (plane, y0, y1, z1 - FRAME, z1)]
    if facade.entrance != "door":
        third = (y1 - y0) / 3.0
        rails += [(plane, y0 + k * third - 0.02, y0 + k * third + 0.02, z0, z1) for k in (1, 2)]
    door = ground[_door_bay(facade)]
    step = boxes([(door[0] - 0.1, door[0] + 0.32, door[1] - 0.15, door[2] + 0.15, 0.0, 0.05)], "trim")
    return [fronts(np.concatenate([np.stack(rail, axis=1) for rail in rails]), "frame"), step]


def _balconies(facade: Facade, x: float) -> list[Mesh]:
    """A slab, a hand rail and bars before each opening that has one."""
    out = 1.15
    slabs, bars = [], []
    for center in _bay_centers(facade)[_has_balcony(facade)]:
        y0, y1 = center - 0.46 * facade.bay, center + 0.46 * facade.bay
        for k in range(facade.storeys - 1):
            z = facade.ground + k * facade.storey
            slabs.append((x - 0.05, x + out, y0, y1, z - 0.12, z + 0.04))
            top = z + 1.04
            bars += [
                (x + out - 0.06, x + out - 0.01, y0, y1, top, top + 0.05),
                (x, x + out, y0, y0 + 0.05, top, top + 0.05),
                (x, x + out, y1 - 0.05, y1, top, top + 0.05),
            ]
            bars += [(x + out - 0.05, x + out - 0.02, y, y + 0.03, z, top) for y in np.arange(y0, y1 - 0.02, 0.14)]
            for y in (y0 + 0.01, y1 - 0.04):
                bars += [(s, s + 0.03, y, y + 0.03, z, top) for s in np.arange(x + 0.1, x + out - 0.1, 0.16)]
    return [boxes(slabs, "trim", ("+x", "+y", "-y", "+z", "-z")), boxes(bars, "rail", ("+x", "-x", "+y", "-y", "+z"))]
