"""A shape's geometry: made once per process by a function of ``panscape.shapes``, placed many times."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles in the shape's own frame: metres, x forward, y left, z up, origin on the ground below its middle.

    Attributes
    ----------
    vertices : (V, 3) float64
    triangles : (F, 3) int32
        Counter-clockwise seen from outside.
    normals : (V, 3) float64
        Unit; used for shading where ``flat`` is False.
    flat : (F,) bool
        Shade with the triangle's own normal.
    slot : (F,) int16
        Index into ``slots``: which of the placement's materials covers it.
    part : (F,) int32
        Triangles with one number form one smooth surface. Within a part, the renderer shades a pixel once;
        a pixel that sees two parts is anti-aliased.
    slots : tuple of str
        Names of the materials that a placement must give: ``("paint", "glass", "tyre")``.
    """

    vertices: npt.NDArray[np.float64]
    triangles: npt.NDArray[np.int32]
    normals: npt.NDArray[np.float64]
    flat: npt.NDArray[np.bool_]
    slot: npt.NDArray[np.int16]
    part: npt.NDArray[np.int32]
    slots: tuple[str, ...]

    def __post_init__(self) -> None:
        count, faces = len(self.vertices), len(self.triangles)
        shapes = {
            "vertices": (self.vertices.shape, (count, 3)),
            "triangles": (self.triangles.shape, (faces, 3)),
            "normals": (self.normals.shape, (count, 3)),
            "flat": (self.flat.shape, (faces,)),
            "slot": (self.slot.shape, (faces,)),
            "part": (self.part.shape, (faces,)),
        }
        for name, (found, wanted) in shapes.items():
            if found != wanted:
                raise ValueError(f"mesh: {name} has shape {found}, wanted {wanted}")
        if faces and not (0 <= self.triangles.min() and self.triangles.max() < count):
            raise ValueError(f"mesh: a triangle names vertex {self.triangles.max()} of {count}")
        if faces and not (0 <= self.slot.min() and self.slot.max() < len(self.slots)):
            raise ValueError(f"mesh: a triangle names slot {self.slot.max()} of {len(self.slots)}")
        if not np.isfinite(self.vertices).all():
            raise ValueError("mesh: a vertex is not finite")
        for array in (self.vertices, self.triangles, self.normals, self.flat, self.slot, self.part):
            array.setflags(write=False)

    @property
    def bounds(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Lowest and highest corner of the axis-aligned box, each (3,) metres."""
        return self.vertices.min(axis=0), self.vertices.max(axis=0)


def join(meshes: Sequence[Mesh]) -> Mesh:
    """Return one mesh that holds several; slots of one name are one slot, parts stay apart."""
    slots = tuple(dict.fromkeys(name for mesh in meshes for name in mesh.slots))
    first_vertex = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    first_part = np.cumsum([0, *(int(mesh.part.max(initial=-1)) + 1 for mesh in meshes)])
    renumbered = [np.array([slots.index(name) for name in mesh.slots], np.int16)[mesh.slot] for mesh in meshes]
    return Mesh(
        np.concatenate([mesh.vertices for mesh in meshes]),
        np.concatenate([mesh.triangles + start for mesh, start in zip(meshes, first_vertex, strict=False)]).astype(
            np.int32
        ),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate([mesh.flat for mesh in meshes]),
        np.concatenate(renumbered),
        np.concatenate([mesh.part + start for mesh, start in zip(meshes, first_part, strict=False)]).astype(np.int32),
        slots,
    )
