"""Wires the harvest: sources of agencies, runs on CKAN's workers, pages."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.harvest import actions


@tk.blanket.actions({"package_update": actions.package_update})
class HarvestPlugin(p.SingletonPlugin):
    """Feeds the catalogue from the agencies' own systems."""

    p.implements(p.IConfigurer)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates."""
        tk.add_template_directory(config, "templates")
