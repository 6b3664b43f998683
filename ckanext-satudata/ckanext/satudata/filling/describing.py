"""Fillings and their parts as actions show them."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckanext.satudata.clock import local, today
from ckanext.satudata.exceptions import N_
from ckanext.satudata.filling import model, rights, rows
from ckanext.satudata.filling.model import Deputy, Filling, Part
from ckanext.satudata.late import _
from ckanext.satudata.standards import model as standards

STATES = {model.OPEN: N_("being filled"), model.DELIVERED: N_("delivered"), model.CLOSED: N_("closed")}
PARTS = {model.EMPTY: N_("not begun"), model.DRAFT: N_("being filled"), model.SENT: N_("handed over")}


def summary(filling: Filling, parts: list[Part]) -> dict[str, Any]:
    """Return a filling without its parts; `sent` of `parts` have been handed over."""
    return {
        "id": filling.id,
        "standard": filling.standard,
        "title": standards.load(filling.standard).title,
        "period": filling.period,
        "office": office(filling.office),
        "state": filling.state,
        "state_label": _(STATES[filling.state]),
        "due": filling.due.isoformat(),
        "late": filling.state == model.OPEN and filling.due < today(),
        "parts": len(parts),
        "sent": sum(part.state == model.SENT for part in parts),
    }


def description(filling: Filling, user: str) -> dict[str, Any]:
    """Return a filling with the state of each part; the figures of none."""
    parts = model.parts(filling)
    mine = rights.offices(user)
    described = [{**state(part), "mine": part.office in mine} for part in parts]
    manages = rights.may_manage(user, filling.office)
    return {
        **summary(filling, parts),
        "offices": sorted(described, key=lambda row: row["office"]["title"]),
        "may_manage": manages,
        "resource_id": filling.resource_id,
    }


def state(part: Part) -> dict[str, Any]:
    """Return how far an office is."""
    return {
        "office": office(part.office),
        "state": part.state,
        "state_label": _(PARTS[part.state]),
        "changed": local(part.changed).isoformat() if part.changed else "",
        "rows": len(part.rows),
        "note": part.note,
    }


def part_description(filling: Filling, part: Part, user: str) -> dict[str, Any]:
    """Return a part with its rows: those that were saved, else those that stand ready."""
    standard = standards.load(filling.standard)
    return {
        **state(part),
        "filling": summary(filling, model.parts(filling)),
        "rows": part.rows or rows.ready(standard, part.codes, filling.period),
        "codes": part.codes,
        "version": part.version,
        "may_fill": filling.state == model.OPEN and part.state != model.SENT and part.office in rights.offices(user),
    }


def office(number: str) -> dict[str, str]:
    """Return name and title of an office by its id."""
    group = ckan_model.Group.get(number)
    return {"id": number, "name": group.name if group else number, "title": (group.title if group else "") or number}


def deputy(record: Deputy) -> dict[str, str]:
    """Return who stands in for which office, until when."""
    user = ckan_model.User.get(record.user_id)
    return {
        "office": office(record.office)["name"],
        "user": user.name if user else record.user_id,
        "fullname": (user.fullname or user.name) if user else record.user_id,
        "until": record.until.isoformat(),
    }
