# mypy: allow-untyped-defs
"""From the triangle at each pixel to tiles: which samples there are, sorted by material, and where each lies."""

from math import sqrt

import numpy as np

from panscape.render.jit import inner, kernel
from panscape.render.tiles import layout as row
from panscape.render.tiles.layout import LANES
from panscape.render.tiles.noise import ONE, ZERO, F

# Columns of a triangle's numbers, see prepare: what is the same for all its samples.
# 0-2, 3-5, 6-8: the volume, and the weights of the second and third corner times it, as sums over the ray (u, v, 1);
# 9, 10, 11: forward of the first corner, steps to the second and third; 12-20: point; 21-29: normal; likewise.
FACTS = 30


@kernel
def list_samples(
    top, bottom, visible, fine, owner, table, part, slot, slot_rows, sky, pixel, triangle, spot, weight, material
):
    """List what is shaded in rows ``top`` to ``bottom - 1``; return how many samples there are.

    visible : (H, W) int32, the triangle at the centre, -1 for none; fine : (2 H, 2 W) int32, at 2 x 2 samples
    owner   : (T,) int32, the placement of each triangle; table, part, slot, slot_rows : see pack.Packed and its atlas
    sky     : int, the number that stands for the material of the sky
    pixel, triangle, material : (S,) int32; spot : (S,) uint8, 0 for the centre, else 1 + the quarter; weight : (S,)
        float32; written

    Where the four samples see one smooth surface, it is shaded at the centre; else each surface is shaded once, at its
    first sample, and weighs as many quarters as samples see it.
    """
    width = visible.shape[1]
    faces, four = np.empty(4, np.int64), np.empty(4, np.int32)
    count = 0
    for y in range(top, bottom):
        above, below, centres = fine[2 * y], fine[2 * y + 1], visible[y]
        for x in range(width):
            centre = centres[x]
            four[0], four[1], four[2], four[3] = above[2 * x], above[2 * x + 1], below[2 * x], below[2 * x + 1]
            if four[0] == centre and four[1] == centre and four[2] == centre and four[3] == centre:
                pixel[count], triangle[count], spot[count], weight[count] = y * width + x, centre, 0, ONE
                count += 1
                continue
            whole = face_of(centre, owner, table, part)
            first, same = count, True
            for k in range(4):
                face = face_of(four[k], owner, table, part)
                same = same and face == whole
                place = first
                while place < count and faces[place - first] != face:
                    place += 1
                if place == count:
                    faces[place - first] = face
                    pixel[place], triangle[place], spot[place], weight[place] = y * width + x, four[k], k + 1, ZERO
                    count += 1
                weight[place] += F(0.25)
            if same:
                triangle[first], spot[first], weight[first] = centre, 0, ONE
                count = first + 1
    for s in range(count):
        number = triangle[s]
        material[s] = sky
        if number >= 0:
            p = owner[number]
            material[s] = slot_rows[table[p, 6] + slot[number - table[p, 5] + table[p, 2]]]
    return count


@inner
def face_of(triangle, owner, table, part):
    """Return the number of the smooth surface that a triangle is part of, -1 for the sky."""
    if triangle < 0:
        return np.int64(-1)
    p = owner[triangle]
    return table[p, 7] + part[triangle - table[p, 5] + table[p, 2]]


@kernel
def deal(count, material, starts, of_tile, filled):
    """Deal samples out to tiles, each of one material; return how many tiles there are.

    material : (S,) int32; starts : (M,) int64, written: where the samples of each material begin, LANES places a tile
    of_tile  : (K,) int32, written: the material of each tile; filled : (K,) int32, written: its samples
    """
    starts[:] = 0
    for s in range(count):
        starts[material[s]] += 1
    tiles = 0
    for m in range(starts.size):
        left = starts[m]
        starts[m] = tiles * LANES
        while left > 0:
            of_tile[tiles], filled[tiles] = m, min(left, LANES)
            left -= LANES
            tiles += 1
    return tiles


@kernel
def settle(count, material, starts, pixel, triangle, spot, weight, lane_pixel, lane_triangle, lane_spot, lane_weight):
    """Put every sample where its tile is, in order; ``starts`` moves to the ends."""
    for s in range(count):
        place = starts[material[s]]
        starts[material[s]] = place + 1
        lane_pixel[place], lane_triangle[place] = pixel[s], triangle[s]
        lane_spot[place], lane_weight[place] = spot[s], weight[s]


@kernel
def locate(
    tiles, filled, pixel, triangle, spot, weight, owner, table, poses, variant, vertices, normals, triangles, flat,
    camera, view, eye, lens, width, geometry,
):  # fmt: skip
    """Fill in the geometry rows of all tiles: (tiles, GEOMETRY * LANES) float32.

    pixel, triangle, spot, weight : by lane, see ``settle``; view : (3, 3), eye : (3,), lens : (3,) float64
    """
    facts = np.empty(FACTS, np.float64)
    across, down = np.empty(LANES, np.float32), np.empty(LANES, np.float32)
    for k in range(tiles):
        t = geometry[k]
        last = -2
        for i in range(filled[k]):
            s = k * LANES + i
            number = triangle[s]
            sx, sy = 0.5, 0.5
            if spot[s] > 0:
                sx, sy = 0.25 + 0.5 * ((spot[s] - 1) & 1), 0.25 + 0.5 * ((spot[s] - 1) >> 1)
            u = (pixel[s] % width + sx - lens[1]) / lens[0]
            v = (pixel[s] // width + sy - lens[2]) / lens[0]
            across[i], down[i], t[row.WEIGHT * LANES + i] = u, v, weight[s]
            if number < 0:
                continue
            p = owner[number]
            if number != last:
                last = number
                prepare(number, p, table, poses, vertices, normals, triangles, flat, camera, facts)
                t[row.VARIANT * LANES + i] = variant[p]
            else:
                t[row.VARIANT * LANES + i] = t[row.VARIANT * LANES + i - 1]
            meet(facts, poses[p], u, v, view, t, i)
        finish(t, filled[k], across, down, view, eye, lens)


@inner
def prepare(number, p, table, poses, vertices, normals, triangles, flat, camera, facts):
    """Find what is the same for all samples of a triangle, see FACTS."""
    f = number - table[p, 5] + table[p, 2]
    i, j, k = triangles[f, 0], triangles[f, 1], triangles[f, 2]
    shift = table[p, 4] - table[p, 0]
    a, b, c = i + shift, j + shift, k + shift
    ax, ay, az = camera[a, 0], camera[a, 1], camera[a, 2]
    bx, by, bz = camera[b, 0] - ax, camera[b, 1] - ay, camera[b, 2] - az
    cx, cy, cz = camera[c, 0] - ax, camera[c, 1] - ay, camera[c, 2] - az
    facts[0], facts[1], facts[2] = cy * bz - cz * by, cz * bx - cx * bz, cx * by - cy * bx
    facts[3], facts[4], facts[5] = ay * cz - az * cy, az * cx - ax * cz, ax * cy - ay * cx
    facts[6], facts[7], facts[8] = by * az - bz * ay, bz * ax - bx * az, bx * ay - by * ax
    facts[9], facts[10], facts[11] = az, bz, cz
    for d in range(3):
        size = poses[p, 9 + d]
        facts[12 + d] = vertices[i, d] * size
        facts[15 + d], facts[18 + d] = (
            (vertices[j, d] - vertices[i, d]) * size,
            (vertices[k, d] - vertices[i, d]) * size,
        )
        if not flat[f]:
            facts[21 + d] = normals[i, d] / size
            facts[24 + d], facts[27 + d] = (
                (normals[j, d] - normals[i, d]) / size,
                (normals[k, d] - normals[i, d]) / size,
            )
    if flat[f]:
        facts[21] = facts[16] * facts[20] - facts[17] * facts[19]
        facts[22] = facts[17] * facts[18] - facts[15] * facts[20]
        facts[23] = facts[15] * facts[19] - facts[16] * facts[18]
        facts[24:30] = 0.0


@inner
def meet(facts, pose, u, v, view, t, i):
    """Write where the ray (u, v, 1) meets a triangle's plane: point, normal and ray in the placement's frame, forward.

    Normal and ray are not of unit length yet; the ray stands in F's rows, the forward distance in FAR.
    """
    volume = facts[0] * u + facts[1] * v + facts[2]
    wb = wc = 0.0
    if abs(volume) > 1e-18:
        # A sample of an edge pixel may be shaded a little outside its triangle.
        wb = min(1.0, max(0.0, (facts[3] * u + facts[4] * v + facts[5]) / volume))
        wc = min(1.0 - wb, max(0.0, (facts[6] * u + facts[7] * v + facts[8]) / volume))
    t[row.FAR * LANES + i] = facts[9] + wb * facts[10] + wc * facts[11]
    t[row.PX * LANES + i] = facts[12] + wb * facts[15] + wc * facts[18]
    t[row.PY * LANES + i] = facts[13] + wb * facts[16] + wc * facts[19]
    t[row.PZ * LANES + i] = facts[14] + wb * facts[17] + wc * facts[20]
    nx = facts[21] + wb * facts[24] + wc * facts[27]
    ny = facts[22] + wb * facts[25] + wc * facts[28]
    nz = facts[23] + wb * facts[26] + wc * facts[29]
    scale = 1.0 / sqrt(nx * nx + ny * ny + nz * nz + 1e-30)
    nx, ny, nz = nx * scale, ny * scale, nz * scale
    t[row.NX * LANES + i], t[row.NY * LANES + i], t[row.NZ * LANES + i] = nx, ny, nz
    t[row.GX * LANES + i] = pose[0] * nx + pose[1] * ny + pose[2] * nz
    t[row.GY * LANES + i] = pose[3] * nx + pose[4] * ny + pose[5] * nz
    t[row.GZ * LANES + i] = pose[6] * nx + pose[7] * ny + pose[8] * nz
    dx = view[0, 0] * u + view[1, 0] * v + view[2, 0]
    dy = view[0, 1] * u + view[1, 1] * v + view[2, 1]
    dz = view[0, 2] * u + view[1, 2] * v + view[2, 2]
    t[row.FX * LANES + i] = pose[0] * dx + pose[3] * dy + pose[6] * dz
    t[row.FY * LANES + i] = pose[1] * dx + pose[4] * dy + pose[7] * dz
    t[row.FZ * LANES + i] = pose[2] * dx + pose[5] * dy + pose[8] * dz


@inner
def finish(t, count, across, down, view, eye, lens):
    """Turn rays and normals into what the layout says; the normals face us from here on."""
    rx, ry, rz = F(view[0, 0]), F(view[0, 1]), F(view[0, 2])
    bx, by, bz = F(view[1, 0]), F(view[1, 1]), F(view[1, 2])
    ax, ay, az = F(view[2, 0]), F(view[2, 1]), F(view[2, 2])
    ex, ey, ez, pixel = F(eye[0]), F(eye[1]), F(eye[2]), F(1.0 / lens[0])
    for i in range(count):
        u, v = across[i], down[i]
        length = F(sqrt(u * u + v * v + ONE))
        unit = ONE / length
        dx = (rx * u + bx * v + ax) * unit
        dy = (ry * u + by * v + ay) * unit
        dz = (rz * u + bz * v + az) * unit
        t[row.DX * LANES + i], t[row.DY * LANES + i], t[row.DZ * LANES + i] = dx, dy, dz
        far = t[row.FAR * LANES + i] * length
        t[row.FAR * LANES + i] = far
        t[row.WX * LANES + i], t[row.WY * LANES + i], t[row.WZ * LANES + i] = (
            ex + dx * far,
            ey + dy * far,
            ez + dz * far,
        )
    for i in range(count):
        u, v = across[i], down[i]
        unit = ONE / F(sqrt(u * u + v * v + ONE))
        fx, fy, fz = t[row.FX * LANES + i] * unit, t[row.FY * LANES + i] * unit, t[row.FZ * LANES + i] * unit
        nx, ny, nz = t[row.NX * LANES + i], t[row.NY * LANES + i], t[row.NZ * LANES + i]
        facing = -(nx * fx + ny * fy + nz * fz)
        turn = -ONE if facing < ZERO else ONE
        t[row.NX * LANES + i], t[row.NY * LANES + i], t[row.NZ * LANES + i] = nx * turn, ny * turn, nz * turn
        t[row.GX * LANES + i] *= turn
        t[row.GY * LANES + i] *= turn
        t[row.GZ * LANES + i] *= turn
        base, slant = t[row.FAR * LANES + i] * pixel, max(F(0.08), abs(facing))
        steep = ONE / (slant * slant)
        t[row.FX * LANES + i] = base * F(sqrt(ONE + fx * fx * steep))
        t[row.FY * LANES + i] = base * F(sqrt(ONE + fy * fy * steep))
        t[row.FZ * LANES + i] = base * F(sqrt(ONE + fz * fz * steep))
        t[row.FOOT * LANES + i] = base / F(sqrt(slant))
