"""Where a tidy cell stands in the officer's own file."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import NamedTuple


class Place(NamedTuple):
    """A column of the source, counted from 0, and a row, counted from 1; without a row: the row of the cell itself."""

    column: int
    row: int | None = None


class Cell(NamedTuple):
    """A cell as spreadsheet programs name it; `sheet` is None where a file has no sheets."""

    sheet: str | None
    column: str
    row: int

    @property
    def a1(self) -> str:
        """Return column and row together: "C7"."""
        return f"{self.column}{self.row}"


def letters(column: int) -> str:
    """Return the letters of a column that is counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def position(name: str) -> int:
    """Return the column, counted from 0, that letters name."""
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


@dataclass
class Origin:
    """The way back from each tidy cell.

    `names` are the tidy columns. A row of the source gives `groups` tidy rows, one below the other; `columns` holds
    for each tidy column its place in each of them, `header` that of its name. `starts` says from which row of the
    source (of `sheet`) each stretch of rows comes: pairs of a count from 0 and a row's number. Memory goes with the
    number of removed rows, not of all. No columns: the table is the source, whose first column is `shift`.
    """

    names: list[str]
    sheet: str | None = None
    columns: list[list[Place | None]] | None = None
    header: list[Place | None] = field(default_factory=list)
    groups: int = 1
    starts: list[tuple[int, int]] = field(default_factory=lambda: [(0, 2)])
    shift: int = 0
    counted: bool = False

    def cell(self, row: int, name: str | int) -> Cell | None:
        """Return the source's cell of a tidy row (the header is 1) and a column's name or position (from 0).

        None for a cell that has no one origin: a count of rows, a name that reading gave. Raises KeyError for a column
        that is not there.
        """
        column = name if isinstance(name, int) else self._position(name)
        if self.columns is None:
            return Cell(self.sheet, letters(column + self.shift), row + self.starts[0][1] - 2)
        if row == 1:
            place = self.header[column]
        else:
            place = None if self.counted else self.columns[column][(row - 2) % self.groups]
        if place is None:
            return None
        number = place.row if place.row is not None else self._number((row - 2) // self.groups)
        return Cell(self.sheet, letters(place.column), number)

    def _position(self, name: str) -> int:
        if name not in self.names:
            raise KeyError(name)
        return self.names.index(name)

    def _number(self, index: int) -> int:
        start, number = self.starts[bisect.bisect_right(self.starts, (index, 1 << 62)) - 1]
        return number + index - start


@dataclass
class Numbers:
    """The row numbers of the source as they come by, kept as stretches."""

    starts: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0
    expected: int | None = None

    def add(self, number: int) -> None:
        """Take the next row's number."""
        if number != self.expected:
            self.starts.append((self.count, number))
        self.count += 1
        self.expected = number + 1
