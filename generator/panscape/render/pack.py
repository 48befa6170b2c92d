"""A scene as flat arrays: what the kernels read instead of placements, materials and segments."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.render.atlas import Atlas, atlas_of
from panscape.scenes import VOID, Material, Placement, Scene

# Columns of the integer table, one row a placement.
# 0, 1: first vertex of the mesh in the atlas, last + 1; 2, 3: the same of its triangles;
# 4, 5: first vertex and first triangle of the placement among those of the scene;
# 6: first of its entries in ``slot_rows``; 7: first of its surface numbers.
TABLE = 8


@dataclass(frozen=True, eq=False)
class Packed:
    """A scene as flat arrays; N placements, M materials, T triangles in all.

    Attributes
    ----------
    atlas : Atlas
    poses : (N, 15) float64: rotation (9, by rows), scale (3), position (3)
    table : (N, 8) int64
    bounds : (N, 6) float64, of the mesh
    segment : (N,) uint32, id of the placement's segment
    variant : (N,) float64 in [0, 1), by position, so that equal meshes need not look equal
    slot_rows : (S,) int32, rows of ``materials``
    materials : (M, 16) float32: color 0-2, second 3-5, texture 6, scale 7, roughness 8, f0 9, metal 10,
        emission 11, contrast 12, night 13
    vertex_count, triangle_count : int
    category_ids : tuple of int, one for each segment id from 1
    background : int, id of the segment of pixels whose ray meets nothing
    """

    atlas: Atlas
    poses: npt.NDArray[np.float64]
    table: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.float64]
    segment: npt.NDArray[np.uint32]
    variant: npt.NDArray[np.float64]
    slot_rows: npt.NDArray[np.int32]
    materials: npt.NDArray[np.float32]
    vertex_count: int
    triangle_count: int
    category_ids: tuple[int, ...]
    background: int


def pack(scene: Scene) -> Packed:
    """Return the scene as flat arrays.

    Things have segment ids 1 to ``len(scene.things)``, in order; then come the stuff categories that the scene
    has, the background among them, in the taxonomy's order. Stuff of the category "void" has id 0.

    Raises
    ------
    KeyError
        If a category is not in the scene's taxonomy; the message names the nearest.
    """
    stuff_ids = _stuff_ids(scene)
    owners = [(placement, k) for k, thing in enumerate(scene.things, start=1) for placement in thing.placements]
    owners += [(placement, stuff_ids[stuff.category]) for stuff in scene.stuff for placement in stuff.placements]
    placements = [placement for placement, _ in owners]
    atlas = atlas_of(placement.mesh for placement in placements)
    table, totals = _table(placements, atlas)
    slot_rows, materials = _materials(placements)
    names = [thing.category for thing in scene.things] + [name for name in stuff_ids if name != VOID]
    return Packed(
        atlas=atlas,
        poses=np.array([_pose(p) for p in placements], np.float64).reshape(-1, 15),
        table=table,
        bounds=np.array([atlas.bounds[p.mesh] for p in placements], np.float64).reshape(-1, 6),
        segment=np.array([number for _, number in owners], np.uint32),
        variant=np.array([_variant(p) for p in placements], np.float64),
        slot_rows=slot_rows,
        materials=materials,
        vertex_count=totals[0],
        triangle_count=totals[1],
        category_ids=tuple(scene.taxonomy[name].id for name in names),
        background=stuff_ids[scene.background],
    )


def _stuff_ids(scene: Scene) -> dict[str, int]:
    there = ({stuff.category for stuff in scene.stuff} | {scene.background}) - {VOID}
    order = sorted(there, key=lambda name: scene.taxonomy[name].id)
    return {VOID: 0} | {name: number for number, name in enumerate(order, start=len(scene.things) + 1)}


def _pose(placement: Placement) -> list[float]:
    return [*placement.matrix.ravel().tolist(), *placement.scale, *placement.position]


def _variant(placement: Placement) -> float:
    """A number in [0, 1) that depends on where the placement stands, to the centimetre."""
    x, y = (round(100.0 * part) for part in placement.position[:2])
    mixed = (x * 73856093 ^ y * 19349663) & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 15) * 0x2C1B3C6D & 0xFFFFFFFF
    return ((mixed ^ mixed >> 12) & 0xFFFF) / 65536.0


def _table(placements: list[Placement], atlas: Atlas) -> tuple[npt.NDArray[np.int64], tuple[int, int]]:
    rows = []
    vertex = triangle = slot = surface = 0
    for placement in placements:
        v0, v1, t0, t1, parts = atlas.rows[placement.mesh]
        rows.append((v0, v1, t0, t1, vertex, triangle, slot, surface))
        vertex += v1 - v0
        triangle += t1 - t0
        slot += len(placement.mesh.slots)
        surface += parts
    return np.array(rows, np.int64).reshape(-1, TABLE), (vertex, triangle)


def _materials(placements: list[Placement]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """One row for each material object; hashing them by value would cost more than a few rows twice."""
    row_of: dict[int, int] = {}
    distinct: list[Material] = []
    slots = []
    for placement in placements:
        for name in placement.mesh.slots:
            material = placement.materials[name]
            row = row_of.setdefault(id(material), len(distinct))
            if row == len(distinct):
                distinct.append(material)
            slots.append(row)
    rows = [
        [
            *m.color, *(m.second if m.second is not None else m.color), m.texture, m.scale, m.roughness,
            m.f0, m.metal, m.emission, m.contrast, m.night, 0.0, 0.0,
        ]
        for m in distinct
    ]  # fmt: skip
    return np.array(slots, np.int32), np.array(rows, np.float32).reshape(-1, 16)
