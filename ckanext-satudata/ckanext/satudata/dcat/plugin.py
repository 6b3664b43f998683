"""Wires the feed; the profile itself is found through its entry point."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.dcat import actions, changes, views
from ckanext.satudata.schedule import ISchedule, PeriodicJob


@tk.blanket.actions({"dcat_catalog_show": actions.dcat_catalog_show})
@tk.blanket.blueprints([views.blueprint])
class DcatPlugin(p.SingletonPlugin):
    """Offers the catalogue to the national portal."""

    p.implements(p.IConfigurable, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IOrganizationController, inherit=True)
    p.implements(ISchedule)

    # IConfigurable

    def configure(self, config: Any) -> None:
        """Listen for commits."""
        changes.listen()

    # IPackageController and IOrganizationController, which name these three alike

    def create(self, entity: Any) -> None:
        """Note that a dataset, another record or an organization is new."""
        changes.note(entity)

    def edit(self, entity: Any) -> None:
        """Note that one changes."""
        changes.note(entity)

    def delete(self, entity: Any) -> None:
        """Note that one goes."""
        changes.note(entity)

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Look every hour for renderings that were missed: a killed worker, data changed in the database itself."""
        return [PeriodicJob("41 * * * *", changes.refresh)]
