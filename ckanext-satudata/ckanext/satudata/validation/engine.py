"""Checks one file: frictionless decides what is an error, this module says it so that an officer can mend it."""

from __future__ import annotations

import tempfile
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import UnreadableTable
from ckanext.satudata.tables import reader
from ckanext.satudata.validation import checks
from ckanext.satudata.validation.report import Problem
from frictionless import Checklist, FrictionlessException, system

SHOWN = 10


def check(content: bytes, filename: str) -> list[Problem]:
    """Return the file's problems, none when it is a valid table."""
    try:
        reader.check_container(content, filename)
        return _check_table(content, filename) or list(checks.find(reader.read(content, filename)))
    except UnreadableTable as error:
        return [Problem("file-error", None, None, str(error))]


def _check_table(content: bytes, filename: str) -> list[Problem]:
    try:
        with tempfile.TemporaryDirectory() as folder, system.use_context(trusted=True):
            resource = reader.open_resource(reader.as_file(content, filename, folder))
            # a row without any cell says nothing wrong: the reader leaves it out
            checklist = Checklist(skip_errors=["blank-row"])
            report = resource.validate(checklist, limit_errors=200)
    except FrictionlessException as error:
        text = _("The file {0} cannot be read as a table. Save it again from Excel as XLSX or CSV. ({1})")
        raise UnreadableTable(text.format(filename, error.error.note)) from error
    errors = [error for task in report.tasks for error in task.errors]
    if not errors and report.tasks and not report.tasks[0].stats.get("rows"):
        return [Problem("source-error", None, None, _("The table has a header but no data rows. Add the data."))]
    return [_problem(error) for error in errors]


def _problem(error: Any) -> Problem:
    row = getattr(error, "row_number", None)
    # a second column of one name gets another name from frictionless; the officer knows only the label
    field = getattr(error, "label", None) or getattr(error, "field_name", None)
    return Problem(error.type, row, field, _text(error.type, row, field, getattr(error, "cell", None), error.note))


def _text(kind: str, row: int | None, field: str | None, cell: str | None, note: str) -> str:
    texts = {
        "blank-header": _("A column has no name. Write a name in every cell of the header row."),
        "duplicate-label": _('The column name "{field}" is used twice. Give each column a name of its own.'),
        "blank-label": _("A column has no name. Write a name in every cell of the header row."),
        "type-error": _(
            'Row {row}, column "{field}": the value "{cell}" does not fit the other values of the column.'
        ),
        "extra-cell": _("Row {row} has more cells than the header. Delete the extra cells or name their column."),
        "missing-cell": _('Row {row} has fewer cells than the header: column "{field}" is missing.'),
    }
    text = texts.get(kind, _("The table has an error: {note}"))
    return text.format(row=row, field=field, cell=cell, note=note)


def summary(problems: list[Problem]) -> list[str]:
    """Return the first messages for a form, and how many more there are."""
    lines = [problem.message for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(_("… and {0} more.").format(len(problems) - SHOWN))
    return lines
