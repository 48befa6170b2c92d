"""The samples of a picture in tiles: found once for what a camera sees, lit as often as one likes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.render.pack import Packed
from panscape.render.tiles.gather import deal, list_samples, locate, settle
from panscape.render.tiles.layout import LANES
from panscape.render.view import View
from panscape.render.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Tiles:
    """K tiles of up to LANES samples each; the arrays belong to the workspace.

    Attributes
    ----------
    count : int, K
    material : (K or more,) int32, row of ``Packed.materials``; one past the last is the sky
    filled : (K or more,) int32, samples
    pixel, triangle : (K * LANES,) int32, by lane
    geometry : (K, GEOMETRY * LANES) float32, see layout
    """

    count: int
    material: npt.NDArray[np.int32]
    filled: npt.NDArray[np.int32]
    pixel: npt.NDArray[np.int32]
    triangle: npt.NDArray[np.int32]
    geometry: npt.NDArray[np.float32]


def gather(top: int, bottom: int, packed: Packed, view: View, space: Workspace) -> Tiles:
    """Return the samples of rows ``top`` to ``bottom - 1`` in tiles, with their geometry."""
    atlas, kinds = packed.atlas, len(packed.materials) + 1
    raw = space.room_for_samples(4 * (bottom - top) * space.visible.shape[1])
    count = list_samples(
        top, bottom, space.visible, space.fine_visible, space.owner, packed.table, atlas.part, atlas.slot,
        packed.slot_rows, kinds - 1, raw.pixel, raw.triangle, raw.spot, raw.weight, raw.material,
    )  # fmt: skip
    dealt = space.room_for_tiles(count // LANES + kinds + 1)
    starts = np.empty(kinds, np.int64)
    tiles = deal(count, raw.material, starts, dealt.material, dealt.filled)
    settle(
        count, raw.material, starts, raw.pixel, raw.triangle, raw.spot, raw.weight, dealt.pixel, dealt.triangle,
        dealt.spot, dealt.weight,
    )  # fmt: skip
    locate(
        tiles, dealt.filled, dealt.pixel, dealt.triangle, dealt.spot, dealt.weight, space.owner, packed.table,
        packed.poses, packed.variant, atlas.vertices, atlas.normals, atlas.triangles, atlas.flat, space.camera,
        view.axes, view.eye, view.lens, space.visible.shape[1], dealt.geometry,
    )  # fmt: skip
    return Tiles(int(tiles), dealt.material, dealt.filled, dealt.pixel, dealt.triangle, dealt.geometry)
