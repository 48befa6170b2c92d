"""What each stage of a picture costs: on the scene of 25 meshes that renderers are compared by, and on streets.

Run by ``make bench``. Each round handles one picture of 640 x 480 for the scene of 25, eight for the streets.
"""

from types import SimpleNamespace

import numpy as np
import pytest

from panscape.render import labels, render
from panscape.render.daylight import daylight
from panscape.render.lens import pinhole_size
from panscape.render.pack import pack
from panscape.render.renderer import cast_shadows, identify, look_down, occlude_sky, see
from panscape.render.view import View
from panscape.render.workspace import workspace
from panscape.seeds import rng_for
from panscape.truth import truth_of
from scene25 import scene25

ROUNDS = {"rounds": 7, "warmup_rounds": 1}
EVERYTHING = frozenset({"amodal", "depth"})
pytestmark = pytest.mark.benchmark(group="stages, 640 x 480, one thread")


def as_drawn(scene):
    """A scene, packed and looked at."""
    packed, view = pack(scene), View.of(scene.camera)
    space = workspace(*pinhole_size(scene.camera), packed.vertex_count, packed.triangle_count)
    see(packed, view, space)
    identify(packed, space)
    return SimpleNamespace(scene=scene, packed=packed, view=view, space=space)


@pytest.fixture(params=["25 meshes", "8 streets"])
def pictures(request):
    return [scene25()] if request.param == "25 meshes" else request.getfixturevalue("scenes")


STAGES = {
    "pack": lambda it: pack(it.scene),
    "see": lambda it: see(it.packed, it.view, it.space),
    "identify": lambda it: identify(it.packed, it.space),
    "occlude the sky": lambda it: occlude_sky(it.view, it.space),
    "daylight": lambda it: daylight(it.scene.light, it.scene.weather),
    "cast shadows": lambda it: cast_shadows(it.packed, it.view, it.scene.light, it.space),
    "look down": lambda it: look_down(it.packed, it.view, it.space),
}


@pytest.mark.parametrize("stage", STAGES)
def test_stage(benchmark, pictures, stage):
    drawn = [as_drawn(scene) for scene in pictures]
    benchmark.pedantic(lambda: [STAGES[stage](it) for it in drawn], **ROUNDS)


def test_labels_only(benchmark, pictures):
    benchmark.pedantic(lambda: [labels(scene) for scene in pictures], **ROUNDS)


def test_picture(benchmark, pictures):
    benchmark.pedantic(lambda: [render(scene, rng_for(0, "sensor")) for scene in pictures], **ROUNDS)


def test_picture_with_full_truth(benchmark, pictures):
    def whole():
        for scene in pictures:
            truth_of(scene, render(scene, rng_for(0, "sensor")), EVERYTHING)

    benchmark.pedantic(whole, **ROUNDS)


def test_the_scene_of_25_is_what_it_says():
    scene = scene25()
    triangles = sum(len(part.placements[0].mesh.triangles) for part in (*scene.things, *scene.stuff))

    ids, depth = labels(scene)

    assert triangles == 46_536 + 2
    assert set(range(1, 26)) < set(np.unique(ids).tolist())
    assert (depth > 0).mean() > 0.9
