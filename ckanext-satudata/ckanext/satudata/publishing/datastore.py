"""Loads a published table into the DataStore with typed columns."""

from __future__ import annotations

import datetime
import logging
from typing import Any

from ckan import model
from ckan.lib import files, uploader
from ckan.plugins import toolkit as tk
from ckanext.satudata.tables import reader

log = logging.getLogger(__name__)

BATCH = 5000
TYPES = {"integer": "bigint", "number": "numeric", "boolean": "bool", "date": "date", "year": "int"}
TASK = {"entity_type": "resource", "task_type": "satudata_publishing", "key": "datastore"}
# longer than any load may take, see ckan.jobs.timeout
STALE_AFTER = datetime.timedelta(minutes=40)


def enqueue(resource: dict[str, Any]) -> None:
    """Put the load of an uploaded table on the queue and note that it is pending."""
    if resource.get("url_type") != "upload" or not reader.format_of(resource.get("url") or ""):
        return
    note(resource["id"], "pending")
    tk.enqueue_job(load, [resource["id"]], title=f"DataStore: {resource['id']}")


def load(resource_id: str) -> None:
    """Replace the resource's DataStore table by the rows of its file; the outcome is kept as a task status."""
    try:
        resource = tk.get_action("resource_show")(_context(), {"id": resource_id})
        table = reader.read(stored_content(resource), resource["url"].rsplit("/", 1)[-1])
        _write(resource_id, table)
        _create_views(resource)
    except Exception as error:
        note(resource_id, "error", str(error))
        raise
    note(resource_id, "complete", f"{len(table.rows)} rows")
    log.info("resource %s: %d rows in the DataStore", resource_id, len(table.rows))


def stored_content(resource: dict[str, Any]) -> bytes:
    """Return the bytes of the resource's uploaded file, from whichever storage holds it."""
    upload = uploader.get_resource_uploader(resource)
    location = files.Location(upload.get_path(resource["id"]))
    return upload.storage.content(files.FileData(location))


def note(resource_id: str, state: str, value: str = "") -> None:
    """Record how far the load of a resource is (pending, complete, error)."""
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None).isoformat()
    status = {**TASK, "entity_id": resource_id, "state": state, "value": value, "last_updated": now}
    tk.get_action("task_status_update")(_context(), status)


def status(resource_id: str) -> dict[str, Any] | None:
    """Return the last note on a resource, or None."""
    try:
        return tk.get_action("task_status_show")(_context(), {**TASK, "entity_id": resource_id})
    except tk.ObjectNotFound:
        return None


def retry_stale() -> None:
    """Put loads on the queue again whose job died without a word: a killed worker, an emptied Redis."""
    limit = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - STALE_AFTER
    query = model.Session.query(model.TaskStatus).filter_by(**TASK, state="pending")
    for stale in query.filter(model.TaskStatus.last_updated < limit):
        log.warning("resource %s: its load was lost and is repeated", stale.entity_id)
        note(stale.entity_id, "pending")
        tk.enqueue_job(load, [stale.entity_id], title=f"DataStore: {stale.entity_id}")


def _context() -> Any:
    return {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}


def _write(resource_id: str, table: reader.Table) -> None:
    fields = [{"id": name, "type": TYPES.get(kind, "text")} for name, kind in table.columns.items()]
    try:
        tk.get_action("datastore_delete")(_context(), {"resource_id": resource_id, "force": True})
    except tk.ObjectNotFound:
        log.debug("resource %s has no table yet", resource_id)
    tk.get_action("datastore_create")(_context(), {"resource_id": resource_id, "fields": fields, "force": True})
    names = list(table.columns)
    for start in range(0, len(table.rows), BATCH):
        records = [dict(zip(names, map(_plain, row), strict=True)) for row in table.rows[start : start + BATCH]]
        data = {"resource_id": resource_id, "records": records, "method": "insert", "force": True}
        tk.get_action("datastore_upsert")(_context(), data)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float | bool | str) else str(value)


def _create_views(resource: dict[str, Any]) -> None:
    current = tk.get_action("resource_show")(_context(), {"id": resource["id"]})
    data = {"resource": current, "create_datastore_views": True}
    tk.get_action("resource_create_default_resource_views")(_context(), data)
