"""Wires the observations: published tables come in, withdrawn ones go out."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.observations import actions, auth, load, model, views
from ckanext.satudata.publishing import datastore


@tk.blanket.actions({name: value for name, value in vars(actions).items() if name.startswith("satudata_")})
@tk.blanket.auth_functions({name: value for name, value in vars(auth).items() if name.startswith("satudata_")})
@tk.blanket.blueprints([views.blueprint])
class ObservationsPlugin(p.SingletonPlugin):
    """Keeps the observations in step with what is published."""

    p.implements(p.IConfigurer)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IResourceController, inherit=True)
    p.implements(p.ISignal)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates."""
        tk.add_template_directory(config, "templates")

    # ISignal

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Take in each table that has been published."""
        return {datastore.table_published: [load.load]}

    # IPackageController

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Withdraw what is no longer public; take in again what is public again."""
        dataset = tk.get_action("package_show")({"ignore_auth": True, "use_cache": False}, {"id": pkg_dict["id"]})
        if dataset["private"] or dataset["state"] != "active":
            model.withdraw_dataset(dataset["id"])
            return
        for resource_id in load.missing(dataset["id"]):
            tk.enqueue_job(load.load, [resource_id], title=f"Observations: {resource_id}")

    def after_dataset_delete(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Withdraw what a deleted dataset has brought."""
        found = tk.get_action("package_show")({"ignore_auth": True}, {"id": pkg_dict["id"]})
        model.withdraw_dataset(found["id"])

    # IResourceController

    def before_resource_delete(self, context: Any, resource: dict[str, Any], resources: list[dict[str, Any]]) -> None:
        """Withdraw what a deleted table has brought."""
        model.withdraw_resource(resource["id"])

    def after_resource_update(self, context: Any, resource: dict[str, Any]) -> None:
        """Withdraw a table that no longer follows a standard."""
        if not resource.get("standar"):
            model.withdraw_resource(resource["id"])
