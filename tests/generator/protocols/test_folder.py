"""What annotate leaves in a dataset's folder."""

import json
from shutil import copytree, rmtree

import cv2
import numpy as np
import pytest

from generator.annotators.drawn_pictures import CATEGORIES, disks
from panscape.cli import application
from panscape.errors import StorageError, UsageError
from panscape.formats import open_panoptic, write_label, write_panoptic
from panscape.labels import PanopticLabel
from panscape.protocols import Run, annotate_set, plan_of


def write_dataset(folder, splits=("train",), images=3):
    """Pictures of disks and their truth, in COCO's layout."""
    for split in splits:
        entries, annotations = [], []
        (folder / "images" / split).mkdir(parents=True)
        for k in range(images):
            image, truth = disks([4, 8, 12 + k, 20], 120, 160, seed=k)
            cv2.imwrite(str(folder / "images" / split / f"{k:06d}.png"), image)
            home = folder / "annotations" / f"panoptic_{split}"
            annotations.append(write_label(home, f"{k:06d}", k + 1, truth, CATEGORIES).annotation)
            entries.append({"id": k + 1, "file_name": f"{k:06d}.png", "width": 160, "height": 120})
        write_panoptic(folder / "annotations" / f"panoptic_{split}.json", CATEGORIES, entries, annotations)
    return folder


def annotate(*words):
    application()(args=["annotate", *map(str, words)], standalone_mode=False)


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".panscape" not in path.parts
    }


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder = write_dataset(tmp_path_factory.mktemp("set"))
    annotate(folder, "trio", "flawless", "--workers", "1")
    return folder


def test_everybody_leaves_a_coco_panoptic_set_a_timesheet_and_edits(dataset):
    for name in ("careful", "typical", "hasty"):
        home = dataset / "annotators" / "trio" / name
        found = open_panoptic(home)
        sheet, edits = (json.loads((home / f"{file}.json").read_text()) for file in ("timesheet", "edits"))
        polygons = json.loads((home / "polygons_train.json").read_text())

        assert [found.label(k).ids.shape for k in range(len(found))] == [(120, 160)] * 3
        assert [row["image_id"] for row in sheet["images"]] == [1, 2, 3]
        assert sum(sheet["images"][0]["seconds"].values()) > 0
        assert sheet["assumed"]["care.merge"] == sheet["traits"]["care"]["merge"]
        assert "boundary" in {edit["kind"] for row in edits["images"] for edit in row["edits"]}
        assert len(polygons["images"][0]["polygons"][0]["rings"][0]) >= 6


def test_who_makes_no_error_writes_the_truth(dataset):
    truth = open_panoptic(dataset)
    guess = open_panoptic(dataset / "annotators" / "flawless" / "perfect")

    for k in range(len(truth)):
        np.testing.assert_array_equal(truth.label(k).ids, guess.label(k).ids)


def test_edits_name_segments_as_they_are_on_disk(dataset):
    truth = open_panoptic(dataset)
    edits = json.loads((dataset / "annotators" / "trio" / "hasty" / "edits.json").read_text())

    for annotation, row in zip(truth.annotations, edits["images"], strict=True):
        assert {edit["segment"] for edit in row["edits"]} <= {segment.id for segment in annotation.segments}


def test_the_consensus_stands_beside_those_who_made_it(dataset):
    home = dataset / "annotators" / "trio" / "final"
    sheet = json.loads((home / "timesheet.json").read_text())

    assert len(open_panoptic(home)) == 3
    assert set(sheet["images"][0]["seconds"]) == {"careful", "typical", "hasty"}


def test_two_workers_write_the_same_bytes_as_one(dataset, tmp_path):
    folder = write_dataset(tmp_path)

    annotate(folder, "trio", "--workers", "2")

    assert files_of(folder / "annotators" / "trio") == files_of(dataset / "annotators" / "trio")


def test_a_run_that_broke_off_is_finished_to_the_same_bytes(dataset, tmp_path):
    folder = write_dataset(tmp_path)
    picture = folder / "images" / "train" / "000002.png"
    content = picture.read_bytes()
    picture.unlink()
    with pytest.raises(StorageError, match=r"picture 2: 000002.png"):
        annotate(folder, "trio", "--workers", "1")
    picture.write_bytes(content)

    annotate(folder, "trio", "--workers", "1", "--resume")

    assert files_of(folder / "annotators" / "trio") == files_of(dataset / "annotators" / "trio")


def test_labels_that_are_there_are_kept_unless_one_says_so(dataset, tmp_path):
    folder = write_dataset(tmp_path, images=1)
    run = Run(open_panoptic(folder), folder / "annotators" / "solo", plan_of("solo", 0))
    other = Run(run.truth, run.home, plan_of("solo", 1))

    assert annotate_set(run, 1) == 1
    before = files_of(run.home)
    with pytest.raises(UsageError, match="holds labels already; give --resume to go on, or --overwrite"):
        annotate_set(run, 1)
    assert annotate_set(run, 1, resume=True) == 0
    with pytest.raises(UsageError, match="another plan or seed"):
        annotate_set(other, 1, resume=True)
    assert files_of(run.home) == before
    assert annotate_set(other, 1, overwrite=True) == 1
    assert files_of(run.home) != before


def test_an_overwriting_that_was_killed_cannot_be_taken_for_finished_labels(tmp_path, monkeypatch):
    folder = write_dataset(tmp_path, images=1)
    run = Run(open_panoptic(folder), folder / "annotators" / "solo", plan_of("solo", 0))
    annotate_set(run, 1)
    before = files_of(run.home)

    def killed(path, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("shutil.rmtree", killed)
        annotate_set(run, 1, overwrite=True)

    with pytest.raises(UsageError, match="removing what was there was interrupted; give --overwrite"):
        annotate_set(run, 1, resume=True)
    assert annotate_set(run, 1, overwrite=True) == 1
    assert files_of(run.home) == before


@pytest.mark.parametrize("flags", [(), ("--overwrite",), ("--resume",)])
def test_labels_that_somebody_else_put_there_are_refused_by_name(tmp_path, flags):
    folder = write_dataset(tmp_path, images=1)
    home = folder / "annotators" / "solo"
    copytree(folder / "annotations", home / "typical")
    before = files_of(folder)

    with pytest.raises(UsageError, match=r"typical: holds labels that panscape annotate did not write"):
        annotate(folder, "solo", "--workers", "1", *flags)

    assert files_of(folder) == before and not (home / ".panscape").exists()


def test_removing_another_plans_labels_spares_the_folders_of_people_that_it_does_not_name(tmp_path):
    folder = write_dataset(tmp_path, images=1)
    home = folder / "annotators" / "solo"
    annotate(folder, "solo", "--workers", "1")
    copytree(folder / "annotations", home / "human")
    before = files_of(home / "human")

    annotate(folder, "solo", "--workers", "1", "--seed", "1", "--overwrite")

    assert files_of(home / "human") == before


def test_a_plan_that_is_not_one_is_refused(tmp_path):
    folder = write_dataset(tmp_path, images=1)
    (folder / "annotators" / "solo").mkdir(parents=True)
    (folder / "annotators" / "solo" / "protocol.json").write_text('{"name": "ours"}')

    with pytest.raises(UsageError, match=r"protocol.json: is no plan of ours"):
        annotate(folder, "solo", "--overwrite")


def test_finishing_one_split_keeps_what_another_has_begun(tmp_path):
    folder = write_dataset(tmp_path, splits=("train", "val"), images=2)
    picture = folder / "images" / "train" / "000001.png"
    content = picture.read_bytes()
    picture.unlink()
    runs = [
        Run(open_panoptic(f"{folder}:{split}"), folder / "annotators" / "solo", plan_of("solo", 0))
        for split in ("train", "val")
    ]
    with pytest.raises(StorageError, match="picture 1"):
        annotate_set(runs[0], 1)

    made = annotate_set(runs[1], 1)
    picture.write_bytes(content)

    assert (made, annotate_set(runs[0], 1, resume=True)) == (2, 1)
    assert not (folder / "annotators" / "solo" / ".panscape").exists()


def test_all_splits_of_a_dataset_are_labelled_and_share_the_sheets(tmp_path):
    folder = write_dataset(tmp_path, splits=("train", "val"), images=1)

    annotate(folder, "solo", "--workers", "1")

    home = folder / "annotators" / "solo" / "typical"
    assert sorted(path.name for path in home.glob("panoptic_*.json")) == ["panoptic_train.json", "panoptic_val.json"]
    sheet = json.loads((home / "timesheet.json").read_text())
    assert [row["split"] for row in sheet["images"]] == ["train", "val"]


def test_pictures_of_one_name_in_two_splits_have_lots_of_their_own(tmp_path):
    folder = write_dataset(tmp_path, splits=("train", "val"), images=2)

    annotate(folder, "solo", "--workers", "1")

    home = folder / "annotators" / "solo"
    train, val = (open_panoptic(f"{home / 'typical'}:{split}") for split in ("train", "val"))
    for k in range(2):
        assert (train.label(k).ids != val.label(k).ids).any()


def test_a_truth_that_was_written_anew_is_read_anew(tmp_path):
    folder = write_dataset(tmp_path, images=1)
    annotate(folder, "flawless", "--workers", "1")
    rmtree(folder / "images"), rmtree(folder / "annotations")
    write_dataset(folder, images=2)

    annotate(folder, "flawless", "--workers", "1", "--overwrite")

    assert len(open_panoptic(folder / "annotators" / "flawless" / "perfect")) == 2


def test_a_picture_without_a_segment_gets_a_label_without_one(tmp_path):
    folder = write_dataset(tmp_path, images=2)
    home = folder / "annotations"
    truth = open_panoptic(folder)
    void = PanopticLabel.from_ids(np.zeros((120, 160), np.uint32), [])
    annotations = [write_label(home / "panoptic_train", "000000", 1, void, CATEGORIES).annotation]
    annotations.append(write_label(home / "panoptic_train", "000001", 2, truth.label(1), CATEGORIES).annotation)
    entries = [{"id": k + 1, "file_name": f"{k:06d}.png", "width": 160, "height": 120} for k in range(2)]
    write_panoptic(home / "panoptic_train.json", CATEGORIES, entries, annotations)

    annotate(folder, "trio", "--workers", "1")

    for name in ("careful", "typical", "hasty", "final"):
        found = open_panoptic(folder / "annotators" / "trio" / name)
        assert [bool(found.label(k).segments) for k in range(2)] == [False, True]
