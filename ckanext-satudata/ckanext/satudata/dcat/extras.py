"""The flat keys as extras of `package_show` and `package_search`, for a harvester that reads CKAN's API.

They are made for the answer and never stored: a client that sends an answer back, as many do, does not store them.
"""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.dcat import flat
from flask import has_request_context, request

READ_BY_HARVESTERS = {"package_show", "package_search"}


def add(context: Any, datasets: list[dict[str, Any]]) -> None:
    """Add the flat keys to the extras of public datasets, when the API itself was asked for them.

    Pages, forms and other actions get the dataset as it is stored.
    """
    if context.get("for_update") or not _is_asked():
        return
    public = [each for each in datasets if each.get("type") == "dataset" and not each.get("private") and "id" in each]
    known = flat.of(public)
    for dataset in public:
        # CKAN's own constant, of groups that wait for a moderator; a reader takes it for the data's
        (dataset.get("organization") or {}).pop("approval_status", None)
        present = {extra["key"] for extra in dataset.get("extras") or []}
        added = [{"key": key, "value": value} for key, value in known[dataset["id"]].items() if key not in present]
        dataset["extras"] = [*(dataset.get("extras") or []), *added]


def _is_asked() -> bool:
    return (
        has_request_context()
        and request.endpoint == "api.action"
        and (request.view_args or {}).get("logic_function") in READ_BY_HARVESTERS
    )


@tk.chained_action
def package_create(original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Create a dataset without the keys that `package_show` adds."""
    return original(context, _without(data_dict))


@tk.chained_action
def package_update(original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Update a dataset without the keys that `package_show` adds."""
    return original(context, _without(data_dict))


def _without(data_dict: dict[str, Any]) -> dict[str, Any]:
    extras = data_dict.get("extras")
    if not isinstance(extras, list):
        return data_dict
    made = {row["key"] for row in flat.rows()}
    kept = [extra for extra in extras if not isinstance(extra, dict) or extra.get("key") not in made]
    # the caller's own dict, as form and uploads expect to find it changed
    data_dict["extras"] = kept
    return data_dict
