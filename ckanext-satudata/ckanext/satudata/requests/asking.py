"""What a request for data brings: its moment, its dataset, and how often one address may ask."""

from __future__ import annotations

import datetime
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.clock import now, today, zone
from ckanext.satudata.web import limits
from flask import has_request_context

# how far back a request on paper may be written in
LONGEST_AGO = 365


def is_too_often(context: Any) -> bool:
    """Return whether this address has sent more requests in an hour than the operator allows."""
    if context.get("ignore_auth") or not has_request_context():
        return False
    return limits.too_often("data-request", config.data_requests_per_hour())


def moment_of_receipt(on_paper: str) -> datetime.datetime:
    """Return when a request came: now, or at noon of the day on which it came on paper. Raises ValidationError."""
    if not on_paper:
        return now()
    day = datetime.date.fromisoformat(on_paper)
    if not 0 <= (today() - day).days <= LONGEST_AGO:
        raise tk.ValidationError({"received": [tk._("Write a day of the last year, today at the latest.")]})
    noon = datetime.datetime.combine(day, datetime.time(12), zone())
    return min(noon.astimezone(datetime.UTC).replace(tzinfo=None), now())


def load_public_dataset(name: str) -> dict[str, Any]:
    """Return a dataset that everybody sees. Raises ValidationError."""
    try:
        return tk.get_action("package_show")({"ignore_auth": False, "user": ""}, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized) as error:
        text = tk._('There is no public dataset "{0}". Take the last part of its address.').format(name)
        raise tk.ValidationError({"dataset": [text]}) from error
