"""What a submission changes of a table: rows, periods, totals, the largest jumps, codes that are gone.

Both tables are compared by DuckDB as their checks have parsed them: row with row where a Standar Data says which
columns tell the rows apart, or the columns of words and times do; as wholes where neither does.
"""

from __future__ import annotations

import dataclasses
import math
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.publishing import years
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tables import symbols
from ckanext.satudata.tables.duck import connect
from ckanext.satudata.tables.table import Table, kept, literal
from ckanext.satudata.validation import parsed

JUMPS, SHOWN = 8, 12
NUMERIC = {"integer", "number"}
PERIODS = {"year", "date"}


@dataclasses.dataclass(frozen=True)
class Jump:
    """A figure that changes: the row's key in words, the column, both values, the change in per cent (None from 0)."""

    row: str
    column: str
    before: float
    after: float
    percent: float | None


@dataclasses.dataclass(frozen=True)
class Total:
    """The sum of a column before and after."""

    column: str
    before: float
    after: float


@dataclasses.dataclass(frozen=True)
class TableChange:
    """What is different between two tables; rows are counted by their keys, `changed` is None where there are none."""

    rows_before: int
    rows_after: int
    added: int
    gone: int
    changed: int | None
    columns_added: list[str]
    columns_gone: list[str]
    periods_added: list[str]
    periods_gone: list[str]
    codes_gone: dict[str, list[str]]
    totals: list[Total]
    jumps: list[Jump]

    @property
    def loses(self) -> bool:
        """Whether anything that is public now would not be there any more."""
        return bool(self.gone or self.columns_gone or self.periods_gone or self.codes_gone)

    @property
    def replaces(self) -> bool:
        """Whether figures that are public now would be others, or gone."""
        return bool(self.changed or self.gone or self.columns_gone)

    @property
    def largest(self) -> float:
        """The largest change of a figure in per cent; infinite from 0, 0.0 where none changes."""
        return max((math.inf if jump.percent is None else abs(jump.percent) for jump in self.jumps), default=0.0)


def between(
    before: Mapping[str, Any], after: Mapping[str, Any], tables: Mapping[str, Path] | None = None
) -> TableChange:
    """Compare the tables of two states of a resource. Raises what reading them raises.

    `tables` are those that a check has parsed and nobody has stored yet, by the id of its report.
    """
    fresh = (tables or {}).get(str(after.get("validation_report") or ""))
    opened = kept(fresh) if fresh else parsed.opened(dict(after))
    with parsed.opened(dict(before)) as old, opened as new:
        return between_tables(old, new, str(after.get("standar") or ""))


def between_tables(before: Table, after: Table, standard: str) -> TableChange:
    """Compare two tables that follow a Standar Data, or none ("")."""
    with tempfile.TemporaryDirectory() as folder, connect() as connection:
        old = _view(connection, "old", before, Path(folder) / "old.parquet")
        new = _view(connection, "new", after, Path(folder) / "new.parquet")
        shared = [name for name in old if name in new]
        keys = _keys(standard, shared) or _guessed_keys(connection, shared, new)
        return _Comparison(connection, shared, new, keys, _never_added(standard)).change(old, new)


def _view(connection: duckdb.DuckDBPyConnection, name: str, table: Table, path: Path) -> dict[str, str]:
    """Make a relation of a table with its columns by name, and return their types."""
    columns = _columns(table)
    listed = ", ".join(f"{table.column(label)} AS {_quoted(column)}" for column, (label, _type) in columns.items())
    table.connection.execute(f"COPY (SELECT {listed} FROM cells) TO {literal(path)} (FORMAT parquet)")
    connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({literal(path)})")
    return {column: kind for column, (_label, kind) in columns.items()}


def _columns(table: Table) -> dict[str, tuple[str, str]]:
    """Return the columns by the name of their field in the standard, or their own: {name: (header, type)}.

    Marks beside the figures are no column of anybody: one more or less is no other table.
    """
    fields = [field for field in table.schema["fields"] if field["name"] != symbols.COLUMN]
    return {field.get("field") or field["name"]: (field["name"], field["type"]) for field in fields}


def _keys(standard: str, shared: list[str]) -> list[str]:
    """Return the columns that tell rows apart; none where no standard says so, or one of them is not there."""
    if not standard:
        return []
    try:
        keys = list(standards.load(standard).table.primary_key)
    except UnknownStandard:
        return []
    return keys if keys and set(keys) <= set(shared) else []


def _never_added(standard: str) -> set[str]:
    """Return the measures of a standard that add up over nothing: percentages, indices."""
    try:
        measures = standards.load(standard).measures if standard else ()
    except UnknownStandard:
        return set()
    return {measure.field for measure in measures if not measure.jumlahkan}


def _guessed_keys(connection: duckdb.DuckDBPyConnection, shared: list[str], types: dict[str, str]) -> list[str]:
    """Return the columns of words and times, where they tell the rows of both tables apart; else none."""
    keys = [name for name in shared if types[name] not in NUMERIC or is_time(name)]
    if not keys:
        return []
    listed = ", ".join(map(_quoted, keys))
    twice = f"SELECT count(*) FROM (SELECT 1 FROM {{}} GROUP BY {listed} HAVING count(*) > 1)"
    repeated = [connection.execute(twice.format(side)).fetchone() for side in ("old", "new")]
    return [] if any(row and row[0] for row in repeated) else keys


def is_time(name: str) -> bool:
    """Tell whether a column is one of years or months by its name: those are no figures."""
    return standards.key(name) in {*years.HEADERS, "bulan", "triwulan", "semester"}


class _Comparison:
    """Asks for one difference after another."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        shared: list[str],
        types: dict[str, str],
        keys: list[str],
        never_added: set[str],
    ) -> None:
        self.connection = connection
        self.shared = shared
        self.types = types
        self.keys = keys
        self.never_added = never_added
        self.figures = [name for name in shared if types[name] in NUMERIC and name not in keys and not is_time(name)]

    def change(self, old: dict[str, str], new: dict[str, str]) -> TableChange:
        """Return all of them."""
        added, gone = (self._only_in(*sides) for sides in (("new", "old"), ("old", "new")))
        periods = [name for name in self.shared if self.types[name] in PERIODS or is_time(name)]
        codes = [name for name in self.keys if self.types[name] == "string"]
        return TableChange(
            rows_before=self._one("SELECT count(*) FROM old"),
            rows_after=self._one("SELECT count(*) FROM new"),
            added=added,
            gone=gone,
            changed=self._changed() if self.keys else None,
            columns_added=[name for name in new if name not in old],
            columns_gone=[name for name in old if name not in new],
            periods_added=self._values_only_in("new", "old", periods[0]) if periods else [],
            periods_gone=self._values_only_in("old", "new", periods[0]) if periods else [],
            codes_gone={name: lost for name in codes if (lost := self._values_only_in("old", "new", name))},
            totals=[self._total(name) for name in self.figures if name not in self.never_added],
            jumps=self._jumps(),
        )

    def _only_in(self, one: str, other: str) -> int:
        listed = ", ".join(map(_quoted, self.keys or self.shared)) or "1"
        return self._one(f"SELECT count(*) FROM (SELECT {listed} FROM {one} EXCEPT ALL SELECT {listed} FROM {other})")

    def _changed(self) -> int:
        others = [name for name in self.shared if name not in self.keys]
        if not others:
            return 0
        differs = " OR ".join(f"old.{_quoted(name)} IS DISTINCT FROM new.{_quoted(name)}" for name in others)
        return self._one(f"SELECT count(*) FROM old JOIN new ON {self._joined()} WHERE {differs}")

    def _values_only_in(self, one: str, other: str, name: str) -> list[str]:
        column = _quoted(name)
        query = f"SELECT {column} FROM {one} WHERE {column} IS NOT NULL EXCEPT SELECT {column} FROM {other} ORDER BY 1"
        return [str(row[0]) for row in self.connection.execute(f"{query} LIMIT {SHOWN}").fetchall()]

    def _total(self, name: str) -> Total:
        before, after = (self._one(f"SELECT coalesce(sum({_exact(name)}), 0) FROM {side}") for side in ("old", "new"))
        return Total(name, _plain(before), _plain(after))

    def _jumps(self) -> list[Jump]:
        if not self.keys:
            return []
        key = " || ' · ' || ".join(f"coalesce(new.{_quoted(name)}::VARCHAR, '')" for name in self.keys)
        jumps: list[Jump] = []
        for name in self.figures:
            before, after = _number(name, "old."), _number(name, "new.")
            rows = self.connection.execute(
                f"SELECT {key}, {before}, {after}, ({after} - {before}) * 100 / nullif(abs({before}), 0) AS percent "
                f"FROM old JOIN new ON {self._joined()} WHERE {before} IS DISTINCT FROM {after} "
                f"AND {before} IS NOT NULL AND {after} IS NOT NULL "
                f"ORDER BY abs(percent) DESC NULLS FIRST LIMIT {JUMPS}"
            ).fetchall()
            jumps += [Jump(row, name, _plain(b), _plain(a), None if p is None else float(p)) for row, b, a, p in rows]
        # from nothing to something is the largest jump of all
        jumps.sort(key=lambda jump: float("inf") if jump.percent is None else abs(jump.percent), reverse=True)
        return jumps[:JUMPS]

    def _joined(self) -> str:
        return " AND ".join(f"old.{_quoted(name)} IS NOT DISTINCT FROM new.{_quoted(name)}" for name in self.keys)

    def _one(self, query: str) -> Any:
        row = self.connection.execute(query).fetchone()
        assert row is not None
        return row[0]


def _number(name: str, side: str = "") -> str:
    return f"TRY_CAST(replace(trim({side}{_quoted(name)}), '_', '') AS DOUBLE)"


def _exact(name: str) -> str:
    """Return a figure in a form whose sum has no noise behind its last digit."""
    return f"TRY_CAST(replace(trim({_quoted(name)}), '_', '') AS DECIMAL(38, 6))"


def _plain(value: Any) -> float:
    """Return a whole number as one, so that people read no ",0"."""
    return int(value) if float(value).is_integer() else float(value)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
