"""A pixel is the triangle that its ray meets first: against a slow twin and an independent ray caster."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from trimesh.ray.ray_pyembree import RayMeshIntersector

from panscape.render import render
from panscape.render.raster import SPANS, draw, fill
from panscape.scenes import Placement
from panscape.seeds import rng_for

from solids import GREY, ball, camera, crowd, scene

NO_FINE, NO_NUMBERS = np.empty((0, 0), np.float32), np.empty((0, 0), np.int32)


def slow_fill(triangles, width, height):
    """For each pixel: does its row cross two edges with its centre between them; if so, is it the nearest yet?"""
    nearest, number = np.zeros((height, width), np.float32), np.full((height, width), -1, np.int32)
    for k, corners in enumerate(triangles):
        flat = np.array(corners)
        plane, *_ = np.linalg.lstsq(np.c_[flat[:, :2], np.ones(3)], flat[:, 2], rcond=None)
        for row in range(height):
            crossings = []
            for a, b in ((0, 1), (1, 2), (2, 0)):
                (xa, ya, _), (xb, yb, _) = sorted((corners[a], corners[b]), key=lambda point: point[1])
                if ya <= row + 0.5 < yb:
                    crossings.append(xa + (row + 0.5 - ya) * ((xb - xa) / (yb - ya)))
            for column in range(width):
                if crossings and min(crossings) <= column + 0.5 < max(crossings):
                    z = plane @ [column + 0.5, row + 0.5, 1.0]
                    if z > nearest[row, column] * (1 + 1e-6):
                        nearest[row, column], number[row, column] = z, k
    return nearest, number


def fast_fill(triangles, width, height, fine=False):
    nearest, number = np.zeros((height, width), np.float32), np.full((height, width), -1, np.int32)
    finer = np.zeros((2 * height, 2 * width) if fine else (0, 0), np.float32)
    finer_number = np.full(finer.shape, -1, np.int32)
    for k, corners in enumerate(triangles):
        fill(*np.ravel(corners), k, 0, height, np.empty((3, SPANS)), nearest, number, finer, finer_number)
    return (finer, finer_number) if fine else (nearest, number)


# Corners on a lattice of quarters meet pixel centres and each other often: the cases that rules are for.
corner = st.tuples(st.integers(-8, 40), st.integers(-8, 40), st.integers(1, 64)).map(
    lambda c: (c[0] / 4, c[1] / 4, c[2] / 64)
)
flat_triangles = st.lists(
    st.tuples(st.tuples(corner, corner, corner), st.floats(0.01, 1)).map(
        lambda drawn: tuple((x, y, drawn[1]) for x, y, _ in drawn[0])
    ),
    min_size=1,
    max_size=5,
)


@given(flat_triangles)
def test_fill_matches_the_definition_pixel_by_pixel(triangles):
    nearest, number = fast_fill(triangles, 8, 8)

    slow_nearest, slow_number = slow_fill(triangles, 8, 8)
    np.testing.assert_array_equal(number >= 0, slow_number >= 0)
    np.testing.assert_allclose(nearest, slow_nearest, rtol=1e-5)


@given(st.tuples(corner, corner, corner))
def test_the_nearness_on_a_triangle_is_that_of_its_plane(triangle):
    nearest, number = fast_fill([triangle], 8, 8)

    slow_nearest, _ = slow_fill([triangle], 8, 8)
    inside = number >= 0
    np.testing.assert_allclose(nearest[inside], slow_nearest[inside], rtol=1e-4, atol=1e-6)


@given(flat_triangles)
def test_two_by_two_samples_are_the_centres_of_a_picture_twice_as_large(triangles):
    _, fine = fast_fill(triangles, 8, 8, fine=True)

    _, large = fast_fill([[(2 * x, 2 * y, z) for x, y, z in t] for t in triangles], 16, 16)
    np.testing.assert_array_equal(fine, large)


@given(st.integers(0, 2**32 - 1), st.sampled_from([1.0, 4.0, 1e9]))
@settings(max_examples=50)
def test_triangles_that_share_edges_cover_each_pixel_exactly_once(seed, snap):
    rng = np.random.default_rng(seed)
    across, down = np.meshgrid(np.linspace(-3, 35, 9), np.linspace(-3, 35, 9))
    points = np.stack([across, down], -1) + rng.uniform(-1.1, 1.1, (9, 9, 2))
    points = np.round(points * snap) / snap
    count = np.zeros((32, 32), np.int64)
    for y in range(8):
        for x in range(8):
            a, b, c, d = points[y, x], points[y, x + 1], points[y + 1, x + 1], points[y + 1, x]
            for triangle in ((a, b, c), (c, d, a)):
                order = rng.permutation(3)
                nearest, _ = fast_fill([[(*triangle[k], 0.5) for k in order]], 32, 32)
                count += nearest > 0

    np.testing.assert_array_equal(count, 1)


def first_hits(placements, view):
    """The placement that each pixel's ray meets first, from 1, 0 for none: by Embree, in world space."""
    vertices, faces, owner, start = [], [], [], 0
    for k, placement in enumerate(placements, start=1):
        points = placement.mesh.vertices * placement.scale @ placement.matrix.T + placement.position
        vertices.append(points)
        faces.append(placement.mesh.triangles + start)
        owner.append(np.full(len(placement.mesh.triangles), k))
        start += len(points)
    caster = RayMeshIntersector(
        trimesh.Trimesh(np.concatenate(vertices), np.concatenate(faces), process=False), scale_to_box=False
    )
    x, y = np.meshgrid(np.arange(view.width) + 0.5, np.arange(view.height) + 0.5)
    rays = np.stack([(x - view.width / 2) / view.focal, (y - view.height / 2) / view.focal, np.ones_like(x)], -1)
    rays = rays.reshape(-1, 3) @ view.axes
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)
    hit = caster.intersects_first(np.tile(view.position, (len(rays), 1)), rays)
    return np.where(hit < 0, 0, np.concatenate(owner)[hit]).reshape(view.height, view.width)


@pytest.mark.parametrize("seed", range(6))
def test_ids_are_those_of_an_independent_ray_caster(seed):
    rng = rng_for(seed, "crowd")
    yaw, pitch, roll = rng.uniform(-0.4, 0.4, 3)
    view = camera((0.0, 0.0, 1.5), yaw, pitch, roll, fov=rng.uniform(0.6, 2.0), width=320, height=240)
    drawn = scene(crowd(rng), view=view)

    rendering = render(drawn, rng_for(0, "sensor"))

    count = len(drawn.things)
    placements = [p for thing in drawn.things for p in thing.placements] + [drawn.stuff[0].placements[0]]
    truth = first_hits(placements, view)
    ids = np.where(rendering.ids == count + 2, 0, rendering.ids)  # sky comes after road
    # Within the near plane we see through what Embree meets; a few silhouette pixels differ by its float32.
    near = (rendering.depth > 0) & (rendering.depth < 0.2)
    assert np.mean((ids == truth) | near) >= 0.9999


def test_depth_is_the_distance_along_the_optical_axis():
    view = camera((0.0, 0.0, 2.0), pitch=-0.3, width=64, height=48)

    rendering = render(scene([], view=view), rng_for(0, "sensor"))

    x, y = np.meshgrid(np.arange(64) + 0.5 - 32, np.arange(48) + 0.5 - 24)
    rays = np.stack([x / view.focal, y / view.focal, np.ones_like(x)], -1) @ view.axes
    ground = (rays[..., 2] < 0) & (np.abs(2.0 / rays[..., 2])[..., None] * np.abs(rays[..., :2]) < 99).all(-1)
    np.testing.assert_allclose(rendering.depth[ground], -2.0 / rays[..., 2][ground], rtol=1e-4)
    assert (rendering.depth[rays[..., 2] >= 0] == 0).all()


def test_a_thing_around_the_camera_is_cut_at_the_near_plane_without_gaps():

    inside = Placement(ball(), (0.0, 0.0, 1.5), GREY, scale=(5.0, 5.0, 5.0))

    rendering = render(scene([inside], ground=False), rng_for(0, "sensor"))

    assert (rendering.ids == 1).all()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("width", [8, 80])  # a narrow span is filled by other instructions than a wide one
def test_of_coplanar_surfaces_the_one_with_the_lower_number_is_seen(order, width):
    triangle = (0, 0, 0.5, 2 * width, 0, 0.5, 0, 16, 0.5)
    nearest, number = np.zeros((8, width), np.float32), np.full((8, width), -1, np.int32)

    for k in order:
        fill(*triangle, k, 0, 8, np.empty((3, SPANS)), nearest, number, NO_FINE, NO_NUMBERS)

    assert set(number.ravel().tolist()) == {0}


def test_only_the_rows_asked_for_are_filled():
    triangle = (-50.0, -50.0, 0.5, 150.0, -50.0, 0.5, 4.0, 150.0, 0.5)
    whole, part = np.zeros((2, 80, 8), np.float32)

    for top, bottom, nearest in ((0, 80, whole), (5, 70, part)):
        fill(*triangle, 0, top, bottom, np.empty((3, SPANS)), nearest, NO_NUMBERS, NO_FINE, NO_NUMBERS)

    np.testing.assert_array_equal(part[5:70], whole[5:70])
    assert whole.all()
    assert not part[:5].any()
    assert not part[70:].any()


def test_draw_skips_what_was_not_seen():
    table = np.array([[0, 3, 0, 1, 0, 0, 0, 0]], np.int64)
    corners = np.array([[-1.0, -1, 1], [1, -1, 1], [0, 1, 1]])
    depth, visible = np.zeros((4, 4), np.float32), np.full((4, 4), -1, np.int32)
    screen = np.array([[0.0, 0, 1], [4, 0, 1], [2, 4, 1]])
    triangles, lens = np.array([[0, 1, 2]], np.int32), np.array([2.0, 2, 2])

    for seen, wanted in ((0, {-1}), (1, {-1, 0})):
        draw(
            table, np.array([seen], np.uint8), triangles, corners, screen, lens, 0.1, 0, 1, depth, visible,
            NO_FINE, NO_NUMBERS,
        )  # fmt: skip
        assert set(visible.ravel().tolist()) == wanted
