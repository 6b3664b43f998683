"""Who opens a table, fills its rows, and delivers them."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.filling import model, rights
from ckanext.satudata.metadata import organizations

Answer = dict[str, Any]


def _answer(allowed: bool, message: str) -> Answer:
    return {"success": True} if allowed else {"success": False, "msg": message}


def satudata_filling_list(context: Any, data_dict: Any) -> Answer:
    """Who fills for some office, or works for the walidata."""
    user = context.get("user") or ""
    return _answer(bool(rights.offices(user)) or organizations.is_walidata(user), tk._("Only officers may do this."))


def satudata_filling_show(context: Any, data_dict: Any) -> Answer:
    """Who takes part in it."""
    rights.load(context, data_dict)
    return {"success": True}


def satudata_filling_create(context: Any, data_dict: dict[str, Any]) -> Answer:
    """The officers of the OPD for which it is opened (`organization`), and the walidata."""
    office = rights.office_id(data_dict.get("organization"))
    text = tk._("Only officers of this OPD and the walidata may do this.")
    return _answer(rights.may_manage(context.get("user") or "", office), text)


def satudata_filling_fill(context: Any, data_dict: dict[str, Any]) -> Answer:
    """The officers of the office whose rows they are (`office`), and its deputies; nobody else, whatever he may."""
    office = rights.office_id(data_dict.get("office"))
    allowed = office in rights.offices(context.get("user") or "")
    return _answer(allowed, tk._("Only this office and its deputies fill these rows."))


def satudata_filling_send(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Who fills hands over."""
    return satudata_filling_fill(context, data_dict)


def satudata_filling_copy(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Who fills may begin with last time's rows."""
    return satudata_filling_fill(context, data_dict)


def satudata_filling_part_show(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Who fills the rows, and who delivers them."""
    filling = rights.load(context, data_dict)
    if rights.may_manage(context.get("user") or "", filling.office):
        return {"success": True}
    return satudata_filling_fill(context, data_dict)


def satudata_filling_manage(context: Any, data_dict: dict[str, Any]) -> Answer:
    """The officers of the OPD that has opened it, and the walidata."""
    filling = model.find(data_dict.get("id", ""))
    allowed = filling is not None and rights.may_manage(context.get("user") or "", filling.office)
    return _answer(allowed, tk._("Only the OPD that opened this table and the walidata may do this."))


def satudata_filling_return(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Who delivers may ask for a part again."""
    return satudata_filling_manage(context, data_dict)


def satudata_filling_deliver(context: Any, data_dict: dict[str, Any]) -> Answer:
    """The officers of the OPD that has opened it: what they deliver is theirs."""
    return satudata_filling_manage(context, data_dict)


def satudata_filling_close(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Who has opened it closes it."""
    return satudata_filling_manage(context, data_dict)


def satudata_deputy_create(context: Any, data_dict: dict[str, Any]) -> Answer:
    """The officers of an office say who stands in for them (`office`), and the walidata; a deputy does not."""
    office = rights.office_id(data_dict.get("office"))
    allowed = rights.may_manage(context.get("user") or "", office)
    return _answer(allowed, tk._("Only officers of this office and the walidata say who stands in for it."))


def satudata_deputy_delete(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Who gives the right takes it."""
    return satudata_deputy_create(context, data_dict)


def satudata_deputy_list(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Officers of the office see who stands in for it."""
    return satudata_deputy_create(context, data_dict)
