import json

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.errors import DataError, StorageError
from panscape.formats import png
from panscape.formats.contents import ParsedContents, ScannedContents, parse_contents, read_contents
from panscape.formats.scan import kernels, scan_panoptic

spaces = st.sampled_from(["", "", " ", "\n    ", "\r\n\t", 19 * " "])
image_ids = st.integers(0, 10**17) | st.sampled_from(["1", "frankfurt_000000_000294", "é", '"\\', "a, b"])
facts = st.dictionaries(
    st.sampled_from(["depth", "visible_fraction", "occluded_by", "a", "segment", "ids", "image_ids", "x" * 30]),
    st.sampled_from([None, True, 1, -2.5, "é\n", [], [1, [2]], {}, {"id": 1, "b": {"id": [{}]}}]),
    max_size=2,
)


@st.composite
def segments(draw):
    row = {"id": draw(st.integers(1, 2**24 - 1)), "category_id": draw(st.sampled_from([1, 2, 70000]))}
    options = {
        "area": st.none() | st.integers(0, 2**28) | st.sampled_from([7.0, 0.0]),
        "iscrowd": st.sampled_from([0, 1, True, False]),
        "bbox": st.none() | st.lists(st.integers(-3, 9) | st.sampled_from([0.5, 1e-5]), min_size=4, max_size=4),
    }
    row |= {key: draw(value) for key, value in options.items() if draw(st.booleans())}
    return row | draw(facts)


@st.composite
def sets(draw):
    """What a sound COCO panoptic JSON may hold, as Python's objects."""
    ids = draw(st.lists(image_ids, unique_by=repr, min_size=1, max_size=4))
    images = [
        {"id": name, "file_name": "ä.jpg", "width": draw(st.integers(1, 2**28 // 7)), "height": 7} | draw(facts)
        for name in ids
    ]
    lists = st.lists(segments(), max_size=draw(st.sampled_from([3, 30])), unique_by=lambda row: row["id"])
    annotations = [
        {"image_id": name, "file_name": f"{k}.png", "segments_info": draw(lists)} | draw(facts)
        for k, name in enumerate(draw(st.permutations(ids))[: draw(st.integers(1, 4))])
    ]
    categories = [{"id": k, "name": "c", "isthing": 1, "color": [k % 256, 1, 1]} for k in (1, 2, 70000)]
    return {"images": images, "annotations": annotations, "categories": categories} | draw(facts)


@st.composite
def spelled(draw):
    """A sound JSON with its keys in any order and any space between its parts."""

    def spell(part):
        if isinstance(part, dict):
            items = draw(st.permutations(list(part.items())))
            inner = [f"{space()}{dump(key)}{space()}:{space()}{spell(value)}" for key, value in items]
            return "{" + ",".join(piece + space() for piece in inner) + "}"
        if isinstance(part, list):
            return "[" + ",".join(space() + spell(value) + space() for value in part) + "]"
        return dump(part)

    def space():
        return draw(spaces) if draw_spaces else ""

    def dump(part):
        return json.dumps(part, ensure_ascii=escapes)

    draw_spaces, escapes = draw(st.booleans()), draw(st.booleans())
    return f"{spell(draw(sets()))}{draw(spaces)}"


def same(found, wanted):
    """Whether two indices hold the same; their ids must also be of one type."""
    for name, column in vars(wanted).items():
        other = getattr(found, name)
        if isinstance(column, tuple):
            assert [(type(value), value) for value in other] == [(type(value), value) for value in column]
        else:
            np.testing.assert_array_equal(other, column)
            assert other.dtype == column.dtype
    return True


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("scan") / "panoptic.json"


@given(spelled(), st.integers(1, 300))
def test_columns_are_those_of_the_objects(path, text, piece):
    path.write_text(text, encoding="utf-8")

    scanned = read_contents(path, None, scan_from=0)
    small_pieces = scan_panoptic(path, piece)

    parsed = parse_contents(path, None)
    assert isinstance(scanned, ScannedContents)
    assert same(scanned.index, parsed.index)
    assert scanned.categories == parsed.categories
    assert (scanned.images, scanned.annotations) == (parsed.images, parsed.annotations)
    assert small_pieces.image_ids == scanned.index.image_ids
    np.testing.assert_array_equal(small_pieces.ids, scanned.index.ids)
    np.testing.assert_array_equal(small_pieces.starts, scanned.index.starts)


MARKS = [
    "",
    "0",
    "1",
    "-",
    ".",
    ".0",
    "e",
    '"',
    "\\",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "null",
    "true",
    " ",
    "\x00",
    "id",
    "é",
]
ENTRIES = ['"id":', '"id":1,', '"area":1.5,', '"iscrowd":1,', '"image_id":1,', '"segments_info":[],', "{},", "99999999"]
LISTS = ['"images":[],', '"categories":[],', '"annotations":[],', "_", "\ufeff"]


@given(sets().map(lambda content: json.dumps(content, separators=(",", ":"))), st.data())
def test_a_spoiled_json_is_passed_on_or_read_alike(path, text, data):
    for _ in range(data.draw(st.integers(1, 2))):
        first = data.draw(st.integers(0, len(text)))
        text = (
            text[:first]
            + data.draw(st.sampled_from(MARKS + ENTRIES + LISTS))
            + text[first + data.draw(st.integers(0, 3)) :]
        )
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    try:
        wanted = parse_contents(path, None)
    except DataError as error:
        with pytest.raises(DataError) as found:
            read_contents(path, None, scan_from=0)
        assert str(found.value) == str(error)
    else:
        found = read_contents(path, None, scan_from=0)
        assert same(found.index, wanted.index)
        assert found.categories == wanted.categories


def sound():
    images = [{"id": k, "file_name": "a.jpg", "width": 4, "height": 3} for k in (1, 2)]
    rows = [{"id": 5, "category_id": 1, "area": 7}, {"id": 3, "category_id": 1, "iscrowd": 1}]
    annotations = [{"image_id": k, "file_name": f"{k}.png", "segments_info": rows} for k in (2, 1)]
    return {
        "images": images,
        "annotations": annotations,
        "categories": [{"id": 1, "name": "cat", "isthing": 1, "color": [9, 9, 9]}],
    }


def test_the_smallest_entries_have_room(tmp_path):
    images = ",".join(f'{{"id":{k},"width":1,"height":1,"file_name":"a"}}' for k in range(500))
    rows = ",".join(f'{{"id":{k},"category_id":1}}' for k in range(1, 900))
    annotations = ",".join(
        f'{{"image_id":{k},"file_name":"a","segments_info":[{rows if k == 0 else ""}]}}' for k in range(500)
    )
    path = tmp_path / "a.json"
    path.write_text(f'{{"images":[{images}],"annotations":[{annotations}],"categories":[]}}')

    found = scan_panoptic(path)

    assert (len(found.images.ids), len(found.file_names), found.ids.size) == (500, 500, 899)


def test_a_byte_order_mark_is_let_pass(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf" + orjson.dumps(sound()))

    assert scan_panoptic(path).ids.tolist() == [3, 5, 3, 5]


def test_an_entry_longer_than_a_piece_is_read(tmp_path):
    path, content = tmp_path / "a.json", sound()
    content["info"] = "x" * 5000
    path.write_bytes(orjson.dumps(content))

    assert scan_panoptic(path, piece=16).listed.tolist() == [1, 0, 1, 0]


def test_a_large_json_is_scanned_and_a_small_one_parsed(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(orjson.dumps(sound()))
    size = path.stat().st_size

    assert isinstance(read_contents(path, None, size), ScannedContents)
    assert isinstance(read_contents(path, None, size + 1), ParsedContents)


def test_a_guess_takes_what_it_lacks_from_the_truth_without_its_objects(tmp_path):
    path, other, content = tmp_path / "truth.json", tmp_path / "guess.json", sound()
    path.write_bytes(orjson.dumps(content))
    other.write_bytes(orjson.dumps({"annotations": content["annotations"][:1]}))
    truth = read_contents(path, None, 0)

    guess = read_contents(other, truth, 0)

    assert guess.index.widths.tolist() == [4]
    assert guess.categories is truth.categories
    assert not {"_images", "_annotations"} & set(vars(truth))
    assert guess.images == truth.images
    with pytest.raises(DataError, match="categories: missing, wanted a list"):
        read_contents(other, None, 0)


def test_objects_of_another_file_are_not_taken_for_those_that_were_scanned(tmp_path):
    path, content = tmp_path / "a.json", sound()
    path.write_bytes(orjson.dumps(content))
    scanned = read_contents(path, None, 0)

    path.write_bytes(orjson.dumps(content | {"info": 1}))

    with pytest.raises(StorageError, match=r"a.json: another was written in its place while it was in use"):
        _ = scanned.annotations


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StorageError, match=r"a.json: No such file"):
        scan_panoptic(tmp_path / "a.json")


def test_the_kernels_have_the_limits_of_the_png(tmp_path):
    assert (kernels.MOST_IDS, kernels.MOST_PIXELS) == (png.MOST_IDS, png.MOST_PIXELS)


def test_an_image_that_is_listed_twice_is_refused_though_nothing_labels_it(tmp_path):
    path, content = tmp_path / "a.json", sound()
    content["images"] = [*content["images"][::-1], {"id": 7, "file_name": "b.jpg", "width": 4, "height": 3}] * 2
    path.write_bytes(orjson.dumps(content))

    with pytest.raises(DataError, match=r"images\[3\].id: found 2 \(int\), wanted an id that no other image has"):
        read_contents(path, None, 0)


@pytest.mark.parametrize("known", [2**16 - 2, 2**16 - 1, 2**16, 2**62])
@pytest.mark.parametrize("step", [-1, 1, 2])
def test_a_category_beside_those_that_are_known_is_refused(tmp_path, known, step):
    path, content = tmp_path / "a.json", sound()
    content["categories"].append(content["categories"][0] | {"id": known})
    content["annotations"][0]["segments_info"].append({"id": 9, "category_id": known + step})
    path.write_bytes(orjson.dumps(content))

    with pytest.raises(DataError, match=rf"segments_info\[2\].category_id: {known + step} is not among the categories"):
        read_contents(path, None, 0)
