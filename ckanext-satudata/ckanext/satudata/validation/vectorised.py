"""Clears most rows of a CSV file with DuckDB, and hands the rest to frictionless with their true row numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.table import ABSENT, SEPARATOR, connect, literal, numbered, reads_alike
from ckanext.satudata.validation import predicates, structure
from ckanext.satudata.validation.predicates import NotCompiled
from ckanext.satudata.validation.structure import Result
from frictionless import Dialect, Field, FrictionlessException, Schema, system
from frictionless.resources import TableResource

# bytes below which frictionless is done before DuckDB has started
SMALL = 1 << 16


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
    if not reads_alike(file):
        raise NotCompiled("line ends or quotes")
    with connect() as connection:
        rows = _Rows(connection, file, resource.schema, parallel)
        total = rows.scan()
        suspects = rows.bad()
        suspects |= _twins(rows, suspects)
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


@dataclass
class _Rows:
    """The data rows of the file as a DuckDB relation, numbered as frictionless does: the header is row 1."""

    connection: duckdb.DuckDBPyConnection
    file: CsvFile
    schema: Schema
    parallel: bool

    @property
    def columns(self) -> dict[str, tuple[Field, str]]:
        """Each field with its SQL name, by name."""
        return {field.name: (field, f"c{index}") for index, field in enumerate(self.schema.fields)}

    @property
    def source(self) -> str:
        """The file as a subquery of n, the row number, and the cells c0, c1 and so on."""
        names = [name for _field, name in self.columns.values()]
        return numbered(self.file, names, parallel=self.parallel, ragged=True)

    @property
    def keys(self) -> list[list[str]]:
        """The fields, alone or together, whose values may stand once."""
        unique = [[field.name] for field in self.schema.fields if field.constraints.get("unique")]
        return [*unique, list(self.schema.primary_key)] if self.schema.primary_key else unique

    def scan(self) -> int:
        """Read the file once into the table `scan`: n, bad, a bad row's cells, keys k0 and so on. Count the rows."""
        pairs = self.columns.values()
        clear = " AND ".join(predicates.clear(field, column) for field, column in pairs)
        blank = " AND ".join(predicates.missing(field, column) for field, column in pairs)
        primary = [predicates.missing(*self.columns[name]) for name in self.schema.primary_key]
        keyless = " AND ".join(primary) or "false"
        keys = "".join(f", {self._key(names)} AS k{index}" for index, names in enumerate(self.keys))
        judged = f"SELECT *, NOT ({clear}) OR ({blank}) OR ({keyless}) AS bad FROM {self.source}"
        cells = ", ".join(column for _field, column in pairs)
        kept = f"n, bad, CASE WHEN bad THEN [{cells}] END AS cells{keys}"
        self.connection.execute(f"CREATE TEMP TABLE scan AS SELECT {kept} FROM ({judged})")
        return self.ask("SELECT count(*) FROM scan")

    def _key(self, names: list[str]) -> str:
        parts = (f"coalesce({predicates.key(*self.columns[name])}, {literal(ABSENT)})" for name in names)
        return f" || {literal(SEPARATOR)} || ".join(parts)

    def ask(self, query: str) -> int:
        """Return the one number that a query gives."""
        [(number,)] = self.connection.execute(query).fetchall()
        return number

    def bad(self) -> dict[int, list[str]]:
        """Return the rows that are not cleared, by number, without the cells that are not there."""
        return self._rows("SELECT n, cells FROM scan WHERE bad")

    def good(self, condition: str) -> dict[int, list[str]]:
        """Return the cleared rows whose keys meet a condition."""
        wanted = f"SELECT n FROM scan WHERE NOT bad AND {condition}"
        if not self.ask(f"SELECT count(*) FROM ({wanted})"):
            return {}
        cells = ", ".join(column for _field, column in self.columns.values())
        return self._rows(f"SELECT n, [{cells}] FROM {self.source} WHERE n IN ({wanted})")

    def _rows(self, query: str) -> dict[int, list[str]]:
        cursor = self.connection.execute(query)
        found = {}
        while batch := cursor.fetchmany(10_000):
            for number, cells in batch:
                found[number] = [cell for cell in cells if cell is not None]
        return found


def _twins(rows: _Rows, suspects: dict[int, list[str]]) -> dict[int, list[str]]:
    """Return the rows that share a key with another: frictionless tells which of them is too many."""
    found: dict[int, list[str]] = {}
    for index, names in enumerate(rows.keys):
        key = f"k{index}"
        # a value that is missing is never the same as another
        some = f"{key} <> {literal(ABSENT)}"
        known = list(_keys(rows, names, suspects.values()))
        rows.connection.execute("CREATE OR REPLACE TEMP TABLE known AS SELECT unnest(?) AS k", [known])
        everything = f"SELECT {key} AS k FROM scan WHERE NOT bad AND {some} UNION ALL SELECT k FROM known"
        rows.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE shared AS SELECT k FROM ({everything}) GROUP BY k HAVING count(*) > 1"
        )
        found |= rows.good(f"{some} AND {key} IN (SELECT k FROM shared)")
    return found


def _keys(rows: _Rows, names: list[str], suspects: Iterable[list[str]]) -> Iterator[str]:
    """Yield the keys of rows that were not cleared, as frictionless reads their cells."""
    position = {name: index for index, name in enumerate(rows.columns)}
    fields = [(rows.columns[name][0], position[name]) for name in names]
    readers = [(field, index, field.create_cell_reader()) for field, index in fields]
    for cells in suspects:
        texts = []
        for field, index, read in readers:
            value, _notes = read(cells[index] if index < len(cells) else None)
            text = predicates.key_of(field, value)
            texts.append(ABSENT if text is None else text)
        yield SEPARATOR.join(texts)


def _numbered(numbers: Iterable[int]) -> Dialect:
    """Return a dialect that gives the rows after the header the numbers that they have in the file."""

    class Numbered(Dialect):
        def read_enumerated_content_stream(self, cell_stream: Iterable[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
            stream = iter(cell_stream)
            next(stream)
            # the header is detected on a sample, which ends before the rows do
            yield from zip(numbers, stream, strict=False)

    return Numbered(header_rows=[1])
