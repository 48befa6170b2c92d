"""The buffers that rendering needs, made once for each size and thread and used again."""

import threading

import numpy as np

from panscape.render.tiles.buffers import Dealt, Samples
from panscape.render.visibility import TILE

NEAR_MAP = 1152  # texels along a side of the finer map of shadows
FAR_MAP = 1024
HEIGHTS = 320  # texels along a side of the map of what is overhead
_local = threading.local()


class Workspace:
    """Buffers for pictures of one size; those for vertices and triangles grow with the scene."""

    def __init__(self, width: int, height: int) -> None:
        self.nearness = np.empty((height, width), np.float32)
        self.visible = np.empty((height, width), np.int32)
        self.fine_nearness = np.empty((2 * height, 2 * width), np.float32)
        self.fine_visible = np.empty((2 * height, 2 * width), np.int32)
        self.near_map = np.empty((NEAR_MAP, NEAR_MAP), np.float32)
        self.far_map = np.empty((FAR_MAP, FAR_MAP), np.float32)
        self.heights = np.empty((HEIGHTS, HEIGHTS), np.float32)
        self.coarse = np.empty((3, -(-height // 2), -(-width // 2)), np.float32)
        self.open_sky = np.empty((height, width), np.float32)
        self.radiance = np.empty((height, width, 3), np.float32)
        self.tiles = np.empty((-(-height // TILE), -(-width // TILE)), np.float32)
        self.no_floor = np.zeros(self.tiles.shape, np.float32)
        self.found = Samples(0)
        self.dealt = Dealt(0)
        self.camera = np.empty((0, 3))
        self.screen = np.empty((0, 3))
        self.owner = np.empty(0, np.int32)
        self.listed = np.empty((0, 4), np.int32)
        self.extents = np.empty((0, 2), np.int16)
        self.binned = np.empty(0, np.int32)

    def room_for_samples(self, most: int) -> Samples:
        """Return room for so many samples; pages that are not written take no memory."""
        if self.found.room < most:
            self.found = Samples(most)
        return self.found

    def room_for_tiles(self, most: int) -> Dealt:
        """Return room for so many tiles, with some to spare."""
        if self.dealt.room < most:
            self.dealt = Dealt(most + most // 4)
        return self.dealt

    def reserve(self, vertices: int, triangles: int) -> None:
        """Make room for a scene, with some to spare so that the next one seldom needs more."""
        if len(self.camera) < vertices:
            room = vertices + vertices // 4
            self.camera = np.empty((room, 3))
            self.screen = np.empty((room, 3))
        if len(self.owner) < triangles:
            self.owner = np.empty(triangles + triangles // 4, np.int32)
            self.listed = np.empty((len(self.owner), 4), np.int32)
            self.extents = np.empty((len(self.owner), 2), np.int16)

    def reserve_bands(self, places: int) -> None:
        """Make room for so many triangles, each counted in every band that it lies in."""
        if len(self.binned) < places:
            self.binned = np.empty(places + places // 4, np.int32)


def workspace(width: int, height: int, vertices: int, triangles: int) -> Workspace:
    """Return this thread's buffers for a size, with room for a scene. A thread keeps those of one size."""
    space: Workspace | None = getattr(_local, "space", None)
    if space is None or space.visible.shape != (height, width):
        space = _local.space = Workspace(width, height)
    space.reserve(vertices, triangles)
    return space
