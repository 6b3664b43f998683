"""The entries of a code list by their codes, made when they are asked for."""

from __future__ import annotations

import bisect
import csv
from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """One entry of a list: its code, its name for people, and the list's further columns."""

    code: str
    name: str
    extra: dict[str, str]


class Entries(Mapping[str, Code]):
    """The entries by their codes. An entry is made when it is asked for: of 91 thousand regions few ever are."""

    def __init__(self, header: list[str], rows: list[list[str]]) -> None:
        self._code, self._name = header.index("code"), header.index("name")
        self._extra = [(index, column) for index, column in enumerate(header) if column not in {"code", "name"}]
        self._rows = {row[self._code]: row for row in rows}
        self._made: dict[str, Code] = {}

    def __getitem__(self, code: str) -> Code:
        if code not in self._made:
            row = self._rows[code]
            self._made[code] = Code(code, row[self._name], {column: row[index] for index, column in self._extra})
        return self._made[code]

    def __contains__(self, code: object) -> bool:
        return code in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class SortedEntries(Mapping[str, Code]):
    """The entries of a long list, whose lines stand in order: a line is taken apart when its code is asked for.

    To check a table, a few of 91 thousand regions are needed, and to read all of them is a tenth of a small check.
    """

    def __init__(self, header: list[str], lines: list[str]) -> None:
        self._header, self._lines = header, lines
        self._all: Mapping[str, Code] | None = None

    def _line(self, code: object) -> str | None:
        start = f"{code},"
        place = bisect.bisect_left(self._lines, start)
        return self._lines[place] if place < len(self._lines) and self._lines[place].startswith(start) else None

    def __getitem__(self, code: str) -> Code:
        line = self._line(code)
        if line is None:
            raise KeyError(code)
        return Entries(self._header, _rows([line], self._header))[code]

    def __contains__(self, code: object) -> bool:
        return self._line(code) is not None

    def __iter__(self) -> Iterator[str]:
        return (line.partition(",")[0] for line in self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def values(self) -> ValuesView[Code]:
        """Return all entries, which then stay in memory."""
        if self._all is None:
            self._all = Entries(self._header, _rows(self._lines, self._header))
        return self._all.values()


def _rows(lines: list[str], header: list[str]) -> list[list[str]]:
    return filled(list(csv.reader(lines)), header)


def filled(records: list[list[str]], header: list[str]) -> list[list[str]]:
    """Return the rows that are not blank. Raises ValueError for one that is not as long as the header."""
    torn = next((row for row in records if row and len(row) != len(header)), None)
    if torn:
        raise ValueError(f"A row of a code list has {len(torn)} cells of {len(header)}: {torn}")
    return [row for row in records if row]
