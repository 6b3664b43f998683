"""Wires the discrepancies: whenever observations change they are searched."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.discrepancies import actions, auth, changes, find, helpers, tell, views
from ckanext.satudata.observations import load
from ckanext.satudata.schedule import ISchedule, PeriodicJob


@tk.blanket.actions({name: value for name, value in vars(actions).items() if name.startswith("satudata_")})
@tk.blanket.auth_functions({name: value for name, value in vars(auth).items() if name.startswith("satudata_")})
@tk.blanket.helpers({name: value for name, value in vars(helpers).items() if name.startswith("satudata_")})
@tk.blanket.blueprints([views.blueprint])
class DiscrepanciesPlugin(p.SingletonPlugin):
    """Finds figures that disagree, and has people explain and settle them."""

    p.implements(p.IConfigurer)
    p.implements(p.ISignal)
    p.implements(ISchedule)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates."""
        tk.add_template_directory(config, "templates")

    # ISignal

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Note what a load changes, and search for it afterwards."""
        return {load.observations_replaced: [changes.note], load.observations_changed: [find.enqueue]}

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Search all at night: what was withdrawn by day tells nobody. Mails go out before offices open."""
        return [
            PeriodicJob("10 18 * * *", find.nightly),
            PeriodicJob("10 23 * * 0-4", tell.run),
            PeriodicJob("*/10 * * * *", find.retry),
        ]
