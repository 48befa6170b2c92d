"""Draws a whole scene into maps, as the camera, the sun or the sky sees it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.render.pack import Packed
from panscape.render.transform import ahead, to_camera
from panscape.render.view import NEAR, View
from panscape.render.visibility import TILE, draw_bands, list_triangles, sort_by_band
from panscape.render.workspace import Workspace

CACHE = 400_000  # bytes of maps that are drawn together; the cores that we know keep 512 kB or more to themselves


@dataclass(frozen=True, eq=False)
class Maps:
    """What is drawn into; see visibility.draw_bands.

    Attributes
    ----------
    depth : (H, W) float32
    visible : (H, W) int32, or (0, 0) where nobody asks which triangle it is
    fine_depth, fine_visible : (2 H, 2 W) likewise, or (0, 0)
    tiles, floor : (H / TILE, W / TILE) float32, rounded up
    """

    depth: npt.NDArray[np.float32]
    visible: npt.NDArray[np.int32]
    fine_depth: npt.NDArray[np.float32]
    fine_visible: npt.NDArray[np.int32]
    tiles: npt.NDArray[np.float32]
    floor: npt.NDArray[np.float32]

    @classmethod
    def centres(cls, depth: npt.NDArray[np.float32], visible: npt.NDArray[np.int32]) -> "Maps":
        """The triangle at each pixel's centre and no finer."""
        return cls(depth, visible, _NO_DEPTHS, _NO_NUMBERS, tiles_of(depth), tiles_of(depth))

    @classmethod
    def of(cls, depth: npt.NDArray[np.float32], floor: npt.NDArray[np.float32]) -> "Maps":
        """A map of depth alone."""
        return cls(depth, _NO_NUMBERS, _NO_DEPTHS, _NO_NUMBERS, np.empty_like(floor), floor)


_NO_NUMBERS, _NO_DEPTHS = np.empty((0, 0), np.int32), np.empty((0, 0), np.float32)


def tiles_of(depth: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return one number, 0, for each tile of a map."""
    height, width = depth.shape
    return np.zeros((-(-height // TILE), -(-width // TILE)), np.float32)


def take_in(packed: Packed, view: View, maps: Maps, space: Workspace) -> None:
    """Draw what a camera sees; its vertices stay in ``space.camera`` and ``space.screen``."""
    seen, distances = np.empty(len(packed.table), np.uint8), np.empty(len(packed.table))
    to_camera(
        packed.poses, packed.table, packed.bounds, packed.atlas.vertices, view.axes, view.eye, view.lens, view.size,
        NEAR, space.camera, space.screen, seen,
    )  # fmt: skip
    ahead(packed.poses, packed.bounds, view.axes, view.eye, NEAR, seen, distances)
    survey(packed, np.argsort(distances, kind="stable"), seen, view.lens, NEAR, maps, space)


def survey(
    packed: Packed,
    order: npt.NDArray[np.int64],
    seen: npt.NDArray[np.uint8],
    lens: npt.NDArray[np.float64],
    near: float,
    maps: Maps,
    space: Workspace,
) -> None:
    """Draw the placements that are seen, near ones first, from their vertices in ``space.screen``.

    near : float, metres to the near plane of a camera; 0 for parallel light, where greater depth is nearer too
    """
    height, width = maps.depth.shape
    rows = _rows(maps)
    counts = np.empty(2 * -(-height // rows) + 1, np.int64)
    facing, nothing = (-1.0, 0.0) if near > 0.0 else (1.0, -1e9)
    count, total = list_triangles(
        order, packed.table, seen, packed.atlas.closed, packed.atlas.triangles, space.camera, space.screen, lens, near,
        facing, height, width, len(maps.fine_depth) > 0, rows, space.listed, space.extents, counts,
    )  # fmt: skip
    space.reserve_bands(total)
    sort_by_band(count, space.extents, counts, space.binned)
    draw_bands(
        rows, np.float32(nothing), space.listed, space.binned, counts, space.camera, space.screen, lens, near,
        maps.depth, maps.visible, maps.fine_depth, maps.fine_visible, maps.tiles, maps.floor,
    )  # fmt: skip


def _rows(maps: Maps) -> int:
    """How many rows of pixels are drawn together: a multiple of the tile's."""
    used = sum(part.nbytes for part in (maps.depth, maps.visible, maps.fine_depth, maps.fine_visible))
    return max(1, CACHE * len(maps.depth) // (max(used, 1) * TILE)) * TILE
