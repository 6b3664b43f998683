"""Template helpers of the discrepancies."""

from __future__ import annotations

from ckanext.satudata import visitor
from ckanext.satudata.discrepancies import model

UNSETTLED = [model.OPEN, model.EXPLAINED]


def satudata_discrepancies_of(dataset_id: str) -> int:
    """Return how many cases of a dataset are not settled: while there are any it carries a mark."""
    return model.count({"package": dataset_id, "states": UNSETTLED})


def satudata_discrepancy_tasks() -> int:
    """Return how many cases wait for whoever is logged in: open ones for an OPD, unsettled ones for the walidata."""
    if not visitor.name():
        return 0
    if visitor.is_walidata():
        return model.count({"states": UNSETTLED})
    return model.count({"states": [model.OPEN], "organizations": list(visitor.editable_offices())})
