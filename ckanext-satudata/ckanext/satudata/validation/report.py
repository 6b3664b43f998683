"""The one record of what a check found in a file, and how frictionless writes it."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.exceptions import say
from ckanext.satudata.late import _
from ckanext.satudata.validation import frictionless_error

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file.

    `type` is frictionless's error type or the name of our check, `row` counts from 1 (the header), `field` is the
    header as the file has it. `text` is a marked text (`N_`) that says what is wrong and how to mend it, not where:
    `message` puts the place before it; `values` are what stands in its braces, plain data. `cell` is the place in the
    officer's own file, as a spreadsheet names it (B7, Data!B7). A problem of level "warning" is shown but refuses
    nothing.
    """

    type: str
    row: int | None
    field: str | None
    text: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    level: str = ERROR
    cell: str | None = None

    @property
    def place(self) -> str:
        """Where it is, in the reader's language; "" when it concerns the whole file."""
        if self.cell and self.field and not self.cell.rpartition("!")[2].isdigit():
            return _('Cell {cell} ("{field}")').format(cell=self.cell, field=self.field)
        if self.cell:
            text = _("Row {row}") if self.cell.rpartition("!")[2].isdigit() else _("Cell {row}")
            return text.format(row=self.cell)
        if self.field and self.row and self.row > 1:
            return _('Row {row}, column "{field}"').format(row=self.row, field=self.field)
        if self.field:
            return _('Column "{field}"').format(field=self.field)
        return _("Row {row}").format(row=self.row) if self.row and self.row > 1 else ""

    @property
    def sentence(self) -> str:
        """What is wrong and how to mend it, in the reader's language."""
        return say(self.text, {"row": self.row, "field": self.field, **self.values})

    @property
    def message(self) -> str:
        """What an officer reads, in the reader's language: where, what is wrong, how to mend it."""
        return f"{self.place}: {self.sentence}" if self.place else self.sentence

    def as_dict(self) -> dict[str, Any]:
        """Return the record as plain data; `Problem(**data)` brings it back."""
        return dict(vars(self))


@dataclass(frozen=True)
class Report:
    """What a check found in one file.

    `problems` are at most `limit` of each type, in the order of the rows; `counts` are all of them by type. `labels`
    is the header, `rows` the number of data rows. `excerpt` has the first rows and those with problems, see
    `engine.check_file`.
    """

    labels: list[str]
    rows: int
    problems: list[Problem]
    counts: dict[str, int]
    seconds: float = 0.0
    excerpt: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def valid(self) -> bool:
        """Whether the file may be published: nothing but warnings."""
        return all(problem.level != ERROR for problem in self.problems)

    @property
    def errors(self) -> list[Problem]:
        """The problems that refuse the file."""
        return [problem for problem in self.problems if problem.level == ERROR]

    @property
    def warnings(self) -> list[Problem]:
        """The problems that do not."""
        return [problem for problem in self.problems if problem.level != ERROR]

    @property
    def total(self) -> int:
        """How many problems there are, shown or not."""
        return sum(self.counts.values())

    def count(self, level: str) -> int:
        """Return how many problems of a level there are, shown or not."""
        return sum(self.counts[kind] for kind in {problem.type for problem in self.problems if problem.level == level})

    def summary(self, level: str = ERROR, shown: int = 10) -> list[str]:
        """Return the first messages of a level for a form, and how many more there are."""
        lines = [problem.message for problem in self.problems if problem.level == level][:shown]
        if self.count(level) > len(lines):
            lines.append(_("… and {0} more.").format(self.count(level) - len(lines)))
        return lines

    def joined(self, more: list[Problem]) -> Report:
        """Return the report with more problems."""
        counts = collections.Counter(self.counts) + collections.Counter(problem.type for problem in more)
        return dataclasses.replace(self, problems=[*self.problems, *more], counts=dict(counts))

    def as_dict(self) -> dict[str, Any]:
        """Return the record as plain data; `restored` brings it back."""
        return {**vars(self), "problems": [problem.as_dict() for problem in self.problems]}

    def _cells(self, row: int | None) -> list[str]:
        """Return the cells of a row, none where the excerpt does not have it."""
        return next(
            (excerpt_row["cells"] for excerpt_row in self.excerpt.get("rows", []) if excerpt_row["number"] == row), []
        )

    def described(self, filename: str) -> dict[str, Any]:
        """Return the report in frictionless's own format, one task for the one table."""
        errors, warnings = self.errors, self.warnings
        task = {
            "name": filename,
            "type": "table",
            "valid": self.valid,
            "place": filename,
            "labels": self.labels,
            "stats": {
                "errors": self.count(ERROR),
                "warnings": self.count(WARNING),
                "seconds": round(self.seconds, 3),
                "fields": len(self.labels),
                "rows": self.rows,
            },
            "counts": self.counts,
            "warnings": [warning.message for warning in warnings],
            "errors": [frictionless_error.described(error, self.labels, self._cells(error.row)) for error in errors],
        }
        totals = {name: task["stats"][name] for name in ("errors", "warnings", "seconds")}  # type: ignore[index]
        return {"valid": self.valid, "stats": {"tasks": 1, **totals}, "warnings": [], "errors": [], "tasks": [task]}


def restored(data: dict[str, Any]) -> Report:
    """Return the report that `as_dict` made plain."""
    return Report(**{**data, "problems": [Problem(**problem) for problem in data["problems"]]})


class Collector:
    """Gathers problems and keeps at most `limit` of each type, but counts all.

    `placed` puts them where the officer sees them, and may leave some out.
    """

    def __init__(self, limit: int, placed: Callable[[Iterable[Problem]], Iterable[Problem]] = iter) -> None:
        self.limit = limit
        self.placed = placed
        self.counts: collections.Counter[str] = collections.Counter()
        self.kept: list[Problem] = []
        self.refuses = False

    def add(self, problems: Iterable[Problem]) -> None:
        """Take problems in."""
        for problem in self.placed(problems):
            self.refuses = self.refuses or problem.level == ERROR
            self.counts[problem.type] += 1
            if self.counts[problem.type] <= self.limit:
                self.kept.append(problem)

    def report(self, labels: list[str], rows: int, seconds: float) -> Report:
        """Return what was gathered, in the order of the rows."""
        ordered = sorted(self.kept, key=lambda problem: problem.row or 0)
        return Report(labels, rows, ordered, dict(self.counts), seconds)
