import json
import re
import struct

import cv2
import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from panscape.checks import check_digests, check_images, check_layers, check_set, open_instances
from panscape.commands.check import check
from panscape.dataset.layers import LAYERS, layer_path
from panscape.errors import DataError
from panscape.formats import open_panoptic
from panscape.formats.exif import orientation
from panscape.formats.png import decode_ids, encode_ids, encode_pixels

from fake_frames import write_fake

PANOPTIC, INSTANCES = "annotations/panoptic_train.json", "annotations/instances_train.json"


@pytest.fixture
def dataset(tmp_path):
    """Three frames, two of them for training."""
    write_fake(tmp_path / "street", 3)
    return tmp_path / "street"


def spoil(path, change):
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def found(dataset):
    """Every finding but those of the digests, as lines."""
    opened = open_panoptic(f"{dataset}:train")
    instances, findings = open_instances(dataset / INSTANCES, opened)
    findings += check_set(opened)
    for more in check_images(opened, instances, workers=2):
        findings += more
    return [str(finding) for finding in findings]


def run(*arguments):
    app = typer.Typer()
    app.command()(check)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_sound_dataset_has_no_finding(dataset):
    assert found(dataset) == []
    assert list(check_digests(dataset, 2)) == []


def segment(content):
    return content["annotations"][1]["segments_info"]


PANOPTIC_FAULTS = {
    r"error: .*annotations\[1\].segments_info\[0\].area: found \d+, but the PNG has 36 pixels": lambda c: segment(c)[
        0
    ].update(area=35),
    r"error: .*annotations\[1\]: the areas sum to \d+, with 1 void pixels 767 of 768": lambda c: segment(c)[0].update(
        area=35
    ),
    r"error: .*segments_info\[0\].bbox: found \[0, 0, 0, 0\], but the pixels span": lambda c: segment(c)[0].update(
        bbox=[0, 0, 0, 0]
    ),
    r"error: .*segments_info\[0\].bbox: found None": lambda c: segment(c)[0].pop("bbox"),
    r"error: .*segments_info\[2\].iscrowd: found 1 for stuff": lambda c: segment(c)[2].update(iscrowd=1),
    r"error: .*segments_info\[3\]: a second segment of stuff category 19": lambda c: segment(c)[3].update(
        category_id=19
    ),
    r"warning: .*segments_info\[1\]: a second crowd of category 3": lambda c: [
        row.update(iscrowd=1) for row in segment(c)[:2]
    ],
    r"error: .*segments_info\[0\].amodal_area: found 3, less than": lambda c: segment(c)[0].update(amodal_area=3),
    r"error: .*segments_info\[1\].occluded_px: found 2 numbers of pixels for 1 segments of": lambda c: segment(c)[
        1
    ].update(occluded_px=[1, 2]),
    r"error: image 2: .* does not describe for image 2": lambda c: segment(c).pop(),
    r"warning: .*not in the same order": lambda c: c["images"].reverse(),
    r"warning: .*1 images have no annotation, the first is image 1": lambda c: c["annotations"].pop(0),
    r"warning: .*1 PNGs are not in the JSON, the first is 000000.png": lambda c: c["annotations"].pop(0),
    r"warning: .*category ids do not run from 1": lambda c: c["categories"][0].update(id=77),
    r"warning: .*a stuff category stands before a thing": lambda c: c["categories"].reverse(),
    r"warning: .*1 file names have a dot in the stem": lambda c: c["images"][1].update(file_name="a.b.jpg"),
    r"warning: .*1 file names have more than 255 bytes": lambda c: c["images"][1].update(file_name="ä" * 150 + ".jpg"),
    r"warning: .*spell in two ways": lambda c: c["images"][1].update(file_name="a\u0308.jpg"),
    r"warning: .*2 file names differ from another only in case": lambda c: [
        row.update(file_name=name) for row, name in zip(c["images"], ["A.jpg", "a.jpg"], strict=True)
    ],
    r"error: image 2: b.jpg: the picture of image 2 is in none of": lambda c: c["images"][1].update(file_name="b.jpg"),
}


@pytest.mark.parametrize(("says", "change"), PANOPTIC_FAULTS.items(), ids=range(len(PANOPTIC_FAULTS)))
def test_a_fault_of_the_panoptic_json_is_found(dataset, says, change):
    spoil(dataset / PANOPTIC, change)

    assert re.search(says, "\n".join(found(dataset)))


def instance(content):
    return content["annotations"][0]


INSTANCE_FAULTS = {
    r"annotations\[0\].id: found 0": lambda c: instance(c).update(id=0),
    r"annotations\[1\].id: found 1, .* no other": lambda c: c["annotations"][1].update(id=1),
    r"annotations\[0\].area: found 1, but the panoptic PNG says 36": lambda c: instance(c).update(area=1),
    r"annotations\[0\].bbox: found \[0": lambda c: instance(c).update(bbox=[0, 0, 1, 1]),
    r"annotations\[0\].segment_id: found 5, which is no segment": lambda c: instance(c).update(segment_id=5),
    r"annotations\[0\].segment_id: found \[1\], which is no segment": lambda c: instance(c).update(segment_id=[1]),
    r"segmentation: its size is \[1, 1\]": lambda c: instance(c)["segmentation"].update(size=[1, 1]),
    r"segmentation: its counts are no run lengths": lambda c: instance(c)["segmentation"].update(counts="a\u00ff"),
    r"segmentation: its runs cover 3 pixels": lambda c: instance(c)["segmentation"].update(counts=[1, 2]),
    r"segmentation: a polygon has 4 numbers": lambda c: instance(c).update(segmentation=[[0, 0, 1, 1]]),
    r"segmentation: a polygon has 7 numbers": lambda c: instance(c).update(segmentation=[[0, 0, 1, 1, 2, 2, 3]]),
    r"segmentation: a polygon reaches to 200000000.0, far outside": lambda c: instance(c).update(
        segmentation=[[0, 0, 1, 1, 2e8, 2]]
    ),
    r"segmentation: found int, wanted an RLE": lambda c: instance(c).update(segmentation=7),
    r"amodal_segmentation: its runs cover": lambda c: c["annotations"][1]["amodal_segmentation"].update(counts=[7]),
    r"annotations\[0\].image_id: found '1', wanted the id of an image": lambda c: instance(c).update(image_id="1"),
    r"annotations\[0\].image_id: found 77, wanted the id of an image": lambda c: instance(c).update(image_id=77),
    r"annotations\[0\]: found int, wanted an object": lambda c: c["annotations"].__setitem__(0, 7),
    r"instances_train.json: image 1: thing segment \d+ of the panoptic JSON has no": lambda c: c["annotations"].pop(0),
    r"annotations\[1\].segment_id: found \d+, which annotations\[0\] has": lambda c: c["annotations"][1].update(
        segment_id=instance(c)["segment_id"]
    ),
    r"annotations: missing, wanted a list": lambda c: c.pop("annotations"),
}


@pytest.mark.parametrize(("says", "change"), INSTANCE_FAULTS.items(), ids=range(len(INSTANCE_FAULTS)))
def test_a_fault_of_the_instances_json_is_found(dataset, says, change):
    spoil(dataset / INSTANCES, change)

    assert re.search(f"error: .*{says}", "\n".join(found(dataset)))


def test_a_gutted_instances_json_is_found(dataset):
    spoil(dataset / INSTANCES, lambda content: content["annotations"].clear())

    assert "annotations: is empty, but the panoptic JSON has 4 segments of things" in "\n".join(found(dataset))


def test_instances_of_somebody_else_need_no_segment_ids(dataset):
    spoil(dataset / INSTANCES, lambda content: [row.pop("segment_id") for row in content["annotations"]])

    assert found(dataset) == []


def test_a_changed_file_is_found_by_its_digest(dataset):
    png, picture = dataset / "annotations/panoptic_train/000000.png", dataset / "images/train/000001.jpg"
    ids = decode_ids(png.read_bytes(), "a.png").copy()
    ids[0, 0] = ids[0, 1]
    png.write_bytes(encode_ids(ids))
    picture.write_bytes(picture.read_bytes() + b"\0")
    (dataset / "depth/train/000000.png").unlink()
    (dataset / "images/train/holiday.jpg").touch()

    lines = "\n".join(str(finding) for finding in check_digests(dataset, 2))

    assert "error: " + str(png) + ": was changed: its pixels digest" in lines
    assert "error: " + str(picture) + ": was changed: its sha256 digest" in lines
    assert "depth/train/000000.png: No such file" in lines
    assert "warning: " + str(dataset / "images") + ": 1 files were not written by panscape" in lines
    assert len(lines.splitlines()) == 4


LAYER_FAULTS = {
    r"depth_m/train/000001.npy: pixel \(y=2, x=3\) holds -1.0, wanted metres": ("depth_m", np.float32(-1)),
    r"depth_m/train/000001.npy: pixel \(y=2, x=3\) holds nan, wanted metres": ("depth_m", np.float32(np.nan)),
    r"shading/train/000001.npy: pixel \(y=2, x=3\) holds .*, wanted finite": ("shading", np.float16(np.inf)),
    r"normals/train/000001.png: pixel \(y=2, x=3\) holds 0\.7\d+, wanted a vector": (
        "normals",
        [40000, 9000, 40000],
    ),
    r"object_coords/.*: pixel \(y=2, x=3\) holds \[0, 5, 5\], wanted three": ("object_coords", [0, 5, 5]),
    r"flow_forward/.*: pixel \(y=2, x=3\) holds 2, wanted 0 or 1": ("flow_forward", [7, 7, 2]),
    r"hidden_backward/.*: pixel \(y=2, x=3\) holds 7, wanted 0 or 255": ("hidden_backward", 7),
}


def layered(dataset, name, size=(24, 32), spoilt=None):
    """Give each picture of training a layer of zeros, of which one may hold something else."""
    kept = LAYERS[name]
    for stem in ("000000", "000001"):
        numbers = np.zeros(kept.shape(*size), kept.dtype)
        if spoilt is not None and stem == "000001":
            numbers[2, 3] = spoilt
        path = layer_path(dataset, "train", stem, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if kept.kind == "png":
            path.write_bytes(encode_pixels(numbers))
        else:
            np.save(path, numbers)


def layer_findings(dataset):
    return [str(finding) for finding in check_layers(open_panoptic(f"{dataset}:train"), dataset, 2)]


@pytest.mark.parametrize(("says", "what"), LAYER_FAULTS.items(), ids=range(len(LAYER_FAULTS)))
def test_a_fault_of_a_layer_is_found(dataset, says, what):
    layered(dataset, *what[:1])
    assert layer_findings(dataset) == []

    layered(dataset, what[0], spoilt=what[1])

    assert re.fullmatch(f"error: .*{says}.*", "\n".join(layer_findings(dataset)))


def test_a_layer_of_another_size_or_kind_or_missing_is_found(dataset):
    layered(dataset, "coverage", (24, 31))
    layered(dataset, "normals")
    layered(dataset, "flow_forward")
    (dataset / "normals/train/000001.png").unlink()
    (dataset / "flow_forward/train/000001.png").unlink()
    (dataset / "depth/train/000000.png").write_bytes(b"no picture")

    lines = layer_findings(dataset)

    assert [re.sub(f"error: |layer: |{dataset}/", "", line) for line in lines] == [
        "depth/train/000000.png: found bytes b'no pictu'; wanted a PNG",
        "coverage/train/000000.png: is (24, 31), but the label is (24, 32)",
        "normals/train/000001.png: is not there, but other pictures have 'normals'; make it again",
        "coverage/train/000001.png: is (24, 31), but the label is (24, 32)",
    ]


def test_layers_of_somebody_else_are_none_of_ours(dataset):
    layered(dataset, "coverage", (3, 3))
    (dataset / "panscape.json").unlink()

    assert layer_findings(dataset) == []


def test_a_png_that_was_packed_anew_is_not_a_change(dataset):
    png = dataset / "annotations/panoptic_train/000000.png"
    before = png.read_bytes()
    _, data = cv2.imencode(".png", cv2.imdecode(np.frombuffer(before, np.uint8), cv2.IMREAD_UNCHANGED))
    png.write_bytes(data.tobytes())

    assert png.read_bytes() != before
    assert list(check_digests(dataset, 2)) == []


def test_changed_digests_and_an_unfinished_dataset_are_found(dataset):
    with (dataset / "panscape.digests").open("a") as file:
        file.write("sha256 00  ../../etc/passwd\n")
    lines = [str(finding) for finding in check_digests(dataset, 2)]
    spoil(dataset / "panscape.json", lambda content: content.update(state="writing"))

    assert "was changed since the dataset was finished" in lines[0]
    assert "it is not opened" in lines[1]
    assert "is not finished" in str(next(check_digests(dataset, 2)))


def exif_jpeg(order, turn):
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}I", 8)
    tiff = head + struct.pack(f"{order}HHHIHH", 1, 0x0112, 3, 1, turn, 0)
    body = b"Exif\0\0" + tiff
    plain = cv2.imencode(".jpg", np.zeros((24, 32, 3), np.uint8))[1].tobytes()
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + plain[2:]


@pytest.mark.parametrize("order", "<>")
def test_a_turned_picture_is_found(dataset, order):
    assert [orientation(exif_jpeg(order, turn)) for turn in (1, 6, 8, 99)] == [1, 6, 8, 1]
    assert orientation(exif_jpeg(order, 6)[:30]) == 1

    (dataset / "images/train/000000.jpg").write_bytes(exif_jpeg(order, 6))

    assert re.search(r"000000.jpg: its EXIF says to turn it \(orientation 6\)", "\n".join(found(dataset)))


def test_the_command_says_that_all_is_well(dataset):
    result = run(dataset)

    assert result.exit_code == 0
    assert result.output == f"{dataset}: no error, 0 warnings\n"


@pytest.mark.parametrize("place", ["{}", "{}:train", "{}/annotations/panoptic_train.json"])
def test_the_command_looks_at_the_digests_of_a_split_too(dataset, place):
    with (dataset / "depth/train/000000.png").open("ab") as file:
        file.write(b"more")
    (dataset / "depth/val/000002.png").unlink()

    lines = run(place.format(dataset)).output

    assert ("depth/val/000002.png: No such file" in lines) == (place == "{}")
    assert "depth/train" not in lines
    (dataset / "depth/train/000000.png").unlink()
    assert "depth/train/000000.png: No such file" in run(place.format(dataset)).output


def test_the_command_counts_errors_and_prints_as_many_as_asked(dataset):
    spoil(dataset / PANOPTIC, lambda content: [row.update(area=1) for row in segment(content)])

    result = run(dataset, "--most", 2)

    assert isinstance(result.exception, DataError)
    assert str(result.exception) == f"{dataset}: 6 errors, 0 warnings"
    assert len(result.output.splitlines()) == 3
    assert "… and 4 more" in result.output


def test_a_split_that_cannot_be_read_does_not_hide_the_other(dataset):
    (dataset / PANOPTIC).write_text("{")
    spoil(dataset / "annotations/panoptic_val.json", lambda content: content["annotations"].append({}))

    result = run(dataset)

    assert "panoptic_train.json:1:" in result.output
    assert "panoptic_val.json: annotations[1].image_id: found nothing" in result.output


def test_a_set_of_somebody_else_is_checked_without_pictures(dataset, tmp_path):
    (tmp_path / "other").mkdir()
    (dataset / "annotations/panoptic_train").rename(tmp_path / "other/panoptic_train")
    (dataset / PANOPTIC).rename(tmp_path / "other/panoptic_train.json")

    result = run(tmp_path / "other/panoptic_train.json")

    assert result.exit_code == 0
    assert "warning" in result.output and "pictures are not beside it" in result.output
