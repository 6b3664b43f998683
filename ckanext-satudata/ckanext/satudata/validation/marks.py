"""Which cells of a table a report marks: one for most problems, a whole column where that is personal.

The page and the annotated workbook colour by the same rule.
"""

from __future__ import annotations

from ckanext.satudata.validation.report import Problem, Report


def has_column(problem: Problem) -> bool:
    """Return whether a problem concerns one cell or column, not a whole row.

    A cell beyond the header has no name; the value "extra" is its number, from 0.
    """
    return bool(problem.field) or "extra" in problem.values


class Marks:
    """Problems by row (from 1, the header) and column (from 0)."""

    def __init__(self, report: Report) -> None:
        self._columns = {label: number for number, label in reversed(list(enumerate(report.labels)))}
        self._cells: dict[tuple[int, int], list[Problem]] = {}
        self._whole: dict[int, list[Problem]] = {}
        for problem in report.problems:
            self._take(problem)

    def at(self, row: int, column: int) -> list[Problem]:
        """Return the problems whose word stands at a cell; those of a whole row stand in its first."""
        return self._cells.get((row, column), [])

    def level(self, row: int, column: int, *, filled: bool = True) -> str:
        """Return the worst level of a cell, "" where nothing marks it; of a whole column only filled cells are."""
        marking = self.at(row, column) + (self._whole.get(column, []) if filled and row > 1 else [])
        return min((problem.level for problem in marking), default="")

    def _take(self, problem: Problem) -> None:
        columns = [self._columns[name] for name in problem.values.get("columns", ()) if name in self._columns]
        rows = problem.values.get("rows")
        if not columns:
            if problem.row or problem.field:
                column = problem.values.get("extra", self._columns.get(problem.field or "", 0))
                self._add(problem.row or 1, column, problem)
            return
        for column in columns:
            # its words are said once
            self._add(problem.row or 1, column, problem)
            if not rows:
                self._whole.setdefault(column, []).append(problem)
            for row in rows or ():
                if row != problem.row:
                    self._add(row, column, problem)

    def _add(self, row: int, column: int, problem: Problem) -> None:
        self._cells.setdefault((row, column), []).append(problem)
