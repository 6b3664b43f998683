"""Wires the portal: look, pages, filters and CKAN's own texts in Indonesian."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ckan import plugins as p
from ckan.lib import mailer
from ckan.plugins import toolkit as tk
from ckanext.satudata import mail
from ckanext.satudata.portal import facets, helpers, record_types
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.web.slots import Insert, ISlots, Slot

# what CKAN tells people by mail, and cannot without a mail server
MAILED = {"request_password_reset", "user_invited"}


@tk.blanket.helpers(
    {
        **ours(helpers),
        "satudata_records_title": record_types.satudata_records_title,
        "humanize_entity_type": record_types.humanize_entity_type,
    }
)
class PortalPlugin(Room):
    """The portal's theme."""

    p.implements(p.IFacets, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.INotifier, inherit=True)
    p.implements(p.ITranslation)
    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Link to the catalogue, to the records of officers at the foot, and to the feed of a dataset."""
        return [
            Insert(Slot.NAVIGATION, "satudata/slots/navigation_catalogue.html", 10),
            Insert(Slot.FOOTER, "satudata/slots/footer_records.html", 80),
            Insert(Slot.DATASET_FACTS, "satudata/slots/dataset_follow.html", 90),
        ]

    # IFacets

    def dataset_facets(self, facets_dict: dict[str, str], package_type: str) -> dict[str, str]:
        """Offer our filters beside the search."""
        return facets.titles() if package_type == "dataset" else {"organization": facets.titles()["organization"]}

    def organization_facets(
        self, facets_dict: dict[str, str], organization_type: str, package_type: str | None
    ) -> dict[str, str]:
        """Offer the same filters on an organization's page, without the organization."""
        return {name: title for name, title in facets.titles().items() if name != "organization"}

    # IPackageController

    def after_dataset_search(self, search_results: dict[str, Any], search_params: dict[str, Any]) -> dict[str, Any]:
        """Show names instead of codes in the filters."""
        return facets.name_codes(search_results)

    # INotifier

    def notify_about_topic(self, notification_sent: bool, topic: str, details: dict[str, Any]) -> bool:
        """Say that there is no mail, where CKAN would send one. Raises MailerException, which its pages show."""
        if topic in MAILED and not notification_sent and not mail.is_configured():
            raise mailer.MailerException(
                tk._("this portal sends no mail yet. Add the officer on the page Petugas, and hand over the link.")
            )
        return notification_sent

    # ITranslation

    def i18n_directory(self) -> str:
        """Return the folder of the catalogue that completes CKAN's own."""
        return str(Path(__file__).parent / "i18n")

    def i18n_locales(self) -> list[str]:
        """Return the languages that have a catalogue."""
        return ["id"]

    def i18n_domain(self) -> str:
        """Return the name of the catalogue."""
        return "ckan-id"
