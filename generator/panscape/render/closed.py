# mypy: allow-untyped-defs
"""Which triangles of a mesh bound a solid: from outside, the back of such a one is never seen."""

from math import floor

import numpy as np
import numpy.typing as npt

from panscape.render.jit import inline, kernel
from panscape.scenes import Mesh

GRID = 1048576.0  # places a metre: vertices that fall on one place are one


def closed_faces(mesh: Mesh) -> npt.NDArray[np.bool_]:
    """Return which triangles belong to a closed surface that is turned outwards.

    A piece of a mesh, joined by its vertices' positions, is closed if each of its edges is walked as often one way as
    the other. Then a ray from outside enters it as often as it leaves it, and enters it first; unless the piece runs
    through itself inside out, which no shape of ours does.

    Returns
    -------
    (F,) bool
    """
    closed = np.zeros(len(mesh.triangles), np.bool_)
    if len(closed):
        find_closed(mesh.vertices, mesh.triangles, closed)
    return closed


@kernel
def find_closed(vertices, triangles, closed):
    """Write which triangles are part of a closed piece that holds a volume: (F,) bool.

    vertices : (V, 3) float64; triangles : (F, 3) int32

    The edges of a piece are not looked up but summed: each adds a number of 64 bits that its two ends give, or takes
    it away where it is walked from the greater to the lesser. Only of a closed piece is the sum 0, but for one open
    piece in 2^64.
    """
    count = vertices.shape[0]
    place = np.empty(count, np.int32)
    weld(vertices, place)
    parent = np.arange(count, dtype=np.int32)
    for t in range(triangles.shape[0]):
        a = root(parent, place[triangles[t, 0]])
        for k in range(1, 3):
            b = root(parent, place[triangles[t, k]])
            a, b = min(a, b), max(a, b)
            parent[b] = a
    sums, volumes = np.zeros(count, np.uint64), np.zeros(count, np.float64)
    for t in range(triangles.shape[0]):
        a, b, c = place[triangles[t, 0]], place[triangles[t, 1]], place[triangles[t, 2]]
        piece = root(parent, a)
        sums[piece] += edge(a, b) + edge(b, c) + edge(c, a)
        px, py, pz = vertices[a, 0], vertices[a, 1], vertices[a, 2]
        qx, qy, qz = vertices[b, 0], vertices[b, 1], vertices[b, 2]
        rx, ry, rz = vertices[c, 0], vertices[c, 1], vertices[c, 2]
        volumes[piece] += px * (qy * rz - qz * ry) + py * (qz * rx - qx * rz) + pz * (qx * ry - qy * rx)
    for t in range(triangles.shape[0]):
        piece = root(parent, place[triangles[t, 0]])
        closed[t] = sums[piece] == np.uint64(0) and volumes[piece] > 0.0


@kernel
def weld(vertices, place):
    """Write, for each vertex, the first vertex in the same place."""
    size = 4
    while size < 2 * vertices.shape[0]:
        size *= 2
    table, mask = np.full(size, -1, np.int32), np.uint64(size - 1)
    spots = np.empty((vertices.shape[0], 3), np.int64)
    for v in range(vertices.shape[0]):
        for k in range(3):
            spots[v, k] = np.int64(floor(vertices[v, k] * GRID + 0.5))
        key = mixed(mixed(mixed(np.uint64(spots[v, 0])) ^ np.uint64(spots[v, 1])) ^ np.uint64(spots[v, 2])) & mask
        while table[key] >= 0 and not alike(spots, table[key], v):
            key = (key + np.uint64(1)) & mask
        if table[key] < 0:
            table[key] = v
        place[v] = table[key]


@inline
def alike(spots, a, b):
    return spots[a, 0] == spots[b, 0] and spots[a, 1] == spots[b, 1] and spots[a, 2] == spots[b, 2]


@inline
def root(parent, a):
    """Return the first of the vertices that ``a`` is joined to."""
    while parent[a] != a:
        parent[a] = parent[parent[a]]
        a = parent[a]
    return a


@inline
def edge(a, b):
    """Return a number for an edge from a to b, whose sum with that from b to a is 0."""
    if a == b:
        return np.uint64(0)
    number = mixed((np.uint64(min(a, b)) << np.uint64(32)) | np.uint64(max(a, b)))
    return number if a < b else ~number + np.uint64(1)


@inline
def mixed(x):
    """Return 64 bits that depend on all of those given: the finalizer of splitmix64 (Steele et al. 2014)."""
    x += np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
