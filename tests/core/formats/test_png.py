import io
import struct
import tracemalloc
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from fuzz.png_files import blocks, chunk, colors_of, filtered, png_around, png_of
from panscape.errors import DataError, LabelError
from panscape.formats import png
from panscape.formats.png import decode_ids, decode_pixels, encode_ids, encode_pixels, pixel_digest, plain_rows

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


def decoded(data, **options):
    """The ids, or what the refusal says."""
    try:
        return decode_ids(data, "a.png", **options).tolist()
    except DataError as error:
        return str(error)


@given(ids)
def test_ids_survive_and_other_readers_see_the_same(drawn):
    data = encode_ids(drawn)

    np.testing.assert_array_equal(decode_ids(data, "a.png"), drawn)
    np.testing.assert_array_equal(panopticapi_ids(data), drawn)
    np.testing.assert_array_equal(
        cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)[:, :, ::-1] @ [1, 256, 65536], drawn
    )


channels = st.one_of(shapes, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3)))


@given(st.sampled_from([np.uint8, np.uint16]).flatmap(lambda kind: arrays(kind, channels)))
def test_numbers_survive_and_other_readers_see_the_same(drawn):
    bits, mode = 8 * drawn.itemsize, "RGB" if drawn.ndim == 3 else "grey"

    data = encode_pixels(drawn)

    np.testing.assert_array_equal(decode_pixels(data, "a.png", bits, mode), drawn)
    read = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(read[..., ::-1] if drawn.ndim == 3 else read, drawn)


def test_numbers_of_another_kind_are_refused():
    data = encode_pixels(np.zeros((2, 3), np.uint16))

    for bits, mode in ((8, "grey"), (16, "RGB")):
        with pytest.raises(DataError, match=f"a.png: found 16-bit grey, wanted {bits}-bit {mode}"):
            decode_pixels(data, "a.png", bits, mode)


def test_interlaced_numbers_are_read():
    colors = np.arange(5 * 7 * 3, dtype=np.uint16).reshape(5, 7, 3) * 601
    rows = b"".join(
        b"\0" + colors[y::down, x::right][row].astype(">u2").tobytes()
        for y, x, down, right in png.PASSES
        for row in range(len(colors[y::down, x::right]))
    )

    data = png_of(7, 5, rows, bits=16, interlace=1)

    np.testing.assert_array_equal(decode_pixels(data, "a.png", 16, "RGB"), colors)


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
    rgba = np.dstack([colors_of(drawn), np.full((6, 5), 255, np.uint8)])

    for kernels in (True, False):
        np.testing.assert_array_equal(decode_ids(pillow_png(rgba), "a.png", kernels=kernels), drawn)
        file = png_of(5, 6, adam7(drawn), interlace=1)
        np.testing.assert_array_equal(decode_ids(file, "a.png", kernels=kernels), drawn)


def adam7(drawn):
    """The rows of an interlaced file, by the specification."""
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    parts = [colors_of(drawn)[y::down, x::right] for y, x, down, right in passes]
    return b"".join(b"\0" + line.tobytes() for part in parts if part.size for line in part)


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
        (png_of(1, 2, b"\0\0\0\0\5\0\0\0", interlace=1), "row 0 has a filter that PNG does not know"),
        (png_of(2, 2, bytes(13), interlace=1), "found 13 bytes of pixels, wanted 15"),
        (png_of(2, 2, bytes(14), interlace=2), "the header is none that PNG knows"),
        (png_around(b"\0\0\0\2" * 2 + b"\x08\2\1\0\0", b""), "the header is none that PNG knows"),
        (png_around(b"\0\0\0\2" * 2 + b"\x08\2\0\1\0", b""), "the header is none that PNG knows"),
        (png_around(b"\0\0\0\2" * 2 + b"\x08\2\0\0\0\0", b""), "the header is none that PNG knows"),
        (png_around(b"\0\0\0\2" * 2 + b"\x08\2\0\0\0", zlib.compress(bytes(14))[:-4] + b"Adle"), "do not decompress"),
        (png.SIGNATURE + b"\0\0\0\rIHDR", "ends within its header"),
        (
            png_of(2, 2, bytes(14)).replace(b"IDAT", b"IDaT"),
            "the checksum of chunk b'IDaT' at byte 33 is wrong; the file is damaged: copy it again",
        ),
    ],
)
def test_what_is_no_map_of_ids_is_refused(data, says):
    with pytest.raises(DataError, match=rf"^a.png: .*{says}") as refused:
        decode_ids(data, "a.png")
    assert decoded(data, kernels=False) == str(refused.value)


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


@given(st.integers(0, 2**32), st.integers(1, 40), st.sampled_from([2, 6]), st.sampled_from([0, 1]), st.data())
def test_ids_and_refusals_are_the_same_without_kernels(seed, size, color, interlace, data):
    rng = np.random.default_rng(seed)
    height, width, step = int(rng.integers(1, size + 1)), int(rng.integers(1, size + 1)), 3 + (color == 6)
    raw = rng.integers(0, 256, (height, 1 + step * width)) * (rng.random((height, 1 + step * width)) < 0.2)
    raw[:, 0] = rng.integers(0, 5, height)
    raw[:, 4::4] = 0 if step == 4 else raw[:, 4::4]
    raw[0, 4 : 4 + step // 4] = 255
    rows = bytearray(raw.astype(np.uint8).tobytes())
    if interlace:
        rows[:] = bytes(sum(h * (1 + step * w) for h, w in passes_of(height, width)))
        rows[1::7] = rng.integers(0, 5, len(rows[1::7])).astype(np.uint8).tobytes()
    if data.draw(st.booleans()):
        rows[data.draw(st.integers(0, len(rows) - 1))] = data.draw(st.integers(0, 255))

    file = png_of(width, height, bytes(rows), color=color, interlace=interlace)

    assert decoded(file, kernels=False) == decoded(file)


def passes_of(height, width):
    sizes = [(-(-(height - y) // down), -(-(width - x) // right)) for y, x, down, right in png.PASSES]
    return [(h, w) for h, w in sizes if h > 0 and w > 0]


def test_a_map_wider_than_opencv_can_is_read_without_being_told():
    drawn = np.zeros((1, 10**6 + 1), np.uint32)
    drawn[0, -1] = 5

    np.testing.assert_array_equal(decode_ids(encode_ids(drawn), "a.png", kernels=False), drawn)


def test_what_follows_the_stream_is_passed_over_in_silence(capfd):
    drawn = blocks(np.random.default_rng(8), 6, 5)
    header = struct.pack(">IIBBBBB", 5, 6, 8, 2, 0, 0, 0)
    file = png_around(header, zlib.compress(filtered(drawn, [2] * 6)) + b"more")

    for kernels in (True, False):
        np.testing.assert_array_equal(decode_ids(file, "a.png", kernels=kernels), drawn)
    assert plain_rows(file, 6, 5) is not None
    assert capfd.readouterr().err == ""


def test_other_chunks_do_not_change_the_ids():
    drawn = blocks(np.random.default_rng(1), 6, 5)
    rows = filtered(drawn, [0] * 6)
    more = [
        chunk(b"gAMA", (10**5).to_bytes(4, "big")),
        chunk(b"tRNS", drawn[0, 0].astype(">u4").tobytes()[1:] * 2),
        chunk(b"acTL", bytes(8)),
        chunk(b"PLTE", bytes(6)),
        chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"),
    ]

    for interlace, pixels in ((0, rows), (1, adam7(drawn))):
        file = png_of(5, 6, pixels, interlace=interlace, more=more)
        for kernels in (True, False):
            np.testing.assert_array_equal(decode_ids(file, "a.png", kernels=kernels), drawn)


def test_chunks_that_readers_disagree_about_are_refused():
    header, stream = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0), zlib.compress(bytes(14))
    note, end = chunk(b"tEXt", b"a\0b"), chunk(b"IEND", b"")
    halves = [chunk(b"IDAT", stream[:5]), chunk(b"IDAT", stream[5:])]
    begin = png.SIGNATURE + chunk(b"IHDR", header)

    assert decoded(b"".join([begin, note, *halves, note, end])) == [[0, 0], [0, 0]]
    for kind, parts in (("IDAT", [halves[0], note, halves[1]]), ("IHDR", [chunk(b"IHDR", header), *halves])):
        wrong = b"".join([begin, *parts, end])
        assert f"chunk b'{kind}' at byte" in decoded(wrong) and "may not stand there" in decoded(wrong)
        assert plain_rows(wrong, 2, 2) is None


@given(st.integers(0, 2**32), st.data())
def test_plain_rows_are_those_of_the_file_or_none(seed, data):
    drawn = blocks(np.random.default_rng(seed), 7, 9)
    rows = filtered(drawn, data.draw(st.lists(st.integers(0, 4), min_size=7, max_size=7)))
    file = png_of(9, 7, rows, level=data.draw(st.integers(0, 9)))
    damaged = bytearray(file)
    damaged[data.draw(st.integers(0, len(file) - 13))] ^= data.draw(st.integers(1, 255))

    assert plain_rows(file, 7, 9) == rows
    assert plain_rows(bytes(damaged), 7, 9) is None
    assert plain_rows(file[: data.draw(st.integers(0, len(file) - 1))], 7, 9) is None
    assert plain_rows(file, 9, 7) is None


def test_only_plain_files_have_plain_rows():
    rows = filtered(np.full((2, 2), 9, np.uint32), [0, 0])

    assert plain_rows(png_of(2, 2, rows, more=[chunk(b"tEXt", b"a\0b")]), 2, 2) == rows
    for wrong in (
        png_of(2, 2, rows, interlace=1),
        png_of(2, 2, rows, bits=16),
        png_of(2, 2, rows + bytes(2), color=6),
        png_of(2, 2, rows, color=3),
        png_of(2, 2, rows + b"\0"),
        png_of(2, 2, rows[:-1]),
        b"",
    ):
        assert plain_rows(wrong, 2, 2) is None
    for height, width in ((0, 0), (-1, 2), (2**31, 2**31), (2**40, 1)):
        assert plain_rows(png_of(2, 2, rows), height, width) is None


def test_a_bomb_is_inflated_no_further_than_its_header_promises():
    bomb = zlib.compress(bytes(2**27), 9)

    file = png_around(b"\0\0\0\2" * 2 + b"\x08\2\0\0\0", bomb)

    assert len(bomb) * png.MOST_EXPANSION > png.ONE_PIECE
    tracemalloc.start()
    assert plain_rows(file, 2, 2) is None
    assert decoded(file).startswith("a.png: found 15 bytes of pixels")
    assert tracemalloc.get_traced_memory()[1] < 2**22
    tracemalloc.stop()


@pytest.mark.parametrize("largest", [0, png.ONE_PIECE])
def test_a_stream_without_its_end_has_no_plain_rows(monkeypatch, largest):
    rows = filtered(blocks(np.random.default_rng(2), 50, 60), [1] * 50)
    header = struct.pack(">IIBBBBB", 60, 50, 8, 2, 0, 0, 0)
    monkeypatch.setattr(png, "ONE_PIECE", largest)

    assert plain_rows(png_around(header, zlib.compress(rows)), 50, 60) == rows
    assert plain_rows(png_around(header, zlib.compress(rows + b"\0")), 50, 60) is None
    for missing in range(1, 9):
        assert plain_rows(png_around(header, zlib.compress(rows)[:-missing]), 50, 60) is None


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
