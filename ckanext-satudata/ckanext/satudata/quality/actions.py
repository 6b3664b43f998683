"""Actions of the API about quality."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.parameters import takes
from ckanext.satudata.quality import history, listing, schema, score
from ckanext.satudata.quality.model import FAULTS, FileState, files_of


@tk.side_effect_free
@takes(schema.show)
def satudata_quality_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the score of a dataset (`id`: its id or name) as it is now.

    {"id", "name", "title", "score": 0-100, "dimensions": {dimension: 0-100}, "shares": {criterion: 0-1},
    "missing": [{"criterion", "title", "cure", "field", "gain": points}], "files": [{"resource_id", "fault", "text",
    "detail", "since"}] of those with a fault, "history": [{"day", "score"}]}.
    """
    values, errors = tk.navl_validate(data_dict, schema.show(), context)
    if errors:
        raise tk.ValidationError(errors)
    tk.check_access("satudata_quality_show", context, values)
    dataset = tk.get_action("package_show")({**context}, {"id": values["id"]})
    if dataset["type"] != "dataset":
        raise tk.ObjectNotFound(tk._("Only datasets have a score."))
    current_score = score.now(dataset)
    files = files_of([dataset["id"]])
    pairs = [(resource, files.get(resource["id"])) for resource in dataset["resources"]]
    return {
        **listing.entry(dataset["id"], dataset["name"], dataset["title"], current_score.value),
        "dimensions": current_score.dimensions,
        "shares": current_score.shares,
        "missing": listing.missing(current_score),
        "files": [_fault(file) for resource, file in pairs if file and file.fault and file.is_of(resource)],
        "history": [
            {"day": point.day.isoformat(), "score": point.score} for point in history.over_time(package=dataset["id"])
        ],
    }


@tk.side_effect_free
@takes(schema.listing)
def satudata_quality_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the scores of public datasets as they were last kept, worst first.

    `organization` (id or name) narrows, `limit` (at most 1000) and `offset` page. {"count", "score": their mean or
    None, "results": [{"id", "name", "title", "organization", "score", "since", "missing"}]}.
    """
    values, errors = tk.navl_validate(data_dict, schema.listing(), context)
    if errors:
        raise tk.ValidationError(errors)
    tk.check_access("satudata_quality_list", context, values)
    office = None
    if values.get("organization"):
        group = model.Group.get(values["organization"])
        if group is None or not group.is_organization or group.state != model.State.ACTIVE:
            raise tk.ObjectNotFound(tk._("There is no organization of that name."))
        office = group.id
    count, mean = listing.summary(office)
    return {"count": count, "score": mean, "results": listing.page(office, values["limit"], values["offset"])}


def _fault(file: FileState) -> dict[str, Any]:
    since = file.since.isoformat(timespec="seconds") if file.since else None
    return {
        "resource_id": file.resource_id,
        "fault": file.fault,
        "text": tk._(FAULTS[file.fault]),
        "detail": file.detail,
        "since": since,
    }
