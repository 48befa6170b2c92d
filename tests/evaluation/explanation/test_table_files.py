"""Tables on disk read back as what they were, with their types, and are whole or not there."""

import csv
import sys

import numpy as np
import pytest

from panscape.errors import StorageError, UsageError
from panscape.explanation import table_files
from panscape.explanation.facts import column_of
from panscape.explanation.table import Table
from panscape.explanation.table_files import write_table

ROWS = 23


@pytest.fixture
def table(monkeypatch):
    monkeypatch.setattr(table_files, "ROWS_AT_ONCE", 5)
    rng = np.random.default_rng(1)
    iou = rng.random(ROWS)
    return Table(
        {
            "id": column_of([2**40 + k if k % 4 else None for k in range(ROWS)]),
            "iou": column_of([float(one) if k % 3 else None for k, one in enumerate(iou)]),
            "isthing": column_of([None if k == 7 else bool(k % 2) for k in range(ROWS)]),
            "name": column_of([None if k % 5 == 0 else f'a "{k % 3}",\nünd' for k in range(ROWS)]),
        }
    )


def test_csv_reads_back_as_what_it_was(table, tmp_path):
    write_table(tmp_path / "t.csv", table)

    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        heading, *rows = csv.reader(file)
    assert heading == list(table.columns)
    read = list(zip(*rows, strict=True))
    expected = [column.plain() for column in table.columns.values()]
    assert [int(one) if one else None for one in read[0]] == expected[0]
    assert [float(one) if one else None for one in read[1]] == expected[1]
    assert [{"true": True, "false": False, "": None}[one] for one in read[2]] == expected[2]
    assert [one or None for one in read[3]] == expected[3]


def test_parquet_reads_back_as_what_it_was_with_its_types(table, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")

    write_table(tmp_path / "t.parquet", table)

    read = pq.read_table(tmp_path / "t.parquet")
    assert read.to_pydict() == {name: column.plain() for name, column in table.columns.items()}
    assert [str(field.type) for field in read.schema] == ["int64", "double", "bool", "string"]
    assert pq.ParquetFile(tmp_path / "t.parquet").num_row_groups == 5


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_a_table_without_rows_has_its_heading(tmp_path, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow.parquet")

    write_table(tmp_path / name, Table({"id": column_of([]), "iou": column_of([])}))

    assert b"iou" in (tmp_path / name).read_bytes()


def test_without_pyarrow_parquet_is_refused_with_a_way_out(table, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)

    with pytest.raises(UsageError, match=r"pip install 'panscape\[tables\]'; or name a file that ends with .csv"):
        write_table(tmp_path / "t.parquet", table)


def test_another_ending_is_refused(table, tmp_path):
    with pytest.raises(UsageError, match=r"wanted \.parquet or \.csv"):
        write_table(tmp_path / "t.xlsx", table)


def test_a_place_that_cannot_be_written_is_named(table, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageError, match="file"):
        write_table(tmp_path / "file" / "t.csv", table)
