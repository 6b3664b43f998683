"""Wires validation: an uploaded table is checked before anything of it is stored."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckanext.satudata.validation import upload


class ValidationPlugin(p.SingletonPlugin):
    """Refuses files that are no valid table."""

    p.implements(p.IResourceController, inherit=True)

    # IResourceController

    def before_resource_create(self, context: Any, resource: dict[str, Any]) -> None:
        """Check the file of a new resource."""
        upload.check(resource)

    def before_resource_update(self, context: Any, current: dict[str, Any], resource: dict[str, Any]) -> None:
        """Check the file that replaces another."""
        upload.check(resource)
