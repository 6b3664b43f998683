"""Wires the standards: pages, helpers."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.standards import helpers, views


@tk.blanket.helpers({name: value for name, value in vars(helpers).items() if name.startswith("satudata_")})
@tk.blanket.blueprints([views.blueprint])
class StandardsPlugin(p.SingletonPlugin):
    """Shows the Standar Data and offers their templates."""

    p.implements(p.IConfigurer)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates."""
        tk.add_template_directory(config, "templates")
