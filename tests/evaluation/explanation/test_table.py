"""The tables have each segment and each picture once, and say of it what the scores were made of."""

import numpy as np
import pytest

from evaluation.drawn import random_pair
from evaluation.sketches import Row, joint_of, sketched
from panscape.explanation.causes import causes
from panscape.explanation.facts import KnownFacts, column_of, fact
from panscape.explanation.table import Table, picture_table, segment_table
from panscape.metrics import Counts, JointSet, match, score

from strategies import CATEGORIES


def drawn_joint(pictures=30):
    rng = np.random.default_rng(6)
    pairs = [random_pair(rng) for _ in range(pictures)]
    return JointSet.joined(
        [joint_of(*(s.ids for s in pair), *([Row(*one) for one in s.segments] for s in pair)) for pair in pairs]
    )


def table_of(joint, image_ids, facts=(), known=None):
    matches = match(joint)
    found = [fact(path, joint, known, CATEGORIES) for path in facts]
    return segment_table(joint, matches, causes(joint, matches), CATEGORIES, image_ids, found)


def dicts(table):
    columns = {name: column.plain() for name, column in table.columns.items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_a_row_says_what_became_of_a_segment():
    # A cat is found, a dog taken for a cat; one more cat lies on void; the crowd of cats is found by nobody.
    joint, _ = sketched(("aaaadddggggggg....AA", "aaagbbbgggggggccccgg"))

    rows = dicts(table_of(joint, [7]))

    shown = [(row["side"], chr(row["segment_id"]), row["category"], row["outcome"], row["cause"]) for row in rows]
    assert shown == [
        ("truth", "A", "cat", "crowd", None),
        ("truth", "a", "cat", "matched", None),
        ("truth", "d", "dog", "missed", "wrong_class"),
        ("truth", "g", "grass", "matched", None),
        ("guess", "b", "cat", "spurious", "wrong_class"),
        ("guess", "c", "cat", "excused", None),
    ]
    assert rows[1] == {
        "image_id": 7,
        "side": "truth",
        "segment_id": ord("a"),
        "category_id": 1,
        "category": "cat",
        "isthing": True,
        "outcome": "matched",
        "cause": None,
        "partner_id": ord("a"),
        "partner_category_id": 1,
        "partner_area": 3,
        "iou": 3 / 4,
        "area": 4,
        "size": "small",
    }
    assert [row["partner_id"] and chr(row["partner_id"]) for row in rows] == [None, "a", "b", "g", "d", None]
    assert [row["partner_category_id"] for row in rows] == [None, 1, 1, 3, 2, None]
    assert [row["isthing"] for row in rows] == [True, True, True, False, True, True]
    assert [row["iou"] is None for row in rows] == [True, False, False, False, False, True]


def test_counts_can_be_had_from_the_table():
    joint = drawn_joint()
    counts = Counts.of_matches(joint, match(joint), len(CATEGORIES))

    rows = dicts(table_of(joint, range(joint.pictures)))

    for place, category in enumerate(CATEGORIES):
        outcomes = [row["outcome"] for row in rows if row["category_id"] == category.id]
        found = [outcomes.count(one) for one in ("matched", "spurious", "missed")]
        assert found == [counts.tp[place], counts.fp[place], counts.fn[place]]
    matched = [row["iou"] for row in rows if row["outcome"] == "matched"]
    assert matched == counts.ious.tolist()
    assert all((row["cause"] is None) == (row["outcome"] not in ("missed", "spurious")) for row in rows)


def test_rows_stand_picture_by_picture_and_areas_are_those_of_their_segments():
    joint = drawn_joint()
    areas = {
        (side, int(picture), int(one)): int(area)
        for side, rows, counted in (("truth", joint.truth, joint.truth_area), ("guess", joint.guess, joint.guess_area))
        for picture, one, area in zip(rows.picture, rows.ids, counted, strict=True)
    }
    other = {"truth": "guess", "guess": "truth"}

    rows = dicts(table_of(joint, range(joint.pictures)))

    assert [row["image_id"] for row in rows] == sorted(row["image_id"] for row in rows)
    for row in rows:
        assert row["area"] == areas[row["side"], row["image_id"], row["segment_id"]]
        if row["partner_id"] is not None:
            assert row["partner_area"] == areas[other[row["side"]], row["image_id"], row["partner_id"]]


def test_facts_stand_beside_their_segments():
    joint, _ = sketched(("aaagggggggggg", "gggggggggggdd"), ("ddgg", "ddgg"))
    known = KnownFacts(
        [{"open": 0.5, "size": "odd"}, {}, {"open": 1.0}, {}], [{"sun": "high", "n": 1}, {"sun": "low", "n": 2}]
    )

    rows = dicts(table_of(joint, ["x", "y"], ["open", "sun", "area", "size", "n"], known))

    assert [row["image_id"] for row in rows] == ["x", "x", "x", "y", "y"]
    assert [row["open"] for row in rows] == [0.5, None, None, 1.0, None]
    assert [row["sun"] for row in rows] == ["high", "high", "high", "low", "low"]
    assert [row["n"] for row in rows] == [1, 1, 1, 2, 2]
    assert [row["area"] for row in rows] == [3, 10, 2, 2, 2]
    assert (rows[0]["size"], rows[0]["fact.size"]) == ("small", "odd")


def test_a_picture_scores_as_if_it_were_the_whole_set():
    joint = drawn_joint()
    counts = Counts.of_matches(joint, match(joint), len(CATEGORIES))

    rows = dicts(picture_table(counts, [f"p{k}" for k in range(joint.pictures)]))

    for k, row in enumerate(rows):
        alone = score(counts[k], CATEGORIES)
        assert (row["pq"], row["sq"], row["rq"]) == (alone.all.pq, alone.all.sq, alone.all.rq)
        assert (row["tp"], row["fp"], row["fn"]) == (counts[k].tp.sum(), counts[k].fp.sum(), counts[k].fn.sum())
        assert row["image_id"] == f"p{k}"


def test_a_picture_without_segments_has_no_score():
    joint, matches = sketched(("..", ".."), ("aa", "aa"))

    rows = dicts(picture_table(Counts.of_matches(joint, matches, len(CATEGORIES)), [1, 2]))

    assert [row["pq"] for row in rows] == [None, 1.0]


def test_columns_of_a_table_have_one_length():
    with pytest.raises(ValueError, match="wanted one length"):
        Table({"a": column_of([1]), "b": column_of([1, 2])})
