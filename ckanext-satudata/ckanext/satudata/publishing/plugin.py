"""Wires publishing: a stored table goes to the DataStore by a job."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.publishing import datastore, downloads, dump, helpers
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.validation import upload


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

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Look for lost loads every ten minutes."""
        return [PeriodicJob("*/10 * * * *", datastore.retry_stale)]

    # ISignal

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Load each table that was checked and stored."""
        return {upload.table_stored: [datastore.enqueue]}
