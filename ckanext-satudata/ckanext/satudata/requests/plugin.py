"""Wires the requests for data."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.requests import actions, auth, forgetting, helpers, mails, validators, views
from ckanext.satudata.schedule import ISchedule, PeriodicJob


@tk.blanket.actions({name: value for name, value in vars(actions).items() if name.startswith("satudata_")})
@tk.blanket.auth_functions({name: value for name, value in vars(auth).items() if name.startswith("satudata_")})
@tk.blanket.helpers({name: value for name, value in vars(helpers).items() if name.startswith("satudata_")})
@tk.blanket.validators({name: value for name, value in vars(validators).items() if name.startswith("satudata_")})
@tk.blanket.blueprints([views.blueprint])
class RequestsPlugin(p.SingletonPlugin):
    """Takes requests for data, and has OPDs answer them in time."""

    p.implements(p.IConfigurer)
    p.implements(ISchedule)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates."""
        tk.add_template_directory(config, "templates")

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Remind before offices open on working days, forget at night."""
        return [PeriodicJob("0 23 * * 0-4", mails.remind), PeriodicJob("40 18 * * *", forgetting.run)]
