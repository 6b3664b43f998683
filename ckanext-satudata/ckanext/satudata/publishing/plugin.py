"""Wires publishing: a stored table goes to the DataStore by a job."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.publishing import (
    actions,
    auth,
    browse_views,
    datastore,
    downloads,
    dump,
    first_views,
    helpers,
    originals,
    years,
)
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.validation import checked
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions({**ours(actions), "resource_search": actions.resource_search})
@tk.blanket.auth_functions({"task_status_show": auth.task_status_show, **ours(auth)})
@tk.blanket.blueprints(
    [browse_views.blueprint, downloads.blueprint, dump.blueprint, first_views.blueprint, originals.blueprint]
)
@tk.blanket.helpers(ours(helpers))
class PublishingPlugin(Room):
    """Loads new files into the DataStore."""

    needs = ("datastore", "satudata_validation", "satudata_standards")

    p.implements(ISchedule)
    p.implements(p.ISignal)
    p.implements(p.IPackageController, inherit=True)
    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Show the first rows of a table, offer it in other formats, and begin with a table of a standard."""
        return [
            Insert(Slot.RESOURCE, "satudata/slots/resource_preview.html", 10),
            Insert(Slot.RESOURCE, "satudata/slots/resource_disclosure.html", 20),
            Insert(Slot.RESOURCE, "satudata/slots/resource_fit.html", 30),
            Insert(Slot.RESOURCE_DOWNLOADS, "satudata/slots/resource_downloads.html", 10),
            Insert(Slot.STANDARD, "satudata/slots/standard_publish.html", 5),
        ]

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Look for loads that were lost or never asked for, tables that nobody protected, and years nobody noted."""
        return [
            PeriodicJob("* * * * *", datastore.retry_stale),
            PeriodicJob("*/10 * * * *", datastore.protect_again),
            PeriodicJob("23 * * * *", years.catch_up),
        ]

    # ISignal

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Load each table that was checked and stored, and note the years of those that are loaded."""
        return {checked.table_stored: [datastore.enqueue], datastore.table_published: [years.note]}

    # IPackageController

    def after_dataset_show(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Show a dataset with the years of its tables; whoever writes or compares it gets what was written."""
        if pkg_dict.get("type") != "dataset":
            return
        as_written = context.get("for_update") or context.get(years.AS_WRITTEN)
        years.restore(pkg_dict) if as_written else years.apply(pkg_dict)
        originals.hide_digests(pkg_dict, context)
