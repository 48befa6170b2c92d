"""What a street picture costs, stage by stage, beside what a ray caster needs for the ids alone.

    make bench        # or: pytest benchmarks/test_generate.py --benchmark-enable

Each round handles all eight scenes of conftest.py: divide by eight for one picture.
"""

import cv2
import numpy as np
import pytest
from panscape.formats.png import encode_ids
from panscape.pipeline import make_frame, make_scene
from panscape.render import render
from panscape.seeds import rng_for
from panscape.truth import truth_of

ROUNDS = {"rounds": 5, "warmup_rounds": 1}
EVERYTHING = frozenset({"amodal", "depth"})


@pytest.mark.benchmark(group="eight streets, 640 x 480")
def test_build(benchmark, street):
    benchmark.pedantic(lambda: [make_scene(street, 0, index) for index in range(8)], **ROUNDS)


@pytest.mark.benchmark(group="eight streets, 640 x 480")
def test_render(benchmark, scenes):
    benchmark.pedantic(lambda: [render(scene, rng_for(0, "sensor", 0)) for scene in scenes], **ROUNDS)


@pytest.mark.benchmark(group="eight streets, 640 x 480")
def test_truth(benchmark, scenes):
    pairs = [(scene, render(scene, rng_for(0, "sensor", 0))) for scene in scenes]
    benchmark.pedantic(lambda: [truth_of(*pair, EVERYTHING) for pair in pairs], **ROUNDS)


@pytest.mark.benchmark(group="eight streets, 640 x 480")
def test_whole_frame(benchmark, street):
    benchmark.pedantic(lambda: [make_frame(street, 0, index) for index in range(8)], **ROUNDS)
