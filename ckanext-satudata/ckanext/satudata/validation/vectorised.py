"""Clears most rows of a CSV file with DuckDB, and hands the rest to frictionless with their true row numbers."""

from __future__ import annotations

import array
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.duck import connect
from ckanext.satudata.tables.table import ABSENT, SEPARATOR, literal, numbered, reads_alike
from ckanext.satudata.validation import predicates, some_rows, structure
from ckanext.satudata.validation.predicates import NotCompiled
from ckanext.satudata.validation.structure import Progress, Result, Take, nobody, part
from frictionless import Field, FrictionlessException, Schema, system
from frictionless.resources import TableResource
from frictionless.table import Lookup

# bytes below which frictionless is done before DuckDB has started
SMALL = 1 << 16
BATCH = 10_000
POLL_SECONDS = 0.3


def errors(file: CsvFile, schema: dict[str, Any]) -> Result:
    """Check a file, fast where possible, and keep every error."""
    collected: list[Any] = []
    return Result(judge(file, schema, collected.append), collected)


def judge(file: CsvFile, schema: dict[str, Any], take: Take, progress: Progress = nobody) -> int:
    """Check a file, fast where possible, giving each error to `take`; return the number of data rows."""
    if file.path.stat().st_size < SMALL:
        return structure.whole(file, schema, take)
    # cells with line breaks, which are rare, need DuckDB's slower reader
    for parallel in (True, False):
        try:
            with scanned(file, schema, progress, parallel=parallel) as scan:
                return scan.judge(take)
        except NotCompiled:
            break
        except duckdb.Error:
            continue
    return structure.whole(file, schema, take)


@contextlib.contextmanager
def scanned(
    file: CsvFile, schema: dict[str, Any], progress: Progress = nobody, *, parallel: bool = True
) -> Iterator[Scan]:
    """Read a file with DuckDB and find its suspects. Raises NotCompiled or duckdb.Error where only frictionless can.

    What the caller then does with the scan raises neither.
    """
    resource = file.resource(schema)
    # with foreign keys frictionless would read the whole file when it opens it
    alone = {key: value for key, value in schema.items() if key != "foreignKeys"}
    with system.use_context(trusted=True):
        labels = _labels(file.resource(alone))
    if not reads_alike(file):
        raise NotCompiled("line ends or quotes")
    with connect() as connection:
        scan = Scan(connection, file, schema, resource.schema, labels, progress, parallel)
        with _watched(connection, part(progress, 0, 0.7)):
            scan.read()
            scan.find_twins()
            scan.find_orphans()
        yield scan


def _labels(resource: TableResource) -> list[str]:
    """Return the header. Raises NotCompiled when frictionless finds a problem in it or in the file."""
    try:
        with resource:
            if not resource.header.valid or not resource.fragment:
                raise NotCompiled("header")
            return list(resource.labels)
    except FrictionlessException as error:
        raise NotCompiled("file") from error


@contextlib.contextmanager
def _watched(connection: duckdb.DuckDBPyConnection, progress: Progress) -> Iterator[None]:
    """Report DuckDB's progress while it works."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(POLL_SECONDS):
            percent = connection.query_progress()
            if percent > 0:
                progress(min(percent, 100) / 100)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


@dataclass
class Scan:
    """The data rows of a file that DuckDB has read, numbered as frictionless does: the header is row 1."""

    connection: duckdb.DuckDBPyConnection
    file: CsvFile
    descriptor: dict[str, Any]
    schema: Schema
    labels: list[str]
    progress: Progress
    parallel: bool
    rows: int = 0

    @property
    def columns(self) -> dict[str, tuple[Field, str]]:
        """Each field with its SQL name, by name."""
        return {field.name: (field, f"c{index}") for index, field in enumerate(self.schema.fields)}

    @property
    def cells(self) -> str:
        """The SQL list of a row's cells."""
        return f"[{', '.join(column for _field, column in self.columns.values())}]"

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

    @property
    def references(self) -> list[tuple[list[str], list[str]]]:
        """The fields of each foreign key and those that they refer to. Raises NotCompiled."""
        return [_reference(self.schema, key) for key in self.schema.foreign_keys]

    def read(self) -> None:
        """Read the file once into the table `scan` and count its rows.

        It has n, bad, a bad row's cells, keys k0 and so on, and for each foreign key t0, its values, and s0, those
        that it may have.
        """
        pairs = self.columns.values()
        clear = " AND ".join(predicates.clear(field, column) for field, column in pairs)
        blank = " AND ".join(predicates.missing(field, column) for field, column in pairs)
        primary = [predicates.missing(*self.columns[name]) for name in self.schema.primary_key]
        keyless = " AND ".join(primary) or "false"
        named = [(f"k{index}", names) for index, names in enumerate(self.keys)]
        for index, (local_fields, other) in enumerate(self.references):
            named += [(f"t{index}", local_fields), (f"s{index}", other)]
        keys = "".join(f", {self._key(names)} AS {name}" for name, names in named)
        judged = f"SELECT *, NOT ({clear}) OR ({blank}) OR ({keyless}) AS bad FROM {self.source}"
        kept = f"n, bad, CASE WHEN bad THEN {self.cells} END AS cells{keys}"
        self.connection.execute(f"CREATE TABLE scan AS SELECT {kept} FROM ({judged})")
        self.connection.execute("CREATE TABLE others (n BIGINT)")
        self.rows = self._ask("SELECT count(*) FROM scan")

    def find_twins(self) -> None:
        """Note in the table `others` the cleared rows that share a key: frictionless decides which is too many."""
        for index, names in enumerate(self.keys):
            key = f"k{index}"
            # a value that is missing is never the same as another
            some = f"{key} <> {literal(ABSENT)}"
            self._know(names)
            everything = f"SELECT {key} AS k FROM scan WHERE NOT bad AND {some} UNION ALL SELECT k FROM known"
            shared = f"SELECT k FROM ({everything}) GROUP BY k HAVING count(*) > 1"
            self.connection.execute(
                f"INSERT INTO others SELECT n FROM scan WHERE NOT bad AND {some} AND {key} IN ({shared})"
            )

    def find_orphans(self) -> None:
        """Note in the table `others` the cleared rows whose foreign key no row has, be it a cleared one or not."""
        for index, (local_fields, other) in enumerate(self.references):
            self._know(other)
            self.connection.execute(f"CREATE TABLE keys{index} AS SELECT s{index} AS k FROM scan WHERE NOT bad")
            self.connection.execute(f"INSERT INTO keys{index} FROM known")
            absent = SEPARATOR.join([ABSENT] * len(local_fields))
            some = f"t{index} <> {literal(absent)}"
            self.connection.execute(
                f"INSERT INTO others SELECT n FROM scan WHERE NOT bad AND {some} "
                f"AND NOT EXISTS (SELECT 1 FROM keys{index} WHERE k = t{index})"
            )

    def _lookup(self) -> Lookup:
        """Return what of the keys that the suspects refer to stands in the whole file."""
        keys_by_target: dict[tuple[str, ...], some_rows.Keys] = {}
        for index, (local_fields, other) in enumerate(self.references):
            self._know(local_fields)
            keys_sql = f"SELECT t{index} AS k FROM scan WHERE n IN (SELECT n FROM others) UNION SELECT k FROM known"
            rows = self.connection.execute(
                f"SELECT k FROM ({keys_sql}) WHERE k IN (SELECT k FROM keys{index})"
            ).fetchall()
            keys = keys_by_target.setdefault(tuple(other), some_rows.Keys([self.columns[name][0] for name in other]))
            keys.texts.update(key for (key,) in rows)
        return Lookup({"": keys_by_target})

    def judge(self, take: Take) -> int:
        """Have frictionless judge the suspects, giving each error to `take`; return the number of data rows."""
        total = self._ask("SELECT count(*) FROM scan WHERE bad") + self._ask("SELECT count(DISTINCT n) FROM others")
        if not total:
            return self.rows
        numbers = array.array("q")
        progress = part(self.progress, 0.7, 1)

        def cells() -> Iterator[list[str]]:
            yield self.labels
            for done, (number, row) in enumerate(self._suspects()):
                numbers.append(number)
                yield row
                if done % BATCH == 0:
                    progress(done / total)

        schema = Schema.from_descriptor(self.descriptor)
        few = some_rows.referring(self._lookup())(data=cells, schema=schema, dialect=some_rows.numbered(numbers))
        with system.use_context(trusted=True):
            structure.judge(few, take)
        return self.rows

    def _suspects(self) -> Iterator[tuple[int, list[str]]]:
        """Yield number and cells of the rows that are not cleared, in their order."""
        query = "SELECT n, cells FROM scan WHERE bad"
        if self._ask("SELECT count(*) FROM others"):
            query += f" UNION ALL SELECT n, {self.cells} FROM {self.source} WHERE n IN (SELECT n FROM others)"
        return self._rows(f"{query} ORDER BY n")

    def _know(self, names: list[str]) -> None:
        """Note in the table `known` the keys of the rows that are not cleared, as frictionless reads their cells."""
        self.connection.execute("CREATE OR REPLACE TABLE known (k VARCHAR)")
        position = {name: index for index, name in enumerate(self.columns)}
        readers = [
            (field, position[name], field.create_cell_reader()) for name in names for field in [self.columns[name][0]]
        ]
        batch: list[str] = []
        for _number, cells in self._rows("SELECT n, cells FROM scan WHERE bad"):
            texts = []
            for field, index, read in readers:
                value, _notes = read(cells[index] if index < len(cells) else None)
                text = predicates.key_of(field, value)
                texts.append(ABSENT if text is None else text)
            batch.append(SEPARATOR.join(texts))
            if len(batch) == BATCH:
                self._insert(batch)
                batch = []
        self._insert(batch)

    def _insert(self, keys: list[str]) -> None:
        if keys:
            self.connection.execute("INSERT INTO known SELECT unnest(?)", [keys])

    def _key(self, names: list[str]) -> str:
        parts = (f"coalesce({predicates.key(*self.columns[name])}, {literal(ABSENT)})" for name in names)
        return f" || {literal(SEPARATOR)} || ".join(parts)

    def _ask(self, query: str) -> int:
        """Return the one number that a query gives."""
        [(number,)] = self.connection.execute(query).fetchall()
        return number

    def _rows(self, query: str) -> Iterator[tuple[int, list[str]]]:
        """Yield number and cells of a query's rows, without the cells that are not there."""
        # a cursor of its own: the connection goes on to be used while this one is read
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            while batch := cursor.fetchmany(BATCH):
                for number, cells in batch:
                    yield number, [cell for cell in cells if cell is not None]


def _reference(schema: Schema, key: dict[str, Any]) -> tuple[list[str], list[str]]:
    local_fields, reference = key["fields"], key["reference"]
    kinds = {field.name: field.type for field in schema.fields}
    if reference["resource"] or not set(reference["fields"]) <= set(kinds):
        raise NotCompiled("foreign key to another table")
    # 1 is 1.0, but "1" is not 1: Python compares values, SQL would compare texts
    if [kinds[name] for name in local_fields] != [kinds[name] for name in reference["fields"]]:
        raise NotCompiled("foreign key of another type")
    return list(local_fields), list(reference["fields"])
