"""Checks one file: frictionless decides what is an error, this module says it so that an officer can mend it."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ckanext.satudata.exceptions import N_, UnreadableTable
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import reader, table
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import checks, expected, messages, vectorised
from ckanext.satudata.validation.report import Collector, Problem, Report, row_of
from ckanext.satudata.validation.structure import Progress, nobody, part

# problems of one type that a report keeps; more than that nobody mends one by one
KEPT = 100
# what a report shows of the table
FIRST_ROWS = 20
MOST_ROWS = 200
LONGEST_CELL = 200
# errors that leave every cell in its column, so that the checks of the whole can go on
WITHIN_CELLS = {"type-error", "constraint-error", "unique-error", "primary-key", "foreign-key", "blank-row"}
# the place in the officer's file of a row and column of the table, both counted from 1
Origin = Callable[[int, int | None], str]


@dataclass(frozen=True)
class Outcome:
    """What came of a file: the report of its check and the table that was read, None where there is none."""

    report: Report
    file: CsvFile | None = None


def check(
    content: bytes, filename: str, standard: Standard | None = None, own: dict[str, Any] | None = None
) -> Report:
    """Return what is wrong with a file, given as its bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        return check_path(path, filename, Path(folder), standard=standard, own=own).report


def check_path(
    path: Path,
    filename: str,
    folder: Path,
    *,
    standard: Standard | None = None,
    own: dict[str, Any] | None = None,
    kept: Path | None = None,
    progress: Progress = nobody,
) -> Outcome:
    """Read a file that its owner calls `filename` into `folder`, and check it; see `check_file`."""
    try:
        file = reader.as_csv(path.read_bytes(), filename, folder)
    except UnreadableTable as error:
        return Outcome(unreadable(error))
    report = check_file(file, standard, own=own, kept=kept, progress=part(progress, 0.1, 1))
    return Outcome(report, file)


def unreadable(error: UnreadableTable) -> Report:
    """Return the report of a file that is no table at all."""
    problem = Problem("file-error", None, None, error.text, error.values)
    return Report([], 0, [problem], {problem.type: 1})


def check_file(
    file: CsvFile,
    standard: Standard | None = None,
    *,
    own: dict[str, Any] | None = None,
    origin: Origin | None = None,
    progress: Progress = nobody,
    kept: Path | None = None,
) -> Report:
    """Return what is wrong with a file; one whose header or rows are torn is not looked into.

    `own` is a Table Schema to check against instead of a standard. Where the file is valid, what was
    parsed is written to `kept` (`tables.table.kept` opens it), so that nobody need read the file again.
    """
    start = time.monotonic()
    found = Collector(KEPT)
    labels = file.header()
    rows = _gather(found, file, standard, own, progress=progress, kept=kept)
    report = found.report(labels, rows, time.monotonic() - start)
    origin = origin or spreadsheet
    return replace(_placed(report, origin), excerpt=_excerpt(file, report, origin))


def _gather(
    found: Collector,
    file: CsvFile,
    standard: Standard | None,
    own: dict[str, Any] | None,
    *,
    progress: Progress,
    kept: Path | None,
) -> int:
    """Put what is wrong into `found`; return the number of data rows."""
    missing = expected.missing_columns(file, standard) if standard else []
    found.add(missing)
    if missing:
        return 0
    schema = expected.schema(file, standard, own)
    rows = vectorised.judge(file, schema, _taking(found, schema), part(progress, 0, 0.7))
    if not found.counts.keys() <= WITHIN_CELLS:
        return rows
    if not rows:
        found.add([Problem("source-error", None, None, N_("The table has a header but no data rows. Add the data."))])
        return rows
    with table.opened(file, schema) as opened:
        progress(0.8)
        found.add(checks.find(opened, standard))
        if kept and not found.refuses:
            opened.keep(kept)
    progress(1)
    return rows


def _taking(found: Collector, schema: dict[str, Any]) -> Callable[[Any], None]:
    """Return what takes frictionless's errors in; a row without any cell is none: the table leaves it out."""

    def take(error: Any) -> None:
        if error.type != "blank-row":
            found.add([messages.problem(error, schema)])

    return take


def spreadsheet(row: int, column: int | None) -> str:
    """Return the name that a spreadsheet gives to a cell: row and column counted from 1; only the row without one."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _placed(report: Report, origin: Origin) -> Report:
    """Return the report with the place of each problem in the officer's own file."""
    columns = {label: number for number, label in reversed(list(enumerate(report.labels, 1)))}
    problems = []
    for problem in report.problems:
        if not problem.row or problem.row < 2:
            problems.append(problem)
            continue
        column = columns.get(problem.field) if problem.field else None
        values = dict(problem.values)
        if values.get("earlier"):
            values["earlier"] = row_of(origin(values["earlier"], None))
        problems.append(replace(problem, values=values, cell=origin(problem.row, column)))
    return replace(report, problems=problems)


def _excerpt(file: CsvFile, report: Report, origin: Origin) -> dict[str, Any]:
    """Return the first rows and those with problems: {"rows": [{"number", "place", "cells": [text]}], "more"}.

    "number" counts as in the table, the header is row 1; "place" is the row in the officer's own file; "more" tells
    whether rows are left out.
    """
    wanted = {problem.row for problem in report.problems if problem.row}
    rows: list[dict[str, Any]] = []
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream, delimiter=file.delimiter)
        next(lines, None)
        for number, cells in enumerate(lines, 2):
            if number > FIRST_ROWS + 1 and number not in wanted:
                if number > max(wanted, default=0):
                    break
                continue
            if len(rows) == MOST_ROWS:
                break
            texts = [cell[:LONGEST_CELL] for cell in cells]
            rows.append({"number": number, "place": row_of(origin(number, None)), "cells": texts})
    return {"rows": rows, "more": report.rows > len(rows)}
