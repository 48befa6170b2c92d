"""What closes a building above: parapets, gables, mansards, hips, chimneys and cornices."""

from panscape.scenes import Mesh
from panscape.shapes.panels import boxes, fronts, quads, turned

CORNICE = 0.45


def flat_roof(width: float, depth: float, z: float, boxes_on_top: bool) -> list[Mesh]:
    """Return a slab behind a parapet of 0.7 m with a coping, and a lift house and a vent if asked.

    Parameters
    ----------
    width, depth, z : float, metres
        The walls' outline, centred on the origin with depth along x, and the height at which they end.
    boxes_on_top : bool

    Returns
    -------
    list of Mesh
        Slots wall, trim, roof.
    """
    x, y, rim, top = 0.5 * depth, 0.5 * width, 0.3, z + 0.7
    bars = ((x - rim, x, -y, y), (-x, -x + rim, -y, y), (-x, x, y - rim, y), (-x, x, -y, -y + rim))
    meshes = [
        boxes([(*bar, z, top) for bar in bars], "wall"),
        boxes(
            [(a - 0.05, b + 0.05, c - 0.05, d + 0.05, top, top + 0.09) for a, b, c, d in bars],
            "trim",
            ("+x", "-x", "+y", "-y", "+z", "-z"),
        ),
        quads([[(-x, -y, z + 0.1), (x, -y, z + 0.1), (x, y, z + 0.1), (-x, y, z + 0.1)]], "roof"),
    ]
    if boxes_on_top:
        houses = [
            (-0.3 * x, 0.25 * x, -0.5 * y, -0.1 * y, z, z + 2.6),
            (-0.2 * x, 0.1 * x, 0.3 * y, 0.5 * y, z, z + 1.5),
        ]
        meshes.append(boxes(houses, "roof"))
    return meshes


def gable_roof(width: float, depth: float, z: float, rise: float, chimneys: int) -> list[Mesh]:
    """Return a roof whose ridge runs along the street (y), with eaves, gable ends and chimneys.

    Parameters
    ----------
    width, depth, z, rise : float, metres
        The walls' outline and height, and how far the ridge is above them.
    chimneys : int

    Returns
    -------
    list of Mesh
        Slots wall, trim, roof.
    """
    x, y, eaves = 0.5 * depth, 0.5 * width, 0.35
    drop = eaves * rise / x
    ridge, low, out = z + rise, z - drop, x + eaves
    slopes = [
        [(out, -y, low), (out, y, low), (0, y, ridge), (0, -y, ridge)],
        [(-out, y, low), (-out, -y, low), (0, -y, ridge), (0, y, ridge)],
    ]
    thick = 0.14
    under = [[(px, py, pz - thick) for px, py, pz in reversed(slope)] for slope in slopes]
    edges = [
        [(out, -y, low - thick), (out, y, low - thick), (out, y, low), (out, -y, low)],
        [(-out, y, low - thick), (-out, -y, low - thick), (-out, -y, low), (-out, y, low)],
        *_rakes(out, y, low, ridge, thick),
    ]
    peak = ridge - 0.1
    ends = [
        [(x, y, z), (-x, y, z), (0, y, peak), (0, y, peak)],
        [(-x, -y, z), (x, -y, z), (0, -y, peak), (0, -y, peak)],
    ]
    meshes = [quads(slopes, "roof"), quads([*under, *edges], "trim"), quads(ends, "wall")]
    return meshes + _chimneys(y, z + 0.3 * rise, ridge, chimneys)


def _rakes(out: float, y: float, low: float, ridge: float, thick: float) -> list[list[tuple[float, float, float]]]:
    """The sloping edges of a gable roof, seen at either end."""
    profile = [
        [(out, low - thick), (0.0, ridge - thick), (0.0, ridge), (out, low)],
        [(0.0, ridge - thick), (-out, low - thick), (-out, low), (0.0, ridge)],
    ]
    left = [[(px, y, pz) for px, pz in half] for half in profile]
    return left + [[(px, -y, pz) for px, pz in reversed(half)] for half in profile]


def _chimneys(y: float, low: float, ridge: float, count: int) -> list[Mesh]:
    """Stacks along the ridge, each with two pots."""
    if not count:
        return []
    spots = [((k + 0.5) / count * 2 - 1) * (y - 0.5) for k in range(count)]
    stacks = [(-0.35, 0.35, s - 0.5, s + 0.5, low, ridge + 1.1) for s in spots]
    pots = [(-0.12, 0.12, s + o - 0.11, s + o + 0.11, ridge + 1.1, ridge + 1.45) for s in spots for o in (-0.25, 0.25)]
    return [boxes(stacks, "wall"), boxes(pots, "trim")]


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
        Slots wall, trim, roof, glass, frame.
    """
    x, y, rise, back = 0.5 * depth, 0.5 * width, 2.7, 1.1
    top = z + rise
    slopes = [
        [(x, -y, z), (x, y, z), (x - back, y, top), (x - back, -y, top)],
        [(-x, y, z), (-x, -y, z), (back - x, -y, top), (back - x, y, top)],
        [(back - x, -y, top), (x - back, -y, top), (x - back, y, top), (back - x, y, top)],
    ]
    ends = [
        [(x, y, z), (-x, y, z), (back - x, y, top), (x - back, y, top)],
        [(-x, -y, z), (x, -y, z), (x - back, -y, top), (back - x, -y, top)],
    ]
    centers = [(k - 0.5 * (bays - 1)) * bay for k in range(bays)]
    dormers = [(x - back, x - 0.25, c - 0.7, c + 0.7, z + 0.4, z + 2.2) for c in centers]
    lids = [(x - back, x - 0.1, c - 0.82, c + 0.82, z + 2.2, z + 2.34) for c in centers]
    panes = [(x - 0.235, c - 0.5, c + 0.5, z + 0.6, z + 2.0) for c in centers]
    bars = [(x - 0.225, c - 0.035, c + 0.035, z + 0.6, z + 2.0) for c in centers]
    return [
        quads(slopes, "roof"),
        quads(ends, "wall"),
        boxes(dormers, "trim", ("+x", "+y", "-y")),
        boxes(lids, "roof", ("+x", "+y", "-y", "+z", "-z")),
        fronts(panes, "glass"),
        fronts(bars, "frame"),
    ]


def hip_roof(width: float, depth: float, z: float, rise: float) -> list[Mesh]:
    """Return a roof that slopes to all four sides, with eaves of half a metre and one chimney.

    Returns
    -------
    list of Mesh
        Slots wall, trim, roof.
    """
    x, y = 0.5 * depth + 0.5, 0.5 * width + 0.5
    half = max(y - x, 0.2)
    inner = min(x, y)
    top, a, b = z + rise, max(x - inner, 0.0), half
    slopes = [
        [(x, -y, z), (x, y, z), (a, b, top), (a, -b, top)],
        [(-x, y, z), (-x, -y, z), (-a, -b, top), (-a, b, top)],
        [(x, y, z), (-x, y, z), (-a, b, top), (a, b, top)],
        [(-x, -y, z), (x, -y, z), (a, -b, top), (-a, -b, top)],
    ]
    eaves = boxes([(-x, x, -y, y, z - 0.16, z)], "trim", ("+x", "-x", "+y", "-y", "-z"))
    stack = boxes([(-0.8, -0.2, 0.3 * y, 0.3 * y + 0.8, z, top + 0.8)], "wall")
    return [quads(slopes, "roof"), eaves, stack]


def cornice(width: float, depth: float, z: float, out: float) -> list[Mesh]:
    """Return two stepped mouldings below ``z`` along the front; they stand out by ``out`` metres at most."""
    x, y = 0.5 * depth, 0.5 * width
    steps = [(x - 0.05, x + out, -y, y, z - 0.18, z), (x - 0.05, x + 0.5 * out, -y, y, z - CORNICE, z - 0.18)]
    return [boxes(steps, "trim", ("+x", "+y", "-y", "+z", "-z"))]


def gable_front(width: float, depth: float, z: float, rise: float) -> list[Mesh]:
    """Return a gable roof whose ridge runs away from the street, so that the gable is the front."""
    return [turned(mesh, 1) for mesh in gable_roof(depth, width, z, rise, 1)]
