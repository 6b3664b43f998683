"""How much of what describes a dataset is there, by the portal's own criteria of metadata (`quality`)."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock
from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Question, Said
from ckanext.satudata.exceptions import N_
from ckanext.satudata.quality import criteria, score
from ckanext.satudata.quality.score import Score

PRINCIPLE = "metadata"
FULL = N_("all criteria of metadata are fulfilled")
LACKING = N_("{share} percent of the criteria of metadata; missing: {missing}")


def measure(question: Question) -> dict[str, Measured]:
    """Return every dataset with the weighted share of the criteria of metadata that it fulfils."""
    found: dict[str, Measured] = {}
    for office in question.offices:
        for dataset in question.of(office):
            share, said = completeness(dataset)
            state = "good" if share == 1 else "warn" if share >= 0.8 else "bad"
            evidence = Evidence(dataset["title"], said, state, tk.url_for("dataset.read", id=dataset["name"]))
            found.setdefault(office.name, Measured()).add(share, evidence)
    return found


def completeness(dataset: dict[str, Any]) -> tuple[float, Said]:
    """Return the share (0 to 1) of the criteria of metadata that a dataset fulfils, and what lacks."""
    every = criteria.every()
    # these need no look at the files
    shares = score.of(dataset, {}, clock.today()).shares
    own = Score({name: share for name, share in shares.items() if every[name].principle == PRINCIPLE})
    missing = ", ".join(criterion.title for criterion, _points in own.missing)
    if not missing:
        return 1.0, Said(FULL)
    return own.value / 100, Said(LACKING, {"share": round(own.value), "missing": missing})
