"""For whom somebody fills: his own offices, and those for which he stands in today."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.filling import model
from ckanext.satudata.filling.model import Filling
from ckanext.satudata.metadata import organizations


def offices(user: str) -> set[str]:
    """Return the ids of the offices for which a user may fill."""
    if not user:
        return set()
    record = ckan_model.User.get(user)
    return {*organizations.editable_by(user), *(model.deputized(record.id) if record else ())}


def may_manage(user: str, office: str) -> bool:
    """Return whether a user opens, returns and delivers for an office: its officers, no deputies, and the walidata."""
    return bool(user) and (office in organizations.editable_by(user) or organizations.is_walidata(user))


def may_see(user: str, filling: Filling) -> bool:
    """Return whether a user sees a filling: who manages it, and who fills a part."""
    taking_part = {part.office for part in model.parts(filling)}
    return may_manage(user, filling.office) or bool(offices(user) & taking_part)


def load(context: Any, data_dict: dict[str, Any]) -> Filling:
    """Return the filling that an action names as `id`. Raises ObjectNotFound; so for who may not see it."""
    filling = model.find(data_dict.get("id", ""))
    ignored = context.get("ignore_auth", False)
    if filling is None or not (ignored or may_see(context.get("user") or "", filling)):
        raise tk.ObjectNotFound(tk._("There is no such filling."))
    return filling


def office_id(name: Any) -> str:
    """Return the id of an office by its name or id, "" where there is none."""
    group = ckan_model.Group.get(str(name or ""))
    return str(group.id) if group is not None and group.is_organization else ""
