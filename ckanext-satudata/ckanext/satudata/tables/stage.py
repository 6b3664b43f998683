"""The way of one file: rows through the steps about rows, then as cells through SQL, then the tidy file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from ckanext.satudata.tables.cells import Cells, Column
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.grid import Flow, Grid
from ckanext.satudata.tables.origin import Numbers, Origin, Place
from ckanext.satudata.tables.source import GridSource, Source
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.steps import kind
from ckanext.satudata.tables.table import literal

BATCH = 10_000


def moved(grid: Grid, after: Flow) -> list[Any]:
    """Return the merged ranges in the columns as they are after a step."""
    now = {place[0].column: column for column, place in enumerate(after.columns) if place[0]}
    return [
        (top, now[left], bottom, max(now[column] for column in range(left, right + 1) if column in now))
        for top, left, bottom, right in grid.merged
        if left in now
    ]


def names_of(flow: Flow) -> list[str]:
    """Take the header from a stream of rows."""
    number, names = next(flow.rows, (1, []))
    if flow.header is None:
        flow.columns += [[Place(column)] for column in range(len(flow.columns), len(names))]
        flow.header = [Place(place[0].column, number) if place[0] else None for place in flow.columns]
    return names


class Stage:
    """The way of one file: rows through the steps about rows, then as cells through SQL, then the tidy file."""

    def __init__(self, source: Source, folder: Path) -> None:
        self.source = source
        self.folder = folder
        self.numbers = Numbers()
        self.groups = 1
        self.ragged = False
        self.named = 0

    def grid(self, steps: list[Step]) -> Flow:
        """Return the rows after the steps; their `details` is filled while the rows are read."""
        width = _width(self.source)
        columns: list[list[Place | None]] = [[Place(column)] for column in range(width)]
        flow = Flow(self.source.rows(), columns, merged=self.source.merged, hidden=self.source.hidden)
        for step in steps:
            after = kind(step.kind).apply(flow, step.options, step.details)
            after.merged = moved(Grid([], flow.merged), after)
            flow = after
        self.groups = flow.groups
        return flow

    def cells(self, flow: Flow, names: list[str], connection: duckdb.DuckDBPyConnection) -> Cells:
        """Write the rows where SQL finds them."""
        count, self.named = max(len(flow.columns), len(names)), len(names)
        path = self.folder / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            # the number in front keeps a row of blank cells from being an empty line
            csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(self._counted(flow, count))
        columns = [self._column(flow, names, index) for index in range(count)]
        types = ", ".join(f"{column.sql}: 'VARCHAR'" for column in columns)
        connection.execute(
            f"CREATE TABLE cells AS SELECT * FROM read_csv({literal(path)}, header=false, auto_detect=false, "
            f"delim=',', quote='\"', escape='\"', nullstr={literal(chr(31) + 'none')}, encoding='utf-8', "
            f"columns={{n: 'BIGINT', width: 'INTEGER', {types}}}, max_line_size=16777216)"
        )
        path.unlink()
        return Cells(connection, "SELECT * FROM cells", columns)

    def _column(self, flow: Flow, names: list[str], index: int) -> Column:
        nowhere: list[Place | None] = [None] * flow.groups
        places = list(flow.columns[index]) if index < len(flow.columns) else nowhere
        return Column(
            names[index] if index < len(names) else "",
            f"c{index}",
            places,
            flow.header[index] if flow.header and index < len(flow.header) else None,
            number=index,
            named=index < len(names),
            exact=any(place and place.row is None and self.source.is_exact(place.column) for place in places),
        )

    def _counted(self, flow: Flow, count: int) -> Iterator[list[Any]]:
        for index, (number, cells) in enumerate(flow.rows):
            if index % flow.groups == 0:
                self.numbers.add(number)
            width = len(cells)
            self.ragged = self.ragged or width != count or width != self.named
            yield [index, width, *cells, *[""] * (count - width)]

    def written(self, cells: Cells) -> tuple[CsvFile, Origin]:
        """Write the tidy table; a row keeps the number of cells that it had."""
        path = self.folder / "tidy.csv"
        columns = ", ".join(column.sql for column in cells.columns)
        rows = cells.connection.execute(f"SELECT width, {columns} FROM ({cells.query}) ORDER BY n")
        ragged = self.ragged and not cells.counted
        # the least number of cells that a row has which reaches a column
        least = [0 if column.number is None else column.number + 1 for column in cells.columns]
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(column.name for column in cells.columns if column.named)
            while batch := rows.fetchmany(BATCH):
                writer.writerows(_reached(row, least) if ragged else row[1:] for row in batch)
        return CsvFile(path), self._origin(cells)

    def _origin(self, cells: Cells) -> Origin:
        shift = self.source.shift
        return Origin(
            [column.name for column in cells.columns],
            self.source.sheet,
            [[_shifted(place, shift) for place in column.places] for column in cells.columns],
            [_shifted(column.header, shift) for column in cells.columns],
            self.groups,
            self.numbers.starts or [(0, 2)],
            counted=cells.counted,
        )


def _reached(row: tuple[Any, ...], least: list[int]) -> list[str]:
    """Return the cells that a row has."""
    return [cell for cell, cells in zip(row[1:], least, strict=True) if row[0] >= cells]


def _shifted(place: Place | None, shift: int) -> Place | None:
    return Place(place.column + shift, place.row) if place else None


def _width(source: Source) -> int:
    """Return the number of cells of the widest row."""
    if isinstance(source, GridSource):
        return max(map(len, source.grid), default=0)
    return max((len(cells) for _number, cells in source.rows()), default=0)
