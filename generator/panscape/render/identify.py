# mypy: allow-untyped-defs
"""From triangles to the segment and the depth of each pixel."""

import numpy as np

from panscape.render.jit import kernel


@kernel
def own(table, owner):
    """Write the placement of every triangle: (T,) int32."""
    for p in range(table.shape[0]):
        start = table[p, 5]
        for t in range(table[p, 3] - table[p, 2]):
            owner[start + t] = p


@kernel
def name(visible, owner, segment, background, nearness, ids, depth):
    """Write the segment of every pixel, and its depth in metres, 0 where there is nothing.

    visible  : (H, W) int32; nearness : (H, W) float32, 1 / metres
    segment  : (N,) uint32, of each placement
    ids      : (H, W) uint32; depth : (H, W) float32
    """
    height, width = visible.shape
    for y in range(height):
        for x in range(width):
            if visible[y, x] < 0:
                ids[y, x], depth[y, x] = background, 0.0
            else:
                ids[y, x] = segment[owner[visible[y, x]]]
                depth[y, x] = np.float32(1.0) / nearness[y, x]
