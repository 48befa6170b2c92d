"""The same bytes on every processor: kernels compiled for old and for new ones draw one and the same."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from panscape.pipeline import make_scene
from panscape.recipe import load_recipe
from panscape.render import labels, render
from panscape.seeds import rng_for

from solids import camera, crowd, scene

TARGETS = {
    "generic": {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""},  # SSE2
    "haswell": {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx,+avx2,+bmi,+bmi2,+f16c,+fma,+lzcnt,+popcnt"},
    "host": {},
}


def digests():
    """What is drawn of a crowd and of a street, by name."""
    street = make_scene(load_recipe("street", ["image.width=320", "image.height=240"]), 5, 2)
    built = {"crowd": scene(crowd(rng_for(3, "crowd")), view=camera(width=320, height=240)), "street": street}
    found = {}
    for name, made in built.items():
        rendering = render(made, rng_for(0, "sensor"))
        ids, depth = labels(made)
        parts = {"ids": rendering.ids, "depth": rendering.depth, "ids alone": ids, "depth alone": depth}
        parts["image"] = rendering.image
        found |= {f"{name}: {part}": _digest(array) for part, array in parts.items()}
    return found


def _digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_kernels_for_any_processor_draw_the_same(tmp_path):
    found = {}
    for name, target in TARGETS.items():
        here = Path(__file__).parent
        program = "import json; from test_cpu_targets import digests; print(json.dumps(digests()))"
        paths = [str(here), str(here.parent), *sys.path]
        environment = {**os.environ, **target, "NUMBA_CACHE_DIR": str(tmp_path / name)}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
        run = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
        )
        found[name] = json.loads(run.stdout)

    assert found["generic"] == found["host"]
    assert found["haswell"] == found["host"]
