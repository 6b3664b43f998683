"""INDAH documents into the portal: all of a file, or none.

Taking one in changes the record's form as far as the form reaches; the document itself is kept beside it, so that what
we export afterwards is the same document, with what has changed here since (`merge`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ckan import logic, model
from ckan.lib import search
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import UnfitDocument
from ckanext.satudata.exchange import documents as portal
from ckanext.satudata.exchange import kinds, rows, shapes
from ckanext.satudata.exchange.documents import NAME, VARIABLE
from ckanext.satudata.exchange.model import keep
from ckanext.satudata.exchange.values import plain

_ = tk._


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
            kinds.UNITS[row.kind].read(row, rows.value_at(document, row.path), values)
        except UnfitDocument as error:
            problems.append(Problem(_place(number, row.address), str(error)))
    current = portal.find_record(mapped, values, record_id)
    owner = current["owner_org"] if current else _owner(document, organization)
    if owner is None:
        text = _("This portal has no organization {0}. Choose the organization to which the record belongs.")
        place = _place(number, "produsen_data.name")
        problems.append(Problem(place, text.format(rows.value_at(document, ("produsen_data", "name")) or "-")))
    return Target(number, document, {**values, "owner_org": owner}, current, problems)


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
            record = portal.show(identifier)
            keep(kind, identifier, "", number, received=target.document, ours=portal.derive(kind, record)[""])
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
    record = portal.show(dataset)
    tk.check_access("package_update", _within(context), {"id": record["id"]})
    fresh = portal.derive(VARIABLE, record)
    keys = [portal.column_of(fresh, document) for document in documents]
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
