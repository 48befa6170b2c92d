"""What the fuzzer looks for, over seeds and drawn bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.agreement import check, file_of
from fuzz.seeds import SEEDS


@pytest.mark.parametrize("name", SEEDS)
def test_every_seed_is_read_alike_in_every_way(name):
    assert check(file_of(SEEDS[name])) == (name != "empty")


@settings(max_examples=300)
@given(st.sampled_from(sorted(SEEDS)), st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), max_size=6))
def test_a_damaged_seed_has_one_answer(name, changes):
    recipe = bytearray(SEEDS[name] or b"\1")
    for place, value in changes:
        recipe[place % len(recipe)] = value

    check(file_of(bytes(recipe)))


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_have_one_answer(recipe):
    check(file_of(recipe))
