"""Loads a published table into the DataStore with typed columns."""

from __future__ import annotations

import datetime
import logging
import tempfile
from pathlib import Path
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.datastore.backend.postgres import _drop_indexes, create_indexes, get_write_engine, identifier
from ckanext.satudata.clock import now
from ckanext.satudata.publishing import underway
from ckanext.satudata.publishing.tasks import SETTLED_AFTER, TYPE, Task
from ckanext.satudata.publishing.tasks import context as _context
from ckanext.satudata.tables.table import Table, literal
from ckanext.satudata.validation import parsed
from sqlalchemy import and_, or_

log = logging.getLogger(__name__)

# sent with a resource's id when its table is there, whole: what builds on published tables listens
table_published = tk.signals.ckanext.signal("satudata_table_published")

TYPES = {"integer": "bigint", "number": "numeric", "boolean": "bool", "date": "date", "year": "int"}
# digits that fit a bigint whatever they are
LARGEST_BIGINT = 18
# of PostgreSQL, while an index is made
INDEX_MEMORY = "256MB"
TASK = Task("datastore", "DataStore")


def enqueue(resource_id: str) -> None:
    """Put the load of a table that was checked and stored on the queue, and note that it is pending."""
    TASK.enqueue(load, resource_id)


def load(resource_id: str) -> None:
    """Replace the resource's DataStore table by the rows of its file; the outcome is kept as a task status."""
    underway.end_with_worker()
    try:
        resource = tk.get_action("resource_show")(_context(), {"id": resource_id})
        with tempfile.TemporaryDirectory() as folder, parsed.opened(resource) as table:
            _write(resource_id, table, Path(folder) / "rows.csv")
            rows = table.count()
        _index(resource_id)
        _create_views(resource)
    except Exception as error:
        TASK.note(resource_id, "error", str(error))
        raise
    parsed.forget(resource)
    TASK.note(resource_id, "complete", f"{rows} rows")
    table_published.send(resource_id)
    log.info("resource %s: %d rows in the DataStore", resource_id, rows)


def retry_stale() -> None:
    """Put loads on the queue whose job died without a word: a killed worker, an emptied Redis, a killed web server."""
    TASK.repeat(load)
    for resource_id in _unasked():
        log.warning("resource %s: nobody asked for the load of its table", resource_id)
        enqueue(resource_id)


def _unasked() -> list[str]:
    """Return the tables whose newest check has been stored, but not been followed by any load."""
    note = model.TaskStatus
    theirs = and_(note.entity_id == model.Resource.id, note.task_type == TYPE, note.key == TASK.key)
    query = (
        model.Session.query(model.Resource.id, model.Resource.extras, note.last_updated)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .outerjoin(note, theirs)
        .filter(model.Package.state == "active", model.Resource.state == "active", model.Resource.url_type == "upload")
        .filter(or_(note.last_updated.is_(None), note.last_updated < model.Resource.metadata_modified))
    )
    return [resource_id for resource_id, extras, noted in query if _is_unasked(extras or {}, noted)]


def _is_unasked(extras: dict[str, Any], noted: datetime.datetime | None) -> bool:
    """Tell whether a table was checked after the last word on its load, and not just now."""
    if extras.get("validation_status") != "success" or not extras.get("validation_timestamp"):
        return False
    checked = datetime.datetime.fromisoformat(extras["validation_timestamp"]).astimezone(datetime.UTC)
    moment = checked.replace(tzinfo=None)
    return moment < now() - SETTLED_AFTER and (noted is None or noted < moment)


def _write(resource_id: str, table: Table, path: Path) -> None:
    fields = [_column(table, field) for field in table.schema["fields"]]
    try:
        tk.get_action("datastore_delete")(_context(), {"resource_id": resource_id, "force": True})
    except tk.ObjectNotFound:
        log.debug("resource %s has no table yet", resource_id)
    tk.get_action("datastore_create")(_context(), {"resource_id": resource_id, "fields": fields, "force": True})
    cells = ", ".join(_cell(table, field) for field in table.schema["fields"])
    copied = f"SELECT {cells} FROM cells ORDER BY n"
    table.connection.execute(
        f"COPY ({copied}) TO {literal(path)} (FORMAT csv, HEADER false, NULLSTR '', FORCE_QUOTE *)"
    )
    _fill(resource_id, fields, path)


def _fill(resource_id: str, columns: list[dict[str, Any]], path: Path) -> None:
    """Put the rows of a CSV without header into a new, empty table, with what CKAN searches but not yet its index.

    CKAN's trigger makes each row's `_full_text` from JSON, and its index grows row by row; both cost more than all the
    rest. Here the same text is made by an expression on every core, and the index once at the end, by `_index`.
    """
    engine = get_write_engine()
    # on its own: it locks readers out until it is committed
    with engine.begin() as connection:
        _drop_indexes({"connection": connection}, {"resource_id": resource_id})
    with engine.begin() as connection, connection.connection.cursor() as cursor:
        _fill_rows(cursor, resource_id, columns, path)


def _index(resource_id: str) -> None:
    """Make the index of the words, for which the rows need not wait: it only makes a search faster."""
    with get_write_engine().begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{INDEX_MEMORY}'")
        create_indexes({"connection": connection}, {"resource_id": resource_id})


def _fill_rows(cursor: Any, resource_id: str, columns: list[dict[str, Any]], path: Path) -> None:
    """Copy the rows of the CSV beside the table, and from there into it with the words of each.

    PostgreSQL uses several workers for a query that a function returns whole, but not for one that inserts, nor for
    one that reads a temporary table.
    """
    table, rows = identifier(resource_id), identifier(f"satudata_rows_{resource_id}")
    names = [identifier(column["id"]) for column in columns]
    listed = ", ".join(names)
    kinds = ", ".join(f"{name} {column['type']}" for name, column in zip(names, columns, strict=True))
    # what CKAN's populate_full_text_trigger joins, in its order; an array, for a call has 100 arguments at most
    words = f"to_tsvector(array_to_string(ARRAY[{', '.join(f'{name}::text' for name in names)}], ' '))"
    cursor.execute("SET LOCAL datestyle = 'ISO'")
    cursor.execute("SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0")
    cursor.execute(f"CREATE UNLOGGED TABLE {rows} (_id serial, {kinds})")
    with path.open(encoding="utf-8") as stream:
        cursor.copy_expert(f"COPY {rows} ({listed}) FROM STDIN WITH (FORMAT csv)", stream)
    cursor.execute(
        "CREATE FUNCTION pg_temp.satudata_rows(query text) RETURNS SETOF record LANGUAGE plpgsql "
        "AS 'BEGIN RETURN QUERY EXECUTE query; END'"
    )
    query = cursor.mogrify("%s", [f"SELECT _id, {words}, {listed} FROM {rows}"]).decode()
    cursor.execute(
        f"INSERT INTO {table} (_id, _full_text, {listed}) "
        f"SELECT * FROM pg_temp.satudata_rows({query}) AS made (_id int, _full_text tsvector, {kinds})"
    )
    cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, '_id'), max(_id)) FROM {rows}", [table])
    cursor.execute(f"DROP FUNCTION pg_temp.satudata_rows(text); DROP TABLE {rows}")
    # somebody may have looked while the table was empty, and CKAN keeps the number it found then
    cursor.execute("SELECT update_cached_table_row_count(%s)", [resource_id])


def _column(table: Table, field: dict[str, Any]) -> dict[str, Any]:
    """Return a column of the DataStore with its entry in the data dictionary."""
    kind = TYPES.get(field["type"], "text")
    if kind == "bigint" and table.first(field["name"], f"length(cell) > {LARGEST_BIGINT}"):
        kind = "numeric"
    info = {"label": field.get("title", ""), "notes": field.get("description", ""), "unit": field.get("satuan", "")}
    column = {"id": field["name"], "type": kind}
    known = {key: value for key, value in info.items() if value}
    return {**column, "info": known} if known else column


def _cell(table: Table, field: dict[str, Any]) -> str:
    """Return the SQL of a cell as PostgreSQL reads it: Python's numbers may have underscores and spaces around."""
    column = table.column(field["name"])
    return f"replace(trim({column}), '_', '')" if field["type"] in {"integer", "number"} else column


def _create_views(resource: dict[str, Any]) -> None:
    current = tk.get_action("resource_show")(_context(), {"id": resource["id"]})
    data = {"resource": current, "create_datastore_views": True}
    tk.get_action("resource_create_default_resource_views")(_context(), data)
