"""An untidy file for each kind of step, as data beside it: a test holds each kind to its own."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Example:
    """A file, given as its lines with cells between commas; from a name that ends in xlsx a workbook is made.

    `options` are those of the step where reading does not propose it; `hidden` are rows (from 1) that the workbook
    hides, `sheets` its empty sheets in front.
    """

    lines: list[str]
    name: str = "contoh.csv"
    encoding: str = "utf-8"
    options: dict[str, Any] | None = None
    hidden: tuple[int, ...] = ()
    sheets: tuple[str, ...] = field(default=())

    def rows(self) -> list[list[str]]:
        """Return the cells."""
        return list(csv.reader(io.StringIO("\n".join(self.lines), newline="")))

    def content(self, rows: list[list[str]] | None = None) -> bytes:
        """Return the file's bytes, with other cells if they are given."""
        cells = self.rows() if rows is None else rows
        return self._workbook(cells) if self.name.endswith("xlsx") else self._text(cells)

    def _text(self, rows: list[list[str]]) -> bytes:
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(rows)
        return stream.getvalue().encode(self.encoding)

    def _workbook(self, rows: list[list[str]]) -> bytes:
        # who reads a table makes no example, and need not wait for it
        import xlsxwriter

        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            for name in self.sheets:
                book.add_worksheet(name).write_string(0, 0, name)
            sheet = book.add_worksheet("Isi")
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell)
            for row in self.hidden:
                sheet.set_row(row - 1, None, None, {"hidden": True})
            sheet.activate()
        return stream.getvalue()
