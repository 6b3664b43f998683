"""Who writes a dataset goes on from what he has handed over before: CKAN's actions see what waits, for him alone.

CKAN's own rules about a resource ask for its row. Of one that only waits there is none, so the rule of its dataset is
asked instead, which is what CKAN's come to; `auth_audit_exempt` says so to CKAN.
"""

from __future__ import annotations

from typing import Any

from ckan import logic, model
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import FOR_WRITING
from ckanext.satudata.review import model as records
from ckanext.satudata.review.authority import find_authority_over
from ckanext.satudata.review.holding import AS_RELEASED, overlay, show_released


@tk.chained_action
@tk.side_effect_free
def package_show(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a dataset; to whoever is about to write it, what waits of it."""
    shown: dict[str, Any] = original(context, data_dict)
    is_writing = context.get("for_update") or context.get("for_edit") or context.get(FOR_WRITING)
    if not is_writing or context.get(AS_RELEASED) or shown.get("type") != "dataset":
        return shown
    submission = records.find_open(shown["id"])
    if submission is None or submission.payload is None or not _writes(context, shown["id"]):
        return shown
    return overlay(submission.payload, submission)


@tk.chained_action
@tk.side_effect_free
@logic.auth_audit_exempt
def resource_show(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a resource; one that only waits, to those who write it."""
    resource_id = tk.get_or_bust(data_dict, "id")
    if model.Resource.get(resource_id) is None:
        submission = find_submission_with(resource_id)
        if submission is not None and _writes(context, submission.package_id):
            return dict(_resource(submission.payload["resources"], resource_id))
    return dict(original(context, data_dict))


@tk.chained_action
@logic.auth_audit_exempt
def resource_create(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Add a resource; of a public dataset it waits."""
    package = model.Package.get(tk.get_or_bust(data_dict, "package_id"))
    if package is None or not _is_held(context, package):
        return dict(original(context, data_dict))
    tk.check_access("resource_create", context, data_dict)
    dataset = _for_writing(package.id)
    data_dict.setdefault("url", "")
    data_dict.pop("package_id", None)
    dataset["resources"].append(data_dict)
    return _update(context, dataset, len(dataset["resources"]) - 1)


@tk.chained_action
@logic.auth_audit_exempt
def resource_update(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Change a resource; of a public dataset the change waits."""
    resource_id = tk.get_or_bust(data_dict, "id")
    package = package_of(resource_id)
    if package is None or not _is_held(context, package):
        return dict(original(context, data_dict))
    tk.check_access("package_update", context, {"id": package.id})
    dataset = _for_writing(package.id)
    position = _position(dataset["resources"], resource_id)
    before = dataset["resources"][position]
    if "datastore_active" in before:
        data_dict.setdefault("datastore_active", before["datastore_active"])
    data_dict.pop("package_id", None)
    dataset["resources"][position] = data_dict
    return _update(context, dataset, position)


@tk.chained_action
@logic.auth_audit_exempt
def resource_patch(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Change some fields of a resource; of a public dataset the change waits."""
    resource_id = tk.get_or_bust(data_dict, "id")
    package = package_of(resource_id)
    if package is None or not _is_held(context, package):
        return dict(original(context, data_dict))
    tk.check_access("package_update", context, {"id": package.id})
    before = dict(_resource(_for_writing(package.id)["resources"], resource_id))
    before.pop("metadata_modified", None)
    return dict(tk.get_action("resource_update")(context, {**before, **data_dict}))


@tk.chained_action
@logic.auth_audit_exempt
def resource_delete(original: Any, context: Any, data_dict: dict[str, Any]) -> None:
    """Take a resource out; of a public dataset it stays until that is released."""
    resource_id = tk.get_or_bust(data_dict, "id")
    package = package_of(resource_id)
    if package is None or not _is_held(context, package):
        original(context, data_dict)
        return
    tk.check_access("package_update", context, {"id": package.id})
    dataset = _for_writing(package.id)
    del dataset["resources"][_position(dataset["resources"], resource_id)]
    tk.get_action("package_update")(context, dataset)


def every_action() -> dict[str, Any]:
    """Return this module's actions by name."""
    actions = (
        package_show,
        resource_show,
        resource_create,
        resource_update,
        resource_patch,
        resource_delete,
    )
    return {action.__name__: action for action in actions}


def _update(context: Any, dataset: dict[str, Any], position: int) -> dict[str, Any]:
    """Update a dataset for the sake of one resource, and return that; errors are the resource's."""
    dataset.pop("metadata_modified", None)
    try:
        updated = tk.get_action("package_update")(context, dataset)
    except tk.ValidationError as error:
        errors = error.error_dict.get("resources")
        if isinstance(errors, list) and position < len(errors) and errors[position]:
            raise tk.ValidationError(errors[position]) from error
        raise
    return dict(updated["resources"][position])


def _is_held(context: Any, package: model.Package) -> bool:
    """Tell whether a change of a dataset by this writer waits."""
    if package.type != "dataset" or package.state != "active":
        return False
    return find_authority_over(context, package) is None


def _writes(context: Any, package_id: str) -> bool:
    """Tell whether whoever asks may write a dataset, and has to hand it over."""
    package = model.Package.get(package_id)
    if package is None or find_authority_over(context, package) is not None:
        return False
    try:
        tk.check_access("package_update", {**context, "package": package}, {"id": package_id})
    except tk.NotAuthorized:
        return False
    return True


def _for_writing(package_id: str) -> dict[str, Any]:
    submission = records.find_open(package_id)
    if submission is not None and submission.payload is not None:
        return {**submission.payload, "resources": [dict(row) for row in submission.payload["resources"]]}
    return show_released(package_id)


def package_of(resource_id: str) -> model.Package | None:
    """Return the dataset of a resource, one that only waits included."""
    resource = model.Resource.get(resource_id)
    if resource is not None:
        return model.Package.get(resource.package_id)
    submission = find_submission_with(resource_id)
    return model.Package.get(submission.package_id) if submission else None


def find_submission_with(resource_id: str) -> records.Submission | None:
    """Return the open submission that adds a resource."""
    query = model.Session.query(records.Submission).filter(records.Submission.state.in_(records.OPEN))
    match: records.Submission | None = query.filter(
        records.Submission.payload["resources"].contains([{"id": resource_id}])
    ).first()
    return match


def _position(resources: list[dict[str, Any]], resource_id: str) -> int:
    for position, resource in enumerate(resources):
        if resource["id"] == resource_id:
            return position
    raise tk.ObjectNotFound(tk._("There is no such file in this dataset."))


def _resource(resources: list[dict[str, Any]], resource_id: str) -> dict[str, Any]:
    return resources[_position(resources, resource_id)]
