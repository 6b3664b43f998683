"""Files that pass the check the first time they are sent."""

from __future__ import annotations

import datetime

from ckan import model
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import local
from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Message, Question
from ckanext.satudata.command_center.scoreboard.month import Month
from ckanext.satudata.exceptions import N_, NotMeasured
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.validation.model import VALID, CheckReport

RIGHT = N_("{day}: passed at once")
REPEATED = N_("{day}: passed at attempt {attempts}")
REFUSED = N_("{day}: refused, attempts so far: {attempts}")

Attempt = tuple[datetime.datetime, bool]


def measure(question: Question) -> dict[str, Measured]:
    """Return the submissions whose first attempt was in the month."""
    if not plugin_loaded("satudata_validation"):
        raise NotMeasured(N_("This portal checks no files."))
    packages = {dataset["id"]: dataset for dataset in question.datasets}
    attempts: dict[str, list[Attempt]] = {}
    query = model.Session.query(CheckReport.package_id, CheckReport.created, CheckReport.state)
    query = query.filter(CheckReport.package_id.in_(packages), CheckReport.created < question.month.ends)
    for package_id, created, state in query.order_by(CheckReport.created):
        attempts.setdefault(package_id, []).append((created, state == VALID))
    by_office: dict[str, Measured] = {}
    for office in question.offices:
        for dataset in question.of(office):
            for sent in submissions(attempts.get(dataset["id"], []), question.month):
                right = len(sent) == 1 and sent[0][1]
                text = RIGHT if right else REPEATED if sent[-1][1] else REFUSED
                message = Message(text, {"day": period_label(local(sent[0][0]).isoformat()), "attempts": len(sent)})
                url = tk.url_for("dataset.read", id=dataset["name"])
                evidence = Evidence(dataset["title"], message, "good" if right else "bad", url)
                by_office.setdefault(office.name, Measured()).add(float(right), evidence)
    return by_office


def submissions(attempts: list[Attempt], month: Month) -> list[list[Attempt]]:
    """Return the attempts of each submission: refused ones up to and with the one that passes, if any has yet."""
    rounds: list[list[Attempt]] = [[]]
    for attempt in attempts:
        rounds[-1].append(attempt)
        if attempt[1]:
            rounds.append([])
    return [sent for sent in rounds if sent and sent[0][0] >= month.starts]
