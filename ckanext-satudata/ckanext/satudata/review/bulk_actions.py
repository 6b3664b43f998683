"""Actions about the release of many submissions at once."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.exceptions import N_
from ckanext.satudata.parameters import takes
from ckanext.satudata.review import authority, bulk, describing, model
from ckanext.satudata.review.asking import REQUIRED

MOST = 500
ONE = {"id": REQUIRED}
NO_ITEMS = N_("Name at least one submission, with the version that you have looked at.")
TOO_MANY = N_("At most {0} are released at once.")


def satudata_bulk_release(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Release many submissions without a finding, in the background (the walidata).

    Each is released as it was listed: one that was sent again meanwhile, or of which something was found, is left out,
    and the answer of satudata_bulk_show says why.

    :param items: [{"id": of a submission, "version": the version that was listed}], 500 at most
    :returns: {"id": of the bulk}
    """
    tk.check_access("satudata_bulk_release", context, data_dict)
    items = data_dict.get("items")
    if not isinstance(items, list) or not items or not all(_is_item(item) for item in items):
        raise tk.ValidationError({"items": [tk._(NO_ITEMS)]})
    if len(items) > MOST:
        raise tk.ValidationError({"items": [tk._(TOO_MANY).format(MOST)]})
    chosen = [(item["id"], int(item["version"])) for item in items]
    return {"id": bulk.begin(chosen, authority.user_id({"user": context["user"]}))}


@tk.side_effect_free
@takes(ONE)
def satudata_bulk_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return how far the release of many is (the walidata).

    :param id: its id
    :returns: {"id", "created" (UTC), "count", "pending", "done", "failed", "items": [{"submission", "title", "state"
        (pending, done, failed), "text" (why it failed), "state_label": what became of the submission since,
        "is_public"}]}, failed ones first
    """
    tk.check_access("satudata_bulk_show", context, data_dict)
    data = parameters.valid(context, data_dict, ONE)
    record = ckan_model.Session.get(bulk.Bulk, data["id"])
    if record is None:
        raise tk.ObjectNotFound(tk._("There is no such release of many."))
    counts = bulk.counts(record.id)
    return {
        "id": record.id,
        "created": record.created.isoformat(timespec="seconds"),
        "count": sum(counts.values()),
        **counts,
        "items": [_item(*row) for row in bulk.items(record.id)],
    }


def _is_item(item: Any) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        return False
    return str(item.get("version") or "").isdecimal() and int(item["version"]) < 2**31


def _item(item: bulk.BulkItem, submission: Any, package: Any) -> dict[str, Any]:
    return {
        "submission": item.submission_id,
        "title": (package.title or package.name) if package else item.submission_id,
        "state": item.state,
        "text": item.text,
        "state_label": tk._(describing.STATES[submission.state]) if submission else "",
        "is_public": submission is not None and submission.state == model.RELEASED,
    }
