"""What a street picture costs, stage by stage, beside a ray caster that finds the ids alone.

Run by ``make bench``. Each round handles eight scenes of 640 x 480; divide by eight for one picture.
"""

import numpy as np
import pytest

from panscape.pipeline import frame_of, make_scene
from panscape.render import render
from panscape.seeds import rng_for
from panscape.truth import truth_of

ROUNDS = {"rounds": 7, "warmup_rounds": 1}
EVERYTHING = frozenset({"amodal", "depth"})
pytestmark = pytest.mark.benchmark(group="8 streets, 640 x 480, one thread")


def test_build(benchmark, street, scenes):
    benchmark.pedantic(lambda: [make_scene(street, 0, index) for index in range(len(scenes))], **ROUNDS)


def test_render(benchmark, scenes):
    benchmark.pedantic(lambda: [render(scene, rng_for(0, "sensor", 0)) for scene in scenes], **ROUNDS)


def test_truth(benchmark, scenes):
    pairs = [(scene, render(scene, rng_for(0, "sensor", 0))) for scene in scenes]
    benchmark.pedantic(lambda: [truth_of(*pair, EVERYTHING) for pair in pairs], **ROUNDS)


def test_picture_with_full_truth(benchmark, street, scenes):
    benchmark.pedantic(lambda: [frame_of(scene, street, 0, k) for k, scene in enumerate(scenes)], **ROUNDS)


def test_embree_primary_rays_alone(benchmark, scenes):
    """What the fastest ray caster needs for nothing but the triangle at each pixel's centre."""
    embree = pytest.importorskip("trimesh.ray.ray_pyembree", reason="pip install '.[test]'")
    trimesh = pytest.importorskip("trimesh")
    casters = [embree.RayMeshIntersector(trimesh.Trimesh(*triangles_of(scene), process=False)) for scene in scenes]
    rays = [rays_of(scene.camera) for scene in scenes]
    pairs = list(zip(casters, rays, strict=True))
    benchmark.pedantic(lambda: [caster.intersects_first(*ray) for caster, ray in pairs], **ROUNDS)


def triangles_of(scene):
    """Every triangle of a scene in the world: (V, 3) and (F, 3)."""
    vertices, triangles, count = [], [], 0
    for part in (*scene.things, *scene.stuff):
        for placement in part.placements:
            scaled = placement.mesh.vertices * placement.scale
            vertices.append(scaled @ placement.matrix.T + placement.position)
            triangles.append(placement.mesh.triangles + count)
            count += len(scaled)
    return np.concatenate(vertices), np.concatenate(triangles)


def rays_of(camera):
    """Origin and direction of the ray through each pixel's centre, both (H * W, 3)."""
    x, y = np.meshgrid(np.arange(camera.width) + 0.5, np.arange(camera.height) + 0.5)
    seen = np.stack([x - camera.width / 2, y - camera.height / 2, np.full(x.shape, camera.focal)], -1).reshape(-1, 3)
    return np.broadcast_to(camera.position, seen.shape), seen @ camera.axes
