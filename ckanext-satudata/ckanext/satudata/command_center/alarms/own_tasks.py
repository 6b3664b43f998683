"""Alarms that wait for whom they tell."""

from __future__ import annotations

import datetime

from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import local
from ckanext.satudata.command_center import auth
from ckanext.satudata.command_center.alarms import describing
from ckanext.satudata.tasks import MOST, Kind, Person, Task


def tasks(person: Person) -> list[Task]:
    """Return the alarms that nobody has acknowledged yet: see `tasks.ITasks`."""
    waiting = [alarm for alarm in describing.lasting(auth.organizations_of(person.name)) if alarm["may_acknowledge"]]
    page = tk.url_for("satudata_alarm.index")
    return [
        Task(Kind.WAITING, alarm["title"], page, alarm["text"], local(datetime.datetime.fromisoformat(alarm["began"])))
        for alarm in waiting[:MOST]
    ]
