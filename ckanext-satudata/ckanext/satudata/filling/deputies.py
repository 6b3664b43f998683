"""Actions of deputies: who fills for an office that is not his, until a day."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.clock import today
from ckanext.satudata.filling import describing, model, rights, writing
from ckanext.satudata.parameters import takes

REQUIRED = ["not_empty", "unicode_safe"]
OFFICE = {"office": REQUIRED}


@tk.side_effect_free
@takes(OFFICE)
def satudata_deputy_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, str]]:
    """Return who stands in for an office today or later (its officers, the walidata).

    :param office: name or id of the office
    :returns: [{"office", "user", "fullname", "until"}]
    """
    data = parameters.valid(context, data_dict, OFFICE)
    tk.check_access("satudata_deputy_list", context, data)
    return [describing.deputy(deputy) for deputy in model.deputies({rights.office_id(data["office"])})]


def satudata_deputy_create(context: Any, data_dict: dict[str, Any]) -> dict[str, str]:
    """Let somebody fill for an office until a day, that day included; no other right comes with it.

    :param office: name or id of the office
    :param deputy: name or mail address of somebody with an account
    :param until: the last day
    :returns: {"office", "user", "fullname", "until"}
    """
    data = parameters.valid(context, data_dict, {**OFFICE, "deputy": REQUIRED, "until": REQUIRED})
    tk.check_access("satudata_deputy_create", context, data)
    deputy, until = _user(data["deputy"]), writing.parse_day("until", data["until"])
    if until < today():
        raise tk.ValidationError({"until": [tk._("This day has passed.")]})
    record = model.appoint(rights.office_id(data["office"]), deputy.id, until, writing.user_id(context))
    ckan_model.Session.commit()
    return describing.deputy(record)


def satudata_deputy_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Take the right of a deputy before its day.

    :param office: name or id of the office
    :param deputy: name or mail address
    """
    data = parameters.valid(context, data_dict, {**OFFICE, "deputy": REQUIRED})
    tk.check_access("satudata_deputy_delete", context, data)
    query = ckan_model.Session.query(model.Deputy)
    query.filter_by(office=rights.office_id(data["office"]), user_id=_user(data["deputy"]).id).delete()
    ckan_model.Session.commit()


def _user(name: str) -> ckan_model.User:
    """Return an active user by name or mail address. Raises ValidationError."""
    user = ckan_model.User.by_email(name) if "@" in name else ckan_model.User.get(name)
    if user is None or user.state != ckan_model.State.ACTIVE:
        text = tk._("Nobody with this name or mail address has an account. The walidata adds officers.")
        raise tk.ValidationError({"deputy": [text]})
    return user
