"""Wires the analysis."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.analysis import actions, auth, views


@tk.blanket.actions({name: value for name, value in vars(actions).items() if name.startswith("satudata_")})
@tk.blanket.auth_functions({name: value for name, value in vars(auth).items() if name.startswith("satudata_")})
@tk.blanket.blueprints([views.blueprint])
class AnalysisPlugin(p.SingletonPlugin):
    """Compares two measures; its charts are drawn by the library of the command center."""

    p.implements(p.IConfigurer)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates and public files."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
