import errno
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO

from panscape.dataset import Plan, depth_in_millimetres, finish, read_manifest, write_frame, writer, writing
from panscape.errors import DataError, LabelError, StorageError, UsageError
from panscape.formats import open_panoptic
from panscape.formats.png import decode_pixels
from panscape.frames import Frame

import fake_frames
from fake_frames import OPTIONS, fake_frame, fake_plan, write_fake


def contents(folder):
    """Every file below a folder: name to bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """Six frames, written in one go."""
    folder = tmp_path_factory.mktemp("unbroken") / "street"
    write_fake(folder, 6)
    return folder


def start_writer(folder, count, pause):
    return subprocess.Popen(
        [sys.executable, fake_frames.__file__, str(folder), str(count), str(pause)], stdout=subprocess.PIPE, text=True
    )


def test_the_folder_has_the_layout_of_coco(unbroken):
    names = set(contents(unbroken))

    assert {
        "panscape.json",
        "panscape.digests",
        "annotations/panoptic_train.json",
        "annotations/panoptic_val.json",
        "annotations/instances_train.json",
        "annotations/instances_val.json",
        "images/train/000000.jpg",
        "annotations/panoptic_train/000000.png",
        "depth/train/000000.png",
        "images/val/000005.jpg",
    } <= names
    assert len(names) == 6 + 3 * 6
    assert {path.name for path in unbroken.iterdir()} == {
        "images", "annotations", "depth", "panscape.json", "panscape.digests"
    }  # fmt: skip


def test_labels_and_facts_come_back(unbroken):
    opened, frame = open_panoptic(f"{unbroken}:val"), fake_frame(2)

    read = opened.label(0)

    np.testing.assert_array_equal(read.ids, frame.label.ids)
    assert [segment.facts for segment in read.segments] == [segment.facts for segment in frame.label.segments]
    assert opened.image_of(0).facts == {"seed": 7, "index": 2}
    assert opened.images[0].id == opened.annotations[0].image_id == 3
    assert opened.image(0).shape == (24, 32, 3)
    assert opened.amodal(0) == frame.amodal


def test_pycocotools_reads_the_instances(unbroken, capsys):
    coco, frame = COCO(unbroken / "annotations/instances_train.json"), fake_frame(0)

    found = coco.loadAnns(coco.getAnnIds(imgIds=[1]))

    assert sorted(coco.anns) == list(range(1, 9))
    assert {category["isthing"] for category in coco.dataset["categories"]} == {1}
    for annotation, segment in zip(found, frame.label.segments, strict=False):
        np.testing.assert_array_equal(coco.annToMask(annotation), frame.label.mask(segment.id))
        assert annotation["area"] == segment.area == coco_mask.area(annotation["segmentation"])
        assert annotation["bbox"] == list(segment.bbox) == coco_mask.toBbox(annotation["segmentation"]).tolist()
    panoptic = json.loads((unbroken / "annotations/panoptic_train.json").read_text())
    assert [row["segment_id"] for row in found] == [
        row["id"] for row in panoptic["annotations"][0]["segments_info"][:2]
    ]
    assert found[1]["occluded_by"] == [found[0]["segment_id"]]
    assert coco_mask.area(found[1]["amodal_segmentation"]) == 42
    assert "amodal_segmentation" not in found[0]


AMODAL_FAULTS = {
    r"its size is \[1, 1\], but the picture is \[24, 32\]": {"size": [1, 1], "counts": "1"},
    r"its counts are no run lengths": {"size": [24, 32], "counts": "\u00ff"},
    r"its runs cover 1 pixels, but the picture has 768": {"size": [24, 32], "counts": "1"},
    r"its counts are a list, wanted COCO's compressed text": {"size": [24, 32], "counts": [768]},
    r"found list, wanted an RLE": [[0, 0, 5, 0, 5, 5]],
}


@pytest.mark.parametrize(("says", "shape"), AMODAL_FAULTS.items())
def test_a_whole_shape_that_is_none_is_refused(tmp_path, says, shape):
    write_fake(tmp_path, 3)
    path = tmp_path / "annotations/instances_train.json"
    content = json.loads(path.read_text())
    content["annotations"][1]["amodal_segmentation"] = shape
    path.write_text(json.dumps(content))

    with pytest.raises(DataError, match=rf"instances_train.json: image 1: segment \d+: amodal_segmentation: {says}"):
        open_panoptic(f"{tmp_path}:train").amodal(0)


@pytest.mark.parametrize("rows", [7, [7], [{"amodal_segmentation": {}, "segment_id": [1], "image_id": 1}]])
def test_instances_that_are_none_hold_no_whole_shape(tmp_path, rows):
    write_fake(tmp_path, 3)
    path = tmp_path / "annotations/instances_train.json"
    path.write_text(json.dumps({"annotations": rows}))

    with pytest.raises(DataError, match=r"instances_train.json: annotations"):
        open_panoptic(f"{tmp_path}:train").amodal(0)


def test_depth_is_kept_in_millimetres(unbroken):
    path = unbroken / "depth/train/000000.png"

    read = decode_pixels(path.read_bytes(), str(path), 16, "grey")

    np.testing.assert_allclose(read, fake_frame(0).layers["depth"] * 1000)
    assert depth_in_millimetres(np.array([[0, 0.0001, 1.2346, 65.6, 1e9]])).tolist() == [[0, 1, 1235, 65535, 65535]]


def test_the_manifest_tells_what_was_made(unbroken):
    manifest = read_manifest(unbroken)

    assert manifest["state"] == "complete"
    assert manifest["splits"] == {"train": 4, "val": 2}
    assert manifest["recipe"] == {"world": "fake", "cars": 2}
    assert set(manifest["made_on"][0]["versions"]) == {"numpy", "opencv-python-headless", "numba", "zlib-ng", "isal"}
    digests = (unbroken / "panscape.digests").read_text().splitlines()
    listed = {line.split("  ", 1)[1] for line in digests}
    assert listed == set(contents(unbroken)) - {"panscape.json", "panscape.digests"}


def test_the_order_of_the_frames_does_not_show(tmp_path, unbroken):
    with writing(tmp_path / "street", fake_plan(6)) as begun:
        for index, split in reversed(list(begun.remaining())):
            write_frame(begun.folder, split, fake_frame(index), OPTIONS)
        finish(begun)

    assert contents(tmp_path / "street") == contents(unbroken)


def test_what_was_killed_and_resumed_is_the_same_to_the_byte(tmp_path, unbroken):
    folder = tmp_path / "street"
    for frames_before_the_end in (1, 3):
        writer = start_writer(folder, 6, 0.4)
        for _ in range(frames_before_the_end):
            assert writer.stdout.readline()
        writer.kill()
        writer.wait()
    done = {path.stem for path in folder.rglob("records/*/*.json")}
    (folder / "images/train/.000004.jpg.partial").write_bytes(b"half a pic")

    write_fake(folder, 6, resume=True)

    assert 3 <= len(done) < 6
    assert contents(folder) == contents(unbroken)


def test_what_was_killed_while_finishing_is_finished(tmp_path, unbroken, monkeypatch):
    folder = tmp_path / "street"
    monkeypatch.setattr("panscape.dataset.writer.write_instances", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_fake(folder, 6)
    with pytest.raises(StorageError, match="the dataset is not finished"):
        open_panoptic(f"{folder}:train")
    monkeypatch.undo()

    write_fake(folder, 6, resume=True)

    assert contents(folder) == contents(unbroken)


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path):
    folder = tmp_path / "street"
    writer = start_writer(folder, 6, 30)
    assert writer.stdout.readline()

    with pytest.raises(StorageError, match=rf"is locked by process {writer.pid} on .* since 20"):
        write_fake(folder, 6, resume=True)

    writer.kill()
    writer.wait()
    write_fake(folder, 6, resume=True)
    assert read_manifest(folder)["state"] == "complete"


def test_a_full_disk_loses_nothing_and_names_the_file(tmp_path, unbroken, monkeypatch):
    folder, replace = tmp_path / "street", Path.replace

    def full(self, target):
        if "000003.png" in str(target):
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StorageError, match=r"000003.png: No space left on device; \d+ bytes are free"):
        write_fake(folder, 6)
    monkeypatch.undo()

    assert not list(folder.rglob("*.partial"))
    write_fake(folder, 6, resume=True)
    assert contents(folder) == contents(unbroken)


def test_what_a_manifest_calls_complete_is_on_the_disk_before(tmp_path, monkeypatch):
    states, sync = {}, writer.sync_folder

    def noted(folder):
        states.setdefault(folder.relative_to(tmp_path).as_posix(), read_manifest(tmp_path)["state"])
        sync(folder)

    monkeypatch.setattr(writer, "sync_folder", noted)
    write_fake(tmp_path, 3)

    folders = {path.parent.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert states == dict.fromkeys({*folders, "images", "depth"}, "writing")


def test_a_finished_dataset_is_left_as_it_is(tmp_path, unbroken):
    before = {path: path.stat().st_mtime_ns for path in unbroken.rglob("*") if path.is_file()}

    write_fake(unbroken, 6, resume=True)

    assert before == {path: path.stat().st_mtime_ns for path in unbroken.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match="holds a finished dataset; give --resume to go on with it, or --overwrite"):
        write_fake(unbroken, 6)


def test_another_plan_is_told_apart_by_its_first_difference(unbroken):
    other = fake_plan(6, {"world": "fake", "cars": 3})

    for plan, says in ((other, "recipe.cars is 2 there, 3 here"), (fake_plan(7), "images is 6 there, 7 here")):
        with pytest.raises(UsageError, match=f"is another dataset: {says}"), writing(unbroken, plan, resume=True):
            pass


def files_of_a_person(place):
    for name in ("panoptic_train/000000.png", "panoptic_train.json", "polygons_train.json", "timesheet.json"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(b"{}")


def test_overwriting_removes_what_was_ours_and_nothing_else(tmp_path):
    folder = tmp_path / "street"
    write_fake(folder, 9)
    kept = ["notes.txt", "images/holiday.jpg", "images/train/cover.jpg", "images/000000.jpg", "annotators/trio/why.txt"]
    files_of_a_person(folder / "annotators/trio/typical")
    (folder / "annotators/trio/protocol.json").write_text("{}")
    files_of_a_person(folder / "annotators/solo/typical")
    (folder / "annotators/solo/protocol.json").write_text("{}")
    (folder / "annotators/duo/typical").mkdir(parents=True)
    for name in kept:
        (folder / name).write_text("mine")
    unbroken = contents(write_fake(tmp_path / "new", 3))

    write_fake(folder, 3, overwrite=True)

    assert contents(folder) == {**unbroken, **dict.fromkeys(kept, b"mine")}
    assert sorted(path.name for path in (folder / "annotators").iterdir()) == ["duo", "trio"]


@pytest.mark.parametrize("name", ["annotators/alice/panoptic.json", "annotators/solo/alice/panoptic_train.json"])
def test_labels_of_somebody_else_are_not_overwritten(tmp_path, name):
    folder = tmp_path / "street"
    write_fake(folder, 3)
    files_of_a_person(folder / "annotators/solo/typical")
    (folder / "annotators/solo/protocol.json").write_text("{}")
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("weeks of work")
    before = contents(folder)

    with pytest.raises(UsageError, match=r"annotators/.*alice: panscape did not write these labels.* move them away"):
        write_fake(folder, 3, overwrite=True)

    assert contents(folder) == before


def test_a_picture_of_somebody_else_is_not_overwritten(tmp_path):
    write_fake(tmp_path, 3)
    (tmp_path / "images/train/000004.jpg").write_text("mine")

    with pytest.raises(UsageError, match=r"images/train/000004.jpg: would be written over"):
        write_fake(tmp_path, 6, overwrite=True)

    assert read_manifest(tmp_path)["state"] == "complete"
    write_fake(tmp_path, 4, overwrite=True)
    assert (tmp_path / "images/train/000004.jpg").read_text() == "mine"


def test_a_manifest_cannot_have_files_outside_removed(tmp_path):
    folder = tmp_path / "street"
    write_fake(folder, 3)
    outside = tmp_path / "000000.jpg"
    outside.write_text("mine")
    manifest = json.loads((folder / "panscape.json").read_text())
    (folder / "panscape.json").write_text(json.dumps({**manifest, "splits": {"../..": 3}}))

    with pytest.raises(DataError, match="wanted a name inside"):
        write_fake(folder, 3, overwrite=True)

    assert outside.read_text() == "mine"


def test_a_removal_that_was_interrupted_is_not_resumed(tmp_path, monkeypatch):
    folder = tmp_path / "street"
    write_fake(folder, 3)
    remaining = list(range(4))
    monkeypatch.setattr("panscape.dataset.removal._remove", lambda path: (remaining.pop(), path.unlink()))
    with pytest.raises(IndexError):
        write_fake(folder, 1, overwrite=True)
    monkeypatch.undo()

    with pytest.raises(UsageError, match="was interrupted; give --overwrite"):
        write_fake(folder, 3, resume=True)
    write_fake(folder, 1, overwrite=True)

    assert read_manifest(folder)["state"] == "complete"
    assert len(list(folder.glob("images/*/*"))) == 1


@pytest.mark.parametrize("options", [{}, {"resume": True}, {"overwrite": True}])
def test_a_folder_of_something_else_is_never_written_to(tmp_path, options):
    (tmp_path / "thesis.tex").write_text("years")

    with pytest.raises(UsageError, match=r"holds 'thesis.tex' and no panscape.json of ours"):
        write_fake(tmp_path, 3, **options)
    with pytest.raises(UsageError, match="is a file; name a folder"):
        write_fake(tmp_path / "thesis.tex", 3, **options)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_wrong_flags_and_an_empty_plan_are_refused(tmp_path):
    with pytest.raises(UsageError, match="give one of them"):
        write_fake(tmp_path, 3, resume=True, overwrite=True)
    with pytest.raises(UsageError, match="at least one image"):
        write_fake(tmp_path, 0)


def test_a_manifest_of_a_newer_panscape_is_refused(tmp_path):
    write_fake(tmp_path, 1)
    manifest = json.loads((tmp_path / "panscape.json").read_text())
    (tmp_path / "panscape.json").write_text(json.dumps({**manifest, "schema_version": 2}))

    with pytest.raises(DataError, match="schema_version: found 2, this panscape reads up to 1"):
        write_fake(tmp_path, 1, resume=True)


def test_finishing_before_all_is_written_is_refused(tmp_path):
    with pytest.raises(StorageError, match="3 of 3 frames are not written"), writing(tmp_path, fake_plan(3)) as begun:
        finish(begun)


def test_a_frame_whose_parts_differ_in_size_is_refused(tmp_path):
    frame = fake_frame(0)

    with pytest.raises(LabelError, match=r"frame 0: depth is \(3, 3\), but the label is \(24, 32\)"):
        write_frame(tmp_path, "train", Frame(0, frame.image, frame.label, {}, {"depth": np.ones((3, 3))}), OPTIONS)
    with pytest.raises(UsageError, match="layer 'smel', for which there is no file"):
        write_frame(tmp_path, "train", Frame(0, frame.image, frame.label, {}, {"smel": np.ones((24, 32))}), OPTIONS)


def test_plans_count_their_splits():
    assert Plan({}, 0, ("b", "a", "b"), fake_frames.CITY).counts == {"b": 2, "a": 1}
