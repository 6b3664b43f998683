"""Wires the requests for data."""

from __future__ import annotations

import datetime

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata import digest
from ckanext.satudata.requests import actions, assignments, auth, forgetting, helpers, mails, validators, views
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.tasks import INotes, ITasks, Note, Person, Task
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions(ours(actions))
@tk.blanket.auth_functions(ours(auth))
@tk.blanket.helpers(ours(helpers))
@tk.blanket.validators(ours(validators))
@tk.blanket.blueprints([views.blueprint])
class RequestsPlugin(Room):
    """Takes requests for data, and has OPDs answer them in time."""

    p.implements(ISchedule)
    p.implements(ISlots)
    p.implements(ITasks)
    p.implements(INotes, inherit=True)

    # INotes

    def get_notes(self, since: datetime.datetime) -> list[Note]:
        """Tell offices of requests that are new for them, or due."""
        return mails.notes(since)

    # ITasks

    def get_tasks(self, person: Person) -> list[Task]:
        """Tell which requests wait for whom."""
        return assignments.tasks(person)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Invite people to ask, and tell officers what waits for them."""
        return [
            Insert(Slot.ACCOUNT, "satudata/slots/account_requests.html", 20),
            Insert(Slot.NAVIGATION, "satudata/slots/navigation_requests.html", 50),
            Insert(Slot.HOME_LEAD, "satudata/slots/home_ask.html", 10),
            Insert(Slot.DATASET_AFTER_FILES, "satudata/slots/dataset_ask.html", 20),
        ]

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Remind before offices open on working days, forget at night."""
        return [digest.JOB, PeriodicJob("40 18 * * *", forgetting.run)]
