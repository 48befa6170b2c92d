"""Run lengths are read all at once as they are letter by letter, and masks painted as pycocotools encoded them."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evaluation.forms import rle
from panscape.errors import LabelError
from panscape.formats.rle import run_lengths
from panscape.metrics.painted import MOST_RUN, painted, run_lengths_of


@given(st.one_of(st.text(st.characters(min_codepoint=46, max_codepoint=113), max_size=30), st.text(max_size=5)))
@example("oooooooooooooo0")
@example("ooooooo0")
def test_any_text_is_read_as_letter_by_letter(text):
    wanted = run_lengths(text)

    found = run_lengths_of(text)

    if wanted is None or any(abs(run) > MOST_RUN for run in wanted):
        assert found is None
    else:
        assert found.tolist() == wanted


@given(st.integers(0, 2**32), st.floats(0.01, 0.99), st.sampled_from([str, bytes, list]))
def test_masks_are_painted_as_pycocotools_encoded_them(seed, share, spelling):
    rng = np.random.default_rng(seed)
    height, width = rng.integers(1, 40, 2)
    wanted = rng.integers(1, 4, (height, width)) * (rng.random((height, width)) < share)

    found = painted([rle(wanted == k, spelling) for k in (1, 2, 3)], "truth")

    np.testing.assert_array_equal(found, wanted)


def test_a_mask_as_large_as_pictures_get_is_read():
    found = run_lengths_of(rle(np.ones((3000, 4000), bool))["counts"])

    assert found.tolist() == [0, 12_000_000]


@pytest.mark.parametrize("size", [[10**6, 10**6], (2**28 + 1, 1), [1, 2**70]])
def test_a_picture_larger_than_files_may_be_is_refused_before_it_is_painted(size):
    with pytest.raises(LabelError, match=r"truth: segment 1: .*found size .*, wanted at most 268435456 pixels"):
        painted([{"size": size, "counts": [size[0] * size[1]]}], "truth")


@pytest.mark.parametrize("counts", [None, 7, [1, "2"], [2**60], "é"])
def test_what_is_no_count_has_no_runs(counts):
    assert run_lengths_of(counts) is None
