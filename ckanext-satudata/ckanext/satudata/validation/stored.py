"""What the DataStore's PostgreSQL makes of a checked table: the type of each column, the form of each cell, the room.

The check refuses by it what could not be loaded, and the load writes by it: whatever is valid loads. Limits:
PostgreSQL, appendix K (1,600 columns, of which CKAN takes two; a row fits into one page of 8 kB, what is longer than
24 bytes of a text is kept beside it; 131,072 digits before the point of a number, 16,383 behind it).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ckanext.satudata.tables.table import Table, literal
from ckanext.satudata.validation import cells
from frictionless import Schema

TYPES = {"integer": "bigint", "number": "numeric", "boolean": "bool", "date": "date", "year": "int"}
# digits that fit a bigint whatever they are
LARGEST_BIGINT = 18
MOST_COLUMNS = 1598
# names that PostgreSQL keeps for itself in every table, and bytes of a name that it does not cut
RESERVED = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"}
LONGEST_NAME = 63
# bytes of a row in its page; fewer columns than these fit in any case, as each needs 25 bytes at most
ROOM, FIT_ALWAYS = 8160, 300
INLINE, POINTER = 24, 18
WHOLE_DIGITS, FRACTION_DIGITS = 131_072, 16_383
# cells that PostgreSQL reads as frictionless does; of others Python is asked
PLAIN = {
    "integer": r"[+-]?[0-9]+",
    "number": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "year": r"[0-9]{4}",
    "boolean": r"true|True|TRUE|false|False|FALSE|0|1",
}
# characters of a cell that need no second look
LONGEST_PLAIN = 1000
# what of a field's description changes how its cells are read
READ_OTHERWISE = {"format", "bareNumber", "groupChar", "decimalChar", "floatNumber", "trueValues", "falseValues"}
SIZES = {"bigint": 8, "int": 4, "date": 4, "bool": 1}


@dataclass(frozen=True)
class Column:
    """A column of a table with its field in the Table Schema, its SQL name in DuckDB and its type in PostgreSQL."""

    field: dict[str, Any]
    sql: str
    type: str

    @property
    def name(self) -> str:
        """The column's name, in the file and in the DataStore."""
        return self.field["name"]

    @property
    def plain(self) -> str | None:
        """The SQL condition on `cell` that PostgreSQL reads it as it is; None where it reads all."""
        pattern = PLAIN.get(self.field["type"])
        if pattern is None:
            return None
        if READ_OTHERWISE & {name for name, value in self.field.items() if value not in (None, "default")}:
            return "false"
        return f"(strlen(cell) <= {LONGEST_PLAIN} AND regexp_full_match(cell, {literal(pattern)}))"


def columns(table: Table) -> list[Column]:
    """Return the columns of a table as PostgreSQL has them, in their order."""
    stored_columns = [
        Column(field, table.column(field["name"]), TYPES.get(field["type"], "text"))
        for field in table.schema["fields"]
    ]
    whole = [column for column in stored_columns if column.type == "bigint"]
    if whole:
        longest = ", ".join(f"coalesce(max(strlen({column.sql})), 0)" for column in whole)
        [lengths] = table.ask(f"SELECT {longest} FROM cells")
        large = {column.name for column, length in zip(whole, lengths, strict=True) if length > LARGEST_BIGINT}
        stored_columns = [
            Column(column.field, column.sql, "numeric") if column.name in large else column
            for column in stored_columns
        ]
    return stored_columns


def odd(table: Table, stored_columns: list[Column]) -> Iterator[tuple[Column, list[tuple[int, str, str | None]]]]:
    """Yield the columns with cells that PostgreSQL does not read as they are, and these cells.

    Of each its first row, its text, and what PostgreSQL is to read; None where it has no such value.
    """
    by_condition: dict[str, list[Column]] = {}
    for column in stored_columns:
        if column.plain:
            by_condition.setdefault(column.plain, []).append(column)
    for plain, columns_of_it in by_condition.items():
        names = [column.name for column in columns_of_it]
        for _group, relation in cells.together(table, names):
            for (place,) in table.ask(f"SELECT DISTINCT place FROM {relation} WHERE NOT {plain} ORDER BY 1"):
                yield columns_of_it[place], list(_odd_cells(table, columns_of_it[place], plain))


def _odd_cells(table: Table, column: Column, plain: str) -> Iterator[tuple[int, str, str | None]]:
    missing = table.schema.get("missingValues", [""])
    schema = Schema.from_descriptor({"fields": [column.field], "missingValues": missing})
    read = schema.fields[0].create_cell_reader()
    inner = f"SELECT n, {column.sql} AS cell FROM cells"
    condition = f"WHERE cell IS NOT NULL AND NOT {plain} GROUP BY 1 ORDER BY 2"
    for text, row in table.stream(f"SELECT cell, min(n) FROM ({inner}) {condition}"):
        value, _notes = read(text)
        # what frictionless cannot read it has reported itself
        if value is not None:
            yield row, text, _written(value)


def _written(value: Any) -> str | None:
    """Return a value of frictionless as PostgreSQL reads it; None where it cannot."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int):
        # Python's own limit of digits is far below PostgreSQL's
        value = Decimal(value)
    if isinstance(value, float):
        value = Decimal(repr(value))
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    exponent = value.as_tuple().exponent
    if value.adjusted() >= WHOLE_DIGITS or -int(exponent) > FRACTION_DIGITS:
        return None
    return f"{value:f}"


def widest_row(table: Table, stored_columns: list[Column]) -> tuple[int, int] | None:
    """Return the number of the first row that does not fit into a page, and its bytes; None where all fit."""
    if len(stored_columns) <= FIT_ALWAYS:
        return None
    # a sum of so many would be deeper than DuckDB reads
    bound = f"list_sum([{', '.join(_bound(column) for column in stored_columns)}])"
    names = ", ".join(column.sql for column in stored_columns)
    for number, *texts in table.stream(f"SELECT n, {names} FROM cells WHERE {bound} > {ROOM // 2} ORDER BY n"):
        size = _row_size(stored_columns, texts)
        if size > ROOM:
            return number, size
    return None


def _bound(column: Column) -> str:
    """Return the SQL of the bytes that a cell takes at most, with what aligns it."""
    if column.type in SIZES:
        size = 2 * SIZES[column.type] - 1
        return f"CASE WHEN {column.sql} IS NULL THEN 0 ELSE {size} END"
    return f"CASE WHEN {column.sql} IS NULL THEN 0 ELSE least(strlen({column.sql}) + 4, {INLINE}) END"


def _row_size(stored_columns: list[Column], texts: list[str | None]) -> int:
    """Return the bytes of a row when all that can be is kept beside it: header, then cells, each aligned."""
    bitmap = (len(stored_columns) + 2 + 7) // 8 if None in texts else 0
    head = _aligned(23 + bitmap, 8)
    # _id, and _full_text, which is kept beside
    size = 4 + POINTER
    for column, text in zip(stored_columns, texts, strict=True):
        if text is None:
            continue
        if column.type in SIZES:
            size = _aligned(size, SIZES[column.type]) + SIZES[column.type]
        else:
            length = _digits_size(text) if column.type == "numeric" else len(text.encode()) + 1
            size += length if length <= INLINE else POINTER
    return head + size


def _aligned(size: int, by: int) -> int:
    return (size + by - 1) // by * by


def _digits_size(text: str) -> int:
    """Return the bytes of a number: four digits in two, counted from the point to both sides."""
    whole, _point, fraction = re.sub(r"[^0-9.]", "", text).partition(".")
    return 3 + 2 * ((len(whole.lstrip("0")) + 3) // 4 + (len(fraction) + 3) // 4)
