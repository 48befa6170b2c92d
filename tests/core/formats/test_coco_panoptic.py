import json
import re
import subprocess
import sys

import cv2
import numpy as np
import pytest
from hypothesis import given
from PIL import Image

from panscape.errors import DataError, LabelError, StorageError, UsageError
from panscape.formats import ImageEntry, home_of, open_panoptic, splits_of, write_label, write_panoptic
from panscape.formats.png import encode_ids
from panscape.labels import PanopticLabel

from strategies import CATEGORIES, labels


def write_set(folder, drawn, split="train"):
    """Write labels as a set; each is a picture of its own."""
    written = [
        write_label(folder / f"panoptic_{split}", f"{number:06d}", number + 1, label, CATEGORIES)
        for number, label in enumerate(drawn)
    ]
    images = [
        ImageEntry(number + 1, f"{number:06d}.jpg", label.width, label.height).record()
        for number, label in enumerate(drawn)
    ]
    path = folder / f"panoptic_{split}.json"
    write_panoptic(path, CATEGORIES, images, [label.annotation for label in written])
    return path


def two_dogs():
    ids = np.zeros((6, 8), np.uint32)
    ids[:, :3], ids[:2, 4:], ids[4:, 4:] = 3, 1, 2
    return PanopticLabel.from_ids(ids, [2, 2, 3], facts=[{"occluded_by": [2], "depth": 4.5}, {}, {}])


@pytest.fixture
def broken(tmp_path):
    """Write a sound set, let a function spoil its JSON, and return the JSON's path."""

    def spoil(change):
        path = write_set(tmp_path, [two_dogs(), two_dogs()])
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content))
        return path

    return spoil


@given(labels())
def test_a_label_survives(tmp_path_factory, label):
    folder = tmp_path_factory.mktemp("set")

    read = open_panoptic(write_set(folder, [label])).label(0)

    np.testing.assert_array_equal(read.ids, label.ids)
    assert [(s.category_id, s.area, s.bbox) for s in read.segments] == [
        (s.category_id, s.area, s.bbox) for s in label.segments
    ]


@given(labels())
def test_panopticapis_reading_gives_the_same_areas(tmp_path_factory, label):
    path = write_set(tmp_path_factory.mktemp("set"), [label])

    annotation = json.loads(path.read_text())["annotations"][0]
    color = np.array(Image.open(path.with_suffix("") / annotation["file_name"]), dtype=np.uint32)
    ids = color[:, :, 0] + 256 * color[:, :, 1] + 256 * 256 * color[:, :, 2]

    found = dict(zip(*(part.tolist() for part in np.unique(ids, return_counts=True)), strict=True))
    found.pop(0, None)
    assert {row["id"]: row["area"] for row in annotation["segments_info"]} == found


def test_facts_survive_with_their_ids(tmp_path):
    opened = open_panoptic(write_set(tmp_path, [two_dogs()]))

    first, second, _ = opened.annotations[0].segments
    assert first.facts["occluded_by"] == [second.id]
    assert opened.label(0).segments[0].facts == {"occluded_by": [2], "depth": 4.5}


def test_the_json_holds_what_other_readers_need(tmp_path):
    content = json.loads(write_set(tmp_path, [two_dogs()]).read_text())

    assert [row["isthing"] for row in content["categories"]] == [1, 1, 0, 0]
    assert content["images"][0]["id"] == content["annotations"][0]["image_id"] == 1
    assert all(row["iscrowd"] == 0 for row in content["annotations"][0]["segments_info"])


@pytest.mark.parametrize("image", ["images/train/000000.jpg", "train/000000.jpg", "images/000000.jpg"])
@pytest.mark.parametrize("home", ["annotations", "annotators/trio/careful", "."])
def test_pictures_are_found_from_the_truth_and_from_an_annotator(tmp_path, home, image):
    write_set(tmp_path / home, [two_dogs()])
    picture = np.zeros((6, 8, 3), np.uint8)
    picture[:, :, 2] = 200  # red, as OpenCV orders it
    (tmp_path / image).parent.mkdir(parents=True)
    cv2.imwrite(str(tmp_path / image), picture)

    read = open_panoptic(tmp_path / home).image(0)

    assert read.shape == (6, 8, 3)
    assert read[0, 0, 0] > 150 > read[0, 0, 2]


def test_a_place_is_named_in_every_way(tmp_path):
    write_set(tmp_path / "annotations", [two_dogs()], "train")
    write_set(tmp_path / "annotations", [two_dogs()] * 2, "val")
    write_set(tmp_path / "model", [two_dogs()] * 2).rename(tmp_path / "model/panoptic.json")

    assert list(splits_of(tmp_path)) == ["train", "val"]
    assert len(open_panoptic(f"{tmp_path}:val")) == 2
    assert open_panoptic(tmp_path / "annotations/panoptic_train.json").split == "train"
    assert len(open_panoptic(tmp_path, beside=open_panoptic(f"{tmp_path}:val"))) == 2
    (tmp_path / "model/panoptic_train").rename(tmp_path / "model/panoptic")
    assert len(open_panoptic(tmp_path / "model")) == 2
    with pytest.raises(UsageError, match="has the splits train, val; name one"):
        open_panoptic(tmp_path)
    with pytest.raises(UsageError, match="no split 'vall'; did you mean 'val'"):
        open_panoptic(f"{tmp_path}:vall")
    with pytest.raises(StorageError, match="no such file or folder"):
        open_panoptic(tmp_path / "nowhere")
    with pytest.raises(StorageError, match="holds no panoptic set"):
        open_panoptic(tmp_path / "annotations/panoptic_train")


def test_a_guess_of_another_split_is_not_taken_for_the_truths(tmp_path):
    write_set(tmp_path / "annotations", [two_dogs()], "val")
    write_set(tmp_path / "model", [two_dogs()], "train")
    write_set(tmp_path / "plain", [two_dogs()]).rename(tmp_path / "plain/panoptic.json")
    truth = open_panoptic(f"{tmp_path}:val")

    with pytest.raises(UsageError, match=r"model: has no split 'val', which the truth is; there are: train; name one"):
        open_panoptic(tmp_path / "model", beside=truth)

    assert open_panoptic(f"{tmp_path}/model:train", beside=truth).split == "train"
    (tmp_path / "plain/panoptic_train").rename(tmp_path / "plain/panoptic")
    assert len(open_panoptic(tmp_path / "plain", beside=truth)) == 1


def test_every_name_of_a_dataset_has_one_home(tmp_path, monkeypatch):
    write_set(tmp_path / "annotations", [two_dogs()])
    bare = write_set(tmp_path / "other", [two_dogs()])
    names = [tmp_path, f"{tmp_path}:train", tmp_path / "annotations/panoptic_train.json"]

    homes = {home_of(name) for name in names} | {home_of(str(name)) for name in names}
    monkeypatch.chdir(tmp_path / "annotations")

    assert homes == {home_of("panoptic_train.json")} == {tmp_path}
    assert home_of(bare) == tmp_path / "other"


def test_a_guess_takes_what_it_lacks_from_the_truth(tmp_path):
    truth = open_panoptic(write_set(tmp_path / "truth", [two_dogs()]))
    path = write_set(tmp_path / "guess", [two_dogs()])
    bare = {"annotations": json.loads(path.read_text())["annotations"]}
    for row in bare["annotations"][0]["segments_info"]:
        del row["area"], row["bbox"], row["iscrowd"]
    path.write_text(json.dumps(bare))

    guess = open_panoptic(path, beside=truth)

    assert guess.categories == CATEGORIES
    assert guess.annotations[0].segments[0].area is None
    np.testing.assert_array_equal(guess.label(0).ids, truth.label(0).ids)
    with pytest.raises(DataError, match="categories: missing, wanted a list"):
        open_panoptic(path)


@pytest.mark.parametrize("scan_from", [0, 2**40], ids=["scanned", "parsed"])
def test_images_may_have_names_for_ids(broken, scan_from):
    def name(content):
        for row, identity in zip(content["images"], ["1", 1], strict=True):
            row["id"] = identity
        for row, identity in zip(content["annotations"], [1, "1"], strict=True):
            row["image_id"] = identity
        content["images"][0]["width"] += 1

    opened = open_panoptic(broken(name), scan_from=scan_from)

    assert opened.index.image_ids == (1, "1")
    assert [opened.image_of(k).id for k in range(2)] == [1, "1"]
    assert opened.raw_ids(0).shape == (6, 8)
    with pytest.raises(DataError, match=r"found 8 x 6 pixels, but .* says 9 x 6 for image '1'"):
        opened.raw_ids(1)


def at(*keys, value=None, drop=False):
    """A change of one value deep in a JSON."""

    def change(content):
        for key in keys[:-1]:
            content = content[key]
        if drop:
            del content[keys[-1]]
        else:
            content[keys[-1]] = value

    return change


SEGMENT = ("annotations", 1, "segments_info", 0)
# Every fault is looked for in a small JSON, which is parsed, and in one that counts as large, which is scanned first.
both_ways = pytest.mark.parametrize("scan_from", [0, 2**40], ids=["scanned", "parsed"])


@both_ways
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            at(*SEGMENT, "id", value=0),
            r"annotations\[1\].segments_info\[0\].id: found 0 \(int\), wanted an integer from 1",
        ),
        (at(*SEGMENT, "id", value=2**24), r"segments_info\[0\].id: found 16777216 .* to 16777215"),
        (at(*SEGMENT, "id", value="1"), r"id: found '1' \(str\)"),
        (at(*SEGMENT, "id", value=1.0), r"id: found 1.0 \(float\)"),
        (at(*SEGMENT, "id", value=True), r"id: found True \(bool\)"),
        (at(*SEGMENT, "id", value=[7]), r"id: found \[7\] \(list\), wanted an integer from 1"),
        (at(*SEGMENT, "id", value={}), r"id: found {} \(dict\), wanted an integer from 1"),
        (at(*SEGMENT, "category_id", value=[7]), r"category_id: found \[7\] \(list\), wanted an integer"),
        (at("annotations", 1, "image_id", value=[7]), r"image_id: found \[7\] \(list\), wanted an integer"),
        (at("images", 1, "id", value={}), r"images\[1\].id: found {} \(dict\), wanted an integer"),
        (at("categories", 1, "id", value=[7]), r"categories\[1\].id: found \[7\] \(list\), wanted an integer"),
        (at("categories", 1, "isthing", value=[7]), r"categories\[1\].isthing: found \[7\]"),
        (at(*SEGMENT, "iscrowd", value=[]), r"iscrowd: found \[\] \(list\), wanted 0 or 1"),
        (
            at(*SEGMENT, "category_id", value=9),
            r"segments_info\[0\].category_id: 9 is not among the categories; list it there, or give the segment one",
        ),
        (at(*SEGMENT, "category_id", drop=True), r"category_id: found nothing"),
        (at(*SEGMENT, "iscrowd", value=2), r"iscrowd: found 2"),
        (at(*SEGMENT, "area", value="7"), r"area: found '7'"),
        (at(*SEGMENT, "area", value=10**19), r"area: found 10000000000000000000 \(int\), wanted"),
        (at(*SEGMENT, "area", value=1e300), r"area: found 1e\+300"),
        (at(*SEGMENT, "area", value=-1), r"area: found -1"),
        (at(*SEGMENT, "bbox", value=[1, 2, 3]), r"bbox: found \[1, 2, 3\]"),
        (at("annotations", 1, "image_id", value=1), r"annotations\[1\].image_id: found 1 .* no other annotation"),
        (
            at("annotations", 1, "image_id", value=7),
            r"annotations\[1\].image_id: 7 is not among the images; list it there, or take the annotation out",
        ),
        (at("annotations", 1, "image_id", value=2**63), r"image_id: found 9223372036854775808"),
        (
            at("annotations", 1, "image_id", value=2.0),
            r"image_id: found 2.0 \(float\), wanted an integer .* text",
        ),
        (at("annotations", 1, "image_id", value=""), r"image_id: found '' \(str\)"),
        (at("annotations", 1, "image_id", value="2"), r"annotations\[1\].image_id: '2' is not among the images"),
        (at("annotations", 1, "image_id", value=True), r"image_id: found True \(bool\)"),
        (at("annotations", 1, "image_id", drop=True), r"annotations\[1\].image_id: found nothing"),
        (at("annotations", 1, "file_name", drop=True), r"annotations\[1\].file_name: found nothing, wanted a text"),
        (at("annotations", 1, "file_name", value=""), r"annotations\[1\].file_name: found ''"),
        (at("annotations", 1, "segments_info", value={}), r"annotations\[1\].segments_info: found dict, wanted a list"),
        (at("annotations", 1, "segments_info", value=[7]), r"segments_info\[0\]: found int, wanted an object"),
        (at(*SEGMENT, "iscrowd", value=None), r"iscrowd: found nothing, wanted 0 or 1"),
        (at(*SEGMENT, "area", value=7.5), r"area: found 7.5 \(float\), wanted a number of pixels"),
        (at(*SEGMENT, "area", value=True), r"area: found True \(bool\)"),
        (at(*SEGMENT, "area", value=2**28 + 1), r"area: found 268435457"),
        (at(*SEGMENT, "bbox", value=[1, 2, 3, "4"]), r"bbox: found \[1, 2, 3, '4'\]"),
        (at(*SEGMENT, "bbox", value=[1, 2, 3, 4, 5]), r"bbox: found \[1, 2, 3, 4, 5\]"),
        (at(*SEGMENT, "bbox", value=[1, 2, 3, True]), r"bbox: found \[1, 2, 3, True\]"),
        (at(*SEGMENT, "category_id", value=1.0), r"category_id: found 1.0 \(float\)"),
        (at(*SEGMENT, "category_id", value="1"), r"category_id: found '1' \(str\)"),
        (at(*SEGMENT, "category_id", value=2**63), r"category_id: 9223372036854775808 is not among the categories"),
        (at("annotations", 1, "segments_info", drop=True), r"annotations\[1\].segments_info: missing"),
        (at("annotations", 1, value=[]), r"annotations\[1\]: found list, wanted an object"),
        (at("annotations", value=[]), r"there is no image in it"),
        (at("images", 1, "id", value=1), r"images\[1\].id: found 1 .* no other image"),
        (at("images", 1, "width", value=0), r"images\[1\].width: found 0"),
        (at("images", 1, "width", value="8"), r"images\[1\].width: found '8'"),
        (at("images", 1, "height", value=2**28 + 1), r"images\[1\].height: found 268435457"),
        (
            at("images", 1, value={"id": 2, "file_name": "a.jpg", "width": 2**28, "height": 2**28}),
            r"images\[1\]: found 268435456 x 268435456 pixels, wanted at most 268435456 in all; cut it up",
        ),
        (at("images", 1, "width", value=2**28 // 6 + 1), r"images\[1\]: found 44739243 x 6 pixels, wanted at most"),
        (at("images", 1, "file_name", drop=True), r"images\[1\].file_name: found nothing"),
        (at("images", 1, "id", value=-1), r"images\[1\].id: found -1"),
        (at("images", 1, "id", value="1"), r"annotations\[1\].image_id: 2 is not among the images"),
        (at("images", drop=True), r"images: missing, wanted a list"),
        (at("images", value=None), r"images: missing, wanted a list"),
        (at("annotations", drop=True), r"annotations: missing, wanted a list"),
        (at("categories", 1, "isthing", value=2), r"categories\[1\].isthing: found 2"),
        (at("categories", 1, "name", drop=True), r"categories\[1\].name: found nothing"),
        (at("categories", 1, "id", value=2**63), r"categories\[1\].id: found 9223372036854775808"),
        (at("categories", 1, "id", value=1), r"categories\[1\].id: found 1 .* no other category"),
        (at("categories", 1, "id", value=0), r"categories\[1\].id: found 0"),
        (at("categories", 1, "isthing", drop=True), r"categories\[1\].isthing: found nothing"),
    ],
)
def test_a_json_that_contradicts_itself_is_refused(broken, change, says, scan_from):
    with pytest.raises(DataError, match=says):
        open_panoptic(broken(change), scan_from=scan_from)


@both_ways
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: text[:-9], r"panoptic_train.json:\d+:\d+: not JSON"),
        (lambda text: text + b"}", r"panoptic_train.json:\d+:\d+: not JSON"),
        (lambda text: text.replace(b"000000.png", b"00000\xff.png"), r":\d+:\d+: not JSON"),
        (lambda text: text.replace(b'"area": ', b'"area": NaN, "x": ', 1), r":\d+:\d+: not JSON"),
        (lambda text: text.replace(b'"area": ', b'"area": 1, "area": ', 1), r':1:\d+: the key "area" comes twice'),
        (lambda text: text.replace(b'"images": ', b'"images": [], "images": ', 1), r'the key "images" comes twice'),
        (lambda text: re.sub(rb'("bbox": [^]]*)]', rb"\1, 5", text), r":1:\d+: not JSON"),
        (lambda text: text[:-1] + b',"x":' + b"[" * 100000 + b"]" * 100000 + b"}", r":\d+:\d+: not JSON"),
        (lambda text: b"[" + text + b"]", "found list, wanted an object with images and annotations"),
    ],
)
def test_a_text_that_is_no_sound_json_is_refused_with_line_and_column(broken, spoil, says, scan_from):
    path = broken(lambda content: None)
    path.write_bytes(spoil(path.read_bytes()))

    with pytest.raises(DataError, match=says):
        open_panoptic(path, scan_from=scan_from)


@both_ways
def test_huge_ids_with_gaps_are_read(broken, scan_from):
    def enlarge(content):
        for rows, key in ((content["images"], "id"), (content["annotations"], "image_id")):
            rows[1][key] = 2**63 - 1
        for row in content["categories"]:
            row["id"] += 2**53
        for row in content["annotations"][0]["segments_info"] + content["annotations"][1]["segments_info"]:
            row["category_id"] += 2**53

    opened = open_panoptic(broken(enlarge), scan_from=scan_from)

    assert opened.index.image_ids == (1, 2**63 - 1)
    assert sorted(opened.index.category_ids[:3]) == [2 + 2**53, 2 + 2**53, 3 + 2**53]
    assert [segment.category_id for segment in opened.label(0).segments] == [2 + 2**53, 2 + 2**53, 3 + 2**53]


@both_ways
def test_a_picture_of_as_many_pixels_as_may_be_is_listed(broken, scan_from):
    opened = open_panoptic(broken(at("images", 1, "width", value=2**28 // 6)), scan_from=scan_from)

    assert opened.index.widths[1] * opened.index.heights[1] <= 2**28 < (opened.index.widths[1] + 1) * 6


@both_ways
def test_a_byte_order_mark_is_let_pass(broken, scan_from):
    path = broken(lambda content: None)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert len(open_panoptic(path, scan_from=scan_from)) == 2


@both_ways
def test_two_segments_with_one_id_are_refused(broken, scan_from):
    def double(content):
        rows = content["annotations"][1]["segments_info"]
        rows[1]["id"] = rows[0]["id"]

    with pytest.raises(DataError, match=r"segments_info\[1\].id: found \d+ .* no other segment"):
        open_panoptic(broken(double), scan_from=scan_from)


@both_ways
@pytest.mark.parametrize(("told", "wanted"), [("animal", "animal"), (None, ""), ({}, ""), (7, "")])
def test_a_supercategory_that_is_no_text_is_none(broken, told, wanted, scan_from):
    opened = open_panoptic(broken(at("categories", 1, "supercategory", value=told)), scan_from=scan_from)

    assert opened.categories[1].supercategory == wanted


@both_ways
def test_what_stands_among_the_occluders_and_is_no_segment_is_passed_over(broken, scan_from):
    change = at(*SEGMENT, "occluded_by", value=[[7], {}, "a", None, 1.5])

    assert open_panoptic(broken(change), scan_from=scan_from).label(1).segments[0].facts["occluded_by"] == []


def test_truth_values_and_missing_colors_are_accepted(broken):
    def loosen(content):
        for row in content["categories"]:
            row["isthing"] = bool(row["isthing"])
            del row["color"]

    categories = open_panoptic(broken(loosen)).categories

    assert [category.isthing for category in categories] == [True, True, False, False]
    assert len({category.color for category in categories}) == 4


@pytest.mark.parametrize(
    "name", ["../secret.png", "/etc/passwd", "..\\secret.png", "C:secret.png", "a\0b.png", "a/../../b"]
)
@both_ways
def test_a_name_that_leads_out_of_the_folder_is_never_opened(broken, name, scan_from):
    opened = open_panoptic(broken(at("annotations", 1, "file_name", value=name)), scan_from=scan_from)

    with pytest.raises(DataError, match=r"annotations\[1\].file_name: .*it is not opened"):
        opened.raw_ids(1)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    path = write_set(tmp_path / "set", [two_dogs()])
    png = path.with_suffix("") / "000000.png"
    png.rename(tmp_path / "elsewhere.png")
    png.symlink_to(tmp_path / "elsewhere.png")

    with pytest.raises(DataError, match="is a link out of"):
        open_panoptic(path).raw_ids(0)


def test_a_folder_that_is_a_link_out_is_not_followed_and_a_link_within_is(tmp_path):
    path = write_set(tmp_path / "set", [two_dogs(), two_dogs()])
    folder = path.with_suffix("")
    (tmp_path / "elsewhere").mkdir()
    (folder / "000000.png").rename(tmp_path / "elsewhere/000000.png")
    (folder / "sub").symlink_to(tmp_path / "elsewhere")
    (folder / "link.png").symlink_to("000001.png")
    path.write_text(path.read_text().replace('"000000.png"', '"sub/000000.png"').replace('"000001.png"', '"link.png"'))

    opened = open_panoptic(path)

    with pytest.raises(DataError, match=r"'sub/000000.png' is a link out of"):
        opened.raw_ids(0)
    assert opened.raw_ids(1).shape == (6, 8)


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/passwd", "a\\b.jpg"])
def test_a_picture_whose_name_leads_out_of_the_folder_is_never_opened(broken, tmp_path, name):
    opened = open_panoptic(broken(at("images", 1, "file_name", value=name)))

    with pytest.raises(DataError, match=r"images: file_name: .*it is not opened"):
        opened.image(1)


def test_pixels_and_json_that_disagree_are_refused(tmp_path):
    path = write_set(tmp_path, [two_dogs()])
    opened, png = open_panoptic(path), path.with_suffix("") / "000000.png"
    raw = opened.raw_ids(0)

    stranger = raw.copy()
    stranger[3, 5] = 77
    png.write_bytes(encode_ids(stranger))
    with pytest.raises(
        LabelError, match=r"000000.png: pixel \(y=3, x=5\) holds id 77, .* does not describe for image 1"
    ):
        opened.label(0)

    png.write_bytes(encode_ids(np.where(raw == raw[0, 0], np.uint32(0), raw)))
    with pytest.raises(LabelError, match=rf"annotations\[0\].segments_info: segment {raw[0, 0]} has no pixel"):
        opened.label(0)

    swapped = (raw >> 16) | (raw & 0xFF00) | ((raw & 0xFF) << 16)
    png.write_bytes(encode_ids(swapped.astype(np.uint32)))
    with pytest.raises(LabelError, match="R and B look swapped"):
        opened.label(0)

    png.write_bytes(encode_ids(raw[:5]))
    with pytest.raises(DataError, match=r"found 8 x 5 pixels, but .* says 8 x 6"):
        opened.label(0)

    png.unlink()
    with pytest.raises(DataError, match=r"000000.png: is not there"):
        opened.label(0)


def to_nothing(png):
    png.symlink_to("nothing.png")


def to_itself(png):
    png.symlink_to(png.name)


@pytest.mark.parametrize(
    ("put", "says"),
    [(lambda png: None, "is not there"), (to_nothing, "is a link to nothing"), (to_itself, "is a link to nothing")],
)
@both_ways
def test_a_png_that_is_not_there_is_told_with_its_image_and_the_way_out(broken, put, says, scan_from):
    path = broken(lambda content: None)
    png = path.with_suffix("") / "000001.png"
    png.unlink()
    put(png)

    with pytest.raises(DataError) as caught:
        open_panoptic(path, scan_from=scan_from).raw_ids(1)

    assert str(caught.value) == (
        f"{png}: {says}, but {path}: annotations[1].file_name names it for image 2; add it, or take the annotation out"
    )


@pytest.mark.parametrize("name", ["000000.png/a.png", "a" * 300 + ".png"])
def test_a_png_that_cannot_be_there_is_bad_data_too(broken, name):
    opened = open_panoptic(broken(at("annotations", 1, "file_name", value=name)))

    with pytest.raises(DataError, match="is not there"):
        opened.raw_ids(1)


def test_a_png_that_may_not_be_read_is_no_fault_of_the_data(broken):
    path = broken(lambda content: None)
    (path.with_suffix("") / "000001.png").unlink()
    (path.with_suffix("") / "000001.png").mkdir()  # who runs as root may read all files, but no folder

    with pytest.raises(StorageError, match=r"000001.png: Is a directory"):
        open_panoptic(path).raw_ids(1)


def test_a_picture_that_is_missing_or_of_another_size_is_refused(tmp_path):
    path = write_set(tmp_path / "annotations", [two_dogs()])
    folder = tmp_path / "images/train"
    folder.mkdir(parents=True)

    with pytest.raises(StorageError, match="the picture of image 1 is in none of"):
        open_panoptic(path).image(0)
    cv2.imwrite(str(folder / "000000.jpg"), np.zeros((5, 8, 3), np.uint8))
    with pytest.raises(DataError, match="found 8 x 5 pixels"):
        open_panoptic(path).image(0)
    (folder / "000000.jpg").write_bytes(b"no picture")
    with pytest.raises(DataError, match="does not decode"):
        open_panoptic(path).image(0)


def test_an_all_void_picture_and_a_single_pixel_are_labels(tmp_path):
    void, dot = np.zeros((4, 4), np.uint32), np.zeros((4, 4), np.uint32)
    dot[2, 3] = 1

    opened = open_panoptic(write_set(tmp_path, [PanopticLabel.from_ids(void, [1]), PanopticLabel.from_ids(dot, [1])]))

    assert opened.label(0).segments == ()
    assert opened.label(1).segments[0].bbox == (3, 2, 1, 1)


def test_a_small_set_is_read_without_numba_and_opencv(tmp_path):
    path = write_set(tmp_path, [two_dogs()])
    code = (
        "import sys; from panscape.formats import open_panoptic; opened = open_panoptic(sys.argv[1]); opened.index; "
        "print([name for name in ('numba', 'llvmlite', 'cv2') if name in sys.modules])"
    )

    told = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
