"""Checks one file: frictionless decides what is an error, this module says it so that an officer can mend it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import UnreadableTable
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import reader, table
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import checks, expected, messages, vectorised
from ckanext.satudata.validation.report import Problem

SHOWN = 10
# errors that leave every cell in its column, so that the checks of the whole can go on
WITHIN_CELLS = {"type-error", "constraint-error", "unique-error", "primary-key"}


def check(content: bytes, filename: str, standard: Standard | None = None) -> list[Problem]:
    """Return the file's problems, none when it is a valid table that follows the standard."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            return check_file(reader.as_csv(content, filename, Path(folder)), standard)
    except UnreadableTable as error:
        return [Problem("file-error", None, None, str(error))]


def check_file(file: CsvFile, standard: Standard | None = None) -> list[Problem]:
    """Return the problems of a file in the order of its rows; one whose header or rows are torn is not looked into."""
    missing = expected.missing_columns(file, standard) if standard else []
    if missing:
        return missing
    schema = expected.schema(file, standard)
    result = vectorised.errors(file, schema)
    # a row without any cell says nothing wrong: the table leaves it out
    found = [messages.problem(error, schema) for error in result.errors if error.type != "blank-row"]
    if any(problem.type not in WITHIN_CELLS for problem in found):
        return found
    if not result.rows:
        return [Problem("source-error", None, None, _("The table has a header but no data rows. Add the data."))]
    with table.opened(file, schema) as opened:
        found.extend(checks.find(opened, standard))
    return sorted(found, key=lambda problem: problem.row or 0)


def summary(problems: list[Problem]) -> list[str]:
    """Return the first messages for a form, and how many more there are."""
    lines = [problem.message for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(_("… and {0} more.").format(len(problems) - SHOWN))
    return lines
