"""The arrays that samples and tiles live in; they grow with the picture and are used again."""

import numpy as np

from panscape.render.tiles.layout import GEOMETRY, LANES


class Samples:
    """Room for samples as they are found, row by row of the picture; see gather.list_samples."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.pixel, self.triangle, self.material = (np.empty(room, np.int32) for _ in range(3))
        self.spot, self.weight = np.empty(room, np.uint8), np.empty(room, np.float32)


class Dealt:
    """Room for tiles: their materials and counts, and by lane what ``Samples`` holds; see gather.settle."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.material, self.filled = np.empty(room, np.int32), np.empty(room, np.int32)
        self.pixel, self.triangle = np.empty(room * LANES, np.int32), np.empty(room * LANES, np.int32)
        self.spot, self.weight = np.empty(room * LANES, np.uint8), np.empty(room * LANES, np.float32)
        self.geometry = np.empty((room, GEOMETRY * LANES), np.float32)
