"""Wires the discrepancies: whenever observations change they are searched."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.discrepancies import actions, assignments, auth, beside, changes, find, helpers, notifying, views
from ckanext.satudata.observations import load
from ckanext.satudata.observations.notes import IFigureNotes, Note
from ckanext.satudata.observations.question import Question
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.tasks import ITasks, Person, Task
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions(ours(actions))
@tk.blanket.auth_functions(ours(auth))
@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint])
class DiscrepanciesPlugin(Room):
    """Finds figures that disagree, and has people explain and settle them."""

    needs = ("satudata_observations",)

    p.implements(p.ISignal)
    p.implements(ISchedule)
    p.implements(ISlots)
    p.implements(ITasks)
    p.implements(IFigureNotes, inherit=True)

    # IFigureNotes

    def get_figure_notes(self, question: Question, packages: Collection[str], span: tuple[str, str]) -> list[Note]:
        """Tell beside figures how many open cases there are of them."""
        return beside.notes(question, packages, span)

    # ITasks

    def get_tasks(self, person: Person) -> list[Task]:
        """Tell how many cases wait for whom."""
        return assignments.tasks(person)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Tell officers what waits for them, and readers where figures of a dataset disagree."""
        return [
            Insert(Slot.ACCOUNT, "satudata/slots/account_discrepancies.html", 10),
            Insert(Slot.FOOTER, "satudata/slots/footer_discrepancies.html", 50),
            Insert(Slot.DATASET_NOTES, "satudata/slots/dataset_mark.html", 10),
        ]

    # ISignal

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Note what a load changes, and search for it afterwards."""
        return {load.observations_replaced: [changes.note], load.observations_changed: [find.enqueue]}

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Search all at night: what was withdrawn by day tells nobody. Mails go out before offices open."""
        return [
            PeriodicJob("10 18 * * *", find.nightly),
            PeriodicJob("10 23 * * 0-4", notifying.run),
            PeriodicJob("*/10 * * * *", find.retry),
        ]
