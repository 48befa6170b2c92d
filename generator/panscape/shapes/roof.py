"""What closes a building above: parapets, gables, mansards, hips, dormers, chimneys and cornices; closed solids all."""

from panscape.scenes import Mesh
from panscape.shapes.blocks import blocks, polyhedron
from panscape.shapes.panels import fronts, quads, turned

CORNICE = 0.45
SUNK = 0.015  # metres; roofs begin so far inside the walls, that no edge of theirs is an edge of the walls


def flat_roof(width: float, depth: float, z: float, boxes_on_top: bool) -> list[Mesh]:
    """Return a parapet of 0.7 m with a coping, and a lift house, vents and a mast if asked.

    Parameters
    ----------
    width, depth, z : float, metres
        The walls' outline, centred on the origin with depth along x, and the height at which they end.
    boxes_on_top : bool

    Returns
    -------
    list of Mesh
        Slots wall, trim, roof, pipe.
    """
    x, y, rim, top = 0.5 * depth + 0.002, 0.5 * width + 0.002, 0.3, z + 0.7
    bars = (
        (x - rim, x, -y, y),
        (-x, -x + rim, -y, y),
        (rim - x, x - rim, y - rim, y - 0.001),
        (rim - x, x - rim, 0.001 - y, rim - y),
    )
    meshes = [
        blocks([(*bar, z - SUNK, top) for bar in bars], "wall"),
        blocks([(a - 0.05, b + 0.05, c - 0.05, d + 0.05, top, top + 0.09) for a, b, c, d in bars[:2]], "trim"),
        blocks([(a - 0.01, b + 0.01, c - 0.04, d + 0.04, top, top + 0.08) for a, b, c, d in bars[2:]], "trim"),
    ]
    if boxes_on_top:
        houses = [
            (-0.3 * x, 0.25 * x, -0.5 * y, -0.1 * y, z - SUNK, z + 2.6),
            (-0.2 * x, 0.1 * x, 0.3 * y, 0.5 * y, z - SUNK, z + 1.5),
            (0.35 * x, 0.5 * x, 0.1 * y, 0.2 * y, z - SUNK, z + 1.2),
        ]
        meshes.append(blocks(houses, "roof"))
        masts = [(-0.1 * x, 0.05 - 0.1 * x, -0.3 * y, 0.05 - 0.3 * y, z + 2.5, z + 5.2)]
        masts.append((0.3 * x, 0.9 + 0.3 * x, -0.75 * y, 1.2 - 0.75 * y, z - SUNK, z + 1.1))
        meshes.append(blocks(masts, "pipe"))
    return meshes


def gable_roof(width: float, depth: float, z: float, rise: float, chimneys: int, dormers: int = 0) -> list[Mesh]:
    """Return a roof whose ridge runs along the street (y), with eaves, gable ends, gutters, chimneys and dormers.

    Parameters
    ----------
    width, depth, z, rise : float, metres
        The walls' outline and height, and how far the ridge is above them.
    chimneys, dormers : int

    Returns
    -------
    list of Mesh
        Slots wall, trim, roof, pipe, window2, frame.
    """
    x, y, eaves, thick = 0.5 * depth, 0.5 * width, 0.35, 0.14
    drop = eaves * rise / x
    ridge, low, out, end = z + rise, z - drop, x + eaves, y + 0.05
    profile = [(out, low - thick), (out, low), (0, ridge), (-out, low), (-out, low - thick), (0, ridge - thick)]
    faces = [
        ("roof", (1, 7, 8, 2)), ("roof", (9, 3, 2, 8)), ("trim", (0, 6, 7, 1)), ("trim", (10, 4, 3, 9)),
        ("trim", (5, 11, 6, 0)), ("trim", (11, 5, 4, 10)), ("trim", (6, 11, 8, 7)), ("trim", (11, 10, 9, 8)),
        ("trim", (1, 2, 5, 0)), ("trim", (2, 3, 4, 5)),
    ]  # fmt: skip
    meshes = [
        polyhedron([(px, side, pz) for side in (-end, end) for px, pz in profile], faces),
        _attic(x, y, z - SUNK, ridge - thick),
        blocks([(out - 0.02, out + 0.09, -end, end, low - 0.12, low - 0.01)], "pipe"),
    ]
    meshes += _dormers(x, y, z, rise, dormers)
    if not dormers:
        meshes.append(_skylights(x, y, z, rise))
    return meshes + _chimneys(y, z + 0.3 * rise, ridge, chimneys)


def _attic(x: float, y: float, z: float, peak: float) -> Mesh:
    """The wall between two gables, as a closed wedge below the roof."""
    points = [(px, side, pz) for side in (-y, y) for px, pz in ((x, z), (-x, z), (0.0, peak))]
    rings = ((3, 4, 5), (1, 0, 2), (0, 3, 5, 2), (4, 1, 2, 5), (4, 3, 0, 1))
    return polyhedron(points, [("wall", ring) for ring in rings])


def _dormers(x: float, y: float, z: float, rise: float, count: int) -> list[Mesh]:
    """Boxes that stand out of the street's slope, each with a window."""
    if not count:
        return []
    front = 0.78 * x
    foot = z + rise * (1.0 - front / x)
    centers = [((k + 0.5) / count * 2 - 1) * (y - 0.3) for k in range(count)]
    bodies = [(0.2 * x, front, c - 0.6, c + 0.6, foot - 0.3, foot + 1.25) for c in centers]
    lids = [(0.18 * x, front + 0.14, c - 0.7, c + 0.7, foot + 1.25, foot + 1.37) for c in centers]
    panes = [(front + 0.012, c - 0.42, c + 0.42, foot + 0.15, foot + 1.12) for c in centers]
    bars = [(front + 0.02, c - 0.03, c + 0.03, foot + 0.15, foot + 1.12) for c in centers]
    return [blocks(bodies, "trim"), blocks(lids, "roof"), fronts(panes, "window2"), fronts(bars, "frame")]


def _skylights(x: float, y: float, z: float, rise: float) -> Mesh:
    """Two panes in the street's slope."""
    found = []
    for center, share in ((-0.45 * y, 0.45), (0.4 * y, 0.6)):
        corners = []
        for far, side in ((0.0, -0.35), (0.0, 0.35), (0.2, 0.35), (0.2, -0.35)):
            at = (share - far) * x
            corners.append((at + 0.02, center + side, z + rise * (1.0 - at / x) + 0.05))
        found.append(corners)
    return quads(found, "window3")


def _chimneys(y: float, low: float, ridge: float, count: int) -> list[Mesh]:
    """Stacks along the ridge, each with a cap and two pots."""
    if not count:
        return []
    spots = [((k + 0.5) / count * 2 - 1) * (y - 0.5) for k in range(count)]
    stacks = [(-0.35, 0.35, s - 0.5, s + 0.5, low, ridge + 1.0) for s in spots]
    caps = [(-0.4, 0.4, s - 0.55, s + 0.55, ridge + 1.0, ridge + 1.1) for s in spots]
    pots = [(-0.12, 0.12, s + o - 0.11, s + o + 0.11, ridge + 1.1, ridge + 1.45) for s in spots for o in (-0.25, 0.25)]
    return [blocks(stacks, "wall"), blocks(caps + pots, "trim")]


def mansard_roof(width: float, depth: float, z: float, bays: int, bay: float) -> list[Mesh]:
    """Return a steep storey of tiles with one dormer for each bay, under a flat top.

    Parameters
    ----------
    width, depth, z : float, metres
    bays : int
    bay : float, metres

    Returns
    -------
    list of Mesh
        Slots wall, trim, roof, window, lit_window, frame.
    """
    x, y, rise, back = 0.5 * depth, 0.5 * width, 2.7, 1.1
    top, foot = z + rise, z - SUNK
    profile = [(x, foot), (x - back, top), (back - x, top), (-x, foot)]
    faces = [
        ("roof", (0, 4, 5, 1)), ("roof", (1, 5, 6, 2)), ("roof", (2, 6, 7, 3)), ("wall", (3, 7, 4, 0)),
        ("wall", (4, 7, 6, 5)), ("wall", (0, 1, 2, 3)),
    ]  # fmt: skip
    centers = [(k - 0.5 * (bays - 1)) * bay for k in range(bays)]
    dormers = [(x - back, x - 0.25, c - 0.7, c + 0.7, z + 0.4, z + 2.2) for c in centers]
    lids = [(x - back, x - 0.1, c - 0.82, c + 0.82, z + 2.2, z + 2.34) for c in centers]
    panes = [(x - 0.235, c - 0.5, c + 0.5, z + 0.6, z + 2.0) for c in centers]
    bars = [(x - 0.225, c - 0.035, c + 0.035, z + 0.6, z + 2.0) for c in centers]
    stacks = [(-0.4, 0.4, side - 0.6, side + 0.6, z + 1.0, top + 1.3) for side in (-y + 0.7, y - 0.7)]
    return [
        polyhedron([(px, side, pz) for side in (-y, y) for px, pz in profile], faces),
        blocks(dormers, "trim"),
        blocks(lids, "roof"),
        fronts(panes[::2], "window"),
        fronts(panes[1::2], "lit_window"),
        fronts(bars, "frame"),
        blocks(stacks, "wall"),
    ]


def hip_roof(width: float, depth: float, z: float, rise: float) -> list[Mesh]:
    """Return a roof that slopes to all four sides, with eaves, gutters and one chimney; no deeper than it is wide.

    Returns
    -------
    list of Mesh
        Slots wall, trim, roof, pipe.
    """
    x, y = 0.5 * depth + 0.5, 0.5 * width + 0.5
    half, top, foot = max(y - x, 0.2), z + rise, z - 0.01
    points = [(x, -y, foot), (x, y, foot), (-x, y, foot), (-x, -y, foot), (0.0, half, top), (0.0, -half, top)]
    faces = [
        ("roof", (0, 1, 4, 5)),
        ("roof", (2, 3, 5, 4)),
        ("roof", (1, 2, 4)),
        ("roof", (3, 0, 5)),
        ("trim", (3, 2, 1, 0)),
    ]
    eaves = blocks([(0.01 - x, x - 0.01, 0.01 - y, y - 0.01, z - 0.16, z)], "trim")
    gutter = blocks([(x - 0.02, x + 0.08, 0.1 - y, y - 0.1, z - 0.14, z - 0.03)], "pipe")
    stack = blocks([(-0.8, -0.2, 0.3 * y, 0.3 * y + 0.8, z, top + 0.8)], "wall")
    return [polyhedron(points, faces), eaves, gutter, stack]


def cornice(width: float, depth: float, z: float, out: float) -> list[Mesh]:
    """Return two stepped mouldings below ``z`` along the front; they stand out by ``out`` metres at most."""
    x, y = 0.5 * depth, 0.5 * width - 0.004
    steps = [(x - 0.05, x + out, -y, y, z - 0.18, z - 0.002), (x - 0.05, x + 0.5 * out, -y, y, z - CORNICE, z - 0.175)]
    return [blocks(steps, "trim")]


def gable_front(width: float, depth: float, z: float, rise: float) -> list[Mesh]:
    """Return a gable roof whose ridge runs away from the street, so that the gable is the front."""
    return [turned(mesh, 1) for mesh in gable_roof(depth, width, z, rise, 1)]
