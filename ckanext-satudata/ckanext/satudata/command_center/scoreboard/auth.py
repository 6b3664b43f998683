"""Who may see and publish the scoreboard."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import organizations


@tk.auth_allow_anonymous_access
def satudata_scoreboard_show(context: Any, data_dict: Any) -> dict[str, bool]:
    """What was published is for everybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_scoreboard_list(context: Any, data_dict: Any) -> dict[str, bool]:
    """So is the list of what was published."""
    return {"success": True}


def satudata_scoreboard_preview(context: Any, data_dict: Any) -> dict[str, bool]:
    """A board that nobody has looked at yet, and its suggestions, are the walidata's."""
    return {"success": bool(context.get("user")) and organizations.is_walidata(context["user"])}


def satudata_scoreboard_publish(context: Any, data_dict: Any) -> dict[str, bool]:
    """The walidata publishes (Perpres 39/2019, article 14)."""
    return satudata_scoreboard_preview(context, data_dict)
