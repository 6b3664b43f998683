"""Wires the guide to the API."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.api import guard, views
from ckanext.satudata.rooms import Room
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.blueprints([views.blueprint, guard.blueprint])
class ApiPlugin(Room):
    """Describes the API, and shows how to use it."""

    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Lead to the guide from every page, and from each table with its own columns."""
        return [
            Insert(Slot.FOOTER_MACHINES, "satudata/slots/footer_api.html", 10),
            Insert(Slot.RESOURCE_DOWNLOADS, "satudata/slots/resource_api.html", 90),
        ]
