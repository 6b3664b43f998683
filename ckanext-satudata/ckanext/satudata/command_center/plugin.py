"""Wires the command center."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center import actions, auth, snapshot, uptime, views
from ckanext.satudata.command_center.editing import actions as editing_actions
from ckanext.satudata.command_center.editing import auth as editing_auth
from ckanext.satudata.command_center.editing import views as editing_views
from ckanext.satudata.command_center.scoreboard import actions as scoreboard_actions
from ckanext.satudata.command_center.scoreboard import auth as scoreboard_auth
from ckanext.satudata.command_center.scoreboard import views as scoreboard_views
from ckanext.satudata.schedule import BACKGROUND, ISchedule, PeriodicJob


def _ours(*modules: Any) -> dict[str, Any]:
    return {name: value for module in modules for name, value in vars(module).items() if name.startswith("satudata_")}


@tk.blanket.actions(_ours(actions, editing_actions, scoreboard_actions))
@tk.blanket.auth_functions(_ours(auth, editing_auth, scoreboard_auth))
@tk.blanket.blueprints([views.blueprint, views.profile, editing_views.blueprint, scoreboard_views.blueprint])
class CommandCenterPlugin(p.SingletonPlugin):
    """Shows the wall."""

    p.implements(p.IConfigurer)
    p.implements(ISchedule)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates, assets and public files."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "satudata_command_center")

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Picture the public screens for the morning briefing; ask the applications whether they answer."""
        return [
            PeriodicJob(snapshot.briefing_cron(), snapshot.briefing, BACKGROUND),
            PeriodicJob(uptime.CRON, uptime.check, BACKGROUND),
        ]
