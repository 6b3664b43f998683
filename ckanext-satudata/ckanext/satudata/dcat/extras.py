"""The flat keys as extras of `package_show` and `package_search`, for a harvester that reads CKAN's API.

They are made for the answer and never stored: a client that sends an answer back, as many do, does not store them.
"""

from __future__ import annotations

from typing import Any

from ckanext.satudata.dcat import flat
from ckanext.satudata.gate.steps import Write
from flask import has_request_context, request

READ_BY_HARVESTERS = {"package_show", "package_search"}


def add(context: Any, datasets: list[dict[str, Any]]) -> None:
    """Add the flat keys to the extras of public datasets, when the API itself was asked for them.

    Pages, forms and other actions get the dataset as it is stored.
    """
    if context.get("for_update") or not _is_requested():
        return
    public = [
        dataset
        for dataset in datasets
        if dataset.get("type") == "dataset" and not dataset.get("private") and "id" in dataset
    ]
    keys_by_id = flat.of(public)
    for dataset in public:
        # CKAN's own constant, of groups that wait for a moderator; a reader takes it for the data's
        (dataset.get("organization") or {}).pop("approval_status", None)
        present = {extra["key"] for extra in dataset.get("extras") or []}
        added = [
            {"key": key, "value": value} for key, value in keys_by_id[dataset["id"]].items() if key not in present
        ]
        dataset["extras"] = [*(dataset.get("extras") or []), *added]


def _is_requested() -> bool:
    return (
        has_request_context()
        and request.endpoint == "api.action"
        and (request.view_args or {}).get("logic_function") in READ_BY_HARVESTERS
    )


def remove_made(write: Write) -> None:
    """Step: take the keys out that `package_show` adds."""
    extras = write.data.get("extras")
    if isinstance(extras, list):
        made = {row["key"] for row in flat.rows()}
        write.data["extras"] = [row for row in extras if not isinstance(row, dict) or row.get("key") not in made]
