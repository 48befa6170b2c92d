"""The box of each thing in space, and how it lies in the world and before the camera."""

from dataclasses import dataclass
from math import atan2, degrees
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.render.pack import Packed
from panscape.scenes import Camera, Scene
from panscape.truth.surface import bound_things

UPRIGHT = 1e-9  # how far the up of a thing may be off the world's for its turn to be told as a yaw
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Boxes:
    """The tight boxes of K things, each along the thing's own axes: those of its first placement.

    Attributes
    ----------
    frames : (K, 3, 3) float64
        The axes in the world, one a column: forward, left, up.
    bounds : (K, 6) float64
        Lowest and highest corner along them, metres.
    """

    frames: Floats
    bounds: Floats

    @property
    def sizes(self) -> Floats:
        """(K, 3): length, width, height, metres."""
        return self.bounds[:, 3:] - self.bounds[:, :3]

    @property
    def centers(self) -> Floats:
        """(K, 3): the middles in the world, metres."""
        middles = 0.5 * (self.bounds[:, 3:] + self.bounds[:, :3])
        return np.sum(self.frames * middles[:, None, :], axis=2)


def boxes_of(scene: Scene, packed: Packed) -> Boxes:
    """Return the boxes of a scene's things, around all of each, seen or not."""
    frames = np.array([thing.placements[0].matrix for thing in scene.things], np.float64).reshape(-1, 3, 3)
    last = np.cumsum([0, *(len(thing.placements) for thing in scene.things)])
    bounds = np.empty((len(frames), 6))
    bound_things(last, packed.table, packed.poses, packed.atlas.vertices, frames, bounds)
    return Boxes(frames, bounds)


def box_facts(boxes: Boxes, camera: Camera) -> list[dict[str, Any]]:
    """Return what a file says of each thing's box: ``box3d``, in the world, and ``box3d_camera``, before the camera.

    ``center`` is the middle, metres; ``size`` length, width and height, metres; ``rotation`` the thing's forward,
    left and up, one a column, as rows; ``yaw_deg`` the same for what stands upright: how far forward is turned left
    from the world's x.
    """
    before = (boxes.centers - np.array(camera.position)) @ camera.axes.T
    facts = []
    for frame, center, size, seen in zip(boxes.frames, boxes.centers, boxes.sizes, before, strict=True):
        box: dict[str, Any] = {"center": _rounded(center), "size": _rounded(size), "rotation": _rows(frame)}
        if abs(frame[2, 2] - 1.0) < UPRIGHT:
            box["yaw_deg"] = round(degrees(atan2(frame[1, 0], frame[0, 0])), 4)
        turned = {"center": _rounded(seen), "rotation": _rows(camera.axes @ frame)}
        facts.append({"box3d": box, "box3d_camera": turned})
    return facts


def _rounded(values: Floats) -> list[float]:
    return [round(value, 4) for value in values.tolist()]


def _rows(matrix: Floats) -> list[list[float]]:
    return [[round(value, 6) for value in row] for row in matrix.tolist()]
