"""Wires publishing: a stored table goes to the DataStore by a job."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.publishing import auth, datastore, downloads, dump, helpers, years
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.validation import upload


@tk.blanket.auth_functions({"task_status_show": auth.task_status_show})
@tk.blanket.blueprints([downloads.blueprint, dump.blueprint])
@tk.blanket.helpers(
    {
        "satudata_load_status": helpers.satudata_load_status,
        "satudata_download_formats": helpers.satudata_download_formats,
    }
)
class PublishingPlugin(p.SingletonPlugin):
    """Loads new files into the DataStore."""

    p.implements(ISchedule)
    p.implements(p.ISignal)
    p.implements(p.IPackageController, inherit=True)

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Look every minute for loads that were lost, or never asked for, and every hour for years nobody noted."""
        return [PeriodicJob("* * * * *", datastore.retry_stale), PeriodicJob("23 * * * *", years.catch_up)]

    # ISignal

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Load each table that was checked and stored, and note the years of those that are loaded."""
        return {upload.table_stored: [datastore.enqueue], datastore.table_published: [years.note]}

    # IPackageController

    def after_dataset_show(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Show a dataset with the years of its tables; whoever writes or compares it gets what was written."""
        if pkg_dict.get("type") != "dataset":
            return
        as_written = context.get("for_update") or context.get(years.AS_WRITTEN)
        years.restore(pkg_dict) if as_written else years.apply(pkg_dict)
