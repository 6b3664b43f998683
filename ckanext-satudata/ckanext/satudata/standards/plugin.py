"""Wires the standards: pages, helpers."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.standards import helpers, views
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint])
class StandardsPlugin(Room):
    """Shows the Standar Data and offers their templates."""

    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Link to the standards, and say which one a table follows."""
        return [
            Insert(Slot.NAVIGATION, "satudata/slots/navigation_standards.html", 20),
            Insert(Slot.RESOURCE, "satudata/slots/resource_standard.html", 20),
        ]
