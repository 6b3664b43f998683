"""Wires the charts."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.charts import helpers, views
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint])
class ChartsPlugin(Room):
    """Draws published figures: on the page of their dataset, on pages of their own, and in frames of other sites."""

    needs = ("satudata_observations",)

    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Open the page of a dataset with its figures, and say how it is cited."""
        return [
            Insert(Slot.DATASET_LEAD, "satudata/slots/dataset_chart.html", 10),
            Insert(Slot.DATASET_AFTER_FILES, "satudata/slots/dataset_cite.html", 20),
        ]
