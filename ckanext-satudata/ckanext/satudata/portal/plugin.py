"""Wires the portal: look, pages and translations."""

from __future__ import annotations

from pathlib import Path

from ckan import plugins as p
from ckan.plugins import toolkit as tk


class PortalPlugin(p.SingletonPlugin):
    """The portal's theme and its Indonesian texts."""

    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)

    # IConfigurer

    def update_config(self, config: dict) -> None:
        """Register templates, assets and public files."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "satudata_portal")

    # ITranslation

    def i18n_directory(self) -> str:
        """Return the folder of the package's catalogues."""
        return str(Path(__file__).parents[1] / "i18n")

    def i18n_locales(self) -> list[str]:
        """Return the languages that have a catalogue."""
        return ["id"]

    def i18n_domain(self) -> str:
        """Return the name of the catalogues."""
        return "ckanext-satudata"
