"""Which requests for data wait for whom."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.requests import model
from ckanext.satudata.tasks import MOST, Kind, Person, Task


def tasks(person: Person) -> list[Task]:
    """Return an OPD's requests to answer, for the walidata those that nobody has yet: see `tasks.ITasks`."""
    query: dict[str, Any] = {"states": [model.RECEIVED]} if person.is_walidata else {"states": [model.ASSIGNED]}
    text = tk._("say which OPD answers it") if person.is_walidata else tk._("answer this request for data")
    rows = model.search(query)
    answerable = [row for row in rows if person.is_walidata or row.office in person.offices]
    return [
        Task(
            Kind.REQUESTED,
            row.shown_title or tk._("Request for data {0}").format(row.number),
            tk.url_for("satudata_data_request.read", number=row.number),
            text,
            row.due,
        )
        for row in answerable[:MOST]
    ]
