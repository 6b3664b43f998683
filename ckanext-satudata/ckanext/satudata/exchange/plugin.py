"""Wires the exchange with BPS and SIPD."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.exchange import actions, auth, helpers, views
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions(ours(actions))
@tk.blanket.auth_functions(ours(auth))
@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint])
class ExchangePlugin(Room):
    """Gives metadata and figures in the forms of other systems, and takes them in."""

    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Link to the exchange for those who may use it."""
        return [
            Insert(Slot.FOOTER, "satudata/slots/footer_exchange.html", 20),
        ]
