"""Kernels over maps of dense ids: what one pass over the pixels can tell."""

from numba import njit


@njit(cache=True, nogil=True)
def measure_segments(ids, areas, boxes):
    """Count the pixels of every id and find its tight box; return the first id that is too large, or -1.

    ids   : (H, W) uint32
    areas : (N + 1,) int64, zeroed by the caller
    boxes : (N + 1, 4) int64: x, y of the first and of the last pixel; the caller fills in (W, H, -1, -1)

    Returns the flat index of the first pixel whose id is above N, else -1. Runs of one id are handled at
    once: a row of a panoptic map has about 6 of them.
    """
    height, width = ids.shape
    count = areas.size - 1
    for y in range(height):
        x = 0
        while x < width:
            segment = ids[y, x]
            if segment > count:
                return y * width + x
            start = x
            while x < width and ids[y, x] == segment:
                x += 1
            areas[segment] += x - start
            boxes[segment, 0] = min(boxes[segment, 0], start)
            boxes[segment, 1] = min(boxes[segment, 1], y)
            boxes[segment, 2] = max(boxes[segment, 2], x - 1)
            boxes[segment, 3] = max(boxes[segment, 3], y)
    return -1


@njit(cache=True, nogil=True)
def compact_ids(ids, table, out):
    """Write ``table[ids[y, x]]`` for every pixel.

    ids   : (H, W) uint32, every id below table.size
    table : (M,) uint32
    out   : (H, W) uint32
    """
    height, width = ids.shape
    for y in range(height):
        for x in range(width):
            out[y, x] = table[ids[y, x]]
