"""Holds a CSV file against a Table Schema: the errors are frictionless's own, found by whichever way is faster.

`whole` has frictionless read the file; `vectorised.errors` reads it with DuckDB and hands frictionless only the rows
that it cannot clear. Both give the same errors: tests/validation/test_parity.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.tables.csvfile import CsvFile
from frictionless import Checklist, FrictionlessException, system
from frictionless.resources import TableResource


@dataclass
class Result:
    """What is wrong with a file, in the order of its rows, and how many data rows it has."""

    rows: int
    errors: list[Any] = field(default_factory=list)


def whole(file: CsvFile, schema: dict[str, Any]) -> Result:
    """Have frictionless check the whole file."""
    with system.use_context(trusted=True):
        return report(file.resource(schema))


def report(resource: TableResource) -> Result:
    """Have frictionless check a resource; an unreadable one is an error of the result, too."""
    limit = 10**9
    try:
        outcome = resource.validate(Checklist(), limit_errors=limit)
    except FrictionlessException as error:
        return Result(0, [error.error])
    found: list[Any] = [*outcome.errors]
    for task in outcome.tasks:
        found.extend(task.errors)
    rows = outcome.tasks[0].stats.get("rows") or 0 if outcome.tasks else 0
    return Result(rows, found)


def identity(error: Any) -> tuple[str, int | None, str | None]:
    """Return what two errors must have in common to be the same: type, row from 1, field."""
    return error.type, getattr(error, "row_number", None), getattr(error, "field_name", None)
