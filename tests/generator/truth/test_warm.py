"""Two processes that compile one half each leave nothing for a third to compile."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FIRST_FRAME = """
from numba.core.dispatcher import Dispatcher
from solids import GREY, Placement, ball, scene

from panscape.render import render, renderer
from panscape.seeds import rng_for
from panscape.truth import amodal, truth_of

drawn = scene([Placement(ball(), (8.0, 0.0, 1.0), GREY)])
truth_of(drawn, render(drawn, rng_for(0, "sensor")), {"amodal", "depth"})
kernels = [f for module in (renderer, amodal) for f in vars(module).values() if isinstance(f, Dispatcher)]
print(len(kernels) > 10, sum(kernel.stats.cache_misses.total() for kernel in kernels))
"""


@pytest.mark.slow  # it compiles everything: more than ten seconds of two processors
def test_both_halves_leave_nothing_to_compile(tmp_path):
    environment = {
        **os.environ,
        "NUMBA_CACHE_DIR": str(tmp_path),
        "PYTHONPATH": str(Path(__file__).parent.parent.parent),
    }

    halves = [
        subprocess.Popen([sys.executable, "-c", f"from panscape.truth import warm; warm({half})"], env=environment)
        for half in (0, 1)
    ]
    assert [half.wait() for half in halves] == [0, 0]
    frame = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME], env=environment, capture_output=True, text=True, check=True
    )

    assert frame.stdout.split() == ["True", "0"]
