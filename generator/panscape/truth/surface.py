# mypy: allow-untyped-defs
"""Kernels that look at the surface in each pixel: its normal, its place in the thing's box, where it goes.

Everything here starts from the number of the triangle that a pixel's centre shows. The corners of that triangle are
brought into a frame once for each run of pixels that show it; the ray then tells how much each corner weighs.
"""

from math import floor, sqrt

import numpy as np

from panscape.render.jit import inner, kernel
from panscape.render.transform import to_world, turn

NO_ROOM = 1e-12  # metres; a box that is thinner has no inside along that axis


@kernel
def face_towards(shown, where, table, poses, vertices, triangles, normals, flat, view, eye, lens, out):
    """Write the normal of what each pixel shows, in the camera's frame, on the side that faces the camera.

    shown    : (H, W) int32, triangle of the scene, -1 for none
    where    : (H, W, 2) float64, see ray_of; or (0, 0, 2)
    table, poses : see pack.Packed; vertices, normals, triangles, flat : of its atlas
    view, eye, lens : see View
    out      : (H, W, 3) float32, written; zeros where nothing is
    """
    height, width = shown.shape
    corners, rows = np.empty((3, 3)), np.empty((3, 3))
    for y in range(height):
        last = -1
        for x in range(width):
            number = shown[y, x]
            if number < 0:
                out[y, x, 0] = out[y, x, 1] = out[y, x, 2] = 0.0
                continue
            if number != last:
                p, t = place_of(table, number)
                to_corners(poses[p], vertices, triangles[t], view, eye, corners)
                to_normals(poses[p], normals, triangles[t], flat[t], view, corners, rows)
                last = number
            u, v = ray_of(where, lens, y, x)
            a, b, c = weights(corners, u, v)
            nx = a * rows[0, 0] + b * rows[1, 0] + c * rows[2, 0]
            ny = a * rows[0, 1] + b * rows[1, 1] + c * rows[2, 1]
            nz = a * rows[0, 2] + b * rows[1, 2] + c * rows[2, 2]
            scale = 1.0 / sqrt(nx * nx + ny * ny + nz * nz + 1e-300)
            if nx * u + ny * v + nz > 0.0:
                scale = -scale
            out[y, x, 0], out[y, x, 1], out[y, x, 2] = nx * scale, ny * scale, nz * scale


@kernel
def place_in_boxes(shown, where, table, poses, vertices, triangles, view, eye, lens, owner, frames, boxes, out):
    """Write where in its thing's box each pixel's surface lies.

    owner  : (N,) int64, the thing of each placement, -1 for stuff
    frames : (K, 3, 3) float64, the thing's axes in the world, one a column
    boxes  : (K, 6) float64, lowest and highest corner along them
    out    : (H, W, 3) float32, written; in [0, 1], nan where there is no thing
    For the others see face_towards.
    """
    height, width = shown.shape
    corners, rows = np.empty((3, 3)), np.empty((3, 3))
    for y in range(height):
        last, thing = -1, -1
        for x in range(width):
            number = shown[y, x]
            if number < 0:
                out[y, x, 0] = out[y, x, 1] = out[y, x, 2] = np.nan
                continue
            if number != last:
                p, t = place_of(table, number)
                thing = owner[p]
                if thing >= 0:
                    to_corners(poses[p], vertices, triangles[t], view, eye, corners)
                    to_box(poses[p], vertices, triangles[t], frames[thing], boxes[thing], rows)
                last = number
            if thing < 0:
                out[y, x, 0] = out[y, x, 1] = out[y, x, 2] = np.nan
                continue
            u, v = ray_of(where, lens, y, x)
            a, b, c = weights(corners, u, v)
            for k in range(3):
                out[y, x, k] = min(1.0, max(0.0, a * rows[0, k] + b * rows[1, k] + c * rows[2, k]))


@kernel
def bound_things(last, table, poses, vertices, frames, boxes):
    """Write the box of each thing along its own axes.

    last  : (K + 1,) int64, the placements of thing k are last[k] to last[k + 1] - 1
    For the others see place_in_boxes; boxes is written.
    """
    for k in range(frames.shape[0]):
        frame, box = frames[k], boxes[k]
        box[:3], box[3:] = np.inf, -np.inf
        for p in range(last[k], last[k + 1]):
            for v in range(table[p, 0], table[p, 1]):
                x, y, z = to_world(poses[p], vertices[v, 0], vertices[v, 1], vertices[v, 2])
                for i in range(3):
                    along = frame[0, i] * x + frame[1, i] * y + frame[2, i] * z
                    box[i] = min(box[i], along)
                    box[i + 3] = max(box[i + 3], along)


@kernel
def carry(
    shown, where, table, poses, vertices, triangles, view, eye, lens, poses_b, vertices_b, table_b, triangles_b, view_b,
    eye_b, lens_b, bent, shown_b, out, hidden,
):  # fmt: skip
    """Write how far each pixel's point has moved on the picture by another time, and whether it is out of sight then.

    bent   : (2,) float64: k1 and k2 of the other camera
    out    : (H, W, 3) float32, written: pixels right and down, 1 where they are known
    hidden : (H, W) uint8, written: 1 where it is out of the picture, or where something is before it by more than
        ``slack``
    Those that end in ``_b`` are of the other time; see face_towards.
    """
    height, width = shown.shape
    corners, others, cover = np.empty((3, 3)), np.empty((3, 3)), np.empty((3, 3))
    for y in range(height):
        last = -2
        for x in range(width):
            number = shown[y, x]
            u, v = ray_of(where, lens, y, x)
            if number < 0:
                dx, dy, dz = turn_back(view, u, v, 1.0)
                px, py, pz = turn(view_b, dx, dy, dz)
            else:
                if number != last:
                    p, t = place_of(table, number)
                    to_corners(poses[p], vertices, triangles[t], view, eye, corners)
                    to_corners(
                        poses_b[p], vertices_b, triangles_b[t - table[p, 2] + table_b[p, 2]], view_b, eye_b, others
                    )
                    last = number
                a, b, c = weights(corners, u, v)
                px = a * others[0, 0] + b * others[1, 0] + c * others[2, 0]
                py = a * others[0, 1] + b * others[1, 1] + c * others[2, 1]
                pz = a * others[0, 2] + b * others[1, 2] + c * others[2, 2]
            out[y, x, 0] = out[y, x, 1] = out[y, x, 2] = 0.0
            hidden[y, x] = 1
            if pz <= 1e-6:
                continue
            px, py = px / pz, py / pz
            s = px * px + py * py
            stretch = 1.0 + s * (bent[0] + s * bent[1])
            if 1.0 + s * (3.0 * bent[0] + s * 5.0 * bent[1]) <= 0.0:
                continue  # beyond where the lens folds the world over
            column = lens_b[0] * px * stretch + 0.5 * shown_b.shape[1]
            row = lens_b[0] * py * stretch + 0.5 * shown_b.shape[0]
            out[y, x, 0], out[y, x, 1], out[y, x, 2] = column - (x + 0.5), row - (y + 0.5), 1.0
            if 0.0 <= column < shown_b.shape[1] and 0.0 <= row < shown_b.shape[0]:
                i, j = floor(row), floor(column)
                found = shown_b[i, j]
                if found < 0:
                    hidden[y, x] = 0
                elif number >= 0:
                    q, t = place_of(table_b, found)
                    to_corners(poses_b[q], vertices_b, triangles_b[t], view_b, eye_b, cover)
                    hidden[y, x] = 1 if depth_of(cover, px, py) < pz - slack(pz) else 0


@inner
def slack(depth):
    """How far before a point something may lie that is taken for the surface itself: facets meet at angles."""
    return 0.02 + 0.004 * depth


@inner
def ray_of(where, lens, y, x):
    """Return the ray through a pixel's centre as (u, v, 1) in the camera's frame.

    where : (H, W, 2) float64, the place in the pinhole's picture; or (0, 0, 2) where that is the pixel itself
    """
    if where.shape[0] > 0:
        return (where[y, x, 0] - lens[1]) / lens[0], (where[y, x, 1] - lens[2]) / lens[0]
    return (x + 0.5 - lens[1]) / lens[0], (y + 0.5 - lens[2]) / lens[0]


@inner
def place_of(table, number):
    """Return the placement that a triangle of the scene belongs to, and its row in the atlas."""
    low, high = 0, table.shape[0] - 1
    while low < high:
        middle = (low + high + 1) // 2
        if table[middle, 5] <= number:
            low = middle
        else:
            high = middle - 1
    return low, number - table[low, 5] + table[low, 2]


@inner
def to_corners(pose, vertices, face, view, eye, corners):
    """Write the corners of a triangle in the camera's frame, one a row."""
    for k in range(3):
        at = vertices[face[k]]
        x, y, z = to_world(pose, at[0], at[1], at[2])
        corners[k, 0], corners[k, 1], corners[k, 2] = turn(view, x - eye[0], y - eye[1], z - eye[2])


@inner
def to_normals(pose, normals, face, flat, view, corners, rows):
    """Write the normals at the corners of a triangle in the camera's frame; of a flat one, its own three times."""
    if flat:
        bx, by, bz = corners[1, 0] - corners[0, 0], corners[1, 1] - corners[0, 1], corners[1, 2] - corners[0, 2]
        cx, cy, cz = corners[2, 0] - corners[0, 0], corners[2, 1] - corners[0, 1], corners[2, 2] - corners[0, 2]
        for k in range(3):
            rows[k, 0], rows[k, 1], rows[k, 2] = by * cz - bz * cy, bz * cx - bx * cz, bx * cy - by * cx
        return
    for k in range(3):
        x, y, z = normals[face[k], 0] / pose[9], normals[face[k], 1] / pose[10], normals[face[k], 2] / pose[11]
        rows[k, 0], rows[k, 1], rows[k, 2] = turn(
            view,
            pose[0] * x + pose[1] * y + pose[2] * z,
            pose[3] * x + pose[4] * y + pose[5] * z,
            pose[6] * x + pose[7] * y + pose[8] * z,
        )


@inner
def to_box(pose, vertices, face, frame, box, rows):
    """Write where in a thing's box the corners of a triangle lie, one a row."""
    for k in range(3):
        at = vertices[face[k]]
        x, y, z = to_world(pose, at[0], at[1], at[2])
        for i in range(3):
            along = frame[0, i] * x + frame[1, i] * y + frame[2, i] * z
            rows[k, i] = (along - box[i]) / max(NO_ROOM, box[i + 3] - box[i])


@inner
def weights(corners, u, v):
    """Return how much each corner weighs where the ray (u, v, 1) meets a triangle: not negative, 1 in sum."""
    ax, ay, az = corners[0, 0], corners[0, 1], corners[0, 2]
    bx, by, bz = corners[1, 0] - ax, corners[1, 1] - ay, corners[1, 2] - az
    cx, cy, cz = corners[2, 0] - ax, corners[2, 1] - ay, corners[2, 2] - az
    px, py, pz = v * cz - cy, cx - u * cz, u * cy - v * cx
    volume = bx * px + by * py + bz * pz
    if abs(volume) < 1e-18:
        return 1.0, 0.0, 0.0
    b = -(ax * px + ay * py + az * pz) / volume
    c = (u * (az * by - ay * bz) + v * (ax * bz - az * bx) + ay * bx - ax * by) / volume
    # A centre on an edge may come to lie a rounding outside.
    b = min(1.0, max(0.0, b))
    c = min(1.0 - b, max(0.0, c))
    return 1.0 - b - c, b, c


@inner
def depth_of(corners, u, v):
    """Return the depth where the ray (u, v, 1) meets a triangle's plane; 0 of a plane that is seen from its edge."""
    ax, ay, az = corners[0, 0], corners[0, 1], corners[0, 2]
    bx, by, bz = corners[1, 0] - ax, corners[1, 1] - ay, corners[1, 2] - az
    cx, cy, cz = corners[2, 0] - ax, corners[2, 1] - ay, corners[2, 2] - az
    nx, ny, nz = by * cz - bz * cy, bz * cx - bx * cz, bx * cy - by * cx
    slope = nx * u + ny * v + nz
    lowest, highest = min(az, az + bz, az + cz), max(az, az + bz, az + cz)
    depth = (nx * ax + ny * ay + nz * az) / slope if abs(slope) > 1e-18 else lowest
    return min(highest, max(lowest, depth))


@inner
def turn_back(rows, x, y, z):
    """Return ``rows.T @ (x, y, z)``."""
    return (
        rows[0, 0] * x + rows[1, 0] * y + rows[2, 0] * z,
        rows[0, 1] * x + rows[1, 1] * y + rows[2, 1] * z,
        rows[0, 2] * x + rows[1, 2] * y + rows[2, 2] * z,
    )
