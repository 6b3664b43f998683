"""Holds a CSV file against a Table Schema: the errors are frictionless's own, found by whichever way is faster.

`whole` has frictionless read the file; `vectorised.errors` reads it with DuckDB and hands frictionless only the rows
that it cannot clear. Both give the same errors: tests/validation/test_parity.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frictionless import Checklist, Dialect, FrictionlessException, Schema, system
from frictionless import errors as frictionless_errors
from frictionless.formats.csv import CsvControl
from frictionless.resources import TableResource


@dataclass(frozen=True)
class CsvFile:
    """A file of comma-separated values in UTF-8, with a header in its first row."""

    path: Path
    delimiter: str = ","

    def dialect(self) -> Dialect:
        """Return how to read it, with nothing left to guess."""
        control = CsvControl(
            delimiter=self.delimiter, quote_char='"', double_quote=True, skip_initial_space=False, line_terminator="\n"
        )
        return Dialect(header_rows=[1], controls=[control])

    def resource(self, schema: dict[str, Any]) -> TableResource:
        """Return the frictionless resource of the file."""
        return TableResource(
            path=str(self.path), encoding="utf-8", schema=Schema.from_descriptor(schema), dialect=self.dialect()
        )


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


def is_about_the_file(errors: Iterable[Any]) -> bool:
    """Tell whether an error concerns more than single rows: header, encoding, source."""
    return any(not isinstance(error, frictionless_errors.RowError) for error in errors)
