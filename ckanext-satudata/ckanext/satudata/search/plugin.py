"""Wires the search."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.search import actions, query


@tk.blanket.actions({"package_search": actions.package_search})
class SearchPlugin(p.SingletonPlugin):
    """Searches the Indonesian fields and forgives typos."""

    p.implements(p.IPackageController, inherit=True)

    # IPackageController

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        """Search our fields for plain words."""
        return query.parameters(search_params)
