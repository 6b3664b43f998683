"""The cells of a table where SQL can ask for them and rewrite them, column by column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import duckdb
from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.origin import Place


@dataclass(frozen=True)
class Column:
    """One column: its name in the table, its name in SQL, and where it stands in the source (see `Origin`).

    `number` is its place among the cells of a row (from 0), None for one that a step has made: a row that has fewer
    cells ends before it. `named` is false for cells beyond the header. `exact` says that the file holds numbers in it
    as numbers, so that a point is surely a decimal one.
    """

    name: str
    sql: str
    places: list[Place | None]
    header: Place | None
    number: int | None = None
    named: bool = True
    exact: bool = False


@dataclass(frozen=True)
class Cells:
    """A relation: `n`, a row's number among all from 0; `width`, how many cells it has; and the columns as text.

    A blank cell is the empty text. Nothing is NULL.
    """

    connection: duckdb.DuckDBPyConnection
    query: str
    columns: list[Column]
    # a count of rows: no cell has one origin any more
    counted: bool = False

    def ask(self, select: str, where: str = "true") -> list[tuple[Any, ...]]:
        """Return the rows of `SELECT <select> FROM cells WHERE <where>`."""
        return self.connection.execute(f"SELECT {select} FROM ({self.query}) WHERE {where}").fetchall()

    def named(self, names: list[str]) -> list[Column]:
        """Return columns by their names, the first where a name comes twice. Raises WrongStep for a missing one."""
        columns = []
        for name in names:
            column = next((column for column in self.columns if column.name == name), None)
            if column is None:
                raise WrongStep(N_('The file has no column "{column}". Read the file anew.'), column=name)
            columns.append(column)
        return columns

    def rewritten(self, expressions: dict[str, str]) -> Cells:
        """Return the relation with new SQL for some columns, by their SQL names."""
        cells = ", ".join(
            f"{expressions[column.sql]} AS {column.sql}" if column.sql in expressions else column.sql
            for column in self.columns
        )
        return replace(self, query=f"SELECT n, width, {cells} FROM ({self.query})")

    def renamed(self, names: dict[str, str]) -> Cells:
        """Return the relation with other names for some columns. Raises WrongStep for a missing one."""
        new = {column.sql: names[column.name] for column in self.named(list(names))}
        columns = [replace(column, name=new[column.sql]) if column.sql in new else column for column in self.columns]
        return replace(self, columns=columns)

    def beside(self, column: Column, made: Column, expression: str) -> Cells:
        """Return the relation with a column more, to the right of another, made by SQL."""
        at = self.columns.index(column) + 1
        columns = [*self.columns[:at], made, *self.columns[at:]]
        return replace(self, query=f"SELECT *, {expression} AS {made.sql} FROM ({self.query})", columns=columns)

    def count(self, column: Column, condition: str) -> int:
        """Return the number of a column's cells that meet a condition; one that stands in many rows counts once."""
        once = f" AND n % {len(column.places)} = 0" if len(set(column.places)) == 1 else ""
        [(number,)] = self.ask(f"count(*) FILTER (({condition}){once})")
        return int(number)
