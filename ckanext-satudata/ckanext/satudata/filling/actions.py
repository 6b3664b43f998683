"""Actions of tables that many offices fill: open, fill, hand over, return, deliver, close."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.clock import today
from ckanext.satudata.exceptions import BadFilling, UnknownStandard
from ckanext.satudata.filling import checking, delivering, describing, keys, model, previous, rights, writing
from ckanext.satudata.metadata import codelists, organizations
from ckanext.satudata.parameters import takes
from ckanext.satudata.standards import model as standards

REQUIRED, OPTIONAL = ["not_empty", "unicode_safe"], ["ignore_missing", "unicode_safe"]
# characters of a reason
SHORTEST = 10
SHOWN = {"id": REQUIRED}
PART = {"id": REQUIRED, "office": REQUIRED}


@tk.side_effect_free
@takes({})
def satudata_filling_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the tables that are filled by many, the newest first: those of one's offices, for the walidata all.

    :returns: [{"id", "standard", "title", "period", "office": {"id", "name", "title"}, "state" (open, delivered,
        closed), "state_label", "due", "late", "parts", "sent"}]
    """
    tk.check_access("satudata_filling_list", context, data_dict)
    user = context.get("user") or ""
    fillings = model.fillings_of(None if organizations.is_walidata(user) else rights.offices(user))
    return [describing.summary(filling, model.parts(filling)) for filling in fillings]


@tk.side_effect_free
@takes(SHOWN)
def satudata_filling_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a table that is filled by many, and how far each office is.

    :param id: its number
    :returns: a record of satudata_filling_list with "offices": [{"office", "state" (empty, draft, sent),
        "state_label", "changed" (day), "rows", "note" (why it was returned), "mine"}], "may_manage", "resource_id"
    """
    data = parameters.valid(context, data_dict, SHOWN)
    tk.check_access("satudata_filling_show", context, data)
    return describing.description(rights.load(context, data), context.get("user") or "")


def satudata_filling_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Open a standard's table for a period: each office of a kind fills its rows.

    :param standard: name of the Standar Data
    :param period: 2026, 2026-05 or 2026-05-31, as the standard has it
    :param organization: the OPD that delivers the table, name or id
    :param kind: code of jenis_organisasi of those that fill, e.g. kecamatan, desa, uptd
    :param due: the day until which they fill
    :param resource_id: the table that it becomes a part of (optional; a new one otherwise)
    :returns: the filling, see satudata_filling_show
    """
    names = ("standard", "period", "organization", "kind", "due")
    data = parameters.valid(context, data_dict, {**dict.fromkeys(names, REQUIRED), "resource_id": OPTIONAL})
    tk.check_access("satudata_filling_create", context, data)
    standard, office = _standard(data["standard"]), rights.office_id(data["organization"])
    if data["kind"] not in codelists.load("jenis_organisasi").codes:
        raise tk.ValidationError({"kind": [tk._("Choose which offices fill the table.")]})
    due = writing.parse_day("due", data["due"])
    if due < today():
        raise tk.ValidationError({"due": [tk._("This day has passed.")]})
    if data.get("resource_id"):
        writing.check_target(standard, office, data["resource_id"])
    with writing.refusing("period"):
        keys.period_values(standard, data["period"])
    with writing.refusing("kind"):
        codes = keys.parts_of(standard, data["kind"], office)
    filling = writing.add(
        codes,
        standard=standard.name,
        period=data["period"],
        office=office,
        kind=data["kind"],
        due=due,
        resource_id=data.get("resource_id") or "",
        user_id=writing.user_id(context),
    )
    ckan_model.Session.commit()
    return describing.description(filling, context.get("user") or "")


@tk.side_effect_free
@takes(PART)
def satudata_filling_part_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of one office: to itself, its deputies, and who delivers the table.

    :param id: number of the filling
    :param office: name or id of the office
    :returns: a record of "offices" of satudata_filling_show with "rows": [{column: text}], those that stand
        ready while none was saved, "codes" (whose rows they are), "version", "may_fill", "filling"
        (see satudata_filling_list)
    """
    data = parameters.valid(context, data_dict, PART)
    tk.check_access("satudata_filling_part_show", context, data)
    filling, part = writing.load_part(context, data)
    return describing.part_description(filling, part, context.get("user") or "")


def satudata_filling_fill(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Save the rows of one office; they may be unfinished.

    :param id: number of the filling
    :param office: name or id of the office
    :param rows: [{column: text}], each with a code of this office
    :param version: the one that the writer has seen; a newer one is not overwritten
    :returns: the part, see satudata_filling_part_show
    """
    schema = {**PART, "rows": ["not_missing"], "version": ["not_empty", "int_validator"]}
    data = parameters.valid(context, data_dict, schema)
    tk.check_access("satudata_filling_fill", context, data)
    filling, part = writing.load_open_part(context, data)
    if part.version != data["version"]:
        text = tk._("Somebody else has saved these rows meanwhile. Open the page anew, so that nothing is lost.")
        raise tk.ValidationError({"version": [text]})
    writing.save(context, part, writing.complete_rows(filling, part, data["rows"]))
    ckan_model.Session.commit()
    return describing.part_description(filling, part, context.get("user") or "")


def satudata_filling_copy(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Begin with the rows of the newest period before this one; what is there already is not overwritten.

    :param id: number of the filling
    :param office: name or id of the office
    :returns: the part, see satudata_filling_part_show
    """
    data = parameters.valid(context, data_dict, PART)
    tk.check_access("satudata_filling_copy", context, data)
    filling, part = writing.load_open_part(context, data)
    if part.state != model.EMPTY:
        raise tk.ValidationError({"rows": [tk._("Rows were saved already; they are not overwritten.")]})
    before = previous.load(standards.load(filling.standard), filling, part)
    if not before:
        raise tk.ValidationError({"rows": [tk._("There is no earlier period with rows of this office.")]})
    writing.save(context, part, before)
    ckan_model.Session.commit()
    return describing.part_description(filling, part, context.get("user") or "")


def satudata_filling_send(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Hand the rows of one office over; they are checked as the table will be.

    :param id: number of the filling
    :param office: name or id of the office
    :returns: the part, see satudata_filling_part_show; a ValidationError has "cells": [{"row" (0 is the first),
        "field", "text"}]
    """
    data = parameters.valid(context, data_dict, PART)
    tk.check_access("satudata_filling_send", context, data)
    filling, part = writing.load_open_part(context, data)
    standard = standards.load(filling.standard)
    if part.state == model.EMPTY:
        raise tk.ValidationError({"rows": [tk._("Nothing was filled in yet.")]})
    mistakes = [*writing.unfilled(standard, part), *checking.check(standard, part.rows)]
    if mistakes:
        texts = [tk._("{0} cells must be mended before this can be handed over.").format(len(mistakes))]
        raise tk.ValidationError({"rows": texts, "cells": [vars(mistake) for mistake in mistakes]})
    part.state, part.note = model.SENT, ""
    ckan_model.Session.commit()
    return describing.part_description(filling, part, context.get("user") or "")


def satudata_filling_return(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give an office its rows back, with what is to be mended (who delivers).

    :param id: number of the filling
    :param office: name or id of the office
    :param note: what is to be mended
    :returns: the filling, see satudata_filling_show
    """
    data = parameters.valid(context, data_dict, {**PART, "note": REQUIRED})
    tk.check_access("satudata_filling_return", context, data)
    if len(data["note"].strip()) < SHORTEST:
        raise tk.ValidationError({"note": [tk._("Say the reason in words, in at least 10 characters.")]})
    filling, part = writing.load_part(context, data, for_update=True)
    if part.state != model.SENT or filling.state == model.CLOSED:
        raise tk.ValidationError({"office": [tk._("Only rows that were handed over can be returned.")]})
    part.state, part.note, filling.state = model.DRAFT, data["note"], model.OPEN
    ckan_model.Session.commit()
    return describing.description(filling, context.get("user") or "")


def satudata_filling_deliver(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Add the rows of all offices to the table; from there on they are a submission like any other.

    :param id: number of the filling
    :param incomplete: true where it is delivered though offices have not handed over (optional)
    :param reason: code of alasan_revisi, where public figures change (optional)
    :param note: the reason in words (optional)
    :returns: {"dataset": name of the dataset}
    """
    schema = {**SHOWN, "incomplete": ["ignore_missing", "boolean_validator"], "reason": OPTIONAL, "note": OPTIONAL}
    data = parameters.valid(context, data_dict, schema)
    tk.check_access("satudata_filling_deliver", context, data)
    filling = rights.load(context, data)
    states = [part.state for part in model.parts(filling)]
    missing = sum(state != model.SENT for state in states)
    if filling.state == model.CLOSED or missing == len(states):
        raise tk.ValidationError({"id": [tk._("Nothing was handed over yet, or the filling is closed.")]})
    if missing and not data.get("incomplete"):
        text = tk._("{0} offices have not handed over yet. Deliver without them, or wait.")
        raise tk.ValidationError({"incomplete": [text.format(missing)]})
    values = {"reason": data.get("reason") or "", "note": data.get("note") or ""}
    with writing.refusing("id"):
        dataset = delivering.deliver(context["user"], standards.load(filling.standard), filling, values)
    filling.state = model.DELIVERED
    ckan_model.Session.commit()
    return {"dataset": dataset["name"]}


def satudata_filling_close(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a filling: nobody fills any more (who delivers). What was filled stays.

    :param id: number of the filling
    :returns: the filling, see satudata_filling_show
    """
    data = parameters.valid(context, data_dict, SHOWN)
    tk.check_access("satudata_filling_close", context, data)
    filling = rights.load(context, data)
    filling.state = model.CLOSED
    ckan_model.Session.commit()
    return describing.description(filling, context.get("user") or "")


def _standard(name: str) -> standards.Standard:
    try:
        return standards.load(name)
    except (UnknownStandard, BadFilling) as error:
        raise tk.ValidationError({"standard": [str(error)]}) from error
