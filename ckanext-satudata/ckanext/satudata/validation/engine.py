"""Checks one file: frictionless decides what is an error, this module describes it so that an officer can mend it."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ckanext.satudata.exceptions import N_, SatuDataError, UnreadableTable, WrongStep
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import around, duck, reader, table
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.origin import Origin
from ckanext.satudata.tables.reading import Reading, apply, propose
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import (
    checks,
    curing,
    expected,
    masking,
    messages,
    naming,
    scaling,
    stored,
    vectorised,
)
from ckanext.satudata.validation.checks import personal_data
from ckanext.satudata.validation.placing import Placer
from ckanext.satudata.validation.report import Collector, Problem, Report
from ckanext.satudata.validation.structure import Progress, nobody, part

# problems of one type that a report keeps; more than that nobody mends one by one
KEPT = 100
# what a report shows of the table
FIRST_ROWS = 20
MOST_ROWS = 200
LONGEST_CELL = 200
MOST_TITLES = 20
TOO_MANY = N_(
    "The table has {columns} columns; at most {most} can be stored. Put what repeats (years, months, regions) below "
    "one another instead of side by side, or split the table."
)
# errors that leave every cell in its column, so that the checks of the whole can go on
WITHIN_CELLS = {"type-error", "constraint-error", "unique-error", "primary-key", "foreign-key", "blank-row"}


@dataclass(frozen=True)
class Outcome:
    """What came of a file: the report of its check, and how it was read, None where it is no table.

    The steps of `reading` were found by reading, unless they were given; nobody has confirmed them yet.
    """

    report: Report
    reading: Reading | None = None
    # steps that somebody did not want, and the first rows of the table without them
    refused: tuple[Step, ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    # what stands above the table in its own sheet
    titles: tuple[str, ...] = ()


def check(
    content: bytes, filename: str, standard: Standard | None = None, custom_schema: dict[str, Any] | None = None
) -> Report:
    """Return what is wrong with a file, given as its bytes, once the steps that reading proposes are taken."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        return check_path(path, filename, Path(folder), standard=standard, custom_schema=custom_schema).report


@duck.reusing()
def check_path(
    path: Path,
    filename: str,
    folder: Path,
    *,
    steps: list[Step] | None = None,
    refused: Collection[Step] = (),
    sheet: str | None = None,
    standard: Standard | None = None,
    custom_schema: dict[str, Any] | None = None,
    kept: Path | None = None,
    progress: Progress = nobody,
) -> Outcome:
    """Read a file that its owner calls `filename` into `folder`, and check it; see `check_file`.

    `steps` are taken exactly; without them reading finds its own but those that are `refused`, in the `sheet` that
    people chose. A file that is no table (JSON, GeoJSON, ZIP …) is looked into for personal data only.
    """
    if not reader.format_of(filename):
        return Outcome(_beside_tables(path, filename, folder))
    try:
        if steps is None:
            reading = propose(path, filename, folder, sheet, _missing_marks(standard, custom_schema), refused=refused)
            if standard:
                reading = _as_standard(reading, path, filename, folder, standard=standard, refused=refused)
        else:
            reading = apply(path, filename, folder, steps)
    except (UnreadableTable, WrongStep) as error:
        return Outcome(unreadable(error), refused=tuple(refused))
    # the name of the only sheet is no help
    origin = reading.origin if len(reading.sheets) > 1 else replace(reading.origin, sheet=None)
    report = check_file(
        reading.file,
        standard,
        custom_schema=custom_schema,
        origin=origin,
        kept=kept,
        progress=part(progress, 0.1, 1),
        titles=reading.titles,
    )
    # what is published of a cured table is that table alone
    titles: list[str] = []
    outside = [] if curing.is_cured(reading.steps) else _outside(path, filename, folder, reading)
    loose = list(personal_data.around(_noting(outside, reading, titles)))
    if loose and kept:
        kept.unlink(missing_ok=True)
    return Outcome(report.joined(loose) if loose else report, reading, tuple(refused), reading.head(), tuple(titles))


def _outside(path: Path, filename: str, folder: Path, reading: Reading) -> Iterator[around.Loose]:
    """Yield the cells around the table, and what a workbook says in no cell: headers, comments, titles."""
    yield from around.cells(path, filename, folder, reading)
    if reader.format_of(filename) not in reader.TEXT_FORMATS:
        # the library that reads them takes long to import
        from ckanext.satudata.tables import margins

        yield from margins.texts(path)


def _noting(cells: Iterable[around.Loose], reading: Reading, titles: list[str]) -> Iterator[around.Loose]:
    """Yield cells as they come, and put the first that stand above the table into `titles`."""
    sheet, begin = reading.origin.sheet or "", reading.origin.starts[0][1]
    for cell in cells:
        if len(titles) < MOST_TITLES and cell[0] in ("", sheet) and cell[1] < begin - 1:
            titles.append(cell[3][:LONGEST_CELL])
        yield cell


def _as_standard(
    reading: Reading, path: Path, filename: str, folder: Path, *, standard: Standard, refused: Collection[Step]
) -> Reading:
    """Return the reading with names read as the codes that a standard asks for, and figures in its magnitudes."""
    named = [step for step in naming.propose(reading.file, standard) if step not in refused]
    steps = scaling.scaled(reading.steps, reading.file, standard)
    if not named and steps == reading.steps:
        return reading
    return replace(apply(path, filename, folder, [*steps, *named]), warnings=reading.warnings)


def _beside_tables(path: Path, filename: str, folder: Path) -> Report:
    """Return what the guard of personal data finds in a file that is no table."""
    # its readers are not needed for tables, and take long to import
    from ckanext.satudata.validation import beside

    start = time.monotonic()
    collector = Collector(KEPT)
    collector.add(beside.find(path, filename, folder))
    return collector.report([], 0, time.monotonic() - start)


def _missing_marks(standard: Standard | None, custom_schema: dict[str, Any] | None) -> list[str]:
    """Return the marks of a missing value that need no step, because the table's schema has them."""
    if custom_schema:
        return custom_schema.get("missingValues", [""])
    return list(standard.table.missing_values) if standard else [""]


def unreadable(error: SatuDataError) -> Report:
    """Return the report of a file that is no table at all."""
    problem = Problem("file-error", None, None, error.text, error.values)
    return masking.without_persons(Report([], 0, [problem], {problem.type: 1}))


def check_file(
    file: CsvFile,
    standard: Standard | None = None,
    *,
    custom_schema: dict[str, Any] | None = None,
    origin: Origin | None = None,
    progress: Progress = nobody,
    kept: Path | None = None,
    titles: dict[str, str] | None = None,
) -> Report:
    """Return what is wrong with a file; one whose header or rows are torn is not looked into.

    `own` is a Table Schema to check against instead of a standard. Where the file is valid, what was
    parsed is written to `kept` (`tables.table.kept` opens it), so that nobody need read the file again. `titles` are
    the long names of columns that reading has shortened.
    """
    start = time.monotonic()
    labels = file.header()
    placer = Placer(origin or Origin(labels), labels)
    collector = Collector(KEPT, placer.placed)
    rows = _gather(collector, file, standard, custom_schema, progress=progress, kept=kept, titles=titles or {})
    report = masking.without_persons(collector.report(labels, rows, time.monotonic() - start))
    return replace(report, excerpt=_excerpt(file, report, placer))


def _gather(
    collector: Collector,
    file: CsvFile,
    standard: Standard | None,
    custom_schema: dict[str, Any] | None,
    *,
    progress: Progress,
    kept: Path | None,
    titles: dict[str, str],
) -> int:
    """Put what is wrong into `collector`; return the number of data rows."""
    width = len(file.header())
    if width > stored.MOST_COLUMNS:
        # before anything looks at each of them
        collector.add([Problem("too-wide", None, None, TOO_MANY, {"columns": width, "most": stored.MOST_COLUMNS})])
        return 0
    missing = expected.missing_columns(file, standard) if standard else []
    collector.add(missing)
    if missing:
        return 0
    schema = expected.titled(expected.schema(file, standard, custom_schema), titles)
    rows = vectorised.judge(file, schema, _taking(collector, schema), part(progress, 0, 0.7))
    if not collector.counts.keys() <= WITHIN_CELLS:
        return rows
    if not rows:
        collector.add(
            [Problem("source-error", None, None, N_("The table has a header but no data rows. Add the data."))]
        )
        return rows
    with table.opened(file, schema) as opened:
        progress(0.8)
        collector.add(checks.find(opened, standard))
        if kept and not collector.refuses:
            opened.keep(kept)
    progress(1)
    return rows


def _taking(collector: Collector, schema: dict[str, Any]) -> Callable[[Any], None]:
    """Return what takes frictionless's errors in; a row without any cell is none: the table leaves it out."""

    def take(error: Any) -> None:
        if error.type != "blank-row":
            collector.add([messages.problem(error, schema)])

    return take


def _excerpt(file: CsvFile, report: Report, placer: Placer) -> dict[str, Any]:
    """Return the first rows and those with problems: {"rows": [{"number", "place", "cells": [text]}], "more"}.

    "number" counts as in the table, the header is row 1; "place" is the row in the officer's own file; "more" tells
    whether rows are left out. The report outlives the file, so what is personal in it is masked.
    """
    problem_rows = {problem.row for problem in report.problems if problem.row}
    rows: list[dict[str, Any]] = []
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream, delimiter=file.delimiter)
        next(lines, None)
        for number, cells in enumerate(lines, 2):
            if number > FIRST_ROWS + 1 and number not in problem_rows:
                if number > max(problem_rows, default=0):
                    break
                continue
            if len(rows) == MOST_ROWS:
                break
            texts = masking.hidden_cells(report, [cell[:LONGEST_CELL] for cell in cells])
            rows.append({"number": number, "place": placer.row(number), "cells": texts})
    return {"rows": rows, "more": report.rows > len(rows)}
