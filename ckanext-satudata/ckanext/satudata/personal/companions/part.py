"""What the readers hand to the guard: pieces of a file, with the place that people know them by, and their limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.table import Table


@dataclass(frozen=True)
class Records:
    """Rows below a header: (number from 1, cells)."""

    place: str
    header: list[str]
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Tabular:
    """A table as the check of uploads opens it; open while the part is looked at."""

    place: str
    table: Table


@dataclass(frozen=True)
class Loose:
    """Cells without a table (sheet, row, column, text): lines of a text, other sheets of a workbook."""

    place: str
    cells: Iterable[tuple[str, int, int, str]]


@dataclass(frozen=True)
class Unread:
    """A part that could not be looked into: why, a marked text and its values. `passes` where people are only told."""

    text: str
    values: dict[str, Any]
    passes: bool = False


Part = Records | Tabular | Loose | Unread


@dataclass
class Limits:
    """How much of packed files is unpacked: files, bytes in all, and packed files within each other."""

    files: int = 2_000
    size: int = 1 << 30
    depth: int = 3
    # what is left is counted down by all that share the record
    left: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with all of it."""
        self.left = self.left or [self.files, self.size]

    def within(self) -> Limits:
        """Return the limits for a packed file inside this one; what is left is shared."""
        return Limits(self.files, self.size, self.depth - 1, self.left)


def broken(place: str) -> Unread:
    """Return the part for a file whose content contradicts its name."""
    text = N_(
        "{place} cannot be read, so nobody knows whether it holds personal data. Save it again and upload it anew."
    )
    return Unread(text, {"place": place})
