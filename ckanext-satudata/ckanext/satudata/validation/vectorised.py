"""Clears most rows of a CSV file with DuckDB, and hands the rest to frictionless with their true row numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.table import connect, numbered
from ckanext.satudata.validation import predicates, structure
from ckanext.satudata.validation.predicates import NotCompiled
from ckanext.satudata.validation.structure import Result
from frictionless import Dialect, Field, FrictionlessException, Schema, system
from frictionless.resources import TableResource

CHUNK = 1 << 20
# DuckDB leaves out lines that are empty, or have one empty cell in quotes
NOT_ALIKE = (b"\x00", b"\n\n", b"\n\r\n", b'\n""\n', b'\n""\r')
# bytes below which frictionless is done before DuckDB has started
SMALL = 1 << 16
SEPARATOR, ABSENT = "chr(31)", "chr(30)"


def errors(file: CsvFile, schema: dict[str, Any]) -> Result:
    """Check a file, fast where possible; the result is the one of `structure.whole`."""
    if file.path.stat().st_size < SMALL:
        return structure.whole(file, schema)
    # cells with line breaks, which are rare, need DuckDB's slower reader
    for parallel in (True, False):
        try:
            return fast(file, schema, parallel=parallel)
        except NotCompiled:
            break
        except duckdb.Error:
            continue
    return structure.whole(file, schema)


def fast(file: CsvFile, schema: dict[str, Any], *, parallel: bool = True) -> Result:
    """Check a file with DuckDB. Raises NotCompiled or duckdb.Error where only frictionless can."""
    resource = file.resource(schema)
    if resource.schema.foreign_keys:
        raise NotCompiled("foreign keys")
    with system.use_context(trusted=True):
        labels = _labels(resource)
    lines = _count_lines(file)
    with connect() as connection:
        rows = _Rows(connection, file, resource.schema.fields, parallel)
        suspects = rows.suspects(resource.schema.primary_key)
        suspects |= _twins(rows, resource.schema, suspects)
        total = rows.count() if lines is None else lines
    if not suspects:
        return Result(total)
    numbers = sorted(suspects)
    cells = [labels, *(suspects[number] for number in numbers)]
    few = TableResource(data=cells, schema=Schema.from_descriptor(schema), dialect=_numbered(numbers))
    with system.use_context(trusted=True):
        return Result(total, structure.report(few).errors)


def _labels(resource: TableResource) -> list[str]:
    """Return the header. Raises NotCompiled when frictionless has something to say about it or about the file."""
    try:
        with resource:
            if not resource.header.valid or not resource.fragment:
                raise NotCompiled("header")
            return list(resource.labels)
    except FrictionlessException as error:
        raise NotCompiled("file") from error


def _count_lines(file: CsvFile) -> int | None:
    """Return the number of rows after the header; None where cells may hold line breaks.

    Raises NotCompiled for bytes that DuckDB and Python's csv module may not split into the same rows.
    """
    lines, quotes, end = 0, 0, b"\n"
    with file.path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            text = end[-4:] + chunk
            if any(each in text for each in NOT_ALIKE):
                raise NotCompiled("empty line")
            if b"\r" in text and text.count(b"\r") != text.count(b"\r\n") + text.endswith(b"\r"):
                raise NotCompiled("lone carriage return")
            lines += chunk.count(b"\n")
            quotes += chunk.count(b'"')
            end = text
    if end.endswith((b"\r", b'\n""')) or quotes % 2:
        raise NotCompiled("lone carriage return or quote")
    return None if quotes else lines - 1 + (not end.endswith(b"\n"))


@dataclass
class _Rows:
    """The data rows of the file as a DuckDB relation, numbered as frictionless does: the header is row 1."""

    connection: duckdb.DuckDBPyConnection
    file: CsvFile
    fields: list[Field]
    parallel: bool

    @property
    def columns(self) -> list[str]:
        return [f"c{index}" for index in range(len(self.fields))]

    @property
    def source(self) -> str:
        """The file as a subquery; columns c0 …, and n, the row number."""
        return numbered(self.file, self.columns, parallel=self.parallel, ragged=True)

    def count(self) -> int:
        """Return the number of data rows."""
        [(number,)] = self.connection.execute(f"SELECT count(*) FROM {self.source}").fetchall()
        return number

    def suspects(self, primary_key: list[str]) -> dict[int, list[str]]:
        """Return the rows that cannot be cleared, by number."""
        pairs = list(zip(self.fields, self.columns, strict=True))
        clear = " AND ".join(predicates.clear(field, column) for field, column in pairs)
        blank = " AND ".join(predicates.missing(field, column) for field, column in pairs)
        keys = [predicates.missing(field, column) for field, column in pairs if field.name in primary_key]
        keyless = " AND ".join(keys) or "false"
        return self.fetch(f"SELECT * FROM {self.source} WHERE NOT ({clear}) OR ({blank}) OR ({keyless})")

    def fetch(self, query: str) -> dict[int, list[str]]:
        """Return the rows of a query by number, without the cells that are not there."""
        cursor = self.connection.execute(query)
        found = {}
        while batch := cursor.fetchmany(10_000):
            for number, *cells in batch:
                found[number] = [cell for cell in cells if cell is not None]
        return found

    def key(self, names: list[str]) -> str:
        """Return the SQL of a key over several fields."""
        by_name = {field.name: (field, column) for field, column in zip(self.fields, self.columns, strict=True)}
        parts = (f"coalesce({predicates.key(*by_name[name])}, {ABSENT})" for name in names)
        return f" || {SEPARATOR} || ".join(parts)


def _twins(rows: _Rows, schema: Schema, suspects: dict[int, list[str]]) -> dict[int, list[str]]:
    """Return the rows that share a key with another: frictionless tells which of them is too many."""
    keys = [[field.name] for field in rows.fields if field.constraints.get("unique")]
    if schema.primary_key:
        keys.append(list(schema.primary_key))
    found: dict[int, list[str]] = {}
    for names in keys:
        found |= _same_key(rows, names, suspects)
    return found


def _same_key(rows: _Rows, names: list[str], suspects: dict[int, list[str]]) -> dict[int, list[str]]:
    connection = rows.connection
    for table, values in {
        "suspect": list(suspects),
        "suspect_key": list(_keys(rows, names, suspects.values())),
    }.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT unnest(?) AS v", [values])
    cleared = f"SELECT *, {rows.key(names)} AS k FROM {rows.source} WHERE n NOT IN (SELECT v FROM suspect)"
    everything = f"SELECT k FROM ({cleared}) UNION ALL SELECT v FROM suspect_key"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE shared AS SELECT k FROM ({everything}) GROUP BY k HAVING count(*) > 1"
    )
    if not connection.execute("SELECT count(*) FROM shared").fetchall()[0][0]:
        return {}
    return rows.fetch(f"SELECT * EXCLUDE (k) FROM ({cleared}) WHERE k IN (SELECT k FROM shared)")


def _keys(rows: _Rows, names: list[str], suspects: Iterable[list[str]]) -> Iterator[str]:
    """Yield the keys of rows that were not cleared, as frictionless reads their cells."""
    index = {field.name: position for position, field in enumerate(rows.fields)}
    fields = {field.name: field for field in rows.fields}
    readers = {name: fields[name].create_cell_reader() for name in names}
    for cells in suspects:
        parts = []
        for name in names:
            cell = cells[index[name]] if index[name] < len(cells) else None
            value, _notes = readers[name](cell)
            text = predicates.key_of(fields[name], value)
            parts.append("\x1e" if text is None else text)
        yield "\x1f".join(parts)


def _numbered(numbers: Iterable[int]) -> Dialect:
    """Return a dialect that gives the rows after the header the numbers that they have in the file."""

    class Numbered(Dialect):
        def read_enumerated_content_stream(self, cell_stream: Iterable[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
            stream = iter(cell_stream)
            next(stream)
            # the header is detected on a sample, which ends before the rows do
            yield from zip(numbers, stream, strict=False)

    return Numbered(header_rows=[1])
