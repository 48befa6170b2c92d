"""Lens, sensor and what falls give the same bytes whatever instructions the processor has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import hashlib
import numpy as np
from dataclasses import replace
from panscape.render import focus, glare, lens, motion, precipitation, sensor
from panscape.scenes import Lens, Sensor, Weather
from panscape.seeds import rng_for
from solids import camera

rng = np.random.default_rng(0)
picture = (rng.random((60, 80, 3)) ** 4 * 20).astype(np.float32)
nearness = rng.random((60, 80)).astype(np.float32)
view = replace(camera(width=60, height=40), lens=Lens(k1=-0.2, k2=0.05, aperture=0.05))
axis = np.array([70.0, 40.0, 30.0])
picture = focus.defocus(picture, nearness, 300.0, 0.05, 3.0)
moves = rng.normal(0.0, 4.0, (60, 80, 2)).astype(np.float32)
smeared = np.empty_like(picture)
motion.blur(picture, nearness, moves, np.full((4, 5, 2), 5.0, np.float32), 3, smeared)
picture = smeared
sky = np.array([0.5, 0.6, 0.7])
picture = precipitation.precipitate(picture, nearness, view, axis, Weather(rain=9.0, snow=2.0), sky, rng_for(0, "x"))
picture = glare.fringe(glare.glow(picture, np.ones(3), 0.1), 0.004)
width, height = lens.pinhole_size(view)
picture = lens.resample(np.ascontiguousarray(picture[:height, :width]), lens.undistorted(view))
image = sensor.photograph(picture, np.ones(3), view.lens, Sensor(noise=0.02, read_noise=0.01), 7)
print(hashlib.sha256(picture.tobytes() + image.tobytes()).hexdigest())
"""


@pytest.mark.slow
def test_any_processor_gives_the_same_bytes(tmp_path):
    tests = Path(__file__).parent.parent.parent
    found = {}
    for target in ("generic", "haswell", ""):
        there = {"NUMBA_CPU_NAME": target, "NUMBA_CPU_FEATURES": ""} if target else {}
        if target == "haswell":
            there["NUMBA_CPU_FEATURES"] = "+avx2,+fma,+bmi,+bmi2,+avx,+sse4.2,+sse4.1,+ssse3,+sse3,+popcnt,+lzcnt"
        path = os.pathsep.join([str(tests), os.environ.get("PYTHONPATH", "")])
        env = os.environ | there | {"NUMBA_CACHE_DIR": str(tmp_path / (target or "host")), "PYTHONPATH": path}
        done = subprocess.run([sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, check=True)
        found[target or "host"] = done.stdout

    assert len(set(found.values())) == 1, found
