"""Rows on their way through the steps, and what the steps ask about them."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.tables.origin import Place
from ckanext.satudata.tables.source import Hidden, Range, Row

HEAD = 60
YEAR = re.compile(r"(?:19|20)\d\d")
MARKS = (
    *("-", "–", "—", "...", "..", "…", "n/a", "N/A", "NA", "#N/A", "*", "**", "***"),
    # an amount of none in the format of accounts
    *("Rp-", "Rp -", "Rp.-", "Rp. -"),
)
NUMBER = re.compile(
    r"\(?-?\s*(?:rp\.?\s*)?-?[\d.,]*\d[\d.,]*\s*(?:%|m|t|jt|juta|rb|ribu|miliar|triliun)?\)?", re.IGNORECASE
)
DATE = re.compile(r"\d{4}-\d\d?-\d\d?.*|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}.*")


def filled(cells: list[str]) -> list[int]:
    """Return the columns whose cell is not blank."""
    return [index for index, cell in enumerate(cells) if cell and not cell.isspace()]


def is_datum(cell: str) -> bool:
    """Return whether a cell holds a figure, a date or the mark of a missing one; a year may be a heading as well."""
    cell = cell.strip()
    if not cell or YEAR.fullmatch(cell):
        return False
    return cell in MARKS or bool(NUMBER.fullmatch(cell) or DATE.fullmatch(cell))


def figure(cell: str) -> float | None:
    """Return the number that a cell shows, for comparing sums: 1.234 and 1,234 are a thousand, 12,5 is not."""
    text = re.sub(r"[^\d.,-]", "", cell)
    if not re.search(r"\d", text) or re.search(r"[A-Za-z]{3}", cell):
        return None
    whole = re.fullmatch(r"-?\d{1,3}(?:[.,]\d{3})+", text)
    plain = re.sub("[.,]", "", text) if whole else _with_point(text)
    try:
        return float(plain)
    except ValueError:
        return None


def _with_point(text: str) -> str:
    """Return a number with its last separator as a point and no other."""
    at = max(text.rfind("."), text.rfind(","))
    return text if at < 0 else f"{re.sub('[.,]', '', text[:at])}.{text[at + 1 :]}"


@dataclass
class Grid:
    """Rows of a sample: the start of a file, pieces of its middle, its end; all of a small file.

    `empty` are columns (from 0) without any cell in the whole file; `hidden` is what people do not see of a sheet.
    """

    rows: list[Row]
    merged: list[Range] = field(default_factory=list)
    empty: set[int] = field(default_factory=set)
    hidden: Hidden = field(default_factory=Hidden)

    def cells(self, index: int) -> list[str]:
        """Return a row's cells."""
        return self.rows[index][1]

    def width(self) -> int:
        """Return how many cells a usual row of the start has filled; 0 when there are none."""
        counts = [len(filled(cells)) for _number, cells in self.rows[:HEAD]]
        usual = [count for count in counts if count > 1] or counts
        return int(statistics.median(usual)) if usual else 0

    def data_start(self) -> int:
        """Return the index of the first row of data: what is above are titles and the header.

        The header begins with the first row that fills half of the columns, and goes on while rows hold no figure and
        leave the column of the rows' own names blank.
        """
        least = max(2, self.width() / 2)
        start = next((i for i, row in enumerate(self.rows[:HEAD]) if len(filled(row[1])) >= least), None)
        if start is None:
            return min(1, len(self.rows))
        index = start + 1
        if any(map(is_datum, self.cells(start))):
            return max(start, 1)
        first = filled(self.cells(start))[0]
        while index < min(len(self.rows), HEAD):
            cells = self.cells(index)
            named = bool(cells and cells[0].strip()) and bool(len(cells) > first and cells[first].strip())
            if named or any(map(is_datum, cells)):
                break
            index += 1
        return index

    def levels(self) -> tuple[int, int]:
        """Return the index of the first row of the header and that of the first row of data."""
        end = self.data_start()
        top = end - 1
        if top < 0:
            return 0, 0
        covered = set(filled(self.cells(top)))
        for index in range(end - 2, -1, -1):
            columns = filled(self.cells(index))
            new = set(columns) - covered
            if not new and (0 in columns or not _groups(self.cells(index), columns, covered)):
                break
            covered |= new
            top = index
        return top, end


def _groups(cells: list[str], columns: list[int], covered: set[int]) -> bool:
    """Return whether a row of a header names groups of the columns below it, rather than the table."""
    return len(columns) > 1 or 0 not in covered or bool(columns and YEAR.fullmatch(cells[columns[0]].strip()))


@dataclass
class Flow:
    """A stream of rows. The first is the header, once the steps about it are through.

    `columns` says for each column where its cells stand in the source, in each of the `groups` of rows that one row of
    the source gives; `header` where its name stands, None while that is the first row itself. `hidden` is known to the
    first step alone.
    """

    rows: Iterator[Row]
    columns: list[list[Place | None]]
    header: list[Place | None] | None = None
    groups: int = 1
    merged: list[Range] = field(default_factory=list)
    hidden: Hidden = field(default_factory=Hidden)

    def taking(self, rows: Iterable[Row]) -> Flow:
        """Return the same columns with other rows."""
        return Flow(iter(rows), self.columns, self.header, self.groups, self.merged)


def note(details: dict[str, Any], cells: list[str]) -> None:
    """Add the words of a removed row to what a step found, as far as people would read them."""
    words = " ".join(" ".join(cell.split()) for cell in cells if cell.strip())
    if words:
        details.setdefault("words", [])
        if len(details["words"]) < 20:
            details["words"].append(words[:300])
