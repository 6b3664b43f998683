"""What checks of single cells share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.report import ERROR, Problem

SHOWN = 60
# cells that one query looks at: a long column alone, many short ones together, for a query has a price of its own
TOGETHER = 20_000
# cells of a column that are told of one kind of error
MOST = 100


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


def problems(
    table: Table,
    columns: list[str],
    condition: str,
    kind: str,
    text: str,
    *,
    level: str = ERROR,
    test: Callable[[str], bool] | None = None,
) -> Iterator[Problem]:
    """Yield a problem for cells that meet an SQL condition, written for `cell`.

    Errors are told of each such cell, up to `MOST` of a column, so that people mend them all at once; a warning of
    the first one stands for its column. `test` decides in Python about the cells that meet the condition.
    """
    most = MOST if level == ERROR else 1
    first = "" if test else f"QUALIFY row_number() OVER (PARTITION BY place ORDER BY n) <= {most}"
    for _group, relation in together(table, columns):
        counts: dict[int, int] = {}
        query = f"SELECT place, n, cell FROM {relation} WHERE {condition} {first} ORDER BY 1, 2"
        for place, row, cell in table.stream(query):
            if counts.get(place, 0) == most or (test and not test(cell)):
                continue
            counts[place] = counts.get(place, 0) + 1
            yield Problem(kind, row, columns[place], text, {"cell": cell[:SHOWN]}, level)


def of_text(table: Table) -> list[str]:
    """Return the columns that hold text."""
    return [name for name, kind in table.columns.items() if kind == "string"]
