"""Wires the command center."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata import digest
from ckanext.satudata.command_center import actions, auth, helpers, snapshot, uptime, views
from ckanext.satudata.command_center.alarms import actions as alarm_actions
from ckanext.satudata.command_center.alarms import auth as alarm_auth
from ckanext.satudata.command_center.alarms import own_tasks, watching
from ckanext.satudata.command_center.alarms import views as alarm_views
from ckanext.satudata.command_center.editing import actions as editing_actions
from ckanext.satudata.command_center.editing import auth as editing_auth
from ckanext.satudata.command_center.editing import views as editing_views
from ckanext.satudata.command_center.scoreboard import actions as scoreboard_actions
from ckanext.satudata.command_center.scoreboard import auth as scoreboard_auth
from ckanext.satudata.command_center.scoreboard import views as scoreboard_views
from ckanext.satudata.command_center.war_room import actions as war_room_actions
from ckanext.satudata.command_center.war_room import auth as war_room_auth
from ckanext.satudata.command_center.war_room import views as war_room_views
from ckanext.satudata.observations import load
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import BACKGROUND, ISchedule, PeriodicJob
from ckanext.satudata.tasks import ITasks, Person, Task
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions(ours(actions, alarm_actions, editing_actions, scoreboard_actions, war_room_actions))
@tk.blanket.auth_functions(ours(auth, alarm_auth, editing_auth, scoreboard_auth, war_room_auth))
@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints(
    [
        views.blueprint,
        alarm_views.blueprint,
        editing_views.blueprint,
        scoreboard_views.blueprint,
        war_room_views.blueprint,
    ]
)
class CommandCenterPlugin(Room):
    """Shows the wall."""

    needs = ("satudata_observations", "satudata_charts")

    p.implements(ISchedule)
    p.implements(ISlots)
    p.implements(ITasks)
    p.implements(p.ISignal)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Link to the scores of offices and to the screens; tell the score on the page of an office."""
        return [
            Insert(Slot.NAVIGATION, "satudata/slots/navigation_scoreboard.html", 40),
            Insert(Slot.NAVIGATION, "satudata/slots/navigation_command_center.html", 60),
            Insert(Slot.OFFICE_SCORE, "satudata/slots/office_score.html", 10),
        ]

    # ITasks

    def get_tasks(self, person: Person) -> list[Task]:
        """Tell people of alarms that nobody has acknowledged."""
        return own_tasks.tasks(person)

    # ISignal

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Look at the alarms' rules when figures have changed."""
        return {load.observations_changed: [watching.enqueue]}

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Picture the public screens for the morning briefing; ask the applications whether they answer."""
        return [
            PeriodicJob(snapshot.briefing_cron(), snapshot.briefing, BACKGROUND),
            PeriodicJob(uptime.CRON, uptime.check, BACKGROUND),
            PeriodicJob(watching.CRON, watching.check, BACKGROUND),
            digest.JOB,
        ]
