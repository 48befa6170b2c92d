"""The table of the evaluator divides the right number by the right one, and measures only what there is."""

import pytest

from contestants import CONTESTANTS
from evaluator_table import Job, Row, disagreements, rows, table_line

OURS, OTHER = Job("panscape", "coco"), Job("hotcoco", "coco")
FOUND = {
    OURS: [{"wall_s": s, "cpu_s": 2 * s, "pq": 0.5} for s in (3.0, 1.0, 9.0)],
    OTHER: [{"wall_s": 12.0, "cpu_s": 12.0, "pq": 0.5}],
}


@pytest.mark.parametrize(("wanted", "ratio", "cpu"), [(">= 2", "4.00", "2.00"), ("<= 0.3", "0.25", "0.50")])
def test_a_line_holds_medians_by_the_pair_and_the_ratio_that_was_wanted(wanted, ratio, cpu):
    line = table_line(Row("a title", OURS, OTHER, wanted), FOUND, images=1000)

    assert line == f"| a title | 3 ms a pair | 12 | {ratio} | {cpu} | {wanted} |"


def test_a_line_says_why_it_has_no_number():
    found = {**FOUND, OTHER: [{"error": "Traceback\nImportError: no hotcoco"}]}

    line = table_line(Row("a title", OURS, OTHER, ">= 2"), found, images=1000)

    assert line == "| a title | not measured: ImportError: no hotcoco | | | | >= 2 |"


def test_a_contestant_with_another_score_is_named():
    assert disagreements(FOUND) == []
    assert disagreements({**FOUND, OTHER: [{"wall_s": 1.0, "pq": 0.6}]}) == [
        "coco: hotcoco says PQ 0.600000, ours 0.500000"
    ]


def test_every_line_is_about_contestants_that_there_are():
    named = {job.contestant for row in rows() for job in (row.ours, row.other)}

    assert named - {"command"} <= set(CONTESTANTS)
