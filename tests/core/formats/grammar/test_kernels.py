import json

import numpy as np
import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from panscape.formats.grammar.kernels import PAD, SCRATCH, after_value, read_integer

floats = st.floats(-1e90, 1e90).map(lambda value: round(value, 9))
scalars = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | floats | st.text(max_size=20)
contents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcd{}[],:0", max_size=20), inner)
)
MARKS = ["", "0", "-", ".", "e", "E", "1e5", '"', "\\", "\\u", "\\ud83d\\ude00", "D8", "[", "]", "{", "}", ",", ":"]
WORDS = ['"a":', '"a"', "null", "true", "fals", " ", "\n", "\x00", "\x1f", "é", "99999999", "/", "\x0c"]


def buffer_of(text):
    return np.frombuffer(bytes(PAD) + text + bytes(PAD), np.uint8)


def end_of_value(text):
    """Where the kernels say that the value ends: 0 where they give up."""
    buffer, scratch = buffer_of(text), np.empty(SCRATCH, np.uint64)
    return after_value(buffer.ctypes.data, PAD, scratch.ctypes.data, 0) - PAD


def is_json(text):
    """Whether orjson takes it, and no object holds a key twice, which orjson lets pass."""
    try:
        orjson.loads(text)
        json.loads(text, object_pairs_hook=refuse_twice)
    except ValueError:
        return False
    return True


def refuse_twice(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("twice")


@given(contents, st.sampled_from([None, 1, 8]), st.booleans())
@example('\N{GRINNING FACE}"\\/\b\f\n\r\t\N{LATIN SMALL LETTER E WITH ACUTE}', None, True)
@example({"a": [{}], "b": {"a": {"b": []}, "c": [1, {"a": 2}]}, "c": 0}, None, True)
def test_what_python_writes_is_walked_over_to_its_end(content, indent, ascii_only):
    text = json.dumps(content, indent=indent, ensure_ascii=ascii_only).encode()

    assert end_of_value(text) == len(text)


@given(contents.map(json.dumps), st.data())
def test_what_orjson_refuses_is_never_let_pass(text, data):
    for _ in range(data.draw(st.integers(1, 3))):
        first, end = sorted(data.draw(st.integers(0, len(text))) for _ in range(2))
        text = text[:first] + data.draw(st.sampled_from(MARKS + WORDS)) + text[min(end, first + 3) :]
    spoiled = text.encode("utf-8", "surrogatepass")

    if end_of_value(spoiled) == len(spoiled):
        assert is_json(spoiled)


GOOD = ["0", "-0", "-1.5e-7", "1E+5", "0.0", "0e5", "12345678", "123456789012345678901", "1" * 199, "[]", "{}"]
GOOD += ["[ ]", "[[],[{}]]", '{"a":1,"b":{"a":1}}', '""', '"' + "x" * 99 + '"', '"é€\N{GRINNING FACE}\x7f"', "null"]
GOOD += [r'"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00"', "[" * 500 + "]" * 500, '{"' + "k" * 40 + '":1,"' + "k" * 41 + '":2}']
BAD = ["", "01", "-", "-01", "1.", ".5", "1e", "1e+", "+1", "1e400", "--1", "tru", "nul", "falsy", "NaN", "Infinity"]
BAD += [
    "[1,]",
    "[,1]",
    "[1 2]",
    '{"a":1,}',
    '{"a"}',
    '{"a":}',
    "{1:2}",
    "{'a':1}",
    '{"a" 1}',
    "[",
    "{",
    "[1}",
    '{"a":1]',
]
BAD += ['"a', '"\t"', '"\\x"', '"\\u12g4"', '"\\ud800"', '"\\ud800\\u0041"', '"\\udc00"', '{"a":1,"a":2}', '"\x00"']
BAD += ['[{"a":{"b":1,"c":[{"b":0}],"b":2}}]', "[1,\f2]", "[1]/", "{}{"]
BYTES = [b'"\xff"', b'"\xc0\xaf"', b'"\xe0\x80\xaf"', b'"\xed\xa0\x80"', b'"\xf0\x80\x80\x80"', b'"\xf4\x90\x80\x80"']
BYTES += [b'"\xc3"', b'"\xe2\x82"', b'"\x80"', b"\xef\xbb\xbf1", b'"\xf5\x80\x80\x80"', b'{"\xff":1}']
GIVEN_UP = [r'{"\u0061":1}', "[" * 501 + "]" * 501, "1" * 201, "1e100", '{"é":1}']


@pytest.mark.parametrize("text", GOOD)
def test_json_is_walked_over(text):
    assert is_json(text.encode())
    assert end_of_value(text.encode()) == len(text.encode())


@pytest.mark.parametrize("text", [text.encode("utf-8", "surrogatepass") for text in BAD] + BYTES)
def test_no_json_is_not_walked_over(text):
    assert not is_json(text)
    assert end_of_value(text) != len(text) or not text


@pytest.mark.parametrize("text", GIVEN_UP)
def test_the_unusual_is_given_up(text):
    assert is_json(text.encode())
    assert end_of_value(text.encode()) == -PAD


@given(st.integers(0, 10**18 - 1), st.sampled_from([",", "}", " ", ""]))
def test_an_integer_is_read_with_its_end(value, behind):
    buffer = buffer_of(f"{value}{behind}".encode())

    assert read_integer(buffer.ctypes.data, PAD) == (value, PAD + len(str(value)))


@pytest.mark.parametrize("text", ["", "-1", "00", "01", "x", "9" * 19])
def test_what_is_no_integer_from_0_to_18_digits_is_given_up(text):
    assert read_integer(buffer_of(text.encode()).ctypes.data, PAD) == (-1, 0)
