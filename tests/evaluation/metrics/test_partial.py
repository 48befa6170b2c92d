"""Partial results come back as they were, merge to what one run gives, and are refused where they are not sound."""

import io
import zipfile

import numpy as np
import orjson
import pytest

from evaluation.references_resampling import drawn_counts, some_categories
from panscape.errors import DataError, StorageError, UsageError
from panscape.metrics import STANDARD, Counts, Rules, score, total
from panscape.metrics.columns import COLUMNS, columns_of
from panscape.metrics.partial import merged, read_counts, write_counts

CATEGORIES = some_categories(5)
FROM = {"truth": "val", "guess": "model"}


def counts_of(seed, pictures=6):
    return drawn_counts(np.random.default_rng(seed), pictures, len(CATEGORIES))


def written(path, seed=0, ids=range(6), **changes):
    """A partial result on disk."""
    facts = {"categories": CATEGORIES, "image_ids": list(ids), "rules": STANDARD, "provenance": FROM} | changes
    write_counts(path, counts_of(seed, len(facts["image_ids"])), **facts)
    return path


def rewritten(path, change=lambda arrays: None, compression=zipfile.ZIP_STORED):
    """Change the members of a partial result, bytes by name."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)


def array_bytes(array, **options):
    file = io.BytesIO()
    np.save(file, array, **options)
    return file.getvalue()


def test_what_is_written_comes_back(tmp_path):
    path = written(tmp_path / "deep" / "part.npz", ids=["a", 5, "5", 2**53, "é", 0], rules=Rules("all", "json"))

    found = read_counts(path)

    for name, column in columns_of(counts_of(0)).items():
        np.testing.assert_array_equal(getattr(found.counts, name), column)
    assert (found.counts.pictures, found.counts.categories) == (6, 5)
    assert found.image_ids == ("a", 5, "5", 2**53, "é", 0)
    assert (found.categories, found.rules, found.provenance) == (CATEGORIES, Rules("all", "json"), FROM)


def test_the_same_result_gives_the_same_bytes_and_numpy_reads_them(tmp_path):
    one, other = written(tmp_path / "one.npz"), written(tmp_path / "other.npz")

    assert one.read_bytes() == other.read_bytes()
    with np.load(one) as arrays:
        np.testing.assert_array_equal(arrays["ious"], counts_of(0).ious)


def test_a_result_of_no_picture_is_one(tmp_path):
    path = tmp_path / "none.npz"

    write_counts(path, total([], 5), CATEGORIES, [], STANDARD, {})

    assert read_counts(path).counts.pictures == 0


def test_parts_merge_to_what_one_run_gives(tmp_path):
    paths = [written(tmp_path / f"{k}.npz", k, range(6 * k, 6 * k + 6)) for k in range(3)]

    whole = merged(paths)

    together = total([counts_of(k) for k in range(3)], 5)
    assert score(whole.counts, whole.categories) == score(together, CATEGORIES)
    assert whole.image_ids == tuple(range(18))
    assert whole.provenance == {"parts": [{"file": f"{k}.npz", **FROM} for k in range(3)]}


def test_scenes_come_back_and_one_that_is_in_two_parts_is_one(tmp_path):
    one = written(tmp_path / "one.npz", scenes=["a", "a", None, "b", "b", None])
    other = written(tmp_path / "other.npz", 1, range(6, 12), scenes=["b"] * 6)

    assert merged([one, other]).scenes == ("a", "a", None, "b", "b", None, *"bbbbbb")
    assert read_counts(written(tmp_path / "none.npz")).scenes == (None,) * 6


def test_a_picture_in_two_parts_is_refused(tmp_path):
    one, other = written(tmp_path / "one.npz"), written(tmp_path / "other.npz", ids=[9, 8, 7, 6, 5, 10])

    with pytest.raises(DataError, match=r"other.npz: image id 5 is in .*one.npz too; .* leave one file out"):
        merged([one, other])


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"rules": Rules("all")}, r"other.npz: counted by Rules\(crowds='all'.*one.npz by Rules\(crowds='last'"),
        (
            {"categories": (*CATEGORIES[:4], some_categories(9)[6])},
            r"not those of .*one.npz: \(7, 'category 6', True\)",
        ),
    ],
)
def test_parts_that_were_counted_otherwise_are_refused(tmp_path, changes, text):
    one, other = written(tmp_path / "one.npz"), written(tmp_path / "other.npz", ids=range(6, 12), **changes)

    with pytest.raises(DataError, match=text):
        merged([one, other])


def test_parts_with_another_number_of_categories_are_refused(tmp_path):
    one, other = written(tmp_path / "one.npz"), tmp_path / "other.npz"
    write_counts(other, total([], 4), CATEGORIES[:4], [], STANDARD, {})

    with pytest.raises(DataError, match="another number of them"):
        merged([one, other])


def test_nothing_to_merge_is_refused():
    with pytest.raises(UsageError, match="no partial result to merge"):
        merged([])


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"image_ids": [1, 2, 3, 4, 5, 5]}, "image id 5 twice"),
        ({"categories": CATEGORIES[:2]}, "6 image ids and 2 categories for counts of 6 pictures with 5"),
        ({"scenes": ["a"]}, r"found scenes \['a'\]; wanted a text or None for each of 6"),
        ({"scenes": [1] * 6}, "wanted a text or None for each of 6"),
        ({"provenance": {"path": object()}}, "cannot be told in JSON"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, changes, text):
    with pytest.raises(UsageError, match=text):
        written(tmp_path / "part.npz", **changes)
    assert not (tmp_path / "part.npz").exists()


def facts(**changes):
    def change(members):
        found = orjson.loads(np.lib.format.read_array(io.BytesIO(members["facts.npy"])).tobytes())
        text = orjson.dumps(found | changes)
        members["facts.npy"] = array_bytes(np.frombuffer(text, np.uint8))

    return change


def column(name, array):
    return lambda members: members.update({f"{name}.npy": array_bytes(array)})


HUGE = array_bytes(np.zeros(1, np.int32)).replace(b"(1,)", b"(999999999999,)").replace(b" " * 11 + b"\n", b"\n")
NO = np.zeros(0, np.int32)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (facts(format="else"), "it is no partial result; wanted what panscape evaluate --partial writes"),
        (facts(version=1), "of version 1, wanted 2; count again"),
        (facts(scenes=["a"]), "scenes: wanted a text or null for each of 6 pictures"),
        (facts(scenes=["a"] * 5 + [1]), "scenes: wanted a text or null for each of 6 pictures"),
        (facts(scenes=None), "scenes: found NoneType, wanted a list"),
        (facts(image_ids=[1, 2, 3, 4, 5, 5]), "image_ids: found one twice"),
        (facts(image_ids=[1, 2, 3, 4, 5, True]), "image_ids: found one twice, or one that is neither"),
        (facts(image_ids=[1], scenes=[None]), "event of a picture that is none of 1"),
        (facts(image_ids={}), "image_ids: found dict, wanted a list"),
        (facts(categories=[{"id": 1}]), r"categories\[0\].isthing: found nothing"),
        (facts(categories=[]), "event of a category that is none of 0"),
        (facts(rules={"crowds": "some", "truth_area": "pixels"}), "rules: found"),
        (facts(rules={"crowds": "all", "truth_area": "told"}), "truth_area pixels or json"),
        (facts(provenance=None), "provenance: found NoneType"),
        (column("facts", np.zeros(3, np.uint8)), "facts: "),
        (column("ious", counts_of(0).ious[:-1]), "ious: found"),
        (column("ious", 0 * counts_of(0).ious), "ious: found .* one not above 1/2"),
        (column("ious", np.nan * counts_of(0).ious), "ious: found .* one not above 1/2"),
        (column("ious", counts_of(0).ious.astype(np.float32)), "ious: found float32"),
        (column("fn_place", counts_of(0).fn_place[:-1]), "fn: found"),
        (column("fp_picture", counts_of(0).fp_picture[::-1]), "not in the order of their pictures"),
        (column("tp_place", counts_of(0).tp_place + 5), "category that is none of 5"),
        (column("tp_place", counts_of(0).tp_place[None]), "tp_place: told to be"),
        (lambda members: members.update({"fp_place.npy": HUGE}), "fp_place: told to be"),
        (lambda members: members.update({"fp_place.npy": b"\x93NUMPY\x01\x00"}), "fp_place: "),
        (lambda members: members.update({"fp_place.npy": b"hello"}), "fp_place: "),
        (lambda members: members.update({"fp_place.npy": array_bytes(np.array([{}]))}), "fp_place: "),
        (
            lambda members: members.pop("fn_place.npy"),
            r"missing: \['fn_place'\]; wanted what panscape evaluate --partial writes",
        ),
        (lambda members: members.update({"more.npy": b""}), r"too much or missing: \['more'\]; wanted"),
    ],
)
def test_a_file_that_is_not_sound_is_refused_with_its_name(tmp_path, change, text):
    path = written(tmp_path / "part.npz")
    rewritten(path, change)

    with pytest.raises(DataError, match=rf"part\.npz: .*{text}"):
        read_counts(path)


def test_a_bomb_is_not_unpacked(tmp_path):
    path = written(tmp_path / "part.npz")
    rewritten(path, column("ious", np.zeros(10**6)), zipfile.ZIP_DEFLATED)

    with pytest.raises(DataError, match="found compressed or encrypted parts"):
        read_counts(path)


@pytest.mark.parametrize(
    ("at", "content", "text"),
    [(8, b"\x01\x00", "compressed or encrypted"), (24, b"\xf0\xff\xff\x7f", "told larger than the file")],
    ids=["encrypted", "larger"],
)
def test_a_directory_that_lies_is_refused(tmp_path, at, content, text):
    path = written(tmp_path / "part.npz")
    whole = bytearray(path.read_bytes())
    entry = whole.index(b"PK\x01\x02")
    whole[entry + at : entry + at + len(content)] = content
    path.write_bytes(whole)

    with pytest.raises(DataError, match=rf"part\.npz: .*{text}"):
        read_counts(path)


def test_a_file_above_all_bounds_is_not_read(tmp_path):
    path = tmp_path / "vast.npz"
    with path.open("wb") as file:
        file.truncate(2**32 + 1)

    with pytest.raises(DataError, match=r"vast\.npz: it has 4294967297 bytes, more than any result"):
        read_counts(path)


def test_a_file_cut_anywhere_is_refused(tmp_path):
    path = written(tmp_path / "part.npz")
    whole = path.read_bytes()

    for end in range(0, len(whole), 97):
        path.write_bytes(whole[:end])

        with pytest.raises(DataError, match=r"part\.npz: .*cut short"):
            read_counts(path)


def test_a_file_with_a_changed_byte_is_refused_or_harmless(tmp_path):
    path = written(tmp_path / "part.npz")
    whole, rng = path.read_bytes(), np.random.default_rng(0)
    wanted = columns_of(read_counts(path).counts)

    for at in rng.integers(0, len(whole), 400):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << int(rng.integers(8)))]) + whole[at + 1 :])
        try:
            found = columns_of(read_counts(path).counts)
        except DataError as error:
            assert "\n" not in str(error)
            continue
        for name in COLUMNS:
            np.testing.assert_array_equal(found[name], wanted[name])


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path):
    with pytest.raises(StorageError, match=r"lost.npz: No such file or directory"):
        read_counts(tmp_path / "lost.npz")
    with pytest.raises(StorageError, match="Is a directory"):
        read_counts(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="name a place that can be written"):
        written(tmp_path / "file" / "part.npz")


def test_counts_of_one_picture_come_back_too(tmp_path):
    path = tmp_path / "one.npz"

    write_counts(path, Counts.of_one_picture([1], [0.75], [0, 0], [2], 5), CATEGORIES, ["x"], STANDARD, FROM)

    assert score(read_counts(path).counts, CATEGORIES).all.n == 3
