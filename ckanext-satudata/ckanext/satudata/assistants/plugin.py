"""Wires the assistants."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.assistants import views
from ckanext.satudata.rooms import Room


@tk.blanket.blueprints([views.blueprint])
class AssistantsPlugin(Room):
    """Answers assistants under the portal's own address."""

    needs = ("satudata_answers", "satudata_analysis", "satudata_discrepancies", "satudata_review", "satudata_requests")
