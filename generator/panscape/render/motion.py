# mypy: allow-untyped-defs
"""Motion blur: how far each pixel's surface moves over the picture while the shutter is open, smeared along it.

A pixel looks along the largest motion near it for what passes before it, and along its own for what it leaves and what
comes, as in J.-P. Guertin, M. McGuire and D. Nowrouzezahrai 2014 (A fast and stable feature-aware motion blur filter);
what is found counts for the time in which it passes.
"""

from math import ceil, floor, sqrt

import numpy as np
import numpy.typing as npt

from panscape.render.jit import inner, kernel
from panscape.render.noise import hash3
from panscape.render.pack import Packed
from panscape.render.workspace import Workspace
from panscape.scenes import Scene

TILE = 16  # pixels along a side of the tiles of which the largest motion is known
FARTHEST = 40.0  # pixels: half of the longest smear
LEAST = 0.35  # pixels: half of the shortest


def motions(scene: Scene) -> npt.NDArray[np.float64]:
    """Return how each segment's surface moves in camera space while the shutter is open.

    Things move as the first of their placements does (``Thing.motion``), all else stays, and the camera has its
    ``velocity``.

    Returns
    -------
    (S + 1, 12) float64, S things
        Displacement ``M @ point + t``, M by rows, then t; metres. The last row is that of all that stays.
    """
    camera = scene.camera
    axes, eye = camera.axes, np.array(camera.position)
    shutter = camera.lens.shutter
    own = _product(axes, np.array(camera.velocity) * shutter)
    rows = np.zeros((len(scene.things) + 1, 12))
    rows[:, 9:] = -own
    for k, thing in enumerate(scene.things):
        if thing.motion is None or shutter == 0.0 or not thing.placements:
            continue
        before, after = thing.placements[0], thing.motion(shutter).placements[0]
        turn = _product(after.matrix, before.matrix.T)
        # point -> turn (point - old place) + new place, less the point itself, all in camera space.
        shift = np.array(after.position) - _product(turn, np.array(before.position))
        shift += _product(turn, eye) - eye
        rows[k, :9] = (_product(_product(axes, turn), axes.T) - np.eye(3)).ravel()
        rows[k, 9:] = _product(axes, shift) - own
    return rows


def _product(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The matrix product of small arrays, summed in the same order on every machine."""
    columns = b if b.ndim == 2 else b[:, None]
    result: npt.NDArray[np.float64] = sum(a[:, k : k + 1] * columns[k] for k in range(len(columns)))
    return result if b.ndim == 2 else result[:, 0]


def smear(
    radiance: npt.NDArray[np.float32],
    scene: Scene,
    packed: Packed,
    lens: npt.NDArray[np.float64],
    space: Workspace,
    key: int,
) -> npt.NDArray[np.float32]:
    """Return the picture of what moves while the shutter is open; the picture itself if nothing does.

    Parameters
    ----------
    radiance : (H, W, 3) float32
    scene : Scene
    packed : Packed
        Of the scene.
    lens : (3,) float64
        Focal length and optical axis, pixels.
    space : Workspace
        What is where in this picture.
    key : int
        Of the noise that hides the steps of the sum.

    Returns
    -------
    (H, W, 3) float32
    """
    rows = motions(scene) if scene.camera.lens.shutter > 0.0 else np.zeros(0)
    if not rows.any():
        return radiance
    nearness = space.nearness
    height, width = nearness.shape
    motion = np.zeros((height, width, 2), np.float32)
    follow(nearness, space.visible, space.owner, packed.segment, rows, lens, motion)
    largest = np.zeros((-(-height // TILE), -(-width // TILE), 2), np.float32)
    gather_largest(motion, largest)
    out = np.empty_like(radiance)
    blur(radiance, nearness, motion, _widened(largest), key, out)
    return out


def _widened(largest: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    wide = np.empty_like(largest)
    widen(largest, ceil(FARTHEST / TILE), wide)
    return wide


@kernel
def follow(nearness, visible, owner, segment, rows, lens, motion):
    """Write by how many pixels, right and down, each pixel's surface moves in half the time.

    nearness, visible : (H, W), see raster.draw
    owner    : (T,) int32, the placement of each triangle; segment : (N,) uint32, id of each placement's segment
    rows     : (S + 1, 12) float64, see motions; lens : (3,) float64
    motion : (H, W, 2) float32, zero before, no longer than FARTHEST
    """
    height, width = nearness.shape
    last = rows.shape[0] - 1
    for y in range(height):
        for x in range(width):
            if visible[y, x] < 0:
                continue
            m = rows[min(last, np.int64(segment[owner[visible[y, x]]]) - 1)]
            depth = 1.0 / nearness[y, x]
            px, py = (x + 0.5 - lens[1]) / lens[0] * depth, (y + 0.5 - lens[2]) / lens[0] * depth
            dx = 0.5 * (m[0] * px + m[1] * py + m[2] * depth + m[9])
            dy = 0.5 * (m[3] * px + m[4] * py + m[5] * depth + m[10])
            dz = 0.5 * (m[6] * px + m[7] * py + m[8] * depth + m[11])
            # Half of the way from the place before to the place after, the picture being taken between.
            before, after = 1.0 / max(0.1 * depth, depth - dz), 1.0 / max(0.1 * depth, depth + dz)
            u = 0.5 * lens[0] * ((px + dx) * after - (px - dx) * before)
            v = 0.5 * lens[0] * ((py + dy) * after - (py - dy) * before)
            length = sqrt(u * u + v * v)
            scale = min(1.0, FARTHEST / max(length, 1e-9))
            motion[y, x, 0], motion[y, x, 1] = u * scale, v * scale


@kernel
def gather_largest(motion, largest):
    """Write the largest motion within each tile."""
    height, width, _ = motion.shape
    for y in range(height):
        for x in range(width):
            u, v = motion[y, x, 0], motion[y, x, 1]
            best = largest[y // TILE, x // TILE]
            if u * u + v * v > best[0] * best[0] + best[1] * best[1]:
                best[0], best[1] = u, v


@kernel
def widen(largest, reach, wide):
    """Write for each tile the largest motion in those around from which something may come here."""
    height, width, _ = largest.shape
    for i in range(height):
        for j in range(width):
            wide[i, j, 0], wide[i, j, 1] = largest[i, j, 0], largest[i, j, 1]
            for k in range(max(0, i - reach), min(height, i + reach + 1)):
                for m in range(max(0, j - reach), min(width, j + reach + 1)):
                    u, v = largest[k, m, 0], largest[k, m, 1]
                    length2 = u * u + v * v
                    apart = (max(abs(k - i), abs(m - j)) - 1) * TILE
                    longer = length2 > wide[i, j, 0] * wide[i, j, 0] + wide[i, j, 1] * wide[i, j, 1]
                    if longer and (apart <= 0 or length2 >= apart * apart):
                        wide[i, j, 0], wide[i, j, 1] = u, v


@kernel
def blur(radiance, nearness, motion, wide, key, out):
    """Write what each pixel sees while the shutter is open."""
    height, width = nearness.shape
    front, same, behind = np.zeros(4), np.zeros(4), np.zeros(4)
    for y in range(height):
        for x in range(width):
            u, v = float(wide[y // TILE, x // TILE, 0]), float(wide[y // TILE, x // TILE, 1])
            if u * u + v * v < LEAST * LEAST:
                for c in range(3):
                    out[y, x, c] = radiance[y, x, c]
                continue
            front[:], same[:], behind[:] = 0.0, 0.0, 0.0
            jitter = hash3(x, y, key) - 0.5
            look_along(radiance, nearness, motion, x, y, u, v, jitter, True, front, same)
            mu, mv = float(motion[y, x, 0]), float(motion[y, x, 1])
            same[:] = 0.0
            if mu * mu + mv * mv >= LEAST * LEAST:
                look_along(radiance, nearness, motion, x, y, mu, mv, jitter, False, same, behind)
            else:
                add(radiance, x, y, 1.0, same)
            before = min(1.0, front[3])
            # What moves away shows what is behind it, if any of that is in sight.
            held = min(1.0, same[3]) if behind[3] > 0.0 else 1.0
            for c in range(3):
                value = held * same[c] / max(1e-6, same[3])
                if held < 1.0:
                    value += (1.0 - held) * behind[c] / behind[3]
                out[y, x, c] = value * (1.0 - before) + before * front[c] / max(1e-6, front[3])


@inner
def look_along(radiance, nearness, motion, x, y, u, v, jitter, nearer, passing, behind):
    """Add up what passes over a pixel while the shutter is open, from along one motion.

    u, v    : float, half the motion, pixels
    nearer  : bool, whether to look for what is nearer than the pixel, or for what is as near and what is behind it
    passing : (4,) float64, colours times time, and the share of the time
    behind  : (4,) float64, colours times weight, and the weight, of what is behind
    """
    height, width = nearness.shape
    length = sqrt(u * u + v * v)
    taps = 2 * int(min(15.0, 2.0 + 0.5 * length)) + 1
    here = nearness[y, x]
    for k in range(taps):
        t = 2.0 * (k + 0.5 + 0.95 * jitter) / taps - 1.0
        sx, sy = floor(x + 0.5 + u * t), floor(y + 0.5 + v * t)
        if sx < 0 or sy < 0 or sx >= width or sy >= height:
            continue
        there = nearness[sy, sx]
        # From 3 to 10 % nearer or farther, it is before or behind.
        step = (there - here) / max(max(here, there), np.float32(1e-6))
        front, back = min(1.0, max(0.0, (step - 0.03) * 14.0)), min(1.0, max(0.0, (-step - 0.03) * 14.0))
        share = front if nearer else 1.0 - front - back
        # How far it moves along this line; it is here for the time in which it moves by the way between two taps.
        reach = abs(motion[sy, sx, 0] * u + motion[sy, sx, 1] * v) / length
        apart = abs(t) * length
        share *= min(1.0, max(0.0, reach + 0.5 - apart)) * length / (taps * max(0.5, reach))
        if share > 0.0:
            add(radiance, sx, sy, share, passing)
        if back > 0.0 and not nearer:
            add(radiance, sx, sy, back, behind)


@inner
def add(radiance, x, y, weight, total):
    """Add a pixel's colours times a weight, and the weight."""
    for c in range(3):
        total[c] += weight * radiance[y, x, c]
    total[3] += weight
