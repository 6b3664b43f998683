"""Puts each problem where the officer sees it: at the cell of the file that was uploaded, and there once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ckanext.satudata.tables.origin import Origin
from ckanext.satudata.validation.report import Problem


class Placer:
    """Maps problems from the tidy table to the file, and drops repetitions.

    One row of the file may have become several (a row for each month): what is wrong in a cell that all of them share
    is reported once.
    """

    def __init__(self, origin: Origin, labels: list[str]) -> None:
        self.origin = origin
        self.columns = {label: number for number, label in reversed(list(enumerate(labels)))}
        self._row: int | None = None
        self._told: set[str] = set()

    def placed(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield the problems with their places, without those that repeat one."""
        for problem in problems:
            placed_problem = self._with_place(problem)
            if self.origin.groups == 1 or not self._repeats(placed_problem):
                yield placed_problem

    def row(self, number: int) -> int | None:
        """Return the row of the file from which a row of the table comes, None where it has no one."""
        cell = self.origin.cell(number, 0)
        return cell.row if cell else None

    def _repeats(self, problem: Problem) -> bool:
        if not problem.cell or not problem.row:
            return False
        row = self.row(problem.row)
        if row != self._row:
            self._row, self._told = row, set()
        # the note of frictionless counts rows of the tidy table
        values = {name: value for name, value in problem.values.items() if name != "note"}
        key = repr((problem.type, problem.cell, problem.text, values))
        repeats = key in self._told
        self._told.add(key)
        return repeats

    def _with_place(self, problem: Problem) -> Problem:
        # a cell beyond the header, or below a blank name, has no name but its place
        column = self.columns.get(problem.field) if problem.field else problem.values.get("extra")
        if not problem.row or (problem.row < 2 and "extra" not in problem.values):
            return problem
        values = dict(problem.values)
        if values.get("earlier"):
            values["earlier"] = self.row(values["earlier"])
        return replace(problem, values=values, cell=self._cell(problem.row, column))

    def _cell(self, row: int, column: int | None) -> str | None:
        """Return the place of a cell, or of a row without a column, in the file: Data!B7, B7, 7."""
        if column is not None and self.origin.columns is not None and column >= len(self.origin.columns):
            column = None
        cell = self.origin.cell(row, column or 0)
        if cell is None and column:
            # a step has made the cell: it stands in its row of the file
            cell, column = self.origin.cell(row, 0), None
        if cell is None:
            return None
        name = str(cell.row) if column is None else cell.a1
        return f"{cell.sheet}!{name}" if cell.sheet else name
