"""What is fixed to a front: sills, surrounds, shutters, shop boards, awnings, balconies, doors, pipes."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh
from panscape.shapes.blocks import blocks, polyhedron
from panscape.shapes.facade import PORCH, RECESS, Facade, openings
from panscape.shapes.panels import fronts, quads

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float, float, float]


def trim(facade: Facade, x: float, detail: int) -> list[Mesh]:
    """Return sills, and where the front has them surrounds and shutters; all stand out from the wall at ``x``.

    But for ``detail`` 0, they are faces that lie on the wall.
    """
    hole = openings(facade)
    upper = hole[1:].reshape(-1, 4)
    below = hole[0][np.arange(facade.bays) != facade.door] if facade.entrance == "door" else upper[:0]
    y0, y1, z0, z1 = np.concatenate([upper, below]).T
    back, out = np.full(len(y0), x - 0.02), np.full(len(y0), x + 0.045)
    bands = [np.stack([back, out + 0.06, y0 - 0.08, y1 + 0.08, z0 - 0.09, z0], axis=1)]
    if facade.surround:
        wide = facade.surround
        bands += [
            np.stack([back, out, y0 - wide, y0, z0, z1], axis=1),
            np.stack([back, out, y1, y1 + wide, z0, z1], axis=1),
            np.stack([back, out + 0.05, y0 - wide - 0.04, y1 + wide + 0.04, z1, z1 + 1.3 * wide], axis=1),
        ]
    shaped = np.concatenate(bands)
    meshes = [blocks(shaped, "trim") if detail == 0 else fronts(shaped[:, 1:], "trim")]
    if facade.shutters:
        y0, y1, z0, z1 = upper.T
        half, out = 0.48 * (y1 - y0), np.full(len(y0), x + 0.04)
        back = np.full(len(y0), x - 0.01)
        leaves = [
            np.stack([back, out, y0 - 0.03 - half, y0 - 0.03, z0, z1], axis=1),
            np.stack([back, out, y1 + 0.03, y1 + 0.03 + half, z0, z1], axis=1),
        ]
        shaped = np.concatenate(leaves)
        meshes.append(blocks(shaped, "door") if detail == 0 else fronts(shaped[:, 1:], "door"))
    return meshes


def shop_boards(facade: Facade, x: float) -> list[Mesh]:
    """Return, over a ground floor of shops, the boards with their names, a stall riser, and awnings over some bays."""
    half, low, high = 0.5 * facade.width, facade.ground - 0.8, facade.ground - 0.18
    meshes = [
        blocks([(x - 0.02, x + 0.1, -half + 0.06, half - 0.06, low, high)], "shop"),
        blocks([(x - 0.02, x + 0.14, -half + 0.03, half - 0.03, high, high + 0.1)], "trim"),
    ]
    door = facade.centers[facade.door]
    edge = 0.5 * facade.bay - 0.2
    ends = [(-half + 0.03, door - edge - 0.15), (door + edge + 0.15, half - 0.03)]
    meshes.append(blocks([(x - 0.02, x + 0.03, a, b, 0.02, 0.36) for a, b in ends if b > a], "shop"))
    for number, center in enumerate(facade.centers.tolist()):
        if (number + facade.bays) % 3 != 0:
            meshes.append(_awning(x, center, 0.5 * facade.bay - 0.12, low))
    return meshes


def shop_signs(facade: Facade, x: float) -> list[Mesh]:
    """Return the shops' names in blocks as high as letters, a sign that hangs out, and bills in the windows."""
    middle, letters, bills = facade.ground - 0.48, [], []
    for word, center in enumerate(facade.centers[::2].tolist()):
        count = 5 + (3 * word + facade.bays) % 5
        for k in range(count):
            wide = 0.09 + 0.03 * ((word + 2 * k) % 3)
            y = center + 0.23 * (k - 0.5 * (count - 1))
            high = 0.17 if k == 0 else 0.13 + 0.04 * ((word + k) % 2)
            letters.append(
                (x + 0.106, y - 0.5 * wide - 0.03, y + 0.5 * wide, middle - 0.14, middle - 0.14 + 1.6 * high)
            )
    panes = openings(facade)[0]
    for k, (y0, y1, z0, _) in enumerate(panes.tolist()):
        if k != facade.door:
            left = y0 + (0.12 + 0.09 * (k % 4)) * (y1 - y0)
            bills.append((x - RECESS + 0.006, left, left + 0.42, z0 + 0.5, z0 + 1.1))
            bills.append((x - RECESS + 0.006, y1 - 0.7, y1 - 0.25, z0 + 0.12, z0 + 0.4 + 0.1 * (k % 3)))
    y = -0.5 * facade.width + 0.35
    arm = blocks([(x, x + 0.75, y - 0.015, y + 0.015, facade.ground + 0.5, facade.ground + 0.53)], "rail")
    plate = blocks([(x + 0.15, x + 0.72, y - 0.03, y + 0.03, facade.ground - 0.12, facade.ground + 0.48)], "shop")
    mark = blocks([(x + 0.28, x + 0.6, y - 0.04, y + 0.04, facade.ground + 0.02, facade.ground + 0.34)], "letters")
    return [fronts(letters, "letters"), fronts(bills, "bill"), arm, plate, mark]


def _awning(x: float, center: float, half: float, top: float) -> Mesh:
    """A wedge of cloth with a valance; closed."""
    y0, y1, out, low = center - half, center + half, x + 1.15, top - 0.42
    rings = [(x + 0.1, top), (x + 0.1, top - 0.06), (out, low - 0.2), (out, low)]
    points = [(px, y, pz) for y in (y0, y1) for px, pz in rings]
    faces = [("awning", (0, 4, 5, 1)), ("awning", (1, 5, 6, 2)), ("awning", (2, 6, 7, 3)), ("awning", (3, 7, 4, 0))]
    return polyhedron(points, [*faces, ("awning", (0, 1, 2, 3)), ("awning", (7, 6, 5, 4))])


def entrance(facade: Facade, x: float) -> list[Mesh]:
    """Return steps, the frame and panels of the door, and over the doors of dwellings a small roof."""
    y0, y1, _, high = openings(facade)[0, facade.door].tolist()
    plane = x - (PORCH if facade.entrance == "shop" else RECESS)
    middle = 0.5 * (y0 + y1)
    steps = [(x - 0.1, x + 0.34, y0 - 0.15, y1 + 0.15, 0.0, 0.05)]
    if facade.entrance == "door":
        steps.append((x - 0.1, x + 0.18, y0 - 0.1, y1 + 0.1, 0.05, 0.12))
    rails = [(y0, y0 + 0.07, 0.04, high), (y1 - 0.07, y1, 0.04, high), (y0, y1, high - 0.07, high)]
    if high > 2.5:
        rails.append((y0, y1, 2.1, 2.18))
    frame = fronts([(plane + 0.03, *rail) for rail in rails], "frame")
    light = (y0 + 0.07, y1 - 0.07, 2.18, high - 0.07) if high > 2.5 else (middle - 0.16, middle + 0.16, 1.45, 1.85)
    panes = [(plane + 0.01, *light)]
    if facade.entrance != "door":
        panes.append((plane + 0.01, y0 + 0.15, y1 - 0.15, 0.3, 2.0))
    knob = [(plane, plane + 0.07, y1 - 0.2, y1 - 0.14, 1.0, 1.12)]
    meshes = [blocks(steps, "trim"), frame, fronts(panes, "lit_window"), blocks(knob, "frame")]
    if facade.entrance == "door":
        leaves, heights = ((y0 + 0.17, middle - 0.06), (middle + 0.06, y1 - 0.17)), ((0.3, 0.95), (1.1, 1.4))
        panels = [(plane + 0.008, *leaf, *high_low) for leaf in leaves for high_low in heights]
        meshes.append(fronts(panels, "rail"))
        roof = [(x - 0.02, x + 0.75, y0 - 0.3, y1 + 0.3, high + 0.18, high + 0.28)]
        roof += [(x - 0.02, x + 0.45, y, y + 0.06, high - 0.1, high + 0.18) for y in (y0 - 0.22, y1 + 0.16)]
        meshes.append(blocks(roof if facade.storeys < 4 else roof[:1], "trim"))
    return meshes


def balconies(facade: Facade, x: float, detail: int) -> list[Mesh]:
    """Return the balconies: slabs, and bars, panels or panes under a hand rail; from afar only a front on a slab."""
    if not facade.balconies:
        return []
    out = 1.15
    slabs: list[Box] = []
    rails: list[Box] = []
    bars: list[Box] = []
    for center in facade.centers[facade.with_balcony].tolist():
        y0, y1 = center - 0.46 * facade.bay, center + 0.46 * facade.bay
        for z in facade.floors[1:-1].tolist():
            top, low = z + 1.04, z + 0.12
            slabs.append((x - 0.05, x + out, y0, y1, z - 0.12, z + 0.04))
            if detail < 2:
                rails.append((x + out - 0.07, x + out - 0.01, y0, y1, top, top + 0.05))
            if detail == 0:
                rails += [(x - 0.02, x + out - 0.08, y, y + 0.05, top, top + 0.05) for y in (y0, y1 - 0.05)]
            if facade.balconies != "bars" or detail == 2:
                bars.append((x + out - 0.06, x + out - 0.02, y0 + 0.01, y1 - 0.01, low, top))
                sides = (y0 + 0.01, y1 - 0.04) if detail < 2 else ()
                bars += [(x + 0.05, x + out - 0.08, y, y + 0.03, low, top) for y in sides]
            elif detail == 0:
                bars += [(x + out - 0.05, x + out - 0.02, y, y + 0.03, z, top) for y in np.arange(y0, y1 - 0.02, 0.16)]
                bars += [
                    (s, s + 0.03, y, y + 0.03, z, top)
                    for y in (y0 + 0.01, y1 - 0.04)
                    for s in np.arange(x + 0.12, x + out - 0.1, 0.2)
                ]
    slot = {"bars": "rail", "panel": "panel", "glass": "pane"}[facade.balconies]
    meshes = [blocks(slabs, "trim"), blocks(rails, "rail")]
    if facade.balconies == "bars" and detail < 2:
        return [*meshes, _laths(bars, x + out) if detail == 0 else _combs(slabs, 1.04)]
    return [*meshes, blocks(bars, slot)]


def _laths(bars: list[Box], front: float) -> Mesh:
    """Bars of three centimetres as single faces: nobody sees how thick they are."""
    rects = []
    for x0, x1, y0, y1, z0, z1 in bars:
        if x1 > front - 0.06:
            rects.append(((x1, y0, z0), (x1, y1, z0), (x1, y1, z1), (x1, y0, z1)))
        else:
            rects.append(((x1, y1, z0), (x0, y1, z0), (x0, y1, z1), (x1, y1, z1)))
    return _rail_sheet(rects)


def _combs(slabs: list[Box], high: float) -> Mesh:
    """Bars from afar: half as many, twice as wide, in the front alone."""
    rects = []
    for _, x1, y0, y1, _, z in slabs:
        for y in np.arange(y0, y1 - 0.04, 0.36).tolist():
            x = x1 - 0.03
            rects.append(((x, y, z), (x, y + 0.07, z), (x, y + 0.07, z + high), (x, y, z + high)))
    return _rail_sheet(rects)


def _rail_sheet(rects: Sequence[Sequence[Sequence[float]]]) -> Mesh:
    return quads(rects, "rail")


def pipes(facade: Facade, x: float) -> Mesh:
    """Return the rain pipes at both ends of a front, 9 cm thick, from the eaves to the ground."""
    y, z = 0.5 * facade.width - 0.16, facade.height - 0.45
    bars = [(x + 0.02, x + 0.11, side - 0.045, side + 0.045, 0.05, z) for side in (-y, y)]
    hoppers = [(x, x + 0.17, side - 0.1, side + 0.1, z - 0.02, z + 0.14) for side in (-y, y)]
    return blocks(bars + hoppers, "pipe")
