"""Sets on disk are scored as labels in memory are, and a set that contradicts itself is refused."""

import cv2
import numpy as np
import pytest

from evaluation.written import changed, disturbed, random_label, write_set
from panscape.errors import DataError, LabelError
from panscape.formats import open_panoptic
from panscape.metrics import PANOPTICAPI, as_json, evaluate, panoptic_quality, score, total

from strategies import CATEGORIES


@pytest.fixture
def sets(tmp_path):
    rng = np.random.default_rng(11)
    truths = [random_label(rng) for _ in range(8)]
    guesses = [disturbed(label, rng) for label in truths]
    return write_set(tmp_path / "truth", truths), write_set(tmp_path / "guess", guesses), truths, guesses


def evaluated(truth, guess, **options):
    opened = open_panoptic(truth)
    return evaluate(opened, open_panoptic(guess, beside=opened), **options)


def test_sets_on_disk_score_as_labels_in_memory(sets):
    truth, guess, truths, guesses = sets

    quality = evaluated(truth, guess).quality

    in_memory = panoptic_quality(truths, guesses, CATEGORIES)
    assert 0 < quality.all.pq < 1
    # Ids on disk are in another order than in memory, so that sums differ in the last bit.
    assert [one.tp for one in quality.categories] == [one.tp for one in in_memory.categories]
    assert quality.all.pq == pytest.approx(in_memory.all.pq, rel=1e-14)


def test_a_set_against_itself_scores_exactly_one(sets):
    quality = evaluated(sets[0], sets[0]).quality

    assert (quality.all.pq, quality.things.pq, quality.stuff.pq) == (1.0, 1.0, 1.0)


def test_the_number_of_threads_changes_nothing(sets, monkeypatch):
    monkeypatch.setattr("panscape.overlaps.overlaid.PLAIN_PIXELS", 0)

    one, three = (as_json(evaluated(*sets[:2], workers=workers)) for workers in (1, 3))

    assert one == three


def test_json_has_the_shape_of_panopticapi(sets):
    result = as_json(evaluated(*sets[:2]))

    for group in ("All", "Things", "Stuff"):
        assert set(result[group]) == {"pq", "sq", "rq", "n"}
    assert set(result["per_class"]) == {str(category.id) for category in CATEGORIES}
    assert result["per_class"]["1"].keys() >= {"pq", "sq", "rq", "iou", "tp", "fp", "fn"}


def test_a_group_without_segments_is_null_in_json(tmp_path):
    stuff = [random_label(np.random.default_rng(0), most=1)]
    category = stuff[0].segments[0].category_id
    path = write_set(tmp_path, stuff)

    result = as_json(evaluated(path, path))

    empty = "Stuff" if CATEGORIES[category - 1].isthing else "Things"
    assert result[empty] == {"pq": None, "sq": None, "rq": None, "n": 0}


def drop_last(content):
    content["annotations"].pop()


def test_parts_add_up_to_the_whole_to_the_last_bit(sets):
    truth, guess = (open_panoptic(path) for path in sets[:2])
    whole = evaluate(truth, guess)

    parts = [evaluate(truth, guess, part=(k, 3)) for k in (1, 2, 3)]

    added = total([part.counts for part in parts], len(CATEGORIES))
    assert sum((part.image_ids for part in parts), ()) == whole.image_ids
    assert score(added, CATEGORIES) == whole.quality


def test_images_without_annotation_are_told(sets):
    changed(sets[0], lambda content: content["annotations"].pop())

    warnings = evaluated(*sets[:2]).warnings

    assert any("1 of its images have no annotation; they were not scored" in line for line in warnings)


def test_a_thing_that_is_stuff_in_the_guess_is_told(sets):
    changed(sets[1], lambda content: content["categories"][0].update(isthing=0))

    assert any("is stuff here and a thing in the truth" in line for line in evaluated(*sets[:2]).warnings)


def test_a_missing_guess_is_refused_and_its_way_out_counts_all_as_missed(sets):
    truth, guess, truths, _ = sets
    whole = evaluated(truth, guess)
    changed(guess, drop_last)

    with pytest.raises(DataError, match=r"no guess for image id 8 \(000007.png\), and 1 of 8 images lack one"):
        evaluated(truth, guess)

    partial = evaluated(truth, guess, missing="empty")
    assert partial.counts[-1].fn.sum() == len(truths[-1].segments)
    assert partial.counts[-1].tp.sum() == partial.counts[-1].fp.sum() == 0
    assert [c.ious.tolist() for c in list(partial.counts)[:-1]] == [c.ious.tolist() for c in list(whole.counts)[:-1]]
    assert "1 of 8 images have no guess" in partial.warnings[0]


def test_guesses_beyond_the_truth_are_left_out_and_counted(sets):
    truth, guess, *_ = sets
    whole = evaluated(truth, guess)
    changed(truth, drop_last)

    result = evaluated(truth, guess)

    assert "1 guesses are for images that the truth lacks" in result.warnings[0]
    assert len(result.counts) == len(whole.counts) - 1


@pytest.mark.parametrize("side", ["truth", "guess"])
def test_a_segment_without_a_pixel_is_refused_with_file_and_image(sets, side):
    path = sets[0] if side == "truth" else sets[1]
    ghost = {"id": 77, "category_id": 1, "iscrowd": 0, "area": 5, "bbox": [0, 0, 1, 1]}
    changed(path, lambda content: content["annotations"][3]["segments_info"].append(ghost))

    with pytest.raises(LabelError, match=rf"{side}.*image id 4 \(000003.png\): segments_info has segment 77"):
        evaluated(*sets[:2])


@pytest.mark.parametrize("side", ["truth", "guess"])
def test_an_id_without_a_segment_is_refused_with_its_pixel(sets, side):
    path = sets[0] if side == "truth" else sets[1]
    png = path.with_suffix("") / "000002.png"
    pixels = cv2.imread(str(png))
    pixels[5, 4] = (1, 2, 3)
    cv2.imwrite(str(png), pixels)

    with pytest.raises(
        LabelError, match=rf"{side}.*image id 3 \(000002.png\): pixel \(y=5, x=4\) holds id {3 + 256 * 2 + 65536}"
    ):
        evaluated(*sets[:2])


def test_an_area_that_is_wrong_is_counted_anew_and_told_or_believed_when_asked(sets):
    truth, guess, *_ = sets
    right = evaluated(truth, guess)

    def double(content):
        for segment in content["annotations"][0]["segments_info"]:
            segment["area"] *= 2

    changed(truth, double)
    counted, believed = evaluated(truth, guess), evaluated(truth, guess, rules=PANOPTICAPI)

    assert counted.quality == right.quality
    assert "in 1 images (000000.png first) an area is not that of the pixels" in counted.warnings[0]
    assert believed.quality.all.pq < right.quality.all.pq


def test_an_absent_area_is_counted(sets):
    truth, guess, *_ = sets
    right = evaluated(truth, guess)
    changed(truth, lambda content: content["annotations"][0]["segments_info"][0].pop("area"))

    assert evaluated(truth, guess, rules=PANOPTICAPI).quality == right.quality


def test_a_guess_of_another_size_is_refused(tmp_path, sets):
    rng = np.random.default_rng(0)
    other = write_set(tmp_path / "small", [random_label(rng, shape=(10, 30)) for _ in range(8)])

    with pytest.raises(LabelError, match=r"image id 1 .* has 30 x 10 pixels, .*image id 1 .* has 30 x 20"):
        evaluated(sets[0], other)


def test_a_category_that_the_truth_lacks_is_refused(sets):
    def renumber(content):
        content["categories"].append({"id": 50, "name": "cow", "isthing": 1, "color": [9, 9, 9]})
        content["annotations"][1]["segments_info"][0]["category_id"] = 50

    changed(sets[1], renumber)

    with pytest.raises(LabelError, match=r"image id 2 \(000001.png\): segment \d+ has category 50"):
        evaluated(*sets[:2])


def test_an_id_that_means_another_name_is_told(sets):
    def rename(content):
        content["categories"][0]["name"] = "cow"

    changed(sets[1], rename)

    assert "category 1 is 'cow' here and 'cat' in the truth" in evaluated(*sets[:2]).warnings[0]
