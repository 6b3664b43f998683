"""Wires publishing: a stored table goes to the DataStore by a job."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.publishing import datastore, downloads, helpers
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.validation import upload


@tk.blanket.blueprints([downloads.blueprint])
@tk.blanket.helpers(
    {
        "satudata_load_status": helpers.satudata_load_status,
        "satudata_download_formats": helpers.satudata_download_formats,
    }
)
class PublishingPlugin(p.SingletonPlugin):
    """Loads new files into the DataStore."""

    p.implements(p.IResourceController, inherit=True)
    p.implements(ISchedule)

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Look for lost loads every ten minutes."""
        return [PeriodicJob("*/10 * * * *", datastore.retry_stale)]

    # IResourceController

    def after_resource_create(self, context: Any, resource: dict[str, Any]) -> None:
        """Load the file of a new resource."""
        datastore.enqueue(resource)

    def before_resource_update(self, context: Any, current: dict[str, Any], resource: dict[str, Any]) -> None:
        """Remember whether the update changes the table: writing the DataStore updates the resource, too."""
        context["satudata_changes_table"] = upload.changes_table(resource, current)

    def after_resource_update(self, context: Any, resource: dict[str, Any]) -> None:
        """Load a file that replaces another, or one that is to be read in another way."""
        if context.get("satudata_changes_table"):
            datastore.enqueue(resource)
