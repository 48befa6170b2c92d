# mypy: allow-untyped-defs
"""Where the sun does not reach: two maps of what it sees first, fitted to what the camera sees."""

from math import floor

import numpy as np

from panscape.render.jit import inline, inner, kernel

CELL = 16  # texels along a side of what `receive` tells apart
STRIDE = 4  # pixels from one that it looks at to the next


@kernel
def fit(depth, view, eye, lens, axes, split, windows):
    """Find the window of the sun's plane that holds everything seen nearer than ``split``, and that of the rest.

    Returns the height of the lowest point seen: what lies wholly below it shades nothing that is seen.

    depth   : (H, W) float32, 1 / metres
    windows : (2, 4) float64, written: lowest and highest value along the first two of ``axes``
    """
    height, width = depth.shape
    lowest = np.inf
    for m in range(2):
        windows[m, 0] = windows[m, 2] = np.inf
        windows[m, 1] = windows[m, 3] = -np.inf
    for y in range(0, height, 2):
        for x in range(0, width, 2):
            if depth[y, x] <= 0.0:
                continue
            px, py, pz = seen_point(depth, x, y, view, eye, lens)
            lowest = min(lowest, pz)
            u = axes[0, 0] * px + axes[0, 1] * py + axes[0, 2] * pz
            v = axes[1, 0] * px + axes[1, 1] * py + axes[1, 2] * pz
            m = 0 if depth[y, x] * split > 1.0 else 1
            windows[m, 0], windows[m, 1] = min(windows[m, 0], u), max(windows[m, 1], u)
            windows[m, 2], windows[m, 3] = min(windows[m, 2], v), max(windows[m, 3], v)
    for m in range(2):
        if windows[m, 1] < windows[m, 0]:
            windows[m, :] = 0.0
        margin_u = 0.02 * (windows[m, 1] - windows[m, 0]) + 0.5
        margin_v = 0.02 * (windows[m, 3] - windows[m, 2]) + 0.5
        windows[m, 0] -= margin_u
        windows[m, 1] += margin_u
        windows[m, 2] -= margin_v
        windows[m, 3] += margin_v
    return lowest


@kernel
def receive(depth, view, eye, lens, axes, window, size, margin, ground):
    """Find what a map of that window must tell: how far from the light the farthest of what is seen lies.

    What comes wholly below that, or falls where nothing is seen, throws no shadow that is seen.

    depth  : (H, W) float32, 1 / metres; of the picture
    size   : int, texels along a side of the map
    margin : float, metres along the light within which a surface between two samples may lie deeper than both
    ground : (S / tile, S / tile) float32, written: metres towards the light, inf where nothing is seen
    """
    height, width = depth.shape
    cells = -(-size // CELL)
    lows = np.full((cells, cells), np.float32(np.inf))
    su, sv = cells / (window[1] - window[0]), cells / (window[3] - window[2])
    last = np.zeros((width, 4))
    for y in range(0, height, STRIDE):
        for x in range(0, width, STRIDE):
            near, near0 = depth[y, x], last[x, 3]
            last[x, 3] = near
            if near <= 0.0:
                continue
            px, py, pz = seen_point(depth, x, y, view, eye, lens)
            u = (axes[0, 0] * px + axes[0, 1] * py + axes[0, 2] * pz - window[0]) * su
            v = (axes[1, 0] * px + axes[1, 1] * py + axes[1, 2] * pz - window[2]) * sv
            w = axes[2, 0] * px + axes[2, 1] * py + axes[2, 2] * pz
            u0, v0, w0 = last[x, 0], last[x, 1], last[x, 2]
            last[x, 0], last[x, 1], last[x, 2] = u, v, w
            steps = 1
            if near0 < 3.0 * near and near < 3.0 * near0:
                # Ground afar is seen at a slant: a row of pixels may lie several cells behind the next.
                steps = max(1, min(cells, 1 + int(max(abs(u - u0), abs(v - v0)))))
            for k in range(steps):
                part = k / steps
                i, j = floor(u + part * (u0 - u)), floor(v + part * (v0 - v))
                if 0 <= i < cells and 0 <= j < cells:
                    lows[j, i] = min(lows[j, i], np.float32(w + part * (w0 - w)))
    spread(lows, size, np.float32(margin), ground)


@inner
def seen_point(depth, x, y, view, eye, lens):
    """Return where in the world a pixel's surface is."""
    forward = 1.0 / depth[y, x]
    right, down = (x + 0.5 - lens[1]) / lens[0] * forward, (y + 0.5 - lens[2]) / lens[0] * forward
    return (
        view[0, 0] * right + view[1, 0] * down + view[2, 0] * forward + eye[0],
        view[0, 1] * right + view[1, 1] * down + view[2, 1] * forward + eye[1],
        view[0, 2] * right + view[1, 2] * down + view[2, 2] * forward + eye[2],
    )


@inner
def spread(lows, size, margin, ground):
    """Give each tile the lowest of its cell and of the cells around: a soft shadow is looked up so far aside."""
    cells = lows.shape[0]
    tile = -(-size // ground.shape[0])
    for j in range(cells):
        for i in range(cells):
            low = np.float32(np.inf)
            for row in range(max(0, j - 1), min(cells, j + 2)):
                for column in range(max(0, i - 1), min(cells, i + 2)):
                    low = min(low, lows[row, column])
            for row in range(j * CELL // tile, min(ground.shape[0], (j + 1) * CELL // tile)):
                for column in range(i * CELL // tile, min(ground.shape[1], (i + 1) * CELL // tile)):
                    ground[row, column] = low - margin


@inline
def lit(x, y, z, nx, ny, nz, slope, axes, windows, near_map, far_map, soft):
    """Return how much of the sun reaches a point with that normal, in [0, 1]; ``slope`` is their cosine."""
    for m in range(2):
        depth = near_map if m == 0 else far_map
        size = depth.shape[0]
        wide, high = windows[m, 1] - windows[m, 0], windows[m, 3] - windows[m, 2]
        texel = max(wide, high) / size
        # Step off along the normal by as much as a texel of slope may lie above us.
        push = texel * (0.6 + 1.6 * (1.0 - slope)) + 0.004
        px, py, pz = x + nx * push, y + ny * push, z + nz * push
        u = (axes[0, 0] * px + axes[0, 1] * py + axes[0, 2] * pz - windows[m, 0]) / wide * size - 0.5
        v = (axes[1, 0] * px + axes[1, 1] * py + axes[1, 2] * pz - windows[m, 2]) / high * size - 0.5
        i, j = floor(u), floor(v)
        if i >= 1 and j >= 1 and i < size - 2 and j < size - 2:
            w = axes[2, 0] * px + axes[2, 1] * py + axes[2, 2] * pz + 0.4 * texel + 0.004
            return sampled(depth, i, j, u - i, v - j, w)
    return 1.0


@inline
def sampled(depth, i, j, u, v, w):
    """Return the share of a 3 x 3 box of texels, placed to a fraction of one, that lies below ``w``."""
    total = 0.0
    for row in range(-1, 3):
        high = 1.0 - v if row == -1 else (v if row == 2 else 1.0)
        part = 0.0
        if w >= depth[j + row, i - 1]:
            part += 1.0 - u
        if w >= depth[j + row, i]:
            part += 1.0
        if w >= depth[j + row, i + 1]:
            part += 1.0
        if w >= depth[j + row, i + 2]:
            part += u
        total += part * high
    return total * (1.0 / 9.0)
