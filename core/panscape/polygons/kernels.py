# mypy: allow-untyped-defs
"""Kernels between masks and the rings around them: tracing pixel edges, filling, thinning out vertices.

Corners have whole-numbered coordinates: pixel (y, x) is the square from (x, y) to (x + 1, y + 1). Several rings lie
in one array of points; ring r is ``points[starts[r]:starts[r + 1]]``.
"""

import numpy as np
from numba import njit

SUBPIXELS = 256  # a filled vertex is rounded to 1/256 px: all that follows is integer arithmetic, alike everywhere
EAST, SOUTH, WEST, NORTH = 0, 1, 2, 3


@njit(cache=True, nogil=True)
def count_edges(mask):
    """Return the number of pixel edges between the mask and what is not in it: the points that a trace writes.

    mask : (H + 2, W + 2) uint8, 0 or 1, with a border of zeros
    """
    height, width = mask.shape
    edges = 0
    for y in range(1, height):
        for x in range(1, width):
            edges += (mask[y, x] != mask[y - 1, x]) + (mask[y, x] != mask[y, x - 1])
    return edges


@njit(cache=True, nogil=True)
def trace_rings(mask, seen, points, starts):
    """Write every ring around the mask in unit steps, its inside to the right; return the number of rings.

    Pixels that touch at a corner are one part, so outer rings run clockwise on the screen and holes against it.
    Every ring has an edge that runs east, along the top of a pixel: it is found there, in scan order.

    mask   : (H + 2, W + 2) uint8, 0 or 1, with a border of zeros
    seen   : (H + 2, W + 2) uint8, zeroed by the caller; marks the pixels whose top edge has been walked
    points : (N, 2) int32, N from count_edges; x, y of corners, the mask's first pixel at (0, 0)
    starts : (N // 4 + 2,) int64
    """
    height, width = mask.shape
    rings, size = 0, 0
    starts[0] = 0
    for top in range(1, height - 1):
        for left in range(1, width - 1):
            if not mask[top, left] or mask[top - 1, left] or seen[top, left]:
                continue
            size = _walk(mask, seen, points, size, left, top)
            rings += 1
            starts[rings] = size
    return rings


@njit(cache=True, nogil=True)
def _walk(mask, seen, points, size, left, top):
    """Follow one ring from the top left corner of a pixel; return the number of points written so far."""
    x, y, way = left, top, EAST
    while True:
        if way == EAST:
            if seen[y, x]:
                return size
            seen[y, x] = 1
        points[size, 0] = x - 1
        points[size, 1] = y - 1
        size += 1
        if way == EAST:
            x += 1
            to_left, to_right = mask[y - 1, x], mask[y, x]
        elif way == SOUTH:
            y += 1
            to_left, to_right = mask[y, x], mask[y, x - 1]
        elif way == WEST:
            x -= 1
            to_left, to_right = mask[y, x - 1], mask[y - 1, x - 1]
        else:
            y -= 1
            to_left, to_right = mask[y - 1, x - 1], mask[y - 1, x]
        if to_left:
            way = (way + 3) % 4
        elif not to_right:
            way = (way + 1) % 4


@njit(cache=True, nogil=True)
def fill_rings(points, starts, left, top, toggles):
    """Fill rings by the even-odd rule into a window: afterwards ``toggles[y, x]`` is 1 where the centre is inside.

    A centre that lies on an edge belongs to the side right of or below it, so that two polygons that share an edge
    share no pixel. Each edge flips the first pixel right of its crossing with a row; a running parity does the rest.

    points    : (N, 2) float64, finite, below 2**20
    starts    : (R + 1,) int64
    left, top : int, the picture's coordinates of the window's first pixel
    toggles   : (H, W + 1) uint8, zeroed by the caller; the last column is scratch
    """
    height, width = toggles.shape[0], toggles.shape[1] - 1
    for ring in range(starts.size - 1):
        first, end = starts[ring], starts[ring + 1]
        for here in range(first, end):
            after = here + 1 if here + 1 < end else first
            x0, y0 = _fixed(points[here, 0]) - SUBPIXELS * left, _fixed(points[here, 1]) - SUBPIXELS * top
            x1, y1 = _fixed(points[after, 0]) - SUBPIXELS * left, _fixed(points[after, 1]) - SUBPIXELS * top
            if y0 == y1:
                continue
            if y0 > y1:
                x0, y0, x1, y1 = x1, y1, x0, y0
            _flip_along(x0, y0, x1, y1, height, width, toggles)
    for y in range(height):
        inside = np.uint8(0)
        for x in range(width):
            inside ^= toggles[y, x]
            toggles[y, x] = inside


@njit(cache=True, nogil=True)
def _fixed(value):
    return np.int64(np.floor(value * SUBPIXELS + 0.5))


@njit(cache=True, nogil=True)
def _flip_along(x0, y0, x1, y1, height, width, toggles):
    """Flip, in each row whose centre the edge crosses, the first pixel that is not left of the crossing."""
    half = SUBPIXELS // 2
    rise = y1 - y0
    lowest = max(-((half - y0) // SUBPIXELS), 0)
    highest = min(-((half - y1) // SUBPIXELS), height)
    for y in range(lowest, highest):
        ahead = (x0 - half) * rise + (SUBPIXELS * y + half - y0) * (x1 - x0)
        x = -((-ahead) // (SUBPIXELS * rise))
        toggles[y, min(max(x, 0), width)] ^= 1


@njit(cache=True, nogil=True)
def thin_out(points, tolerance, keep, stack):
    """Mark the vertices of one closed ring that Douglas and Peucker keep.

    The ring is cut at the vertices that ``keep`` names already; if there are fewer than two, at the first vertex
    and at the one farthest from it.

    points    : (N, 2) float64
    tolerance : float, px, at least 0; a vertex farther than that from its chord is kept
    keep      : (N,) bool; what the caller has set stays
    stack     : (N + 1, 2) int64, scratch
    """
    count = points.shape[0]
    first = -1
    for here in range(count):
        if keep[here]:
            first = here
            break
    if first < 0:
        first = 0
        keep[0] = True
    anchors = 0
    for here in range(count):
        anchors += keep[here]
    if anchors == 1:
        keep[_farthest_from(points, first)] = True
    start = first
    for step in range(1, count + 1):
        here = (first + step) % count
        if keep[here]:
            _thin_chain(points, start, first + step, tolerance * tolerance, keep, stack)
            start = first + step


@njit(cache=True, nogil=True)
def _farthest_from(points, origin):
    best, longest = origin, 0.0
    for here in range(points.shape[0]):
        across, down = points[here, 0] - points[origin, 0], points[here, 1] - points[origin, 1]
        if across * across + down * down > longest:
            best, longest = here, across * across + down * down
    return best


@njit(cache=True, nogil=True)
def _thin_chain(points, start, end, limit, keep, stack):
    """Keep what the chain from ``start`` to ``end`` needs; both may pass the ring's seam, so they are taken modulo."""
    count = points.shape[0]
    stack[0, 0], stack[0, 1] = start, end
    depth = 1
    while depth:
        depth -= 1
        low, high = stack[depth, 0], stack[depth, 1]
        x0, y0 = points[low % count, 0], points[low % count, 1]
        along, down = points[high % count, 0] - x0, points[high % count, 1] - y0
        length = along * along + down * down
        farthest, worst = -1, limit
        for middle in range(low + 1, high):
            across, below = points[middle % count, 0] - x0, points[middle % count, 1] - y0
            share = min(max((across * along + below * down) / length, 0.0), 1.0) if length > 0.0 else 0.0
            off_x, off_y = across - share * along, below - share * down
            if off_x * off_x + off_y * off_y > worst:
                farthest, worst = middle, off_x * off_x + off_y * off_y
        if farthest >= 0:
            keep[farthest % count] = True
            stack[depth, 0], stack[depth, 1] = low, farthest
            stack[depth + 1, 0], stack[depth + 1, 1] = farthest, high
            depth += 2
