"""Two people with one form: what each has changed is kept, and where both changed the same, the later one decides.

A form carries a digest of each field as it was when the form was opened. When it is sent, a field that only others
have changed meanwhile takes their value, a field that only this person has changed takes theirs; a field that both
have changed in different ways is shown with both values, and nothing is stored until somebody has chosen. A list of
parts, each with fields of its own, counts as one field. So does the file of a resource.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate import canonical
from ckanext.satudata.gate.fields import Form, expand
from ckanext.satudata.gate.steps import Kind, Write
from flask import has_request_context
from sqlalchemy import select

# the field of a form in which it remembers what it began from
FIELD = "satudata_revision"
RESOURCE = "resource"
LONGEST_SHOWN = 300


def of_form(kind: str, record: dict[str, Any]) -> str:
    """Return what the form of a stored dataset ("package"), organization or resource remembers; "" for a new one.

    `record` is what the form shows: the stored record, or what was sent and refused, with what it remembered.
    """
    if record.get(FIELD) is not None:
        return str(record[FIELD])
    if not record.get("id"):
        return ""
    # who has handed something over goes on from that
    user = tk.current_user.name if has_request_context() and tk.current_user.is_authenticated else ""
    if kind != RESOURCE:
        return remembered(Kind(kind), _stored(Kind(kind), record["id"], user))
    row = model.Resource.get(record["id"])
    if row is None:
        return ""
    dataset = _stored(Kind.PACKAGE, row.package_id, user)
    resource = _resource(dataset, row.id)
    return _remembered(Form.of_resources(dataset), resource) if resource else ""


def remembered(kind: Kind, stored: dict[str, Any]) -> str:
    """Return the digest of each field of a record's form as JSON."""
    return _remembered(Form.of(kind, stored), stored)


def join(write: Write) -> None:
    """Step: join what others have changed since the form was opened. Raises ValidationError where both changed it."""
    text = write.data.pop(FIELD, None)
    texts = [resource.pop(FIELD, None) for resource in write.resources]
    if write.is_new or not (text or any(texts)):
        return
    # what others wrote is shown only to those who may change it
    tk.check_access(f"{write.kind.value}_update", {**write.context}, {"id": write.id})
    _lock(write)
    stored = _stored(write.kind, str(write.id), str(write.context.get("user") or ""))
    labels = _join(Form.of(write.kind, stored), write.data, stored, text) if text else []
    errors: list[dict[str, Any]] = [{} for _resource in texts]
    for resource, began, errors_of_resource in zip(write.resources, texts, errors, strict=True):
        before = _resource(stored, str(resource.get("id") or ""))
        if not began or not before:
            continue
        try:
            labels += _join(Form.of_resources(stored), resource, before, began)
        except tk.ValidationError as error:
            errors_of_resource.update(error.error_dict)
    if any(errors):
        raise tk.ValidationError({"resources": errors})
    if labels:
        write.after(lambda _written: _tell(labels))


def _join(form: Form, data: dict[str, Any], stored: dict[str, Any], text: str) -> list[str]:
    """Join what is sent of one form with what is stored; return the labels of what others have changed.

    Raises ValidationError at the fields that both have changed.
    """
    began = _parsed(text)
    expand(form, data)
    now = {name: canonical.digest(form.stored(stored, name)) for name in began}
    theirs = [name for name in began if now[name] != began[name]]
    sent = {name: form.digest_of_sent(data, name, began[name]) for name in theirs}
    joined = [name for name in theirs if sent[name] == began[name]]
    conflicts = [name for name in theirs if sent[name] not in (began[name], now[name])]
    for name in joined:
        form.put(data, stored, name)
    if conflicts:
        # whoever sends the form again has seen what others wrote
        data[FIELD] = _remembered(form, stored)
        raise tk.ValidationError(
            {form.place(name): form.errors(name, _describe(form.shown(stored, name))) for name in conflicts}
        )
    return form.labels(joined)


def _remembered(form: Form, stored: dict[str, Any]) -> str:
    digests = {name: canonical.digest(form.stored(stored, name)) for name in form.names}
    return json.dumps(digests, separators=(",", ":"))


def _describe(shown: str) -> str:
    text = tk._(
        "Somebody else changed this while your form was open; it is now: “{0}”. Yours is still in the form: save "
        "again to put it in its place, or write what both of you mean."
    )
    return text.format(shown[:LONGEST_SHOWN] or tk._("(empty)"))


def _tell(labels: Iterable[str]) -> None:
    # a job that releases what waited has nobody to tell; the record of the release says what became of it
    if not has_request_context():
        return
    text = tk._("Others have changed this meanwhile, and it is kept beside these changes: {0}.")
    tk.h.flash_notice(text.format(", ".join(dict.fromkeys(labels))))


def _lock(write: Write) -> None:
    """Let two who save at the same moment do so one after the other."""
    table = model.Package if write.kind == Kind.PACKAGE else model.Group
    model.Session.execute(select(table.id).where((table.id == write.id) | (table.name == write.id)).with_for_update())
    # what was read before the other one had committed
    model.Session.expire_all()


def _stored(kind: Kind, record: str, user: str) -> dict[str, Any]:
    context = {"ignore_auth": True, "use_cache": False, "for_edit": True, "user": user}
    extra = {"include_datasets": False, "include_users": False} if kind == Kind.ORGANIZATION else {}
    return tk.get_action(f"{kind.value}_show")(context, {"id": record, **extra})


def _resource(dataset: dict[str, Any], resource: str) -> dict[str, Any]:
    return next((row for row in dataset.get("resources", []) if row["id"] == resource), {})


def _parsed(text: str) -> dict[str, str]:
    """Return what a form remembers. Raises ValidationError where that is not what it was given."""
    try:
        began = json.loads(text)
    except ValueError:
        began = None
    if not isinstance(began, dict):
        raise tk.ValidationError({FIELD: [tk._("This form cannot be read. Open it anew.")]})
    return {str(name): str(digest) for name, digest in began.items()}
