"""Actions of the war room."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.command_center.war_room import cases, model
from ckanext.satudata.command_center.war_room.cases import Case
from ckanext.satudata.command_center.war_room.model import Situation
from ckanext.satudata.parameters import takes

OPTIONAL = ["ignore_missing", "unicode_safe"]
WRITTEN = dict.fromkeys(("case", "owner", "note", "step", "until"), OPTIONAL)
LONGEST = 1000


@tk.side_effect_free
@takes({})
def satudata_situation_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the complaints whose time has passed, with who sees to each, and the log of the situation.

    :returns: {"cases": [{"number", "office", "kind", "matter", "status", "came", "due", "late" (working days), "last":
        newest entry or null}], "log": [{"moment" (UTC), "by", "case", "office", "owner", "note", "step", "until"}]}
    """
    tk.check_access("satudata_situation_list", context, data_dict)
    listed = cases.overdue()
    newest = model.newest_of([case.number for case in listed])
    return {
        "cases": [_case(case, newest.get(case.number)) for case in listed],
        "log": [entry(row) for row in model.entries(model.SHOWN)],
    }


def satudata_situation_save(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write into the log of the situation (the walidata); what was written before stays.

    :param case: number of a complaint whose time has passed; "" for the situation as a whole
    :param owner: who sees to it (optional)
    :param note: what was said (optional)
    :param step: what is done next (optional)
    :param until: until which day, e.g. 2026-12-01 (optional)
    :returns: {"case"}
    """
    data = parameters.valid(context, data_dict, WRITTEN)
    tk.check_access("satudata_situation_save", context, data)
    texts = {name: (data.get(name) or "").strip() for name in ("case", "owner", "note", "step")}
    if not any(texts[name] for name in ("owner", "note", "step")):
        raise tk.ValidationError({"note": [tk._("Write who sees to it, what was said, or what is done next.")]})
    long = [name for name, text in texts.items() if len(text) > LONGEST]
    if long:
        raise tk.ValidationError({name: [tk._("At most {0} characters.").format(LONGEST)] for name in long})
    case = next((case for case in cases.overdue() if case.number == texts["case"]), None)
    if texts["case"] and case is None:
        raise tk.ValidationError({"case": [tk._("No complaint of this number is overdue.")]})
    user = ckan_model.User.get(context["user"])
    office = case.office if case else ""
    model.add(**texts, until=_day(data.get("until") or ""), office=office, user_id=user.id if user else "")
    return {"case": texts["case"]}


def entry(row: Situation) -> dict[str, Any]:
    """Return an entry of the log."""
    user = ckan_model.User.get(row.user_id) if row.user_id else None
    return {
        "moment": row.moment.isoformat(timespec="seconds"),
        "by": (user.fullname or user.name) if user else "",
        **{name: getattr(row, name) for name in ("case", "office", "owner", "note", "step")},
        "until": row.until.isoformat() if row.until else None,
    }


def _case(case: Case, last: Situation | None) -> dict[str, Any]:
    return {
        "number": case.number,
        "office": case.office,
        "kind": case.kind_label,
        "matter": case.matter,
        "status": case.status_label,
        "came": case.came.isoformat(),
        "due": case.due.isoformat(),
        "late": case.late,
        "last": entry(last) if last else None,
    }


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise tk.ValidationError({"until": [tk._("Write the day as 2026-12-01.")]}) from error
