"""Tables as files that pandas, polars and DuckDB open: Parquet and CSV, written a piece at a time."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from panscape.errors import UsageError
from panscape.explanation.facts import Column
from panscape.explanation.table import Table
from panscape.storage import write_whole

# A row group of Parquet; as Python objects, which CSV needs, some 50 MB.
ROWS_AT_ONCE = 65536


def write_table(path: Path, table: Table) -> None:
    """Write a table as Parquet or as CSV, by the ending of the name; the file is there whole or not at all.

    In CSV what is missing is an empty field, truth values are ``true`` and ``false``, and a number is spelled so
    that it reads back as the same.

    Parameters
    ----------
    path : Path
        Ends with ``.parquet`` or ``.csv``.
    table : Table

    Raises
    ------
    UsageError
        If the name ends otherwise, or Parquet is asked for where pyarrow is not installed.
    StorageError
        If it cannot be written.
    """
    check_table_path(path)
    write_whole(path, _parquet(table) if path.suffix == ".parquet" else _csv(table))


def check_table_path(path: Path) -> None:
    """Refuse a name that :func:`write_table` would refuse: before the work, not after it."""
    if path.suffix not in (".parquet", ".csv"):
        raise UsageError(f"{path}: found the ending {path.suffix!r}, wanted .parquet or .csv")
    if path.suffix == ".parquet":
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError as error:
            raise UsageError(
                f"{path}: Parquet needs pyarrow: pip install 'panscape[tables]'; or name a file that ends with .csv"
            ) from error


def _pieces(table: Table) -> Iterator[Table]:
    for first in range(0, len(table), ROWS_AT_ONCE):
        yield table.rows(first, first + ROWS_AT_ONCE)


def _csv(table: Table) -> Iterator[bytes]:
    heading = io.StringIO()
    csv.writer(heading, lineterminator="\n").writerow(table.columns)
    yield heading.getvalue().encode()
    for piece in _pieces(table):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(
            zip(*(_spelled(column) for column in piece.columns.values()), strict=True)
        )
        yield text.getvalue().encode()


def _spelled(column: Column) -> list[Any]:
    if column.kind != "bool":
        return column.plain()
    return [value if value is None else "true" if value else "false" for value in column.plain()]


def _parquet(table: Table) -> Iterator[bytes]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "text": pa.string()}
    schema = pa.schema([(name, types[column.kind]) for name, column in table.columns.items()])
    sink = _Sink()
    with pq.ParquetWriter(sink, schema) as writer:
        for piece in _pieces(table):
            arrays = [_arrow(column, types[column.kind]) for column in piece.columns.values()]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            yield sink.take()
    yield sink.take()


def _arrow(column: Column, type_: Any) -> Any:
    import pyarrow as pa

    if column.kind != "text":
        return pa.array(column.values, type_, mask=column.missing)
    places = pa.array(column.values, pa.int64(), mask=column.missing)
    return pa.DictionaryArray.from_arrays(places, pa.array(column.words, pa.string())).cast(type_)


class _Sink(io.RawIOBase):
    """A file that gives away what was written to it, so that it never has the whole."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._size += len(part)
        return len(part)

    def tell(self) -> int:
        return self._size

    def take(self) -> bytes:
        """Return what was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
