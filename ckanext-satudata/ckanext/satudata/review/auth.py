"""Who may see submissions and decide about them."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_
from ckanext.satudata.gate.steps import HARVEST
from ckanext.satudata.metadata import organizations
from ckanext.satudata.review import authority, model, pembina, refused
from ckanext.satudata.review.authority import authority_of_person, find_authority, find_authority_over

Answer = dict[str, Any]
ONLY_WALIDATA = N_("Only the walidata decides about this (Perpres 39/2019, articles 34 and 36).")
ONLY_OFFICE = N_("Only the office whose data they are, and the walidata, may do this.")
ONLY_PEMBINA = N_("Only the pembina of this kind of data signs (Perpres 39/2019, article 35).")
WAITS = N_("Data of the portal change by a file or form that is released, not row by row.")


def satudata_submission_list(context: Any, data_dict: Any) -> Answer:
    """Officers see those of their own offices, the walidata all: the action sorts that out."""
    return {"success": bool(context.get("user"))}


def satudata_submission_show(context: Any, data_dict: dict[str, Any]) -> Answer:
    """The office whose data they are, the walidata, and the pembina whose signature they want."""
    submission = model.find_submission(data_dict["id"])
    if submission is not None and submission.pembina_id in pembina.signs_for(str(context.get("user") or "")):
        return {"success": True}
    return _of_submission(context, submission)


def satudata_draft_publish(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Its office sends a refused file; what the guard refuses the walidata alone, see `satudata_guard_override`."""
    return _of_submission(context, refused.find_by_check(data_dict["id"]) or model.find_submission(data_dict["id"]))


def satudata_draft_delete(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Delete a refused file."""
    return satudata_draft_publish(context, data_dict)


def satudata_guard_override(context: Any, data_dict: Any) -> Answer:
    """Allow what the guard of personal data has refused: the walidata only (Perpres 39/2019, article 14)."""
    return _walidata(context)


def satudata_submission_release(context: Any, data_dict: Any) -> Answer:
    """The walidata."""
    return _walidata(context)


def satudata_submission_return(context: Any, data_dict: Any) -> Answer:
    """The walidata."""
    return _walidata(context)


@tk.auth_sysadmins_check
def satudata_submission_sign(context: Any, data_dict: dict[str, Any]) -> Answer:
    """The people of the pembina that is asked; a signature is nothing that a sysadmin gives for them."""
    submission = model.find_submission(data_dict["id"])
    if submission is not None and submission.pembina_id in pembina.signs_for(str(context.get("user") or "")):
        return {"success": True}
    return {"success": False, "msg": tk._(ONLY_PEMBINA)}


@tk.auth_sysadmins_check
def satudata_submission_object(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Who signs may object."""
    return satudata_submission_sign(context, data_dict)


def satudata_submission_drop(context: Any, data_dict: dict[str, Any]) -> Answer:
    """The office takes back what is its own."""
    return _of_submission(context, model.find_submission(data_dict["id"]))


def satudata_submission_answer(context: Any, data_dict: dict[str, Any]) -> Answer:
    """The office answers what it was asked to mend."""
    return satudata_submission_drop(context, data_dict)


def satudata_submission_explain(context: Any, data_dict: dict[str, Any]) -> Answer:
    """The office says why it replaces what is public."""
    return satudata_submission_drop(context, data_dict)


def satudata_dataset_withdraw(context: Any, data_dict: Any) -> Answer:
    """The walidata, and vertical agencies their own."""
    package = ckan_model.Package.get(data_dict.get("id") or "")
    authorized = authority_of_person(str(context.get("user") or ""), package.owner_org if package else None)
    if authorized is not None:
        return {"success": True}
    return {"success": False, "msg": tk._(ONLY_WALIDATA)}


def satudata_dataset_restore(context: Any, data_dict: Any) -> Answer:
    """Whoever may withdraw may bring back."""
    return satudata_dataset_withdraw(context, data_dict)


@tk.auth_allow_anonymous_access
def satudata_release_list(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Whoever may see a dataset may see when it was released."""
    tk.check_access("package_show", context, {"id": data_dict["id"]})
    return {"success": True}


def satudata_bulk_release(context: Any, data_dict: Any) -> Answer:
    """The walidata."""
    return _walidata(context)


def satudata_bulk_show(context: Any, data_dict: Any) -> Answer:
    """The walidata."""
    return _walidata(context)


def satudata_grant_create(context: Any, data_dict: Any) -> Answer:
    """The walidata."""
    return _walidata(context)


def satudata_grant_end(context: Any, data_dict: Any) -> Answer:
    """The walidata."""
    return _walidata(context)


def satudata_grant_list(context: Any, data_dict: Any) -> Answer:
    """The walidata."""
    return _walidata(context)


@tk.auth_allow_anonymous_access
def satudata_priority_list(context: Any, data_dict: Any) -> Answer:
    """The list is public."""
    return {"success": True}


def satudata_priority_import(context: Any, data_dict: Any) -> Answer:
    """The walidata."""
    return _walidata(context)


def satudata_priority_mark(context: Any, data_dict: Any) -> Answer:
    """The walidata."""
    return _walidata(context)


@tk.chained_auth_function
def package_delete(original: Any, context: Any, data_dict: dict[str, Any]) -> Answer:
    """Of a public dataset only those who may release it: everybody else has it withdrawn, with a reason."""
    package = ckan_model.Package.get(data_dict.get("id") or "")
    if package is not None and package.type == "dataset" and package.state == "active":
        authorized = find_authority(context, package.owner_org)
        if authorized is None and not context.get(HARVEST):
            text = tk._("Ask the walidata to withdraw this dataset: what was public keeps its record.")
            return {"success": False, "msg": text}
    return dict(original(context, data_dict))


def _by_release_only(original: Any, context: Any, data_dict: dict[str, Any]) -> Answer:
    """Rows of the DataStore, and what CKAN changes of many datasets at once, by-pass the review."""
    package = _package(data_dict)
    authorized = find_authority_over(context, package) if package else find_authority(context, None)
    if authorized is None:
        return {"success": False, "msg": tk._(WAITS)}
    return dict(original(context, data_dict))


def _package(data_dict: dict[str, Any]) -> ckan_model.Package | None:
    resource = ckan_model.Resource.get(str(data_dict.get("resource_id") or data_dict.get("id") or ""))
    return ckan_model.Package.get(resource.package_id) if resource else None


# what changes public data without a write of a dataset; CKAN's own rules apply as well
BYPASSES = (
    "datastore_create",
    "datastore_upsert",
    "datastore_delete",
    "datastore_records_delete",
    "bulk_update_public",
    "bulk_update_private",
    "bulk_update_delete",
)


def every_rule() -> dict[str, Any]:
    """Return this module's rules by the names of their actions."""
    ours = {name: rule for name, rule in globals().items() if name.startswith("satudata_") or name == "package_delete"}
    return {**ours, **{name: _chained(name) for name in BYPASSES}}


def _chained(name: str) -> Any:
    def rule(original: Any, context: Any, data_dict: dict[str, Any]) -> Answer:
        return _by_release_only(original, context, data_dict)

    rule.__name__ = name
    return tk.chained_auth_function(rule)


def _walidata(context: Any) -> Answer:
    if context.get("user") and organizations.is_walidata(context["user"]):
        return {"success": True}
    return {"success": False, "msg": tk._(ONLY_WALIDATA)}


def _of_submission(context: Any, submission: model.Submission | None) -> Answer:
    """The office and the walidata; of a refused file that came for no dataset, who sent it."""
    user = str(context.get("user") or "")
    package = ckan_model.Package.get(submission.package_id) if submission and submission.package_id else None
    if submission and not submission.package_id and submission.user_id:
        return {"success": submission.user_id == authority.user_id(context), "msg": tk._(ONLY_OFFICE)}
    if user and organizations.is_walidata(user):
        return {"success": True}
    if user and package is not None and package.owner_org and authority.may_edit(user, package.owner_org):
        return {"success": True}
    return {"success": False, "msg": tk._(ONLY_OFFICE)}
