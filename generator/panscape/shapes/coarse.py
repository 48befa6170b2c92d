"""The same shape with fewer triangles, for where a pixel is wider than its details."""

from functools import cache

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh
from panscape.shapes.surface import Floats, Ints, snapped


@cache
def coarse(mesh: Mesh, cell: float, left_out: frozenset[str] = frozenset()) -> Mesh:
    """Return the mesh with all vertices that share a cell drawn together into their mean.

    Parameters
    ----------
    mesh : Mesh
    cell : float, metres
        Width of the cells; no vertex moves by more than its diagonal, and what stands on the ground stays there.
    left_out : frozenset of str
        Slots whose triangles go: what lies upon something else and is narrower than a cell would melt into a blot.

    Returns
    -------
    Mesh
        With the same slots. Triangles that lose their area are gone; of those that fall together the last stays,
        which is the one that was put on top.

    References
    ----------
    Rossignac and Borrel 1993, Multi-resolution 3D approximations for rendering complex scenes.
    """
    kept = ~np.isin(mesh.slot, [k for k, name in enumerate(mesh.slots) if name in left_out])
    used = np.zeros(len(mesh.vertices), np.bool_)
    used[mesh.triangles[kept]] = True
    number = np.cumsum(used) - 1
    bare = Mesh(
        mesh.vertices[used], number[mesh.triangles[kept]].astype(np.int32), mesh.normals[used], mesh.flat[kept],
        mesh.slot[kept], mesh.part[kept], mesh.slots,
    )  # fmt: skip
    return drawn_together(bare, cell, np.zeros(len(bare.vertices), np.int64))[0]


def drawn_together(mesh: Mesh, cell: float, limb: Ints) -> tuple[Mesh, Ints]:
    """Return the coarse mesh, and which of its vertices each of the fine one's became.

    Parameters
    ----------
    mesh : Mesh
    cell : float, metres
    limb : (V,) int64, at least 0
        Vertices of two limbs never become one.
    """
    place = np.round(mesh.vertices / cell).astype(np.int64) + 4096
    keys = ((limb * 8192 + place[:, 0]) * 8192 + place[:, 1]) * 8192 + place[:, 2]
    _, group = np.unique(keys, return_inverse=True)
    group = group.reshape(-1)
    count = np.bincount(group)
    vertices: Floats = np.stack([np.bincount(group, mesh.vertices[:, axis]) / count for axis in range(3)], axis=1)
    low = mesh.vertices[:, 2].min()
    grounded = np.zeros(len(count), np.bool_)
    grounded[group[mesh.vertices[:, 2] == low]] = True
    vertices[grounded, 2] = low
    normals: Floats = np.stack([np.bincount(group, mesh.normals[:, axis]) for axis in range(3)], axis=1)
    kept = _kept(group[mesh.triangles])
    made = Mesh(
        snapped(vertices),
        group[mesh.triangles[kept]].astype(np.int32),
        _unit(normals),
        mesh.flat[kept],
        mesh.slot[kept],
        _renumbered(mesh.part[kept]),
        mesh.slots,
    )
    return made, group


def _unit(normals: Floats) -> Floats:
    """Unit vectors; up where normals cancel each other."""
    lengths = np.sqrt((normals * normals).sum(axis=1, keepdims=True))
    return np.where(lengths > 1e-9, normals / np.maximum(lengths, 1e-9), np.array([0.0, 0.0, 1.0]))


def _kept(triangles: Ints) -> Ints:
    """Which triangles stay, in their order: those with three corners, and of equal ones the last."""
    a, b, c = np.sort(triangles, axis=1).T.astype(np.int64)
    whole = np.flatnonzero((a != b) & (b != c))
    keys = ((a * (c.max() + 1) + b) * (c.max() + 1) + c)[whole]
    _, last = np.unique(keys[::-1], return_index=True)
    return np.sort(whole[len(whole) - 1 - last])


def _renumbered(part: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    _, numbers = np.unique(part, return_inverse=True)
    return numbers.reshape(-1).astype(np.int32)
