"""The walidata looks after the people of the offices: adds officers, hands over their links, moves them on."""

from __future__ import annotations

import re
import secrets
from typing import Any

from ckan import model
from ckan.lib import mailer
from ckan.lib.munge import munge_name
from ckan.plugins import toolkit as tk
from ckanext.satudata import mail, parameters
from ckanext.satudata.metadata import organizations
from ckanext.satudata.parameters import takes

# what somebody may do for an office: bring data, or look after its page and people as well
CAPACITIES = ("editor", "admin")
REQUIRED, OPTIONAL = ["not_empty", "unicode_safe"], ["ignore_missing", "unicode_safe"]
LONGEST_NAME = 90


@tk.side_effect_free
@takes({})
def satudata_officer_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the people who may write for some office (the walidata).

    :returns: [{"id", "name", "fullname", "email", "is_pending", "is_walidata", "offices": [{"id", "name", "title",
        "capacity"}]}] by full name; `is_pending` while the first link was not used
    """
    tk.check_access("satudata_officer_list", context, data_dict)
    query = model.Session.query(model.User, model.Group, model.Member.capacity)
    query = query.join(model.Member, model.Member.table_id == model.User.id)
    query = query.join(model.Group, model.Group.id == model.Member.group_id).filter(
        *_is_membership(),
        model.User.sysadmin.is_(False),
        model.User.state != model.State.DELETED,
        model.Group.state == model.State.ACTIVE,
    )
    people: dict[str, dict[str, Any]] = {}
    for user, group, capacity in query.order_by(model.User.fullname, model.User.name, model.Group.title):
        row = people.setdefault(user.id, {**_described(user), "offices": []})
        row["offices"].append({"id": group.id, "name": group.name, "title": group.title, "capacity": capacity})
    walidata = organizations.making_walidata()
    for row in people.values():
        row["is_walidata"] = any(office["id"] in walidata for office in row["offices"])
    return list(people.values())


def satudata_officer_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Add an officer to an office (the walidata).

    :param fullname: the name by which colleagues know the officer
    :param email: the official mail address
    :param organization: id or name of the office
    :param capacity: editor unless told, or admin for the head of the office's data
    :returns: {"id", "name", "link": the page where the officer chooses a password, once, "is_mailed"}
    """
    rules = {"fullname": REQUIRED, "email": [*REQUIRED, "email_validator"], "organization": REQUIRED}
    data = parameters.valid(context, data_dict, {**rules, "capacity": OPTIONAL})
    tk.check_access("satudata_officer_create", context, data)
    office, capacity = _office("organization", data["organization"]), data.get("capacity") or CAPACITIES[0]
    if capacity not in CAPACITIES:
        raise tk.ValidationError({"capacity": [tk._("Choose what the officer may do.")]})
    return add_officer(data["fullname"], data["email"], office.id, capacity)


def add_officer(fullname: str, email: str, office: str, capacity: str) -> dict[str, Any]:
    """Make an account that may write for an office (its id or name); return what `satudata_officer_create` does."""
    account = {
        "name": _free_name(fullname),
        "fullname": fullname,
        "email": email,
        "password": secrets.token_urlsafe(32),
        "state": model.State.PENDING,
    }
    made = tk.get_action("user_create")(_as_site(), account)
    member = {"id": office, "username": made["name"], "role": capacity}
    tk.get_action("organization_member_create")(_as_site(), member)
    return make_link(model.User.get(made["id"]))


def satudata_officer_reset(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Make a link by which an officer chooses a new password, once (the walidata).

    :param id: id or name of the officer
    :returns: {"id", "name", "link", "is_mailed"}
    """
    data = parameters.valid(context, data_dict, {"id": REQUIRED})
    tk.check_access("satudata_officer_reset", context, data)
    return make_link(_officer(data["id"]))


def satudata_officer_move(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Move an officer from all offices to another one (the walidata); what was made stays with the office.

    :param id: id or name of the officer
    :param organization: id or name of the new office; "" takes all rights away
    :returns: {"id", "name"}
    """
    data = parameters.valid(context, data_dict, {"id": REQUIRED, "organization": OPTIONAL})
    tk.check_access("satudata_officer_move", context, data)
    officer = _officer(data["id"])
    office = _office("organization", data["organization"]) if data.get("organization") else None
    held = _memberships(officer)
    capacity = CAPACITIES[0]
    for member in held:
        if member.capacity == "admin":
            capacity = "admin"
        if office is None or member.group_id != office.id:
            removed = {"id": member.group_id, "username": officer.name}
            tk.get_action("organization_member_delete")(_as_site(), removed)
    if office is not None:
        member_of = {"id": office.id, "username": officer.name, "role": capacity}
        tk.get_action("organization_member_create")(_as_site(), member_of)
    return {"id": officer.id, "name": officer.name}


def _is_membership() -> tuple[Any, ...]:
    return (
        model.Member.table_name == "user",
        model.Member.state == model.State.ACTIVE,
        model.Member.capacity.in_(CAPACITIES),
    )


def _memberships(officer: model.User) -> list[model.Member]:
    query = model.Session.query(model.Member).filter(*_is_membership(), model.Member.table_id == officer.id)
    members: list[model.Member] = query.all()
    return members


def _office(field: str, name: str) -> model.Group:
    """Return an office; not the walidata's own, whose people a sysadmin chooses. Raises ValidationError."""
    group = model.Group.get(name)
    if group is None or not group.is_organization or group.state != model.State.ACTIVE:
        raise tk.ValidationError({field: [tk._("Choose an office of the list.")]})
    if group.id in organizations.making_walidata():
        text = tk._("The people of the walidata are chosen by the portal's operator.")
        raise tk.ValidationError({field: [text]})
    return group


def _officer(name: str) -> model.User:
    """Return somebody who is an officer and nothing higher. Raises ObjectNotFound, NotAuthorized."""
    user = model.User.get(name)
    if user is None or user.state == model.State.DELETED:
        raise tk.ObjectNotFound(tk._("There is no such officer."))
    if user.sysadmin or organizations.is_walidata(user.name):
        raise tk.NotAuthorized(tk._("The people of the walidata are chosen by the portal's operator."))
    return user


def _free_name(fullname: str) -> str:
    """Return a name of an account, made of a person's name, that nobody has."""
    base = re.sub(r"-+", "-", munge_name(fullname).strip("-"))[:LONGEST_NAME] or "petugas"
    name, number = base, 1
    while len(name) < 2 or model.User.get(name) is not None:
        number += 1
        name = f"{base}-{number}"
    return name


def make_link(officer: model.User) -> dict[str, Any]:
    """Make the link that works once, and mail it where there is mail: {"id", "name", "link", "is_mailed"}."""
    identity = {"id": officer.id, "name": officer.name}
    address, title = officer.email, officer.fullname or officer.name
    mailer.create_reset_key(officer)
    link = tk.url_for("user.perform_reset", id=identity["id"], key=officer.reset_key, _external=True)
    text = tk._("{0}, choose your password here. The link works once:").format(title)
    is_mailed = bool(address) and mail.send(address, tk._("Your account at the data portal"), f"{text}\n\n{link}")
    return {**identity, "link": link, "is_mailed": is_mailed}


def _described(user: model.User) -> dict[str, Any]:
    return {
        "id": user.id,
        "name": user.name,
        "fullname": user.fullname or user.name,
        "email": user.email or "",
        "is_pending": user.state == model.State.PENDING,
    }


def _as_site() -> dict[str, Any]:
    return {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}
