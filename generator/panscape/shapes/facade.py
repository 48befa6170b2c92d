"""The walls of a building as one closed shell: its street front has openings that go in, with frames and panes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh
from panscape.shapes.blocks import blocks, flat_mesh
from panscape.shapes.panels import fronts

Floats = npt.NDArray[np.float64]
RECESS = 0.18
PORCH = 0.75  # how far the doors of shops lie back
FRAME = 0.06
PANES = ("window", "window2", "window3", "lit_window")  # a building lights the panes of each slot or leaves them dark


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
    balconies : "", "bars", "panel" or "glass"
        On every second bay of the upper floors, and what keeps one from falling off.
    surround : float
        Width of the trim about a window; 0 is none.
    shutters : bool
        Beside the windows of upper floors.
    """

    bays: int
    storeys: int
    bay: float
    storey: float
    ground: float
    window: tuple[float, float, float]
    entrance: str
    panes: int = 2
    balconies: str = ""
    surround: float = 0.0
    shutters: bool = False

    @property
    def width(self) -> float:
        return self.bays * self.bay

    @property
    def height(self) -> float:
        return self.ground + (self.storeys - 1) * self.storey

    @property
    def floors(self) -> Floats:
        """(storeys + 1,) heights of the floors and of the walls' end."""
        upper = self.ground + self.storey * np.arange(self.storeys)
        return np.concatenate([[0.0], upper])

    @property
    def centers(self) -> Floats:
        """(bays,) y of the bays' middles."""
        return np.asarray((np.arange(self.bays) - 0.5 * (self.bays - 1)) * self.bay, np.float64)

    @property
    def door(self) -> int:
        """The bay that the door is in."""
        return self.bays // 2

    @property
    def with_balcony(self) -> npt.NDArray[np.bool_]:
        return np.array([bool(self.balconies) and k % 2 == 1 for k in range(self.bays)])


def openings(facade: Facade) -> Floats:
    """Return the front's openings, bay by bay from the ground floor up: (storeys, bays, 4), low and high y and z."""
    width, height, sill = facade.window
    centers, floors = facade.centers, facade.floors[:-1]
    found = np.empty((facade.storeys, facade.bays, 4))
    found[..., 0], found[..., 1] = centers - 0.5 * width, centers + 0.5 * width
    # A balcony's opening is a door.
    found[..., 2] = floors[:, None] + np.where(facade.with_balcony, 0.05, sill)
    found[..., 3] = floors[:, None] + sill + height
    if facade.entrance == "door":
        found[0, :, 2] = sill
    else:
        half, shop = 0.5 * facade.bay - 0.2, facade.entrance == "shop"
        found[0, :, 0], found[0, :, 1] = centers - half, centers + half
        found[0, :, 2], found[0, :, 3] = 0.45 if shop else 0.12, facade.ground - (0.95 if shop else 0.5)
    half = min(0.55 if facade.entrance == "door" else 0.62, 0.5 * facade.bay - 0.25)
    at, high = (
        facade.door,
        min(2.75 if facade.storeys > 2 else 2.2, facade.ground - (0.95 if facade.entrance == "shop" else 0.4)),
    )
    found[0, at] = centers[at] - half, centers[at] + half, 0.04, high
    return found


def shell(facade: Facade, depth: float) -> Mesh:
    """Return the walls between floor and top: closed, with a lid above and below; facing +x, centred on the origin.

    Returns
    -------
    Mesh
        Slots wall, trim (reveals), roof (the lid), window, window2, window3, lit_window, display (shop panes), door.
    """
    x, y, levels = 0.5 * depth, 0.5 * facade.width, facade.floors
    columns = np.linspace(-y, y, facade.bays + 1)
    rows, bays = facade.storeys, facade.bays
    hole = openings(facade)
    back = np.full((rows, bays), x - RECESS)
    if facade.entrance == "shop":
        back[0, facade.door] = x - PORCH
    grid = _points(np.full((rows + 1, bays + 1), x), np.broadcast_to(columns, (rows + 1, bays + 1)), levels[:, None])
    # Corners of each opening, from its lower left, counter-clockwise seen from the street; then the same at the pane.
    rims = np.stack([hole[..., (0, 2)], hole[..., (1, 2)], hole[..., (1, 3)], hole[..., (0, 3)]], axis=2)
    near = _points(np.full(rims.shape[:3], x), rims[..., 0], rims[..., 1])
    deep = _points(np.broadcast_to(back[..., None], rims.shape[:3]), rims[..., 0], rims[..., 1])
    rear = _points(np.full((rows + 1, 2), -x), np.array([-y, y]), levels[:, None])
    points = np.concatenate([part.reshape(-1, 3) for part in (grid, near, deep, rear)])
    lattice = np.arange(grid[..., 0].size).reshape(rows + 1, bays + 1)
    inner = lattice.size + np.arange(near[..., 0].size).reshape(rows, bays, 4)
    pane, tail = inner + inner.size, lattice.size + 2 * inner.size + np.arange(2 * (rows + 1)).reshape(rows + 1, 2)
    outer = np.stack([lattice[:-1, :-1], lattice[:-1, 1:], lattice[1:, 1:], lattice[1:, :-1]], axis=2)
    after = np.roll(np.arange(4), -1)
    quads = [
        ("wall", np.stack([outer, outer[..., after], inner[..., after], inner], axis=-1).reshape(-1, 4)),
        ("trim", np.stack([inner, inner[..., after], pane[..., after], pane], axis=-1).reshape(-1, 4)),
        ("wall", np.stack([tail[:-1, 0], lattice[:-1, 0], lattice[1:, 0], tail[1:, 0]], axis=-1)),
        ("wall", np.stack([lattice[:-1, -1], tail[:-1, 1], tail[1:, 1], lattice[1:, -1]], axis=-1)),
        ("wall", np.stack([tail[:-1, 1], tail[:-1, 0], tail[1:, 0], tail[1:, 1]], axis=-1)),
        *_glazed(facade, pane),
    ]
    top = [*lattice[-1].tolist(), int(tail[-1, 1])]
    bottom = [int(tail[0, 1]), *lattice[0][::-1].tolist()]
    fans = [("roof", _fan(int(tail[-1, 0]), top)), ("wall", _fan(int(tail[0, 0]), bottom))]
    slots = ("wall", "trim", "roof", *PANES, "display", "door")
    faces = [(slot, quad[:, (0, 1, 2, 0, 2, 3)].reshape(-1, 3)) for slot, quad in quads] + fans
    triangles = np.concatenate([part for _, part in faces]).astype(np.int32)
    slot = np.concatenate([np.full(len(part), slots.index(name), np.int16) for name, part in faces])
    return flat_mesh(points, triangles, slot, slots)


def plain_walls(facade: Facade, depth: float) -> list[Mesh]:
    """Return the same walls for afar: a closed box, and panes that lie on its front."""
    x, y = 0.5 * depth, 0.5 * facade.width
    hole = openings(facade)
    kinds = _kinds(facade)
    found = [blocks([(-x, x, -y, y, 0.0, facade.height)], "wall")]
    for kind in np.unique(kinds).tolist():
        chosen = hole[kinds == kind]
        rects = np.column_stack([np.full(len(chosen), x + 0.012), chosen])
        found.append(fronts(rects, kind))
    return found


def window_frames(facade: Facade, x: float, detail: int) -> list[Mesh]:
    """Return frames, mullions and transoms of all windows, and curtains and blinds behind some panes.

    But for ``detail`` 0, a window has its mullions alone.
    """
    width = facade.storeys * facade.bays
    spots = np.column_stack([np.full(width, x - RECESS + 0.03), openings(facade).reshape(-1, 4)])
    glazed = np.ones(width, np.bool_)
    glazed[facade.door] = False
    upper = glazed & (np.arange(width) >= (0 if facade.entrance == "door" else facade.bays))
    rails = [_rails(spots[upper], facade.panes, detail)]
    if facade.entrance != "door":
        rails.append(_shop_rails(spots[: facade.bays][glazed[: facade.bays]]))
    return [fronts(np.concatenate(rails), "frame"), *_curtains(spots[upper])]


def _rails(spots: Floats, panes: int, detail: int) -> Floats:
    x, y0, y1, z0, z1 = spots.T
    thick = 0.03 if detail == 0 else 0.05
    found = [(x, m - thick, m + thick, z0, z1) for m in (y0 + (y1 - y0) * k / panes for k in range(1, panes))]
    if detail == 0 or panes == 1:
        found += [(x, y0, y0 + FRAME, z0, z1), (x, y1 - FRAME, y1, z0, z1)]
        found += [(x, y0, y1, z0, z0 + FRAME), (x, y0, y1, z1 - FRAME, z1)]
    if panes > 1 and detail == 0:
        transom = z1 - 0.32 * (z1 - z0)
        found.append((x, y0, y1, transom - 0.025, transom + 0.025))
    return np.concatenate([np.stack(rail, axis=1) for rail in found])


def _shop_rails(spots: Floats) -> Floats:
    """A transom and thin posts: a shop window is as much of glass as can be."""
    x, y0, y1, z0, z1 = spots.T
    third = (y1 - y0) / 3.0
    found = [(x, y0, y0 + FRAME, z0, z1), (x, y1 - FRAME, y1, z0, z1), (x, y0, y1, z1 - 0.62, z1 - 0.56)]
    found += [(x, y0 + k * third - 0.02, y0 + k * third + 0.02, z0, z1) for k in (1, 2)]
    return np.concatenate([np.stack(rail, axis=1) for rail in found])


def _curtains(spots: Floats) -> list[Mesh]:
    """A fixed scatter: the mesh is shared by all of its placements, so nothing may be drawn here."""
    number = np.arange(len(spots))
    plane = spots + np.array([-0.024, 0.0, 0.0, 0.0, 0.0])
    x, y0, y1, z0, z1 = plane.T
    drawn, half_drawn, low = (number * 5 + 2) % 7 < 2, (number * 3 + 1) % 8 < 2, (number * 7 + 3) % 9 < 2
    wide = 0.24 * (y1 - y0)
    sides = [(x, y0, y0 + wide, z0, z1), (x, y1 - wide, y1, z0, z1)]
    hung = [np.stack(side, axis=1)[drawn] for side in sides]
    hung.append(np.stack([x, y0, y1, z0, z0 + 0.45 * (z1 - z0)], axis=1)[low & ~drawn])
    blind = np.stack([x, y0, y1, z0 + (0.35 + 0.06 * (number % 7)) * (z1 - z0), z1], axis=1)[half_drawn & ~drawn & ~low]
    return [fronts(np.concatenate(hung), "curtain"), fronts(blind, "blind")]


def _kinds(facade: Facade) -> npt.NDArray[np.str_]:
    """(storeys, bays) names of the slots of the panes: a fixed scatter, as above."""
    number = np.arange(facade.storeys * facade.bays)
    kinds = np.array(PANES)[np.where((number * 7 + number // 3 * 5) % 11 < 1, 3, (number * 5 + number // 4) % 3)]
    kinds = kinds.reshape(facade.storeys, facade.bays)
    if facade.entrance == "shop":
        kinds[0] = "display"
    kinds[0, facade.door] = "door"
    return kinds


def _glazed(facade: Facade, pane: npt.NDArray[np.int64]) -> list[tuple[str, npt.NDArray[np.int64]]]:
    kinds = _kinds(facade)
    return [(kind, pane[kinds == kind]) for kind in np.unique(kinds).tolist()]


def _points(x: Floats, y: Floats, z: Floats) -> Floats:
    return np.stack(np.broadcast_arrays(x, y, z), axis=-1).astype(np.float64)


def _fan(first: int, rim: list[int]) -> npt.NDArray[np.int64]:
    return np.array([(first, rim[k], rim[k + 1]) for k in range(len(rim) - 1)])
