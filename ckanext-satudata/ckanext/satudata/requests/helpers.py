"""Template helpers of the requests for data."""

from __future__ import annotations

from ckanext.satudata import visitor
from ckanext.satudata.requests import model


def satudata_data_request_tasks() -> int:
    """Return how many requests wait for whoever is logged in: those of his OPD, for the walidata those of nobody."""
    if not visitor.name():
        return 0
    if visitor.is_walidata():
        return model.count_open(None)
    return model.count_open([*visitor.editable_offices()])
