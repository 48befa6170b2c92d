# mypy: allow-untyped-defs
"""From the map of triangles to radiance: each pixel shades once every surface that it sees."""

from math import sqrt

import numpy as np
from numba import njit

from panscape.render.shading import shade, soak, veil
from panscape.render.shadow import lit
from panscape.render.sky import sky
from panscape.render.textures import paint


@njit(cache=True, nogil=True, error_model="numpy")
def resolve(
    visible, fine, owner, table, poses, variant, slot_rows, materials, vertices, normals, triangles, flat, slot, part,
    camera, view, eye, lens, light, dome, cube, axes, windows, near_map, far_map, open_sky, radiance,
):  # fmt: skip
    """Write the radiance of every pixel: (H, W, 3) float32.

    visible  : (H, W) int32, the triangle at the centre, -1 for none; fine : (2 H, 2 W) int32, at 2 x 2 samples
    owner    : (T,) int32, the placement of each triangle
    open_sky : (H, W) float32, see occlusion
    The other arrays are those of pack.Packed, its atlas, transform, daylight and shadow.

    Where all samples see one smooth surface, it is shaded at the centre; else each surface is shaded once, at its
    first sample, and weighs as many quarters as samples see it.
    """
    height, width = visible.shape
    kept = np.empty(4, np.int32)
    faces = np.empty(4, np.int64)
    weight = np.empty(4, np.float64)
    across, down = np.empty(4, np.float64), np.empty(4, np.float64)
    surface = np.empty(12, np.float64)
    for y in range(height):
        for x in range(width):
            count = group(visible[y, x], fine, x, y, owner, table, part, kept, faces, weight, across, down)
            red = green = blue = 0.0
            for k in range(count):
                u = (x + across[k] - lens[1]) / lens[0]
                v = (y + down[k] - lens[2]) / lens[0]
                if kept[k] < 0:
                    scale = 1.0 / sqrt(u * u + v * v + 1.0)
                    dx = (view[0, 0] * u + view[1, 0] * v + view[2, 0]) * scale
                    dy = (view[0, 1] * u + view[1, 1] * v + view[2, 1]) * scale
                    dz = (view[0, 2] * u + view[1, 2] * v + view[2, 2]) * scale
                    r, g, b = sky(dx, dy, dz, light, dome)
                    r, g, b = veil(r, g, b, 3000.0 / (0.06 + max(0.0, dz)), dx, dy, dz, light, dome)
                else:
                    p = owner[kept[k]]
                    r, g, b = look(
                        kept[k] - table[p, 5] + table[p, 2], u, v, table[p], poses[p], variant[p], slot_rows,
                        materials, vertices, normals, triangles, flat, slot, camera, view, eye, lens, light, dome,
                        cube, axes, windows, near_map, far_map, float(open_sky[y, x]), surface,
                    )  # fmt: skip
                red += weight[k] * r
                green += weight[k] * g
                blue += weight[k] * b
            radiance[y, x, 0] = red
            radiance[y, x, 1] = green
            radiance[y, x, 2] = blue


@njit(cache=True, nogil=True, error_model="numpy")
def group(centre, fine, x, y, owner, table, part, kept, faces, weight, across, down):
    """Sort a pixel's four samples by surface; return how many surfaces there are."""
    a, b = fine[2 * y, 2 * x], fine[2 * y, 2 * x + 1]
    c, d = fine[2 * y + 1, 2 * x], fine[2 * y + 1, 2 * x + 1]
    kept[0], weight[0], across[0], down[0] = centre, 1.0, 0.5, 0.5
    if a == centre and b == centre and c == centre and d == centre:
        return 1
    whole = face_of(centre, owner, table, part)
    count = 0
    same = True
    for k in range(4):
        sample = a if k == 0 else (b if k == 1 else (c if k == 2 else d))
        face = face_of(sample, owner, table, part)
        same = same and face == whole
        found = False
        for j in range(count):
            if faces[j] == face:
                weight[j] += 0.25
                found = True
        if not found:
            kept[count], faces[count], weight[count] = sample, face, 0.25
            across[count], down[count] = 0.25 + 0.5 * (k & 1), 0.25 + 0.5 * (k >> 1)
            count += 1
    if same:
        kept[0], weight[0], across[0], down[0] = centre, 1.0, 0.5, 0.5
        return 1
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def face_of(triangle, owner, table, part):
    """Return the number of the smooth surface that a triangle is part of, -1 for the sky."""
    if triangle < 0:
        return np.int64(-1)
    p = owner[triangle]
    return table[p, 7] + part[triangle - table[p, 5] + table[p, 2]]


@njit(cache=True, nogil=True, error_model="numpy")
def look(
    t, u, v, row, pose, variant, slot_rows, materials, vertices, normals, triangles, flat, slot, camera, view, eye,
    lens, light, dome, cube, axes, windows, near_map, far_map, open_sky, surface,
):  # fmt: skip
    """Return the radiance of triangle ``t`` of the atlas along the ray (u, v, 1) of the camera."""
    i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
    shift = row[4] - row[0]
    wa, wb, wc, forward = weigh(camera, i + shift, j + shift, k + shift, u, v)
    # In the placement's frame: the point, the normal, the ray.
    x = (wa * vertices[i, 0] + wb * vertices[j, 0] + wc * vertices[k, 0]) * pose[9]
    y = (wa * vertices[i, 1] + wb * vertices[j, 1] + wc * vertices[k, 1]) * pose[10]
    z = (wa * vertices[i, 2] + wb * vertices[j, 2] + wc * vertices[k, 2]) * pose[11]
    if flat[t]:
        nx, ny, nz = face_normal(vertices, i, j, k, pose)
    else:
        nx = (wa * normals[i, 0] + wb * normals[j, 0] + wc * normals[k, 0]) / pose[9]
        ny = (wa * normals[i, 1] + wb * normals[j, 1] + wc * normals[k, 1]) / pose[10]
        nz = (wa * normals[i, 2] + wb * normals[j, 2] + wc * normals[k, 2]) / pose[11]
        scale = 1.0 / sqrt(nx * nx + ny * ny + nz * nz + 1e-30)
        nx, ny, nz = nx * scale, ny * scale, nz * scale
    length = sqrt(u * u + v * v + 1.0)
    dx = (view[0, 0] * u + view[1, 0] * v + view[2, 0]) / length
    dy = (view[0, 1] * u + view[1, 1] * v + view[2, 1]) / length
    dz = (view[0, 2] * u + view[1, 2] * v + view[2, 2]) / length
    ex = pose[0] * dx + pose[3] * dy + pose[6] * dz
    ey = pose[1] * dx + pose[4] * dy + pose[7] * dz
    ez = pose[2] * dx + pose[5] * dy + pose[8] * dz
    facing = -(nx * ex + ny * ey + nz * ez)
    if facing < 0.0:
        nx, ny, nz, facing = -nx, -ny, -nz, -facing
    distance = forward * length
    # How far one pixel reaches along each axis of the surface, seen at this slant.
    base, slant = distance / lens[0], max(0.08, facing)
    foot_x = base * sqrt(1.0 + ex * ex / (slant * slant))
    foot_y = base * sqrt(1.0 + ey * ey / (slant * slant))
    foot_z = base * sqrt(1.0 + ez * ez / (slant * slant))
    foot = base / sqrt(slant)
    m = slot_rows[row[6] + slot[t]]
    paint(materials[m], x, y, z, nx, ny, nz, foot_x, foot_y, foot_z, foot, variant, surface)
    gx, gy, gz = rotate(pose, nx, ny, nz)
    sx, sy, sz = nx + surface[8], ny + surface[9], nz + surface[10]
    scale = 1.0 / sqrt(sx * sx + sy * sy + sz * sz + 1e-30)
    sx, sy, sz = rotate(pose, sx * scale, sy * scale, sz * scale)
    px, py, pz = eye[0] + dx * distance, eye[1] + dy * distance, eye[2] + dz * distance
    soak(px, py, gz, foot, light[14], surface)
    slope = gx * light[0] + gy * light[1] + gz * light[2]
    sun = 0.0
    if slope > 0.0:
        sun = lit(px, py, pz, gx, gy, gz, slope, axes, windows, near_map, far_map)
    elif surface[11] > 0.0:
        sun = lit(px, py, pz, -gx, -gy, -gz, -slope, axes, windows, near_map, far_map)
    r, g, b = shade(surface, sx, sy, sz, dx, dy, dz, sun, open_sky, light, dome, cube)
    return veil(r, g, b, distance, dx, dy, dz, light, dome)


@njit(cache=True, nogil=True, error_model="numpy")
def weigh(camera, a, b, c, u, v):
    """Return the weights of a triangle's corners where the ray (u, v, 1) meets its plane, and the depth there."""
    ax, ay, az = camera[a, 0], camera[a, 1], camera[a, 2]
    bx, by, bz = camera[b, 0] - ax, camera[b, 1] - ay, camera[b, 2] - az
    cx, cy, cz = camera[c, 0] - ax, camera[c, 1] - ay, camera[c, 2] - az
    px, py, pz = v * cz - cy, cx - u * cz, u * cy - v * cx
    volume = bx * px + by * py + bz * pz
    if abs(volume) < 1e-18:
        return 1.0, 0.0, 0.0, az
    wb = -(ax * px + ay * py + az * pz) / volume
    qx, qy, qz = az * by - ay * bz, ax * bz - az * bx, ay * bx - ax * by
    wc = (u * qx + v * qy + qz) / volume
    # A sample of an edge pixel may be shaded a little outside its triangle.
    wb = min(1.0, max(0.0, wb))
    wc = min(1.0 - wb, max(0.0, wc))
    wa = 1.0 - wb - wc
    return wa, wb, wc, wa * az + wb * camera[b, 2] + wc * camera[c, 2]


@njit(cache=True, nogil=True, error_model="numpy")
def face_normal(vertices, i, j, k, pose):
    """Return the unit normal of a triangle in the placement's frame, after its scale."""
    ax, ay, az = vertices[i, 0], vertices[i, 1], vertices[i, 2]
    bx, by, bz = (vertices[j, 0] - ax) * pose[9], (vertices[j, 1] - ay) * pose[10], (vertices[j, 2] - az) * pose[11]
    cx, cy, cz = (vertices[k, 0] - ax) * pose[9], (vertices[k, 1] - ay) * pose[10], (vertices[k, 2] - az) * pose[11]
    nx, ny, nz = by * cz - bz * cy, bz * cx - bx * cz, bx * cy - by * cx
    scale = 1.0 / sqrt(nx * nx + ny * ny + nz * nz + 1e-30)
    return nx * scale, ny * scale, nz * scale


@njit(cache=True, nogil=True, error_model="numpy")
def rotate(pose, x, y, z):
    """Return ``rotation @ (x, y, z)``."""
    return (
        pose[0] * x + pose[1] * y + pose[2] * z,
        pose[3] * x + pose[4] * y + pose[5] * z,
        pose[6] * x + pose[7] * y + pose[8] * z,
    )


@njit(cache=True, nogil=True, error_model="numpy")
def own(table, owner):
    """Write the placement of every triangle: (T,) int32."""
    for p in range(table.shape[0]):
        start = table[p, 5]
        for t in range(table[p, 3] - table[p, 2]):
            owner[start + t] = p


@njit(cache=True, nogil=True, error_model="numpy")
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
