"""Holds a CSV file against a Table Schema: the errors are frictionless's own, found by whichever way is faster.

`whole` has frictionless read the file; `vectorised.judge` reads it with DuckDB and hands frictionless only the rows
that it cannot clear. Both give the same errors: tests/validation/test_parity.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.tables.csvfile import CsvFile
from frictionless import Checklist, FrictionlessException, system
from frictionless.resources import TableResource

# takes each error as it is found, so that a file in which every row is wrong needs no more memory than a good one
Take = Callable[[Any], None]
# receives how much is done, 0 to 1
Progress = Callable[[float], None]
NO_LIMIT = 10**9


@dataclass
class Result:
    """What is wrong with a file, in the order of its rows, and how many data rows it has."""

    rows: int
    errors: list[Any] = field(default_factory=list)


def nobody(_share: float) -> None:
    """Take no notice of progress."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """Return the progress of a part that leads from `start` to `end` of the whole."""
    return lambda share: progress(start + (end - start) * share)


def whole(file: CsvFile, schema: dict[str, Any], take: Take) -> int:
    """Have frictionless check the whole file; return the number of its data rows."""
    with system.use_context(trusted=True):
        return judge(file.resource(schema), take)


def judge(resource: TableResource, take: Take) -> int:
    """Have frictionless check a resource; an unreadable one is an error, too. Return the number of data rows."""
    try:
        outcome = resource.validate(_draining(take), limit_errors=NO_LIMIT)
    except FrictionlessException as error:
        take(error.error)
        return 0
    for row_error in (*outcome.errors, *(error for task in outcome.tasks for error in task.errors)):
        take(row_error)
    return outcome.tasks[0].stats.get("rows") or 0 if outcome.tasks else 0


def _draining(take: Take) -> Checklist:
    """Return a checklist that gives each error away instead of keeping it."""

    class Draining(Checklist):
        def match(self, error: Any) -> bool:
            if super().match(error):
                take(error)
            return False

    return Draining()


def identity(error: Any) -> tuple[str, int | None, str | None]:
    """Return what two errors must have in common to be the same: type, row from 1, field."""
    return error.type, getattr(error, "row_number", None), getattr(error, "field_name", None)
