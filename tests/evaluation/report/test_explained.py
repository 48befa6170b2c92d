"""The terminal says where the score was lost, the most first, and within a width of 100."""

import io

import numpy as np
import pytest
from rich.console import Console

from evaluation.sketches import sketched
from panscape.explanation.causes import causes
from panscape.explanation.confusion import Mistake
from panscape.explanation.cuts import By
from panscape.explanation.decomposition import Decomposition, GroupLoss, Loss, LossCounts, decompose
from panscape.explanation.facts import KnownFacts, fact
from panscape.explanation.histograms import IouHistogram
from panscape.explanation.strata import score_strata, strata
from panscape.metrics import Counts
from panscape.report.explained import headline, iou_table, loss_table, mistakes_table, strata_table

from strategies import CATEGORIES

SIZE = len(CATEGORIES)
# A cat found, a cat missed, a dog taken for a cat.
PICTURE = ("aaaabbbddddgggggggggg", "aaaaggggcccgggggggggg")


def shown(table):
    console = Console(width=100, file=io.StringIO())
    console.print(table)
    return console.file.getvalue()


def lost():
    joint, matches = sketched(PICTURE)
    counts = Counts.of_matches(joint, matches, SIZE)
    return decompose(LossCounts.of_causes(joint, counts, causes(joint, matches)), CATEGORIES)


def rows(text):
    """The lines of a table that have several cells, cell by cell."""
    lines = [[cell.strip() for cell in line.split("   ") if cell.strip()] for line in text.splitlines()]
    return [line for line in lines if len(line) > 1]


def test_the_headline_sums_up_what_was_lost():
    assert headline(lost()) == "PQ lost 59.5: 41.7 wrong class, 9.5 boundary, 8.3 missed"


@pytest.mark.parametrize(
    ("group", "says"),
    [
        (GroupLoss(None, 0), "nothing to score"),
        (GroupLoss(Loss(0, 0, 0, 0, 0, 0, 0, 0), 1), "PQ lost 0.0"),
        (GroupLoss(Loss(0.1, 0, 0, 0, 0, 0, 0.0004, 0), 1), "PQ lost 10.0: 10.0 missed"),
    ],
)
def test_the_headline_leaves_out_what_is_nothing(group, says):
    assert headline(Decomposition(group, group, group, ())) == says


def test_the_categories_that_lost_most_come_first():
    text = shown(loss_table(lost(), most=2))

    table = rows(text)
    assert table[0] == ["lost", "missed", "spurious", "wrong class", "merged", "split", "boundary", "void"]
    assert table[1] == ["All", "59.52", "8.33", "0", "41.67", "0", "0", "9.52", "0"]
    assert [row[0] for row in table[2:]] == ["Things", "Stuff", "dog", "cat"]
    assert "the 2 of 3 categories that lost most; boundary: 9.52 of it in matches" in " ".join(text.split())


def test_strata_are_shown_with_what_they_are_of():
    joint, matches = sketched(PICTURE)
    known = KnownFacts([{"open": one} for one in (1, 1, 2, None)], [{}])
    found = strata(joint, matches, causes(joint, matches), fact("open", joint, known, CATEGORIES), By("open"), SIZE)

    text = shown(strata_table(score_strata(found, CATEGORIES)))

    assert rows(text)[0] == ["open", "PQ", "SQ", "RQ", "PQ things", "PQ stuff", "recall", "segments", "images"]
    assert rows(text)[1:] == [
        ["1", "66.67", "100", "66.67", "66.67", "-", "50.00", "2", "1"],
        ["2", "0.00", "0.00", "0.00", "0.00", "-", "0.00", "1", "1"],
        ["not known", "71.43", "71.43", "100", "-", "71.43", "100", "1", "1"],
    ]
    assert "a spurious guess counts by the truth segment that it lies on" in " ".join(text.split())


def test_the_most_frequent_mistakes_are_shown_and_the_others_counted():
    found = [Mistake(CATEGORIES[0], CATEGORIES[1], 3, 0.5), Mistake(CATEGORIES[1], CATEGORIES[0], 1, 0.25)]

    text = shown(mistakes_table(found, most=1))

    assert rows(text)[1:] == [["cat", "dog", "3", "50.00"]]
    assert "1 more pairs" in " ".join(text.split())


def test_the_spread_of_ious_counts_each_segment_once():
    best = np.zeros((SIZE, 20), np.int64)
    best[0, [9, 10]] = 2, 4
    best[1, [11, 19]] = 4, 1
    found = IouHistogram(best * 0, best, np.array([3, 1, 0, 0]))

    table = {row[0]: row[1:] for row in rows(shown(iou_table(found)))}

    assert (table["none"][0], table["0.4 to 0.5"][0], table["0.5 to 0.6"][0], table["0.9 to 1.0"][0]) == tuple("4281")
    assert (len(table["0.5 to 0.6"][1]), len(table["none"][1]), len(table["0.9 to 1.0"][1])) == (40, 20, 5)


def test_tables_of_nothing_are_shown():
    nothing = Decomposition(GroupLoss(None, 0), GroupLoss(None, 0), GroupLoss(None, 0), ())
    none = np.zeros((SIZE, 20), np.int64)

    for table in (loss_table(nothing), mistakes_table([]), iou_table(IouHistogram(none, none, none[:, 0]))):
        assert shown(table)


def test_no_line_is_wider_than_a_terminal():
    for table in (loss_table(lost()), mistakes_table([Mistake(CATEGORIES[0], CATEGORIES[1], 10**6, 0.5)])):
        assert max(len(line) for line in shown(table).splitlines()) <= 100
        assert "…" not in shown(table)
