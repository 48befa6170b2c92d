"""From PNG and JSON on disk to panoptic quality, ours beside hotcoco where it is installed.

A round scores 24 pairs of 640 x 480. hotcoco is measured in this process too, files in the page cache for both.
"""

import pytest

from panscape.formats import open_panoptic
from panscape.metrics import evaluate, panoptic_quality

ROUNDS = {"rounds": 9, "warmup_rounds": 1}


def places(folder):
    guess = next((folder / "annotators" / "solo").glob("*/panoptic_train.json"))
    truth = folder / "annotations" / "panoptic_train.json"
    return truth, guess


@pytest.mark.benchmark(group="24 pairs, PNG and JSON to PQ")
@pytest.mark.parametrize("threads", [1, 2])
def test_panscape(benchmark, labelled, threads):
    truth, guess = places(labelled)

    def score():
        opened = open_panoptic(truth)
        return evaluate(opened, open_panoptic(guess, beside=opened), workers=threads).quality.all.pq

    benchmark.extra_info["pq"] = benchmark.pedantic(score, **ROUNDS)


@pytest.mark.benchmark(group="24 pairs, PNG and JSON to PQ")
def test_hotcoco(benchmark, labelled):
    panoptic = pytest.importorskip("hotcoco", reason="pip install '.[peers]'").panoptic
    truth, guess = places(labelled)

    def score():
        folders = {"gt_folder": str(truth.with_suffix("")), "pred_folder": str(guess.with_suffix(""))}
        evaluation = panoptic.PanopticEval(str(truth), str(guess), **folders)
        evaluation.evaluate()
        return evaluation.results()["All"]["pq"]

    benchmark.extra_info["pq"] = benchmark.pedantic(score, **ROUNDS)


@pytest.mark.benchmark(group="24 pairs of labels in memory")
def test_labels_in_memory(benchmark, labelled):
    truth, guess = (open_panoptic(place) for place in places(labelled))
    pairs = [(truth.label(k), guess.label(k)) for k in range(len(truth))]

    benchmark.pedantic(lambda: panoptic_quality(*zip(*pairs, strict=True), truth.categories), **ROUNDS)
