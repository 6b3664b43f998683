"""Wires the analysis."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.analysis import actions, auth, views
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions(ours(actions))
@tk.blanket.auth_functions(ours(auth))
@tk.blanket.blueprints([views.blueprint])
class AnalysisPlugin(Room):
    """Shows what is worth seeing, and compares measures over regions, years and each other."""

    needs = ("satudata_charts", "satudata_profiles")

    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Link to the comparison of two measures."""
        return [
            Insert(Slot.NAVIGATION, "satudata/slots/navigation_analysis.html", 30),
            Insert(Slot.COMMAND_CENTER, "satudata/slots/command_center_analysis.html", 10),
        ]
