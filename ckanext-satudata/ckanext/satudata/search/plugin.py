"""Wires the search."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata import upkeep
from ckanext.satudata.exceptions import N_
from ckanext.satudata.rooms import Room
from ckanext.satudata.search import actions, index, query, reasons


@tk.blanket.actions({"package_search": actions.package_search})
class SearchPlugin(Room):
    """Searches the Indonesian fields and forgives typos."""

    p.implements(p.IPackageController, inherit=True)
    p.implements(upkeep.IUpkeep)

    # IPackageController

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        """Search our fields for plain words."""
        reasons.note_words(search_params.get("q") or "")
        return query.parameters(search_params)

    # IUpkeep

    def get_upkeep(self) -> list[upkeep.Upkeep]:
        """Mend the index where it differs from the database."""
        title = N_("datasets of which the search index tells something else than the database")
        return [upkeep.Upkeep("search-index", title, index.differences, index.mend, index.GRACE)]
