"""Who may arrange screens: the walidata, who answers for what the wall shows (Perpres 39/2019, article 14)."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.metadata import organizations

Answer = dict[str, bool]


def satudata_screen_save(context: Any, data_dict: Any) -> Answer:
    """Save a screen."""
    return {"success": bool(context.get("user")) and organizations.is_walidata(context["user"])}


def satudata_screen_delete(context: Any, data_dict: Any) -> Answer:
    """Delete a screen."""
    return satudata_screen_save(context, data_dict)


def satudata_screen_restore(context: Any, data_dict: Any) -> Answer:
    """Bring an older version back."""
    return satudata_screen_save(context, data_dict)


def satudata_screen_preview(context: Any, data_dict: Any) -> Answer:
    """Draw a screen that is not saved: every tile of it, whoever may see it on the wall."""
    return satudata_screen_save(context, data_dict)


def satudata_screen_history(context: Any, data_dict: Any) -> Answer:
    """See who changed a screen."""
    return satudata_screen_save(context, data_dict)
