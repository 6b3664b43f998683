"""Actions about grants: the walidata's leave to be released by a clean check alone."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.clock import now, today
from ckanext.satudata.parameters import takes
from ckanext.satudata.review import authority, describing, model
from ckanext.satudata.review.asking import OPTIONAL, REQUIRED, check_length, find_package
from sqlalchemy import func

LONGEST_GRANT = 366


def satudata_grant_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a dataset, or all of a harvest source, be released by a clean check alone (the walidata).

    :param package: id or name of the dataset (this or `source`)
    :param source: id of the harvest source
    :param until: the last day on which it holds, at most 366 days from today
    :param most_change: it does not hold where a public figure changes by more per cent, or is gone (optional)
    :param reason: why it needs no look, at least 10 characters
    :returns: {"id"}
    """
    rules = {"package": OPTIONAL, "source": OPTIONAL, "until": ["not_empty", "isodate"], "reason": REQUIRED}
    rules["most_change"] = OPTIONAL
    data = parameters.valid(context, data_dict, rules)
    tk.check_access("satudata_grant_create", context, data)
    if bool(data.get("package")) == bool(data.get("source")):
        raise tk.ValidationError({"package": [tk._("Name a dataset or a harvest source, one of both.")]})
    until = data["until"].date()
    if not today() <= until <= today() + datetime.timedelta(days=LONGEST_GRANT):
        raise tk.ValidationError({"until": [tk._("A leave holds until a day within a year from today.")]})
    grant = model.Grant(
        package_id=find_package(data["package"]).id if data.get("package") else "",
        source_id=data.get("source") or "",
        user_id=authority.user_id(context),
        until=until,
        most_change=_per_cent(data.get("most_change") or ""),
        reason=check_length("reason", data["reason"]),
    )
    ckan_model.Session.add(grant)
    ckan_model.Session.commit()
    return {"id": grant.id}


def satudata_grant_end(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a leave before its time (the walidata).

    :param id: its id
    :returns: {"id"}
    """
    data = parameters.valid(context, data_dict, {"id": ["not_empty", "int_validator"]})
    tk.check_access("satudata_grant_end", context, data)
    grant = ckan_model.Session.get(model.Grant, data["id"])
    if grant is None or grant.ended:
        raise tk.ObjectNotFound(tk._("There is no such leave."))
    grant.ended = now()
    ckan_model.Session.commit()
    return {"id": grant.id}


@tk.side_effect_free
@takes({})
def satudata_grant_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the leaves that hold today.

    :returns: [{"id", "package" (title), "package_name", "source", "source_title", "until", "most_change" (per cent),
        "reason"}]
    """
    tk.check_access("satudata_grant_list", context, data_dict)
    query = ckan_model.Session.query(model.Grant, ckan_model.Package.title, ckan_model.Package.name)
    query = query.outerjoin(ckan_model.Package, ckan_model.Package.id == model.Grant.package_id)
    query = query.filter(model.Grant.ended.is_(None), model.Grant.until >= today()).order_by(model.Grant.until)
    rows = query.all()
    titles = _source_titles([grant.source_id for grant, _title, _name in rows if grant.source_id])
    return [
        {
            **describing.grant(grant),
            "package": title or "",
            "package_name": name or "",
            "source": grant.source_id,
            "source_title": titles.get(grant.source_id, ""),
        }
        for grant, title, name in rows
    ]


def _source_titles(source_ids: list[str]) -> dict[str, str]:
    """Return the titles of harvest sources by id, as their datasets have them."""
    extras = ckan_model.Package.extras
    source = extras["harvest_source_id"].astext
    query = ckan_model.Session.query(source, func.max(extras["harvest_source_title"].astext))
    return dict(query.filter(source.in_(source_ids)).group_by(source).all())


def _per_cent(text: str) -> float | None:
    """Return a number of per cent, written as 20 or 12,5; None where none is given. Raises ValidationError."""
    if not text.strip():
        return None
    try:
        number = float(text.strip().rstrip("%").replace(",", "."))
    except ValueError as error:
        raise tk.ValidationError({"most_change": [tk._("Write a number of per cent, e.g. 20.")]}) from error
    if not 0 <= number <= 1000:
        raise tk.ValidationError({"most_change": [tk._("Write a number of per cent, e.g. 20.")]})
    return number
