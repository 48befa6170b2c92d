# mypy: allow-untyped-defs
"""Placements put into the frame of a camera or of the sun, those that cannot be seen left out."""

import numpy as np

from panscape.render.jit import inline, inner, kernel


@kernel
def to_camera(poses, table, bounds, vertices, view, eye, lens, size, near, camera, screen, seen):
    """Move every placement that may be seen into camera space and onto the screen.

    poses    : (N, 15) float64: rotation (9, by rows), scale (3), position (3)
    table    : (N, 8) int64, see pack.TABLE
    bounds   : (N, 6) float64, lowest and highest corner of the mesh
    vertices : (A, 3) float64, of the atlas
    view     : (3, 3) float64, Camera.axes; eye : (3,) float64
    lens     : (3,) float64: focal length, centre x, centre y; size : (2,) float64: width, height; pixels
    camera   : (V, 3) float64, written
    screen   : (V, 3) float64, written: x, y in pixels and 1 / forward; the last is 0 for what is nearer than ``near``
    seen     : (N,) uint8, written, 0 or 1
    """
    motion = np.empty(12)
    for p in range(poses.shape[0]):
        seen[p] = 1 if may_show(poses[p], bounds[p], view, eye, lens, size, near) else 0
        if seen[p] == 0:
            continue
        combine(poses[p], view, eye, motion)
        shift = table[p, 4] - table[p, 0]
        for v in range(table[p, 0], table[p, 1]):
            x, y, z = move(motion, vertices[v, 0], vertices[v, 1], vertices[v, 2])
            out = v + shift
            camera[out, 0] = x
            camera[out, 1] = y
            camera[out, 2] = z
            scale = 1.0 / max(z, near)
            screen[out, 0] = lens[0] * x * scale + lens[1]
            screen[out, 1] = lens[0] * y * scale + lens[2]
            screen[out, 2] = scale if z >= near else 0.0


@kernel
def ahead(poses, bounds, view, eye, near, seen, distances):
    """Find how far ahead of the eye each placement begins.

    seen      : (N,) uint8, as to_camera wrote it; becomes 2 where the placement lies wholly beyond ``near`` and is not
                mirrored by its pose: of what is closed, only the front can be seen then
    distances : (N,) float64, written, metres, of the nearest corner of the box
    """
    for p in range(poses.shape[0]):
        distances[p] = np.inf
        for corner in range(8):
            x, y, z = box_corner(poses[p], bounds[p], corner)
            x, y, z = turn(view, x - eye[0], y - eye[1], z - eye[2])
            distances[p] = min(distances[p], z)
        if seen[p] > 0 and distances[p] > near and not mirrored(poses[p]):
            seen[p] = 2


@kernel
def to_map(poses, table, bounds, vertices, axes, window, size, lowest, screen, seen, distances):
    """Move every placement whose shadow may fall into a window of the sun's plane onto the map of that window.

    axes    : (3, 3) float64, two directions across the light and the one towards the sun
    window  : (4,) float64, lowest and highest value along the first two; size : texels along a side of the map
    lowest  : float, metres; what lies wholly below it may be left out
    screen  : (V, 3) float64, written: x, y in texels and metres towards the sun
    seen    : (N,) uint8, written, as ``ahead`` leaves it
    distances : (N,) float64, written: metres away from the sun, of the nearest corner of the box
    """
    motion, origin = np.empty(12), np.zeros(3)
    su, sv = size / (window[1] - window[0]), size / (window[3] - window[2])
    for p in range(poses.shape[0]):
        low_u, high_u, low_v, high_v, high_w, high_z = reach(poses[p], bounds[p], axes)
        inside = (
            high_z > lowest
            and high_u >= window[0]
            and low_u <= window[1]
            and high_v >= window[2]
            and low_v <= window[3]
        )
        seen[p], distances[p] = 0, -high_w
        if not inside:
            continue
        seen[p] = 1 if mirrored(poses[p]) else 2
        combine(poses[p], axes, origin, motion)
        motion[9], motion[10] = motion[9] - window[0], motion[10] - window[2]
        for k in (0, 1, 2, 9):
            motion[k] *= su
        for k in (3, 4, 5, 10):
            motion[k] *= sv
        shift = table[p, 4] - table[p, 0]
        for v in range(table[p, 0], table[p, 1]):
            x, y, z = move(motion, vertices[v, 0], vertices[v, 1], vertices[v, 2])
            screen[v + shift, 0], screen[v + shift, 1], screen[v + shift, 2] = x, y, z


@inner
def combine(pose, view, eye, motion):
    """Write the one affine map that does what ``to_world`` and then ``turn`` do, less ``eye``: (12,) float64."""
    x, y, z = turn(view, pose[12] - eye[0], pose[13] - eye[1], pose[14] - eye[2])
    motion[9], motion[10], motion[11] = x, y, z
    for k in range(3):
        x, y, z = turn(view, pose[k], pose[3 + k], pose[6 + k])
        motion[k], motion[3 + k], motion[6 + k] = x * pose[9 + k], y * pose[9 + k], z * pose[9 + k]


@inline
def move(motion, x, y, z):
    """Return where the affine map takes a point."""
    return (
        motion[0] * x + motion[1] * y + motion[2] * z + motion[9],
        motion[3] * x + motion[4] * y + motion[5] * z + motion[10],
        motion[6] * x + motion[7] * y + motion[8] * z + motion[11],
    )


@inner
def mirrored(pose):
    """Whether a placement turns left into right."""
    turned = (
        pose[0] * (pose[4] * pose[8] - pose[5] * pose[7])
        - pose[1] * (pose[3] * pose[8] - pose[5] * pose[6])
        + pose[2] * (pose[3] * pose[7] - pose[4] * pose[6])
    )
    return turned * pose[9] * pose[10] * pose[11] <= 0.0


@inner
def to_world(pose, x, y, z):
    """Return ``rotation @ (scale * point) + position``."""
    x, y, z = x * pose[9], y * pose[10], z * pose[11]
    return (
        pose[0] * x + pose[1] * y + pose[2] * z + pose[12],
        pose[3] * x + pose[4] * y + pose[5] * z + pose[13],
        pose[6] * x + pose[7] * y + pose[8] * z + pose[14],
    )


@inner
def turn(rows, x, y, z):
    """Return ``rows @ (x, y, z)``."""
    return (
        rows[0, 0] * x + rows[0, 1] * y + rows[0, 2] * z,
        rows[1, 0] * x + rows[1, 1] * y + rows[1, 2] * z,
        rows[2, 0] * x + rows[2, 1] * y + rows[2, 2] * z,
    )


@inner
def may_show(pose, bound, view, eye, lens, size, near):
    """Whether some corner of the placement's box lies within each of the view's five planes."""
    outside = 31
    for corner in range(8):
        x, y, z = box_corner(pose, bound, corner)
        x, y, z = turn(view, x - eye[0], y - eye[1], z - eye[2])
        code = 0
        if z < near:
            code |= 1
        if lens[0] * x + lens[1] * z < 0.0:
            code |= 2
        if lens[0] * x + (lens[1] - size[0]) * z > 0.0:
            code |= 4
        if lens[0] * y + lens[2] * z < 0.0:
            code |= 8
        if lens[0] * y + (lens[2] - size[1]) * z > 0.0:
            code |= 16
        outside &= code
    return outside == 0


@inner
def reach(pose, bound, axes):
    """Return the lowest and highest value of a box along the first two axes, the highest along the third, its top."""
    low_u = low_v = np.inf
    high_u = high_v = high_w = high_z = -np.inf
    for corner in range(8):
        x, y, z = box_corner(pose, bound, corner)
        u, v, w = turn(axes, x, y, z)
        low_u, high_u = min(low_u, u), max(high_u, u)
        low_v, high_v = min(low_v, v), max(high_v, v)
        high_w, high_z = max(high_w, w), max(high_z, z)
    return low_u, high_u, low_v, high_v, high_w, high_z


@inner
def box_corner(pose, bound, corner):
    """Return corner 0 to 7 of a mesh's box, in the world."""
    x = bound[3] if corner & 1 else bound[0]
    y = bound[4] if corner & 2 else bound[1]
    z = bound[5] if corner & 4 else bound[2]
    return to_world(pose, x, y, z)
