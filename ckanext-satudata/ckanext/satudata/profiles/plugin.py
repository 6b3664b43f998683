"""Wires the profiles."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.profiles import helpers, views
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint])
class ProfilesPlugin(Room):
    """Tells what is published of a region and of an office: on a page, as a booklet, and in a picture to share."""

    needs = ("satudata_observations", "satudata_charts")

    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Link to the regions, open the home page with a map of them, and the page of an office with its figures."""
        return [
            Insert(Slot.NAVIGATION, "satudata/slots/navigation_regions.html", 20),
            Insert(Slot.HOME_FIGURES, "satudata/slots/home_regions.html", 20),
            Insert(Slot.OFFICE, "satudata/slots/office.html", 10),
        ]
