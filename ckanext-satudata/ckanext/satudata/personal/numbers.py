"""Finds what stands in single cells: numbers and addresses that name a person, alone in a cell or inside a sentence.

A number is recognized by its structure where it has one (`pattern`, `is_valid`), else by words: the column's header,
or the words before it in a sentence. One value is one finding: a column whose header names its kind is that kind's.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ckanext.satudata.personal import figures, headers
from ckanext.satudata.personal.finding import MOST_ROWS, Finding, cures, masked
from ckanext.satudata.personal.view import Cells, Column, View

# in a column of figures a single lucky number proves nothing
SHARE_OF_FIGURES = 0.5
# of the cells that could be one by their length so many must be one by their structure
SHARE_OF_ALIKE = 0.5
# the words before a number in a sentence: "No. KTP : 5108…"
BETWEEN = r"[^0-9A-Z@]{0,4}(?:[A-Za-z]{1,10}[^0-9A-Za-z@]{1,4}){0,3}"


def always(_view: View, _column: Column) -> bool:
    """Return True: the kind is personal in every table."""
    return True


@dataclass(frozen=True)
class Number:
    """One kind of value that names a person.

    `words` are those of a header that says that the column holds it (a pattern in lower case), `value` what such a
    cell looks like and `is_named` whether it is one; `pattern` finds values by their structure in any cell and
    `is_valid` decides ("" and never where only words tell). `alike` matches what could be taken for one: when most of
    such cells are none, the column holds other numbers. Patterns are RE2's and Python's alike. `applies` looks at the
    whole table.
    """

    label: str
    words: str
    value: str
    is_named: Callable[[str], bool]
    pattern: str = ""
    is_valid: Callable[[str], bool] = lambda _text: False
    alike: str = ""
    not_words: str = ""
    # other numbers that a header may name; they weigh more than a structure that is easily met
    others: str = ""
    # the fewest characters of a cell that is one by itself
    shortest: int = 9
    # characters behind which it is a part of something else
    not_behind: str = "0-9A-Za-z"
    in_text: bool = True
    applies: Callable[[View, Column], bool] = always
    # whether a whole column proves what single cells do not
    is_column: Callable[[list[str]], bool] = lambda _values: True
    # what a masked cell may keep, as the step `mask_column` knows it; None where masking is no cure
    keep: str | None = "nothing"

    def is_header(self, label: str) -> bool:
        """Return whether a header says that the column holds this kind."""
        return headers.matches(label, self.words) and not headers.matches(label, self.not_words)

    @functools.cached_property
    def keyword(self) -> re.Pattern[str]:
        """Words and the number after them."""
        return re.compile(rf"(?<![A-Za-z])(?i:{self.words})\b{BETWEEN}({self.value})")

    @functools.cached_property
    def structural(self) -> re.Pattern[str]:
        """The number by itself, not within a longer one."""
        return re.compile(rf"(?<![{self.not_behind}])(?:{self.pattern})(?![0-9])")

    @functools.cached_property
    def cell(self) -> re.Pattern[str]:
        """A cell of a column that is named so."""
        return re.compile(rf"(?<![0-9])(?:{self.value})(?![0-9])")

    def named(self, text: str) -> str:
        """Return the value in a cell of a column whose header names the kind, "" when there is none."""
        return next((match[0] for match in self.cell.finditer(text) if self.is_named(match[0])), "")

    def inside(self, text: str) -> str:
        """Return the value in any cell by its structure, "" when there is none."""
        if not self.pattern:
            return ""
        return next(
            (match[0] for match in self.structural.finditer(figures.without(text)) if self.is_valid(match[0])), ""
        )

    def after_words(self, text: str) -> str:
        """Return the value in any cell that the words before it name, "" when there is none."""
        if not self.in_text:
            return ""
        return next((match[1] for match in self.keyword.finditer(text) if self.is_named(match[1])), "")


def digits(text: str) -> str:
    """Return the figures of a text."""
    return re.sub(r"[^0-9]", "", text)


def spaced(pattern: str) -> str:
    """Return a pattern of figures with separators allowed between them: `spaced("[1-9] [0-9]")`."""
    return "[ .,\u00a0-]{0,2}".join(pattern.split())


def find(view: View, kinds: dict[str, Number]) -> Iterator[Finding]:
    """Yield one finding for each column and kind, columns in their order."""
    lengths = sorted({kind.shortest for kind in kinds.values() if kind.pattern})
    structural = {
        length: "|".join(f"(?:{kind.pattern})" for kind in kinds.values() if kind.pattern and kind.shortest <= length)
        for length in lengths
    }
    words = "|".join(kind.words for kind in kinds.values() if kind.in_text)
    after_words = rf"(?i:\b(?:{words})\b).*[0-9]"
    for column in view.columns:
        if not column.filled:
            continue
        search = _Search(view, column)
        for name, kind in kinds.items():
            if kind.is_header(column.label):
                yield from search.by_header(name, kind)
        length = max((possible for possible in lengths if possible <= column.longest), default=0)
        if not length or (column.is_figure and length < lengths[-1]):
            continue
        patterns = [structural[length]] if column.is_figure else [structural[length], after_words]
        cells = view.matching(column, *patterns)
        if cells.cells:
            for name, kind in kinds.items():
                yield from search.by_structure(name, kind, cells)


@dataclass(frozen=True)
class _Search:
    """The search of one column; `claimed` are the figures by row that are some kind's already."""

    view: View
    column: Column
    claimed: dict[int, list[str]] = field(default_factory=dict)

    def by_header(self, name: str, kind: Number) -> Iterator[Finding]:
        """Yield what the column holds when its header names the kind."""
        if kind.applies(self.view, self.column):
            cells = self.view.matching(self.column, kind.value)
            hits = self._hits(cells, kind.named)
            if hits:
                yield self._finding(name, kind, hits, cells)

    def by_structure(self, name: str, kind: Number, cells: Cells) -> Iterator[Finding]:
        """Yield the numbers in cells whose header does not name them."""
        if kind.others and headers.matches(self.column.label, kind.others):
            return
        alone = self._hits(cells, kind.inside)
        if alone and not self._proves(kind, alone, cells):
            alone = {}
        # what words name needs no other proof
        hits = alone | self._hits(cells, kind.after_words)
        if hits and kind.applies(self.view, self.column):
            yield self._finding(name, kind, hits, cells)

    def _proves(self, kind: Number, hits: dict[int, str], cells: Cells) -> bool:
        """Return whether values that look like the kind are so many that they are."""
        if not kind.is_column(list(hits.values())):
            return False
        estimate = len(hits) * cells.total / len(cells.cells)
        if self.column.is_figure and estimate < SHARE_OF_FIGURES * self.column.filled:
            return False
        return not kind.alike or estimate >= SHARE_OF_ALIKE * self.view.count(self.column, kind.alike)

    def _hits(self, cells: Cells, read: Callable[[str], str]) -> dict[int, str]:
        values = ((row, read(text)) for row, text in cells.cells)
        return {row: value for row, value in values if value and not self._is_claimed(row, value)}

    def _is_claimed(self, row: int, value: str) -> bool:
        return any(_figures(value) in other for other in self.claimed.get(row, ()))

    def _finding(self, name: str, kind: Number, hits: dict[int, str], cells: Cells) -> Finding:
        for row, value in hits.items():
            self.claimed.setdefault(row, []).append(_figures(value))
        row = min(hits)
        count = round(len(hits) * cells.total / len(cells.cells))
        steps = cures((self.column.label,), countable(self.view, self.column), keep=kind.keep)
        share = count / self.column.filled
        rows = tuple(hits) if count < self.column.filled and len(hits) <= MOST_ROWS else ()
        return Finding(name, kind.label, (self.column.label,), row, count, share, masked(hits[row]), steps, rows=rows)


def _figures(value: str) -> str:
    return digits(value) or value


def countable(view: View, *without: Column) -> list[str]:
    """Return the columns by which rows can be counted: few different short texts, such as regions and classes."""
    labels = []
    for column in view.columns:
        cells = [] if column in without or column.longest > 60 else view.sample(column)
        if len(cells) > 1 and len(set(cells)) <= max(1, len(cells) // 2) and not any(map(_telling, cells)):
            labels.append(column.label)
    return labels


def _telling(text: str) -> bool:
    return len(digits(text)) >= 9
