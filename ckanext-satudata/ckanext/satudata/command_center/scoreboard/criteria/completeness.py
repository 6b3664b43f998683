"""How much of what describes a dataset is there, by the portal's own criteria of metadata (`quality`)."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock
from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Message, Question
from ckanext.satudata.exceptions import N_
from ckanext.satudata.quality import criteria, score
from ckanext.satudata.quality.score import Score

PRINCIPLE = "metadata"
FULL = N_("all criteria of metadata are fulfilled")
LACKING = N_("{share} percent of the criteria of metadata; missing: {missing}")


def measure(question: Question) -> dict[str, Measured]:
    """Return every dataset with the weighted share of the criteria of metadata that it fulfils."""
    by_office: dict[str, Measured] = {}
    for office in question.offices:
        for dataset in question.of(office):
            share, message = completeness(dataset)
            state = "good" if share == 1 else "warn" if share >= 0.8 else "bad"
            evidence = Evidence(dataset["title"], message, state, tk.url_for("dataset.read", id=dataset["name"]))
            by_office.setdefault(office.name, Measured()).add(share, evidence)
    return by_office


def completeness(dataset: dict[str, Any]) -> tuple[float, Message]:
    """Return the share (0 to 1) of the criteria of metadata that a dataset fulfils, and what lacks."""
    every = criteria.every()
    # these need no look at the files
    shares = score.of(dataset, {}, clock.today()).shares
    of_metadata = Score({name: share for name, share in shares.items() if every[name].principle == PRINCIPLE})
    missing = ", ".join(criterion.title for criterion, _points in of_metadata.missing)
    if not missing:
        return 1.0, Message(FULL)
    return of_metadata.value / 100, Message(LACKING, {"share": round(of_metadata.value), "missing": missing})
