"""Actions of publishing: the walidata lets small counts be shown."""

from __future__ import annotations

from typing import Any

from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.clock import now
from ckanext.satudata.publishing import datastore, originals, protection

SHORTEST = 20
REQUIRED, OPTIONAL = ["not_empty", "unicode_safe"], ["ignore_missing", "unicode_safe"]


@tk.chained_action
@tk.side_effect_free
def resource_search(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Search resources as CKAN does; nobody finds or reads the original of a protected table by its digest or size."""
    if data_dict.get("order_by") in originals.FIELDS:
        data_dict = {name: value for name, value in data_dict.items() if name != "order_by"}
    answer: dict[str, Any] = original(context, data_dict)
    if context.get("search_query"):
        return answer
    query = str(data_dict.get("query") or "").casefold()
    asks_for_digest = any(f"{name}:" in query for name in originals.FIELDS)
    results = []
    for resource in answer["results"]:
        if protection.sensitive_standard(resource) and protection.is_held_back(resource):
            if asks_for_digest:
                continue
            originals.hide_digest(resource)
        results.append(resource)
    # a count of what was found by a digest would tell that it fits
    return {**answer, "count": len(results) if asks_for_digest else answer["count"], "results": results}


def satudata_disclosure_release(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let the small counts of a table be public that its standard would hide; the reason stays in the record.

    :param resource_id: id of the table's resource
    :param measure: one measure of its standard; all of them without it (optional)
    :param reason: why, at least 20 characters
    :returns: {"resource_id", "measure", "reason", "moment" (UTC)}
    """
    schema = {"resource_id": REQUIRED, "measure": OPTIONAL, "reason": REQUIRED}
    data = parameters.valid(context, data_dict, schema)
    tk.check_access("satudata_disclosure_release", context, data)
    row = model.Resource.get(data["resource_id"])
    if row is None:
        raise tk.ObjectNotFound(tk._("There is no such resource."))
    resource = {"id": row.id, "url_type": row.url_type, **(row.extras or {})}
    standard = protection.sensitive_standard(resource)
    if standard is None:
        raise tk.ValidationError(
            {"resource_id": [tk._("Nothing of this table is hidden: its standard is not sensitive.")]}
        )
    measure = data.get("measure") or ""
    names = [one.field for one in standard.protected]
    if measure and measure not in names:
        raise tk.ValidationError({"measure": [tk._("Choose one of: {0}.").format(", ".join(names))]})
    reason = data["reason"].strip()
    if len(reason) < SHORTEST:
        raise tk.ValidationError({"reason": [tk._("Write at least {0} characters.").format(SHORTEST)]})
    moment = now()
    user_id = str(authz.get_user_id_for_username(context["user"], True) or "")
    protection.release(row.id, measure, user_id, reason, moment)
    datastore.enqueue(row.id)
    return {
        "resource_id": row.id,
        "measure": measure,
        "reason": reason,
        "moment": moment.isoformat(timespec="seconds"),
    }
