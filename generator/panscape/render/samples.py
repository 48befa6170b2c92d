# mypy: allow-untyped-defs
"""Which points of a band of the picture are shaded, and where on which surface each of them lies.

A sample is a row of two tables. ``what`` (S, 4) int32: x and y of the pixel, number of the triangle or -1 for the sky,
placement. ``where`` (S, 17) float64: 0-2 the point and 3-5 the unit normal in the placement's frame, in metres after
its scale; 6-8 the unit ray in the world; 9 the distance along it; 10-12 how far the pixel reaches along the placement's
axes, 13 their middle; 14 weight in the pixel; 15, 16 place in the pixel.
"""

from math import sqrt

import numpy as np

from panscape.render.jit import inner, kernel


@kernel
def list_samples(top, bottom, visible, fine, owner, table, part, what, where):
    """List the samples of rows ``top`` to ``bottom - 1``; return how many there are.

    visible : (H, W) int32, the triangle at the centre, -1 for none; fine : (2 H, 2 W) int32, at 2 x 2 samples
    owner   : (T,) int32, the placement of each triangle; table, part : see pack.Packed and its atlas

    Where the four samples see one smooth surface, it is shaded at the centre; else each surface is shaded once, at its
    first sample, and weighs as many quarters as samples see it.
    """
    faces = np.empty(4, np.int64)
    four = np.empty(4, np.int32)
    count = 0
    for y in range(top, bottom):
        for x in range(visible.shape[1]):
            centre = visible[y, x]
            four[0], four[1] = fine[2 * y, 2 * x], fine[2 * y, 2 * x + 1]
            four[2], four[3] = fine[2 * y + 1, 2 * x], fine[2 * y + 1, 2 * x + 1]
            first = count
            same = four[0] == centre and four[1] == centre and four[2] == centre and four[3] == centre
            if not same:
                whole = face_of(centre, owner, table, part)
                same = True
                for k in range(4):
                    face = face_of(four[k], owner, table, part)
                    same = same and face == whole
                    place = first
                    while place < count and faces[place - first] != face:
                        place += 1
                    if place == count:
                        faces[count - first] = face
                        put(what, where, count, x, y, four[k], 0.0, 0.25 + 0.5 * (k & 1), 0.25 + 0.5 * (k >> 1))
                        count += 1
                    where[place, 14] += 0.25
            if same:
                put(what, where, first, x, y, centre, 1.0, 0.5, 0.5)
                count = first + 1
    for s in range(count):
        what[s, 3] = owner[what[s, 2]] if what[s, 2] >= 0 else -1
    return count


@inner
def put(what, where, s, x, y, triangle, weight, across, down):
    """Write sample ``s`` as far as it is known before its triangle is looked at."""
    what[s, 0], what[s, 1], what[s, 2] = x, y, triangle
    where[s, 14], where[s, 15], where[s, 16] = weight, across, down


@inner
def face_of(triangle, owner, table, part):
    """Return the number of the smooth surface that a triangle is part of, -1 for the sky."""
    if triangle < 0:
        return np.int64(-1)
    p = owner[triangle]
    return table[p, 7] + part[triangle - table[p, 5] + table[p, 2]]


@kernel
def locate(count, what, where, table, poses, vertices, normals, triangles, flat, camera, view, lens):
    """Fill in where each sample's ray meets its triangle: all columns of ``where`` up to 13."""
    for s in range(count):
        u = (what[s, 0] + where[s, 15] - lens[1]) / lens[0]
        v = (what[s, 1] + where[s, 16] - lens[2]) / lens[0]
        length = sqrt(u * u + v * v + 1.0)
        dx = (view[0, 0] * u + view[1, 0] * v + view[2, 0]) / length
        dy = (view[0, 1] * u + view[1, 1] * v + view[2, 1]) / length
        dz = (view[0, 2] * u + view[1, 2] * v + view[2, 2]) / length
        where[s, 6], where[s, 7], where[s, 8] = dx, dy, dz
        p = what[s, 3]
        if p < 0:
            continue
        t = what[s, 2] - table[p, 5] + table[p, 2]
        i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        shift = table[p, 4] - table[p, 0]
        wa, wb, wc, forward = weigh(camera, i + shift, j + shift, k + shift, u, v)
        sx, sy, sz = poses[p, 9], poses[p, 10], poses[p, 11]
        where[s, 0] = (wa * vertices[i, 0] + wb * vertices[j, 0] + wc * vertices[k, 0]) * sx
        where[s, 1] = (wa * vertices[i, 1] + wb * vertices[j, 1] + wc * vertices[k, 1]) * sy
        where[s, 2] = (wa * vertices[i, 2] + wb * vertices[j, 2] + wc * vertices[k, 2]) * sz
        if flat[t]:
            nx, ny, nz = face_normal(vertices, i, j, k, sx, sy, sz)
        else:
            nx = (wa * normals[i, 0] + wb * normals[j, 0] + wc * normals[k, 0]) / sx
            ny = (wa * normals[i, 1] + wb * normals[j, 1] + wc * normals[k, 1]) / sy
            nz = (wa * normals[i, 2] + wb * normals[j, 2] + wc * normals[k, 2]) / sz
        # In the placement's frame, the ray; the normal is turned towards us.
        ex = poses[p, 0] * dx + poses[p, 3] * dy + poses[p, 6] * dz
        ey = poses[p, 1] * dx + poses[p, 4] * dy + poses[p, 7] * dz
        ez = poses[p, 2] * dx + poses[p, 5] * dy + poses[p, 8] * dz
        scale = 1.0 / sqrt(nx * nx + ny * ny + nz * nz + 1e-30)
        facing = -(nx * ex + ny * ey + nz * ez) * scale
        if facing < 0.0:
            scale, facing = -scale, -facing
        where[s, 3], where[s, 4], where[s, 5] = nx * scale, ny * scale, nz * scale
        distance = forward * length
        base, slant = distance / lens[0], max(0.08, facing)
        steep = 1.0 / (slant * slant)
        where[s, 9] = distance
        where[s, 10] = base * sqrt(1.0 + ex * ex * steep)
        where[s, 11] = base * sqrt(1.0 + ey * ey * steep)
        where[s, 12] = base * sqrt(1.0 + ez * ez * steep)
        where[s, 13] = base / sqrt(slant)


@inner
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


@inner
def face_normal(vertices, i, j, k, sx, sy, sz):
    """Return a normal of a triangle, of any length, after the scale."""
    ax, ay, az = vertices[i, 0], vertices[i, 1], vertices[i, 2]
    bx, by, bz = (vertices[j, 0] - ax) * sx, (vertices[j, 1] - ay) * sy, (vertices[j, 2] - az) * sz
    cx, cy, cz = (vertices[k, 0] - ax) * sx, (vertices[k, 1] - ay) * sy, (vertices[k, 2] - az) * sz
    return by * cz - bz * cy, bz * cx - bx * cz, bx * cy - by * cx
