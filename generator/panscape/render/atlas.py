"""The meshes that a process has drawn lately, laid end to end, so that one kernel call can draw a whole scene."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh

MOST_VERTICES = 4_000_000  # about 200 MB; above it, meshes that the scene at hand does not use are let go


@dataclass(frozen=True, eq=False)
class Atlas:
    """Meshes end to end.

    Attributes
    ----------
    vertices, normals : (A, 3) float64
    triangles : (T, 3) int32, indices into ``vertices``
    flat : (T,) bool
    slot : (T,) int16
    part : (T,) int32
    rows : mapping of Mesh to (first vertex, last + 1, first triangle, last + 1, parts)
    bounds : mapping of Mesh to (6,) float64, lowest and highest corner
    """

    vertices: npt.NDArray[np.float64]
    normals: npt.NDArray[np.float64]
    triangles: npt.NDArray[np.int32]
    flat: npt.NDArray[np.bool_]
    slot: npt.NDArray[np.int16]
    part: npt.NDArray[np.int32]
    rows: Mapping[Mesh, tuple[int, int, int, int, int]]
    bounds: Mapping[Mesh, tuple[float, ...]]


_kept = Atlas(
    np.empty((0, 3)),
    np.empty((0, 3)),
    np.empty((0, 3), np.int32),
    np.empty(0, np.bool_),
    np.empty(0, np.int16),
    np.empty(0, np.int32),
    {},
    {},
)


def atlas_of(meshes: Iterable[Mesh]) -> Atlas:
    """Return an atlas that holds the meshes, and as a rule those of earlier calls too.

    An atlas never changes; a call that brings new meshes makes a new one. Threads may call this at will: at
    worst each extends its own.
    """
    global _kept
    atlas = _kept
    wanted = dict.fromkeys(meshes)
    new = [mesh for mesh in wanted if mesh not in atlas.rows]
    if not new:
        return atlas
    if len(atlas.vertices) + sum(len(mesh.vertices) for mesh in new) > MOST_VERTICES:
        atlas = _laid_out(list(wanted))
    else:
        atlas = _laid_out([*atlas.rows, *new])
    _kept = atlas
    return atlas


def _laid_out(meshes: list[Mesh]) -> Atlas:
    vertex = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)]).tolist()
    triangle = np.cumsum([0, *(len(mesh.triangles) for mesh in meshes)]).tolist()
    rows = {}
    bounds = {}
    for k, mesh in enumerate(meshes):
        parts = int(mesh.part.max(initial=-1)) + 1
        rows[mesh] = (vertex[k], vertex[k + 1], triangle[k], triangle[k + 1], parts)
        bounds[mesh] = tuple(np.concatenate(mesh.bounds).tolist()) if len(mesh.vertices) else (0.0,) * 6
    return Atlas(
        np.concatenate([mesh.vertices for mesh in meshes]),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate([mesh.triangles + np.int32(start) for mesh, start in zip(meshes, vertex, strict=False)]),
        np.concatenate([mesh.flat for mesh in meshes]),
        np.concatenate([mesh.slot for mesh in meshes]),
        np.concatenate([mesh.part for mesh in meshes]),
        rows,
        bounds,
    )
