"""Runs read from filtered rows are the runs of the pixels, whatever the filters and the bytes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.png_files import blocks, filtered, png_of
from panscape.formats.png import decode_ids
from panscape.formats.rows.kernels import read_runs


def runs(rows, height, width, room=None):
    """The ids that the runs spell, and how many places they take; None if the kernel declines."""
    room = (height + 1) * (width + 1) + 2 if room is None else room
    starts, ids, where = np.empty(room, np.int32), np.empty(room, np.uint32), np.empty(height, np.int64)
    used = read_runs(np.frombuffer(rows, np.uint8), height, width, starts, ids, where)
    if used < 0:
        return None
    spelled = np.empty((height, width), np.uint32)
    for y in range(height):
        k = where[y]
        assert starts[k] == 0
        while starts[k] < width:
            assert starts[k] < starts[k + 1] <= width and k + 1 < used
            assert starts[k + 1] == width or ids[k] != ids[k + 1]
            spelled[y, starts[k] : starts[k + 1]] = ids[k]
            k += 1
    return spelled, used


@given(st.integers(0, 2**32), st.integers(1, 12), st.integers(1, 90), st.data())
def test_runs_spell_the_ids_whatever_the_filters(seed, height, width, data):
    drawn = blocks(np.random.default_rng(seed), height, width)
    kinds = data.draw(st.lists(st.integers(0, 4), min_size=height, max_size=height))

    spelled, _ = runs(filtered(drawn, kinds), height, width)

    np.testing.assert_array_equal(spelled, drawn)


@given(
    st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 60), *map(st.sampled_from, ([0.02, 0.3, 1.0], [3, 256]))
)
def test_runs_of_any_bytes_spell_what_the_decoder_reads(seed, height, width, share, end):
    """Small bytes, too: then Paeth's distances are often the same."""
    rng = np.random.default_rng(seed)
    raw = np.where(rng.random((height, 1 + 3 * width)) < share, rng.integers(0, end, (height, 1 + 3 * width)), 0)
    raw[:, 0] = rng.integers(0, 5, height)
    rows = raw.astype(np.uint8).tobytes()

    spelled, _ = runs(rows, height, width)

    np.testing.assert_array_equal(spelled, decode_ids(png_of(width, height, rows), "a.png"))


@pytest.mark.parametrize("kind", range(5))
def test_every_change_near_the_edge_of_a_block_is_seen(kind):
    """64 bytes are looked at in one go: each pixel of three rows is the odd one once."""
    for place in range(3 * 50):
        drawn = np.zeros((3, 50), np.uint32)
        drawn.reshape(-1)[place] = (1, 256, 65536)[place % 3]

        spelled, _ = runs(filtered(drawn, [kind] * 3), 3, 50)

        np.testing.assert_array_equal(spelled, drawn)


def test_rows_like_the_one_above_cost_no_room():
    drawn = np.repeat(np.array([[7, 7, 9, 0]], np.uint32), 1000, 0)

    _, used = runs(filtered(drawn, [2] * 1000), 1000, 4, room=16)

    assert used == 2 + 4


def test_what_is_no_picture_is_declined():
    rows = filtered(np.full((3, 4), 5, np.uint32), [0, 1, 2])

    assert runs(rows, 3, 4) is not None
    for wrong in (rows[:-1], rows + b"\0", b""):
        assert runs(wrong, 3, 4) is None
    for height, width in ((0, 4), (3, 0), (4, 3), (-3, -4)):
        assert read_runs(np.frombuffer(rows, np.uint8), height, width, *_room(99), np.empty(9, np.int64)) == -1
    for y in range(3):
        assert runs(rows[: 13 * y] + b"\5" + rows[13 * y + 1 :], 3, 4) is None


def test_runs_without_room_are_declined_before_they_are_written():
    drawn = np.arange(40, dtype=np.uint32).reshape(4, 10)
    rows = np.frombuffer(filtered(drawn, [0] * 4), np.uint8)

    for room in range(2 + 4 * 11):
        starts, ids = (np.full(64, 77, kind) for kind in (np.int32, np.uint32))

        assert read_runs(rows, 4, 10, starts[:room], ids[:room], np.empty(4, np.int64)) == -1
        assert (starts[room:] == 77).all() and (ids[room:] == 77).all()
    assert runs(rows.tobytes(), 4, 10, room=2 + 4 * 11) is not None
    assert read_runs(rows, 4, 10, np.empty(64, np.int32), np.empty(63, np.uint32), np.empty(4, np.int64)) == -1
    assert read_runs(rows, 4, 10, *_room(64), np.empty(3, np.int64)) == -1


def _room(size):
    return np.empty(size, np.int32), np.empty(size, np.uint32)
