"""INDAH documents of the portal's records: from their fields, merged into what is kept of documents that came in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exchange import kinds, merge, rows, sources, variables
from ckanext.satudata.exchange.model import kept
from ckanext.satudata.exchange.values import plain

VARIABLE = "ms-var"
# columns are recognized by their alias, which we write ourselves, and else by their name
ALIAS, NAME = ("data", "alias"), ("data", "nama")


def export(kind: str, record: Mapping[str, Any], *, whole: bool) -> list[dict[str, Any]]:
    """Return the documents of a record: one, or for ms-var one for each column that is a variable.

    `whole` brings in what is kept of documents that came from INDAH. It may name persons (UU 27/2022), so only those
    who may edit the record get it.
    """
    fresh = derive(kind, record, whole=False)
    if not whole:
        return list(fresh.values())
    stored = {entry.key: entry for entry in kept(kind, record["id"])}
    stored_documents = [
        merge.merged(entry.received, entry.ours, fresh[key]) if key in fresh else entry.received
        for key, entry in stored.items()
    ]
    return [*stored_documents, *(document for key, document in fresh.items() if key not in stored)]


def derive(kind: str, record: Mapping[str, Any], *, whole: bool = True) -> dict[str, dict[str, Any]]:
    """Return the documents that we derive ourselves, by the key under which each is kept.

    For ms-var there is one for each column; without `whole` only for those that are complete.
    """
    if kind != VARIABLE:
        return {"": _document(kind, sources.of_record(record))}
    complete = [source for source in sources.of_columns(record) if whole or not variables.lacks(source)]
    return {source.column["name"]: _document(kind, source) for source in complete}


def _document(kind: str, source: sources.Source) -> dict[str, Any]:
    mapped = rows.load(kind)
    document: dict[str, Any] = {}
    for row in mapped.rows:
        if not _is_closed(mapped, row.path, source.record):
            rows.put(document, row.path, kinds.UNITS[row.kind].write(row, source.values(row)))
    for path in mapped.blocks:
        if rows.value_at(document, path) is None:
            rows.put(document, path, None)
    return document


def _is_closed(mapped: rows.Mapped, path: tuple[str, ...], record: Mapping[str, Any]) -> bool:
    return any(
        path[: len(block)] == block and any(record.get(name) not in allowed for name, allowed in condition.items())
        for block, condition in mapped.blocks.items()
    )


def find_record(mapped: rows.Mapped, values: dict[str, Any], record_id: str) -> dict[str, Any] | None:
    """Return the record that a document becomes, by this id, else by its number, else by its title; None if new."""
    if record_id:
        return show(record_id)
    package = model.Package
    query = model.Session.query(package.id).filter_by(type=mapped.record, state=model.State.ACTIVE)
    number = next(field for field in ("id_mskeg", "id_msind") if field in values)
    ids = [row.id for row in query.filter(package.extras[number].astext == values[number])] if values[number] else []
    ids = ids or [row.id for row in query.filter_by(title=values["title"])]
    return show(ids[0]) if len(ids) == 1 else None


def column_of(fresh: dict[str, dict[str, Any]], document: dict[str, Any]) -> str:
    """Return the column that a variable is, or its name when no table has it (it is kept all the same)."""
    alias, name = (plain(rows.value_at(document, path)) for path in (ALIAS, NAME))
    if alias in fresh:
        return alias
    titled = [
        key for key, document in fresh.items() if plain(rows.value_at(document, NAME)).casefold() == name.casefold()
    ]
    return titled[0] if len(titled) == 1 else name


def find_current(kind: str, begun: dict[str, Any], dataset: str = "") -> dict[str, Any] | None:
    """Return the whole document of the record that a form speaks of, by its name; None for a new one."""
    if kind == VARIABLE:
        record = show(dataset)
        fresh = derive(kind, record)
        key = column_of(fresh, begun)
        stored = next((entry for entry in kept(kind, record["id"]) if entry.key == key), None)
        if stored:
            return merge.merged(stored.received, stored.ours, fresh[key]) if key in fresh else stored.received
        return fresh.get(key)
    mapped = rows.load(kind)
    title = next(row for row in mapped.rows if "title" in row.fields)
    values = {"id_mskeg": "", "id_msind": "", "title": plain(rows.value_at(begun, title.path))}
    current = find_record(mapped, values, dataset)
    return export(kind, current, whole=True)[0] if current else None


def show(identifier: str) -> dict[str, Any]:
    """Return a record as it is stored. Raises ObjectNotFound."""
    context = {"ignore_auth": True, "use_cache": False}
    return tk.get_action("package_show")(context, {"id": identifier})
