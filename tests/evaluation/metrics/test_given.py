"""A picture is the same picture in every form, and one that cannot be is refused with its place and the way out."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluation.forms import FakeTensor, info, label, merged_stuff, numbered, paired, rle, rles, sides
from fuzz.png_files import colors_of
from panscape.categories import Category
from panscape.errors import ConfigError, LabelError, UsageError
from panscape.metrics import Rules
from panscape.metrics.accumulator import PanopticQuality

from strategies import CATEGORIES

EVERY_CROWD = Rules("all")
ONE = np.array([[1, 1], [0, 2]])
ROWS = [{"id": 1, "category_id": 1}, {"id": 2, "category_id": 3}]


def scored(truth, guess, **options):
    metric = PanopticQuality(CATEGORIES, **options)
    metric.update(truth, guess)
    return metric.compute(), len(metric)


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_one_picture_scores_the_same_in_every_form(seed):
    truth, guess = map(numbered, sides(seed))
    assume(truth.segments or guess.segments)  # two empty lists of RLEs are no picture: nothing tells its size
    wanted = scored(info(truth), info(guess))

    for form in (
        label,
        rles,
        lambda side: rles(side, bytes),
        lambda side: rles(side, list),
        lambda side: (FakeTensor(side.ids.astype(np.int32)), info(side)[1]),
        lambda side: {"segmentation": side.ids.astype(np.int64), "segments_info": info(side)[1]},
        lambda side: [info(side)],
        lambda side: (side.ids[None], [info(side)[1]]),
        lambda side: (colors_of(side.ids), info(side)[1]),
        lambda side: (FakeTensor(colors_of(side.ids)[None]), [info(side)[1]]),
        lambda side: {"segmentation": colors_of(side.ids), "segments_info": info(side)[1]},
        lambda side: [rles(side)],
    ):
        assert scored(form(truth), form(guess)) == wanted
    assert scored(label(truth), rles(guess)) == wanted
    assert scored((colors_of(truth.ids), info(truth)[1]), info(guess)) == wanted
    assert scored(label(truth), [(colors_of(guess.ids), info(guess)[1])]) == wanted


@given(st.integers(0, 2**32))
def test_paired_maps_are_pictures_whose_stuff_is_one_segment(seed):
    truth, guess = map(merged_stuff, sides(seed))
    wanted = scored(info(truth), info(guess), rules=EVERY_CROWD)

    for form in (
        paired,
        lambda side: FakeTensor(paired(side)),
        lambda side: paired(side)[None],
        lambda side: tuple(np.moveaxis(paired(side), -1, 0)),
        lambda side: tuple(FakeTensor(part) for part in np.moveaxis(paired(side), -1, 0).astype(np.int32)),
        lambda side: [paired(side)],
    ):
        assert scored(form(truth), form(guess), rules=EVERY_CROWD) == wanted


def test_the_crowd_of_paired_maps_that_counts_as_last_is_number_minus_one():
    truth = np.array([[[1, -2], [1, -1]]]).repeat(4, axis=1)
    guesses = [np.where(np.arange(8) // 4 == k, 1, 0)[None] for k in range(2)]

    spurious = [scored(truth, (one, [{"id": 1, "category_id": 1}]))[0].categories[0].fp for one in guesses]

    assert spurious == [1, 0]


def test_batches_of_one_size_come_as_stacks():
    drawn = [sides(seed) for seed in range(40)]
    same = [pair for pair in drawn if pair[0].ids.shape == drawn[0][0].ids.shape] * 2
    wanted = PanopticQuality(CATEGORIES)
    for truth, guess in same:
        wanted.update(info(truth), info(guess))

    found = PanopticQuality(CATEGORIES)
    found.update(*((np.stack([p[k].ids for p in same]), [info(p[k])[1] for p in same]) for k in range(2)))

    assert found.compute() == wanted.compute()
    assert len(found) == len(same)


def test_numbers_of_a_model_are_translated_and_its_void_is_left_out():
    truth = np.array([[0, 0, 255, 7]])
    instances = np.array([[1, 2, 0, 0]])

    found, _ = scored((truth, instances), (truth, instances), numbering={0: 1, 7: 3}, void=255)

    assert [(one.category.id, one.tp) for one in found.categories if one.tp] == [(1, 2), (3, 1)]


def test_a_negative_instance_of_a_thing_is_a_crowd_and_of_a_stuff_nothing():
    truth = (np.array([[1, 1, 3, 3]]), np.array([[-1, -1, -1, -2]]))

    found, _ = scored(truth, (truth[0], np.zeros((1, 4), np.int8)))

    assert [(one.tp, one.fp, one.fn) for one in found.categories] == [(0, 0, 0), (0, 0, 0), (1, 0, 0), (0, 0, 0)]


def test_a_thing_without_pixels_may_be_guessed_by_an_empty_list():
    missed, _ = scored((ONE, ROWS), [])
    nothing, pictures = scored(np.zeros((2, 2, 2), np.uint8), [])

    assert [one.fn for one in missed.categories] == [1, 0, 1, 0]
    assert (nothing.all.n, pictures) == (0, 1)


def test_transformers_names_are_known_and_tensors_of_one_number_are_numbers():
    rows = [{"id": np.int64(1), "label_id": np.array(1)}, {"id": 2, "label_id": 3, "iscrowd": np.True_}]

    found, _ = scored({"segmentation": ONE, "segments_info": rows}, (ONE, ROWS))

    assert [(one.tp, one.fp, one.fn) for one in found.categories] == [(1, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int32, np.int64])
def test_transformers_prediction_of_nothing_is_void_all_over(dtype):
    nothing = {"segmentation": FakeTensor(np.full((2, 2), -1, dtype)), "segments_info": []}

    wanted = scored((ONE, ROWS), (np.zeros((2, 2), np.uint8), []))

    assert scored((ONE, ROWS), nothing) == wanted
    assert scored((ONE, ROWS), {"segmentation": None, "segments_info": []}) == wanted


def test_minus_one_is_void_beside_segments_too():
    minus = {"segmentation": np.where(ONE == 0, -1, ONE), "segments_info": ROWS}

    assert scored((ONE, ROWS), minus) == scored((ONE, ROWS), (ONE, ROWS))
    with pytest.raises(LabelError, match=r"guess: pixel \(y=1, x=0\) holds id -1"):
        scored((ONE, ROWS), (minus["segmentation"], ROWS))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_maps_of_floats_that_are_whole_are_maps(dtype):
    wanted = scored((ONE, ROWS), (ONE, ROWS))
    pair = np.stack([np.where(ONE == 2, 3, ONE), ONE - 1], axis=-1)

    assert scored((ONE.astype(dtype), ROWS), (ONE, ROWS)) == wanted
    assert scored(pair.astype(dtype), (pair[..., 0].astype(dtype), pair[..., 1])) == scored(pair, pair)


def test_a_tensor_of_a_kind_that_numpy_lacks_is_refused():
    with pytest.raises(LabelError, match=r"truth: found a map of torch.bfloat16, wanted integers"):
        scored((OddTensor(ONE), ROWS), (ONE, ROWS))


class OddTensor(FakeTensor):
    dtype = "torch.bfloat16"

    def __init__(self, array):
        self.shape = array.shape

    def cpu(self):
        return self

    def numpy(self):
        raise TypeError("Got unsupported ScalarType BFloat16")


@pytest.mark.parametrize("batch", [[], (), np.zeros((0, 3, 3, 2), np.int64), (np.zeros((0, 2, 2), np.int64), [])])
def test_an_empty_list_on_the_other_side_of_no_picture_is_none(batch):
    for other in ([], ()):
        assert scored(batch, other)[1] == scored(other, batch)[1] == 0


def test_a_picture_of_colours_without_segments_is_void_all_over():
    colors = colors_of(np.uint32(ONE))

    assert scored((colors, ROWS), (np.zeros_like(colors), [])) == scored((ONE, ROWS), (ONE * 0, []))
    assert scored((colors, ROWS), []) == scored((ONE, ROWS), [])


def test_narrow_maps_of_bytes_are_a_batch_where_as_many_lists_come_with_them():
    ids = np.array([[[1, 1, 2]], [[1, 2, 2]]], np.uint8)

    assert scored((ids, [ROWS, ROWS]), [(ids[0], ROWS), (ids[1], ROWS)])[1] == 2
    assert scored((ids[:0], []), [])[1] == 0


def test_an_empty_batch_of_maps_adds_nothing():
    assert scored(np.zeros((0, 3, 3, 2), np.int64), np.zeros((0, 3, 3, 2), np.int64))[1] == 0


BAD = [
    ((ONE, ROWS[:1]), r"truth: pixel \(y=1, x=1\) holds id 2, which segments_info lacks"),
    ((ONE, [*ROWS, {"id": 2, "category_id": 1}]), "truth: segments_info: id 2 is there twice"),
    ((ONE, [*ROWS, {"id": 0, "category_id": 1}]), "id 0 is none; ids are 1 to 4294967295, and 0 is void"),
    ((ONE, [*ROWS, {"id": 5, "category_id": 1}]), "truth: segment 5 has no pixel; leave it out"),
    ((ONE, [*ROWS, {"id": 5, "category_id": 9}]), "truth: segment 5 has category 9, which the truth's categories lack"),
    ((ONE, [{"id": 1.0, "category_id": 1}]), r"segments_info\[0\].id: found 1.0 \(float\), wanted an integer"),
    ((ONE, [{"id": True, "category_id": 1}]), r"segments_info\[0\].id: found True \(bool\)"),
    ((ONE, [{"id": 1}]), r"segments_info\[0\].category_id: found nothing"),
    ((ONE, [{"id": 1, "category_id": 1, "iscrowd": "no"}]), r"iscrowd: found 'no' \(str\)"),
    ((ONE, [{"id": 1, "category_id": 1, "area": 1.5}]), r"area: found 1.5 \(float\)"),
    ((ONE, [{"id": 1, "category_id": 1, "area": 2**63}]), r"\[0\].area: found 9223372036854775808, wanted 1 to 2684"),
    ((ONE, [{"id": 1, "category_id": 1, "area": 2**28 + 1}]), "area: found 268435457, wanted 1 to 268435456 pixels"),
    ((ONE, [{"id": 1, "category_id": 1, "area": 1e300}]), "area: found 1e.300, wanted 1 to 268435456 pixels"),
    (
        (ONE, [{"id": 1, "category_id": 1, "area": -4}]),
        "area: found -4, wanted 1 to .* leave it out, and it is counted",
    ),
    ((ONE, [{"id": 1, "category_id": 1, "area": 0.0}]), "area: found 0.0, wanted 1 to 268435456 pixels"),
    ((ONE, [{"id": 1, "category_id": 1, "area": float("inf")}]), r"area: found inf \(float\), wanted an integer"),
    ((ONE, [7]), r"segments_info\[0\]: found int, wanted a dict"),
    ((ONE, {"id": 1}), "segments_info: found dict, wanted a list"),
    ((ONE - 1, ROWS), r"pixel \(y=1, x=0\) holds id -1, wanted 0 to 4294967295; void is 0"),
    ((ONE + 2**40, ROWS), r"pixel \(y=0, x=0\) holds id 1099511627777"),
    ((np.ma.masked_array(ONE, ONE == 2), ROWS), r"truth: found a masked array, .* fill it .*ids.filled\(0\)"),
    ((ONE, np.ma.masked_array(ONE, ONE == 2)), "truth: found a masked array"),
    (np.ma.masked_array(np.stack([ONE, ONE], -1), False), "truth: found a masked array"),
    ({"segmentation": np.ma.masked_array(ONE, False), "segments_info": ROWS}, "truth: found a masked array"),
    ((ONE > 0, ROWS), "found a map of bool, wanted integers"),
    ((ONE.astype(object), ONE), "found a map of object, wanted integers"),
    ((ONE * 1.5, ROWS), r"pixel \(y=0, x=0\) of a map of float64 holds 1.5, wanted whole numbers below 9007"),
    ((np.where(ONE == 2, np.nan, ONE), ROWS), r"pixel \(y=1, x=1\) of a map of float64 holds nan"),
    ((np.where(ONE == 2, np.inf, ONE), ONE), r"pixel \(y=1, x=1\) of a map of float64 holds inf"),
    ((ONE, np.float32(ONE + 2.0**24)), r"map of float32 holds 16777216.0, wanted whole numbers below 16777216, which"),
    ((np.float16(ONE + 2047), ROWS), r"pixel \(y=0, x=0\) of a map of float16 holds 2048.0"),
    ((ONE - 2.0, ROWS), r"pixel \(y=0, x=0\) holds id -1, wanted 0"),
    ({"segmentation": ONE - 3, "segments_info": ROWS}, r"pixel \(y=0, x=0\) holds id -2, wanted 0 to 4294967295"),
    ({"segmentation": None, "segments_info": ROWS}, "truth: segmentation: found NoneType, wanted a map"),
    ({"segmentation": [[1]], "segments_info": ROWS}, "truth: segmentation: found list, wanted a map"),
    ({"segmentation": ONE, "segments_info": ONE}, "truth: segments_info: found ndarray, wanted a list of dicts"),
    ({"segmentation": ONE - 1, "segments_info": ROWS}, r"truth: segment 2 has no pixel"),
    ((ONE.astype(np.uint64) + np.uint64(2**63), ROWS), r"pixel \(y=0, x=0\) holds id 9223372036854775809"),
    ((ONE.astype(np.uint64) + np.uint64(2**63), ONE), "found 9223372036854775810 in a map, wanted numbers below"),
    ((ONE[None], [ROWS, ROWS]), r"map \(1, 2, 2\) int64 and segments_info of 2; wanted ids \(H, W\)"),
    ((np.stack([ONE] * 3, -1), ROWS), r"map \(2, 2, 3\) int64 and .* or colours \(H, W, 3\) uint8 and a list of dic"),
    ((ONE[None], [None]), r"truth\[0\]: segments_info: found NoneType, wanted a list of dicts"),
    ((np.array(3, np.uint8), ROWS), r"map \(\) uint8 and segments_info of 2; wanted"),
    ((colors_of(np.uint32(ONE * 256)), ROWS), r"truth: pixel \(y=0, x=0\) holds id 256|holds id 512, which segments_"),
    ((colors_of(np.uint32(ONE))[:1], ROWS[:1]), "guess has 2 x 2 pixels, truth has 2 x 1"),
    ((colors_of(np.uint32(ONE)), [7]), r"segments_info\[0\]: found int, wanted a dict"),
    ((colors_of(np.uint32(ONE)), [*ROWS, {"id": 2**25, "category_id": 1}]), "truth: segment 33554432 has no pixel"),
    ((ONE, ONE[:1]), r"found categories \(2, 2\) and instances \(1, 2\)"),
    ((np.array([[1, 1], [9, 2]]), ONE), r"pixel \(y=1, x=0\) holds category 9, which .*numbering=.*void=0 now"),
    ((ONE[:1], ROWS[:1]), "truth has 2 x 1 pixels|guess has 2 x 2 pixels, truth has 2 x 1"),
]


@pytest.mark.parametrize(("truth", "text"), BAD, ids=range(len(BAD)))
def test_a_picture_that_cannot_be_is_refused_with_its_place(truth, text):
    with pytest.raises(LabelError, match=text):
        scored(truth, (ONE, ROWS))


RLE = rle(ONE == 1)
BAD_RLES = [
    ([(1, RLE), (3, rle(ONE > 0))], r"guess: segments 1 and 2 of the list share 2 pixels; .* by score"),
    ([(1, RLE), (9, rle(ONE == 2))], "guess: segment 2 has category 9"),
    ([(1, [[0, 0, 2, 0, 2, 2]])], r"found list, wanted an RLE .*frPyObjects"),
    ([(1, {"counts": "x"})], "segment 1: segmentation: found NoneType|found dict, wanted an RLE"),
    ([(1, {"size": [2, -2], "counts": []})], r"found size \[2, -2\]"),
    ([(1, {"size": [2, 2], "counts": [1, 2]})], "its runs cover 3 pixels, but the picture has 4"),
    ([(1, {"size": [2, 2], "counts": [6, -2]})], "its counts are no run lengths"),
    ([(1, {"size": [2, 2], "counts": "\x00"})], "its counts are no run lengths"),
    ([(1, {"size": [2, 2], "counts": b"\xff"})], "its counts are no run lengths"),
    (
        [(1, RLE), (1, {"size": [4, 1], "counts": [4]})],
        r"guess: segment 2: .*size is \[4, 1\], but the picture is \[2, 2\]",
    ),
    ([(1, RLE), (1, None)], "guess: segment 2: segmentation: found NoneType, wanted an RLE"),
    ([(1, RLE), (1, {"counts": [4]})], "segment 2: segmentation: its size is None"),
    ([(1, {"size": [2, 2], "counts": [4]})], "guess: segment 1 has no pixel"),
]


@pytest.mark.parametrize(("guess", "text"), BAD_RLES, ids=range(len(BAD_RLES)))
def test_rles_that_cannot_be_are_refused_with_their_place(guess, text):
    with pytest.raises(LabelError, match=text):
        scored((ONE, ROWS), [{"category_id": c, "segmentation": one} for c, one in guess])


def test_the_place_within_a_batch_is_told():
    with pytest.raises(LabelError, match=r"guess\[1\]: segments_info: id 2 is there twice"):
        scored([(ONE, ROWS)] * 2, [(ONE, ROWS), (ONE, [*ROWS, ROWS[1]])])
    with pytest.raises(LabelError, match=r"truth\[1\]: segment 9 has no pixel"):
        scored((np.stack([ONE, ONE]), [ROWS, [*ROWS, {"id": 9, "category_id": 1}]]), [(ONE, ROWS)] * 2)
    with pytest.raises(LabelError, match=r"guess\[1\]: pixel \(y=1, x=1\) holds id 2"):
        scored([(ONE, ROWS)] * 2, [(ONE, ROWS), (ONE, ROWS[:1])])


@pytest.mark.parametrize("thing", [None, 3, "x.png", np.zeros((2, 3, 4), np.int64), [[(ONE, ROWS)] * 2]])
def test_what_is_no_picture_is_refused_with_the_forms_there_are(thing):
    with pytest.raises(UsageError, match=r"guess.*wanted a PanopticLabel; \(ids, segments_info\)"):
        scored((ONE, ROWS), thing)


def test_a_tuple_of_two_paired_maps_is_ambiguous_and_refused():
    first, second = np.ones((2, 4, 2), np.int64), np.ones((3, 4, 2), np.int64)

    for pair in ((first, first), (FakeTensor(first), FakeTensor(second))):
        with pytest.raises(UsageError, match=r"truth: found a tuple of two arrays \(2, 4, 2\).* pictures as a list"):
            scored(pair, pair)

    assert scored([first, second], [first, second])[1] == 2
    assert scored(np.ones((2, 4, 2, 2), np.int64), [np.ones((4, 2, 2), np.int64)] * 2)[1] == 2


def test_a_size_that_nobody_tells_is_refused():
    with pytest.raises(LabelError, match=r"truth\[0\]: neither it nor the guess has .* size is unknown"):
        scored([[], []], [[], []])
    with pytest.raises(LabelError, match="size is unknown"):
        scored({"segmentation": None, "segments_info": []}, [])


def test_a_numbering_that_leads_nowhere_is_refused():
    with pytest.raises(ConfigError, match="leads to category 9"):
        PanopticQuality(CATEGORIES, numbering={0: 9}, void=255)
    with pytest.raises(ConfigError, match="number 0 stands for void and for category 1; give void another"):
        PanopticQuality(CATEGORIES, numbering={0: 1})


def test_categories_that_share_an_id_are_refused():
    twin = Category(CATEGORIES[0].id, "zebra", False, (1, 2, 3))

    with pytest.raises(ConfigError, match=rf"categories '{CATEGORIES[0].name}' and 'zebra' both have id {twin.id}"):
        PanopticQuality([*CATEGORIES, twin])


def test_categories_of_any_number_and_order_are_told_apart():
    categories = (Category(900, "late", True, (1, 2, 3)), Category(2, "early", False, (3, 2, 1)))
    metric = PanopticQuality(categories)

    metric.update((np.array([[900, 2]]), np.array([[4, 4]])), (np.array([[900, 900]]), np.array([[4, 4]])))

    assert [(one.tp, one.fp, one.fn) for one in metric.compute().categories] == [(0, 1, 1), (0, 0, 1)]
