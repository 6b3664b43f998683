"""Template helpers of the requests for data."""

from __future__ import annotations

import datetime

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import organizations
from ckanext.satudata.requests import mails, model


def satudata_data_request_tasks() -> int:
    """Return how many requests wait for whoever is logged in: those of his OPD, for the walidata those of nobody."""
    if not tk.current_user.is_authenticated:
        return 0
    if organizations.is_walidata(tk.current_user.name):
        return model.count_open(None)
    return model.count_open([*organizations.own(tk.current_user.name)])


def satudata_day(date: str) -> str:
    """Return a day (ISO 8601) as people write it."""
    return mails.day(datetime.date.fromisoformat(date))
