"""The ids of whole streets are those that an independent ray caster finds at the pixels' centres."""

import numpy as np
import pytest
from trimesh import Trimesh
from trimesh.ray.ray_pyembree import RayMeshIntersector

from panscape.pipeline import make_scene
from panscape.recipe import load_recipe
from panscape.render import look, render
from panscape.scenes import VOID
from panscape.seeds import rng_for

CLOSEST = 0.2  # metres; the picture begins at its near plane, the ray at the eye


def world_triangles(scene, category_ids):
    """Every triangle of a scene in the world, and the id of the segment that it belongs to."""
    stuff_ids = {
        category: number for number, category in enumerate(category_ids, start=1) if number > len(scene.things)
    }
    vertices, triangles, owners, count = [], [], [], 0
    parts = [(number, thing.placements) for number, thing in enumerate(scene.things, start=1)]
    for stuff in scene.stuff:
        number = 0 if stuff.category == VOID else stuff_ids[scene.taxonomy[stuff.category].id]
        parts.append((number, stuff.placements))
    for number, placements in parts:
        for placement in placements:
            mesh = placement.mesh
            vertices.append((mesh.vertices * placement.scale) @ placement.matrix.T + placement.position)
            triangles.append(mesh.triangles + count)
            owners.append(np.full(len(mesh.triangles), number))
            count += len(mesh.vertices)
    return np.concatenate(vertices), np.concatenate(triangles), np.concatenate(owners)


def cast(scene, category_ids):
    """The segment, triangle and depth where the ray through each pixel's centre meets something first, (H, W)."""
    vertices, triangles, owners = world_triangles(scene, category_ids)
    camera = scene.camera
    x, y = np.meshgrid(np.arange(camera.width) + 0.5, np.arange(camera.height) + 0.5)
    seen = np.stack([(x - camera.width / 2), (y - camera.height / 2), np.full(x.shape, camera.focal)], -1)
    rays = seen.reshape(-1, 3) @ camera.axes
    origins = np.broadcast_to(np.array(camera.position), rays.shape)
    caster = RayMeshIntersector(Trimesh(vertices, triangles, process=False))
    hit = caster.intersects_first(origins, rays)
    background = category_ids.index(scene.taxonomy[scene.background].id, len(scene.things)) + 1
    shape = (camera.height, camera.width)
    corners = (vertices - camera.position)[triangles[np.maximum(hit, 0)]] @ camera.axes.T
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    rays = seen.reshape(-1, 3) / camera.focal
    with np.errstate(divide="ignore", invalid="ignore"):
        depth = np.sum(normals * corners[:, 0], axis=1) / np.sum(normals * rays, axis=1)
    return (
        np.where(hit >= 0, owners[np.maximum(hit, 0)], background).reshape(shape),
        hit.reshape(shape),
        np.where(hit >= 0, depth, 0.0).reshape(shape),
    )


@pytest.mark.parametrize("index", [0, 5])
def test_a_streets_ids_and_depths_are_those_of_a_ray_caster(index):
    scene = make_scene(load_recipe("street"), 3, index)
    rendering = render(scene, rng_for(3, "sensor", index))

    wanted, triangles, depth = cast(scene, rendering.category_ids)

    clear = (rendering.depth == 0) | (rendering.depth > CLOSEST)
    agree = (rendering.ids == wanted) | ~clear
    assert clear.mean() > 0.99
    assert agree.mean() >= 0.9999
    same = clear & (rendering.triangles == triangles)
    assert same[clear].mean() >= 0.999  # leaves and neighbours touch
    np.testing.assert_allclose(rendering.depth[same], depth[same], rtol=1e-4)


@pytest.mark.slow
def test_fifty_streets_together_hold_what_a_ray_caster_finds():
    differ = pixels = worst = 0
    for index in range(50):
        scene = make_scene(load_recipe("street"), 5, index)
        sight = look(scene)
        wanted, _, _ = cast(scene, sight.packed.category_ids)
        clear = (sight.depth == 0) | (sight.depth > CLOSEST)
        wrong = int(((sight.ids != wanted) & clear).sum())
        differ, pixels, worst = differ + wrong, pixels + sight.ids.size, max(worst, wrong)

    print(f"{differ} of {pixels} pixels differ, {worst} in the worst picture")
    assert differ <= 1e-4 * pixels
