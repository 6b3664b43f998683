"""What the guard sees of a table: its columns, some of their cells, and the few cells that could be personal data.

DuckDB reads the columns, one at a time; Python gets at most `MOST` cells of each, so that time and memory stay flat.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.tables.table import Table, literal

# cells of a column that Python looks at, and those whose words it weighs
MOST, SAMPLE = 20_000, 400
# no personal data is shorter, an account of a social network
SHORTEST = 5
FIGURES = {"integer", "number", "year", "boolean"}
# cells of a table that Python holds at once: a question to DuckDB for each column would cost more than the cells
IN_MEMORY = 10_000


@dataclass(frozen=True)
class Column:
    """A column: header, Table Schema type, how many cells are filled, how long the longest is, and its place from 0.

    Two columns may have one header.
    """

    label: str
    type: str
    filled: int
    longest: int
    place: int = 0

    @property
    def is_figure(self) -> bool:
        """Whether the cells are typed figures."""
        return self.type in FIGURES


@dataclass(frozen=True)
class Cells:
    """Cells of a column that match a pattern, as (row, text); `total` counts those that are not in `cells`, too."""

    cells: list[tuple[int, str]]
    total: int


class View:
    """A table as the guard sees it; subclasses say where the cells are."""

    columns: Sequence[Column]

    def matching(self, column: Column, *patterns: str) -> Cells:
        """Return the cells that match one of the patterns, RE2's and Python's alike."""
        raise NotImplementedError

    def some(self, column: Column) -> list[str]:
        """Return up to `SAMPLE` filled cells from all over the column."""
        raise NotImplementedError

    def count(self, column: Column, pattern: str) -> int:
        """Return the number of cells that match a pattern."""
        return self.matching(column, pattern).total

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what `make` gives, asked for once for each key."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def sample(self, column: Column) -> list[str]:
        """Return the cells of `some`, asked for once."""
        return self.once(("sample", column), lambda: self.some(column)) if column.filled else []

    def share(self, column: Column, test: Callable[[str], bool]) -> float:
        """Return the part of the filled cells that pass a test, estimated from the sample."""
        cells = self.sample(column)
        return self.once((column, test), lambda: sum(map(test, cells)) / len(cells)) if cells else 0.0

    @functools.cached_property
    def texts(self) -> list[Column]:
        """The columns that hold words."""
        return [column for column in self.columns if column.type == "string" and column.filled]


class TableView(View):
    """A table that DuckDB holds."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._table = table
        labels = list(table.columns)
        small = table.count() * len(labels) <= IN_MEMORY
        self._memory = self._read(labels) if small else {}
        sizes = map(_size, self._memory.values()) if small else self._sizes(labels)
        self.columns = [
            Column(label, table.columns[label], *size, index)
            for index, (label, size) in enumerate(zip(labels, sizes, strict=True))
        ]

    def _read(self, labels: list[str]) -> dict[str, list[tuple[int, str]]]:
        """Return the filled cells of each column, in the order of the rows."""
        rows = self._table.ask(f"SELECT n, {', '.join(map(self._name, labels))} FROM cells ORDER BY n")
        return {
            label: [(row[0], row[index]) for row in rows if row[index] is not None]
            for index, label in enumerate(labels, 1)
        }

    def _sizes(self, labels: list[str]) -> list[tuple[int, int]]:
        """Return of each column how many cells are filled and how long the longest is."""
        figures_sql = ", ".join(f"count({name}), coalesce(max(strlen({name})), 0)" for name in map(self._name, labels))
        [figures] = self._table.ask(f"SELECT {figures_sql} FROM cells")
        return list(zip(figures[::2], figures[1::2], strict=True))

    def _name(self, label: str) -> str:
        return self._table.column(label)

    def matching(self, column: Column, *patterns: str) -> Cells:
        """Return the matching cells in the order of the rows; of very many the first ones and a sample of the rest."""
        if column.label in self._memory:
            return _matching(self._memory[column.label], patterns, SHORTEST)
        name = self._name(column.label)
        tests = " OR ".join(f"regexp_matches({name}, {literal(pattern)})" for pattern in patterns)
        source = f"FROM cells WHERE strlen({name}) >= {SHORTEST} AND ({tests})"
        if self._repeats(column):
            texts = self._table.ask(f"SELECT DISTINCT {name} FROM cells WHERE {name} IS NOT NULL LIMIT {MOST}")
            if len(texts) < MOST and not any(
                re.search(pattern, text, re.ASCII) for pattern in patterns for (text,) in texts
            ):
                return Cells([], 0)
        cells = self._table.ask(f"SELECT n, {name} {source} LIMIT {MOST + 1}")
        if len(cells) <= MOST:
            return Cells(sorted(cells), len(cells))
        [(total,)] = self._table.ask(f"SELECT count(*) {source}")
        spread = self._table.ask(f"SELECT n, {name} {source} AND hash(n) % {total} < {MOST // 2}")
        return Cells(sorted({*cells[: MOST // 2], *spread}), total)

    def _repeats(self, column: Column) -> bool:
        """Return whether the column has few different texts, so that it pays to look at each of them once."""
        sample = self.sample(column)
        return len(sample) >= SAMPLE // 2 and len(set(sample)) <= len(sample) // 2

    def some(self, column: Column) -> list[str]:
        """Return filled cells, the same ones each time."""
        if column.label in self._memory:
            cells = self._memory[column.label]
            return [text for _row, text in cells[:: len(cells) // SAMPLE + 1]]
        name = self._name(column.label)
        query = f"SELECT {name} FROM cells WHERE {name} IS NOT NULL"
        spread = f" AND hash(n) % {column.filled} < {SAMPLE}" if column.filled > 2 * SAMPLE else ""
        return [cell for (cell,) in self._table.ask(f"{query}{spread} LIMIT {2 * SAMPLE}")]


class ListView(View):
    """Rows in memory: (row, cells) below a header."""

    def __init__(self, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        super().__init__()
        self._cells: dict[Column, list[tuple[int, str]]] = {}
        kept = list(rows)
        columns = []
        for index, label in enumerate(header):
            cells = [(row, cells[index]) for row, cells in kept if index < len(cells) and cells[index].strip()]
            numeric = bool(cells) and all(re.fullmatch(r"[1-9]\d*", text) for _row, text in cells)
            longest = max((len(text) for _row, text in cells), default=0)
            column = Column(label, "integer" if numeric else "string", len(cells), longest, index)
            columns.append(column)
            self._cells[column] = cells
        self.columns = columns

    def matching(self, column: Column, *patterns: str) -> Cells:
        """Return the matching cells."""
        return _matching(self._cells[column], patterns)

    def some(self, column: Column) -> list[str]:
        """Return filled cells."""
        cells = self._cells[column]
        return [text for _row, text in cells[:: len(cells) // SAMPLE + 1]]


def _size(cells: list[tuple[int, str]]) -> tuple[int, int]:
    return len(cells), max((len(text.encode()) for _row, text in cells), default=0)


def _matching(cells: list[tuple[int, str]], patterns: Iterable[str], shortest: int = 0) -> Cells:
    tests = [re.compile(pattern, re.ASCII) for pattern in patterns]
    hits = [
        cell for cell in cells if len(cell[1].encode()) >= shortest and any(test.search(cell[1]) for test in tests)
    ]
    return Cells(hits[:MOST], len(hits))
