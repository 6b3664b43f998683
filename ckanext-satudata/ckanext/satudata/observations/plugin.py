"""Wires the observations: published tables come in, withdrawn ones go out."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.observations import actions, auth, load, sdmx_views, views
from ckanext.satudata.publishing import datastore
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions(ours(actions))
@tk.blanket.auth_functions(ours(auth))
@tk.blanket.blueprints([views.blueprint, sdmx_views.blueprint])
class ObservationsPlugin(Room):
    """Keeps the observations in step with what is published."""

    needs = ("satudata_standards",)

    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IResourceController, inherit=True)
    p.implements(p.ISignal)
    p.implements(ISchedule)
    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Link to the observations."""
        return [
            Insert(Slot.FOOTER, "satudata/slots/footer_observations.html", 60),
        ]

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Look every minute for loads that were lost or failed."""
        return [PeriodicJob("* * * * *", load.retry)]

    # ISignal

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Take in each table that has been published."""
        return {datastore.table_published: [load.load]}

    # IPackageController

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Withdraw what is no longer public; take in again what is public again."""
        dataset = tk.get_action("package_show")({"ignore_auth": True, "use_cache": False}, {"id": pkg_dict["id"]})
        if dataset["private"] or dataset["state"] != "active":
            load.withdraw_dataset(dataset["id"])
            return
        for resource_id in load.missing(dataset["id"]):
            load.TASK.enqueue_with_commit(load.load, resource_id)

    def after_dataset_delete(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Withdraw what a deleted dataset has brought."""
        package = tk.get_action("package_show")({"ignore_auth": True}, {"id": pkg_dict["id"]})
        load.withdraw_dataset(package["id"])

    # IResourceController

    def before_resource_delete(self, context: Any, resource: dict[str, Any], resources: list[dict[str, Any]]) -> None:
        """Withdraw what a deleted table has brought."""
        load.withdraw_resource(resource["id"])

    def after_resource_update(self, context: Any, resource: dict[str, Any]) -> None:
        """Withdraw a table that no longer follows a standard."""
        if not resource.get("standar"):
            load.withdraw_resource(resource["id"])
