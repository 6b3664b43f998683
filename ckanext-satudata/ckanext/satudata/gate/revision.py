"""Two people with one form: what each has changed is kept, and where both changed the same, the later one decides.

A form carries a digest of each field as it was when the form was opened. When it is sent, a field that only others
have changed meanwhile takes their value, a field that only this person has changed takes theirs; a field that both
have changed in different ways is shown with both values, and nothing is stored until somebody has chosen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import Kind, Write
from sqlalchemy import select

# the field of a form in which it remembers what it began from
FIELD = "satudata_revision"
TAGS = "tag_string"
VISIBILITY = "private"
LONGEST_SHOWN = 300


def of_form(kind: str, record: dict[str, Any]) -> str:
    """Return what a form of a stored dataset ("package") or organization remembers; "" for a new one.

    `record` is what the form shows: the stored record, or what was sent and refused, with what it remembered.
    """
    if record.get(FIELD) is not None:
        return str(record[FIELD])
    if not record.get("id"):
        return ""
    return remembered(Kind(kind), _stored(Kind(kind), record["id"]))


def remembered(kind: Kind, stored: dict[str, Any]) -> str:
    """Return the digest of each field of the form as JSON."""
    names = _fields(kind, stored.get("type") or "")
    return json.dumps({name: _digest(_value(stored, name)) for name in names}, separators=(",", ":"))


def join(write: Write) -> None:
    """Step: join what others have changed since the form was opened. Raises ValidationError where both changed it."""
    text = write.data.pop(FIELD, None)
    if write.is_new or not text:
        return
    began = _parsed(text)
    # what others wrote is told to nobody who may not change it
    tk.check_access(f"{write.kind.value}_update", {**write.context}, {"id": write.id})
    _lock(write)
    stored = _stored(write.kind, str(write.id))
    theirs = [name for name in began if _digest(_value(stored, name)) != began[name]]
    sent = {name: _digest(_sent(write.data, name)) for name in theirs}
    joined = [name for name in theirs if sent[name] == began[name]]
    conflicts = [name for name in theirs if sent[name] not in (began[name], _digest(_value(stored, name)))]
    for name in joined:
        write.data[name] = _value(stored, name)
    if conflicts:
        # whoever sends the form again has seen what others wrote
        write.data[FIELD] = remembered(write.kind, stored)
        raise tk.ValidationError({name: [_told(_value(stored, name))] for name in conflicts})
    if joined:
        labels = ", ".join(_labels(write.kind, stored.get("type") or "", joined))
        write.after(lambda _id: _tell(labels))


def _told(value: Any) -> str:
    text = tk._(
        "Somebody else changed this while your form was open; it is now: “{0}”. Yours is still in the form: save "
        "again to put it in its place, or write what both of you mean."
    )
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return text.format(shown[:LONGEST_SHOWN] or tk._("(empty)"))


def _tell(labels: str) -> None:
    text = tk._("Somebody else changed this while your form was open, and it was kept beside your changes: {0}.")
    tk.h.flash_notice(text.format(labels))


def _lock(write: Write) -> None:
    """Let two who save at the same moment do so one after the other."""
    table = model.Package if write.kind == Kind.PACKAGE else model.Group
    model.Session.execute(select(table.id).where((table.id == write.id) | (table.name == write.id)).with_for_update())
    # what was read before the other one had committed
    model.Session.expire_all()


def _stored(kind: Kind, record: str) -> dict[str, Any]:
    context = {"ignore_auth": True, "use_cache": False, "for_edit": True, "user": ""}
    extra = {"include_datasets": False, "include_users": False} if kind == Kind.ORGANIZATION else {}
    return tk.get_action(f"{kind.value}_show")(context, {"id": record, **extra})


def _fields(kind: Kind, record_type: str) -> list[str]:
    """Return the names of the fields of a form, without those that stand in it as several."""
    names = [row["field_name"] for row in _schema(kind, record_type) if _is_in_form(row)]
    # stands in the form beside the organization, and has no place of its own in the schema
    return [*names, VISIBILITY] if kind == Kind.PACKAGE else names


def _is_in_form(field: dict[str, Any]) -> bool:
    snippet_is_off = "form_snippet" in field and field["form_snippet"] is None
    return not snippet_is_off and "repeating_subfields" not in field


def _schema(kind: Kind, record_type: str) -> list[dict[str, Any]]:
    if kind == Kind.PACKAGE:
        return (tk.h.scheming_get_dataset_schema(record_type) or {}).get("dataset_fields", [])
    return (tk.h.scheming_get_organization_schema(record_type) or {}).get("fields", [])


def _labels(kind: Kind, record_type: str, names: Iterable[str]) -> list[str]:
    labels = {row["field_name"]: row.get("label") for row in _schema(kind, record_type)}
    labels[VISIBILITY] = tk._("Visibility")
    return [str(tk.h.scheming_language_text(labels.get(name) or name)) for name in names]


def _value(stored: dict[str, Any], name: str) -> Any:
    """Return a stored field as its form has it."""
    if name == TAGS:
        return ", ".join(sorted(tag["name"] for tag in stored.get("tags") or []))
    return stored.get(name)


def _sent(data: dict[str, Any], name: str) -> Any:
    """Return a field as it was sent; forms leave empty lists out."""
    if name == TAGS and name in data:
        return ", ".join(sorted(filter(None, (tag.strip() for tag in str(data[name]).split(",")))))
    return data.get(name)


def _digest(value: Any) -> str:
    return hashlib.sha256(_canonical(value).encode("utf-8", "replace")).hexdigest()[:12]


def _canonical(value: Any) -> str:
    """Return a value as text: the same for what a form sends and what is stored of it."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return json.dumps(sorted(_canonical(part) for part in value))
    if isinstance(value, dict):
        parts = {str(key): _canonical(part) for key, part in value.items()}
        return json.dumps({key: part for key, part in sorted(parts.items()) if part})
    return _canonical_text(str(value).replace("\r\n", "\n").strip())


def _canonical_text(text: str) -> str:
    if text in ("True", "False"):
        return text.lower()
    if text.startswith("["):
        try:
            return _canonical(json.loads(text))
        except ValueError:
            return text
    return text


def _parsed(text: str) -> dict[str, str]:
    """Return what a form remembers. Raises ValidationError where that is not what it was given."""
    try:
        began = json.loads(text)
    except ValueError:
        began = None
    if not isinstance(began, dict):
        raise tk.ValidationError({FIELD: [tk._("This form cannot be read. Open it anew.")]})
    return {str(name): str(digest) for name, digest in began.items()}
