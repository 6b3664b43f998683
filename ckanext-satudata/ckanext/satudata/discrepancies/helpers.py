"""Template helpers of the discrepancies."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.discrepancies import model
from ckanext.satudata.metadata import organizations

UNSETTLED = [model.OPEN, model.EXPLAINED]


def satudata_discrepancies_of(dataset_id: str) -> int:
    """Return how many cases of a dataset are not settled: while there are any it carries a mark."""
    return model.count({"package": dataset_id, "states": UNSETTLED})


def satudata_discrepancy_tasks() -> int:
    """Return how many cases wait for whoever is logged in: open ones for an OPD, unsettled ones for the walidata."""
    if not tk.current_user.is_authenticated:
        return 0
    if organizations.is_walidata(tk.current_user.name):
        return model.count({"states": UNSETTLED})
    return model.count({"states": [model.OPEN], "organizations": list(own_offices())})


def own_offices() -> dict[str, str]:
    """Return the organizations for which whoever is logged in may edit datasets: {id: name}."""
    return organizations.own(tk.current_user.name) if tk.current_user.is_authenticated else {}
