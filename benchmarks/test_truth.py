"""What each kind of truth of a street costs, and what writing a frame costs.

Run by ``make bench``. Each round handles eight scenes of 640 x 480; divide by eight for one picture.
"""

from dataclasses import replace

import numpy as np
import pytest

from panscape.categories import taxonomy
from panscape.dataset import FrameOptions, write_frame
from panscape.dataset.layers import LAYERS, encode_layer
from panscape.pipeline import frame_of
from panscape.render import look, render
from panscape.seeds import rng_for
from panscape.truth import flow, layers_of, lit_layers_of, truth_of

ROUNDS = {"rounds": 5, "warmup_rounds": 1}
MADE_OF_GEOMETRY = ("normals", "object_coords", "coverage")
pytestmark = pytest.mark.benchmark(group="8 streets, 640 x 480, one thread: truth")


@pytest.fixture(scope="module")
def pairs(scenes):
    return [(scene, render(scene, rng_for(0, "sensor", 0))) for scene in scenes]


@pytest.mark.parametrize("name", ["amodal", "depth", "boxes"])
def test_facts(benchmark, pairs, name):
    benchmark.pedantic(lambda: [truth_of(*pair, {name}) for pair in pairs], **ROUNDS)


@pytest.mark.parametrize("name", MADE_OF_GEOMETRY)
def test_layer(benchmark, pairs, name):
    benchmark.pedantic(lambda: [layers_of(*pair, {name}) for pair in pairs], **ROUNDS)


def test_ambiguity(benchmark, pairs):
    labelled = [(rendering, truth_of(scene, rendering, ())[0]) for scene, rendering in pairs]
    benchmark.pedantic(lambda: [lit_layers_of(*pair, {"ambiguity"}) for pair in labelled], **ROUNDS)


def test_flow(benchmark, pairs):
    moments = []
    for scene, rendering in pairs:
        x, y, z = scene.camera.position
        later = replace(scene, camera=replace(scene.camera, position=(x + 0.5, y, z)))
        moments.append((scene, rendering, later, look(later)))
    benchmark.pedantic(lambda: [flow(*moment) for moment in moments], **ROUNDS)


@pytest.mark.parametrize("name", ["depth", "depth_m", *MADE_OF_GEOMETRY])
def test_file(benchmark, pairs, name):
    layers = [layers_of(*pair, {name})[name] for pair in pairs]
    files = benchmark.pedantic(lambda: [encode_layer(name, layer)[0] for layer in layers], **ROUNDS)
    benchmark.extra_info["kB a picture"] = round(np.mean([len(file) for file in files]) / 1000)
    assert name in LAYERS


def test_write(benchmark, street, scenes, tmp_path):
    frames = [frame_of(scene, street, 0, k) for k, scene in enumerate(scenes)]
    options = FrameOptions(taxonomy("cityscapes").categories)
    benchmark.pedantic(lambda: [write_frame(tmp_path, "train", frame, options) for frame in frames], **ROUNDS)
