import gzip
import json
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.errors import DataError, StorageError
from panscape.formats.json_files import read_json, to_json, write_json, write_json_lists

scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=6)
contents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner)
)


def refuse_twice(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("twice")
    return dict(pairs)


@st.composite
def texts_with_pairs(draw):
    """JSON whose objects may hold a key twice."""

    def spell(depth):
        kind = draw(st.integers(0, 2 if depth else 0))
        if kind == 0:
            return json.dumps(draw(scalars), ensure_ascii=False)
        inner = [spell(depth - 1) for _ in range(draw(st.integers(0, 3)))]
        if kind == 1:
            return "[" + ", ".join(inner) + "]"
        keys = [
            json.dumps(draw(st.sampled_from(["a", "b", "{", '"', "\\", "a,b", "é"])), ensure_ascii=False) for _ in inner
        ]
        return "{" + ", ".join(f"{key}: {value}" for key, value in zip(keys, inner, strict=True)) + "}"

    return spell(3)


@given(contents)
def test_what_python_writes_is_read_as_python_reads_it(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("json") / "a.json"
    path.write_text(json.dumps(content), encoding="utf-8")

    assert read_json(path) == content


@given(texts_with_pairs())
def test_a_key_that_comes_twice_is_found_wherever_python_finds_it(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("json") / "a.json"
    path.write_text(text, encoding="utf-8")
    try:
        wanted = json.loads(text, object_pairs_hook=refuse_twice)
    except ValueError:
        with pytest.raises(DataError, match="comes twice in one object"):
            read_json(path)
    else:
        assert read_json(path) == wanted


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"a": [1,\n2', r"a.json:2:\d+: not JSON"),
        (b'{"a": NaN}', r"a.json:1:\d+: not JSON"),
        (b'{"a": -Infinity}', r"a.json:1:\d+: not JSON"),
        (b'{"a": "\xff"}', r"a.json:\d+:\d+: not JSON"),
        (b"", r"a.json:1:1: not JSON"),
        (b"[" * 100000 + b"]" * 100000, r"a.json:\d+:\d+: not JSON"),
        (b'{"b": 1,\n "a": 1, "a": 2}', r'a.json:2:10: the key "a" comes twice'),
    ],
)
def test_a_fault_is_refused_with_line_and_column(tmp_path, data, says):
    path = tmp_path / "a.json"
    path.write_bytes(data)

    with pytest.raises(DataError, match=says):
        read_json(path)


TEXT = '{"a":\n "né", "b": "ü"}'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (TEXT.encode("latin-1"), "2:4: not JSON: byte 0xe9 is no UTF-8; the text looks like Latin-1; save it as UTF-8"),
        (
            '{"é": 1,\n"é": "é'.encode() + '“”"}'.encode("cp1252"),
            "2:8: not JSON: byte 0x93 is no UTF-8; the text looks like Windows-1252; save it as UTF-8",
        ),
        *(
            (TEXT.encode(encoding), f"1:1: not JSON: the text looks like {encoding[:6].upper()}; save it as UTF-8")
            for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
        ),
        (TEXT.encode("utf-16-be").join([b"\xfe\xff", b""]), "1:1: not JSON: the text looks like UTF-16; save"),
        (gzip.compress(TEXT.encode()), "1:1: not JSON: the file is a gzip archive; unpack it"),
        (TEXT.encode()[:9], "2:4: not JSON: unexpected end of data; the file looks cut off: copy it again"),
        ('{"é": [1,\n'.encode(), "not JSON: unexpected end of data; the file looks cut off: copy it again"),
        (b" \n", "1:1: not JSON: the file is empty; copy it again"),
        (b'{"a" 1}', "1:6: not JSON: unexpected character, expected ':' after key; mend it there"),
    ],
)
def test_what_is_no_json_is_told_with_its_encoding_and_the_way_out(tmp_path, data, says):
    path = tmp_path / "a.json"
    path.write_bytes(data)

    with pytest.raises(DataError) as caught:
        read_json(path)

    assert str(caught.value).startswith(f"{path}:") and says in str(caught.value)


def test_deep_objects_and_escaped_colons_are_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(r'{"a": "\u003a", "b": ["a", {"a": ' + "[" * 900 + "]" * 900 + "}]}")

    assert read_json(path)["a"] == ":"


def test_an_object_with_very_many_keys_is_still_checked(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("{" + ",".join(f'"{number}": 0' for number in [*range(66000), 7]) + "}")

    with pytest.raises(DataError, match=r'a.json:1:\d+: the key "7" comes twice'):
        read_json(path)


SPELLINGS = [
    r'{"id": 1, "\u0069d": 2}',
    r'{"\u0069d": 1, "id": 2}',
    r'{"a": {"\/": 1, "/": 2}}',
    r'{"a": "\u003a", "b": 1, "b": 2}',  # its colons are as many before and after
    '{"a": ' * 400 + '{"b": 1, "b": 2}' + "}" * 400,  # deeper than orjson writes
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_key_that_comes_twice_is_found_however_it_is_spelled(tmp_path, text):
    path = tmp_path / "a.json"
    path.write_text(text)

    with pytest.raises(DataError, match="comes twice in one object"):
        read_json(path)


NO_NUMBERS = [float("nan"), float("inf"), -np.inf, np.float32("nan"), np.array([1, np.nan])]


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_what_is_no_number_is_never_written(tmp_path, number):
    content = {"rows": [{"a": None}, {"depth": MappingProxyType({"m": number})}]}

    with pytest.raises(DataError, match=r"rows\[1\].depth.m"):
        to_json(content)
    with pytest.raises(DataError, match=r"rows\[1\].depth.m"):
        write_json(tmp_path / "a.json", content)

    assert list(tmp_path.iterdir()) == []


def test_a_byte_order_mark_is_let_pass(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}')

    assert read_json(path) == {"a": 1}


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StorageError, match=r"a.json: No such file"):
        read_json(tmp_path / "a.json")


@given(st.dictionaries(st.text(max_size=3), scalars), st.lists(contents, max_size=4))
def test_lists_are_written_entry_by_entry(tmp_path_factory, head, entries):
    path = tmp_path_factory.mktemp("json") / "a.json"
    head.pop("rows", None)

    write_json_lists(path, head, {"rows": (to_json(entry) for entry in entries)})

    assert json.loads(path.read_bytes()) == {**head, "rows": entries}


def test_numpy_numbers_become_numbers():
    assert to_json({"a": np.float32(0.5), "b": np.arange(2), "c": np.int64(3)}) == b'{"a":0.5,"b":[0,1],"c":3}'
