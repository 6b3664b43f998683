"""Who sits in the war room: people of the district's organizations read, the walidata writes down what is decided."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center import auth
from ckanext.satudata.metadata import organizations

Answer = dict[str, bool]


def satudata_situation_list(context: Any, data_dict: Any) -> Answer:
    """Read the list and the log."""
    return {"success": bool(auth.organizations_of(context.get("user") or ""))}


def satudata_situation_save(context: Any, data_dict: Any) -> Answer:
    """Write an entry."""
    return {"success": bool(context.get("user")) and organizations.is_walidata(context["user"])}
