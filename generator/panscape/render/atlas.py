"""The meshes that a process has drawn lately, laid end to end, so that one kernel call can draw a whole scene."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.render.closed import closed_faces
from panscape.scenes import Mesh

MOST_VERTICES = 1_500_000  # about 150 MB; above it, meshes that the scene at hand does not use are let go


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
    closed : (T,) bool, see closed.closed_faces
    rows : mapping of Mesh to (first vertex, last + 1, first triangle, last + 1, parts)
    bounds : mapping of Mesh to (6,) float64, lowest and highest corner
    """

    vertices: npt.NDArray[np.float64]
    normals: npt.NDArray[np.float64]
    triangles: npt.NDArray[np.int32]
    flat: npt.NDArray[np.bool_]
    slot: npt.NDArray[np.int16]
    part: npt.NDArray[np.int32]
    closed: npt.NDArray[np.bool_]
    rows: Mapping[Mesh, tuple[int, int, int, int, int]]
    bounds: Mapping[Mesh, tuple[float, ...]]


_lock = threading.Lock()
_NOTHING = Atlas(
    np.empty((0, 3)),
    np.empty((0, 3)),
    np.empty((0, 3), np.int32),
    np.empty(0, np.bool_),
    np.empty(0, np.int16),
    np.empty(0, np.int32),
    np.empty(0, np.bool_),
    {},
    {},
)
_kept = _NOTHING


def atlas_of(meshes: Iterable[Mesh]) -> Atlas:
    """Return an atlas that holds the meshes, and as a rule those of earlier calls too.

    An atlas never changes; a call that brings new meshes makes a new one, whose arrays begin with the old one's and
    share its memory. Threads may call this at will.
    """
    global _kept
    wanted = dict.fromkeys(meshes)
    with _lock:
        new = [mesh for mesh in wanted if mesh not in _kept.rows]
        if new and len(_kept.vertices) + sum(len(mesh.vertices) for mesh in new) > MOST_VERTICES:
            _kept, new = _NOTHING, list(wanted)
        if new:
            _kept = _extended(_kept, new)
        return _kept


def _extended(atlas: Atlas, meshes: list[Mesh]) -> Atlas:
    vertex, triangle = len(atlas.vertices), len(atlas.triangles)
    rows, bounds, shifted = dict(atlas.rows), dict(atlas.bounds), []
    for mesh in meshes:
        parts = int(mesh.part.max(initial=-1)) + 1
        more, triangles = len(mesh.vertices), len(mesh.triangles)
        rows[mesh] = (vertex, vertex + more, triangle, triangle + triangles, parts)
        bounds[mesh] = tuple(np.concatenate(mesh.bounds).tolist()) if more else (0.0,) * 6
        shifted.append(mesh.triangles + np.int32(vertex))
        vertex, triangle = vertex + more, triangle + triangles
    return Atlas(
        _appended(atlas.vertices, [mesh.vertices for mesh in meshes]),
        _appended(atlas.normals, [mesh.normals for mesh in meshes]),
        _appended(atlas.triangles, shifted),
        _appended(atlas.flat, [mesh.flat for mesh in meshes]),
        _appended(atlas.slot, [mesh.slot for mesh in meshes]),
        _appended(atlas.part, [mesh.part for mesh in meshes]),
        _appended(atlas.closed, [closed_faces(mesh) for mesh in meshes]),
        rows,
        bounds,
    )


def _appended(array: npt.NDArray[Any], more: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """The array and more behind it, in the memory that it is a view of where that has room.

    Only the newest atlas is ever extended, so no two arrays lay claim to the same room. Copying it whole for each
    scene's few new meshes cost 70 ms a picture after twenty streets.
    """
    start, stop = len(array), len(array) + sum(len(part) for part in more)
    room = array.base if isinstance(array.base, np.ndarray) else array
    if len(room) < stop:
        room = np.empty((stop + stop // 2 + 1024, *array.shape[1:]), array.dtype)
        room[:start] = array
    for part in more:
        room[start : start + len(part)] = part
        start += len(part)
    return room[:stop]
