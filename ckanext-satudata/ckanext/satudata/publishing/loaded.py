"""A table of the DataStore that is read row by row, in one transaction and in bounded memory."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from ckan.plugins import toolkit as tk
from ckanext.datastore.backend.postgres import get_read_engine, identifier
from sqlalchemy.exc import DBAPIError

BATCH = 2000
# A stalled client would keep the table locked against the next load of its file.
SETTINGS = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "SET LOCAL idle_in_transaction_session_timeout = '5min'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'iso_8601'",
    "SET LOCAL timezone = 'UTC'",
)
KINDS = {
    "int2": "integer",
    "int4": "integer",
    "int8": "integer",
    "numeric": "decimal",
    "float4": "float",
    "float8": "float",
    "bool": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}
# the years that every format can say
FIRST, LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True)
class Column:
    """A column and its entry in the data dictionary."""

    name: str
    kind: str
    label: str = ""
    notes: str = ""
    unit: str = ""

    @property
    def sql(self) -> str:
        """Return the column's name in SQL."""
        return identifier(self.name)

    def as_dict(self) -> dict[str, str]:
        """Return the entry as a field of a Table Schema, without what is empty."""
        kind = {"decimal": "number", "float": "number", "timestamp": "datetime", "text": "string"}
        entry = {"name": self.name, "type": kind.get(self.kind, self.kind), "title": self.label}
        return {key: value for key, value in {**entry, "description": self.notes, "unit": self.unit}.items() if value}


@dataclass(frozen=True)
class LoadedTable:
    """A table in the DataStore. Expressions in SQL name the columns as they are."""

    resource_id: str
    title: str
    address: str
    columns: list[Column]
    connection: Any

    @property
    def relation(self) -> str:
        """Return the rows in their order, as a relation for FROM."""
        names = ", ".join(column.sql for column in self.columns)
        return f"(SELECT {names} FROM {identifier(self.resource_id)} ORDER BY _id) AS satudata_row"

    def batches(self, expressions: list[str]) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows, `BATCH` at a time."""
        with self.connection.cursor("satudata_rows") as cursor:
            cursor.execute(f"SELECT {', '.join(expressions)} FROM {self.relation}")
            while batch := cursor.fetchmany(BATCH):
                yield batch

    def copy(self, expressions: list[str], stream: IO[bytes]) -> None:
        """Write the rows to a stream as PostgreSQL writes CSV: NULL is empty, an empty text is in quotes."""
        with self.connection.cursor() as cursor:
            query = f"SELECT {', '.join(expressions)} FROM {self.relation}"
            cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv)", stream)

    def ask(self, expressions: list[str]) -> tuple[Any, ...]:
        """Return one row of aggregates over all rows."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(expressions)} FROM {identifier(self.resource_id)}")
            return cursor.fetchone()

    @functools.cached_property
    def count(self) -> int:
        """The number of rows."""
        return self.ask(["count(*)"])[0]


# what asking for a table gives while it is replaced: no table, one without columns, or one that goes in between
AWAY = (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError, KeyError, DBAPIError)


def find_fields(resource_id: str) -> list[dict[str, Any]]:
    """Return the columns of a table as `datastore_info` has them; none where it is not there, or is just replaced."""
    try:
        data = {"id": resource_id, "include_meta": False}
        return tk.get_action("datastore_info")({"ignore_auth": True}, data)["fields"]
    except AWAY:
        return []


def find_rows(resource_id: str, limit: int) -> dict[str, Any] | None:
    """Return what `datastore_search` finds for the reader; None where no table is there, or it is just replaced."""
    try:
        return tk.get_action("datastore_search")({}, {"resource_id": resource_id, "limit": limit})
    except AWAY:
        return None


@contextlib.contextmanager
def opened(resource_id: str, title: str, address: str) -> Iterator[LoadedTable]:
    """Open a table for reading as one snapshot. Raises ObjectNotFound, NotAuthorized."""
    data = {"id": resource_id, "include_meta": False, "include_fields_schema": False}
    fields = tk.get_action("datastore_info")({}, data)["fields"]
    # a plain connection: SQLAlchemy's own would read a server's cursor into memory
    connection = get_read_engine().raw_connection()
    try:
        with connection.cursor() as cursor:
            for setting in SETTINGS:
                cursor.execute(setting)
        yield LoadedTable(resource_id, title, address, [_column(field) for field in fields], connection)
    finally:
        # the pool rolls back what was open
        connection.close()


def _column(field: dict[str, Any]) -> Column:
    info = field.get("info") or {}
    texts = {key: str(info.get(key) or "") for key in ("label", "notes", "unit")}
    return Column(field["id"], KINDS.get(field["type"], "text"), **texts)


def within_years(column: Column) -> str:
    """Return the aggregate that tells whether all dates of a column have a year from 1 to 9999."""
    return f"coalesce(bool_and({column.sql} BETWEEN '{FIRST}' AND '{LAST} 23:59:59.999999'), true)"
