"""Who may release data: Perpres 39/2019, article 36, gives it to the walidata; vertical agencies release their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ckan import authz, model
from ckanext.satudata import config
from ckanext.satudata.gate.steps import HARVEST
from ckanext.satudata.metadata import organizations
from ckanext.satudata.review import model as records
from ckanext.satudata.review import pembina

# in the context of a write: the authority that a decision brings along
RELEASE = "satudata_release"
# and the one by which this very write is public; a context may serve for several writes, one after the other
RELEASED_BY = "satudata_released_by"
# in the context of a write by the portal itself: the digest of what is public before it
RELEASED_BEFORE = "satudata_released_before"
# in the context of a write: why public figures are replaced, (code of alasan_revisi, words)
REASON = "satudata_reason"
VERTICAL = "instansi_vertikal"


class Kind(Enum):
    """By what somebody, or something, releases."""

    WALIDATA = "walidata"
    VERTICAL = "vertical"
    GRANT = "grant"
    # a district that looks at data after they are public: option `ckanext.satudata.review = after`
    CHECK = "check"
    # the portal's own jobs and commands of its operator
    SITE = "site"


@dataclass(frozen=True)
class Authority:
    """What lets a write be public at once.

    `submission` is what is released by it, `resources` the files that this makes public, as they were held; `grant`
    is the leave that allows it.
    """

    kind: Kind
    submission: records.Submission | None = None
    resources: list[dict[str, Any]] | None = None
    grant: records.Grant | None = None


def find_authority(context: Any, organization_id: str | None) -> Authority | None:
    """Return what lets a write be public at once whatever it says; None where it has to be looked at."""
    decision = context.get(RELEASE)
    if isinstance(decision, Authority):
        return decision
    if config.review() == config.REVIEW_AFTER:
        return Authority(Kind.CHECK)
    if context.get(HARVEST):
        return None
    user = str(context.get("user") or "")
    if context.get("ignore_auth") and _is_nobody(user):
        return Authority(Kind.SITE)
    return authority_of_person(user, organization_id)


def find_authority_over(context: Any, package: model.Package) -> Authority | None:
    """Return what lets a write of a dataset that is there be public at once; None where it has to be looked at.

    Data Prioritas want the signature of their pembina, whoever changes them: the walidata's word alone is not enough.
    """
    authority = find_authority(context, package.owner_org)
    if _is_word_of_walidata(context, authority) and pembina.pembina_of_package(package):
        return None
    return authority


def find_authority_to_create(context: Any, data: Mapping[str, Any]) -> Authority | None:
    """Return the same of a dataset that is not there yet."""
    group = model.Group.get(data.get("owner_org") or "")
    organization_id = group.id if group else None
    authority = find_authority(context, organization_id)
    subject = {**data, "owner_org": organization_id}
    return None if _is_word_of_walidata(context, authority) and pembina.pembina_of(subject) else authority


def _is_word_of_walidata(context: Any, authority: Authority | None) -> bool:
    """Tell whether it is the walidata who writes; a decision that brings its authority along has been signed."""
    return authority is not None and authority.kind is Kind.WALIDATA and context.get(RELEASE) is not authority


def authority_of_person(user: str, organization_id: str | None) -> Authority | None:
    """Return by what a person decides about the data of an organization; None for everybody else ("" is nobody)."""
    if not user:
        return None
    if organizations.is_walidata(user):
        return Authority(Kind.WALIDATA)
    if organization_id and _is_vertical(organization_id) and may_edit(user, organization_id):
        return Authority(Kind.VERTICAL)
    return None


def grant_for(package_id: str, source_id: str) -> Authority | None:
    """Return the leave to release by a clean check that the walidata gave for a dataset or a harvest source."""
    grant = records.find_grant(package_id, source_id)
    return Authority(Kind.GRANT, grant=grant) if grant else None


def may_edit(user: str, organization_id: str) -> bool:
    """Tell whether a user may edit the datasets of an organization."""
    return bool(authz.has_user_permission_for_group_or_org(organization_id, user, "update_dataset"))


def user_id(context: Any) -> str:
    """Return the id of whoever acts; "" for the portal itself."""
    name = str(context.get("user") or "")
    user = model.User.get(name) if name and not _is_site(name) else None
    return str(user.id) if user else ""


def _is_nobody(user: str) -> bool:
    """Tell whether no person acts: a job, a command of the operator."""
    return not user or _is_site(user) or model.User.get(user) is None


def _is_site(user: str) -> bool:
    return user == config.site_id()


def _is_vertical(organization_id: str) -> bool:
    organization = model.Group.get(organization_id)
    return bool(organization and organization.extras.get("jenis_organisasi") == VERTICAL)
