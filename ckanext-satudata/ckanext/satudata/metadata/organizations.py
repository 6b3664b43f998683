"""The tree of organizations: kabupaten > OPD > UPTD, vertical agencies beside it."""

from __future__ import annotations

from typing import Any

from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_, MisplacedOrganization

TOP = {"kabupaten", "instansi_vertikal"}
NEEDS_PARENT = {"uptd"}


def check_parent(group: model.Group | None, kind: str, parent_name: str) -> model.Group | None:
    """Return the organization named `wanted`, or None for "".

    Raises MisplacedOrganization when it does not exist, when it is `own` or stands below it, when an organization of
    this `kind` (code of jenis_organisasi) has no parent, or when it must have one.
    """
    if not parent_name:
        if kind in NEEDS_PARENT:
            raise MisplacedOrganization(N_("A UPTD belongs to an OPD. Choose the OPD it belongs to."))
        return None
    if kind in TOP:
        raise MisplacedOrganization(
            N_("The regional government and vertical agencies have no parent here. Leave this empty.")
        )
    parent = model.Group.get(parent_name)
    if parent is None or not parent.is_organization or parent.state != model.State.ACTIVE:
        raise MisplacedOrganization(N_('There is no organization "{0}". Choose one from the list.'), parent_name)
    if group and group.id in {parent.id, *(group.id for group in parent.get_parent_group_hierarchy("organization"))}:
        raise MisplacedOrganization(
            N_('"{0}" is this organization or stands below it. Choose another parent.'), parent.title
        )
    return parent


def tree(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the active organizations as nested records, each level by title.

    A record: {"id", "name", "title", "peran", "jenis_organisasi", "image_url", "package_count", "children": [record]}.
    `counts` gives the number of datasets by organization name.
    """
    groups = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE).all()
    nodes = {group.id: _node(group, counts) for group in groups}
    parents = (
        model.Session.query(model.Member.group_id, model.Member.table_id)
        .filter_by(table_name="group", state=model.State.ACTIVE)
        .all()
    )
    # CKAN keeps the parent in `table_id` of the child's own membership
    above = {child: parent for child, parent in parents if child in nodes and parent in nodes}
    roots: list[dict[str, Any]] = []
    for node in sorted(nodes.values(), key=lambda node: node["title"]):
        siblings = nodes[above[node["id"]]]["children"] if node["id"] in above else roots
        siblings.append(node)
    return roots


def _node(group: model.Group, counts: dict[str, int]) -> dict[str, Any]:
    extras = group.extras
    return {
        "id": group.id,
        "name": group.name,
        "title": group.title or group.name,
        "image_url": group.image_url,
        "peran": extras.get("peran", ""),
        "jenis_organisasi": extras.get("jenis_organisasi", ""),
        "package_count": counts.get(group.name, 0),
        "children": [],
    }


def is_walidata(user_name: str) -> bool:
    """Return whether a user works for the walidata: may edit in an organization of this role (Perpres 39/2019)."""
    return authz.is_sysadmin(user_name) or any(
        authz.has_user_permission_for_group_or_org(organization_id, user_name, "update_dataset")
        for organization_id in walidata_ids()
    )


def walidata_ids() -> set[str]:
    """Return the ids of the organizations that are walidata: one, where all is as Perpres 39/2019 wants it."""
    query = model.Session.query(model.Group.id).filter_by(is_organization=True, state=model.State.ACTIVE)
    return {group_id for (group_id,) in query.filter(model.Group.extras["peran"].astext == "walidata")}


def making_walidata() -> set[str]:
    """Return the ids of the organizations whose officers are walidata: those that are, and those above, by cascade."""
    ids = walidata_ids()
    for group in model.Session.query(model.Group).filter(model.Group.id.in_(ids)).all():
        ids |= {parent.id for parent in group.get_parent_group_hierarchy("organization")}
    return ids


def with_fields(conditions: dict[str, str], below: bool = True) -> set[str]:
    """Return the ids of the organizations that have all these fields, {name: code}, and of those right below them."""
    query = model.Session.query(model.Group.id).filter_by(is_organization=True, state=model.State.ACTIVE)
    for name, code in conditions.items():
        query = query.filter(model.Group.extras[name].astext == code)
    ids = {group_id for (group_id,) in query}
    if not ids or not below:
        return ids
    # CKAN keeps the parent in `table_id` of the child's own membership
    children = model.Session.query(model.Member.group_id).filter(
        model.Member.table_name == "group", model.Member.state == model.State.ACTIVE, model.Member.table_id.in_(ids)
    )
    return ids | {group_id for (group_id,) in children}


def titles(ids: set[str]) -> list[str]:
    """Return the titles of organizations, in their order."""
    query = model.Session.query(model.Group.title).filter(model.Group.id.in_(ids)).order_by(model.Group.title)
    return [title for (title,) in query]


def editable_by(user_name: str) -> dict[str, str]:
    """Return the organizations for which a user may edit datasets, {id: name}; none for nobody ("")."""
    if not user_name:
        return {}
    query: dict[str, Any] = {"id": user_name, "permission": "update_dataset"}
    organizations = tk.get_action("organization_list_for_user")({"user": user_name}, query)
    return {organization["id"]: organization["name"] for organization in organizations}
