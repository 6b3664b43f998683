"""Wires the tables that many offices fill."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.filling import actions, assignments, auth, deputies, helpers, views
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.tasks import ITasks, Person, Task
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions(ours(actions, deputies))
@tk.blanket.auth_functions(ours(auth))
@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint])
class FillingPlugin(Room):
    """Lets kecamatan, desa and UPTD fill their rows of one table, which an OPD delivers."""

    p.implements(ISlots)
    p.implements(ITasks)

    needs = ("satudata_review",)

    # ITasks

    def get_tasks(self, person: Person) -> list[Task]:
        """Tell which rows wait for whom."""
        return assignments.tasks(person)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Lead officers to the tables that they fill."""
        return [Insert(Slot.ACCOUNT, "satudata/slots/account_filling.html", 15)]
