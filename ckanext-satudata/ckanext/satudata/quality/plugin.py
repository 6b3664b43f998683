"""Wires the quality scores: their pages, their actions, the nightly check."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata import digest
from ckanext.satudata.gate.principles import Finding, IPrinciples
from ckanext.satudata.quality import actions, auth, files, helpers, history, judging, views
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import BACKGROUND, ISchedule, PeriodicJob
from ckanext.satudata.tasks import INotes, Note
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions(ours(actions))
@tk.blanket.auth_functions(ours(auth))
@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint])
class QualityPlugin(Room):
    """Shows how good datasets are and what would make them better."""

    p.implements(ISchedule)
    p.implements(ISlots)
    p.implements(INotes, inherit=True)
    p.implements(IPrinciples)

    # IPrinciples

    def get_findings(self, dataset: Mapping[str, Any]) -> list[Finding]:
        """Tell which criteria a dataset does not fulfil."""
        return judging.findings(dataset)

    # INotes

    def get_notes(self, since: datetime.datetime) -> list[Note]:
        """Tell offices of files that have broken."""
        return files.notes(since)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Show the score of a dataset."""
        return [
            Insert(Slot.FOOTER, "satudata/slots/footer_quality.html", 30),
            Insert(Slot.DATASET_AFTER_FILES, "satudata/slots/dataset_quality.html", 10),
        ]

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Count every hour, so that what was mended shows soon; look at all files at night."""
        return [
            PeriodicJob("27 * * * *", history.hourly, BACKGROUND),
            PeriodicJob("10 17 * * *", files.nightly),
            digest.JOB,
        ]
