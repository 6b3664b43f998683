"""Wires the harvest: sources of agencies, runs on CKAN's workers, pages."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import IWriteSteps, Phase, WriteStep
from ckanext.satudata.harvest import auth, helpers, jobs, marks, views
from ckanext.satudata.schedule import ISchedule, PeriodicJob


@tk.blanket.auth_functions({name: value for name, value in vars(auth).items() if name.startswith("satudata_")})
@tk.blanket.helpers({name: value for name, value in vars(helpers).items() if name.startswith("satudata_")})
@tk.blanket.blueprints([views.blueprint])
class HarvestPlugin(p.SingletonPlugin):
    """Feeds the catalogue from the agencies' own systems."""

    p.implements(p.IConfigurer)
    p.implements(ISchedule)
    p.implements(IWriteSteps)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates and assets."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "satudata_harvest")

    # IWriteSteps

    def get_write_steps(self) -> list[WriteStep]:
        """Keep the marks of harvested datasets."""
        return [WriteStep(Phase.SHAPE, marks.keep)]

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Look every minute whose time has come; forget old runs at night."""
        return [PeriodicJob("* * * * *", jobs.enqueue_due), PeriodicJob("40 18 * * *", jobs.sweep)]
