"""What checks of single cells share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.report import ERROR, Problem

SHOWN = 60
# cells that one query looks at: a long column alone, many short ones together, for a query has a price of its own
TOGETHER = 20_000


def together(table: Table, columns: list[str]) -> Iterator[tuple[list[str], str]]:
    """Yield columns in groups, and of each group its filled cells as a relation of `n`, `name` and `cell`."""
    size = max(1, TOGETHER // max(1, table.count()))
    for start in range(0, len(columns), size):
        group = columns[start : start + size]
        names = ", ".join(map(table.column, group))
        places = ", ".join(str(start + index) for index in range(len(group)))
        cells = f"unnest([{names}]) AS cell, unnest([{places}]) AS place" if len(group) > 1 else f"{names} AS cell"
        place = "place" if len(group) > 1 else places
        yield group, f"(SELECT n, {place} AS place, cell FROM (SELECT n, {cells} FROM cells) WHERE cell IS NOT NULL)"


def first_per_column(
    table: Table,
    columns: list[str],
    condition: str,
    kind: str,
    text: str,
    *,
    level: str = ERROR,
    test: Callable[[str], bool] | None = None,
) -> Iterator[Problem]:
    """Yield a problem for the first cell of each column that meets an SQL condition, written for `cell`.

    `test` decides in Python about the cells that meet it.
    """
    for _group, relation in together(table, columns):
        first_cells: dict[int, tuple[int, str]] = {}
        if test is None:
            query = f"SELECT place, min(n), arg_min(cell, n) FROM {relation} WHERE {condition} GROUP BY 1 ORDER BY 1"
            first_cells = {place: (row, cell) for place, row, cell in table.ask(query)}
        else:
            for place, row, cell in table.stream(
                f"SELECT place, n, cell FROM {relation} WHERE {condition} ORDER BY 1, 2"
            ):
                if place not in first_cells and test(cell):
                    first_cells[place] = row, cell
        for place, (row, cell) in first_cells.items():
            yield Problem(kind, row, columns[place], text, {"cell": cell[:SHOWN]}, level)


def of_text(table: Table) -> list[str]:
    """Return the columns that hold text."""
    return [name for name, kind in table.columns.items() if kind == "string"]
