import io
import struct
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from panscape.errors import DataError, LabelError
from panscape.formats import png
from panscape.formats.png import decode_gray16, decode_ids, encode_gray16, encode_ids, pixel_digest

shapes = st.tuples(st.integers(1, 9), st.integers(1, 9))
ids = arrays(np.uint32, shapes, elements=st.integers(0, 2**24 - 1))


def panopticapi_ids(data):
    """The ids as panopticapi's rgb2id reads them, by Pillow."""
    color = np.array(Image.open(io.BytesIO(data)), dtype=np.int64)
    assert color.ndim == 3 and color.shape[2] == 3
    return color[:, :, 0] + 256 * color[:, :, 1] + 256 * 256 * color[:, :, 2]


def pillow_png(pixels, **options):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", **options)
    return file.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width, height, rows, bits=8, color=2, interlace=0):
    """A PNG with the given raw rows, by the specification."""
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, interlace)
    return png.SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@given(ids)
def test_ids_survive_and_other_readers_see_the_same(drawn):
    data = encode_ids(drawn)

    np.testing.assert_array_equal(decode_ids(data, "a.png"), drawn)
    np.testing.assert_array_equal(panopticapi_ids(data), drawn)
    np.testing.assert_array_equal(
        cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)[:, :, ::-1] @ [1, 256, 65536], drawn
    )


@given(arrays(np.uint16, shapes))
def test_depth_survives_and_other_readers_see_the_same(drawn):
    data = encode_gray16(drawn)

    np.testing.assert_array_equal(decode_gray16(data, "a.png"), drawn)
    np.testing.assert_array_equal(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED), drawn)


@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))), st.sampled_from(range(5)))
def test_every_row_filter_is_undone(pixels, kind):
    strategy = [cv2.IMWRITE_PNG_FILTER, 8 << kind]  # OpenCV's numbering: NONE 8, SUB 16, UP 32, AVG 64, PAETH 128
    done, data = cv2.imencode(".png", np.ascontiguousarray(pixels[:, :, ::-1]), strategy)

    assert done
    np.testing.assert_array_equal(decode_ids(data.tobytes(), "a.png"), pixels @ np.array([1, 256, 65536], np.uint32))


@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))), st.data())
def test_a_file_with_mixed_filters_reads_as_pillow_reads_it(raw, data):
    height, width, _ = raw.shape
    kinds = data.draw(st.lists(st.integers(0, 4), min_size=height, max_size=height))
    rows = b"".join(bytes([kind]) + line.tobytes() for kind, line in zip(kinds, raw, strict=True))

    file = png_of(width, height, rows)

    np.testing.assert_array_equal(decode_ids(file, "a.png"), panopticapi_ids(file))


def test_opaque_rgba_and_interlaced_files_are_read():
    drawn = np.arange(6 * 5, dtype=np.uint32).reshape(6, 5) * 70001 % 2**24
    rgb = np.stack([drawn & 255, drawn >> 8 & 255, drawn >> 16], -1).astype(np.uint8)
    rgba = np.dstack([rgb, np.full((6, 5), 255, np.uint8)])
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    adam7 = b"".join(
        b"\0" + line.tobytes()
        for y, x, down, right in passes
        for line in rgb[y::down, x::right]
        if rgb[y::down, x::right].size
    )

    np.testing.assert_array_equal(decode_ids(pillow_png(rgba), "a.png"), drawn)
    np.testing.assert_array_equal(decode_ids(png_of(5, 6, adam7, interlace=1), "a.png"), drawn)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"ids", "wanted a PNG"),
        (cv2.imencode(".jpg", np.zeros((4, 4, 3), np.uint8))[1].tobytes(), "a JPEG, which loses ids"),
        (pillow_png(np.zeros((4, 4), np.uint8)), "found 8-bit grey"),
        (pillow_png(np.zeros((4, 4), np.uint16)), "found 16-bit grey"),
        (pillow_png(np.zeros((4, 4), np.bool_)), "found 1-bit grey"),
        (png_of(1, 1, b"\0\0", color=3), "found 8-bit palette"),
        (png_of(1, 1, b"\0" + bytes(6), bits=16), "found 16-bit RGB"),
        (pillow_png(np.full((4, 4, 4), 128, np.uint8)), r"pixel \(y=0, x=0\) has opacity 128"),
        (png_of(40000, 40000, b""), "the header promises 40000 x 40000 pixels"),
        (png_of(0, 4, b""), "promises 0 x 4"),
        (png_of(2, 2, bytes(13)), "found 13 bytes of pixels, wanted 14"),
        (png_of(2, 2, bytes(15)), "found 15 bytes of pixels, wanted 14"),
        (png_of(1, 2, b"\0\0\0\0\7\0\0\0"), "row 1 has a filter that PNG does not know"),
        (png.SIGNATURE + b"\0\0\0\rIHDR", "ends within its header"),
    ],
)
def test_what_is_no_map_of_ids_is_refused(data, says):
    with pytest.raises(DataError, match=rf"^a.png: .*{says}"):
        decode_ids(data, "a.png")


def test_every_truncation_and_every_flipped_byte_is_noticed():
    drawn = np.arange(48, dtype=np.uint32).reshape(6, 8)
    data = encode_ids(drawn)

    for length in range(len(data)):
        with pytest.raises(DataError, match=r"a\.png"):
            decode_ids(data[:length], "a.png")
    for place in range(len(data) - 12):
        damaged = bytearray(data)
        damaged[place] ^= 0x55
        with pytest.raises(DataError, match=r"a\.png"):
            decode_ids(bytes(damaged), "a.png")


@given(st.binary(max_size=80))
def test_any_bytes_are_refused_in_one_line(tail):
    for data in (tail, png.SIGNATURE + tail, png_of(2, 2, tail), png_of(3, 3, bytes(30))[:-20] + tail):
        with pytest.raises(DataError) as caught:
            decode_ids(data, "a.png")
        assert "\n" not in str(caught.value)


def test_an_id_that_would_wrap_is_refused():
    with pytest.raises(LabelError, match="16777216 does not fit"):
        encode_ids(np.full((1, 1), 2**24, np.uint32))


def test_a_file_of_blocks_is_smaller_than_pillows():
    rng = np.random.default_rng(0)
    corners = rng.integers(0, 2**24, (24, 32)).astype(np.uint32)
    drawn = np.repeat(np.repeat(corners, 20, 0), 20, 1)
    rgb = np.stack([drawn & 255, drawn >> 8 & 255, drawn >> 16], -1).astype(np.uint8)

    assert len(encode_ids(drawn)) < len(pillow_png(rgb))


@given(ids)
def test_a_digest_tells_the_pixels_and_not_the_memory(drawn):
    assert pixel_digest(drawn) == pixel_digest(np.asfortranarray(drawn))
    assert pixel_digest(drawn) == pixel_digest(drawn.astype(">u4"))
    assert pixel_digest(drawn) != pixel_digest(drawn + 1)
    assert pixel_digest(drawn) != pixel_digest(drawn.ravel()) or drawn.shape == drawn.ravel().shape
