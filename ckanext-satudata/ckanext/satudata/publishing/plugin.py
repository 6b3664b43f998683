"""Wires publishing: a stored table goes to the DataStore by a job."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckanext.satudata.publishing import datastore


class PublishingPlugin(p.SingletonPlugin):
    """Loads new files into the DataStore."""

    p.implements(p.IResourceController, inherit=True)

    # IResourceController

    def after_resource_create(self, context: Any, resource: dict[str, Any]) -> None:
        """Load the file of a new resource."""
        datastore.enqueue(resource)

    def before_resource_update(self, context: Any, current: dict[str, Any], resource: dict[str, Any]) -> None:
        """Remember whether the update brings a new file: writing the DataStore updates the resource, too."""
        context["satudata_new_file"] = bool(resource.get("upload"))

    def after_resource_update(self, context: Any, resource: dict[str, Any]) -> None:
        """Load a file that replaces another."""
        if context.get("satudata_new_file"):
            datastore.enqueue(resource)
