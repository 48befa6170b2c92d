"""The sets that the evaluators are measured on can be opened, weigh what they should, and are scored."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from data import DrawnPicture, Plan, list_again, make_pair, make_set
from drawing import CITYSCAPES, COCO, draw_guess, draw_truth
from panscape.formats import open_panoptic
from panscape.metrics import evaluate
from panscape.seeds import rng_for
from png_writers import WRITERS, by_filters, ids_of

SMALL = {"height": 96, "width": 128, "text_ids": False}


@pytest.fixture
def plan(tmp_path):
    return Plan(tmp_path / "made", replace(CITYSCAPES, **SMALL), "up", seed=3)


def opened(folder):
    truth = open_panoptic(folder / "truth.json")
    return truth, open_panoptic(folder / "guess.json", beside=truth)


def test_a_set_is_opened_and_scored(plan):
    make_set(plan, 4)

    result = evaluate(*opened(plan.folder))

    assert len(result.image_ids) == 4
    assert not result.warnings
    assert 0.1 < result.quality.all.pq < 0.8


def test_a_set_that_lists_its_files_three_times_has_the_same_score(plan, tmp_path):
    make_set(plan, 3)
    list_again(plan.folder, tmp_path / "again", 9)

    once, thrice = evaluate(*opened(plan.folder)), evaluate(*opened(tmp_path / "again"))

    assert list(thrice.image_ids) == list(range(1000, 1009))
    assert thrice.quality.all.pq == pytest.approx(once.quality.all.pq, abs=1e-12)


def test_a_picture_depends_on_the_seed_and_its_number_alone(plan, tmp_path):
    make_set(plan, 3)
    make_pair(DrawnPicture(plan, 2))
    other = replace(plan, folder=tmp_path / "other")
    make_set(other, 3)

    files = [sorted((folder / "guess").iterdir()) for folder in (plan.folder, other.folder)]

    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_every_writer_writes_the_ids_that_it_was_given():
    rng = rng_for(0, "writers")
    ids = np.repeat(rng.integers(0, 2**24, (9, 4)), 3, axis=1).astype(np.uint32)
    files = {name: write(ids) for name, write in WRITERS.items()}
    files["mixed"] = by_filters(ids, rng.integers(0, 5, 9))

    read = {name: cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR_RGB) for name, file in files.items()}

    assert [name for name, colors in read.items() if not (ids_of(colors) == ids).all()] == []


def test_a_guess_names_a_stuff_category_once():
    kind = replace(COCO, **SMALL)
    rng = rng_for(1, "guess")

    for _ in range(8):
        guess = draw_guess(kind, draw_truth(kind, rng), rng)

        there = [guess.category_ids[k - 1] for k in np.unique(guess.ids) if k]
        stuff = [c for c in there if c in kind.stuff]
        assert len(stuff) == len(set(stuff))
