"""Wires the exchange with BPS and SIPD."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.exchange import actions, auth, helpers, views


def _ours(module: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if name.startswith("satudata_")}


@tk.blanket.actions(_ours(actions))
@tk.blanket.auth_functions(_ours(auth))
@tk.blanket.helpers(_ours(helpers))
@tk.blanket.blueprints([views.blueprint])
class ExchangePlugin(p.SingletonPlugin):
    """Gives metadata and figures in the forms of other systems, and takes them in."""

    p.implements(p.IConfigurer)

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates."""
        tk.add_template_directory(config, "templates")
