"""Guesses side by side get the scores that each gets alone, and intervals that are those of a plain bootstrap."""

import json
import shutil

import numpy as np
import pytest

from evaluation.written import changed, write_dataset, write_set
from panscape.comparison import Cost, Interval, Planted, compare, cost_of, opened
from panscape.comparison.compare import agreement
from panscape.comparison.intervals import resampled
from panscape.comparison.significance import paired_difference
from panscape.errors import DataError, UsageError
from panscape.formats import open_panoptic
from panscape.metrics import evaluate
from panscape.seeds import rng_for


@pytest.fixture
def dataset(tmp_path):
    write_dataset(tmp_path)
    return tmp_path


def test_each_guess_scores_as_it_does_alone(dataset):
    truth, guesses, _ = opened(str(dataset), [])

    result = compare(truth, guesses, workers=2)

    assert [standing.name for standing in result.standings] == ["pair/one", "pair/two"]
    for standing in result.standings:
        alone = evaluate(truth, guesses[standing.name])
        assert standing.evaluation.quality == alone.quality
        assert standing.pq.low <= alone.quality.all.pq <= standing.pq.high


def test_agreement_is_symmetric_and_is_the_mean_of_both_directions(dataset):
    truth, guesses, _ = opened(str(dataset), [])

    agreement = compare(truth, guesses).agreement

    one, two = guesses.values()
    both = [evaluate(one, two).quality.all.pq, evaluate(two, one).quality.all.pq]
    np.testing.assert_array_equal(agreement, [[1, np.mean(both)], [np.mean(both), 1]])


def test_guesses_agree_by_the_pictures_that_both_have(dataset):
    truth, guesses, _ = opened(str(dataset), [])
    part = dataset / "part"
    copied = {"pair/one": guesses["pair/one"], "part": _without(dataset, part, [1, 4])}

    one, part, two = *copied.values(), guesses["pair/two"]

    np.testing.assert_array_equal(agreement([one, part], truth.categories), np.ones((2, 2)))
    np.testing.assert_array_equal(agreement([part, one], truth.categories), np.ones((2, 2)))
    both = [evaluate(part, two).quality.all.pq, evaluate(two, part, missing="empty").quality.all.pq]
    found = agreement([two, part], truth.categories)[0, 1]
    assert found == pytest.approx(agreement([part, two], truth.categories)[0, 1], abs=1e-12)
    assert both[0] - 0.1 < found < both[0] + 0.1 and both[1] < found - 0.02


def test_guesses_of_other_pictures_have_no_agreement(dataset):
    truth, *_ = opened(str(dataset), [])
    parts = [_without(dataset, dataset / f"part{gone[0]}", gone) for gone in ([1, 2, 3], [4, 5, 6])]

    found = agreement(parts, truth.categories)

    assert np.isnan(found[~np.eye(2, dtype=bool)]).all()


def _without(dataset, place, gone):
    """The guess of pair/one without some images."""
    shutil.copytree(dataset / "annotators/pair/one", place)

    def taken_out(content):
        content["annotations"] = [one for one in content["annotations"] if one["image_id"] not in gone]
        content["images"] = [one for one in content["images"] if one["id"] not in gone]

    changed(place / "panoptic_train.json", taken_out)
    return open_panoptic(place)


def test_the_wanted_difference_is_told_in_images_and_checked_before_the_work(dataset, monkeypatch):
    truth, guesses, _ = opened(str(dataset), [])

    found = compare(truth, guesses, find=0.02)

    assert found.find == 0.02 and (found.units, found.kind) == (6, "images")
    with pytest.raises(UsageError, match="wanted difference of nan points of PQ; wanted above 0"):
        compare(truth, guesses, find=float("nan"), advance=lambda count: pytest.fail("a picture was read"))


def test_the_truth_as_a_guess_has_an_interval_without_width(dataset):
    truth, *_ = opened(str(dataset), [])

    standing = compare(truth, {"truth": truth}).standings[0]

    assert (standing.pq.low, standing.pq.high) == (1.0, 1.0)


def test_threads_and_repetition_change_nothing_and_the_seed_does(dataset, monkeypatch):
    monkeypatch.setattr("panscape.overlaps.overlaid.PLAIN_PIXELS", 0)
    truth, guesses, _ = opened(str(dataset), [])

    first, again, other = (compare(truth, guesses, workers=w, seed=s) for w, s in ((1, 0), (3, 0), (1, 1)))

    assert [s.pq for s in first.standings] == [s.pq for s in again.standings]
    assert dict(first.differences) == dict(again.differences)
    assert [s.pq for s in first.standings] != [s.pq for s in other.standings]


def test_pictures_of_one_scene_are_drawn_together(dataset):
    path = dataset / "annotations/panoptic_train.json"
    changed(path, lambda content: [image.update(scene=k // 2) for k, image in enumerate(content["images"])])
    truth, guesses, _ = opened(str(dataset), [])

    result = compare(truth, guesses)

    counts = [standing.evaluation.counts for standing in result.standings]
    wanted = resampled(counts, result.categories, rng_for(0, "bootstrap"), units=np.arange(6) // 2)
    assert [standing.pq for standing in result.standings] == [wanted.interval(g) for g in range(2)]
    effect = paired_difference(*counts, result.categories, rng_for(0, "differences"), units=np.arange(6) // 2).all
    assert (result.differences[0, 1].gap, result.differences[0, 1].p) == (effect.difference, effect.p)
    assert result.differences[0, 1].interval == wanted.difference(0, 1)
    assert (result.units, result.kind) == (3, "scenes")


def test_a_wrong_area_of_the_truth_is_told(dataset):
    path = dataset / "annotations/panoptic_train.json"
    changed(path, lambda content: content["annotations"][1]["segments_info"][0].update(area=1))
    truth, guesses, _ = opened(str(dataset), [])

    standings = compare(truth, guesses).standings

    for standing in standings:
        assert standing.evaluation.warnings == evaluate(truth, guesses[standing.name]).warnings != ()


def test_one_picture_has_no_interval(tmp_path):
    write_dataset(tmp_path, images=1)
    truth, guesses, _ = opened(str(tmp_path), [])

    result = compare(truth, guesses)

    for standing in result.standings:
        assert standing.pq == standing.things == Interval(None, None)
    for difference in result.differences.values():
        assert difference.interval == Interval(None, None)
        assert difference.pictures is None


def test_further_guesses_are_named_after_their_folder(dataset, tmp_path_factory):
    truths = write_dataset(tmp_path_factory.mktemp("again"), annotators=())
    model = tmp_path_factory.mktemp("models") / "my_model"
    write_set(model, truths, "panoptic")

    _, guesses, _ = opened(str(dataset), [str(model)])

    assert list(guesses) == ["pair/one", "pair/two", "my_model"]


def test_annotators_are_found_from_every_name_of_the_dataset(dataset):
    for name in (dataset, f"{dataset}:train", dataset / "annotations/panoptic_train.json"):
        assert list(opened(str(name), [])[1]) == ["pair/one", "pair/two"]


def test_annotators_of_another_split_are_left_out(dataset):
    one = dataset / "annotators/pair/one"
    (one / "panoptic_train").rename(one / "panoptic_val")
    (one / "panoptic_train.json").rename(one / "panoptic_val.json")

    assert list(opened(str(dataset), [])[1]) == ["pair/two"]


def test_a_protocols_consensus_stands_behind_its_annotators(tmp_path):
    write_dataset(tmp_path, annotators=("zoe", "final", "abe"))

    _, guesses, _ = opened(str(tmp_path), [])

    assert list(guesses) == ["pair/abe", "pair/zoe", "pair/final"]


def test_two_guesses_of_one_name_are_refused(dataset):
    one = str(dataset / "annotators" / "pair" / "one")

    with pytest.raises(UsageError, match="two guesses are named 'one'"):
        opened(str(dataset), [one, one])


def test_a_dataset_without_guesses_is_refused_with_the_way_out(tmp_path):
    write_dataset(tmp_path, annotators=())

    with pytest.raises(UsageError, match="panscape annotate"):
        opened(str(tmp_path), [])


def test_cost_adds_up_the_timesheet_and_counts_the_edits(dataset):
    truth, guesses, folders = opened(str(dataset), [])

    cost = cost_of(folders["pair/one"], guesses["pair/one"])

    segments = sum(len(annotation.segments) for annotation in guesses["pair/one"].annotations)
    assert cost == Cost(75.0, 75.0 / segments, {"missed": Planted(2, 30), "renamed": Planted(1, 0)})
    assert cost_of(dataset, truth) is None


def test_rows_of_other_splits_and_images_cost_nothing(dataset):
    _, guesses, folders = opened(str(dataset), [])
    rows = [
        {"image_id": 1, "split": "train", "seconds": 60.0},
        {"image_id": 1, "split": "val", "seconds": 7.0},
        {"image_id": 999, "seconds": 7.0},
    ]
    (folders["pair/one"] / "timesheet.json").write_text(json.dumps({"traits": {"seconds": 3}, "images": rows}))

    assert cost_of(folders["pair/one"], guesses["pair/one"]).seconds == 60.0


@pytest.mark.parametrize(
    ("file", "content", "text"),
    [
        ("timesheet.json", [], "images: found NoneType, wanted a list"),
        ("timesheet.json", {"images": [3]}, "images: found int, wanted an object"),
        ("timesheet.json", {"images": [{"image_id": 1, "seconds": -2}]}, "image id 1: seconds: found -2"),
        ("timesheet.json", {"images": [{"image_id": 1}]}, "image id 1: seconds: found None"),
        (
            "edits.json",
            {"images": [{"image_id": 1, "edits": [{"size_px": 4}]}]},
            "image id 1: found the edit {'size_px': 4}",
        ),
        ("edits.json", {"images": [{"image_id": 1, "edits": ["x"]}]}, "image id 1: found the edit 'x'"),
        ("edits.json", {"images": [{"image_id": 1, "edits": 7}]}, "image id 1: edits: found int, wanted a list"),
        ("edits.json", {"images": [{"image_id": [1]}]}, "images: found image_id \\[1\\], wanted an integer"),
    ],
)
def test_a_sheet_that_is_none_is_refused_with_its_place(dataset, file, content, text):
    _, guesses, folders = opened(str(dataset), [])
    (folders["pair/one"] / file).write_text(json.dumps(content))

    with pytest.raises(DataError, match=f"{file}: {text}"):
        cost_of(folders["pair/one"], guesses["pair/one"])
