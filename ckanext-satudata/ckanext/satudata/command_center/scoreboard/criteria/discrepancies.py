"""Figures on which two offices, or the parts and the whole, do not agree, and which nobody has settled."""

from __future__ import annotations

from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Message, Question
from ckanext.satudata.discrepancies.model import open_cases
from ckanext.satudata.exceptions import N_, NotMeasured
from ckanext.satudata.observations.model import published

NONE = N_("its figures agree with those of others, and with each other")
SOME = N_("open discrepancies: {count}")


def measure(question: Question) -> dict[str, Measured]:
    """Return every dataset whose figures are compared: good is one without an open discrepancy."""
    if not plugin_loaded("satudata_discrepancies"):
        raise NotMeasured(N_("This portal keeps no list of discrepancies."))
    compared = {source.package_id for source in published()}
    cases = open_cases()
    by_office: dict[str, Measured] = {}
    for office in question.offices:
        for dataset in question.of(office):
            if dataset["id"] not in compared:
                continue
            count = cases.get(dataset["id"], 0)
            message = Message(SOME, {"count": count}) if count else Message(NONE)
            url = tk.url_for("satudata_discrepancy.index", dataset=dataset["name"], organization="")
            evidence = Evidence(dataset["title"], message, "bad" if count else "good", url)
            by_office.setdefault(office.name, Measured()).add(0 if count else 1, evidence)
    return by_office
