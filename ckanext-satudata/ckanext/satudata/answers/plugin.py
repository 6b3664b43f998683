"""Wires the answers."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.answers import actions, auth, helpers, searching, views
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions(ours(actions))
@tk.blanket.auth_functions(ours(auth))
@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint])
class AnswersPlugin(Room):
    """Reads questions in everyday words and answers them with the observations."""

    needs = ("satudata_observations", "satudata_search")

    p.implements(p.IPackageController, inherit=True)
    p.implements(ISlots)

    # IPackageController

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        """Search with the words that datasets are found by, those first that answer."""
        return searching.parameters(search_params)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Let datasets be found by the words of their standards, columns and offices."""
        return {**pkg_dict, **searching.index(pkg_dict)}

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Show the answer above what was found, why each dataset was, suggestions, and let the wall be asked."""
        return [
            Insert(Slot.SEARCH_LEAD, "satudata/slots/search_answer.html"),
            Insert(Slot.SEARCH_HIT, "satudata/slots/search_reason.html"),
            Insert(Slot.SEARCH_BOX, "satudata/slots/search_suggestions.html"),
            Insert(Slot.WALL, "satudata/slots/wall_question.html"),
        ]
