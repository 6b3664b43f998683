"""Wires the harvest: sources of agencies, runs on CKAN's workers, pages."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import IWriteSteps, Phase, WriteStep
from ckanext.satudata.harvest import auth, editing, helpers, jobs, marks, views
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.auth_functions(ours(auth))
@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint, editing.blueprint])
class HarvestPlugin(Room):
    """Feeds the catalogue from the agencies' own systems."""

    p.implements(ISchedule)
    p.implements(IWriteSteps)
    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Link to the harvest for those who may see it."""
        return [
            Insert(Slot.ACCOUNT, "satudata/slots/account_harvest.html", 30),
        ]

    # IWriteSteps

    def get_write_steps(self) -> list[WriteStep]:
        """Keep the marks of harvested datasets."""
        return [WriteStep(Phase.SHAPE, marks.keep)]

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Look every minute whose time has come; forget old runs at night."""
        return [PeriodicJob("* * * * *", jobs.enqueue_due), PeriodicJob("40 18 * * *", jobs.sweep)]
