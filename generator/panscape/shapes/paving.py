"""Surfaces that streets are laid out with: unit plates, sectors of bends, corners, kerbs and paint."""

from functools import cache
from math import cos, pi, sin

import numpy as np

from panscape.scenes import Mesh, join
from panscape.shapes.panels import boxes, quads
from panscape.shapes.solids import extrude, moved

SECTOR = pi / 3
STEPS = 40  # chords of a sector; at 200 m radius one is 5 m long and strays 1.6 cm from the arc
KERB = 0.15  # width of a kerb stone
DROP = 1.75  # half the length of a dropped kerb
SLOPE = 0.5  # how far the sidewalk slopes down to it


@cache
def plate() -> Mesh:
    """Return the square of one metre about the origin, facing up; slot top. Scale it to length and width."""
    return quads([[(-0.5, -0.5, 0), (0.5, -0.5, 0), (0.5, 0.5, 0), (-0.5, 0.5, 0)]], "top")


@cache
def stone() -> Mesh:
    """Return the box of one metre on the origin, without its underside; slot top."""
    return boxes([(-0.5, 0.5, -0.5, 0.5, 0.0, 1.0)], "top")


@cache
def ring(inner: float) -> Mesh:
    """Return a flat sector from angle 0 to ``SECTOR`` between radius ``inner`` and 1, facing up; slot top."""
    angles = [SECTOR * k / STEPS for k in range(STEPS + 1)]
    rim = [(cos(a), sin(a), 0.0) for a in angles]
    hub = [(inner * x, inner * y, 0.0) for x, y, _ in rim]
    return _one_part(quads([(hub[k], rim[k], rim[k + 1], hub[k + 1]) for k in range(STEPS)], "top"))


@cache
def ring_wall(outward: bool) -> Mesh:
    """Return the upright face of a sector of radius 1 and height 1; it faces away from the centre or to it."""
    angles = [SECTOR * k / STEPS for k in range(STEPS + 1)]
    rim = [(cos(a), sin(a)) for a in angles]
    pairs = [(rim[k], rim[k + 1]) if outward else (rim[k + 1], rim[k]) for k in range(STEPS)]
    return _one_part(quads([((*a, 0), (*b, 0), (*b, 1), (*a, 1)) for a, b in pairs], "top"))


@cache
def corner(radius: int) -> Mesh:
    """Return a quarter of a round sidewalk corner, of height 1: from the origin into +x and +y.

    Parameters
    ----------
    radius : int, metres
        To the kerb's face.

    Returns
    -------
    Mesh
        Slots top, kerb.
    """
    angles = [0.5 * pi * k / 12 for k in range(13)]
    rim = [(radius * cos(a), radius * sin(a)) for a in angles]
    seam = [((radius - KERB) * cos(a), (radius - KERB) * sin(a)) for a in angles]
    fan = [((0, 0, 1), (*seam[k], 1), (*seam[k + 1], 1), (*seam[k + 1], 1)) for k in range(12)]
    edge = [((*seam[k], 1), (*rim[k], 1), (*rim[k + 1], 1), (*seam[k + 1], 1)) for k in range(12)]
    face = [((*rim[k], 0), (*rim[k + 1], 0), (*rim[k + 1], 1), (*rim[k], 1)) for k in range(12)]
    return join([_one_part(quads(fan, "top")), _one_part(quads(edge, "kerb")), _one_part(quads(face, "kerb"))])


@cache
def dropped_kerb() -> Mesh:
    """Return a kerb that comes down to where one crosses: along x, its face at y = 0, of height 1 at its ends.

    Returns
    -------
    Mesh
        From -DROP to DROP, out to KERB + SLOPE; slots kerb, walk, tactile.
    """
    stations = ((-DROP, 1.0), (0.45 - DROP, 0.2), (DROP - 0.45, 0.2), (DROP, 1.0))
    parts, far = [], KERB + SLOPE
    for k in range(3):
        (x0, z0), (x1, z1) = stations[k : k + 2]
        face = ((x0, 0, 0), (x1, 0, 0), (x1, 0, z1), (x0, 0, z0))
        top = ((x0, 0, z0), (x1, 0, z1), (x1, KERB, z1), (x0, KERB, z0))
        slope = ((x0, KERB, z0), (x1, KERB, z1), (x1, far, 1), (x0, far, 1))
        parts += [quads([face, top], "kerb"), quads([slope], "tactile" if k == 1 else "walk")]
    return join(parts)


@cache
def bicycle_mark() -> Mesh:
    """Return a painted bicycle as seen by who rides towards +x: 1.7 m long, wheels abreast; slot paint."""
    wide = 0.07
    parts = [_hoop(y, 0.3, wide) for y in (-0.42, 0.42)]
    bars = (
        ((0.0, -0.42), (0.42, -0.16)), ((0.42, -0.16), (0.42, 0.26)), ((0.0, 0.42), (0.55, 0.2)),
        ((0.0, 0.02), (0.42, -0.16)), ((0.0, 0.02), (0.42, 0.26)), ((0.0, -0.42), (0.0, 0.02)),
        ((0.55, 0.08), (0.55, 0.32)), ((0.5, -0.3), (0.5, -0.06)),
    )  # fmt: skip
    for (x0, y0), (x1, y1) in bars:
        dx, dy = x1 - x0, y1 - y0
        scale = 0.5 * wide / (dx * dx + dy * dy) ** 0.5
        ox, oy = -dy * scale, dx * scale
        ring_of = [(x0 - ox, y0 - oy, 0), (x1 - ox, y1 - oy, 0), (x1 + ox, y1 + oy, 0), (x0 + ox, y0 + oy, 0)]
        parts.append(quads([ring_of], "paint"))
    return _one_part(join(parts))


def _hoop(y: float, radius: float, wide: float, sides: int = 12) -> Mesh:
    """A flat ring about (0, y)."""
    turns = [2.0 * pi * k / sides for k in range(sides + 1)]
    outer = [(radius * cos(a), y + radius * sin(a), 0.0) for a in turns]
    shrink = 1.0 - wide / radius
    inner = [(shrink * x, y + shrink * (b - y), 0.0) for x, b, _ in outer]
    return quads([(inner[k], outer[k], outer[k + 1], inner[k + 1]) for k in range(sides)], "paint")


@cache
def dashes(length: float, period: float, width: float, count: int) -> Mesh:
    """Return a row of painted dashes along x from the origin on; slot paint."""
    half = 0.5 * width
    starts = [k * period for k in range(count)]
    return _one_part(
        quads([((s, -half, 0), (s + length, -half, 0), (s + length, half, 0), (s, half, 0)) for s in starts], "paint")
    )


@cache
def zebra(stripes: int, length: float) -> Mesh:
    """Return the stripes of a crossing, half a metre each and half a metre apart, in a row along y; slot paint."""
    half = 0.5 * length
    low = [k - 0.5 * stripes + 0.25 for k in range(stripes)]
    return _one_part(
        quads([((-half, y, 0), (half, y, 0), (half, y + 0.5, 0), (-half, y + 0.5, 0)) for y in low], "paint")
    )


@cache
def teeth(count: int) -> Mesh:
    """Return a give-way line: triangles in a row along y that point to -x; slot paint."""
    low = [0.9 * (k - 0.5 * count) + 0.2 for k in range(count)]
    return _one_part(quads([((-0.6, y + 0.25, 0), (0, y, 0), (0, y + 0.5, 0), (0, y + 0.5, 0)) for y in low], "paint"))


@cache
def arrow(turn: int) -> Mesh:
    """Return a lane arrow that points to +x: straight on (0), to the left (1) or to the right (-1); slot paint."""
    straight = [(-2.5, -0.08), (0.9, -0.08), (0.9, -0.35), (2.5, 0), (0.9, 0.35), (0.9, 0.08), (-2.5, 0.08)]
    bent = [
        (-2.5, -0.08), (0.7, -0.08), (0.95, 0.05), (1.15, 0.3), (1.5, 0.22), (1.2, 0.95), (0.3, 0.52), (0.75, 0.4),
        (0.5, 0.08), (-2.5, 0.08),
    ]  # fmt: skip
    mesh = extrude(straight if turn == 0 else bent, 0.001, "paint")
    return moved(mesh, scale=(1.0, 1.0 if turn >= 0 else -1.0, 1.0))


def _one_part(mesh: Mesh) -> Mesh:
    """The same mesh as one surface, so that a pixel on a seam is shaded once."""
    return Mesh(mesh.vertices, mesh.triangles, mesh.normals, mesh.flat, mesh.slot, np.zeros_like(mesh.part), mesh.slots)
