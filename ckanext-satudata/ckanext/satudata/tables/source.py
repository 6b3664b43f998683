"""The rows of a file as it is: numbered as a spreadsheet numbers them, before any step."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ckanext.satudata.tables.csvfile import CsvFile

# a row's number in the source, and its cells as text
Row = tuple[int, list[str]]
# first row and column, last row and column; rows count from 1, columns from 0
Range = tuple[int, int, int, int]

# a text up to this size is looked at whole before anything is proposed; of a larger one the start, the end and pieces
# between
WHOLE = 512 << 10
START, PIECE, PIECES, END = 64 << 10, 6 << 10, 12, 64 << 10
ROWS_WHOLE, ROWS_START, ROWS_BETWEEN, ROWS_END = 3000, 1500, 300, 300


@dataclass
class Hidden:
    """The rows (by their numbers) and the columns (from 0) of a sheet that people do not see."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


@dataclass
class Source:
    """Rows of a file, and what only its format tells: the sheet, the merged cells, where the used range begins.

    `hidden` is what people do not see of it.
    """

    sheet: str | None = None
    merged: list[Range] = field(default_factory=list)
    first: int = 1
    shift: int = 0
    hidden: Hidden = field(default_factory=Hidden)

    def rows(self) -> Iterator[Row]:
        """Yield every row."""
        raise NotImplementedError

    def sample(self) -> list[Row]:
        """Return the first rows, the last ones and some between: all of a small file."""
        raise NotImplementedError

    def is_whole(self) -> bool:
        """Return whether the sample is all there is."""
        raise NotImplementedError

    def tidy(self, folder: Path) -> CsvFile:
        """Return the table when no step is needed."""
        raise NotImplementedError

    def is_exact(self, column: int) -> bool:
        """Return whether the file holds fractions in a column as numbers, so that a point is surely a decimal one."""
        return False


@dataclass
class TextSource(Source):
    """A file of delimited text in UTF-8."""

    file: CsvFile = field(kw_only=True)

    def rows(self) -> Iterator[Row]:
        """Yield every row; an empty line is a row without cells."""
        with self.file.path.open(encoding="utf-8-sig", newline="") as stream:
            yield from enumerate(csv.reader(stream, delimiter=self.file.delimiter), 1)

    def is_whole(self) -> bool:
        """Return whether the sample is all there is."""
        return self.file.path.stat().st_size <= WHOLE

    def sample(self) -> list[Row]:
        """Return rows of the start, of some pieces and of the end; only those of the start know their numbers."""
        if self.is_whole():
            return list(self.rows())
        size = self.file.path.stat().st_size
        with self.file.path.open("rb") as stream:
            rows = self._parsed(stream.read(START).decode("utf-8-sig", errors="ignore"))[:-1]
            width = Counter(len(row) for row in rows).most_common(1)[0][0]
            for piece in range(1, PIECES + 1):
                stream.seek(START + (size - START - END) * piece // (PIECES + 1))
                text = stream.read(PIECE).decode("utf-8", errors="ignore")
                rows += [row for row in self._parsed(text)[1:-1] if len(row) == width]
            stream.seek(size - END)
            rows += self._parsed(_from_a_line(stream.read(END).decode("utf-8", errors="ignore")))
        return list(enumerate(rows, 1))

    def _parsed(self, text: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=self.file.delimiter))

    def tidy(self, folder: Path) -> CsvFile:
        """Return the file itself."""
        return self.file


def _from_a_line(text: str) -> str:
    """Return the text from the first line on that no quoted cell runs into, as far as its quotes tell."""
    at = text.find("\n") + 1
    while at and text.count('"', at) % 2:
        at = text.find("\n", at) + 1
    return text[at:]


@dataclass
class GridSource(Source):
    """Rows that are in memory: a sheet's used range, or the table of a web page.

    `first` is the number of its first row, `shift` the column in which it begins; `text` makes text of a cell;
    `shown` are the columns with numbers that have become text, as they are shown.
    """

    grid: list[list[Any]] = field(kw_only=True)
    text: Callable[[Any], str] = str
    shown: set[int] = field(default_factory=set)

    def rows(self) -> Iterator[Row]:
        """Yield every row."""
        return ((number, self._texts(row)) for number, row in enumerate(self.grid, self.first))

    def _texts(self, row: list[Any]) -> list[str]:
        # most cells are text already, and a call for each would take longest
        return [cell if type(cell) is str else self.text(cell) for cell in row]

    def is_exact(self, column: int) -> bool:
        """Return whether the file holds fractions in a column as numbers, so that a point is surely a decimal one."""
        if column in self.shown:
            return True
        cells = (row[column] for row in self.grid if column < len(row))
        return any(type(cell) is float and not cell.is_integer() for cell in cells)

    def is_whole(self) -> bool:
        """Return whether the sample is all there is."""
        return len(self.grid) <= ROWS_WHOLE

    def sample(self) -> list[Row]:
        """Return rows of the start, of the middle and of the end."""
        if self.is_whole():
            return list(self.rows())
        end = len(self.grid) - ROWS_END
        middle = range(ROWS_START, end, (end - ROWS_START) // ROWS_BETWEEN + 1)
        indexes = itertools.chain(range(ROWS_START), middle, range(end, len(self.grid)))
        return [(index + self.first, self._texts(self.grid[index])) for index in indexes]

    def tidy(self, folder: Path) -> CsvFile:
        """Write the rows as they are."""
        path = folder / "table.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(map(self._texts, self.grid))
        return CsvFile(path)
