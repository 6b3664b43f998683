"""Wires validation: a table is checked before anything of it is stored, and the history of checks is kept."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import IWriteSteps, Phase, WriteStep
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.upkeep import IUpkeep, Upkeep
from ckanext.satudata.validation import actions, auth, helpers, leftovers, pages, pending, upload, validators, views


@tk.blanket.actions(actions.all_of_them())
@tk.blanket.auth_functions({name: value for name, value in vars(auth).items() if name.startswith("satudata_")})
@tk.blanket.blueprints([views.blueprint, pages.blueprint])
@tk.blanket.helpers({name: value for name, value in vars(helpers).items() if name.startswith("satudata_")})
@tk.blanket.validators({"satudata_table_schema": validators.satudata_table_schema})
class ValidationPlugin(p.SingletonPlugin):
    """Refuses files that are no valid table, and keeps them as drafts."""

    p.implements(p.IConfigurer)
    p.implements(ISchedule)
    p.implements(IWriteSteps)
    p.implements(IUpkeep)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates and assets."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "satudata_validation")

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
