"""The way out for tables: whoever writes a CSV or a workbook for people opens it here, so that nothing in it is run.

A test walks all modules and finds those that go another way.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import IO, Any

import xlsxwriter
from ckanext.satudata.tables import formulas

# texts stay texts: no formulas, no links, no numbers without leading zeros
TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class CsvWriter:
    """Writes rows as Python's `csv.writer` does; what a spreadsheet would compute gets an apostrophe in front."""

    def __init__(self, stream: Any, **dialect: Any) -> None:
        self._writer = csv.writer(stream, **dialect)

    def writerow(self, row: Iterable[Any]) -> None:
        """Write one row."""
        self._writer.writerow([formulas.harmless(cell) if isinstance(cell, str) else cell for cell in row])

    def writerows(self, rows: Iterable[Iterable[Any]]) -> None:
        """Write rows as they come."""
        for row in rows:
            self.writerow(row)


def workbook(target: IO[bytes] | str | Any, **options: Any) -> xlsxwriter.Workbook:
    """Open a new workbook, a context manager, in which a text is a text whatever it begins with."""
    return xlsxwriter.Workbook(target, {**options, **TYPED})
