# mypy: allow-untyped-defs
"""What of a scene a camera or the sun sees: triangles listed from near to far, then drawn a band of rows at a time.

Three kinds of triangles cannot show, and leaving them out changes no sample: those between the samples; the far side
of a closed surface; and what is farther, at its nearest, than the farthest sample of each tile of the picture that it
touches. Other triangles that turn their back are drawn last, when most of them are hidden. A band of both maps stays
in the processor's own cache. Ties go by number, so the order of drawing does not show (see raster).
"""

import numpy as np

from panscape.render.jit import inline, inner, kernel
from panscape.render.raster import SPANS, beside, clip, fill_bare

TILE = 4  # pixels
_CLOSER = 1e-6  # a sample may come out nearer than its triangle's corners by the rounding of float32


@kernel
def list_triangles(
    order, table, seen, closed, triangles, camera, screen, lens, near, facing, height, width, fine, rows, listed,
    extents, counts,
):  # fmt: skip
    """List the triangles that may cover a sample; return how many, and in how many bands they lie, all together.

    order    : (N,) int64, of placements, near ones first
    seen     : (N,) uint8, see transform.ahead; closed : (T,) bool, of the atlas
    table, triangles, camera, screen, lens : see raster.draw
    near     : float, metres; 0 where there is no near plane
    facing   : float, sign of the area on the screen of a triangle that faces us
    fine     : bool, whether 2 x 2 samples a pixel count too
    rows     : int, height of a band in pixels, a multiple of ``TILE``
    listed   : (L, 4) int32, written: vertices among those of the scene, number of the triangle
    extents  : (L, 2) int16, written: first band, last + 1; negative, less one, where the triangle turns its back
    counts   : (2 B + 1,) int64, written: triangles that face us in each band, then triangles that do not
    """
    counts[:] = 0
    count = total = 0
    corners = np.empty((4, 3), np.float64)
    floor = 0.0 if near > 0.0 else -np.inf
    for k in range(order.size):
        p = order[k]
        if seen[p] == 0:
            continue
        shift = table[p, 4] - table[p, 0]
        for t in range(table[p, 2], table[p, 3]):
            a, b, c = triangles[t, 0] + shift, triangles[t, 1] + shift, triangles[t, 2] + shift
            back = 0
            if min(screen[a, 2], screen[b, 2], screen[c, 2]) > floor:
                x0, y0, x1, y1 = screen[a, 0], screen[a, 1], screen[b, 0], screen[b, 1]
                x2, y2 = screen[c, 0], screen[c, 1]
                if beside(x0, y0, x1, y1, x2, y2, width, height, fine):
                    continue
                one, other = facing * (x1 - x0) * (y2 - y0), facing * (x2 - x0) * (y1 - y0)
                if one < other:
                    # Where the sign may be the rounding's, nothing is left out.
                    if seen[p] == 2 and closed[t] and other - one > 1e-6 * (abs(one) + abs(other)):
                        continue
                    back = 1
                top, bottom = min(y0, y1, y2), max(y0, y1, y2)
            else:
                used = clip(camera, a, b, c, lens, near, corners) if near > 0.0 else 0
                if used == 0:
                    continue
                top, bottom = corners[:used, 1].min(), corners[:used, 1].max()
                if bottom <= 0.0 or top >= height:
                    continue
            first, stop = int(max(top, 0.0)) // rows, int(min(bottom, height - 1.0)) // rows + 1
            listed[count, 0], listed[count, 1], listed[count, 2] = a, b, c
            listed[count, 3] = t - table[p, 2] + table[p, 5]
            extents[count, 0], extents[count, 1] = first, stop
            if back:
                extents[count, 0] = -1 - first
            bands = counts.size // 2
            for band in range(first, stop):
                counts[band + back * bands] += 1
            total += stop - first
            count += 1
    return count, total


@kernel
def sort_by_band(count, extents, counts, binned):
    """Write the places in the list of what lies in each band, in the list's order.

    counts : (2 B + 1,) int64, as list_triangles wrote it; becomes the place where each of its bands begins
    binned : (total,) int32, written
    """
    bands = counts.size // 2
    start = 0
    for k in range(counts.size):
        counts[k], start = start, start + counts[k]
    for k in range(count):
        back = extents[k, 0] < 0
        first = -1 - extents[k, 0] if back else extents[k, 0]
        for band in range(first, extents[k, 1]):
            place = band + bands if back else band
            binned[counts[place]] = k
            counts[place] += 1
    for k in range(counts.size - 1, 0, -1):
        counts[k] = counts[k - 1]
    counts[0] = 0


@kernel
def draw_bands(
    rows, nothing, listed, binned, counts, camera, screen, lens, near, depth, visible, fine_depth, fine_visible, tiles,
    floor,
):  # fmt: skip
    """Draw what was listed, into maps that it clears itself.

    nothing : float32, the nearness where nothing is
    tiles   : (H / TILE, W / TILE) float32, rounded up, written: nearness of the farthest sample
    floor   : of the same shape: what is farther than that need not be drawn
    For the others see above, and raster.draw.
    """
    bands = counts.size // 2
    height = depth.shape[0]
    spans, corners = np.empty((3, SPANS), np.float64), np.empty((4, 3), np.float64)
    lows = np.empty(2 * TILE * tiles.shape[1], np.float32)
    for band in range(bands):
        top, bottom = rows * band, min(height, rows * (band + 1))
        depth[top:bottom] = nothing
        if visible.shape[0] > 0:
            visible[top:bottom] = -1
        if fine_depth.shape[0] > 0:
            fine_depth[2 * top : 2 * bottom] = nothing
            fine_visible[2 * top : 2 * bottom] = -1
        for row in range(top // TILE, -(-bottom // TILE)):
            for column in range(tiles.shape[1]):
                tiles[row, column] = floor[row, column]
        draw_run(
            counts[band], counts[band + 1], top, bottom, listed, binned, camera, screen, lens, near, spans, corners,
            lows, depth, visible, fine_depth, fine_visible, tiles, floor,
        )  # fmt: skip
        refresh(top, bottom, tiles, floor, depth, fine_depth, lows)
        draw_run(
            counts[bands + band], counts[bands + band + 1], top, bottom, listed, binned, camera, screen, lens, near,
            spans, corners, lows, depth, visible, fine_depth, fine_visible, tiles, floor,
        )  # fmt: skip


@inner
def draw_run(
    first, last, top, bottom, listed, binned, camera, screen, lens, near, spans, corners, lows, depth, visible,
    fine_depth, fine_visible, tiles, floor,
):  # fmt: skip
    """Draw those rows that lie in one band of some triangles, unless they are hidden."""
    drawn, enough = 0.0, depth.shape[1] * (bottom - top)
    for place in range(first, last):
        k = binned[place]
        a, b, c, number = listed[k, 0], listed[k, 1], listed[k, 2], listed[k, 3]
        x0, y0, z0 = screen[a, 0], screen[a, 1], screen[a, 2]
        x1, y1, z1 = screen[b, 0], screen[b, 1], screen[b, 2]
        x2, y2, z2 = screen[c, 0], screen[c, 1], screen[c, 2]
        cut, pieces = near > 0.0 and min(z0, z1, z2) <= 0.0, 1
        if cut:
            pieces = clip(camera, a, b, c, lens, near, corners) - 2
        else:
            left, right = max(0.0, min(x0, x1, x2)), min(max(x0, x1, x2), depth.shape[1] - 1.0)
            upper, lower = max(float(top), min(y0, y1, y2)), min(max(y0, y1, y2), bottom - 1.0)
            if hidden(left, upper, right, lower, max(z0, z1, z2), tiles):
                continue
            drawn += 0.5 * (right - left) * (lower - upper)
        for piece in range(pieces):
            if cut:
                x0, y0, z0 = corners[0, 0], corners[0, 1], corners[0, 2]
                x1, y1, z1 = corners[piece + 1, 0], corners[piece + 1, 1], corners[piece + 1, 2]
                x2, y2, z2 = corners[piece + 2, 0], corners[piece + 2, 1], corners[piece + 2, 2]
            fill_bare(
                x0, y0, z0, x1, y1, z1, x2, y2, z2, number, top, bottom, spans, depth, visible, fine_depth, fine_visible
            )  # fmt: skip
        if drawn > enough:
            refresh(top, bottom, tiles, floor, depth, fine_depth, lows)
            drawn = 0.0


@inline
def hidden(left, top, right, bottom, nearest, tiles):
    """Whether every tile that a box inside the picture touches is full of what is nearer than ``nearest``."""
    bound = nearest + abs(nearest) * _CLOSER
    first, last = int(left) // TILE, int(right) // TILE
    for row in range(int(top) // TILE, int(bottom) // TILE + 1):
        for column in range(first, last + 1):
            if tiles[row, column] <= bound:
                return False
    return True


@inner
def refresh(top, bottom, tiles, floor, depth, fine_depth, lows):
    """Find the farthest sample of each tile of a band, in both maps. Not a slice: each would count references."""
    for row in range(top // TILE, -(-bottom // TILE)):
        for column in range(tiles.shape[1]):
            tiles[row, column] = np.inf
        end = min(bottom, TILE * (row + 1))
        sink(TILE * row, end, row, TILE, tiles, depth, lows)
        if fine_depth.shape[0] > 0:
            sink(2 * TILE * row, 2 * end, row, 2 * TILE, tiles, fine_depth, lows)
        for column in range(tiles.shape[1]):
            low, least = tiles[row, column], floor[row, column]
            tiles[row, column] = (low if low > least else least) + np.float32(0.0)


@inline
def sink(first, last, row, tile, tiles, depth, lows):
    """Lower a row of tiles to the lowest of the samples in some rows of a map."""
    width = depth.shape[1]
    for x in range(np.uint64(lows.size)):
        lows[x] = np.inf
    for y in range(np.uint64(first), np.uint64(last)):
        for x in range(np.uint64(width)):
            z, low = depth[y, x], lows[x]
            lows[x] = (z if z < low else low) + np.float32(0.0)
    for x in range(width):
        if lows[x] < tiles[row, x // tile]:
            tiles[row, x // tile] = lows[x]
