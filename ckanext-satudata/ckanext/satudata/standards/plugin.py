"""Wires the standards: pages, helpers, and the words that datasets take from them."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import IWriteSteps, Phase, WriteStep
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.standards import helpers, views, words
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint])
class StandardsPlugin(Room):
    """Shows the Standar Data, offers their templates, and lets datasets have their words."""

    p.implements(ISlots)
    p.implements(IWriteSteps)
    p.implements(p.IPackageController, inherit=True)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Link to the standards, and say which one a table follows."""
        return [
            Insert(Slot.FOOTER, "satudata/slots/footer_standards.html", 70),
            Insert(Slot.RESOURCE, "satudata/slots/resource_standard.html", 20),
        ]

    # IWriteSteps

    def get_write_steps(self) -> list[WriteStep]:
        """Let a dataset have the words of its standard."""
        return [WriteStep(Phase.SHAPE, words.follow)]

    # IPackageController

    def after_dataset_show(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Show a dataset with the words of its standard as they are now."""
        if pkg_dict.get("type") == "dataset":
            words.apply(pkg_dict)
