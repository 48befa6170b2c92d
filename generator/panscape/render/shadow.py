# mypy: allow-untyped-defs
"""Where the sun does not reach: two maps of what it sees first, fitted to what the camera sees."""

from math import floor

import numpy as np

from panscape.render.jit import inline, kernel
from panscape.render.raster import beside, fill


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
            forward = 1.0 / depth[y, x]
            right, down = (x + 0.5 - lens[1]) / lens[0] * forward, (y + 0.5 - lens[2]) / lens[0] * forward
            px = view[0, 0] * right + view[1, 0] * down + view[2, 0] * forward + eye[0]
            py = view[0, 1] * right + view[1, 1] * down + view[2, 1] * forward + eye[1]
            pz = view[0, 2] * right + view[1, 2] * down + view[2, 2] * forward + eye[2]
            lowest = min(lowest, pz)
            u = axes[0, 0] * px + axes[0, 1] * py + axes[0, 2] * pz
            v = axes[1, 0] * px + axes[1, 1] * py + axes[1, 2] * pz
            m = 0 if forward < split else 1
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
def cast(table, seen, triangles, flat, window, map_depth, nothing, texels):
    """Draw what the sun sees into a map: (S, S) float32, metres towards the sun, far below where nothing is.

    flat   : (V, 3) float64, vertices along the sun's axes
    texels : (V, 3) float64, room for the vertices of one placement at a time, in texels
    """
    size = map_depth.shape[0]
    su, sv = size / (window[1] - window[0]), size / (window[3] - window[2])
    none = np.empty((0, 0), np.float32)
    spans = np.empty((3, 32), np.float64)
    for p in range(table.shape[0]):
        if seen[p] == 0:
            continue
        first, start = table[p, 0], table[p, 4]
        for v in range(table[p, 1] - first):
            texels[v, 0] = (flat[start + v, 0] - window[0]) * su
            texels[v, 1] = (flat[start + v, 1] - window[2]) * sv
            texels[v, 2] = flat[start + v, 2]
        for t in range(table[p, 2], table[p, 3]):
            a, b, c = triangles[t, 0] - first, triangles[t, 1] - first, triangles[t, 2] - first
            x0, y0, x1, y1, x2, y2 = texels[a, 0], texels[a, 1], texels[b, 0], texels[b, 1], texels[c, 0], texels[c, 1]
            if not beside(x0, y0, x1, y1, x2, y2, size, size, False):
                fill(
                    x0, y0, texels[a, 2], x1, y1, texels[b, 2], x2, y2, texels[c, 2], -1, 0, size, spans,
                    map_depth, nothing, none, nothing,
                )  # fmt: skip


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
