"""A metric in a training loop counts what the labels count, in whatever form and however they were dealt out."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.drawn import pairs
from evaluation.forms import info as form
from evaluation.forms import sides
from evaluation.references import slow_counts, slow_quality
from panscape.errors import DataError, UsageError
from panscape.metrics import PANOPTICAPI, Rules
from panscape.metrics.accumulator import PanopticQuality
from panscape.metrics.columns import COLUMNS, columns_of

from strategies import CATEGORIES

IDS = [category.id for category in CATEGORIES]


def metric_of(seeds, numbered=False):
    """A metric that was given the pictures of some seeds, one by one."""
    metric = PanopticQuality(CATEGORIES)
    for seed in seeds:
        metric.update(*map(form, sides(seed)), numbers=[seed] if numbered else None)
    return metric


@given(st.lists(pairs(), min_size=1, max_size=4), st.sampled_from(["last", "all"]))
def test_scores_are_those_of_the_definition(drawn, crowds):
    metric = PanopticQuality(CATEGORIES, Rules(crowds))

    metric.update([form(truth) for truth, _ in drawn], [form(guess) for _, guess in drawn])

    slow = [slow_counts(t.ids, t.segments, g.ids, g.segments, IDS, crowds=crowds) for t, g in drawn]
    groups, _ = slow_quality(slow, CATEGORIES)
    found = metric.compute()
    for name, wanted in groups.items():
        group = getattr(found, name)
        assert (group.pq, group.sq, group.rq, group.n) == wanted


def test_told_areas_are_believed_where_the_rules_say_so():
    truth, guess = (np.array([[1, 1, 1, 0]]), [{"id": 1, "category_id": 1, "area": 6.0}]), np.array([[[1, 0]] * 4])

    told, counted = PanopticQuality(CATEGORIES, PANOPTICAPI), PanopticQuality(CATEGORIES)
    for metric in (told, counted):
        metric.update(truth, guess)

    assert (told.compute().all.pq, counted.compute().all.pq) == (0.0, 1.0)


def test_a_metric_without_pictures_has_no_scores():
    metric = metric_of(range(3))

    metric.reset()

    assert len(metric) == 0
    assert metric.compute() == PanopticQuality(CATEGORIES).compute()
    assert metric.compute().all.pq is None


def test_merging_in_order_gives_what_one_process_gives():
    whole = metric_of(range(20))

    parts = [metric_of(range(0, 7)), metric_of([]), metric_of(range(7, 20))]
    merged = PanopticQuality(CATEGORIES)
    for part in parts:
        merged.merge(part.state_dict())

    assert merged.compute() == whole.compute() == (parts[0] + parts[1] + parts[2]).compute()
    assert len(parts[0]) == 7


@settings(max_examples=25)
@given(st.permutations(range(8)), st.integers(1, 4))
def test_numbered_pictures_may_be_dealt_out_and_merged_in_any_order(order, processes):
    whole = metric_of(range(8), numbered=True)

    parts = [metric_of(order[k::processes], numbered=True) for k in range(processes)]
    merged = sum(parts[::-1], PanopticQuality(CATEGORIES))

    assert merged.compute() == whole.compute() == metric_of(range(8)).compute()
    for name, column in columns_of(metric_of(range(8)).counts()).items():
        np.testing.assert_array_equal(getattr(merged.counts(), name), column)


def test_a_picture_that_two_processes_were_given_counts_once():
    merged = metric_of([0, 2, 4], numbered=True) + metric_of([1, 3, 0], numbered=True)

    assert len(merged) == 6
    assert merged.compute() == metric_of(range(5)).compute()


def test_many_updates_give_what_one_batch_gives(monkeypatch):
    monkeypatch.setattr("panscape.metrics.accumulator.MOST_PARTS", 3)
    drawn = [sides(seed) for seed in range(10)]

    batch = PanopticQuality(CATEGORIES)
    batch.update(*([form(pair[k]) for pair in drawn] for k in range(2)))

    assert metric_of(range(10)).compute() == batch.compute()


@pytest.mark.parametrize("numbered", [False, True])
def test_a_state_survives_pickling_and_goes_on(numbered):
    metric = metric_of(range(4), numbered)

    state = pickle.loads(pickle.dumps(metric.state_dict()))
    again = metric_of([9])
    again.load_state_dict(state)
    again.update(*map(form, sides(4)), numbers=[4] if numbered else None)

    assert all(type(value) is np.ndarray and not value.dtype.hasobject for value in state.values())
    assert again.compute() == metric_of(range(5)).compute()


def test_a_state_is_small():
    state = metric_of(range(100)).state_dict()

    assert sum(column.nbytes for column in state.values()) < 100 * 16 * 14 + 1000


def test_an_empty_batch_adds_no_picture():
    metric = metric_of(range(2), numbered=True)

    metric.update([], [], numbers=[])

    assert (len(metric), metric.compute()) == (2, metric_of(range(2)).compute())
    with pytest.raises(UsageError, match="2 truths and 0 guesses"):
        metric.update([form(sides(3)[0])] * 2, [], numbers=[3, 4])


def test_an_update_that_is_refused_adds_nothing():
    metric = metric_of(range(2), numbered=True)
    before = metric.compute()
    good, bad = form(sides(5)[0]), (np.array([[7]]), [])

    with pytest.raises(DataError):
        metric.update([good, good], [good, bad], numbers=[5, 6])

    assert metric.compute() == before
    metric.update(good, good, numbers=[5])


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([0], r"picture 0 was given before; call reset\(\)"),
        ([3, 4], r"numbers \[3, 4\] for 1 pictures"),
        ([-1], r"numbers \[-1\] for 1 pictures; wanted one for each, integers from 0 to 9223372036854775807"),
        ([2**63], r"numbers \[9223372036854775808\] for 1 pictures"),
        ([2**70], "wanted one for each, integers from 0"),
        ([7.0], r"numbers \[7.0\] for 1 pictures"),
        ([float("nan")], r"numbers \[nan\] for 1 pictures"),
        ([None], r"numbers \[None\] for 1 pictures"),
        ([True], r"numbers \[True\] for 1 pictures"),
        ([np.True_], "for 1 pictures; wanted one for each"),
        (["7"], r"numbers \['7'\] for 1 pictures"),
        ("7", "numbers '7' for 1 pictures"),
        (7, "numbers 7 for 1 pictures"),
        (np.array(7), r"numbers array\(7\) for 1 pictures"),
        (np.array([7.0]), r"numbers array\(\[7.\]\) for 1 pictures"),
        (np.array([[7]]), r"numbers array\(\[\[7\]\]\) for 1 pictures"),
        (np.ma.masked_array([7], [True]), "for 1 pictures; wanted one for each"),
        ({7: 1}.keys() - {7}, "for 1 pictures; wanted one for each"),
        ((7, 7), r"numbers \(7, 7\) for 1 pictures"),
        (None, "numbers of pictures in some updates only"),
    ],
)
def test_numbers_that_cannot_be_are_refused(numbers, text):
    metric = metric_of(range(2), numbered=True)

    with pytest.raises(UsageError, match=text):
        metric.update(*map(form, sides(7)), numbers=numbers)


@pytest.mark.parametrize("numbers", [[2**63 - 1], (7,), range(7, 8), np.array([7], np.uint64), [np.array(7)]])
def test_numbers_may_be_whoevers_integers(numbers):
    metric = metric_of(range(2), numbered=True)

    metric.update(*map(form, sides(7)), numbers=numbers)

    assert metric.compute() == metric_of([0, 1, 7]).compute()
    assert metric.state_dict()["numbers"].tolist() == [0, 1, int(numbers[0])]


def test_what_does_not_fit_is_not_merged():
    metric = metric_of(range(2))

    with pytest.raises(UsageError, match="other categories or rules"):
        metric.merge(PanopticQuality(CATEGORIES[:2]))
    with pytest.raises(UsageError, match="other categories or rules"):
        metric.merge(PanopticQuality(CATEGORIES, PANOPTICAPI))
    with pytest.raises(UsageError, match="only one of the two metrics has numbers"):
        metric.merge(metric_of([5], numbered=True))
    with pytest.raises(UsageError, match="2 truths and 1 guesses"):
        metric.update([form(sides(0)[0])] * 2, form(sides(0)[1]))


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        ({"version": np.array(9)}, DataError, "state: found version 9, wanted 1"),
        ({"version": np.array("x")}, DataError, "state: found version x, wanted 1"),
        ({"version": None}, DataError, "state: found version nothing, wanted 1"),
        ({"version": 1}, DataError, "state: found version int, wanted 1"),
        ({"version": np.array([1, 1])}, DataError, r"state: found version int64 \(2,\), wanted 1"),
        ({"category_ids": [1, 2, 3, 4]}, DataError, "state: category_ids: found list, wanted an array of 1 dim"),
        ({"rules": np.array(["last", "pixels"], object)}, DataError, r"state: rules: found object \(2,\)"),
        ({"pictures": np.array("x")}, DataError, r"state: pictures: found <U1 \(\), wanted an array of 0 dim"),
        ({"pictures": np.array(-1)}, DataError, "state: found -1 pictures"),
        ({"pictures": np.array(2**31)}, DataError, "state: found 2147483648 pictures, wanted 0 to 2147483647"),
        ({"numbers": [4]}, DataError, "state: numbers: found list"),
        ({"numbers": np.array(4)}, DataError, r"state: numbers: found int64 \(\)"),
        ({"numbers": np.array([1.0, 2.0, 3.0])}, DataError, r"state: numbers: found float64 \(3,\)"),
        ({"numbers": np.array([1, 2, -3])}, DataError, "3 numbers of 3 pictures, or one that is not from 0"),
        (
            {"numbers": np.array([1, 2, 2**63], np.uint64)},
            DataError,
            "or one that is not from 0 to 9223372036854775807",
        ),
        ({"ious": [0.9]}, DataError, "ious: found list"),
        ({"category_ids": np.array([5, 6, 7, 8])}, UsageError, "other categories"),
        ({"isthing": np.zeros(4, bool)}, UsageError, "other things and stuff"),
        ({"rules": np.array(["all", "pixels"])}, UsageError, "other rules"),
        ({"numbers": None}, DataError, "state: numbers: found nothing"),
        ({"numbers": np.array([1])}, DataError, "1 numbers of 3 pictures"),
        ({"pictures": np.array(1)}, DataError, "event of a picture that is none of 1"),
        ({"ious": np.array([0.9])}, DataError, "ious: found 1"),
        ({"tp_place": np.array(["x"])}, DataError, "tp_place: found <U1"),
        ({"fp_place": None}, DataError, "fp_place: found nothing"),
    ],
)
def test_a_state_that_is_none_or_anothers_is_refused(change, error, text):
    state = metric_of(range(3)).state_dict() | change
    metric = metric_of([7])

    with pytest.raises(error, match=text):
        metric.load_state_dict({name: value for name, value in state.items() if value is not None})

    assert metric.compute() == metric_of([7]).compute()


@pytest.mark.parametrize("junk", [None, 3, [], "state", np.zeros(3), {}, {"version": np.array(1)}])
def test_what_is_no_state_at_all_is_refused(junk):
    metric = metric_of([7])

    for take in (metric.load_state_dict, metric.merge):
        with pytest.raises(DataError, match="state: "):
            take(junk)
    with pytest.raises(TypeError, match="unsupported operand"):
        metric + junk

    assert metric.compute() == metric_of([7]).compute()


def test_more_pictures_than_events_can_name_are_refused():
    state = PanopticQuality(CATEGORIES).state_dict() | {"pictures": np.array(2**31 - 1)}
    metric = metric_of([7])

    with pytest.raises(UsageError, match="found 2147483648 pictures; a metric holds 2147483647"):
        metric.merge(state)

    assert metric.compute() == metric_of([7]).compute()


def test_a_state_and_its_metric_share_no_memory():
    metric, again = metric_of(range(4)), PanopticQuality(CATEGORIES)
    wanted, state = metric.compute(), metric.state_dict()

    again.load_state_dict(state)
    for column in state.values():
        column[...] = 0 if column.dtype.kind != "U" else "x"

    assert metric.compute() == again.compute() == wanted


def test_counts_that_are_handed_out_cannot_be_written_to():
    counts = metric_of(range(4)).counts()

    for column in columns_of(counts).values():
        with pytest.raises(ValueError, match="read-only"):
            column[:] = 0


@pytest.mark.parametrize("name", [name for name in COLUMNS if name != "ious"])
def test_an_event_that_cannot_be_is_refused(name):
    state = metric_of(range(6)).state_dict()
    for value in (-1, 6 if name.endswith("picture") else 4):
        column = state[name].copy()
        column[-1] = value

        with pytest.raises(DataError, match=r"event of a (picture|category) that is none|not in the order"):
            metric_of([]).load_state_dict(state | {name: column})
