"""Wires the quality scores: their pages, their actions, the nightly check."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.quality import actions, auth, files, helpers, history, views
from ckanext.satudata.schedule import BACKGROUND, ISchedule, PeriodicJob


@tk.blanket.actions({name: value for name, value in vars(actions).items() if name.startswith("satudata_")})
@tk.blanket.auth_functions({name: value for name, value in vars(auth).items() if name.startswith("satudata_")})
@tk.blanket.helpers({name: value for name, value in vars(helpers).items() if name.startswith("satudata_")})
@tk.blanket.blueprints([views.blueprint])
class QualityPlugin(p.SingletonPlugin):
    """Shows how good datasets are and what would make them better."""

    p.implements(p.IConfigurer)
    p.implements(ISchedule)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates and styles."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "satudata_quality")

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Count every hour, so that what was mended shows soon; look at all files at night."""
        return [PeriodicJob("27 * * * *", history.hourly, BACKGROUND), PeriodicJob("10 17 * * *", files.nightly)]
