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
from ckanext.satudata.disclosure import protecting
from ckanext.satudata.exceptions import N_, SatuDataError
from ckanext.satudata.publishing import protection, underway
from ckanext.satudata.publishing.reindexing import index_dataset
from ckanext.satudata.publishing.tasks import SETTLED_AFTER, TYPE, Task
from ckanext.satudata.publishing.tasks import context as _context
from ckanext.satudata.tables.table import Table, literal
from ckanext.satudata.validation import parsed, stored
from sqlalchemy import and_, or_

log = logging.getLogger(__name__)

# sent with a resource's id when its table is there, whole: what builds on published tables listens
table_published = tk.signals.ckanext.signal("satudata_table_published")

# characters of a row that are searched: PostgreSQL keeps at most 1 MB of words, four bytes each at most
SEARCHED = 250_000
NOT_LOADED = N_("The table could not be loaded. Upload the file again; if that does not help, tell the walidata.")
# of PostgreSQL, while an index is made
INDEX_MEMORY = "256MB"
TASK = Task("datastore", "DataStore")


def enqueue(resource_id: str) -> None:
    """Put the load of a table that was checked and stored on the queue, and note that it is pending."""
    TASK.enqueue(load, resource_id)


def load(resource_id: str) -> None:
    """Replace the resource's DataStore table by the rows of its file; the outcome is kept as a task status.

    A table that cannot be loaded is away, and people are told so in words; what the database said is in the log.
    """
    underway.end_with_worker()
    try:
        resource = tk.get_action("resource_show")(_context(), {"id": resource_id})
        with tempfile.TemporaryDirectory() as folder, parsed.opened(resource) as table:
            shown, others = _protected(table, resource)
            _write(resource_id, shown, Path(folder) / "rows.csv")
            rows = shown.count()
        _index(resource_id)
        _create_views(resource)
    except Exception as error:
        model.Session.rollback()
        TASK.note(resource_id, "error", str(error) if isinstance(error, SatuDataError) else NOT_LOADED)
        raise
    parsed.forget(resource)
    index_dataset(resource["package_id"])
    TASK.note(resource_id, "complete", f"{rows} rows")
    table_published.send(resource_id)
    for other in others:
        enqueue(other)
    log.info("resource %s: %d rows in the DataStore", resource_id, rows)


def _protected(table: Table, resource: dict[str, Any]) -> tuple[Table, list[str]]:
    """Return the table without the cells that are not public, and the tables that have to be loaded again for them."""
    standard = protection.sensitive_standard(resource)
    if standard is None:
        return table, []
    hidden = protection.of_table(table, resource, standard)
    return protecting.apply(table, hidden), protection.save(resource, standard, hidden)


def retry_stale() -> None:
    """Put loads on the queue whose job died without a word: a killed worker, an emptied Redis, a killed web server."""
    TASK.repeat(load)
    for resource_id in _unasked():
        log.warning("resource %s: nobody asked for the load of its table", resource_id)
        enqueue(resource_id)


def protect_again() -> None:
    """Load tables anew that were loaded before their standard wanted cells hidden, or by another threshold (a job)."""
    for resource_id in protection.unprotected():
        if (TASK.status(resource_id) or {}).get("state") != "pending":
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
    """Return whether a table was checked after the last word on its load, and not just now."""
    if extras.get("validation_status") != "success" or not extras.get("validation_timestamp"):
        return False
    checked = datetime.datetime.fromisoformat(extras["validation_timestamp"]).astimezone(datetime.UTC)
    moment = checked.replace(tzinfo=None)
    return moment < now() - SETTLED_AFTER and (noted is None or noted < moment)


def _write(resource_id: str, table: Table, path: Path) -> None:
    columns = stored.columns(table)
    _export(table, columns, path)
    fields = [_field(column) for column in columns]
    rows = f"satudata_rows_{resource_id}"
    try:
        _stage(rows, fields, path)
        # only now: what cannot be loaded has said so, and the table is away as short as can be
        _delete(resource_id)
        tk.get_action("datastore_create")(_context(), {"resource_id": resource_id, "fields": fields, "force": True})
        _fill(resource_id, fields, rows)
    except Exception:
        # neither the rows of the file before nor an empty table may pass for this file's
        model.Session.rollback()
        _delete(resource_id)
        raise
    finally:
        with get_write_engine().begin() as connection:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {identifier(rows)}")


def _delete(resource_id: str) -> None:
    """Delete a resource's table, if it has one."""
    try:
        tk.get_action("datastore_delete")(_context(), {"resource_id": resource_id, "force": True})
    except tk.ObjectNotFound:
        log.debug("resource %s has no table", resource_id)


def _export(table: Table, columns: list[stored.Column], path: Path) -> None:
    """Write the rows as PostgreSQL reads them."""
    cells = {column.name: column.sql for column in columns}
    for number, (column, odd) in enumerate(stored.odd(table, columns)):
        table.connection.execute(f"CREATE OR REPLACE TABLE odd{number} (cell VARCHAR PRIMARY KEY, value VARCHAR)")
        table.connection.executemany(f"INSERT INTO odd{number} VALUES (?, ?)", [cell_row[1:] for cell_row in odd])
        value = f"(SELECT value FROM odd{number} WHERE odd{number}.cell = {column.sql})"
        cells[column.name] = f"coalesce({value}, {column.sql})"
    copied = f"SELECT {', '.join(cells.values())} FROM cells ORDER BY n"
    table.connection.execute(
        f"COPY ({copied}) TO {literal(path)} (FORMAT csv, HEADER false, NULLSTR '', FORCE_QUOTE *)"
    )


def _kinds(fields: list[dict[str, Any]]) -> str:
    return ", ".join(f"{identifier(field['id'])} {field['type']}" for field in fields)


def _stage(rows: str, fields: list[dict[str, Any]], path: Path) -> None:
    """Copy the rows of a CSV without header into a table beside the DataStore's, where each cell gets its type."""
    listed = ", ".join(identifier(field["id"]) for field in fields)
    engine = get_write_engine()
    with engine.begin() as connection, connection.connection.cursor() as cursor:
        cursor.execute("SET LOCAL datestyle = 'ISO'")
        cursor.execute(f"DROP TABLE IF EXISTS {identifier(rows)}")
        cursor.execute(f"CREATE UNLOGGED TABLE {identifier(rows)} (_id serial, {_kinds(fields)})")
        with path.open(encoding="utf-8") as stream:
            cursor.copy_expert(f"COPY {identifier(rows)} ({listed}) FROM STDIN WITH (FORMAT csv)", stream)


def _fill(resource_id: str, fields: list[dict[str, Any]], rows: str) -> None:
    """Put the staged rows into a new, empty table, with what CKAN searches but not yet its index.

    CKAN's trigger makes each row's `_full_text` from JSON, and its index grows row by row; both cost more than all the
    rest. Here the same text is made by an expression on every core, and the index once at the end, by `_index`.
    """
    engine = get_write_engine()
    # on its own: it locks readers out until it is committed
    with engine.begin() as connection:
        _drop_indexes({"connection": connection}, {"resource_id": resource_id})
    with engine.begin() as connection, connection.connection.cursor() as cursor:
        _fill_rows(cursor, resource_id, fields, identifier(rows))


def _index(resource_id: str) -> None:
    """Make the index of the words, for which the rows need not wait: it only makes a search faster."""
    with get_write_engine().begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{INDEX_MEMORY}'")
        create_indexes({"connection": connection}, {"resource_id": resource_id})


def _fill_rows(cursor: Any, resource_id: str, fields: list[dict[str, Any]], rows: str) -> None:
    """Take the staged rows into the table with the words of each.

    PostgreSQL uses several workers for a query that a function returns whole, but not for one that inserts, nor for
    one that reads a temporary table.
    """
    table = identifier(resource_id)
    names = [identifier(field["id"]) for field in fields]
    listed = ", ".join(names)
    # what CKAN's populate_full_text_trigger joins, in its order; an array, for a call has 100 arguments at most
    text = f"array_to_string(ARRAY[{', '.join(f'{name}::text' for name in names)}], ' ')"
    words = f"to_tsvector(left({text}, {SEARCHED}))"
    cursor.execute("SET LOCAL datestyle = 'ISO'")
    cursor.execute("SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0")
    cursor.execute(
        "CREATE FUNCTION pg_temp.satudata_rows(query text) RETURNS SETOF record LANGUAGE plpgsql "
        "AS 'BEGIN RETURN QUERY EXECUTE query; END'"
    )
    query = cursor.mogrify("%s", [f"SELECT _id, {words}, {listed} FROM {rows}"]).decode()
    cursor.execute(
        f"INSERT INTO {table} (_id, _full_text, {listed}) "
        f"SELECT * FROM pg_temp.satudata_rows({query}) AS made (_id int, _full_text tsvector, {_kinds(fields)})"
    )
    cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, '_id'), max(_id)) FROM {rows}", [table])
    cursor.execute("DROP FUNCTION pg_temp.satudata_rows(text)")
    # somebody may have looked while the table was empty, and CKAN keeps the number it found then
    cursor.execute("SELECT update_cached_table_row_count(%s)", [resource_id])


def _field(column: stored.Column) -> dict[str, Any]:
    """Return a column of the DataStore with its entry in the data dictionary."""
    field = column.field
    info = {"label": field.get("title", ""), "notes": field.get("description", ""), "unit": field.get("satuan", "")}
    filled = {key: value for key, value in info.items() if value}
    return {"id": column.name, "type": column.type, **({"info": filled} if filled else {})}


def _create_views(resource: dict[str, Any]) -> None:
    current = tk.get_action("resource_show")(_context(), {"id": resource["id"]})
    data = {"resource": current, "create_datastore_views": True}
    tk.get_action("resource_create_default_resource_views")(_context(), data)
