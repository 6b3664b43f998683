"""From an officer's file to a tidy table, by steps that are named, shown and confirmed.

`propose` finds the steps, `apply` takes exactly the confirmed ones. A file that is tidy already has none: it is read
as it always was, and only a sample of it is looked at.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from ckanext.satudata.tables import merged, opening
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.duck import connect
from ckanext.satudata.tables.grid import Flow, Grid, filled
from ckanext.satudata.tables.origin import Origin, Place
from ckanext.satudata.tables.source import Row, Source
from ckanext.satudata.tables.stage import Stage, moved, names_of
from ckanext.satudata.tables.step import Step, Warn
from ckanext.satudata.tables.steps import CELLS, GRID, check, kind, kinds


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
        titles = (step.options["titles"] for step in self.steps if step.kind == "long_titles")
        return {short: " ".join(long.split()) for titles in titles for long, short in titles.items()}

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
    *,
    refused: Collection[Step] = (),
) -> Reading:
    """Find the steps that make a file tidy, take them, and write the table into `folder`.

    `sheet` is the one to read, for people to choose; `missing_values` are marks that the table's standard knows, for
    which no step is needed; `refused` are steps that somebody does not want. Raises UnreadableTable when the file
    holds no table, WrongStep when it lacks the sheet.
    """
    opened = opening.opened(_bytes(content), filename, folder, sheet, None)
    source, sample = opened.source, opened.source.sample()
    grid, steps = _grid_steps(source, sample, refused)
    suspects, warnings = _suspects(grid), list(merged.doubts(grid, steps))
    if not steps and not suspects:
        return Reading(source.tidy(folder), opened.steps, _same(source), opened.sheets, warnings)
    stage = Stage(source, folder)
    flow = stage.grid(steps)
    names, proposals = names_of(flow), []
    with connect() as connection:
        cells = stage.cells(flow, names, connection)
        for name, columns in _suspected_columns(suspects, names).items():
            module = kind(name)
            options = {"declared": frozenset(missing_values)} if name == "missing_marks" else {}
            renamed = {column.sql: column.name for column in cells.columns}
            for proposal in module.propose(
                cells, [renamed[column] for column in columns if column in renamed], **options
            ):
                if isinstance(proposal, Warn):
                    warnings.append(proposal)
                    continue
                if proposal in refused:
                    continue
                cells = module.apply(cells, proposal.options, proposal.details)
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
    steps = [replace(step, details={}) for step in steps]
    opened = opening.opened(_bytes(content), filename, folder, None, steps)
    grid = [step for step in steps if kind(step.kind).STAGE == GRID]
    rest = [step for step in steps if kind(step.kind).STAGE == CELLS]
    if not grid and not rest:
        return Reading(opened.source.tidy(folder), steps, _same(opened.source), opened.sheets)
    stage = Stage(opened.source, folder)
    flow = stage.grid(grid)
    names = names_of(flow)
    with connect() as connection:
        cells = stage.cells(flow, names, connection)
        for step in rest:
            cells = kind(step.kind).apply(cells, step.options, step.details)
        file, origin = stage.written(cells)
    return Reading(file, steps, origin, opened.sheets)


def _bytes(content: Path | bytes) -> bytes:
    return content.read_bytes() if isinstance(content, Path) else content


def _same(source: Source) -> Origin:
    """Return the way back from a table that is its source."""
    return Origin([], source.sheet, None, starts=[(0, source.first + 1)], shift=source.shift)


def _grid_steps(source: Source, sample: list[Row], refused: Collection[Step]) -> tuple[Grid, list[Step]]:
    """Return the steps about rows and columns that a sample asks for, and the sample after them."""
    grid = Grid(sample, source.merged, hidden=source.hidden)
    _survey(source, grid)
    steps: list[Step] = []
    for module in kinds().values():
        if module.STAGE != GRID:
            continue
        step = module.propose(grid)
        if step is None or step in refused:
            continue
        width = max((len(cells) for _number, cells in grid.rows), default=0)
        columns: list[list[Place | None]] = [[Place(column)] for column in range(width)]
        flow = Flow(iter(grid.rows), columns, merged=grid.merged, hidden=grid.hidden)
        after = module.apply(flow, step.options, {})
        grid = Grid(list(after.rows), moved(grid, after), _empty(grid, after))
        steps.append(step)
    return grid, steps


def _empty(grid: Grid, after: Flow) -> set[int]:
    """Return the blank columns as they are after a step that changes no rows' meaning."""
    now = {place[0].column: column for column, place in enumerate(after.columns) if place[0]}
    return {now[column] for column in grid.empty if column in now}


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
    cells_of_columns = [
        list({cells[column]: None for cells in rows if column < len(cells)}) for column in range(count)
    ]
    columns_by_step = {}
    for name, module in kinds().items():
        if module.STAGE != CELLS or module.CURE:
            continue
        suspected = [
            column
            for column in range(count)
            if names[column].strip() and module.suspects(names[column], cells_of_columns[column])
        ]
        if suspected:
            columns_by_step[name] = suspected
    return columns_by_step


def _suspected_columns(suspects: dict[str, list[int]], names: list[str]) -> dict[str, list[str]]:
    """Return the columns that each kind is asked about by their SQL names; a name that comes twice names none."""
    return {
        name: [f"c{column}" for column in columns if names.count(names[column]) == 1]
        for name, columns in suspects.items()
    }
