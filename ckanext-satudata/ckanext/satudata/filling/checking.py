"""Checks the rows of a part as the table that they will be, and reads those that come in a workbook."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ckanext.satudata.exceptions import N_, BadFilling
from ckanext.satudata.filling import keys, rows
from ckanext.satudata.filling.model import Row
from ckanext.satudata.standards import fit
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import process
from ckanext.satudata.validation.report import Report
from werkzeug.datastructures import FileStorage


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a part: the place of its row (0 is the first, -1 is none), its column or "", and a sentence."""

    row: int
    field: str
    text: str


def check(standard: Standard, part: Sequence[Mapping[str, str]]) -> list[Mistake]:
    """Return what keeps rows from being handed over. Raises StoppedCheck."""
    places = [index for index, row in enumerate(part) if rows.is_filled(standard, row)]
    if not places:
        return []
    report = check_csv(standard, rows.as_csv(standard, part))
    mistakes = []
    for problem in report.errors:
        # row 1 of the file is its header
        index = (problem.row or 1) - 2
        place = places[index] if 0 <= index < len(places) else -1
        field = problem.field if problem.field in {field.name for field in standard.fields} else ""
        mistakes.append(Mistake(place, field or "", problem.sentence))
    return mistakes


def check_csv(standard: Standard, content: bytes) -> Report:
    """Return what the check of tables finds in a CSV file. Raises StoppedCheck."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "isian.csv"
        path.write_bytes(content)
        return process.run(process.Job(path, path.name, Path(name), standard=standard.name)).report


def parse(standard: Standard, codes: Iterable[str], period: str, file: FileStorage) -> list[Row]:
    """Return the filled rows of a workbook or CSV file of an office.

    Raises BadFilling where it is no table of the standard, and for a row of another office or another period; nothing
    of the file is taken then.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, filename = folder / "upload", Path(file.filename or "").name
        file.save(path)
        outcome = process.run(process.Job(path, filename, folder, standard=standard.name))
        if outcome.reading is None:
            raise BadFilling(N_("{0} holds no table: {1}"), filename, " ".join(outcome.report.summary()))
        return list(_rows(standard, set(codes), period, outcome.reading.file))


def _rows(standard: Standard, codes: set[str], period: str, file: CsvFile) -> Iterable[Row]:
    columns = fit.compare(file.header(), standard).columns
    key, times = keys.find_key(standard), keys.period_values(standard, period)
    if key is None or key.name not in columns.values():
        title = key.title if key else standard.title
        raise BadFilling(N_("The column {0} is missing. Take the workbook of this page and fill it in."), title)
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=file.delimiter)
        names = [columns.get(label) for label in next(reader)]
        for number, cells in enumerate(reader, 2):
            row = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
            if not rows.is_filled(standard, row):
                continue
            if row.get(key.name) not in codes:
                raise BadFilling(N_("Row {0}: {1} is not yours. Nothing was taken."), number, row.get(key.name) or "–")
            for name, value in times.items():
                if row.get(name) and row[name].lstrip("0") != value.lstrip("0"):
                    text = N_("Row {0}: {1} is {2}, but {3} is filled here. Nothing was taken.")
                    raise BadFilling(text, number, standard.field(name).title, row[name], period)
            yield rows.complete(standard, row, row[key.name], period)
