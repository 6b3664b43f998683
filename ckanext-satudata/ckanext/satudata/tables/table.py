"""A table that has been read: its Table Schema, and its cells where SQL can ask for them."""

from __future__ import annotations

import contextlib
import csv
import functools
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from ckanext.satudata.tables.csvfile import CHUNK, CsvFile
from ckanext.satudata.tables.duck import connect

# a text of no file: an empty cell is not one that is absent
NO_CELL = "\x1f\x1fno cell\x1f\x1f"
# between the parts of a key, and for a part that is missing
SEPARATOR, ABSENT = "\x1f", "\x1e"
# DuckDB leaves out lines that are empty or have one empty cell in quotes; the two marks are ours
NOT_ALIKE = (b"\x00", b"\x1e", b"\x1f", b"\n\n", b"\n\r\n", b'\n""\n', b'\n""\r')


def literal(value: Any) -> str:
    """Return a value as an SQL literal of text."""
    return "'" + str(value).replace("'", "''") + "'"


def numbered(file: CsvFile, names: list[str], cells: str = "*", *, parallel: bool, ragged: bool = False) -> str:
    """Return a subquery over the data rows of a file: `n`, the row's number from 2, and its cells as text.

    `ragged` gives NULL for cells that are not there; otherwise DuckDB refuses such a file.
    """
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    options = (
        f"header=false, auto_detect=false, skip=1, columns={{{types}}}, delim={literal(file.delimiter)}, "
        f"quote='\"', escape='\"', nullstr={literal(NO_CELL)}, null_padding={ragged}, strict_mode=true, "
        f"encoding='utf-8', parallel={parallel}"
    )
    return f"(SELECT row_number() OVER () + 1 AS n, {cells} FROM read_csv({literal(file.path)}, {options}))"


VALUES = {
    "integer": "TRY_CAST(replace(trim({0}), '_', '') AS DECIMAL(38, 10))",
    "number": "TRY_CAST(replace(trim({0}), '_', '') AS DECIMAL(38, 10))",
    "year": "TRY_CAST({0} AS INTEGER)",
    "date": "TRY_CAST({0} AS DATE)",
}


@dataclass(frozen=True)
class Table:
    """A valid table. SQL finds its data rows as the relation `cells`.

    Column `n` is the row's number in the file (the header is row 1), then follow c0, c1 … as text, NULL where the cell
    is missing. Rows without any cell are left out.
    """

    schema: dict[str, Any]
    connection: duckdb.DuckDBPyConnection

    @functools.cached_property
    def columns(self) -> dict[str, str]:
        """Table Schema types by column name."""
        return {field["name"]: field["type"] for field in self.schema["fields"]}

    @functools.cached_property
    def _columns_sql(self) -> dict[str, str]:
        return {name: f"c{index}" for index, name in enumerate(self.columns)}

    def column(self, name: str) -> str:
        """Return the SQL name of a column."""
        return self._columns_sql[name]

    def label(self, field: str) -> str | None:
        """Return the header of the column that carries a standard's field, None where there is none."""
        return next(
            (descriptor["name"] for descriptor in self.schema["fields"] if descriptor.get("field") == field), None
        )

    def value(self, name: str) -> str:
        """Return the SQL of a column's typed value; NULL where the cell is missing."""
        form = VALUES.get(self.columns[name], "{0}")
        return form.format(self.column(name))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Return all rows of a query over `cells`."""
        return self.connection.execute(query).fetchall()

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query over `cells`, in bounded memory."""
        cursor = self.connection.execute(query)
        while batch := cursor.fetchmany(10_000):
            yield from batch

    def count(self) -> int:
        """Return the number of rows."""
        [(number,)] = self.ask("SELECT count(*) FROM cells")
        return int(number)

    def keep(self, path: Path) -> None:
        """Write the cells and their schema to a Parquet file, from which `kept` opens the same table."""
        metadata = f"{{schema: {literal(json.dumps(self.schema))}}}"
        self.connection.execute(
            f"COPY (SELECT * FROM cells ORDER BY n) TO {literal(path)} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {metadata})"
        )

    def first(self, name: str, condition: str) -> tuple[int, str] | None:
        """Return row number and text of the first cell of a column that meets a condition, written for `cell`."""
        column = self.column(name)
        rows = self.ask(
            f"SELECT n, cell FROM (SELECT n, {column} AS cell FROM cells) WHERE cell IS NOT NULL AND ({condition}) "
            "ORDER BY n LIMIT 1"
        )
        return rows[0] if rows else None


@contextlib.contextmanager
def opened(file: CsvFile, schema: dict[str, Any]) -> Iterator[Table]:
    """Open a file that has been found valid against the schema."""
    missing = ", ".join(map(literal, schema.get("missingValues", [""])))
    names = [f"c{index}" for index in range(len(schema["fields"]))]
    cells = ", ".join(f"CASE WHEN {name} IN ({missing}) THEN NULL ELSE {name} END AS {name}" for name in names)
    with connect() as connection, tempfile.TemporaryDirectory() as folder:
        plain = file if reads_alike(file) else _rewritten(file, Path(folder) / "plain.csv", len(names))
        try:
            _load(connection, plain, names, cells)
        except duckdb.Error:
            # quotes that Python's csv module reads and DuckDB does not
            _load(connection, _rewritten(file, Path(folder) / "plain.csv", len(names)), names, cells)
        yield Table(schema, connection)


@contextlib.contextmanager
def kept(path: Path) -> Iterator[Table]:
    """Open a table that `Table.keep` wrote."""
    with connect() as connection:
        query = f"SELECT value FROM parquet_kv_metadata({literal(path)}) WHERE key = 'schema'"
        [(schema,)] = connection.execute(query).fetchall()
        connection.execute(f"CREATE VIEW cells AS SELECT * FROM read_parquet({literal(path)})")
        yield Table(json.loads(schema), connection)


def _load(connection: duckdb.DuckDBPyConnection, file: CsvFile, names: list[str], cells: str) -> None:
    filled = " OR ".join(f"{name} IS NOT NULL" for name in names)
    source = numbered(file, names, cells, parallel=False)
    connection.execute(f"CREATE OR REPLACE TABLE cells AS SELECT * FROM {source} WHERE {filled}")


def reads_alike(file: CsvFile) -> bool:
    """Return whether DuckDB and Python's csv module split the file into the same rows, as far as its bytes tell."""
    quotes, end = 0, b"\n"
    with file.path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            text = end[-4:] + chunk
            if any(word in text for word in NOT_ALIKE):
                return False
            if b"\r" in text and text.count(b"\r") != text.count(b"\r\n") + text.endswith(b"\r"):
                return False
            quotes += chunk.count(b'"')
            end = text
    return not end.endswith((b"\r", b'\n""')) and quotes % 2 == 0


def _rewritten(file: CsvFile, path: Path, width: int) -> CsvFile:
    """Return the file with every cell in quotes; an empty line is a row of empty cells, so that rows keep numbers."""
    with file.path.open(encoding="utf-8-sig", newline="") as old, path.open("w", encoding="utf-8", newline="") as new:
        writer = csv.writer(new, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows(row or [""] * width for row in csv.reader(old, delimiter=file.delimiter))
    return CsvFile(path)
