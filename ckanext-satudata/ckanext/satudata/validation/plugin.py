"""Wires validation: a table is checked before anything of it is stored, and the history of checks is kept."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import IWriteSteps, Phase, WriteStep
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.upkeep import IUpkeep, Upkeep
from ckanext.satudata.validation import (
    actions,
    auth,
    helpers,
    leftovers,
    pages,
    pending,
    upload,
    validators,
    views,
)
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions(actions.all_of_them())
@tk.blanket.auth_functions(ours(auth))
@tk.blanket.blueprints([views.blueprint, pages.blueprint])
@tk.blanket.helpers(ours(helpers))
@tk.blanket.validators(ours(validators))
class ValidationPlugin(Room):
    """Refuses files that are no valid table."""

    p.implements(ISchedule)
    p.implements(IWriteSteps)
    p.implements(IUpkeep)
    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Show checks, and offer to check a file."""
        return [
            Insert(Slot.RESOURCE, "satudata/slots/resource_check.html", 40),
            Insert(Slot.STANDARDS, "satudata/slots/standards_check.html", 10),
            Insert(Slot.STANDARD, "satudata/slots/standard_check.html", 10),
        ]

    # IWriteSteps

    def get_write_steps(self) -> list[WriteStep]:
        """Check files before anything is stored."""
        return [WriteStep(Phase.FILES, upload.check_files)]

    # IUpkeep

    def get_upkeep(self) -> list[Upkeep]:
        """Sweep files without a record."""
        return leftovers.every()

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Sweep kept files every hour."""
        return [PeriodicJob("17 * * * *", pending.sweep)]
