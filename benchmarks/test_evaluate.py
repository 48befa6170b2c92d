"""From PNG and JSON on disk to panoptic quality, ours beside the peers that are installed, small and in one process.

A round scores 80 pairs of 640 x 480, files in the page cache. For figures to quote, each peer in a process of its own
and at 5,000 images: ``evaluator_table.py``.
"""

import numpy as np
import pytest

from contestants import CONTESTANTS
from data import Plan, make_set
from drawing import COCO
from panscape.formats import open_panoptic
from panscape.metrics import panoptic_quality, raw_overlap

ROUNDS = {"rounds": 5, "warmup_rounds": 1}
PAIRS = 80


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """A folder of a truth and a guess like COCO's."""
    folder = tmp_path_factory.mktemp("bench") / "coco"
    make_set(Plan(folder, COCO), PAIRS)
    return folder


@pytest.fixture(scope="module")
def opened(pairs):
    return [open_panoptic(pairs / f"{side}.json") for side in ("truth", "guess")]


def prepared(contestant, threads):
    try:
        return CONTESTANTS[contestant](threads)
    except ImportError as error:
        pytest.skip(f"{error}; see benchmarks/README.md")


@pytest.mark.benchmark(group="80 pairs, PNG and JSON to PQ")
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("contestant", ["panscape", "panopticapi", "hotcoco", "vernier"])
def test_panoptic_quality(benchmark, pairs, contestant, threads):
    run = prepared(contestant, threads)

    benchmark.extra_info["pq"] = benchmark.pedantic(lambda: run(pairs), **ROUNDS)["pq"]


@pytest.mark.benchmark(group="80 pairs, decoding alone")
def test_decoding(benchmark, pairs):
    run = prepared("pyspng", 1)

    benchmark.pedantic(lambda: run(pairs), **ROUNDS)


@pytest.mark.benchmark(group="80 pairs of uint32 maps in memory")
@pytest.mark.parametrize("what", ["joint table", "numpy.sum of both"])
def test_maps_in_memory(benchmark, opened, what):
    maps = [[one.raw_ids(k) for one in opened] for k in range(PAIRS)]
    ids = [[one.annotations[k].segments for one in opened] for k in range(PAIRS)]
    known = [[np.array(sorted(s.id for s in side), np.uint32) for side in pair] for pair in ids]
    do = {
        "joint table": lambda: [raw_overlap(*pair, *both) for pair, both in zip(maps, known, strict=True)],
        "numpy.sum of both": lambda: [(truth.sum(), guess.sum()) for truth, guess in maps],
    }[what]

    benchmark.pedantic(do, **ROUNDS)


@pytest.mark.benchmark(group="80 pairs of labels in memory")
def test_labels_in_memory(benchmark, opened):
    labels = [(opened[0].label(k), opened[1].label(k)) for k in range(PAIRS)]

    benchmark.pedantic(lambda: panoptic_quality(*zip(*labels, strict=True), opened[0].categories), **ROUNDS)
