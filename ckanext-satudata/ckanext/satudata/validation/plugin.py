"""Wires validation: an uploaded table is checked before anything of it is stored."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.validation import actions, pending, upload, views


@tk.blanket.actions({"resource_create": actions.resource_create, "resource_update": actions.resource_update})
@tk.blanket.blueprints([views.blueprint])
@tk.blanket.helpers({"satudata_pending_name": pending.name_of})
class ValidationPlugin(p.SingletonPlugin):
    """Refuses files that are no valid table."""

    p.implements(p.IConfigurer)
    p.implements(p.IResourceController, inherit=True)
    p.implements(ISchedule)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates."""
        tk.add_template_directory(config, "templates")

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Sweep kept files every hour."""
        return [PeriodicJob("17 * * * *", pending.sweep)]

    # IResourceController

    def before_resource_create(self, context: Any, resource: dict[str, Any]) -> None:
        """Check the file of a new resource."""
        upload.check(resource)

    def before_resource_update(self, context: Any, current: dict[str, Any], resource: dict[str, Any]) -> None:
        """Check the file that replaces another, or the standard that the stored one is to follow."""
        upload.check(resource, current)
