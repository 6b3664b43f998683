"""From an officer's file to a tidy table, by steps that are named, shown and confirmed.

`propose` finds the steps, `apply` takes exactly the confirmed ones. A file that is tidy already has none: it is read
as it always was, and only a sample of it is looked at.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
from ckanext.satudata.tables import opening
from ckanext.satudata.tables.cells import Cells, Column
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.grid import Flow, Grid, filled
from ckanext.satudata.tables.origin import Numbers, Origin, Place
from ckanext.satudata.tables.source import GridSource, Row, Source
from ckanext.satudata.tables.step import Step, Warn
from ckanext.satudata.tables.steps import CELLS, GRID, check, kind, kinds
from ckanext.satudata.tables.table import connect, literal

BATCH = 10_000


@dataclass(frozen=True)
class Reading:
    """A tidy table: its file, the steps that made it, the doubts about it, and the way back to the original's cells.

    `sheets` are those of a workbook that hold something; the one that was read is `origin.sheet`.
    """

    file: CsvFile
    steps: list[Step]
    origin: Origin
    sheets: list[str] = field(default_factory=list)
    warnings: list[Warn] = field(default_factory=list)

    @property
    def titles(self) -> dict[str, str]:
        """The long names of columns that were shortened, by their short ones."""
        found = (step.options["titles"] for step in self.steps if step.kind == "long_titles")
        return {short: " ".join(long.split()) for titles in found for long, short in titles.items()}

    def head(self, rows: int = 8) -> list[list[str]]:
        """Return the header and the first rows of the tidy table, for people to look at before they confirm."""
        with self.file.path.open(encoding="utf-8-sig", newline="") as stream:
            return list(itertools.islice(csv.reader(stream, delimiter=self.file.delimiter), rows + 1))


def propose(
    content: Path | bytes,
    filename: str,
    folder: Path,
    sheet: str | None = None,
    missing_values: Collection[str] = ("",),
) -> Reading:
    """Find the steps that make a file tidy, take them, and write the table into `folder`.

    `sheet` is the one to read, for people to choose; `missing_values` are marks that the table's standard knows, for
    which no step is needed. Raises UnreadableTable when the file holds no table, WrongStep when it lacks the sheet.
    """
    opened = opening.opened(_bytes(content), filename, folder, sheet, None)
    source, sample = opened.source, opened.source.sample()
    grid, steps = _grid_steps(source, sample)
    suspects = _suspects(grid)
    if not steps and not suspects:
        return Reading(source.tidy(folder), opened.steps, _same(source), opened.sheets)
    stage = _Stage(source, folder)
    flow = stage.grid(steps)
    names, proposals = _names(flow), []
    with connect() as connection:
        cells, warnings = stage.cells(flow, names, connection), []
        for name, columns in _asked(suspects, names).items():
            module = kind(name)
            known = {"known": frozenset(missing_values)} if name == "missing_marks" else {}
            renamed = {column.sql: column.name for column in cells.columns}
            for proposal in module.propose(
                cells, [renamed[column] for column in columns if column in renamed], **known
            ):
                if isinstance(proposal, Warn):
                    warnings.append(proposal)
                    continue
                cells = module.apply(cells, proposal.options, proposal.found)
                proposals.append(proposal)
        if not steps and not proposals:
            return Reading(source.tidy(folder), opened.steps, _same(source), opened.sheets, warnings)
        file, origin = stage.written(cells)
    return Reading(file, [*opened.steps, *steps, *proposals], origin, opened.sheets, warnings)


def apply(content: Path | bytes, filename: str, folder: Path, steps: list[Step]) -> Reading:
    """Take exactly these steps and write the table into `folder`.

    Raises UnreadableTable when the file holds no table, WrongStep when a step is written wrongly or does not fit.
    """
    check(steps)
    steps = [replace(step, found={}) for step in steps]
    opened = opening.opened(_bytes(content), filename, folder, None, steps)
    grid = [step for step in steps if kind(step.kind).STAGE == GRID]
    rest = [step for step in steps if kind(step.kind).STAGE == CELLS]
    if not grid and not rest:
        return Reading(opened.source.tidy(folder), steps, _same(opened.source), opened.sheets)
    stage = _Stage(opened.source, folder)
    flow = stage.grid(grid)
    names = _names(flow)
    with connect() as connection:
        cells = stage.cells(flow, names, connection)
        for step in rest:
            cells = kind(step.kind).apply(cells, step.options, step.found)
        file, origin = stage.written(cells)
    return Reading(file, steps, origin, opened.sheets)


def _bytes(content: Path | bytes) -> bytes:
    return content.read_bytes() if isinstance(content, Path) else content


def _same(source: Source) -> Origin:
    """Return the way back from a table that is its source."""
    return Origin([], source.sheet, None, starts=[(0, source.first + 1)], shift=source.shift)


def _grid_steps(source: Source, sample: list[Row]) -> tuple[Grid, list[Step]]:
    """Return the steps about rows and columns that a sample asks for, and the sample after them."""
    grid = Grid(sample, source.merged, hidden=source.hidden)
    _survey(source, grid)
    steps: list[Step] = []
    for module in kinds().values():
        if module.STAGE != GRID:
            continue
        step = module.propose(grid)
        if step is None:
            continue
        width = max((len(cells) for _number, cells in grid.rows), default=0)
        columns: list[list[Place | None]] = [[Place(column)] for column in range(width)]
        flow = Flow(iter(grid.rows), columns, merged=grid.merged, hidden=grid.hidden)
        after = module.apply(flow, step.options, {})
        grid = Grid(list(after.rows), _moved(grid, after), _empty(grid, after))
        steps.append(step)
    return grid, steps


def _empty(grid: Grid, after: Flow) -> set[int]:
    """Return the blank columns as they are after a step that changes no rows' meaning."""
    now = {place[0].column: column for column, place in enumerate(after.columns) if place[0]}
    return {now[column] for column in grid.empty if column in now}


def _moved(grid: Grid, after: Flow) -> list[Any]:
    """Return the merged ranges in the columns as they are after a step."""
    now = {place[0].column: column for column, place in enumerate(after.columns) if place[0]}
    return [
        (top, now[left], bottom, max(now[column] for column in range(left, right + 1) if column in now))
        for top, left, bottom, right in grid.merged
        if left in now
    ]


def _survey(source: Source, grid: Grid) -> None:
    """Note the columns and rows that are blank; where the sample suggests some, the whole file is asked."""
    width = max((len(cells) for _number, cells in grid.rows), default=0)
    used = {column for _number, cells in grid.rows for column in filled(cells)}
    if len(used) == width or source.is_whole():
        grid.empty = set(range(width)) - used
        return
    for _number, cells in source.rows():
        used.update(filled(cells))
    grid.empty = set(range(width)) - used


def _suspects(grid: Grid) -> dict[str, list[int]]:
    """Return for each kind of step about cells the columns in which a sample has what it looks for."""
    if not grid.rows:
        return {}
    names = grid.cells(0)
    count = len(names)
    # the cells of a row with too many of them may stand in a column that is not theirs
    rows = [cells for _number, cells in grid.rows[1:] if len(cells) <= count]
    columns = [list({cells[column]: None for cells in rows if column < len(cells)}) for column in range(count)]
    found = {}
    for name, module in kinds().items():
        if module.STAGE != CELLS or getattr(module, "CURE", False):
            continue
        wanted = [
            column
            for column in range(count)
            if names[column].strip() and module.suspects(names[column], columns[column])
        ]
        if wanted:
            found[name] = wanted
    return found


def _asked(suspects: dict[str, list[int]], names: list[str]) -> dict[str, list[str]]:
    """Return the columns that each kind is asked about by their SQL names; a name that comes twice names none."""
    return {
        name: [f"c{column}" for column in columns if names.count(names[column]) == 1]
        for name, columns in suspects.items()
    }


def _names(flow: Flow) -> list[str]:
    """Take the header from a stream of rows."""
    number, names = next(flow.rows, (1, []))
    if flow.header is None:
        flow.columns += [[Place(column)] for column in range(len(flow.columns), len(names))]
        flow.header = [Place(place[0].column, number) if place[0] else None for place in flow.columns]
    return names


class _Stage:
    """The way of one file: rows through the steps about rows, then as cells through SQL, then the tidy file."""

    def __init__(self, source: Source, folder: Path) -> None:
        self.source = source
        self.folder = folder
        self.numbers = Numbers()
        self.groups = 1
        self.ragged = False
        self.named = 0

    def grid(self, steps: list[Step]) -> Flow:
        """Return the rows after the steps; their `found` is filled while the rows are read."""
        width = _width(self.source)
        columns: list[list[Place | None]] = [[Place(column)] for column in range(width)]
        flow = Flow(self.source.rows(), columns, merged=self.source.merged, hidden=self.source.hidden)
        for step in steps:
            after = kind(step.kind).apply(flow, step.options, step.found)
            after.merged = _moved(Grid([], flow.merged), after)
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
            exact=any(place and place.row is None and place.column in self.source.exact for place in places),
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
