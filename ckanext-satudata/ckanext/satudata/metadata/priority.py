"""Who marks data as Data Prioritas: the walidata, once the Forum has decided it; an office can only propose it."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import organizations
from ckanext.satudata.metadata.conditions import FALSE, TRUE

_ = tk._


def satudata_by_walidata(key: Any, data: Any, errors: Any, context: Any) -> None:
    """Let only the walidata change a field; what somebody else leaves out keeps its value."""
    user = context.get("user") or ""
    if organizations.is_walidata(user) or (context.get("ignore_auth") and not user):
        return
    stored = _stored(key[-1], data, context)
    if data.get(key) is tk.missing:
        if stored:
            data[key] = stored
    elif _plain(data.get(key)) != _plain(stored):
        text = _("Only the walidata marks Data Prioritas, as the Forum has decided. Leave this as it is, or ask them.")
        errors[key].append(text)
        raise tk.StopOnError


def satudata_is_walidata() -> bool:
    """Return whether the reader works for the walidata."""
    return not tk.current_user.is_anonymous and organizations.is_walidata(tk.current_user.name)


def _stored(name: str, data: Any, context: Any) -> str:
    package = context.get("package") or model.Package.get(data.get(("id",)) or "")
    return (package.extras.get(name) if package else "") or ""


def _plain(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    if text.lower() in TRUE:
        return "true"
    return "" if text.lower() in FALSE else text
