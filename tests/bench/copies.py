"""Fills a catalogue quickly: copies of one dataset, put straight into the database and the index."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from ckan import model
from ckan.lib.search.common import make_connection
from ckan.plugins import toolkit as tk
from sqlalchemy import text

BATCH = 500
# what the index needs to find a dataset, and does not give back
UNSTORED = {"permission_labels": ["public"]}


def make(record: dict[str, Any], count: int, prefix: str) -> None:
    """Make `count` copies of a public dataset, an answer of `package_show`, named `<prefix>-1` and so on."""
    solr = make_connection()
    [document] = solr.search(f'id:"{record["id"]}"', fl="*").docs
    document = {key: value for key, value in document.items() if not key.startswith("_")}
    copied = {
        row.id: {record["id"]: row.id, record["name"]: row.name} for row in _packages(record["id"], count, prefix)
    }
    for resource in record["resources"]:
        for row in _resources(resource["id"], f"{prefix}-%"):
            copied[row.package_id][resource["id"]] = row.id
    model.Session.commit()
    batch: list[dict[str, Any]] = []
    for identifier, names in copied.items():
        # CKAN's own key, so that a dataset that is changed later replaces its copy
        key = hashlib.md5(f"{identifier}{tk.config['ckan.site_id']}".encode(), usedforsecurity=False).hexdigest()
        batch.append({**renamed(document, names), "index_id": key, **UNSTORED})
        if len(batch) == BATCH:
            solr.add(batch)
            batch = []
    if batch:
        solr.add(batch)
    solr.commit()
    for table in ("package", "resource"):
        model.Session.execute(text(f"ANALYZE {table}"))
    model.Session.commit()


def _packages(source: str, count: int, prefix: str) -> list[Any]:
    columns = _columns(model.package_table, {"id", "name"})
    statement = (
        f"INSERT INTO package (id, name, {columns}) "
        f"SELECT gen_random_uuid()::text, :prefix || '-' || number, {columns} "
        "FROM package, generate_series(1, :count) AS number WHERE id = :source RETURNING id, name"
    )
    return [*model.Session.execute(text(statement), {"source": source, "count": count, "prefix": prefix})]


def _resources(source: str, names: str) -> list[Any]:
    columns = _columns(model.resource_table, {"id", "package_id"})
    of_source = ", ".join(f"source.{name}" for name in columns.split(", "))
    statement = (
        f"INSERT INTO resource (id, package_id, {columns}) SELECT gen_random_uuid()::text, package.id, {of_source} "
        "FROM resource AS source, package WHERE source.id = :source AND package.name LIKE :names "
        "RETURNING id, package_id"
    )
    return [*model.Session.execute(text(statement), {"source": source, "names": names})]


def _columns(table: Any, skipped: set[str]) -> str:
    return ", ".join(column.name for column in table.columns if column.name not in skipped)


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Return plain data in which each name is replaced by another."""
    if isinstance(value, dict):
        return {key: renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat() + "Z"
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new)
    return value
