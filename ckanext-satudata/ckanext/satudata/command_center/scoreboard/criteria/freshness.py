"""Whether the newest data of a dataset are as new as its frequency promises (`command_center.freshness`)."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center import freshness
from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Message, Question
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations.model import published
from ckanext.satudata.observations.periods import label as period_label

SHARES = {freshness.GREEN: 1.0, freshness.AMBER: 0.5, freshness.RED: 0.0}
PROMISED_UNTIL = N_("promised {frequency}, data until {period}")


def measure(question: Question) -> dict[str, Measured]:
    """Return every dataset with a rhythm: fresh ones are good, late ones half, old ones not."""
    last: dict[str, str] = {}
    for source in published():
        last[source.package_id] = max(last.get(source.package_id, ""), source.last_period)
    frequencies = codelists.load("frekuensi").codes
    by_office: dict[str, Measured] = {}
    for office in question.offices:
        for dataset in question.of(office):
            # of a table that follows no standard only the years are known that its officer has named
            period = last.get(dataset["id"]) or dataset.get("dimensi_akhir") or ""
            state = freshness.state(dataset.get("frekuensi") or "", period, question.month.as_of)
            if state == freshness.NONE:
                continue
            values = {"frequency": frequencies[dataset["frekuensi"]].name.lower(), "period": period_label(period)}
            url = tk.url_for("dataset.read", id=dataset["name"])
            evidence = Evidence(dataset["title"], Message(PROMISED_UNTIL, values), state, url)
            by_office.setdefault(office.name, Measured()).add(SHARES[state], evidence)
    return by_office
