"""INDAH documents out of the portal, and back into it.

Taking one in changes the record's form as far as the form reaches; the document itself is kept beside it, so that what
we export afterwards is the same document, with what has changed here since (`merge`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckan import logic, model
from ckan.lib import search
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import UnfitDocument
from ckanext.satudata.exchange import merge, rows, shapes, sources, variables
from ckanext.satudata.exchange.kinds import KINDS, plain
from ckanext.satudata.exchange.model import keep, kept

_ = tk._

VARIABLE = "ms-var"
# columns are recognized by their alias, which we write ourselves, and else by their name
ALIAS, NAME = ("data", "alias"), ("data", "nama")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file, and where: a cell, or a document's number and the place in it."""

    place: str
    text: str

    def as_dict(self) -> dict[str, str]:
        """Return it as the API shows it."""
        return {"place": self.place, "text": self.text}


@dataclass(frozen=True)
class Target:
    """A document that is about to be taken in: the values of the form, and the record that they go to, if any."""

    number: int
    document: dict[str, Any]
    values: dict[str, Any]
    current: dict[str, Any] | None
    problems: list[Problem] = field(default_factory=list)


def export(kind: str, record: Mapping[str, Any], *, whole: bool) -> list[dict[str, Any]]:
    """Return the documents of a record: one, or for ms-var one for each column that is a variable.

    `whole` brings in what is kept of documents that came from INDAH. It may name persons (UU 27/2022), so only those
    who may edit the record get it.
    """
    fresh = _fresh(kind, record, whole=False)
    if not whole:
        return list(fresh.values())
    stored = {entry.key: entry for entry in kept(kind, record["id"])}
    stored_documents = [
        merge.merged(entry.received, entry.ours, fresh[key]) if key in fresh else entry.received
        for key, entry in stored.items()
    ]
    return [*stored_documents, *(document for key, document in fresh.items() if key not in stored)]


def _fresh(kind: str, record: Mapping[str, Any], *, whole: bool = True) -> dict[str, dict[str, Any]]:
    """Return what we say ourselves, by the key under which a document is kept; all columns, or only variables."""
    if kind != VARIABLE:
        return {"": _document(kind, sources.of_record(record))}
    complete = [source for source in sources.of_columns(record) if whole or not variables.lacks(source)]
    return {source.column["name"]: _document(kind, source) for source in complete}


def _document(kind: str, source: sources.Source) -> dict[str, Any]:
    mapped = rows.load(kind)
    document: dict[str, Any] = {}
    for row in mapped.rows:
        if not _is_closed(mapped, row.path, source.record):
            rows.put(document, row.path, KINDS[row.kind].write(row, source.values(row)))
    for path in mapped.blocks:
        if rows.value_at(document, path) is None:
            rows.put(document, path, None)
    return document


def _is_closed(mapped: rows.Mapped, path: tuple[str, ...], record: Mapping[str, Any]) -> bool:
    return any(
        path[: len(block)] == block and any(record.get(name) not in allowed for name, allowed in condition.items())
        for block, condition in mapped.blocks.items()
    )


def take_in(
    context: Any, kind: str, documents: list[Any], *, organization: str = "", dataset: str = "", dry: bool = False
) -> tuple[list[Problem], list[dict[str, str]]]:
    """Take documents in, all or none; return the problems, and else the records: {"id", "name", "title", "outcome"}.

    `organization` owns records that name no organization of ours; `dataset` is whose variables they are (ms-var), or
    which record one document becomes. `dry` only checks. Raises NotAuthorized, ObjectNotFound.
    """
    problems = list(_faults(kind, documents))
    if problems:
        return problems, []
    if kind == VARIABLE:
        return _take_in_variables(context, documents, dataset, dry=dry)
    targets = [_target(kind, number, document, dataset, organization) for number, document in enumerate(documents, 1)]
    problems = [problem for target in targets for problem in target.problems] + list(_twice(targets))
    if problems:
        return problems, []
    _check_access(context, targets)
    # nothing may be half written, so all are tried before the first is kept
    problems, _tried = _written(context, kind, targets, keeping=False)
    if problems or dry:
        return problems, [] if problems else [_outcome(target) for target in targets]
    return _written(context, kind, targets, keeping=True)


def _faults(kind: str, documents: list[Any]) -> Iterator[Problem]:
    if not documents:
        yield Problem("", _("The file holds no record."))
    for number, document in enumerate(documents, 1):
        for place, text in shapes.faults(kind, document):
            yield Problem(_place(number, place), text)


def _place(number: int, place: str) -> str:
    return f"[{number}] {place}".strip()


def _target(kind: str, number: int, document: dict[str, Any], record_id: str, organization: str) -> Target:
    mapped = rows.load(kind)
    values: dict[str, Any] = {}
    problems = []
    for row in mapped.rows:
        if not row.is_read:
            continue
        try:
            KINDS[row.kind].read(row, rows.value_at(document, row.path), values)
        except UnfitDocument as error:
            problems.append(Problem(_place(number, row.address), str(error)))
    current = _current(mapped, values, record_id)
    owner = current["owner_org"] if current else _owner(document, organization)
    if owner is None:
        text = _("This portal has no organization {0}. Choose the organization to which the record belongs.")
        place = _place(number, "produsen_data.name")
        problems.append(Problem(place, text.format(rows.value_at(document, ("produsen_data", "name")) or "-")))
    return Target(number, document, {**values, "owner_org": owner}, current, problems)


def _current(mapped: rows.Mapped, values: dict[str, Any], record_id: str) -> dict[str, Any] | None:
    """Return the record that a document becomes: the wanted one, that with its number, or that with its title."""
    if record_id:
        return _show(record_id)
    package = model.Package
    query = model.Session.query(package.id).filter_by(type=mapped.record, state=model.State.ACTIVE)
    number = next(field for field in ("id_mskeg", "id_msind") if field in values)
    ids = [row.id for row in query.filter(package.extras[number].astext == values[number])] if values[number] else []
    ids = ids or [row.id for row in query.filter_by(title=values["title"])]
    return _show(ids[0]) if len(ids) == 1 else None


def _owner(document: dict[str, Any], organization: str) -> str | None:
    query = model.Session.query(model.Group.id).filter_by(is_organization=True, state=model.State.ACTIVE)
    name = plain(rows.value_at(document, ("produsen_data", "name")))
    ids = [row.id for row in query.filter_by(title=name)] if name else []
    if len(ids) == 1:
        return ids[0]
    chosen = model.Group.get(organization) if organization else None
    return chosen.id if chosen and chosen.is_organization else None


def _twice(targets: list[Target]) -> Iterator[Problem]:
    """Yield a problem for each document that would overwrite an earlier one of the same file."""
    return _repeated([target.current["id"] if target.current else target.values["title"] for target in targets])


def _check_access(context: Any, targets: list[Target]) -> None:
    for target in targets:
        if target.current:
            tk.check_access("package_update", _within(context), {"id": target.current["id"]})
        else:
            tk.check_access("package_create", _within(context), {"owner_org": target.values["owner_org"]})


def _within(context: Any) -> Any:
    return {"user": context.get("user", ""), "ignore_auth": context.get("ignore_auth", False)}


def _written(
    context: Any, kind: str, targets: list[Target], *, keeping: bool
) -> tuple[list[Problem], list[dict[str, str]]]:
    """Write in one transaction, which ends with `keeping` or is taken back."""
    problems: list[Problem] = []
    records = []
    try:
        for number, target in enumerate(targets):
            try:
                identifier = _write(context, kind, target)
            except tk.ValidationError as error:
                problems += _refused(kind, target, error)
                continue
            record = _show(identifier)
            keep(kind, identifier, "", number, received=target.document, ours=_fresh(kind, record)[""])
            records.append({**_outcome(target), "id": identifier, "name": record["name"]})
        if keeping and not problems:
            model.Session.commit()
    finally:
        model.Session.rollback()
    if keeping and not problems:
        for saved in records:
            logic.index_update_package({"ignore_auth": True}, saved["id"], defer_commit=True)
        search.commit()
    return problems, records


def _write(context: Any, kind: str, target: Target) -> str:
    deferred = {**_within(context), "defer_commit": True, "return_id_only": True}
    if target.current is None:
        data = {**target.values, "type": rows.load(kind).record}
        return tk.get_action("package_create")(deferred, data)
    merged = {**target.current, **target.values}
    merged.pop("metadata_modified", None)
    tk.get_action("package_update")(deferred, merged)
    return target.current["id"]


def _refused(kind: str, target: Target, error: tk.ValidationError) -> Iterator[Problem]:
    """Yield what the form refuses, at the place of the document that the field comes from."""
    mapped = rows.load(kind)
    for name, messages in error.error_dict.items():
        row = mapped.of_field(name)
        field_ = rows.form(mapped.record).get(name, {})
        place = row.address if row else str(field_.get("label", name))
        yield Problem(_place(target.number, place), "; ".join(_texts(messages)))


def _texts(messages: Any) -> list[str]:
    """Return all messages of a field, which for a field with subfields are nested."""
    if isinstance(messages, dict):
        return [f"{name}: {text}" for name, inner in messages.items() for text in _texts(inner)]
    if isinstance(messages, list):
        return [text for message in messages for text in _texts(message)]
    return [str(messages)]


def _outcome(target: Target) -> dict[str, str]:
    current = target.current or {}
    return {
        "id": current.get("id", ""),
        "name": current.get("name", ""),
        "title": target.values["title"],
        "outcome": "updated" if target.current else "added",
    }


def _take_in_variables(
    context: Any, documents: list[dict[str, Any]], dataset: str, *, dry: bool
) -> tuple[list[Problem], list[dict[str, str]]]:
    if not dataset:
        raise tk.ValidationError({"dataset": [_("Say which dataset these variables belong to.")]})
    record = _show(dataset)
    tk.check_access("package_update", _within(context), {"id": record["id"]})
    fresh = _fresh(VARIABLE, record)
    keys = [_column(fresh, document) for document in documents]
    problems = list(_repeated(keys))
    if problems:
        return problems, []
    if not dry:
        for number, (key, document) in enumerate(zip(keys, documents, strict=True)):
            keep(VARIABLE, record["id"], key, number, received=document, ours=fresh.get(key))
        model.Session.commit()
    outcome = {"id": record["id"], "name": record["name"], "outcome": "updated"}
    return [], [{**outcome, "title": str(rows.value_at(document, NAME))} for document in documents]


def _repeated(keys: list[str]) -> Iterator[Problem]:
    for number, key in enumerate(keys, 1):
        first = keys.index(key) + 1
        if first < number:
            text = _("This is the same record as number {0}. Remove one of them.")
            yield Problem(_place(number, ""), text.format(first))


def _column(fresh: dict[str, dict[str, Any]], document: dict[str, Any]) -> str:
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
        record = _show(dataset)
        fresh = _fresh(kind, record)
        key = _column(fresh, begun)
        stored = next((entry for entry in kept(kind, record["id"]) if entry.key == key), None)
        if stored:
            return merge.merged(stored.received, stored.ours, fresh[key]) if key in fresh else stored.received
        return fresh.get(key)
    mapped = rows.load(kind)
    title = next(row for row in mapped.rows if "title" in row.fields)
    values = {"id_mskeg": "", "id_msind": "", "title": plain(rows.value_at(begun, title.path))}
    current = _current(mapped, values, dataset)
    return export(kind, current, whole=True)[0] if current else None


def _show(identifier: str) -> dict[str, Any]:
    context = {"ignore_auth": True, "use_cache": False}
    return tk.get_action("package_show")(context, {"id": identifier})
