"""Who re-checks Data Prioritas: the pembina of its kind of data (Perpres 39/2019, articles 20 and 35)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import model
from ckanext.satudata.metadata import kinds_of_data, organizations
from ckanext.satudata.metadata.conditions import TRUE

# field of an organization: the kind of data (code of `jenis_data`) that it is the pembina of
FIELD = "membina"
# capacities in an organization with which somebody signs for it
SIGNS = ("admin", "editor")


def is_priority(dataset: Mapping[str, Any]) -> bool:
    """Tell whether a dataset is marked as Data Prioritas."""
    return str(dataset.get("data_prioritas") or "").lower() in TRUE


def pembina_of(dataset: Mapping[str, Any]) -> model.Group | None:
    """Return the organization that signs a dataset before it is public; None where nobody has to, or nobody could."""
    if not is_priority(dataset):
        return None
    # of one without a file yet nobody signs later what its first file says
    kind = kinds_of_data.of(dataset) or kinds_of_data.of_affair(dataset)
    query = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    query = query.filter(model.Group.extras[FIELD].astext == kind)
    # an office that is the pembina does not sign its own data
    query = query.filter(model.Group.id != (dataset.get("owner_org") or ""))
    groups: list[model.Group] = query.order_by(model.Group.title).all()
    return next((group for group in groups if _has_people(group)), None)


def pembina_of_package(package: model.Package) -> model.Group | None:
    """Return the same of a dataset as its row has it."""
    # most datasets are none of Data Prioritas, and their files need not be read
    if not is_priority(package.extras):
        return None
    files = [resource.as_dict() for resource in package.resources]
    return pembina_of({**package.extras, "owner_org": package.owner_org, "resources": files})


def signs_for(user: str) -> set[str]:
    """Return the ids of the organizations for which a user signs: those that name him, not those above or below.

    Nobody signs what he has checked: the walidata, and the operator, are members of what they have made.
    """
    person = model.User.get(user) if user else None
    if person is None or person.state != model.State.ACTIVE or organizations.is_walidata(user):
        return set()
    query = model.Session.query(model.Group.id).join(model.Member, model.Member.group_id == model.Group.id)
    query = query.filter(
        model.Member.table_name == "user",
        model.Member.table_id == person.id,
        model.Member.state == model.State.ACTIVE,
        model.Member.capacity.in_(SIGNS),
        model.Group.state == model.State.ACTIVE,
        model.Group.extras[FIELD].astext != "",
    )
    return {group_id for (group_id,) in query}


def _has_people(group: model.Group) -> bool:
    query = model.Session.query(model.User.name).join(model.Member, model.Member.table_id == model.User.id)
    query = query.filter(
        model.Member.group_id == group.id,
        model.Member.table_name == "user",
        model.Member.state == model.State.ACTIVE,
        model.Member.capacity.in_(SIGNS),
        model.User.state == model.State.ACTIVE,
    )
    return any(not organizations.is_walidata(name) for (name,) in query)
